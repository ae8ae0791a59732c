"""`kotak breaks`, `kotak coverage`: what does not agree, and what was expected and is not there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from commands.drafting import clock
from commands.drafting.known import Known
from commands.looking import looking
from commands.program.context import Context
from commands.program.frame import command, option
from commands.program.language import _, short_moment
from commands.program.output import FOUND_WRONG, Answer
from ledger.domain import names
from ledger.errors import Reason, Unknown
from projections import codes

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from projections.looking import View
    from projections.moment import Moment

NO_SUCH_CODE = Reason("BR-002", "No break has the code {code}.", "See which codes there are: kotak help flags")
NO_SUCH_LEG = Reason("CV-002", "No leg {leg} has a deadline; {legs} have.", "kotak coverage --leg {some}")
NO_LEGS = Reason("CV-003", "No leg has a deadline, neither {leg} nor others: no plan and no rules.", "kotak plan show")


@command("breaks")
@click.argument("area", required=False)
@option("--code", metavar="CODE", help="Only this code: IR-01 … IR-15, or a word of kotak help flags.")
@option("--severity", type=click.Choice(list(codes.SEVERITIES)), help="Only as grave as this.")
@looking.AS_OF
@option(
    "--all",
    "every",
    is_flag=True,
    help="Those that were settled too. With --json, findings lists the open ones either way, breaks all.",
)
@option("--each", is_flag=True, help="Each in full, however many there are.")
@click.pass_obj
def breaks(
    context: Context, /, area: str | None, *, as_of: str | None, every: bool, each: bool, **asked: str | None
) -> Answer:
    """
    What does not agree: which boxes, between which two papers, who answers for it, and what to ask next.

    AREA is an area or a station. What a code means, and what stands behind it, is told by `kotak help IR-01`.
    """
    from commands.looking import broken, dated, moments  # noqa: PLC0415 - with SQLAlchemy
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    code = _code(asked["code"])
    with looking.view_of(context) as (journal, view):
        narrowed = desk.Narrowed(known_area(view, area), code, asked["severity"])
        moment, marks = as_at(journal, view, as_of), dated.marks(context, journal)
        found = desk.breaks(view, moment, narrowed, marks)
        graded, ahead = desk.grades(view, moment, marks, narrowed.area), is_ahead(view, moment)
    open_ = [one for one in found if one.settled is None]
    shown = found if every else open_
    data = {
        "breaks": [broken.plain(one) for one in shown],
        "open": len(open_),
        "settled": len(found) - len(open_),
        "grades": {one.grade: one.links for one in graded},
        "as_of": moments.plain(moment),
    }
    text = [*broken.lines(found, shown, moment, each=each), "", broken.graded(graded)]
    return Answer(text, data, broken.findings(open_), ahead, status=FOUND_WRONG if open_ else 0)


@command("coverage")
@click.argument("area", required=False)
@option("--leg", metavar="LEG", help="Only this leg: kpps-pps.")
@looking.AS_OF
@click.pass_obj
def coverage(context: Context, /, area: str | None, *, leg: str | None, as_of: str | None) -> Answer:
    """
    What was expected against what happened, leg by leg, and who had late boxes when their time ran out.

    AREA is an area or a station. Deadlines are those of the plan, else of the rules. A box of which no paper speaks has
    not come once its deadline has passed.
    """
    from commands.looking import covered, dated  # noqa: PLC0415 - with SQLAlchemy
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    with looking.view_of(context) as (journal, view):
        moment = as_at(journal, view, as_of)
        known = desk.legs(view, moment)
        if leg is not None and leg not in known:
            raise Unknown(NO_SUCH_LEG if known else NO_LEGS, leg=leg, legs=known, some=known[0] if known else leg)
        part = desk.Part(known_area(view, area), leg)
        found, ahead = desk.coverage(view, moment, part, dated.marks(context, journal)), is_ahead(view, moment)
    status = FOUND_WRONG if covered.is_wrong(found) else 0
    text = [*covered.lines(found, moment)]
    return Answer(text, covered.plain(found, moment), covered.findings(found), ahead, status=status)


@command("officers")
@click.argument("whose", required=False, metavar="[OFFICER|AREA]")
@option("--each", is_flag=True, help="Each on a line of its own, however many there are.")
@looking.AS_OF
@click.pass_obj
def officers(context: Context, /, whose: str | None, *, each: bool, as_of: str | None) -> Answer:
    """
    Who may sign, with which key and until when, and how much each signed; of one officer every paper.

    Officers stand here by their numbers; names are disclosed on request: kotak names disclose.
    """
    from commands.looking import moments, signing  # noqa: PLC0415 - with SQLAlchemy
    from projections import signatories  # noqa: PLC0415 - with SQLAlchemy

    name = names.parse("an officer", whose) if whose and "#" in whose else None
    with looking.view_of(context) as (journal, view):
        moment = as_at(journal, view, as_of)
        area = known_area(view, None if name else whose)
        found = signatories.officers(view, moment, area, name)
        papers = signatories.signatures(view, moment, name) if name else []
    text = signing.in_full(found[0], papers, moment, each=each) if name else signing.lines(found, moment, each=each)
    data = {"officers": [signing.plain(one) for one in found], "papers": [signing.signed(one) for one in papers]}
    return Answer([*text], {**data, "as_of": moments.plain(moment)})


def answered(moment: "Moment", as_of: str | None, lines: Iterable[str], data: dict[str, object]) -> Answer:
    """An answer that says as at when it is; to a person only where that was asked."""
    from commands.looking import moments  # noqa: PLC0415 - with SQLAlchemy

    said = [moments.line(moment), ""] if as_of is not None else []
    return Answer([*said, *lines], {**data, "as_of": moments.plain(moment)})


def as_at(journal: "Journal", view: "View", as_of: str | None) -> "Moment":
    """The moment a question is asked about."""
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    index, time = looking.moment(journal, as_of)
    return desk.as_at(view, index=index, time=time, clock=clock.instant(None, Known(journal).hours))


def is_ahead(view: "View", moment: "Moment") -> list[str]:
    """A warning, where the time asked about lies after all that is known."""
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    now = desk.as_at(view, index=None, time=None, clock=clock.instant(None, 0))
    if moment.seconds <= now.seconds:
        return []
    said = _("{time} is still to come: what is not done by now counts as not done then.")
    return [said.format(time=short_moment(moment.at))]


def known_area(view: "View", area: str | None) -> str | None:
    """The area or station that was named. Raises Unknown if nothing was ever heard of it."""
    from projections import heard  # noqa: PLC0415 - with SQLAlchemy

    if area is not None:
        heard.check(view, names.parse("an area", area))
    return area


def _code(code: str | None) -> str | None:
    if code is None:
        return None
    found = codes.find(code)
    if found is None:
        raise Unknown(NO_SUCH_CODE, code=code)
    return found.code
