"""What is said about boxes without moving them: inspection, access to a store, attestation."""

import re
from typing import TYPE_CHECKING, Any, Final, cast

import click

from commands.drafting.circumstances import Circumstances, Said, about_boxes, part_of
from commands.drafting.drafting import Desk, drafts
from commands.drafting.options import BOXES, FROM_FILE, SEEN
from commands.drafting.statement import Hand, Statement
from commands.everyday.sealing import counted
from commands.program.frame import Whole, command, option
from commands.program.output import Answer
from commands.typed import boxes, named
from commands.typed.boxes import NotUnderstood
from commands.typed.seen import CONDITIONS, Sight
from commands.typed.spread import Spread
from ledger.domain import names
from ledger.domain.custody import parts
from ledger.domain.documents.remarks import AccessLine, InspectionLine
from ledger.errors import Reason

if TYPE_CHECKING:
    from ledger.domain.documents.base import Part

NOT_A_PADLOCK = Reason(
    "CO-060",
    "{text} does not say which padlock or seal, who holds its key, and how it was.",
    "Write it like pintu-1=kpu/35.79:intact",
)

_PADLOCK: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+){0,7})=([^:]+):([a-z-]+)", re.ASCII)


@command("inspect")
@BOXES
@FROM_FILE
@SEEN
@option("--counts", multiple=True, metavar="[BOX=]valid:N,…", help="Ballots by what became of them, and voters.")
@option("--purpose", metavar="WORD", help="What for: stock-taking, arrival, patrol; sample, of boxes that were drawn.")
@option("--here", is_flag=True, help="The boxes are physically with my unit.")
@about_boxes
def inspect(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Say what you see of boxes: seals, condition, that they are there.

    Moves nothing and breaks no chain; supervisors and party witnesses may do it too.
    """
    unit = names.unit_of(desk.context.officer)
    listed = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    sight = Sight(said["seen"], listed, unit)
    counts = Spread(said["counts"], listed, unit, counted)
    lines = [
        InspectionLine(box=box, counts=counts.of(box), **sight.of(box, desk.context.terminal).members())
        for box in listed
    ]
    members = {"unit": unit, "purpose": said["purpose"], "here": said["here"]}
    spoken = Said(kind="inspection", part="inspects", lines=lines, members=members, files=sight.photos())
    return desk.carry_out(around.statement(desk, spoken))


@command("access")
@click.argument("action", type=click.Choice(("opened", "closed")))
@option("--why", required=True, metavar="WORD", help="What for, in one word.")
@option("--padlock", "padlocks", multiple=True, required=True, metavar="ID=UNIT:STATE", help="A padlock or door seal.")
@option("--boxes", "count", required=True, type=Whole(min=0), metavar="N", help="Boxes counted inside.")
@about_boxes
def access(desk: Desk, around: Circumstances, action: str, padlocks: tuple[str, ...], **said: Any) -> Answer:
    """
    Say that a store was opened or closed, and how its padlocks and door seals were.

    Whoever holds a padlock and has a key signs too (--with OFFICER), or stands in --present.
    """
    unit = names.unit_of(desk.context.officer)
    lines = [_padlock(text) for text in padlocks]
    holders: dict[str, Part] = {line.holder: "unlocks" for line in lines if line.holder != unit}
    spoken = Said(
        kind="access",
        part="acts",
        sides=holders,
        lines=lines,
        members={"unit": unit, "action": action, "why": said["why"], "boxes": said["count"]},
        part_of=lambda present: holders.get(present) or part_of(present),
    )
    return desk.carry_out(around.statement(desk, spoken))


@command("attest")
@click.argument("name", metavar="FILE|INDEX")
@option("--place", metavar="PLACE", help="Where you were.")
@drafts
def attest(desk: Desk, name: str, place: str | None) -> Answer:
    """Sign as a witness of a paper, or as the side that is missing in it, now or later."""
    of = named.signed(desk, name)
    unit = names.unit_of(desk.context.officer)
    part = next((side.part for side in parts.sides(of.document) if side.unit == unit), "witnesses")
    members = {"unit": unit, "of": of.digest, "place": place and names.parse("a place", place)}
    return desk.carry_out(Statement("attestation", [Hand(desk.context.officer, cast("Part", part))], members=members))


def _padlock(text: str) -> AccessLine:
    found = _PADLOCK.fullmatch(text)
    if found is None or found[3] not in CONDITIONS:
        raise NotUnderstood(NOT_A_PADLOCK, text=text)
    return AccessLine(id=found[1], holder=names.parse("a unit", found[2]), seen=CONDITIONS[found[3]])
