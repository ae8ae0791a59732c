"""
The read model `officers`: who signed what, when and where, on which device; keys and terms.

Officers stand here as the papers name them, by their pseudonyms. Whose names they are is not known to a ledger.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text

from ledger.domain.custody.effects import Effects, OfficerChange
from ledger.persistence.tables import Number
from projections.projection import Projection, Row, Tables, insert_numbered, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_signed_1`, a row for each signature, and `p_keys_1`, a row for each event of an officer's keys and term."""
    signed, keys = table_name("signed", generation), table_name("keys", generation)
    signatures = Table(
        signed,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("paper", Number, nullable=False),
        Column("officer", Text, nullable=False),
        Column("part", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("place", Text),
        Column("device", Text, nullable=False),
        Column("device_seq", Number, nullable=False),
        Index(f"{signed}_by_officer", "officer"),
        Index(f"{signed}_by_paper", "paper"),
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
    """One row for each signature and each event; numbers count on."""
    signatures, events = tables_
    insert_numbered(connection, signatures, _signatures(page))
    insert_numbered(connection, events, _events(page))


def _signatures(page: Sequence[Effects]) -> Iterator[Row]:
    for effects in page:
        for one in effects.signers:
            yield {
                "paper": effects.index,
                "officer": one.officer,
                "part": one.part,
                "key": one.key,
                "digest": effects.digest,
                "kind": effects.kind,
                "at": effects.at,
                "place": effects.place,
                "device": effects.device,
                "device_seq": effects.device_seq,
            }


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


OFFICERS: Final = Projection("officers", 1, tables, write)
