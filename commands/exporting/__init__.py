"""The ledger in other forms: as plain files for any web server, as tables and events for other programs."""
