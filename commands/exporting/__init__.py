"""The ledger in other forms: as plain files for any web server, as tables for other programs."""
