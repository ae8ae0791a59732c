"""`kotak finding list` and `kotak finding form`: which findings are open, and what a ledger knows about one."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from commands.looking import crowd, inquiries, looking
from commands.program import files
from commands.program.context import Context
from commands.program.files import saves
from commands.program.frame import command, option
from commands.program.language import _, number, short_moment
from commands.program.output import Answer, Styled
from commands.program.spoken import tongue, words
from ledger.domain import names
from ledger.errors import Reason, Unknown

if TYPE_CHECKING:
    from projections.findings import Answered, Found
    from projections.moment import Moment

NO_FINDING = Reason("XP-010", "Entry {index} is no finding.", "See which there are: kotak finding list")

_SIDES: Final = ("custody", "supervision")


@command("list", alias="daftar")
@click.argument("area", required=False)
@option("--open", "only_open", is_flag=True, help="Only those that nobody closed.")
@option("--as-of", metavar="TIME|INDEX", help="As it was then, or when the ledger had this entry.")
@click.pass_obj
def listed(context: Context, area: str | None, *, only_open: bool, as_of: str | None) -> Answer:
    """
    List findings, open ones first: how old, what each side answered, and who may close them.

    AREA is an area or a station.
    """
    from projections.findings import findings  # noqa: PLC0415 - brings SQLAlchemy

    within = names.parse("an area", area) if area is not None else None
    with looking.view_of(context) as (journal, view):
        moment = inquiries.as_at(journal, view, as_of)
        found = [one for one in findings(view, moment) if within is None or one.touches(within)]
    shown = [one for one in found if one.open or not only_open]
    counts = {"open": sum(one.open for one in found), "closed": sum(not one.open for one in found)}
    return Answer(_lines(shown, moment, counts), {"findings": [_plain(one, moment) for one in shown], **counts})


@command("form", alias="formulir")
@click.argument("index", type=click.IntRange(min=0), metavar="INDEX")
@option("--html", "form_", flag_value="html", help="As a page to print.")
@option("--text", "form_", flag_value="text", default="text", help="As plain text, which is what comes without a word.")
@saves
@click.pass_obj
def form(context: Context, index: int, *, form_: str, output: str | None, force: bool) -> Answer:
    """
    Gather what the ledger knows about a finding: material for Bawaslu's Form A (Formulir A), and not the form.

    The finding and its words, the boxes as they stood and as they stand, every paper about them, what does not agree,
    and the answers of both sides, each with its paper.
    """
    from commands.everyday import gathering, material  # noqa: PLC0415 - bring SQLAlchemy
    from projections.findings import findings  # noqa: PLC0415 - likewise

    with looking.view_of(context) as (journal, view):
        moment = inquiries.as_at(journal, view, None)
        one = next((each for each in findings(view, moment) if each.index == index), None)
        if one is None:
            raise Unknown(NO_FINDING, index=index)
        gathered = gathering.gathered(context, view, moment, one)
    printed = material.in_html(gathered) if form_ == "html" else material.in_text(gathered)
    facts: dict[str, object] = {"index": index, "digest": one.digest}
    if output is None:
        return Answer(printed.splitlines(), {**facts, "text": printed})
    files.write(output, printed.encode(), force=force)
    lines = () if output == "-" else [_("Written to {file}.").format(file=output)]
    return Answer(lines, {**facts, "file": output})


def _plain(one: "Found", moment: "Moment") -> dict[str, Any]:
    return {
        "index": one.index,
        "digest": one.digest,
        "at": one.at,
        "days": one.days(moment),
        "unit": one.unit,
        "sort": one.sort,
        "code": one.code,
        "place": one.place,
        "boxes": list(one.boxes),
        "answers": [
            {"index": a.index, "at": a.at, "unit": a.unit, "side": a.side, "does": a.does} for a in one.answers
        ],
        "may_close": list(one.may_close),
        "open": one.open,
    }


def _lines(shown: "Sequence[Found]", moment: "Moment", counts: dict[str, int]) -> Iterator[str]:
    yield _("{open} open, {closed} closed").format(**{name: number(n) for name, n in counts.items()})
    for one in shown:
        yield ""
        yield Styled.of("doubtful" if one.open else "strong", _heading(one, moment))
        yield "    " + _("raised by {unit}, {time}").format(unit=one.unit, time=short_moment(one.at))
        if one.boxes:
            yield "    " + _("boxes: {boxes}").format(boxes="; ".join(crowd.briefly(one.boxes)))
        yield from (f"    {side}" for side in _answers(one))
        if one.open:
            yield "    " + _("may close it: {units}, or a ruling").format(units=", ".join(one.may_close))


def _heading(one: "Found", moment: "Moment") -> str:
    state = _("open for {n} days").format(n=number(one.days(moment))) if one.open else _("closed")
    return f"{one.index}  {tongue().word(words.SORTS, one.sort)}, {one.code}, {state}"


def _answers(one: "Found") -> Iterator[str]:
    """What each side answered, also that it said nothing."""
    said = {"custody": _("the commission: {answers}"), "supervision": _("supervision: {answers}")}
    for side in _SIDES:
        own = [answered(answer) for answer in one.answers if answer.side == side]
        yield said[side].format(answers="; ".join(own) or _("no answer"))


def answered(answer: "Answered") -> str:
    """`4012 explains (pps/35.79.02.2009), 14 Feb 2029 20:00 WIB`."""
    does = tongue().word(words.ANSWERS, answer.does)
    return f"{answer.index} {does} ({answer.unit}), {short_moment(answer.at)}"
