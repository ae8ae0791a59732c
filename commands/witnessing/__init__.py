"""The desk of a log witness: what it keeps, and the ways in which requests reach it."""
