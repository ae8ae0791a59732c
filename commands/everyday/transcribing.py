"""`kotak transcribe`: a paper form that was written without a laptop is copied into the ledger, and says so."""

from functools import partial
from typing import Any, Final, get_args

import click

from commands.drafting import clock
from commands.drafting.circumstances import Circumstances, Said, about_boxes
from commands.drafting.drafting import Desk
from commands.drafting.options import BOXES, EXCEPT, FROM_FILE, KEEPER, SEEN
from commands.program.frame import command, option
from commands.program.output import Answer
from commands.typed import boxes, named
from commands.typed.outcomes import Outcomes
from commands.typed.seen import Sight
from ledger.domain import names
from ledger.domain.documents.base import LinkLine, Transcribed
from ledger.domain.documents.boxes import Purpose, SealingLine
from ledger.domain.documents.movement import Release

_KINDS: Final = ("release", "acceptance", "handover", "deposit", "sealing")


@command("transcribe")
@click.argument("kind", type=click.Choice(_KINDS))
@BOXES
@FROM_FILE
@option("--unit", required=True, metavar="UNIT", help="The unit that acted on the form.")
@option("--to", metavar="UNIT", help="Of a release or a hand-over: who was to receive.")
@option("--of", metavar="FILE|INDEX", help="Of an acceptance: the release it answers.")
@option("--purpose", type=click.Choice(get_args(Purpose)), help="Of a sealing: what for.")
@KEEPER
@EXCEPT
@SEEN
@option("--form", required=True, metavar="WORD", help="What form it is, in one word.")
@option("--number", required=True, metavar="NUMBER", help="The number on the form.")
@option("--written-at", required=True, metavar="TIME", help="When the form was written.")
@option("--signed-on-paper", multiple=True, metavar="UNIT", help="Who signed the form by hand.")
@option("--stands-for", metavar="DIGEST", help="The lost paper it stands for.")
@about_boxes
def transcribe(desk: Desk, around: Circumstances, kind: str, words: tuple[str, ...], **said: Any) -> Answer:
    """
    Record a paper form that was written without a laptop.

    Photograph the form and bind it: --file form:PATH. Who received on the form copies it, of a release who gave. A
    copy that somebody else makes is contested until that side attests it, unless it has no key.
    """
    unit = names.parse("a unit", said["unit"])
    listed = boxes.resolve(boxes.gather(words, said["from_file"]), desk.known, unit)
    sight = Sight(said["seen"], listed, unit)
    untaken = Outcomes(said["exceptions"], listed, unit)
    of = named.signed(desk, said["of"], Release).digest if said["of"] else None
    answers = kind in {"acceptance", "handover"}
    stated = partial(_line, desk, kind, sight)
    answered = partial(untaken.line, sight=sight, terminal=desk.context.terminal)
    line = answered if answers else stated
    lines = [line(box, of or boxes.last_link(desk.known, box)) for box in listed]
    own = {"to": said["to"], "of": of, "purpose": said["purpose"], "keeper": said["keeper"]}
    members = {
        "unit": unit,
        "transcribed": _form(desk, said),
        **{name: value for name, value in own.items() if value is not None},
    }
    told = Said(kind=kind, part="reports", lines=lines, members=members, files=sight.photos())
    return desk.carry_out(around.statement(desk, told, where=said["to"] if kind == "handover" else None))


def _form(desk: Desk, said: dict[str, Any]) -> Transcribed:
    return Transcribed(
        form=said["form"],
        number=said["number"],
        written_at=clock.instant(said["written_at"], desk.known.hours),
        signed_on_paper=tuple(names.parse("a unit", unit) for unit in said["signed_on_paper"]),
        stands_for=said["stands_for"],
    )


def _line(desk: Desk, kind: str, sight: Sight, box: str, after: str) -> LinkLine:
    form = SealingLine if kind == "sealing" else LinkLine
    return form(box=box, after=after, **sight.of(box, desk.context.terminal).members())
