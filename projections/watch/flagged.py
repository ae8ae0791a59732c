"""What the fold flagged of a line, told with what was expected, what was found, and the papers it rests on."""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from ledger.domain import names
from ledger.domain.custody import flags
from ledger.domain.custody.effects import Change
from ledger.domain.documents.base import Line, SeenLine, seconds
from ledger.domain.documents.boxes import ManifestLine, OpeningLine, SealingLine
from ledger.domain.documents.government import Rules
from ledger.domain.documents.remarks import Hold
from projections.watch import said
from projections.watch.state import NONE, BoxWatch, ContentsWatch, RulesWatch
from projections.watch.watching import Facts, Watching

LineT = TypeVar("LineT", bound=Line)


LASTING: Final = {("IR-01", "open"), ("IR-02", "box"), ("IR-08", "state"), ("on-hold", "flag")}
"""What every later paper says again while it lasts; it is told once, with the paper that showed it first."""


class Told(NamedTuple):
    """Which case it is, what it is told with, and which papers it rests on besides the one flagged."""

    case: str
    facts: Facts = Facts()
    rests_on: tuple[int, ...] = ()


def tell(w: Watching, change: Change, box: BoxWatch, flag: str) -> None:
    """One flag of one line is a break."""
    told = _CASES.get(flag, _another)(w, change, box)
    lasts = flag, told.case, told.facts.found
    if lasts[:2] in LASTING and any((one.code, one.case, one.found) == lasts for one in box.open):
        return
    case, facts, rests_on = told
    w.find(flag, case, facts, rests_on=rests_on, box=change.box, unit=answers(change), shown_by=change.index)


def answers(change: Change) -> str | None:
    """The unit that answers for the box up to this line: who gave it, else who is its custodian."""
    return change.now.custodian if change.kind == "inspection" else change.giver or change.now.custodian


def line_of(w: Watching, change: Change, kind: type[LineT]) -> LineT | None:
    """The line itself, as it stands in its paper."""
    line = w.papers.of(change.index).about(change.box)
    return line if isinstance(line, kind) else None


def contents(w: Watching, box: str) -> ContentsWatch:
    """What the box is said to hold."""
    return w.memory.get(ContentsWatch, box) or ContentsWatch()


def rules(w: Watching) -> tuple[int, Rules | None]:
    """The rules in force and where they stand."""
    known = w.memory.get(RulesWatch, "") or RulesWatch()
    document = w.papers.of(known.index).document if known.index != NONE else None
    return known.index, document if isinstance(document, Rules) else None


def _unsealed(w: Watching, change: Change, box: BoxWatch) -> Told:
    line = line_of(w, change, SeenLine)
    if line is None:
        return Told("open")
    if box.seals is not None and box.seals != line.seals:
        return Told("seals", Facts(expected=said.seals(box.seals), found=said.seen(line)), (box.last,))
    if line.state in {"came-off", "cut", "torn"}:
        return Told("state", Facts(expected="intact", found=said.seen(line)), (box.last,))
    return Told("open", rests_on=(box.last,))


def _seals_changed(w: Watching, change: Change, box: BoxWatch) -> Told:
    line = line_of(w, change, SeenLine)
    found = said.seen(line) if line else ""
    return Told("seals", Facts(expected=said.seals(box.seals), found=found), (box.last,))


def _damaged(w: Watching, change: Change, box: BoxWatch) -> Told:
    return Told("box", _condition(line_of(w, change, SeenLine)), (box.last,))


def _wet(w: Watching, change: Change, box: BoxWatch) -> Told:
    return Told("state", _condition(line_of(w, change, SeenLine)), (box.last,))


def _condition(line: SeenLine | None) -> Facts:
    return Facts(expected="intact", found=said.condition(line) if line else "")


def _late_out(w: Watching, change: Change, _box: BoxWatch) -> Told:
    return _late(w, change)


def _late(w: Watching, change: Change) -> Told:
    index, document = rules(w)
    held = contents(w, change.box)
    here = flags.leg(change.giver or "", change.receiver or "")
    own = [one for one in document.deadlines if one.leg == here] if document else []
    passed = [(seconds(due) + one.grace, due) for one in own if (due := flags.due(one, held.counted)) is not None]
    _last, due = min((one for one in passed if one[0] < seconds(change.at)), default=(0, ""))
    return Told("late", Facts(expected=due, found=change.at, leg=here), (index, held.counted_by))


def _back(w: Watching, change: Change, box: BoxWatch) -> Told:
    if box.at and seconds(change.at) < seconds(box.at):
        return Told("before", Facts(expected=box.at, found=change.at), (box.last,))
    return _late(w, change)


def _outcome(_w: Watching, change: Change, box: BoxWatch) -> Told:
    return Told(change.outcome or "extra", rests_on=(box.last,))


def _destination(_w: Watching, change: Change, _box: BoxWatch) -> Told:
    return Told("label", Facts(expected=names.area_of_box(change.box), found=change.receiver or ""))


def _dapil(w: Watching, change: Change, box: BoxWatch) -> Told:
    listed = _listed(w, change.box, box)
    line = line_of(w, change, SeenLine)
    packed = line.packed if isinstance(line, SealingLine) else None
    held = line.found if isinstance(line, OpeningLine) else packed
    facts = Facts(expected=(listed.dapil or "") if listed else "", found=(held.dapil or "") if held else "")
    return Told("dapil", facts, (box.listed,))


def _ballots(w: Watching, change: Change, box: BoxWatch) -> Told:
    listed, held = _listed(w, change.box, box), contents(w, change.box)
    due = (listed.ballots or 0) if listed else 0
    line = line_of(w, change, SeenLine)
    if isinstance(line, OpeningLine) and line.found is not None:
        expected, by = (due, box.listed) if held.packed is None else (held.packed, held.packed_by)
        return Told("found", Facts(expected=expected, found=line.found.ballots), (by,))
    found = line.packed.ballots if isinstance(line, SealingLine) and line.packed else 0
    return Told("packed", Facts(expected=due, found=found), (box.listed,))


def _listed(w: Watching, name: str, box: BoxWatch) -> ManifestLine | None:
    if box.listed == NONE:
        return None
    line = w.papers.of(box.listed).about(name)
    return line if isinstance(line, ManifestLine) else None


def _transit(w: Watching, change: Change, box: BoxWatch) -> Told:
    index, document = rules(w)
    here = flags.leg(change.giver or "", change.receiver or "")
    longest = min((one.seconds for one in document.transits if one.leg == here), default=0) if document else 0
    sent = w.cite(box.sent).at if box.sent != NONE else change.at
    facts = Facts(expected=longest, found=seconds(change.at) - seconds(sent))
    return Told("transit", facts, (box.sent, index))


def _held(w: Watching, _change: Change, box: BoxWatch) -> Told:
    hold = w.papers.of(box.held).document if box.held != NONE else None
    return Told("flag", Facts(found=hold.unit if isinstance(hold, Hold) else ""), (box.held,))


def _another(_w: Watching, _change: Change, box: BoxWatch) -> Told:
    return Told("flag", rests_on=(box.last,))


_CASES: Final[dict[str, Callable[[Watching, Change, BoxWatch], Told]]] = {
    "IR-01": _unsealed,
    "IR-02": _damaged,
    "IR-03": _late_out,
    "IR-04": _outcome,
    "IR-05": _destination,
    "IR-06": _dapil,
    "IR-07": _ballots,
    "IR-08": _wet,
    "IR-10": _transit,
    "IR-11": _seals_changed,
    "IR-14": _back,
    "on-hold": _held,
}
