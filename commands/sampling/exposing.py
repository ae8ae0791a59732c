"""
Exposure, for a person and as JSON: ballots in boxes with weak links beside a margin.

It says where a doubt about custody could matter. It never says that anything was done.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from commands.program.language import _, number
from commands.program.output import Styled, table
from commands.program.spoken import tongue, words

if TYPE_CHECKING:
    from projections.exposure import Exposure, Weak

_SHOWN: Final = 5
"""Boxes of a contest on the screen; with --json there are all."""


def exposures(found: "Sequence[Exposure]", without: Sequence[str]) -> Iterator[str]:
    """Contest by contest; never more than that a link is weak."""
    for one in found:
        yield Styled.of("strong", _("{contest}, margin {n}").format(contest=one.contest, n=number(one.margin)))
        yield _("{ballots} ballots in {weak} boxes with a weak link; {all} ballots in {boxes} boxes").format(
            ballots=number(one.ballots),
            weak=number(len(one.weak)),
            all=number(one.all_ballots),
            boxes=number(len(one.boxes)),
        )
        yield _weights()[one.weight]
        if one.uncounted:
            yield _("Of {n} of these boxes nobody said how many ballots are in them.").format(n=number(one.uncounted))
        rows = [(_word(reason), boxes, ballots) for reason, (boxes, ballots) in one.by_reason().items()]
        yield from table((_("weak link"), _("boxes"), _("ballots")), rows) if rows else ()
        yield from _first(one)
        yield ""
    if without:
        yield _("Left out of account: {kinds}.").format(
            kinds=", ".join(tongue().word(words.TITLES, kind) for kind in sorted(without))
        )
    yield _("A weak link says that custody is less well witnessed there, and not that anything happened to a box.")


def exposed(found: "Sequence[Exposure]", without: Sequence[str]) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "without": sorted(without),
        "contests": [_plain(one) for one in found],
    }


def _plain(one: "Exposure") -> dict[str, Any]:
    reasons = one.by_reason().items()
    return {
        "contest": one.contest,
        "margin": one.margin,
        "boxes": len(one.boxes),
        "ballots": one.all_ballots,
        "weak_boxes": len(one.weak),
        "weak_ballots": one.ballots,
        "uncounted": one.uncounted,
        "weight": one.weight,
        "reasons": {str(reason): {"boxes": boxes, "ballots": ballots} for reason, (boxes, ballots) in reasons},
        "weak": [
            {"box": box.box, "ballots": box.ballots, "reasons": [str(reason) for reason in box.reasons]}
            for box in one.weak
        ],
    }


def _first(one: "Exposure") -> Iterator[str]:
    weak = one.weak
    if weak:
        yield _("Look at these first:")
        yield from (f"  {each.box}  {', '.join(map(_word, each.reasons))}" for each in weak[:_SHOWN])
    if len(weak) > _SHOWN:
        yield _("{n} more; see them with --json").format(n=number(len(weak) - _SHOWN))


def _word(reason: "Weak | str") -> str:
    """Of a link its grade and what its paper is called; a code as it is."""
    if isinstance(reason, str):
        return _("disputed") if reason == "disputed" else reason
    return f"{reason.grade} {tongue().word(words.TITLES, reason.kind)}"


def _weights() -> dict[str, str]:
    return {
        "above": _("They are at least as many as the margin: the chains of these boxes matter for the outcome."),
        "between": _("Left out they are fewer than the margin; counted for the other side they would reach it."),
        "below": _("Even if each of them counted for the other side, the margin would remain."),
    }
