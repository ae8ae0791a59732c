"""
An operator who runs the ledger and lies: whatever can be done to papers, to a file, or with SQL to a database.

`STORY` is an honest ledger of fourteen papers. Each attack takes its papers and gives those the operator shows.
"""

import io
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ledger import merkle
from ledger import paper as papers
from ledger.audit.held import Held, Kept
from ledger.audit.report import Report
from ledger.domain.custody import Custody, effects, states
from ledger.domain.documents import base, boxes, government, people
from ledger.errors import LedgerError
from ledger.export import Export
from ledger.log import checkpoint, policy
from ledger.log.policy import Trust
from ledger.merkle import leaf_hash
from ledger.persistence.journal import NewEntry, open_journal
from ledger.signing.envelope import Envelope, Signature
from ledger.verify import verify_database, verify_export
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, PPK, RINA, TIES, WATI, TestLedger, founded, key, private

ORIGIN = "kpu.example/test/kota-batu"
LOG = private("log of the operator")
FOUNDED, SEALED, HANDED, RELEASED, ACCEPTED, ROTATED, LAST = 7, 7, 8, 9, 10, 11, 13


def saw(ledger: TestLedger, size: int) -> base.Seen:
    """What a machine knows that was shown a checkpoint of that size."""
    return base.Seen(size=size, root=root(ledger.papers[:size]).hex())


def root(those: Iterable[papers.Paper]) -> bytes:
    return merkle.root([paper.leaf for paper in those])


@cache
def story() -> TestLedger:
    """Boxes are sealed, handed over, released, accepted; Wati takes a new key; Citra hands one on."""
    ledger = founded()
    ledger.seal(*BOXES)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, seen=saw(ledger, 5), witnesses={DEWI: "witnesses"})
    release = ledger.release(*BOXES, by=BUDI, to=PPK, seen=saw(ledger, 8))
    ledger.accept(release.digest, *BOXES, by=CITRA, seen=saw(ledger, 10))
    rotate(ledger, WATI)
    ledger.hand_over(BOXES[0], by=CITRA, to=WATI, seen=saw(ledger, 11))
    ledger.seal(BOXES[1], by=CITRA, seen=saw(ledger, 11))
    return ledger


def rotate(ledger: TestLedger, officer: str) -> None:
    """The officer proves to hold the old key and the new one."""
    old, new = ledger.key_of(officer), private(f"second key of {officer}")
    line = people.RotationLine(id=officer, old=old.public.id, new=key(new))
    document = ledger.draft("rotation", {officer: "proves"}, [line]).document
    both = tuple(base.Signer(officer=officer, key=one.public.id, part="proves", shown="id/1") for one in (old, new))
    drafted = papers.draft(replace(document, signers=both, annex=None), [line])
    ledger.record(papers.sign(drafted, [old, new]))
    ledger.private[officer] = new


def shown() -> list[bytes]:
    """The papers of the story as bytes."""
    return [bytes(paper) for paper in story().papers]


@cache
def trust(rest: str = "") -> Trust:
    """What the auditor holds; `rest` are lines about witnesses instead of `quorum none`."""
    text = policy.trust_text(ORIGIN, story().name, LOG.public)
    return policy.read((text.replace("quorum none\n", rest) if rest else text).encode())


def note(those: Sequence[bytes], size: int) -> bytes:
    """A checkpoint the log signs over the first of these papers."""
    leaves = [leaf_hash(paper.partition(b"\n")[0]) for paper in those[:size]]
    return checkpoint.sign(checkpoint.Checkpoint(ORIGIN, size, merkle.root(leaves)), LOG)


def published(size: int = 12) -> Held:
    """The auditor compares with an honest checkpoint."""
    return Held(published=[Kept("checkpoints", note(shown(), size))])


def audit(those: Iterable[bytes], held: Held | None = None, trusted: Trust | None = None) -> Report:
    """Verify an exported copy."""
    export = Export(io.BytesIO(b"".join(those)), "copy")
    return verify_export(export.entries(), trusted or trust(), held or published())


def audit_database(path: Path, held: Held | None = None) -> Report:
    """Verify a database."""
    with open_journal(path, read_only=True) as journal:
        return verify_database(journal, trust(), held or published())


def seen(report: Report) -> list[tuple[int, str, int | None]]:
    """Step, code and index of what was found."""
    return [(found.step, found.reason.code, found.index) for found in report.findings]


