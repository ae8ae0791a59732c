"""
Files that somebody brings, checked together: each for what it is, with the keys that all of them show.

    receipt         c2sp.org/tlog-proof@v1         1 to 7
    passport        kotak-passport/v1              1 to 8
    contradiction   kotak-contradiction/v1         1
    paper           {"payload":…                   1 5 6 7
    key list        OFFICER ALGORITHM KEY          1
    checkpoint      origin, size, root             2 3

What a file is, its first bytes say, never its name. A file that does not hold is an error in its place and keeps no
other from being checked. A key list among the files is read and not believed: keys are pinned by whoever checks.

Another sort of file is one more line of `SORTS`: how it begins, and a function that opens it as `Evidence`. What a
person calls it stands in `commands.evidence.checked`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ledger import paper as papers
from ledger.audit.belonging import check_ledger
from ledger.domain.documents.government import Genesis
from ledger.errors import LedgerError, Malformed, Reason
from ledger.log import checkpoint
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.log.quorum import NO_QUORUM
from ledger.receipt import check, excerpt, keylist, passport
from ledger.receipt.excerpt import UNPLACED, Excerpt
from ledger.receipt.keylist import KeyList
from ledger.receipt.report import HISTORY, PINNED, PLACE, VERDICT, Report, Shown
from ledger.receipt.vouching import Vouchers

NO_SUCH_SORT = Reason(
    "RE-035",
    "This is no file that can be checked alone: no receipt, passport, paper, checkpoint or key list.",
    "A ledger or a copy of one is checked with: kotak verify FILE",
)

_ANOTHER: Final = b'\n{"payload'
"""Begins the second paper of an exported copy."""


class Evidence(Protocol):
    """A file of which all holds that can be checked without officers' keys."""

    @property
    def entries(self) -> Sequence[Excerpt]:
        """What it proves to be in the log."""

    def report(self, vouchers: Vouchers) -> Report:
        """What it proves and what not. Raises Malformed or BadSignature."""


@dataclass(frozen=True)
class PaperFile:
    """A whole paper of this ledger."""

    excerpt: Excerpt
    entries: Sequence[Excerpt] = ()

    def report(self, vouchers: Vouchers) -> Report:
        """Who signed it, with whatever keys are shown."""
        report = Report("paper", {1, 6, 7})
        report.vouch([Shown(self.excerpt, vouchers.of(self.excerpt))])
        report.omit_unknown()
        report.omit(8, PLACE)
        report.omit(8, VERDICT)
        return report


@dataclass(frozen=True)
class CheckpointFile:
    """A checkpoint its log signed."""

    promise: Opened
    entries: Sequence[Excerpt] = ()

    def report(self, vouchers: Vouchers) -> Report:  # noqa: ARG002 - officers sign no checkpoints
        """Who promised what."""
        report = Report("checkpoint", {2, 3}, self.promise)
        report.omit(8, HISTORY)
        return report


@dataclass(frozen=True)
class KeysFile:
    """A key list that nobody pinned."""

    keys: KeyList
    entries: Sequence[Excerpt] = ()

    def report(self, vouchers: Vouchers) -> Report:  # noqa: ARG002 - its keys are believed by nobody
        """That it is one."""
        report = Report("keys", {1})
        report.omit(5, PINNED, keys=len(self.keys.keys))
        return report


def examine(files: Iterable[bytes], trust: Trust, pinned: KeyList) -> list[Report | LedgerError]:
    """For each file in turn what it proves, or why it is not what it claims."""
    opened = [_opened(data, trust) for data in files]
    entries = [entry for one in opened if not isinstance(one, LedgerError) for entry in one.entries]
    vouchers = Vouchers(entries, pinned)
    return [one if isinstance(one, LedgerError) else _reported(one, vouchers, trust) for one in opened]


def open_file(data: bytes, trust: Trust) -> Evidence:
    """A file as what its first bytes say it is. Raises Malformed, BadSignature or BadProof."""
    for begins, open_ in SORTS:
        if begins.match(data):
            return open_(data, trust)
    raise Malformed(NO_SUCH_SORT)


def report_of(evidence: Evidence, vouchers: Vouchers, trust: Trust) -> Report:
    """What a file proves and what not, also where the trust file asks for little. Raises as `report` does."""
    report = evidence.report(vouchers)
    if report.promise is not None and trust.quorum.strength is None:
        report.omit(3, NO_QUORUM)
    return report


def _opened(data: bytes, trust: Trust) -> Evidence | LedgerError:
    try:
        return open_file(data, trust)
    except LedgerError as error:
        return error


def _reported(evidence: Evidence, vouchers: Vouchers, trust: Trust) -> Report | LedgerError:
    try:
        return report_of(evidence, vouchers, trust)
    except LedgerError as error:
        return error


def _open_paper(data: bytes, trust: Trust) -> Evidence:
    if _ANOTHER in data:
        raise Malformed(NO_SUCH_SORT)
    paper = papers.read(data)
    check_ledger(paper, 0 if isinstance(paper.document, Genesis) else UNPLACED, trust.genesis)
    return PaperFile(excerpt.of_paper(paper))


def _open_checkpoint(data: bytes, trust: Trust) -> Evidence:
    return CheckpointFile(checkpoint.open_checkpoint(data, trust))


def _open_contradiction(data: bytes, trust: Trust) -> Evidence:
    from ledger.receipt import clash  # noqa: PLC0415 - few files are one

    return clash.open_contradiction(data, trust)


def _open_keys(data: bytes, _: Trust) -> Evidence:
    return KeysFile(keylist.read(data))


SORTS: Final[tuple[tuple[re.Pattern[bytes], Callable[[bytes, Trust], Evidence]], ...]] = (
    (re.compile(rb"c2sp\.org/tlog-proof@"), check.open_receipt),
    (re.compile(rb"kotak-passport/"), passport.open_passport),
    (re.compile(rb"kotak-contradiction/"), _open_contradiction),
    (re.compile(rb'\{"payload'), _open_paper),
    (re.compile(rb"[a-z]+/[^ \n]+#[0-9]+ "), _open_keys),
    (re.compile(rb"[^\x00-\x1f]+\n[0-9]+\n[^\n]+\n\n"), _open_checkpoint),
)
"""How each sort of file begins, and what opens it."""
