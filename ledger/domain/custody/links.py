"""
How a line of a link is judged, in this order: standing, link, holder.

What does not follow is contested and makes its box disputed; what may yet follow waits. When a line takes effect, those
waiting for it are judged again, lowest index first, until none moves. Disputed and waiting block nothing.
"""

import hashlib
from functools import cache
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import acts, flags
from ledger.domain.custody.acts import Act
from ledger.domain.custody.changes import tell
from ledger.domain.custody.effects import Change, Verdict
from ledger.domain.custody.states import BoxState, Dispute, Facts, Link, Pending, RulesState, Standing
from ledger.domain.documents.base import SeenLine
from ledger.domain.documents.boxes import Correction
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Withdrawal

MOST_WAITING: Final = 16
MOST_DISPUTES: Final = 64
_encode: Final = msgspec.json.Encoder(order="sorted").encode


def judge(box: BoxState, act: Act, rules: RulesState) -> tuple[BoxState, list[Change]]:
    """The box after this line and all that waited for it, and what became of each."""
    if not has_standing(act.document.unit, act.line.box, box):
        return box, [change(box, act, "foreign", code="foreign")]
    if act.facts.link in box.links:
        return _arrived_after_all(box, act)
    after, made = _judge_once(box, act, rules, waiting=None)
    return _wake(after, [made], act.line.box, rules)


def settle(box: BoxState, name: str, digest: str, rules: RulesState) -> tuple[BoxState, list[Change]]:
    """The missing side of a paper has attested: its lines on this box are judged again, now without that flaw."""
    changes: list[Change] = []
    for waiting in box.pending:
        if waiting.facts.digest != digest:
            continue
        mended = replace(waiting, facts=replace(waiting.facts, flaw=None))
        pending = tuple(mended if one is waiting else one for one in box.pending)
        box = replace(box, pending=pending, disputes=tuple(one for one in box.disputes if one.digest != digest))
    return _wake(box, changes, name, rules)


def has_standing(unit: str, name: str, box: BoxState) -> bool:
    """1: the box lies in the unit's area, or the unit was addressed, kept or held it."""
    return names.covers(names.area_of(unit), name) or unit in box.units


def _judge_once(box: BoxState, act: Act, rules: RulesState, waiting: Pending | None) -> tuple[BoxState, Change]:
    line = act.line
    if isinstance(line, AcceptanceLine) and line.outcome == "extra":
        return _extra(box, act)
    if isinstance(act.document, Correction) and act.document.of != (box.links[-1] if box.links else None):
        return _corrected_by_the_way(box, act)
    code = _link(box, act)
    if code == "waits":
        if waiting is not None:
            return box, change(box, act, "waiting")
        return _wait(box, act)
    code = code or _holder(box, act)
    if waiting is not None:
        box = replace(box, pending=tuple(one for one in box.pending if one is not waiting))
    return _contest(box, act, code) if code else _take_effect(box, act, rules)


def _link(box: BoxState, act: Act) -> str | None:
    """2: the line names the box's last link; None, a code of contest, or `waits`."""
    after = act.line.after
    if after is None:
        return "overtaken" if box.links else "unexpected"
    if not box.links or after not in box.links:
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
    document = act.document
    if box.listed is None or box.disposed:
        return "unexpected"
    if isinstance(document, Acceptance):
        release = acts.addressed(box, document.of)
        turned_away = isinstance(act.line, AcceptanceLine) and act.line.outcome != "accepted"
        if (release is None and not turned_away) or (release is not None and release.to not in act.facts.units):
            return "not-addressed"
    elif not isinstance(document, Correction) and box.custodian not in act.facts.units:
        return "not-held"
    if isinstance(document, Withdrawal) and acts.addressed(box, document.of) is None:
        return "overtaken"
    return act.facts.flaw


def _take_effect(box: BoxState, act: Act, rules: RulesState) -> tuple[BoxState, Change]:
    if isinstance(act.line, SeenLine):
        act.flags |= flags.of_line(act.document, act.line, box)
    giver = box.custodian
    after = acts.perform(box, act, rules)
    if not acts.links(act):
        return after, change(after, act, "remark", giver=giver)
    after = replace(after, links=(*after.links, act.facts.link))
    if act.facts.link != act.facts.digest:
        after = replace(
            after, standing=(*after.standing, Standing(digest=act.facts.link, fingerprint=_fingerprint(act)))
        )
    return after, change(after, act, "link", giver=giver)


