"""What is ordered about boxes: corrections, holds and their end, disposal."""

from typing import Any, get_args

import click
from msgspec.structs import fields

from commands.drafting.circumstances import Circumstances, Said, about_boxes
from commands.drafting.drafting import Desk
from commands.drafting.options import BOXES, FROM_FILE, SEEN
from commands.founding import governing
from commands.founding.governing import Mandate, governs
from commands.program.frame import command, option
from commands.program.output import Answer
from commands.typed import boxes, named, seen
from commands.typed.boxes import NotUnderstood
from commands.typed.seen import Sight
from ledger.domain import names
from ledger.domain.documents.base import BoxLine, Cited, LinkLine, Part
from ledger.domain.documents.boxes import CorrectionLine, Disposal
from ledger.domain.documents.remarks import Hold
from ledger.errors import Reason

NOTHING_CORRECTED = Reason(
    "SU-110",
    "It is not said what holds instead.",
    "Add at least one of --custodian, --keeper, --stands and --seals.",
)
NO_BOXES_IN_IT = Reason("SU-113", "The paper {name} is about no boxes.", "Look at it: kotak paper show {name}")
NO_APPROVAL = Reason(
    "SU-112", "The disposal names no approval.", "Name it: --ref persetujuan:NUMBER:DATE, as often as there are some."
)

_HOW = next(get_args(one.type) for one in fields(Disposal) if one.name == "how")


@command("correct")
@click.argument("name", metavar="FILE|INDEX|DIGEST")
@BOXES
@FROM_FILE
@option("--why", required=True, metavar="WORD", help="Why, in one word: wrong-unit, typing-error.")
@option("--custodian", metavar="UNIT", help="Who answers for the boxes.")
@option("--keeper", metavar="UNIT", help="Who has them.")
@option("--stands", metavar="PLACE", help="Where they stand.")
@option("--seals", metavar="SEALS", help="Which seals are on them: ties:2,papers:1.")
@about_boxes
def correct(desk: Desk, around: Circumstances, name: str, words: tuple[str, ...], **said: Any) -> Answer:
    """
    Say what holds instead of what a paper says.

    All parties of that paper sign (--with OFFICER=acts), or by a ruling, named with --ref, the authorities of both
    families (--with OFFICER=authorises). What was signed stays; the correction counts from its own place on.
    """
    of = named.signed(desk, name)
    unit = names.unit_of(desk.context.officer)
    listed = sorted(line.box for line in of.lines if isinstance(line, BoxLine))
    found = boxes.among(boxes.gather(words, said["from_file"]), listed, unit) or listed
    if not found:
        raise NotUnderstood(NO_BOXES_IN_IT, name=name)
    stated = _stated(said)
    lines = [CorrectionLine(box=box, after=desk.known.last(box), **stated) for box in found]
    members = {"unit": unit, "of": of.digest, "why": governing.word(said["why"])}
    part: Part = "authorises" if desk.context.officer in governing.authority_keys(desk) else "acts"
    statement = around.statement(desk, Said(kind="correction", part=part, lines=lines, members=members))
    return desk.carry_out(governing.authorised(desk, statement))


@command("hold")
@BOXES
@FROM_FILE
@option("--why", required=True, metavar="WORD", help="Why, in one word: dispute, evidence.")
@governs
def hold(desk: Desk, mandate: Mandate, words: tuple[str, ...], from_file: str | None, why: str) -> Answer:
    """
    Order that boxes stay where they are.

    An authority orders it, or a unit the rules name. Moves under a hold are recorded and flagged.
    """
    unit = names.unit_of(desk.context.officer)
    found = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    lines = [Cited(box=box) for box in found]
    return desk.carry_out(mandate.statement(desk, "hold", "authorises", lines, unit=unit, why=governing.word(why)))


@command("lift")
@click.argument("name", metavar="FILE|INDEX|DIGEST")
@BOXES
@FROM_FILE
@governs
def lift(desk: Desk, mandate: Mandate, name: str, words: tuple[str, ...], from_file: str | None) -> Answer:
    """Lift a hold, from all its boxes or from those named."""
    of = named.signed(desk, name, Hold)
    unit = names.unit_of(desk.context.officer)
    listed = [line.box for line in of.lines if isinstance(line, Cited)]
    found = boxes.among(boxes.gather(words, from_file), listed, unit) or listed
    lines = [Cited(box=box) for box in found]
    return desk.carry_out(mandate.statement(desk, "lift", "authorises", lines, unit=unit, of=of.digest))


@command("dispose")
@BOXES
@FROM_FILE
@SEEN
@option("--how", required=True, type=click.Choice(_HOW), help="Sold at auction, pulped, or given to the archive.")
@option("--kept", multiple=True, metavar="WORD", help="What was taken out and kept: forms, recap-sheets.")
@about_boxes
def dispose(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    End the chain of boxes: auction, pulp, archive.

    Nothing else ends a chain, and nothing brings it back. Name the approvals with --ref. To confirm, type the number of
    boxes.
    """
    if not around.refs:
        raise NotUnderstood(NO_APPROVAL)
    unit = names.unit_of(desk.context.officer)
    listed = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    sight = Sight(said["seen"], listed, unit)
    lines = [
        LinkLine(box=box, after=boxes.last_link(desk.known, box), **sight.of(box, desk.context.terminal).members())
        for box in listed
    ]
    kept = tuple(governing.word(word) for word in said["kept"])
    members = {"unit": unit, "how": said["how"], "kept": kept}
    spoken = Said(kind="disposal", part="acts", lines=lines, members=members, files=sight.photos())
    return desk.carry_out(around.statement(desk, spoken))


def _stated(said: dict[str, Any]) -> dict[str, Any]:
    found = {
        "custodian": said["custodian"] and names.parse("a unit", said["custodian"]),
        "keeper": said["keeper"] and names.parse("a unit", said["keeper"]),
        "place": said["stands"] and names.parse("a place", said["stands"]),
        "seals": said["seals"] and seen.seals(said["seals"]),
    }
    if not any(found.values()):
        raise NotUnderstood(NOTHING_CORRECTED)
    return found
