"""
What is looked at before a database is trusted to take a paper: format, schema, and that entries follow one another.

None of it proves anything about the papers; that is `kotak verify`, which reads them all.
"""

from typing import Final

from sqlalchemy import Connection, insert, select

from ledger.errors import CheckFailed, Conflict, Phrase, Reason, Unavailable
from ledger.persistence import schema
from ledger.persistence.database import CORRUPT, Database
from ledger.persistence.entries import span
from ledger.persistence.sqlite import ABSENT, THERE_ALREADY
from ledger.persistence.tables import FORMAT, meta, metadata

NOT_OURS = Reason(
    "JO-004",
    "The database {ledger} is not as kotak made it: {found}.",
    "Keep it as it is, and copy the papers out of it: kotak bundle export -o FILE",
)
NEWER = Reason("JO-005", "{ledger} was written by a newer kotak (format {found}, not {expected}).", "Update kotak.")
NOT_CONTIGUOUS = Reason(
    "JO-006",
    "The entries of {ledger} do not follow one another: {count} entries, from index {first} to {last}.",
    "Keep it as it is. What does not agree is told by: kotak verify",
)

_FORMAT: Final = select(meta.c.value).where(meta.c.name == "format")


def found_ledger(database: Database) -> None:
    """Make the tables of a ledger where there is nothing yet. All of them, or none if we die."""
    with database.writing() as connection:
        if schema.things(connection):
            raise Conflict(THERE_ALREADY, ledger=database.name)
        schema.make(connection)
        connection.execute(insert(meta), {"name": "format", "value": f"{FORMAT}"})


def check_for_writing(database: Database) -> None:
    """Nothing but ours, and positions from 1 without a gap."""
    with database.reading() as connection:
        check_format(connection, database.name)
        check_schema(connection, database.name)
        count, first, last = span(connection)
    if (first, last) != (min(1, count), count):
        raise CheckFailed(NOT_CONTIGUOUS, ledger=database.name, count=count, first=first - 1, last=last - 1)


def check_for_reading(database: Database) -> None:
    """Our tables are tables, as we made them; what else is there is for the report."""
    with database.reading() as connection:
        check_format(connection, database.name)
        if missing := [table.name for table in metadata.sorted_tables if not schema.is_ours(connection, table)]:
            raise CheckFailed(NOT_OURS, ledger=database.name, found=", ".join(f"table {name}" for name in missing))


def check_format(connection: Connection, ledger: str) -> None:
    """The format is ours."""
    if not schema.things(connection):
        raise Unavailable(ABSENT, ledger=ledger)
    if not schema.is_ours(connection, meta):
        raise Unavailable(CORRUPT, ledger=ledger, detail=Phrase("it does not say which format it has"))
    found = connection.execute(_FORMAT).scalar()
    if found != f"{FORMAT}":
        raise Unavailable(NEWER, ledger=ledger, found=found, expected=FORMAT)


def check_schema(connection: Connection, ledger: str) -> None:
    """The schema consists of our tables and indexes, and plain read models."""
    if found := schema.deviations(connection):
        raise CheckFailed(NOT_OURS, ledger=ledger, found=", ".join(found))
