"""
The read model `officers`: which papers an officer signed; keys and terms.

A row points at the signer `nth` of entry `paper`; when, where and on which device is read in what that entry did.
Officers stand here as the papers name them, by their pseudonyms. Whose names they are is not known to a ledger.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, MetaData, Table

from ledger.domain.custody.effects import Effects, Gathered, OfficerChange
from ledger.domain.documents.base import Instant
from ledger.domain.names import OfficerId
from projections.columns import Number, Words
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, numbered, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_signed_1`, a row for each signature, and `p_keys_1`, a row for each event of an officer's keys and term."""
    signed, keys = table_name("signed", generation), table_name("keys", generation)
    signatures = Table(
        signed,
        MetaData(),
        Column("officer", Words(OfficerId), primary_key=True),
        Column("paper", Number, primary_key=True, autoincrement=False),
        Column("nth", Number, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    events = Table(
        keys,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("paper", Number, nullable=False),
        Column("officer", Words(OfficerId), nullable=False),
        Column("event", Words(), nullable=False),
        Column("keys", Words(), nullable=False),
        Column("unit", Words()),
        Column("roles", Words(), nullable=False),
        Column("begins", Words(Instant)),
        Column("until", Words(Instant)),
        Column("area", Words()),
        Column("why", Words()),
        Index(f"{keys}_by_officer", "officer"),
    )
    return signatures, events


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """One row for each signature and each event; the numbers of events count on."""
    signatures, events = tables_
    signed = sorted([row for did in page.did for row in _signatures(did.effects)])
    return [Put(signatures, signed), numbered(connection, events, _events(page.did))]


def _signatures(effects: Effects) -> list[Values]:
    return [(one.officer, effects.index, nth) for nth, one in enumerate(effects.signers)]


def _events(page: Iterable[Gathered]) -> Iterator[Values]:
    return (_event(did.effects.index, change) for did in page for change in did.effects.officers)


def _event(index: int, change: OfficerChange) -> Values:
    term = change.term
    return (
        index,
        change.officer,
        change.event,
        " ".join(change.keys),
        change.unit,
        " ".join(change.roles),
        *((term.begins, term.until, term.area) if term else (None, None, None)),
        change.why,
    )


OFFICERS: Final = Projection("officers", 2, tables, rows)
