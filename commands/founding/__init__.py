"""Setting up: the ledger, its officers, its lists, and the orders of those who govern it."""
