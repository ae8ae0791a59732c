"""
How a line of a link is judged, in this order: standing, link, holder.

What does not follow is contested and makes its box disputed; what may yet follow waits. When a line takes effect, those
waiting for it are judged again, lowest index first, until none moves. Disputed and waiting block nothing.
"""

from typing import Final

import msgspec
from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import acts, deeds, flags, transcripts
from ledger.domain.custody.acts import Act
from ledger.domain.custody.changes import change, dispute
from ledger.domain.custody.effects import Change
from ledger.domain.custody.states import BoxState, Pending, RulesState
from ledger.domain.documents.base import SeenLine
from ledger.domain.documents.boxes import Correction, CorrectionLine
from ledger.domain.documents.movement import Acceptance, AcceptanceLine

MOST_WAITING: Final = 16
"""Lines of a box that wait for a link, and as many that wait for a signature. One more of either only contests."""
_encode: Final = msgspec.json.Encoder(order="sorted").encode


def judge(box: BoxState, act: Act, rules: RulesState) -> tuple[BoxState, list[Change]]:
    """The box after this line and all that waited for it, and what became of each."""
    if not any(has_standing(unit, act.line.box, box) for unit in act.facts.units):
        return box, [change(box, act, "foreign", code="foreign")]
    after, made = _judge_once(box, act, rules)
    if made.verdict != "link":
        return after, [made]
    after, woken = wake(after, rules)
    return after, [made, *woken]


def settle(box: BoxState, digest: str, rules: RulesState) -> tuple[BoxState, list[Change]]:
    """The missing side of a paper has attested: its line on this box is judged again, now without that flaw."""
    if not any(one.facts.digest == digest for one in box.pending):
        return box, []
    pending = tuple(_mended(one) if one.facts.digest == digest else one for one in box.pending)
    disputes = tuple(one for one in box.disputes if one.digest != digest)
    return wake(replace(box, pending=pending, disputes=disputes), rules)


def wake(box: BoxState, rules: RulesState) -> tuple[BoxState, list[Change]]:
    """Judge again what waits on this box, until none of it moves. Each time one moves, fewer wait."""
    changes: list[Change] = []
    while moved := _move_one(box, rules):
        box, made = moved
        changes.append(made)
    return box, changes


def has_standing(unit: str, name: str, box: BoxState) -> bool:
    """1: the box lies in the unit's area, or the unit was addressed, kept or held it."""
    return unit in box.units or names.covers(names.area_of(unit), name)


def _move_one(box: BoxState, rules: RulesState) -> tuple[BoxState, Change] | None:
    for waiting in sorted(box.pending, key=lambda one: one.facts.index):
        if waiting.contested:
            continue
        without = replace(box, pending=tuple(one for one in box.pending if one is not waiting))
        after, made = _judge_once(without, Act.of(waiting), rules)
        if made.verdict != "waiting":
            return after, made
    return None


def _judge_once(box: BoxState, act: Act, rules: RulesState) -> tuple[BoxState, Change]:
    if act.facts.link in box.links:
        return transcripts.compare(box, act)
    if isinstance(act.line, AcceptanceLine) and act.line.outcome == "extra":
        return _contest(box, act, act.facts.flaw) if act.facts.flaw else _extra(box, act)
    if isinstance(act.document, Correction) and act.facts.corrects != _last(box):
        return _correct_by_the_way(box, act)
    code = _link(box, act)
    if code == "waits":
        return _wait(box, act)
    code = code or _holder(box, act) or act.facts.flaw
    return _contest(box, act, code) if code else _take_effect(box, act, rules)


def _last(box: BoxState) -> str | None:
    return box.links[-1] if box.links else None


def _link(box: BoxState, act: Act) -> str | None:
    """2: the line names the box's last link; None, a code of contest, or `waits`."""
    after = act.line.after
    if after is None:
        return "overtaken" if box.links else "unexpected"
    if after not in box.links:
        return "waits"
    if after == box.links[-1]:
        return None
    if isinstance(act.document, Acceptance) and isinstance(act.line, AcceptanceLine):
        # What only the giver signed since does not overtake an answer to his release.
        answers = acts.addressed(box, act.document.of) is not None
        return None if answers or act.line.outcome != "accepted" else "overtaken"
    return "overtaken"


