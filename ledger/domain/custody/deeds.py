"""
What a line does to its box once it stands: who answers for the box, who has it, where it is, which seals are on it.

Each deed takes a box and gives the box after it. Whether the line may take effect has been judged before.
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from ledger.domain.custody import flags
from ledger.domain.custody.acts import Act, addressed, known, named, turned_away
from ledger.domain.custody.states import BoxState, OpenRelease, RulesState
from ledger.domain.documents.base import MOST, LinkLine, Seal, Seals
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


def perform(box: BoxState, act: Act, rules: RulesState) -> BoxState:
    """The box after the act, its link not yet added."""
    return _DEEDS[type(act.document)](box, act, rules)


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
        units=known(box, *named(act)),
    )


def _acceptance(box: BoxState, act: Act, rules: RulesState) -> BoxState:
    document, line = act.document, act.line
    assert isinstance(document, Acceptance)  # noqa: S101 - by the table below
    assert isinstance(line, AcceptanceLine)  # noqa: S101 - by the table below
    release = addressed(box, document.of)
    if turned_away(act):
        if release is None:
            act.flags.add("answered-late")
            return box
        open_ = tuple(one for one in box.releases if one is not release)
        return _left_with_giver(replace(box, releases=open_), act, still=box.links[-1] == document.of)
    assert release is not None  # noqa: S101 - what is accepted was addressed, or it would have been contested
    here = flags.leg(box.custodian or "", document.unit)
    act.flags |= flags.of_transit(release.at, document.at, here, rules)
    if release.void:
        act.flags.add("accepted-after-withdrawal")
    if line.after != box.links[-1]:
        act.flags.add("giver-went-on")
    return _arrived(box, act, document.unit, rules)


def _handover(box: BoxState, act: Act, rules: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Handover)  # noqa: S101 - by the table below
    if turned_away(act):
        return _left_with_giver(box, act, still=True)
    return _arrived(box, act, document.to, rules)


def _arrived(box: BoxState, act: Act, receiver: str, rules: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Acceptance | Handover)  # noqa: S101 - only these bring a box to somebody
    act.flags |= flags.of_destination(act.line.box, receiver)
    act.flags |= flags.of_arrival(document, box, receiver, rules)
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


def _left_with_giver(box: BoxState, act: Act, *, still: bool) -> BoxState:
    """Refused, the box stands at the door; missing, nobody knows where. A giver who went on has said more since."""
    assert isinstance(act.line, AcceptanceLine)  # noqa: S101 - only such lines turn a box away
    if not still:
        return box
    if act.line.outcome == "missing":
        return replace(box, state="missing")
    return replace(box, keeper=box.custodian, place=act.document.place)


def _withdrawal(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Withdrawal)  # noqa: S101 - by the table below
    if addressed(box, document.of) is None:
        act.flags.add("nothing-to-withdraw")
    releases = _voided(box, document.of)
    return _stated(box, act, keeper=document.unit, place=document.place, releases=releases)


def _voided(box: BoxState, digest: str | None = None) -> tuple[OpenRelease, ...]:
    """The open releases, that one void, or all: an acceptance that comes yet takes effect, flagged."""
    return tuple(replace(one, void=True) if digest in {None, one.digest} else one for one in box.releases)


def _deposit(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document = act.document
    assert isinstance(document, Deposit)  # noqa: S101 - by the table below
    alone = any(one.unit == document.keeper and one.part == "keeps" for one in document.present)
    return _stated(
        box,
        act,
        keeper=act.receiver,
        place=document.place,
        releases=_voided(box) if alone else (),
        units=known(box, *named(act)),
    )


def _sealing(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document, line = act.document, act.line
    assert isinstance(document, Sealing)  # noqa: S101 - by the table below
    assert isinstance(line, SealingLine)  # noqa: S101 - by the table below
    on = _added(box.seals, line.seals) if box.sealed and box.seals else line.seals
    ended = document.times.ended if document.times else None
    return _stated(
        box,
        act,
        seals=on,
        sealed=True,
        place=document.place,
        packed=line.packed or box.packed,
        counted=ended or box.counted,
    )


def _opening(box: BoxState, act: Act, _: RulesState) -> BoxState:
    line = act.line
    assert isinstance(line, OpeningLine)  # noqa: S101 - by the table below
    return _stated(box, act, seals=line.resealed or Seals(), sealed=line.resealed is not None, place=act.document.place)


def _disposal(box: BoxState, act: Act, _: RulesState) -> BoxState:
    return _stated(box, act, disposed=True, place=act.document.place)


def _correction(box: BoxState, act: Act, _: RulesState) -> BoxState:
    document, line = act.document, act.line
    assert isinstance(document, Correction)  # noqa: S101 - by the table below
    assert isinstance(line, CorrectionLine)  # noqa: S101 - by the table below
    settled = {document.of, act.facts.corrects}
    return replace(
        box,
        custodian=line.custodian or box.custodian,
        keeper=line.keeper or box.keeper,
        place=line.place or box.place,
        seals=line.seals or box.seals,
        at=act.document.at,
        releases=(),
        disputes=tuple(one for one in box.disputes if not act.facts.ruled and one.digest not in settled),
        units=known(box, line.custodian, line.keeper),
    )


def _added(before: Seals, put_on: Seals) -> Seals:
    """Up to the largest number a paper can say, so that whatever two papers say can be read again."""

    def both(name: str) -> Seal | None:
        old: Seal | None = getattr(before, name)
        new: Seal | None = getattr(put_on, name)
        if old is None or new is None:
            return old or new
        on, bad = min(old.on + new.on, MOST), min(old.bad + new.bad, MOST)
        return replace(new, on=on, bad=bad, serials=(*old.serials, *new.serials))

    return Seals(**{name: both(name) for name in Seals.__struct_fields__})


_DEEDS: Final[dict[type, Callable[[BoxState, Act, RulesState], BoxState]]] = {
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
