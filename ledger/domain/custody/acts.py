"""
What a line does to its box once it stands: who answers for the box, who has it, where it is, which seals are on it.

Each act takes a box and gives the box after it. Whether the line may take effect has been judged before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from msgspec.structs import replace

from ledger.domain.custody import flags
from ledger.domain.custody.states import BoxState, Facts, Link, OpenRelease, RulesState
from ledger.domain.documents.base import LinkLine, Seal, Seals
from ledger.domain.documents.boxes import (
    Correction,
    CorrectionLine,
    Disposal,
    Opening,
    OpeningLine,
    Sealing,
    SealingLine,
)
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover, Release, Withdrawal


@dataclass(slots=True)
class Act:
    """One line with what was judged about its paper. Flags of the line are gathered here while it is judged."""

    document: Link
    line: LinkLine | CorrectionLine
    facts: Facts
    flags: set[str]

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


def perform(box: BoxState, act: Act, rules: RulesState) -> BoxState:
    """The box after the act, its link not yet added."""
    return _ACTS[type(act.document)](box, act, rules)


def links(act: Act) -> bool:
    """Whether the line becomes the box's last link: not what was refused, missing or extra."""
    return not isinstance(act.line, AcceptanceLine) or act.line.outcome == "accepted"


def addressed(box: BoxState, release: str) -> OpenRelease | None:
    """The open release of that digest."""
    return next((one for one in box.releases if one.digest == release), None)


def known(box: BoxState, *units: str | None) -> tuple[str, ...]:
    """The units that held, kept or were addressed, with these."""
    return tuple(dict.fromkeys((*box.units, *(unit for unit in units if unit))))


def _stated(box: BoxState, act: Act, **changes: Any) -> BoxState:
    line = act.line
    assert isinstance(line, LinkLine)  # noqa: S101 - corrections state nothing and have an act of their own
    changes.setdefault("seals", line.seals)
    return replace(box, state=line.state, at=act.document.at, crate=line.crate, **changes)


def _release(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Release)  # noqa: S101 - by the table below
    if any(not one.void for one in box.releases):
        act.flags.add("released-twice")
    opened = OpenRelease(
        digest=act.facts.link,
        index=act.facts.index,
        to=document.to,
        at=document.at,
        carrier=document.carrier,
    )
    return _stated(
        box,
        act,
        keeper=document.carrier or document.unit,
        place=None,
        releases=(*box.releases, opened),
        units=known(box, document.to, document.carrier),
    )


def _acceptance(box: BoxState, act: Act, rules: RulesState) -> BoxState:
    document, line = act.document, act.line
    assert isinstance(document, Acceptance)  # noqa: S101 - by the table below
    assert isinstance(line, AcceptanceLine)  # noqa: S101 - by the table below
    release = addressed(box, document.of)
    if line.outcome != "accepted":
        if release is None:
            act.flags.add("answered-late")
        return _turned_away(box, act, without=document.of)
    if release is not None:
        here = flags.leg(box.custodian or "", document.unit)
        act.flags |= flags.of_transit(release.at, document.at, here, rules)
        if release.void:
            act.flags.add("accepted-after-withdrawal")
    return _arrived(box, act, document.unit, rules)


def _handover(box: BoxState, act: Act, rules: RulesState) -> BoxState:
    document, line = act.document, act.line
    assert isinstance(document, Handover)  # noqa: S101 - by the table below
    assert isinstance(line, AcceptanceLine)  # noqa: S101 - by the table below
    if line.outcome != "accepted":
        return _turned_away(box, act, without=None)
    return _arrived(box, act, document.to, rules)


def _arrived(box: BoxState, act: Act, receiver: str, rules: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Acceptance | Handover)  # noqa: S101 - only these bring a box to somebody
    act.flags |= flags.of_destination(act.line.box, receiver)
    act.flags |= flags.of_arrival(document, box.custodian or "", receiver, box, rules)
    keeper = document.keeper or receiver
    return _stated(
        box,
        act,
        custodian=receiver,
        keeper=keeper,
        place=document.place,
        releases=(),
        units=known(box, receiver, keeper),
    )


def _turned_away(box: BoxState, act: Act, without: str | None) -> BoxState:
    """Refused or missing: the giver still answers for it. Refused, it stands at the door; missing, nobody knows where."""
    assert isinstance(act.line, AcceptanceLine)  # noqa: S101 - only acceptances turn a box away
    open_ = tuple(one for one in box.releases if one.digest != without)
    if len(open_) == len(box.releases):
        return box
    if act.line.outcome == "missing":
        return replace(box, releases=open_, state="missing")
    return replace(box, releases=open_, keeper=box.custodian, place=act.document.place)


def _withdrawal(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Withdrawal)  # noqa: S101 - by the table below
    voided = tuple(replace(one, void=True) if one.digest == document.of else one for one in box.releases)
    return _stated(box, act, keeper=document.unit, place=document.place, releases=voided)


def _deposit(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Deposit)  # noqa: S101 - by the table below
    keeper = document.unit if document.back else document.keeper
    return _stated(box, act, keeper=keeper, place=document.place, releases=(), units=known(box, keeper))


def _sealing(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document, line = act.document, act.line
    assert isinstance(document, Sealing)  # noqa: S101 - by the table below
    assert isinstance(line, SealingLine)  # noqa: S101 - by the table below
    on = _added(box.seals, line.seals) if box.sealed and box.seals else line.seals
    ended = document.times.ended if document.times else None
    return _stated(
        box, act, seals=on, sealed=True, place=document.place, packed=line.packed or box.packed, counted=ended or box.counted
    )


def _opening(box: BoxState, act: Act, _: RulesState) -> BoxState:
    line = act.line
    assert isinstance(line, OpeningLine)  # noqa: S101 - by the table below
    return _stated(
        box, act, seals=line.resealed or Seals(), sealed=line.resealed is not None, place=act.document.place
    )


def _disposal(box: BoxState, act: Act, _: RulesState) -> BoxState:
    return _stated(box, act, disposed=True, place=act.document.place)


def _correction(box: BoxState, act: Act, _: RulesState) -> BoxState:
    line = act.line
    assert isinstance(line, CorrectionLine)  # noqa: S101 - by the table below
    return replace(
        box,
        custodian=line.custodian or box.custodian,
        keeper=line.keeper or box.keeper,
        place=line.place or box.place,
        seals=line.seals or box.seals,
        at=act.document.at,
        releases=(),
        disputes=(),
        units=known(box, line.custodian, line.keeper),
    )


def _added(before: Seals, put_on: Seals) -> Seals:
    def both(name: str) -> Seal | None:
        old: Seal | None = getattr(before, name)
        new: Seal | None = getattr(put_on, name)
        if old is None or new is None:
            return old or new
        return replace(new, on=old.on + new.on, bad=old.bad + new.bad, serials=(*old.serials, *new.serials))

    return Seals(**{name: both(name) for name in Seals.__struct_fields__})


_ACTS: Final[dict[type, Callable[[BoxState, Act, RulesState], BoxState]]] = {
    Release: _release,
    Acceptance: _acceptance,
    Handover: _handover,
    Withdrawal: _withdrawal,
    Deposit: _deposit,
    Sealing: _sealing,
    Opening: _opening,
    Disposal: _disposal,
    Correction: _correction,
}
