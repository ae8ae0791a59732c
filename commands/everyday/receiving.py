"""Boxes are taken over: the acceptance of a release, line by line."""

import dataclasses
from shlex import quote
from typing import Any

import click

from commands.drafting import delivery
from commands.drafting.circumstances import Circumstances, Said, about_boxes
from commands.drafting.drafting import Desk
from commands.drafting.options import EXCEPT, KEEPER, LATE, SEEN, naming
from commands.program.frame import command, option
from commands.program.output import Answer
from commands.typed import boxes, named, outcomes, scanning
from commands.typed.boxes import NotUnderstood
from commands.typed.outcomes import Outcomes
from commands.typed.scanning import Scanned
from commands.typed.seen import Sight
from ledger.domain import names
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.movement import AcceptanceLine, Release
from ledger.errors import Reason, Refused
from ledger.paper import Paper

ALREADY_ANSWERED = Reason(
    "CO-043",
    "Every box of this release was answered, and by which paper is not known here.",
    "kotak chain {box}",
)


@command("accept")
@click.argument("name", metavar="FILE")
@option("--scan", metavar="FILE", help="Read boxes as they are carried in; - is a scanner. It may be interrupted.")
@SEEN
@EXCEPT
@option("--extra", multiple=True, metavar="BOX", help="A box that is here and not on the list.")
@KEEPER
@option(
    "--stop",
    "stops",
    multiple=True,
    metavar="PLACE",
    callback=naming("a place"),
    help="Where the vehicle stopped on the way.",
)
@LATE
@about_boxes
def accept(desk: Desk, around: Circumstances, name: str, **said: Any) -> Answer:
    """
    Accept the boxes of a release, from its file, index or digest.

    Count first: what the giver wrote about seals is not shown. What is refused or missing stays with the giver. Boxes
    that are not scanned are not answered; another acceptance may follow.
    """
    given = named.signed(desk, name, Release)
    answered = desk.known.answered(given)
    listed = [line.box for line in given.lines if isinstance(line, LinkLine)]
    if set(listed) <= answered.keys():
        return _already(desk, answered)
    open_ = [box for box in listed if box not in answered]
    answer = desk.carry_out(around.statement(desk, _said(desk, given, open_, said)))
    if desk.way.dry_run:
        return answer
    scanning.forget(desk.context, given.digest)
    alone = desk.journal is not None and named.index(desk, given.digest) is None
    return dataclasses.replace(answer, next=[f"kotak paper record {quote(name)}"]) if alone else answer


def _said(desk: Desk, given: Paper, listed: list[str], said: dict[str, Any]) -> Said:
    unit, terminal = names.unit_of(desk.context.officer), desk.context.terminal
    scanned = _scanned(desk, given, listed, said["scan"])
    more = sorted({*scanned.unlisted, *(boxes.resolve(said["extra"], desk.known, unit) if said["extra"] else ())})
    untaken = Outcomes(said["exceptions"], listed, unit)
    answered = sorted({*scanned.here, *untaken.named})
    if not (answered or more):
        raise NotUnderstood(boxes.NO_BOXES)
    sight = Sight(said["seen"], [*answered, *more], unit)
    lines: list[AcceptanceLine] = [untaken.line(box, given.digest, sight, terminal) for box in answered]
    return Said(
        kind="acceptance",
        part="receives",
        lines=[*lines, *outcomes.unlisted(more, sight, terminal)],
        members={
            "unit": unit,
            "of": given.digest,
            "keeper": said["keeper"],
            "stops": said["stops"],
            "late": said["late"],
        },
        files=sight.photos(),
    )


def _scanned(desk: Desk, given: Paper, listed: list[str], source: str | None) -> Scanned:
    if source is None:
        return Scanned(listed, [])
    return scanning.scan(desk.context, given.digest, source, listed, dry_run=desk.way.dry_run)


def _already(desk: Desk, answered: dict[str, str]) -> Answer:
    """Accepting twice says where the first acceptance is; one that still waits here is recorded now."""
    digests = sorted({digest for digest in answered.values() if digest})
    if not digests:
        raise Refused(ALREADY_ANSWERED, box=min(answered))
    found = [_where(desk, digest) for digest in digests]
    return dataclasses.replace(found[-1], lines=[line for each in found for line in each.lines])


def _where(desk: Desk, digest: str) -> Answer:
    index = named.index(desk, digest)
    if index is not None:
        return delivery.already(named.paper(desk, str(index)), index)
    found = named.paper(desk, digest)
    return desk.deliver(found) if desk.journal else delivery.lies_here(found)
