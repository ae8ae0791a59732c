"""`kotak sample`: a publicly seeded random sample of boxes, what was seen of them, and exposure beside a margin."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from commands.looking import inquiries, looking
from commands.program import files
from commands.program.context import Context
from commands.program.files import saves
from commands.program.frame import Whole, group, option
from commands.program.language import _
from commands.program.output import FOUND_WRONG, Answer
from commands.sampling import exposing, told, typed
from ledger.domain import names
from ledger.domain.documents import LINKS
from ledger.errors import Reason, Unknown
from ledger.sampling import sample as samples
from ledger.sampling.sample import ALL, LEVELS, Frame

if TYPE_CHECKING:
    from projections.looking import View

NO_BOX = Reason(
    "SA-012", "No box of {area} is on the manifest at entry {index}.", "Look which boxes there are: kotak where"
)
NONE_LISTED = Reason("SA-015", "No box is on a manifest at entry {index}.", "kotak manifest show")
NO_CONTEST = Reason("SA-013", "There is no box of {contest} there; there are {known}.", "kotak sample exposure --help")

_LIMIT: Final = 4 * 2**20
_LEVEL: Final = click.Choice(tuple(LEVELS))
_KIND: Final = click.Choice(sorted(LINKS))


@group("sample")
def sample() -> None:
    """
    Boxes to inspect by lot, and what the inspections say of all boxes.

    First the list of boxes is fixed and its hash announced (plan), then dice are rolled in public and typed (draw), the
    boxes drawn are inspected (kotak inspect --purpose sample), and what was seen is summed up (results). Anybody can do
    it again: docs/format.md, section 16.
    """


def framed(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Decorator: of which boxes, and how many are enough; the command gets `frame_of`, for a ledger at an index."""

    @click.argument("area", required=False)
    @option("--rate", required=True, metavar="RATE", help="The smallest rate of misplaced boxes to be detected: 2%.")
    @option("--confidence", required=True, metavar="RATE", help="How sure to be of detecting it: 95%.")
    @option("--strata", type=_LEVEL, default="none", show_default=True, help="Each area of this level by itself.")
    @wraps(function)
    def with_frame(*arguments: Any, area: str | None, rate: str, confidence: str, strata: str, **said: Any) -> Answer:
        shares = typed.rate(rate), typed.confidence(confidence)
        within = names.parse("an area", area) if area is not None else ALL

        def frame_of(ledger: str, index: int) -> Frame:
            return Frame(ledger, index, within, strata, *shares)

        return function(*arguments, frame_of=frame_of, **said)

    return with_frame


@sample.command("plan", alias="rancang")
@framed
@option("--as-of", callback=typed.entry, metavar="INDEX", help="The entry that counts last; without it the last.")
@click.pass_obj
def plan(context: Context, /, as_of: int | None, frame_of: Callable[[str, int], Frame]) -> Answer:
    """
    How many boxes are enough, and the hash of the list they are drawn from.

    Announce it before the dice are rolled: afterwards nobody can choose another list.
    """
    with looking.view_of(context) as (_journal, view):
        frame = frame_of(_ledger(view), view.size - 1 if as_of is None else as_of)
        strata = samples.planned(frame, _population(view, frame))
    return Answer([*told.plan(frame, strata)], told.plain(frame, strata), next=[told.to_draw(frame)])


@sample.command("draw", alias="undi")
@framed
@option("--as-of", callback=typed.entry, metavar="INDEX", required=True, help="The entry that counts last.")
@option("--seed", metavar="DIGITS", help="What the dice showed, at least 20 digits; without it they are asked for.")
@saves
@click.pass_obj
def draw(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    /,
    as_of: int,
    seed: str | None,
    output: str | None,
    *,
    force: bool,
    frame_of: Callable[[str, int], Frame],
) -> Answer:
    """
    Draw the boxes that dice rolled in public choose.

    Ten-sided dice are rolled at least twenty times, after the hash of the list was announced, and people type what they
    show. With -o the sample is kept in a file, which results takes and anybody can make again.
    """
    digits = typed.seed(seed or context.terminal.ask(_("What the dice showed, at least 20 digits:"), "--seed"))
    with looking.view_of(context) as (_journal, view):
        frame = frame_of(_ledger(view), as_of)
        made = samples.draw(frame, digits, _population(view, frame))
        stand = told.standing(view, made)
    if output is not None:
        files.write(output, str(made).encode(), force=force)
    facts = {**told.plain(frame, made.strata), "seed": made.seed, "file": output}
    if output == "-":
        return Answer((), facts)
    said = [_("Written to {file}.").format(file=output)] if output else []
    return Answer([*told.drawn(made, stand), *said], facts, next=[told.TO_INSPECT])


