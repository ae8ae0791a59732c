"""
Checking a receipt with nothing but a trust file:

    1  it prints back to the same bytes; the leaf is that of the cover in it, never a hash given in the file
    2  the checkpoint has the origin of the trust file and a signature of its log
    3  cosignatures: of known keys all verify; the quorum is met (final) or not (provisional)
    4  the path leads from the leaf, at `index`, to the root of the checkpoint at its size
    5  exactly the signers its payload names signed, each with the key shown to be his          (ledger.receipt.roster)
    6  the line is canonical, its number is below `annex.lines`, and its path leads to `annex.root` of the payload
    7  `ledger` of the payload is `genesis` of the trust file; of index 0 the digest is; only genesis is there
    8  said as not checked: whether the line took effect, what was recorded later or left out, whatever else was not

Opening a receipt is all but 5, which waits for the keys that other files show, and 8: its report. Nothing is opened
that does not hold.
"""

from dataclasses import dataclass

from ledger import merkle
from ledger.audit.belonging import check_ledger
from ledger.domain.documents.government import Genesis
from ledger.errors import Malformed, Reason
from ledger.log import checkpoint, proof
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.log.proof import Inclusion, Proof
from ledger.receipt import content as contents
from ledger.receipt import excerpt as excerpts
from ledger.receipt.excerpt import Excerpt
from ledger.receipt.report import LATER, LIST, VERDICT, Report, Shown
from ledger.receipt.vouching import Vouchers

NOT_ITS_INDEX = Reason(
    "RE-029",
    "At index {index} stands a paper of the kind {kind}; genesis stands at index 0 and nowhere else.",
    "Keep the file; an entry like this is in no ledger that verifies.",
)


@dataclass(frozen=True)
class Receipt:
    """A receipt that holds, but for the signatures of officers."""

    proof: Proof
    promise: Opened
    excerpt: Excerpt

    @property
    def entries(self) -> tuple[Excerpt, ...]:
        """What it proves to be in the log."""
        return (self.excerpt,)

    def report(self, vouchers: Vouchers) -> Report:
        """5 and 8. Raises Malformed or BadSignature."""
        excerpt = self.excerpt
        report = Report("receipt", {1, 2, 3, 4, 7}, self.promise)
        # 5. Exactly the signers its payload names signed, each with the key shown to be his.
        report.vouch([Shown(excerpt, vouchers.of(excerpt))])
        report.omit_unknown()
        # 8. What was not checked.
        annex = excerpt.document.annex
        if excerpt.lines:
            report.checked.add(6)
        elif annex is not None:
            report.omit(6, LIST, lines=annex.lines, index=excerpt.index)
        report.omit(8, VERDICT)
        report.omit(8, LATER)
        return report


def open_receipt(data: bytes, trust: Trust) -> Receipt:
    """1, 2, 3, 4, 6 and 7. Raises Malformed, BadSignature or BadProof."""
    # 1. It prints back to the same bytes.
    read = proof.read(data)
    # 2. The checkpoint has the origin of the trust file and a signature of its log.
    # 3. Cosignatures: of known keys all verify; the quorum is met or not.
    promise = checkpoint.open_checkpoint(read.note, trust)
    return Receipt(read, promise, prove(read.inclusion, promise, trust))


def prove(inclusion: Inclusion, promise: Opened, trust: Trust) -> Excerpt:
    """1, 4, 6 and 7 for what stands above a checkpoint that was opened."""
    # 1. What it is about prints back too, and the leaf is that of the cover in it.
    content = contents.read(inclusion.extra)
    leaf, under = merkle.leaf_hash(content.cover), promise.checkpoint
    # 4. The path leads from the leaf to the root.
    merkle.verify_inclusion(inclusion.index, under.size, leaf, inclusion.path, under.root)
    # 6. The line is of the annex that was signed.
    excerpt = excerpts.of_content(content, inclusion.index)
    # 7. The paper is of this ledger.
    check_ledger(excerpt, inclusion.index, trust.genesis)
    if isinstance(excerpt.document, Genesis) != (inclusion.index == 0):
        raise Malformed(NOT_ITS_INDEX, index=inclusion.index, kind=excerpt.document.kind)
    return excerpt
