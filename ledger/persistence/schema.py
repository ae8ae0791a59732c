"""
What a database of ours holds, and nothing else: the schema as a list of objects, compared text by text.

A trigger can swallow or rewrite what is written, a view can stand in the place of a table, an index can hide rows. So
every object that is not exactly ours is named. Read models may add plain tables and indexes named `p_…`.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from sqlalchemy import Connection, Index, Table, create_engine, text

from ledger.persistence.postgresql import SCHEMA
from ledger.persistence.sqlite import APPLICATION_ID
from ledger.persistence.tables import READ_MODEL, metadata


class Thing(NamedTuple):
    """One object of a schema: a `table`, `index`, `column`, `trigger`, …; of which table; and what it says."""

    kind: str
    name: str
    table: str
    text: str


# Words that would make a table or an index more than columns.
_NOT_PLAIN: Final = re.compile(r"\b(?:AS|CHECK|COLLATE|DEFAULT|GENERATED|REFERENCES|VIRTUAL|WHERE)\b", re.IGNORECASE)
_PLAIN: Final = frozenset({"table", "index", "column"})
_ORDINARY: Final = "ordinary"

_CATALOGUE: Final = text("""
    WITH ours AS (SELECT oid AS id, relname, relkind FROM pg_class WHERE relnamespace = CAST(:schema AS regnamespace))
    SELECT 'table', relname, relname,
        CASE WHEN relkind = 'r' AND relpersistence = 'p' AND NOT (relrowsecurity OR relispartition OR relhassubclass
            OR EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid)) THEN 'ordinary' ELSE 'view' END
        FROM pg_class c WHERE relnamespace = CAST(:schema AS regnamespace) AND relkind NOT IN ('i', 't', 'c')
    UNION ALL SELECT 'column', attname, relname, concat_ws(' ', attnum, format_type(atttypid, atttypmod),
            CASE WHEN attnotnull THEN 'NOT NULL' END, CASE WHEN collname <> 'default' THEN 'COLLATE ' || collname END,
            CASE WHEN atthasdef OR attgenerated <> '' OR attidentity <> '' THEN 'DEFAULT' END)
        FROM pg_attribute a JOIN ours ON id = attrelid LEFT JOIN pg_collation l ON l.oid = attcollation
        WHERE attnum > 0 AND relkind = 'r' AND NOT attisdropped
    UNION ALL SELECT 'index', i.relname, t.relname, concat_ws(' ', CASE WHEN indisunique THEN 'UNIQUE' END,
            (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(indkey) WITH ORDINALITY AS k(number, place)
                JOIN pg_attribute ON attrelid = indrelid AND attnum = number),
            CASE WHEN indpred IS NOT NULL OR indexprs IS NOT NULL OR NOT indisvalid OR NOT indisready THEN 'WHERE' END)
        FROM pg_index JOIN ours i ON i.id = indexrelid JOIN pg_class t ON t.oid = indrelid
    UNION ALL SELECT 'trigger', tgname, relname, '' FROM pg_trigger JOIN ours ON id = tgrelid
    UNION ALL SELECT 'rule', rulename, relname, '' FROM pg_rewrite JOIN ours ON id = ev_class
    UNION ALL SELECT 'policy', polname, relname, '' FROM pg_policy JOIN ours ON id = polrelid
    UNION ALL SELECT 'constraint', conname, relname, '' FROM pg_constraint JOIN ours ON id = conrelid
        WHERE contype NOT IN ('p', 'n')
    UNION ALL SELECT 'function', proname, '', '' FROM pg_proc WHERE pronamespace = CAST(:schema AS regnamespace)
    UNION ALL SELECT 'operator', oprname, '', '' FROM pg_operator WHERE oprnamespace = CAST(:schema AS regnamespace)
    UNION ALL SELECT 'type', typname, '', '' FROM pg_type
        WHERE typnamespace = CAST(:schema AS regnamespace) AND typtype <> 'c' AND typelem = 0
""")


def deviations(connection: Connection) -> list[str]:
    """What is not ours, what is not as we made it, and what is missing, as `trigger swallow`; sorted."""
    found, expected = things(connection), _expected(connection.dialect.name)
    foreign = {thing for thing in found - expected if not _is_plain_read_model(thing)}
    return sorted({f"{thing.kind} {thing.name}" for thing in foreign | (expected - found)})


def things(connection: Connection) -> set[Thing]:
    """All objects the schema holds."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").all()
        return {Thing(f"{kind}", f"{name}", f"{table}", _one_line(f"{sql or ''}")) for kind, name, table, sql in rows}
    there = connection.execute(text("SELECT to_regnamespace(:schema) IS NOT NULL"), {"schema": SCHEMA}).scalar_one()
    return {Thing(*row) for row in connection.execute(_CATALOGUE, {"schema": SCHEMA})} if there else set()


def is_ours(connection: Connection, table: Table) -> bool:
    """Whether a table is exactly the one we made."""
    expected = {thing for thing in _expected(connection.dialect.name) if thing.table == table.name}
    return {thing for thing in expected if thing.kind != "index"} <= things(connection)


def make(connection: Connection) -> None:
    """Make the tables of a new ledger."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    else:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    metadata.create_all(connection, checkfirst=False)


@cache
def _expected(dialect: str) -> frozenset[Thing]:
    return _expected_sqlite() if dialect == "sqlite" else _expected_postgresql()


def _expected_sqlite() -> frozenset[Thing]:
    """What SQLite itself lists after our statements, the indexes it makes for keys included."""
    scratch = create_engine("sqlite://")
    with scratch.begin() as connection:
        metadata.create_all(connection, checkfirst=False)
        expected = frozenset(things(connection))
    scratch.dispose()
    return expected


def _expected_postgresql() -> frozenset[Thing]:
    return frozenset(thing for table in metadata.sorted_tables for thing in _table_on_postgresql(table))


def _table_on_postgresql(table: Table) -> list[Thing]:
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - only for a database of that kind

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # so typed there
    found = [Thing("table", table.name, table.name, _ORDINARY)]
    for number, column in enumerate(table.columns, start=1):
        kind, _, collation = column.type.compile(dialect=dialect).partition(" COLLATE ")
        collated = f" COLLATE {collation}".replace('"', "") if collation else ""
        says = f"{number} {kind.lower()} NOT NULL{collated}"
        found.append(Thing("column", column.name, table.name, says))
    keys = ", ".join(column.name for column in table.primary_key)
    found.append(Thing("index", f"{table.name}_pkey", table.name, f"UNIQUE {keys}"))
    found += [
        Thing("index", _name(index), table.name, ", ".join(column.name for column in index.columns))
        for index in table.indexes
    ]
    return found


def _is_plain_read_model(thing: Thing) -> bool:
    """`CREATE INDEX` with one parenthesis lists columns, with two it computes."""
    return (
        thing.table.startswith(READ_MODEL)
        and thing.kind in _PLAIN
        and thing.text != "view"
        and not _NOT_PLAIN.search(thing.text)
        and (thing.kind != "index" or thing.text.count("(") <= 1)
    )


def _name(index: Index) -> str:
    return f"{index.name}"


def _one_line(sql: str) -> str:
    return " ".join(sql.split())
