"""Boxes change hands: release, hand-over, withdrawal, deposit and the way back."""

from collections.abc import Iterable
from typing import Any

import click

from commands.drafting.circumstances import Circumstances, Said, about_boxes, part_of
from commands.drafting.drafting import Desk
from commands.drafting.options import BOXES, EXCEPT, FROM_FILE, KEEPER, LATE, SEEN, naming
from commands.program.frame import command, option
from commands.program.output import Answer
from commands.typed import boxes, named
from commands.typed.outcomes import Outcomes
from commands.typed.seen import Sight
from ledger.domain import names
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.movement import Release
from ledger.errors import Reason, Refused

ALL_ANSWERED = Reason(
    "CO-044",
    "Every box of this release was answered; there is nothing left to withdraw.",
    "See by which paper: kotak chain {box}",
)


@command("release")
@BOXES
@FROM_FILE
@option("--to", required=True, metavar="UNIT", help="Who is to receive them.")
@option("--carrier", metavar="UNIT", callback=naming("a unit"), help="Who drives.")
@option("--vehicle", metavar="PLATE", help="The plate of the vehicle.")
@option("--escort", multiple=True, metavar="UNIT", callback=naming("a unit"), help="Who goes along.")
@option("--via", multiple=True, metavar="PLACE", callback=naming("a place"), help="A place on the way.")
@SEEN
@about_boxes
def release(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Give boxes on their way to another unit.

    You answer for them until they are accepted. Without a network the paper is kept in a file that travels with the
    boxes.
    """
    unit = names.unit_of(desk.context.officer)
    listed = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    sight = Sight(said.pop("seen"), listed, unit)
    members = {**said, "unit": unit, "to": names.parse("a unit", said["to"])}
    lines = _links(desk, listed, sight)
    return desk.carry_out(
        around.statement(
            desk, Said(kind="release", part="releases", lines=lines, members=members, files=sight.photos())
        )
    )


@command("handover")
@BOXES
@FROM_FILE
@option("--to", required=True, metavar="UNIT", help="Who receives them; one of its officers signs too, see --with.")
@SEEN
@EXCEPT
@KEEPER
@LATE
@about_boxes
def handover(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Release and acceptance in one, signed by both at one table.

    The other side signs here (--with OFFICER), or later with `kotak paper sign`. If you do not count the same, sign a
    release and an acceptance instead.
    """
    unit, to = names.unit_of(desk.context.officer), names.parse("a unit", said["to"])
    listed = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    sight = Sight(said["seen"], listed, unit)
    untaken = Outcomes(said["exceptions"], listed, unit)
    said_ = Said(
        kind="handover",
        part="releases",
        sides={to: "receives"},
        lines=[untaken.line(box, boxes.last_link(desk.known, box), sight, desk.context.terminal) for box in listed],
        members={"unit": unit, "to": to, "keeper": said["keeper"], "late": said["late"]},
        files=sight.photos(),
    )
    return desk.carry_out(around.statement(desk, said_, where=to))


@command("withdraw")
@click.argument("name", metavar="FILE")
@option("--why", default="not-accepted", metavar="WORD", help="Why it is void, in one word.")
@SEEN
@about_boxes
def withdraw(desk: Desk, around: Circumstances, name: str, why: str, seen: tuple[str, ...]) -> Answer:
    """
    Make a release of mine void that was never accepted.

    The boxes are with you, here. An acceptance that was signed already goes before.
    """
    given = named.signed(desk, name, Release)
    unit = names.unit_of(desk.context.officer)
    answered = desk.known.answered(given)
    listed = [line.box for line in given.lines if isinstance(line, LinkLine) and line.box not in answered]
    if not listed:
        raise Refused(ALL_ANSWERED, box=min(answered))
    sight = Sight(seen, listed, unit)
    said = Said(
        kind="withdrawal",
        part="releases",
        lines=[
            LinkLine(box=box, after=given.digest, **sight.of(box, desk.context.terminal).members()) for box in listed
        ],
        members={"unit": unit, "of": given.digest, "why": why},
        files=sight.photos(),
    )
    return desk.carry_out(around.statement(desk, said))


@command("deposit")
@BOXES
@FROM_FILE
@option("--to", "keeper", required=True, metavar="UNIT", help="Who keeps them; one of its officers signs too.")
@SEEN
@about_boxes
def deposit(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Leave boxes with another unit; you still answer for them.

    The keeper signs here (--with OFFICER), later with `kotak paper sign`, or without a key stands in --present.
    """
    keeper = names.parse("a unit", said["keeper"])
    return _deposit(desk, around, boxes.gather(words, from_file), said["seen"], {"keeper": keeper})


@command("collect")
@BOXES
@FROM_FILE
@option("--from", "keeper", required=True, metavar="UNIT", help="Who kept them; one of its officers signs too.")
@SEEN
@about_boxes
def collect(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Take back boxes that were left with another unit.

    The keeper signs here (--with OFFICER), later with `kotak paper sign`, or without a key stands in --present.
    """
    keeper = names.parse("a unit", said["keeper"])
    return _deposit(desk, around, boxes.gather(words, from_file), said["seen"], {"keeper": keeper, "back": True})


def _deposit(
    desk: Desk, around: Circumstances, words: Iterable[str], seen: tuple[str, ...], members: dict[str, Any]
) -> Answer:
    unit, keeper = names.unit_of(desk.context.officer), members["keeper"]
    listed = boxes.resolve(words, desk.known, unit)
    sight = Sight(seen, listed, unit)
    said = Said(
        kind="deposit",
        part="acts",
        sides={keeper: "keeps"},
        lines=_links(desk, listed, sight),
        members={**members, "unit": unit},
        files=sight.photos(),
        part_of=lambda present: "keeps" if present == keeper else part_of(present),
    )
    return desk.carry_out(around.statement(desk, said, where=None if members.get("back") else keeper))


def _links(desk: Desk, listed: list[str], sight: Sight) -> list[LinkLine]:
    return [
        LinkLine(box=box, after=boxes.last_link(desk.known, box), **sight.of(box, desk.context.terminal).members())
        for box in listed
    ]