def _extra(box: BoxState, act: Act) -> tuple[BoxState, Change]:
    """Here, but not on the list: keeper and place change, the box is disputed, no link moves."""
    unit = act.receiver
    act.flags.add("IR-04")
    act.flags |= flags.of_destination(act.line.box, unit or "")
    found = replace(box, keeper=unit, place=act.document.place, units=acts.known(box, unit))
    found = dispute(found, act.facts, "extra")
    return found, change(found, act, "remark", code="extra")


def _corrected_by_the_way(box: BoxState, act: Act) -> tuple[BoxState, Change]:
    """A correction of anything but the last link changes no state; it settles the dispute about that paper."""
    assert isinstance(act.document, Correction)  # noqa: S101 - the caller has looked
    of = act.document.of
    settled = replace(
        box,
        disputes=tuple(one for one in box.disputes if one.digest != of),
        pending=tuple(one for one in box.pending if one.facts.digest != of),
    )
    return settled, change(settled, act, "settled" if settled != box else "remark")


def _contest(box: BoxState, act: Act, code: str) -> tuple[BoxState, Change]:
    contested = dispute(box, act.facts, code)
    if act.facts.flaw == code:
        contested = replace(contested, pending=(*contested.pending, _pending(act)))
    return contested, change(contested, act, "contested", code=code)


def _wait(box: BoxState, act: Act) -> tuple[BoxState, Change]:
    if len(box.pending) >= MOST_WAITING:
        return _contest(box, act, "unlinked")
    waiting = replace(box, pending=(*box.pending, _pending(act)), units=acts.known(box, act.receiver))
    return waiting, change(waiting, act, "waiting")


def _wake(box: BoxState, changes: list[Change], name: str, rules: RulesState) -> tuple[BoxState, list[Change]]:
    moved = bool(box.pending)
    while moved:
        moved = False
        for waiting in sorted(box.pending, key=lambda one: one.facts.index):
            if waiting.facts.flaw is not None and _is_disputed(box, waiting.facts):
                continue
            after, made = _judge_once(box, _act(waiting), rules, waiting)
            if made.verdict != "waiting":
                box, moved = after, True
                changes.append(made)
                break
    return box, changes


def _arrived_after_all(box: BoxState, act: Act) -> tuple[BoxState, list[Change]]:
    """The paper a transcript stood for is here: it takes its place, and where lines differ the box is disputed."""
    stood = next((one for one in box.standing if one.digest == act.facts.link), None)
    if stood is None or act.facts.link != act.facts.digest:
        act.flags.add("stood-for-already")
        return box, [change(box, act, "remark")]
    after = replace(box, standing=tuple(one for one in box.standing if one is not stood))
    if stood.fingerprint == _fingerprint(act):
        return after, [change(after, act, "settled")]
    after = dispute(after, act.facts, "differs")
    return after, [change(after, act, "contested", code="differs")]


def dispute(box: BoxState, facts: Facts, code: str) -> BoxState:
    """The box, disputed because of that paper."""
    if len(box.disputes) >= MOST_DISPUTES:
        return box
    return replace(box, disputes=(*box.disputes, Dispute(index=facts.index, digest=facts.digest, code=code)))


def _is_disputed(box: BoxState, facts: Facts) -> bool:
    return any(one.digest == facts.digest for one in box.disputes)


def _fingerprint(act: Act) -> str:
    """What a line says, its paper's signers and dates apart: equal for a form and the paper it was copied from."""
    said = (act.document.kind, act.document.unit, act.receiver, act.document.place, msgspec.to_builtins(act.line))
    return hashlib.sha256(_encode(said)).hexdigest()


def _pending(act: Act) -> Pending:
    line = msgspec.Raw(_encode(act.line))
    return Pending(document=act.document, line=line, facts=act.facts, after=act.line.after)


def _act(waiting: Pending) -> Act:
    line = _line_decoder(type(waiting.document)).decode(waiting.line)
    return Act(waiting.document, line, waiting.facts, set())


@cache
def _line_decoder(document: type[Link]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(document.line)


def change(
    box: BoxState, act: Act, verdict: Verdict, *, code: str | None = None, giver: str | None = None
) -> Change:
    """What became of a line of a link."""
    return tell(
        act.document,
        act.line.box,
        box,
        act.facts,
        verdict,
        code=code,
        flags=act.flags,
        giver=giver if isinstance(act.document, Acceptance) else act.document.unit,
        receiver=act.receiver,
        outcome=act.line.outcome if isinstance(act.line, AcceptanceLine) else None,
    )
