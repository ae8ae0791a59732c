"""
The tables of a ledger. Only `entries` is evidence; all others are made from it, and can be made again.

    entries(position, type, data)        position is 1 + the index of the entry; data is the whole paper
    entry_tags(tag, position)            which subjects an entry wrote
    states(subject, position, value)     what the fold knows of a subject, as of that position
    effects(position, value)             what an entry did, for the read models
    nodes(level, number, hash)           complete nodes of the tree, never updated
    meta(name, value)                    the format

Read models have tables of their own, whose names begin with `p_`. What the statements below print is part of the
format: an existing ledger must say the same.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

FORMAT: Final = 1
LARGEST: Final = 8 * 1024 * 1024
"""Of one value in bytes. No ledger is written that a reader with limits refuses."""
READ_MODEL: Final = "p_"

# SQLite makes a column the key of the table itself only if its type is INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")
# Compared as bytes, so that no new version of a system's collation reorders an index.
Name = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("type", Name, nullable=False),
    Column("data", LargeBinary, nullable=False),
    # Counting entries reads this instead of all papers.
    Index("entries_by_type", "type"),
)
entry_tags = Table(
    "entry_tags",
    metadata,
    Column("tag", Name, primary_key=True),
    Column("position", Number, primary_key=True, autoincrement=False),
    Index("entry_tags_by_position", "position"),
    sqlite_with_rowid=False,
)
states = Table(
    "states",
    metadata,
    Column("subject", Name, primary_key=True),
    Column("position", Number, nullable=False),
    Column("value", LargeBinary, nullable=False),
)
effects = Table(
    "effects",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    Column("value", LargeBinary, nullable=False),
)
nodes = Table(
    "nodes",
    metadata,
    Column("level", Number, primary_key=True, autoincrement=False),
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
meta = Table(
    "meta",
    metadata,
    Column("name", Name, primary_key=True),
    Column("value", Name, nullable=False),
    sqlite_with_rowid=False,
)
