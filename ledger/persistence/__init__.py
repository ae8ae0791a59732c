"""Where entries are kept: the only importer of eventsourcing and, with projections, of SQLAlchemy."""
