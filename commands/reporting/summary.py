"""
The short answers of the first page: what the press reads, and where an auditor begins.

Places are called as people call them where their names are known, and no code of a break is told. Behind what is said
stand the entries it is said from. Where one printed page has no room for all of it, the least words go first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from commands.pages.areas import Areas
from commands.program.language import _, counted, number
from commands.program.spoken import tongue, words
from commands.reporting.back import few
from commands.reporting.first import FEW, Alike, Away
from commands.reporting.gathering import SEALS, Desk
from commands.reporting.hearing import Unseen
from projections.desk import Break

_REASONS: Final = 2
"""Of what is wrong with a box, the gravest that are told."""
_HOME: Final = "IR-14"
"""Told in the table of boxes that were not back."""
_APART: Final = " / "
_READ: Final = 16
"""Entries that are named behind one statement; more are not read there."""
ROOM: Final = ("bars", "counts", "note", "tables", "grave", "times", "away", "names")
"""Parts of the summary that one printed page may have to do without, those of the fewest words first."""


@dataclass(frozen=True)
class Opened:
    """A box to open first, and why, in words."""

    box: str
    why: str
    alike: int


def entries(indexes: Iterable[int]) -> str:
    """`entry 172 / 256 / 353`."""
    said = _APART.join(str(index) for index in sorted(set(indexes)))
    return _("entry {index}").format(index=said)


def without(parts: int) -> list[str]:
    """What the first so many parts of `ROOM` are called."""
    called = {
        "bars": _("the chart of boxes in time"),
        "note": _("the note on opening"),
        "tables": _("what the answers were looked up in"),
        "counts": _("how many breaks are open"),
        "times": _("how far times are proved"),
        "away": _("which boxes are elsewhere or are looked for"),
        "names": _("names of stations"),
        "grave": _("other grave breaks"),
    }
    return [called[one] for one in ROOM[:parts]]


def seals(found: Sequence[Break], areas: Areas) -> list[str]:
    """Seals that changed, and of which boxes nothing settles it."""
    boxes, open_ = _boxes(found), [one for one in found if one.settled is None]
    unsettled = _boxes(open_)
    if not boxes:
        return [_("No two signed papers state different seals of one box without saying why.")]
    said = [
        _(
            "Of {n} boxes two signed papers state different seals. Of {settled} a later paper settles it{entries}."
        ).format(
            n=number(len(boxes)),
            settled=number(len(boxes - unsettled)),
            entries=_behind(one.settled.index for one in found if one.settled is not None),
        )
    ]
    if unsettled:
        named = [f"{areas.box(box)}{_behind(_shown(open_, box))}" for box in sorted(unsettled)]
        said.append(_("Unsettled: {boxes}.").format(boxes=few(named, _("{n} boxes"))))
    return said


def _shown(found: Iterable[Break], box: str) -> Iterable[int]:
    return (cite.index for one in found if box in one.boxes for cite in one.papers)


def _behind(indexes: Iterable[int]) -> str:
    """` (entry 424 / 1205)`, while they are few enough to be read."""
    found = sorted(set(indexes))
    return f" ({entries(found)})" if 0 < len(found) <= _READ else ""


def _boxes(found: Iterable[Break]) -> set[str]:
    return {box for one in found for box in one.boxes}


def unseen(desk: Desk) -> list[str]:
    """How many hand-overs no supervisor signed, the reasons that papers give, and deposits, which are none."""
    found, late = desk.heard.unseen, desk.heard.later
    if not desk.heard.handed:
        return [_("No paper by which a box is handed over took effect here.")]
    told = counted(
        "{n} more{entries} was signed by a supervisor only later{attested}.",
        "{n} more{entries} were signed by a supervisor only later{attested}.",
        len(late),
        entries=_behind(one.paper.index for one in late),
        attested=_behind(one.by.index for one in late),
    )
    later = [told] if late else []
    if not found:
        return [_("A supervisor signed every hand-over."), *later, *_deposits(desk)]
    reasons = Counter(map(_reason, found))
    given = "; ".join(f"{reason}: {number(count)}" for reason, count in sorted(reasons.items()))
    said = _(
        "{n} of {all} papers of hand-over (releases, acceptances, and both in one) bear no supervisor's "
        "signature{entries}."
    )
    behind = _behind(one.index for one in found)
    return [
        said.format(n=number(len(found)), all=number(desk.heard.handed), entries=behind),
        _("The reasons they give: {reasons}.").format(reasons=given),
        *later,
        *_deposits(desk),
    ]


def _deposits(desk: Desk) -> list[str]:
    count = sum(one.kinds.get("deposit", 0) for one in desk.grades if one.grade == "D")
    said = counted(
        "Not counted there: {n} deposit has no witness either (grade D); it changes who keeps a box, not who answers "
        "for it.",
        "Not counted there: {n} deposits have no witness either (grade D); they change who keeps a box, not who "
        "answers for it.",
        count,
    )
    return [said] if count else []


def _reason(one: Unseen) -> str:
    said = one.reason
    if said is None:
        return _("no reason is given")
    return tongue().word(words.ABSENCES, said.reason) if said.reason else tongue().word(words.HOW, said.how)


def first(found: Iterable[Alike], areas: Areas) -> list[Opened]:
    """Boxes to open first, in words."""
    return [
        Opened(
            _begun(areas.box(one.first.box)),
            "; ".join(f"{_(each.definition.name)}{_by(each)}" for each, _more in one.first.told[:_REASONS]),
            len(one.others),
        )
        for one in found
    ]


def _by(one: Break) -> str:
    """The paper that shows a break."""
    return _behind(cite.index for cite in one.papers[-1:])


def grave(desk: Desk) -> str:
    """Open breaks of severity high of which nothing else is said in the summary."""
    said = {id(each) for one in desk.first for each, _more in one.first.told[:_REASONS]}
    away = {box for one in desk.sought for each in (one.first, *one.others) for box in (each.box,)}
    left = [
        one
        for one in desk.open
        if one.severity == "high"
        and one.code not in {_HOME, *SEALS}
        and id(one) not in said
        and not (one.boxes and away.issuperset(one.boxes))
    ]
    told = [
        f"{_(same[0].definition.name)} ({entries(one.papers[-1].index for one in same)})"
        for _code, same in ((code, list(group)) for code, group in groupby(left, key=lambda one: one.code))
    ]
    return _("Also grave: {names}.").format(names="; ".join(told)) if told else ""


def sought(found: Sequence[Alike], areas: Areas) -> str:
    """Boxes that cannot be opened, in words."""
    return _grouped(found, areas, lambda one: whys()[one.first.away])


def elsewhere(found: Sequence[Alike], areas: Areas, desk: Desk) -> str:
    """Boxes that are with somebody, though they did not come where they were due: with whom."""

    def where(one: Alike) -> str:
        box = one.first.box
        if box in desk.waits:
            return _("with {unit} by papers that wait, {entry}").format(
                unit=areas.unit(desk.waits[box].unit), entry=entries([desk.waits[box].index])
            )
        return _("with {unit}: presented and refused, {entry}").format(
            unit=areas.unit(one.first.unit), entry=entries([desk.refused[box].index])
        )

    return _grouped(found, areas, where)


def _grouped(found: Sequence[Alike], areas: Areas, why: Callable[[Alike], str]) -> str:
    said = [f"{_with_others(one, areas)} ({why(one)})" for one in found[:FEW]]
    more = sum(1 + len(one.others) for one in found[FEW:])
    return "; ".join([*said, *([_("{n} others").format(n=number(more))] if more else [])])


def _with_others(one: Alike, areas: Areas) -> str:
    said = areas.box(one.first.box)
    return _("{box} and {n} others").format(box=said, n=number(len(one.others))) if one.others else said


def whys() -> dict[Away, str]:
    """Why a box cannot be opened."""
    return {
        "lost": _("reported lost"),
        "disposed": _("disposed of"),
        "not-found": _("looked for and not found"),
        "not-come": _("not come where it was due"),
    }


def _begun(said: str) -> str:
    """As a sentence begins."""
    return said[:1].upper() + said[1:]
