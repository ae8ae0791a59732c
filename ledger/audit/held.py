"""
What an auditor brings to an audit besides the ledger: published checkpoints, and what he kept of papers, receipts and
checkpoints. Nothing of it is believed before it was checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ledger.errors import LedgerError
from ledger.log.policy import Trust


class Kept(NamedTuple):
    """Bytes somebody brought to the audit, and what to call them."""

    name: str
    data: bytes


class Promised(NamedTuple):
    """A receipt somebody kept: at this index the log promised the entry with this leaf."""

    name: str
    index: int  # type: ignore[assignment]  # the word of the log, which tuple.index shadows for nobody here
    leaf: bytes


class NotHeld(NamedTuple):
    """A receipt somebody kept that is not what it claims."""

    name: str
    error: LedgerError


@dataclass(frozen=True, slots=True)
class Held:
    """What an audit is given besides the ledger: published checkpoints, and what the auditor kept."""

    published: Iterable[Kept] = ()
    checkpoints: Iterable[Iterable[Kept]] = ()
    """File by file: one that is cut short hides no other."""
    papers: Iterable[Kept] | None = None
    """None where no folder of kept things was named."""
    promises: Iterable[Promised | NotHeld] = ()
    unknown: Iterable[str] = ()
    former: Iterable[Trust] = ()
    """Trust files of logs this ledger had before."""