@sample.command("results", alias="hasil")
@click.argument("path", metavar="FILE")
@looking.AS_OF
@click.pass_obj
def results(context: Context, /, path: str, *, as_of: str | None) -> Answer:
    """
    What was seen of the boxes drawn, and how many of all boxes may not be as the ledger says.

    FILE is the sample as it was drawn; it is drawn again and compared first. Counted are inspections with the purpose
    sample that were recorded later. A box nobody inspected is counted as one that does not agree.
    """
    from projections import samples as seen  # noqa: PLC0415 - brings SQLAlchemy

    made = samples.read(files.read_text(path, _LIMIT))
    with looking.view_of(context) as (journal, view):
        ledger, moment = _ledger(view), inquiries.as_at(journal, view, as_of)
        boxes = _population(view, made.frame) if made.frame.ledger == ledger else []
        samples.check(made, boxes, ledger, path)
        found = [seen.seen(view, one.drawn, made.frame.index, moment) for one in made.strata]
    wrong = told.findings(found)
    answer = inquiries.answered(moment, as_of, told.results(made, found), told.outcome(made, found))
    return replace(answer, findings=wrong, next=told.remedies(wrong), status=FOUND_WRONG if wrong else 0)


@sample.command("exposure", alias="bobot")
@click.argument("area", required=False)
@option("--margin", type=Whole(min=1), required=True, metavar="N", help="Votes between the first two.")
@option("--contest", metavar="KIND", help="Boxes of this contest alone, as DPD; a margin is that of one.")
@option("--without", multiple=True, type=_KIND, metavar="KIND", help="Leave such links out of account.")
@looking.AS_OF
@click.pass_obj
def exposure(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    /,
    area: str | None,
    *,
    margin: int,
    contest: str | None,
    without: tuple[str, ...],
    as_of: str | None,
) -> Answer:
    """
    How many ballots lie in boxes whose chain has a weak link, beside a margin.

    Weak is a link of grade D or E, a box that is disputed, and one with an open break of high severity. It tells where
    a doubt about custody could matter and which boxes to look at first, and not that anything happened to a box.
    """
    from projections import exposure as exposed  # noqa: PLC0415 - brings SQLAlchemy

    with looking.view_of(context) as (journal, view):
        moment, within = inquiries.as_at(journal, view, as_of), inquiries.known_area(view, area)
        listed = exposed.listed(view, moment, within)
        if not listed:
            raise _none(area, moment.entries)
        if contest is not None and contest not in listed:
            raise Unknown(NO_CONTEST, contest=contest, known=", ".join(listed))
        meant = [box for name, some in listed.items() if contest in {None, name} for box in some]
        found = exposed.of_contests(exposed.boxes(view, moment, meant, within, without), margin)
    return inquiries.answered(moment, as_of, exposing.exposures(found, without), exposing.exposed(found, without))


def _ledger(view: "View") -> str:
    if not view.size:
        raise _none(None, 0)
    return view.gathered([0])[0].effects.digest


def _population(view: "View", frame: Frame) -> list[str]:
    from projections.samples import population  # noqa: PLC0415 - brings SQLAlchemy

    boxes = population(view, frame.index, inquiries.known_area(view, None if frame.area == ALL else frame.area))
    if not boxes:
        raise _none(None if frame.area == ALL else frame.area, frame.index + 1)
    return boxes


def _none(area: str | None, entries: int) -> Unknown:
    from projections import where  # noqa: PLC0415 - brings SQLAlchemy

    if not entries:
        return Unknown(where.EMPTY, index=0)
    return Unknown(NO_BOX, area=area, index=entries - 1) if area else Unknown(NONE_LISTED, index=entries - 1)
