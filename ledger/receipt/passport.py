"""
Passports: all receipts of one box or several, under one checkpoint.

    kotak-passport/v1
    box 35.79.02.2009/004/DPD                 one or more, sorted, each once

    c2sp.org/tlog-proof@v1                    a part: a receipt up to its empty line
    extra …
    index 7
    …
                                              an empty line after each part
    <checkpoint>                              the rest of the file

Parts stand in the order of index, then of line. Checking one is 1 to 7 of `ledger.receipt.check` for each part, with
the keys that its parts show, and

    8  each line of a box follows another paper about it                                     (ledger.receipt.chains)
    9  said as not checked: verdicts, remarks and papers later than the checkpoint or left out

A part that does not hold spoils the file; a chain that is broken or forked is what the file tells, and a finding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ledger.domain import names
from ledger.errors import LedgerError, Malformed, Reason
from ledger.log import checkpoint, proof
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.log.proof import Inclusion, Proof, read_inclusion
from ledger.receipt import chains
from ledger.receipt.check import prove
from ledger.receipt.excerpt import Excerpt, merge
from ledger.receipt.report import LATER, VERDICT, Report, Shown
from ledger.receipt.vouching import Vouchers

LONGEST: Final = 4 * 2**20
MOST: Final = 2000
"""Boxes, and parts."""
HEADER: Final = b"kotak-passport/v1\n"

_AGAIN: Final = "Ask whoever keeps the ledger for another: kotak passport --help"
TOO_LARGE = Reason(
    "PS-001",
    "The passport has {bytes} bytes, {boxes} boxes and {parts} parts; at most {most_bytes} bytes and {most} of either "
    "are read.",
    "Make one for each box: kotak passport BOX -o FILE",
)
NOT_A_PASSPORT = Reason(
    "PS-002",
    "This is not a passport: a header, boxes in order, parts with an empty line after each, and a checkpoint.",
    _AGAIN,
)
NOT_IN_ORDER = Reason("PS-003", "Part {part} of the passport, at index {index}, is not in its place.", _AGAIN)
PART = Reason("PS-004", "Part {part} of the passport, at index {index}, does not hold: {problem}", _AGAIN)
NOBODY_KNOWN = Reason(
    "PS-014",
    "No part shows the key of {officers}, who signed the paper at index {index}. The passport is not complete.",
    _AGAIN,
)


@dataclass(frozen=True)
class Passport:
    """Boxes, parts and the note of the checkpoint, of which nothing is verified. `bytes` prints it."""

    boxes: tuple[str, ...]
    parts: tuple[Inclusion, ...]
    note: bytes

    def __bytes__(self) -> bytes:
        boxes = "".join(f"box {box}\n" for box in self.boxes).encode()
        return b"\n".join([HEADER + boxes, *map(bytes, self.parts), self.note])


@dataclass(frozen=True)
class OpenedPassport:
    """A passport of which all parts hold, but for the signatures of officers."""

    passport: Passport
    promise: Opened
    entries: tuple[Excerpt, ...]
    """Each with all its lines that are shown."""

    def report(self, vouchers: Vouchers) -> Report:
        """5, 8 and 9. Raises Malformed or BadSignature."""
        report = Report("passport", {1, 2, 3, 4, 6, 7, 8}, self.promise, boxes=self.passport.boxes)
        # 5. Exactly the signers its payload names signed, each with the key shown to be his.
        report.vouch(Shown(entry, vouchers.of(entry)) for entry in self.entries)
        for one in report.unknown:
            officers = ", ".join(signer.officer for signer in one.vouched.unknown)
            report.find(5, NOBODY_KNOWN, index=one.index, officers=officers)
        # 8. Each line of a box follows another paper about it.
        links = chains.by_box(self.entries)
        for box in self.passport.boxes:
            for fault in chains.faults(links.get(box, [])):
                report.find(8, fault.reason, index=fault.index, box=box, **fault.facts)
        # 9. What was not checked.
        report.omit(9, VERDICT)
        report.omit(9, LATER)
        return report


def read(data: bytes) -> Passport:
    """The passport in these bytes, by round trip. Raises Malformed; nothing is verified."""
    if len(data) > LONGEST:
        raise too_large(len(data), data.count(b"\nbox "), data.count(proof.HEADER))
    head, at = _section(data, 0)
    if not head.startswith(HEADER):
        raise Malformed(NOT_A_PASSPORT)
    parts: list[Inclusion] = []
    while data.startswith(proof.HEADER, at) and len(parts) <= MOST:
        section, at = _section(data, at)
        parts.append(read_inclusion(section))
    passport = Passport(_boxes(head), tuple(parts), data[at:])
    if max(len(parts), len(passport.boxes)) > MOST:
        raise too_large(len(data), len(passport.boxes), data.count(proof.HEADER))
    if not parts or bytes(passport) != data:
        raise Malformed(NOT_A_PASSPORT)
    return passport


def open_passport(data: bytes, trust: Trust) -> OpenedPassport:
    """1, 2, 3, 4, 6 and 7 for all parts. Raises Malformed, BadSignature or BadProof."""
    # 1. It prints back to the same bytes.
    passport = read(data)
    # 2. The checkpoint has the origin of the trust file and a signature of its log.
    # 3. Cosignatures: of known keys all verify; the quorum is met or not.
    promise = checkpoint.open_checkpoint(passport.note, trust)
    # 4, 6 and 7, as for any receipt.
    found = [_prove(number, part, passport.note, promise, trust) for number, part in enumerate(passport.parts, start=1)]
    # 1. Its parts stand in order.
    _check_order(found)
    return OpenedPassport(passport, promise, tuple(merge(found)))


def too_large(size: int, boxes: int, parts: int) -> Malformed:
    """Why a passport is neither read nor made."""
    return Malformed(TOO_LARGE, bytes=size, boxes=boxes, parts=parts, most_bytes=LONGEST, most=MOST)


def _section(data: bytes, at: int) -> tuple[bytes, int]:
    """What stands before the next empty line, and where it goes on."""
    end = data.find(b"\n\n", at)
    if end < 0:
        raise Malformed(NOT_A_PASSPORT)
    return data[at : end + 1], end + 2


def _boxes(head: bytes) -> tuple[str, ...]:
    lines = head[len(HEADER) : -1].decode("latin-1").split("\n")
    try:
        boxes = tuple(names.parse("a box", line.removeprefix("box ")) for line in lines)
    except Malformed as error:
        raise Malformed(NOT_A_PASSPORT) from error
    if any(before >= after for before, after in pairwise(boxes)):
        raise Malformed(NOT_A_PASSPORT)
    return boxes


def _prove(number: int, part: Inclusion, note: bytes, promise: Opened, trust: Trust) -> Excerpt:
    try:
        if (found := len(bytes(Proof(part, note)))) > proof.LONGEST:
            raise Malformed(proof.TOO_LONG, found=found, most=proof.LONGEST)
        return prove(part, promise, trust)
    except LedgerError as error:
        raise Malformed(PART, part=number, index=part.index, problem=error) from error


def _check_order(parts: Sequence[Excerpt]) -> None:
    """By index, then by line; of one entry a whole paper stands alone, or lines do."""
    for number, (before, after) in enumerate(pairwise(parts), start=2):
        follows = before.numbered and after.numbered and before.numbered[0][0] < after.numbered[0][0]
        if before.index > after.index or (before.index == after.index and not follows):
            raise Malformed(NOT_IN_ORDER, part=number, index=after.index)
