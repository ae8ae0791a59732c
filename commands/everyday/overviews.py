"""`kotak finding list` and `kotak finding form`: which findings are open, and what a ledger knows about one."""

from typing import TYPE_CHECKING, Any

import click

from commands.looking import dated, inquiries, looking
from commands.program import files
from commands.program.context import Context
from commands.program.files import saves
from commands.program.frame import Whole, command, option
from commands.program.language import _
from commands.program.output import Answer
from commands.program.spoken import words
from ledger.errors import Reason, Unknown
from projections import codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projections.findings import Found
    from projections.moment import Moment

NO_FINDING = Reason("XP-010", "Entry {index} is no finding.", "See which there are: kotak finding list")

NO_SUCH_CODE = Reason(
    "XP-018", "{code} is no code, and no finding then had it.", "See which codes there are: kotak help flags"
)


@command("list", alias="daftar")
@click.argument("area", required=False)
@option("--open", "only_open", is_flag=True, help="Only those that nobody closed.")
@option("--code", metavar="CODE", help="Only of this code: IR-01 … IR-15, or a word findings have.")
@option("--sort", type=click.Choice(list(words.SORTS)), help="Only of this sort.")
@option("--unit", metavar="U", help="Only those this unit raised, or is to answer.")
@option("--days", type=Whole(min=0), metavar="N", help="Only those at least so many days old.")
@option("--each", is_flag=True, help="Each in full, however many there are.")
@looking.AS_OF
@click.pass_obj
def listed(context: Context, /, area: str | None, *, as_of: str | None, each: bool, **asked: Any) -> Answer:
    """
    List findings, open ones first: how old, whose turn it is to answer, what each side said, and who may close them.

    AREA is an area or a station.
    """
    from commands.everyday import found as telling  # noqa: PLC0415 - brings SQLAlchemy
    from commands.looking import moments  # noqa: PLC0415 - likewise
    from projections import heard  # noqa: PLC0415 - likewise
    from projections.findings import findings  # noqa: PLC0415 - likewise

    with looking.view_of(context) as (journal, view):
        moment = inquiries.as_at(journal, view, as_of)
        inquiries.known_area(view, area)
        heard.check(view, unit=asked["unit"])
        known = findings(view, moment)
    asked["code"] = _code(asked["code"], known)
    found = [one for one in known if _is_meant(one, moment, area, asked)]
    shown = [one for one in found if one.open or not asked["only_open"]]
    counts = {"open": sum(one.open for one in found), "closed": sum(not one.open for one in found)}
    by_area = telling.overview(found, moment)
    data = {"findings": [telling.plain(one, moment) for one in shown], **counts, "overview": by_area}
    text = [*telling.lines(shown, moment, counts, by_area, each=each)]
    return Answer(text, {**data, "as_of": moments.plain(moment)})


@command("form", alias="formulir")
@click.argument("index", type=Whole(min=0), metavar="INDEX")
@option("--html", "form_", flag_value="html", help="As a page to print.")
@option("--text", "form_", flag_value="text", default="text", help="As plain text, which is what comes without a word.")
@looking.AS_OF
@saves
@click.pass_obj
def form(  # noqa: PLR0913 - one word of the command line each
    context: Context, /, index: int, *, form_: str, as_of: str | None, output: str | None, force: bool
) -> Answer:
    """
    Gather what the ledger knows about a finding: material for Bawaslu's Form A (Formulir A), and not the form.

    The finding and its words, the boxes as they stood and as they stand, every paper about them, what does not agree,
    and the answers of both sides, each with its paper.
    """
    from commands.everyday import gathering, material  # noqa: PLC0415 - bring SQLAlchemy
    from projections.findings import findings  # noqa: PLC0415 - likewise

    with looking.view_of(context) as (journal, view):
        moment = inquiries.as_at(journal, view, as_of)
        one = next((each for each in findings(view, moment) if each.index == index), None)
        if one is None:
            raise Unknown(NO_FINDING, index=index)
        gathered = gathering.gathered(context, view, moment, one, dated.marks(context, journal))
    printed = material.in_html(gathered) if form_ == "html" else material.in_text(gathered)
    facts: dict[str, object] = {"index": index, "digest": one.digest}
    if output is None:
        return Answer(printed.splitlines(), {**facts, "text": printed})
    files.write(output, printed.encode(), force=force)
    lines = () if output == "-" else [_("Written to {file}.").format(file=output)]
    return Answer(lines, {**facts, "file": output})


def _code(said: str | None, known: "Iterable[Found]") -> str | None:
    """The code somebody typed, however it is spelt, or a word that a finding has. Raises Unknown."""
    found = codes.find(said) if said is not None else None
    if found is None and said is not None and all(one.code != said for one in known):
        raise Unknown(NO_SUCH_CODE, code=said)
    return found.code if found else said


def _is_meant(one: "Found", moment: "Moment", area: str | None, asked: dict[str, Any]) -> bool:
    return (
        (area is None or one.touches(area))
        and asked["code"] in {None, one.code}
        and asked["sort"] in {None, one.sort}
        and asked["unit"] in {None, one.unit, *one.to_answer}
        and one.days(moment) >= (asked["days"] or 0)
    )
