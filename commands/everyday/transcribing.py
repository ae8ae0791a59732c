"""`kotak transcribe`: a paper form that was written without a laptop is copied into the ledger, and says so."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, get_args

import click

from commands.drafting.circumstances import Circumstances, Said, about_boxes
from commands.drafting.drafting import Desk
from commands.drafting.options import BOXES, EXCEPT, FROM_FILE, KEEPER, SEEN, naming
from commands.program.frame import command, option
from commands.program.output import Answer
from commands.typed import boxes, named, times
from commands.typed.boxes import NotUnderstood
from commands.typed.outcomes import Outcomes
from commands.typed.seen import Sight
from ledger.domain import names
from ledger.domain.documents.base import LinkLine, Transcribed
from ledger.domain.documents.boxes import Purpose, SealingLine
from ledger.domain.documents.movement import Release
from ledger.errors import Reason

LACKING = Reason(
    "CO-081",
    "{option} is missing: a form of the kind {kind} says that too.",
    "Add {option}; see: kotak transcribe --help",
)
NOT_OF_IT = Reason(
    "CO-082", "{option} does not go with a form of the kind {kind}.", "Leave {option} out; see: kotak transcribe --help"
)

_NEEDED: Final = {"release": "to", "acceptance": "of", "handover": "to", "deposit": "keeper", "sealing": "purpose"}
"""By kind what its form says that no other word of the line tells."""
_ANSWERS: Final = frozenset({"acceptance", "handover"})
_OF_ANSWERS: Final = frozenset({"keeper", "exceptions"})
_OPTIONS: Final = {
    "to": "--to",
    "of": "--of",
    "purpose": "--purpose",
    "keeper": "--keeper",
    "exceptions": "--except",
}
"""What not every kind says."""


@command("transcribe")
@click.argument("kind", type=click.Choice(tuple(_NEEDED)))
@BOXES
@FROM_FILE
@option("--unit", required=True, metavar="UNIT", help="The unit that acted on the form.")
@option("--to", metavar="UNIT", callback=naming("a unit"), help="Of a release or a hand-over: who was to receive.")
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
    _check(kind, said)
    unit = names.parse("a unit", said["unit"])
    listed = boxes.resolve(boxes.gather(words, said["from_file"]), desk.known, unit)
    sight = Sight(said["seen"], listed, unit)
    untaken = Outcomes(said["exceptions"], listed, unit)
    of = named.signed(desk, said["of"], Release).digest if said["of"] else None
    stated = partial(_line, desk, kind, sight)
    answered = partial(untaken.line, sight=sight, terminal=desk.context.terminal)
    line = answered if kind in _ANSWERS else stated
    lines = [line(box, of or boxes.last_link(desk.known, box)) for box in listed]
    own = {"to": said["to"], "of": of, "purpose": said["purpose"], "keeper": said["keeper"]}
    members = {
        "unit": unit,
        "transcribed": _form(desk, said),
        **{name: value for name, value in own.items() if value is not None},
    }
    told = Said(kind=kind, part="reports", lines=lines, members=members, files=sight.photos())
    happens = {"handover": own["to"], "deposit": own["keeper"]}
    return desk.carry_out(around.statement(desk, told, where=happens.get(kind)))


def _check(kind: str, said: Mapping[str, Any]) -> None:
    """Refuse a word of another kind, and the lack of one that this kind needs."""
    taken = {_NEEDED[kind], *(_OF_ANSWERS if kind in _ANSWERS else ())}
    for name, option_ in _OPTIONS.items():
        if said[name] and name not in taken:
            raise NotUnderstood(NOT_OF_IT, kind=kind, option=option_)
    if not said[_NEEDED[kind]]:
        raise NotUnderstood(LACKING, kind=kind, option=_OPTIONS[_NEEDED[kind]])


def _form(desk: Desk, said: dict[str, Any]) -> Transcribed:
    return Transcribed(
        form=said["form"],
        number=said["number"],
        written_at=times.instant(said["written_at"], desk.known.hours, desk.at),
        signed_on_paper=tuple(names.parse("a unit", unit) for unit in said["signed_on_paper"]),
        stands_for=said["stands_for"],
    )


def _line(desk: Desk, kind: str, sight: Sight, box: str, after: str) -> LinkLine:
    form = SealingLine if kind == "sealing" else LinkLine
    return form(box=box, after=after, **sight.of(box, desk.context.terminal).members())