@dataclass
class Forger:
    """Keeps tags, states, effects and nodes consistent with whatever papers he wants to show."""

    path: Path
    custody: Custody = field(default_factory=Custody)

    def show(self, those: Iterable[bytes]) -> Path:
        with open_journal(self.path, create=True) as journal:
            for number, data in enumerate(those):
                journal.append([f"entry {number}"], number, lambda index, data=data: self._entry(index, data))  # type: ignore[misc]
        return self.path

    def _entry(self, index: int, data: bytes) -> NewEntry:
        leaf = leaf_hash(data.partition(b"\n")[0])
        try:
            paper = papers.read(data)
            papers.authenticate(paper, self.custody.keys(paper))
            made, written = self.custody.apply(paper, index)
        except LedgerError:
            return NewEntry("handover", data, frozenset({f"entry {index}"}), leaf, {}, b"{}")
        kept = {subject: states.encode(state) for subject, state in written.items()}
        return NewEntry(paper.document.kind, data, frozenset(written), leaf, kept, effects.encode(made))


def sql(path: Path, *statements: str) -> None:
    """What an operator does with the sqlite3 shell."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


# Attacks on papers.


def with_envelope(data: bytes, change: Callable[[Envelope], Envelope]) -> bytes:
    """The paper under a changed cover."""
    paper = papers.read(data)
    return bytes(change(paper.envelope)) + b"\n" + paper.annex


def without_a_signature(data: bytes) -> bytes:
    return with_envelope(data, lambda one: Envelope(one.payload, one.signatures[1:]))


def without_signatures(data: bytes) -> bytes:
    return with_envelope(data, lambda one: Envelope(one.payload))


def with_one_more_signature(data: bytes) -> bytes:
    signer = private("a stranger")
    return bytes(papers.sign(papers.read(data), [signer]))


def with_the_signature_of(data: bytes, other: bytes) -> bytes:
    """His signature from another paper, under this one."""
    lent = {one.keyid: one.sig for one in papers.read(other).envelope.signatures}

    def move(one: Envelope) -> Envelope:
        kept = [Signature(sign.keyid, lent.get(sign.keyid, sign.sig)) for sign in one.signatures]
        return Envelope(one.payload, tuple(kept))

    return with_envelope(data, move)


def with_the_annex_of(data: bytes, other: bytes) -> bytes:
    return data.partition(b"\n")[0] + b"\n" + other.partition(b"\n")[2]


def with_fewer_lines(data: bytes) -> bytes:
    return b"".join(data.splitlines(keepends=True)[:-1])


def with_lines_in_another_order(data: bytes) -> bytes:
    cover, *lines = data.splitlines(keepends=True)
    return b"".join([cover, *reversed(lines)])


# Papers for stories that go on.


def line(ledger: TestLedger, box: str = BOXES[2]) -> boxes.SealingLine:
    """One more seal on a box."""
    return boxes.SealingLine(box=box, after=ledger.last(box), seals=TIES, state="intact")


def fold(those: Iterable[papers.Paper]) -> Custody:
    """What these papers come to."""
    custody = Custody()
    for index, paper in enumerate(those):
        custody.apply(paper, index)
    return custody


def trust_in(ledger: TestLedger) -> Trust:
    """What an auditor of that ledger holds."""
    return policy.read(policy.trust_text(ORIGIN, ledger.name, LOG.public).encode())


def election(ledger: TestLedger) -> dict[str, Any]:
    """What a genesis says besides."""
    document = ledger.papers[0].document
    assert isinstance(document, government.Genesis)
    return {name: getattr(document, name) for name in ("origin", "election", "zone", "box_types", "authorities")}


def replace_authority(ledger: TestLedger) -> None:
    """The authority of custody takes a new key."""
    old, new = ledger.key_of(RINA), private("second key of Rina")
    held = government.Authority(threshold=1, keys=(government.AuthorityKey(officer=RINA, key=key(new)),))
    members: dict[str, Any] = {"replaces": ledger.name, "family": "custody", "authority": held}
    document = ledger.draft("authorities", {RINA: "authorises"}, **members).document
    signers = (
        base.Signer(officer=RINA, key=old.public.id, part="authorises", shown="id/1"),
        base.Signer(officer=RINA, key=new.public.id, part="proves", shown="id/1"),
    )
    ledger.record(papers.sign(papers.draft(replace(document, signers=signers)), [old, new]))
