"""
How files came out that were checked, for programs: what each is, what it proves, what does not agree, and what was not
checked.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import to_builtins

from commands.program.output import Finding
from commands.program.refusal import remedy, translated
from ledger.errors import LedgerError
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.receipt.report import STEPS, Report, Shown

_LAST: Final = 253_402_300_799
"""The last second a calendar has a name for; a witness may sign a later one."""


@dataclass(frozen=True)
class Checked:
    """A file, and what it proves under a trust file, or why it is not what it claims."""

    name: str
    data: bytes
    outcome: Report | LedgerError
    trust: Trust

    @property
    def status(self) -> int:
        """The exit status."""
        return self.outcome.exit_status if isinstance(self.outcome, LedgerError) else self.outcome.status


def state(promise: Opened) -> str:
    """`final` if it is cosigned as the quorum asks, else `provisional`."""
    return "final" if promise.quorum_met else "provisional"


def findings(one: Checked) -> Iterator[Finding]:
    """What does not agree, or why the file is not what it claims."""
    if isinstance(one.outcome, LedgerError):
        reason, facts = one.outcome.reason, one.outcome.facts
        yield Finding(reason.code, f"{one.name}: {translated(reason.text, facts)}")
        return
    for found in one.outcome.findings:
        message = f"{one.name}: {translated(found.reason.text, found.facts)}"
        yield Finding(found.reason.code, message, found.box, found.index)


def remedies(one: Checked) -> list[str]:
    """What to do about each sort of what was found."""
    if isinstance(one.outcome, LedgerError):
        return [remedy(one.outcome.reason, one.outcome.facts)]
    return list(dict.fromkeys(remedy(found.reason, found.facts) for found in one.outcome.findings))


def plain(one: Checked) -> dict[str, Any]:
    """As `--json` shows it. A file that does not hold proves nothing, so nothing is said of it."""
    facts = {
        "file": one.name,
        "sha256": hashlib.sha256(one.data).hexdigest(),
        "trust": {"sha256": one.trust.hash, "origin": one.trust.origin, "genesis": one.trust.genesis},
        "holds": not isinstance(one.outcome, LedgerError),
    }
    if isinstance(one.outcome, LedgerError):
        return facts
    report = one.outcome
    return {
        **facts,
        "sort": report.sort,
        "checkpoint": _checkpoint(report.promise) if report.promise else None,
        "boxes": list(report.boxes),
        "entries": [_entry(shown) for shown in report.shown],
        "steps": [
            {"step": step, "name": name, "checked": step in report.checked, "found": report.found(step)}
            for step, name in STEPS.items()
        ],
        "not_checked": [
            {
                "step": omitted.step,
                "code": omitted.reason.code,
                "message": translated(omitted.reason.text, omitted.facts),
            }
            for omitted in report.not_checked
        ],
    }


def _checkpoint(promise: Opened) -> dict[str, Any]:
    given = promise.checkpoint
    return {
        "origin": given.origin,
        "size": given.size,
        "root": given.root.hex(),
        "state": state(promise),
        "cosigned": [{"witness": name, "time": moment(time, datetime.isoformat)} for name, time in cosigned(promise)],
    }


def _entry(shown: Shown) -> dict[str, Any]:
    excerpt = shown.excerpt
    return {
        "index": shown.index,
        "digest": excerpt.digest,
        "kind": excerpt.document.kind,
        "at": excerpt.document.at,
        "unit": getattr(excerpt.document, "unit", None),
        "to": getattr(excerpt.document, "to", None),
        "lines": [to_builtins(line) for line in excerpt.lines],
        "signers": [
            {"officer": one.officer, "part": one.part, "key": one.key, "checked": one in shown.vouched.known}
            for one in excerpt.document.signers
        ],
    }


def cosigned(promise: Opened) -> list[tuple[str, int]]:
    """Witnesses and the seconds they signed, the earliest first: by then it was there."""
    return sorted(promise.times.items(), key=lambda one: (one[1], one[0]))


def moment(time: int, say: Callable[[datetime], str]) -> str:
    """A second as a time."""
    return say(datetime.fromtimestamp(time, UTC)) if time <= _LAST else f"{time} s"
