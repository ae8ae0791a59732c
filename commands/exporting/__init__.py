"""`kotak export`: the ledger as tables and events, for other programs."""
