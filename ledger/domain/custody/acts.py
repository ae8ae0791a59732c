"""An act: one line of a link with what was judged about its paper, and what can be told of it without its box."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from ledger.domain.custody.states import BoxState, Facts, Link, OpenRelease, Pending
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.boxes import CorrectionLine
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover, Release


@dataclass(slots=True)
class Act:
    """One line with what was judged about its paper. Flags of the line are gathered here while it is judged."""

    document: Link
    line: LinkLine | CorrectionLine
    facts: Facts
    flags: set[str]

    @classmethod
    def of(cls, waiting: Pending) -> "Act":
        """The act a waiting line was."""
        line = _line_decoder(type(waiting.document)).decode(waiting.line)
        return cls(waiting.document, line, waiting.facts, set())

    @property
    def giver(self) -> str | None:
        """The unit that gives, where the paper itself says so; of an acceptance it is whoever held the box."""
        match self.document:
            case Acceptance():
                return None
            case Deposit():
                return self.document.keeper if self.document.back else self.document.unit
            case _:
                return self.document.unit

    @property
    def receiver(self) -> str | None:
        """The other unit, where the paper names one."""
        match self.document:
            case Release() | Handover():
                return self.document.to
            case Acceptance():
                return self.document.unit
            case Deposit():
                return self.document.unit if self.document.back else self.document.keeper
            case _:
                return None


def turned_away(act: Act) -> bool:
    """Whether the box was refused or missing: then the line moves nothing and is not the box's last link."""
    return isinstance(act.line, AcceptanceLine) and act.line.outcome in {"refused", "missing"}


def named(act: Act) -> Iterator[str | None]:
    """The units this line gives standing: addressed, keeping, carrying."""
    yield act.receiver
    match act.document:
        case Release():
            yield act.document.carrier
        case Acceptance() | Handover():
            yield act.document.keeper
        case _:
            pass


def addressed(box: BoxState, release: str) -> OpenRelease | None:
    """The open release of that digest."""
    return next((one for one in box.releases if one.digest == release), None)


def known(box: BoxState, *units: str | None) -> tuple[str, ...]:
    """The units that held, kept or were addressed, with these."""
    new = dict.fromkeys(unit for unit in units if unit and unit not in box.units)
    return (*box.units, *new) if new else box.units


@cache
def _line_decoder(document: type[Link]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(document.line)
