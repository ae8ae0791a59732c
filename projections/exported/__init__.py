"""What leaves a ledger as tables or as EPCIS: rows made of the read models and the papers they point into."""
