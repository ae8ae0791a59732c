"""The auditor's desk as pages: the ledger, read-only, for the browser of this machine."""
