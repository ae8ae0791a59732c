"""Verifiers that need neither this program nor a ledger, to give to whoever doubts both."""
