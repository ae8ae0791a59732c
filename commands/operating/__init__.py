"""The log at work: what it signed last, what it signs next, and the log witnesses it asks."""
