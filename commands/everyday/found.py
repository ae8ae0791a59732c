"""Findings for a person and as JSON: whose turn it is by area and age, then each with what both sides said."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from commands.looking import broken, crowd, moments
from commands.program.language import _, number, short_moment
from commands.program.output import Styled, table
from commands.program.spoken import tongue, words
from ledger.domain import names
from projections.findings import Found
from projections.moment import Moment

_SIDES: Final = ("custody", "supervision")
_A_FEW: Final = 3


def plain(one: Found, moment: Moment) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "index": one.index,
        "area": one.area,
        "digest": one.digest,
        "at": one.at,
        "days": one.days(moment),
        "unit": one.unit,
        "sort": one.sort,
        "code": one.code,
        "place": one.place,
        "boxes": list(one.boxes),
        "answers": [broken.reply(answer) for answer in one.answers],
        "to_answer": list(one.to_answer),
        "may_close": list(one.may_close),
        "ruling_may_close": True,
        "seen_again": [{"boxes": list(each.boxes), "index": each.index, "at": each.at} for each in one.seen_again],
        "open": one.open,
        "left": list(one.left),
    }


def overview(found: Iterable[Found], moment: Moment) -> list[dict[str, Any]]:
    """Open ones by district: how many, how old the oldest is, and who is to answer."""
    areas: dict[str, list[Found]] = {}
    for one in found:
        if one.open:
            areas.setdefault(names.district(one.area), []).append(one)
    return [
        {
            "area": area,
            "open": len(own),
            "oldest_days": max(one.days(moment) for one in own),
            "to_answer": sorted({unit for one in own for unit in one.to_answer}),
        }
        for area, own in sorted(areas.items())
    ]


def lines(
    shown: Sequence[Found], moment: Moment, counts: dict[str, int], by_area: Sequence[dict[str, Any]], *, each: bool
) -> Iterator[str]:
    """By area first; each in full while they fit a screen, or if that is wanted."""
    yield Styled.of("strong", moments.line(moment))
    yield _("{open} open, {closed} closed").format(**{name: number(n) for name, n in counts.items()})
    if by_area:
        yield ""
        heads = _("area"), _("open"), _("oldest, days"), _("to answer")
        yield from table(heads, [(row["area"], row["open"], row["oldest_days"], _some(row)) for row in by_area])
    if len(shown) > crowd.SCREEN and not each:
        yield ""
        yield _("Each in full: kotak finding list AREA, or --each")
        return
    for one in shown:
        yield ""
        yield from _in_full(one, moment)


def _in_full(one: Found, moment: Moment) -> Iterator[str]:
    yield Styled.of("doubtful" if one.open else "strong", _heading(one, moment))
    yield "    " + _("raised by {unit}, {time}").format(unit=one.unit, time=short_moment(one.at))
    if one.boxes:
        yield "    " + _("boxes: {boxes}").format(boxes="; ".join(crowd.briefly(one.boxes)))
    yield from (f"    {sighting}" for sighting in seen_again(one))
    yield from (f"    {side}" for side in _answers(one))
    if one.open:
        if len(one.left) < len(one.boxes):
            yield "    " + _("still open of: {boxes}").format(boxes="; ".join(crowd.briefly(one.left)))
        yield "    " + _("to answer: {units}").format(units=", ".join(one.to_answer))
        yield "    " + _("may close it: {units}, or a ruling").format(units=", ".join(one.may_close))


def seen_again(one: Found) -> Iterator[str]:
    """Of boxes it reports lost that they were seen since, and by which paper."""
    for each in one.seen_again:
        facts = {"boxes": "; ".join(crowd.briefly(each.boxes)), "index": each.index, "time": short_moment(each.at)}
        yield _("seen again: {boxes} (entry {index}, {time})").format(**facts)


def _some(row: dict[str, Any]) -> str:
    """Whose turn it is, while they are few."""
    units = row["to_answer"]
    return ", ".join(units[:_A_FEW]) + (" …" if len(units) > _A_FEW else "")


def _heading(one: Found, moment: Moment) -> str:
    state = _("open for {n} days").format(n=number(one.days(moment))) if one.open else _("closed")
    return f"{one.index}  {tongue().word(words.SORTS, one.sort)}, {one.code}, {state}"


def _answers(one: Found) -> Iterator[str]:
    """What each side answered, also that it said nothing."""
    said = {"custody": _("the commission: {answers}"), "supervision": _("supervision: {answers}")}
    for side in _SIDES:
        own = [broken.answered(answer) for answer in one.answers if answer.side == side]
        yield said[side].format(answers="; ".join(own) or _("no answer"))
