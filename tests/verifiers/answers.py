"""What `kotak check` and the second verifier answer to the same file."""

from commands.verifiers import kotak_verify
from ledger.errors import LedgerError
from ledger.log import policy
from ledger.receipt import examine
from ledger.receipt.keylist import KeyList

Answer = tuple[str, bool | None]
"""The class, and whether the checkpoint is final."""
REFUSED: Answer = ("refused", None)


def program(trust: bytes, file: bytes) -> Answer:
    """What `kotak check` says."""
    try:
        read = policy.read(trust)
    except LedgerError:
        return REFUSED
    (report,) = examine.examine([file], read, KeyList())
    if isinstance(report, LedgerError):
        return REFUSED
    return "finding" if report.findings else "ok", report.promise.quorum_met if report.promise else None


def second(trust: bytes, file: bytes) -> Answer:
    """What the second verifier says."""
    try:
        read = kotak_verify.Trust(trust)
    except (kotak_verify.Refused, ValueError):
        return REFUSED
    report = kotak_verify.check(file, read)
    if "refused" in report:
        return REFUSED
    return "finding" if report["problems"] else "ok", report["under"].final if report["under"] else None
