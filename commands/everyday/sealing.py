"""Boxes are closed and opened where they stand, by the unit that answers for them."""

import re
from typing import Any, Final, get_args

import click

from commands.drafting import beside, circumstances
from commands.drafting.circumstances import Circumstances, Said, about_boxes
from commands.drafting.drafting import Desk
from commands.drafting.options import BOXES, FROM_FILE, SEEN
from commands.program.frame import Whole, command, option
from commands.program.output import Answer
from commands.typed import boxes, seen, serials
from commands.typed.boxes import NotUnderstood
from commands.typed.seen import Sight
from commands.typed.spread import Spread
from ledger.domain import names
from ledger.domain.documents.base import Packed, Ref
from ledger.domain.documents.boxes import Counts, OpeningLine, Purpose, SealingLine
from ledger.errors import Reason

NOT_CONTENTS = Reason("CO-050", "{text} does not say what is in the box.", "Write it like 275 or 275:BATU-2")
NOT_COUNTS = Reason("CO-051", "{text} does not say what was counted.", "Write it like valid:200,invalid:3,unused:72")
NO_BASIS = Reason(
    "CO-052",
    "To open a box needs a legal basis, not only witnesses.",
    "Add --basis WHAT:NUMBER:DATE, --basis NAME of the rules, or --no-basis REASON, which is flagged.",
)

_PURPOSE: Final = option("--purpose", required=True, type=click.Choice(get_args(Purpose)), help="What for.")
_PACKED: Final = re.compile(r"([0-9]{1,6})(?::(.+))?", re.ASCII)
_COUNTED: Final = re.compile(r"(valid|invalid|unused|damaged|voters):([0-9]{1,6})", re.ASCII)


@command("seal")
@BOXES
@FROM_FILE
@_PURPOSE
@SEEN
@option("--packed", multiple=True, metavar="[BOX=]BALLOTS[:DAPIL]", help="Ballots that went in.")
@option("--counts", multiple=True, metavar="[BOX=]valid:N,…", help="Ballots by what became of them, and voters.")
@option("--item", "items", multiple=True, metavar="WORD", help="Something else that went in.")
@option("--serials", multiple=True, metavar="FILE", help="What stock add kept of the numbers on the seals.")
@option("--body", type=Whole(2, 99), metavar="N", help="The number of the carton, if it was replaced.")
@about_boxes
def seal(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Close boxes for which your unit answers, and say which seals were put on.

    With --seen the seals you put on are told: ties:2,papers:1. Numbers they bear are added, ties:2+A-17+A-18; with
    --serials they are proved to be of the batch that was counted.
    """
    unit = names.unit_of(desk.context.officer)
    listed = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    sight = Sight(said["seen"], listed, unit)
    lists = serials.Lists(desk.known, said["serials"])
    packed, counts = Spread(said["packed"], listed, unit, contents), Spread(said["counts"], listed, unit, counted)
    lines = [
        SealingLine(
            box=box,
            after=boxes.last_link(desk.known, box),
            packed=packed.of(box),
            counts=counts.of(box),
            items=tuple(sorted(said["items"])),
            revealed=lists.revealed(on.seals),
            body=said["body"],
            **on.members(),
        )
        for box in listed
        for on in [sight.of(box, desk.context.terminal)]
    ]
    members = {"unit": unit, "purpose": said["purpose"]}
    spoken = Said(kind="sealing", part="acts", lines=lines, members=members, files=sight.photos())
    return desk.carry_out(around.statement(desk, spoken))


@command("open")
@BOXES
@FROM_FILE
@_PURPOSE
@option("--basis", metavar="NAME|WHAT:NUMBER:DATE", help="The legal basis: a name of the rules, or a letter.")
@option("--no-basis", metavar="REASON", help="There is none, and why. It is flagged.")
@SEEN
@option("--broken", multiple=True, metavar="[BOX=]SEALS", help="Seals you broke.")
@option("--found", multiple=True, metavar="[BOX=]BALLOTS[:DAPIL]", help="Ballots found inside.")
@option("--taken", multiple=True, metavar="WORD", help="Something taken out.")
@option("--resealed", multiple=True, metavar="[BOX=]SEALS", help="Seals put on again afterwards.")
@about_boxes
def open_(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Open boxes for which your unit answers.

    With --seen the seals are told as they were before. Opening needs a legal basis, not only witnesses.
    """
    unit = names.unit_of(desk.context.officer)
    listed = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    sight = Sight(said["seen"], listed, unit)
    broken, resealed = (Spread(said[name], listed, unit, seen.seals) for name in ("broken", "resealed"))
    found = Spread(said["found"], listed, unit, contents)
    basis, letters = _basis(said["basis"], said["no_basis"])
    lines = [
        OpeningLine(
            box=box,
            after=boxes.last_link(desk.known, box),
            broken=broken.of(box),
            found=found.of(box),
            taken=tuple(sorted(said["taken"])),
            resealed=resealed.of(box),
            **sight.of(box, desk.context.terminal).members(),
        )
        for box in listed
    ]
    members = {"unit": unit, "purpose": said["purpose"], **basis}
    files = [*letters, *sight.photos()]
    spoken = Said(kind="opening", part="acts", lines=lines, members=members, files=files)
    return desk.carry_out(around.statement(desk, spoken))


def contents(text: str) -> Packed:
    """`275:BATU-2`."""
    found = _PACKED.fullmatch(text)
    if found is None:
        raise NotUnderstood(NOT_CONTENTS, text=text)
    return Packed(ballots=int(found[1]), dapil=found[2])


def counted(text: str) -> Counts:
    """`valid:200,invalid:3`."""
    found = [_COUNTED.fullmatch(word) for word in text.split(",")]
    said = {one[1]: int(one[2]) for one in found if one}
    if len(said) != len(found):
        raise NotUnderstood(NOT_COUNTS, text=text)
    return Counts(**said)


def _basis(said: str | None, reason: str | None) -> tuple[dict[str, object], list[beside.Attached]]:
    if (said is None) == (reason is None):
        raise NotUnderstood(NO_BASIS)
    if said is None:
        return {"basis": "none", "reason": reason}, []
    if ":" not in said:
        return {"basis": said}, []
    ref, letter = circumstances.reference(said)
    refs: tuple[Ref, ...] = (ref,)
    return {"basis": "ref", "refs": refs}, [letter] if letter else []
