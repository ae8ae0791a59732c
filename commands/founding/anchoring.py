"""`kotak anchor`: the checkpoint of another ledger, kept in this one; so does a province with its regencies."""

from dataclasses import replace
from typing import Final

import click

from commands.drafting import delivery
from commands.drafting.drafting import Desk
from commands.evidence import reference
from commands.founding.governing import Mandate, governs
from commands.program import files
from commands.program.frame import command, option
from commands.program.language import _
from commands.program.output import Answer
from ledger import paper as papers
from ledger.domain.documents.remarks import Anchor
from ledger.errors import Conflict, Malformed, Reason
from ledger.log import checkpoint as checkpoints
from ledger.log import policy
from ledger.log.checkpoint import Checkpoint
from ledger.log.lines import LONGEST
from ledger.paper import Paper
from ledger.signing import armour, note

TOO_LARGE = Reason(
    "SU-111",
    "{path} holds no checkpoint that a paper can keep: it has {found} bytes, and at most {limit} are kept.",
    "Take the checkpoint alone.",
)
NOT_SIGNED = Reason(
    "LO-070",
    "{path} holds a checkpoint of the log {origin} that bears no signature of that name.",
    "Get it again from where that log publishes.",
)
ANOTHER_ROOT = Reason(
    "LO-071",
    "At index {index} another checkpoint of {size} entries of the log {origin} is anchored, with the root {found}.",
    "Keep {path} as it is: with the paper at that index it proves two histories. Show both to the supervisor.",
)

LARGEST: Final = 8 * 1024
"""Bytes of a note that a paper keeps."""


@command("anchor")
@click.argument("file")
@option("--of", "trust", metavar="TRUST", help="The trust file of the other ledger: its log must have signed.")
@governs
def anchor(desk: Desk, mandate: Mandate, file: str, trust: str | None) -> Answer:
    """
    Keep the checkpoint of another ledger in this one.

    Whoever later shows another history of that ledger is contradicted here. Of a file of many checkpoints the largest
    is taken. An officer enrolled as operator signs. Anchoring one twice says where it is.
    """
    data, found = _signed(file, trust) if trust else _named(file)
    check_length(file, data)
    there = _anchored(desk, found, file)
    if there is not None:
        return delivery.already(*there)
    answer = desk.carry_out(mandate.statement(desk, "anchor", "operates", note=armour.encode(data)))
    unchecked = _("Nobody checked who signed it: name the trust file of that ledger with --of.")
    return answer if trust else replace(answer, warnings=[*answer.warnings, unchecked])


def check_length(path: str, data: bytes) -> None:
    """Refuse a note that no paper can keep."""
    if len(data) > LARGEST:
        raise Malformed(TOO_LARGE, path=path, found=len(data), limit=LARGEST)


def _signed(path: str, trust: str) -> tuple[bytes, Checkpoint]:
    """The best checkpoint in a file that the log of this trust file signed."""
    data, opened = reference.best(path, policy.read(files.read(trust, LONGEST)))
    return data, opened.checkpoint


def _named(path: str) -> tuple[bytes, Checkpoint]:
    """The largest checkpoint in a file, each with a line of the log it says it is of. Nothing is verified."""
    found = [(data, _read(path, data)) for data in reference.notes(path)]
    return max(found, key=lambda one: one[1].size)


def _read(path: str, data: bytes) -> Checkpoint:
    parted = note.read(data)
    found = checkpoints.read(parted.text)
    if found.origin not in {line.name for line in parted.lines}:
        raise Malformed(NOT_SIGNED, path=path, origin=found.origin)
    return found


def _anchored(desk: Desk, found: Checkpoint, path: str) -> tuple[Paper, int] | None:
    """Where this checkpoint is anchored already. Raises Conflict if another of its size is."""
    for entry in desk.journal.of_kind("anchor") if desk.journal else ():
        paper = papers.read(entry.data)
        there = _kept(paper)
        if there == found:
            return paper, entry.index
        if there and (there.origin, there.size) == (found.origin, found.size):
            facts = {"index": entry.index, "size": found.size, "origin": found.origin, "found": there.root.hex()}
            raise Conflict(ANOTHER_ROOT, path=path, **facts)
    return None


def _kept(paper: Paper) -> Checkpoint | None:
    """The checkpoint an anchor keeps; None if it keeps something else, which no rule forbids."""
    if not isinstance(paper.document, Anchor):
        return None
    try:
        return checkpoints.read(note.read(armour.decode(paper.document.note)).text)
    except Malformed:
        return None