def _holder(box: BoxState, act: Act) -> str | None:
    """3: the box is expected, and those who act hold it or were addressed."""
    if box.listed is None or box.disposed:
        return "unexpected"
    match act.document:
        case Acceptance():
            return _addressee(box, act)
        case Correction():
            return _corrected_custodian(act)
        case _:
            return None if box.custodian in act.facts.units else "not-held"


def _addressee(box: BoxState, act: Act) -> str | None:
    assert isinstance(act.document, Acceptance)  # noqa: S101 - the caller has looked
    release = acts.addressed(box, act.document.of)
    if release is None:
        return None if acts.turned_away(act) else "not-addressed"
    return None if release.to in act.facts.units else "not-addressed"


def _corrected_custodian(act: Act) -> str | None:
    """Nobody is made to answer for a box by the signatures of others, but by a ruling."""
    assert isinstance(act.line, CorrectionLine)  # noqa: S101 - the kind has no other lines
    named = act.line.custodian
    return None if named is None or act.facts.ruled or named in act.facts.units else "one-sided"


def _take_effect(box: BoxState, act: Act, rules: RulesState) -> tuple[BoxState, Change]:
    if isinstance(act.line, SeenLine):
        act.flags |= flags.of_line(act.document, act.line, box)
    after = deeds.perform(box, act, rules)
    if acts.turned_away(act):
        return after, change(after, act, "remark", giver=box.custodian)
    after = replace(after, links=(*after.links, act.facts.link))
    if act.facts.link != act.facts.digest or after.pending:
        after = transcripts.stand(after, act)
    return after, change(after, act, "link", giver=box.custodian)


def _extra(box: BoxState, act: Act) -> tuple[BoxState, Change]:
    """Here, but not on the list: keeper and place change, the box is disputed, no link moves."""
    unit = act.receiver
    act.flags.add("IR-04")
    act.flags |= flags.of_destination(act.line.box, unit or "")
    found = replace(box, keeper=unit, place=act.document.place, units=acts.known(box, unit))
    found = dispute(found, act.facts, "extra")
    return found, change(found, act, "remark", code="extra")


def _correct_by_the_way(box: BoxState, act: Act) -> tuple[BoxState, Change]:
    """
    A correction of anything but the last link changes no state; it settles the dispute about that paper. While that
    paper's own line waits, so does its correction.
    """
    assert isinstance(act.document, Correction)  # noqa: S101 - the caller has looked
    of = act.document.of
    if any(one.facts.digest == of and not one.contested for one in box.pending):
        return _wait(box, act)
    disputes = tuple(one for one in box.disputes if one.digest not in {of, act.facts.corrects})
    settled = replace(box, disputes=disputes, pending=tuple(one for one in box.pending if one.facts.digest != of))
    return settled, change(settled, act, "remark" if disputes == box.disputes else "settled")


def _contest(box: BoxState, act: Act, code: str) -> tuple[BoxState, Change]:
    contested = dispute(box, act.facts, code)
    if code == act.facts.flaw and sum(one.contested for one in box.pending) < MOST_WAITING:
        contested = replace(contested, pending=(*contested.pending, _pending(act, contested=True)))
    return contested, change(contested, act, "contested", code=code)


def _wait(box: BoxState, act: Act) -> tuple[BoxState, Change]:
    if sum(not one.contested for one in box.pending) >= MOST_WAITING:
        return _contest(box, act, "unlinked")
    units = acts.known(box, *acts.named(act))
    waiting = replace(box, pending=(*box.pending, _pending(act, contested=False)), units=units)
    return waiting, change(waiting, act, "waiting")


def _pending(act: Act, *, contested: bool) -> Pending:
    return Pending(document=act.document, line=msgspec.Raw(_encode(act.line)), facts=act.facts, contested=contested)


def _mended(one: Pending) -> Pending:
    return replace(one, contested=False, facts=replace(one.facts, flaw=None, missing=()))
