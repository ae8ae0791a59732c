"""
The read model `officers`: which papers an officer signed; keys and terms.

A row points at the signer `nth` of entry `paper`; when, where and on which device is read in what that entry did.
Officers stand here as the papers name them, by their pseudonyms. Whose names they are is not known to a ledger.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text

from ledger.domain.custody.effects import Effects, OfficerChange
from ledger.persistence.tables import Number
from projections.projection import Projection, Row, Tables, insert_numbered, insert_rows, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_signed_1`, a row for each signature, and `p_keys_1`, a row for each event of an officer's keys and term."""
    signed, keys = table_name("signed", generation), table_name("keys", generation)
    signatures = Table(
        signed,
        MetaData(),
        Column("officer", Text, primary_key=True),
        Column("paper", Number, primary_key=True, autoincrement=False),
        Column("nth", Number, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    events = Table(
        keys,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("paper", Number, nullable=False),
        Column("officer", Text, nullable=False),
        Column("event", Text, nullable=False),
        Column("keys", Text, nullable=False),
        Column("unit", Text),
        Column("roles", Text, nullable=False),
        Column("begins", Text),
        Column("until", Text),
        Column("area", Text),
        Column("why", Text),
        Index(f"{keys}_by_officer", "officer"),
    )
    return signatures, events


def write(connection: Connection, tables_: Tables, page: Sequence[Effects]) -> None:
    """One row for each signature and each event; the numbers of events count on."""
    signatures, events = tables_
    insert_rows(connection, signatures, [row for effects in page for row in _signatures(effects)])
    insert_numbered(connection, events, _events(page))


def _signatures(effects: Effects) -> Iterator[Row]:
    for nth, one in enumerate(effects.signers):
        yield {"officer": one.officer, "paper": effects.index, "nth": nth}


def _events(page: Sequence[Effects]) -> Iterator[Row]:
    return (_event(effects.index, change) for effects in page for change in effects.officers)


def _event(index: int, change: OfficerChange) -> Row:
    return {
        "paper": index,
        "officer": change.officer,
        "event": change.event,
        "keys": " ".join(change.keys),
        "unit": change.unit,
        "roles": " ".join(change.roles),
        "begins": change.term.begins if change.term else None,
        "until": change.term.until if change.term else None,
        "area": change.term.area if change.term else None,
        "why": change.why,
    }


OFFICERS: Final = Projection("officers", 2, tables, write)
