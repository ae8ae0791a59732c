"""The audit report: one page that stands by itself, for whoever has never seen this program."""
