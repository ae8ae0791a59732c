"""What became of the lines of a paper, in words: verdicts of the fold, which are never made here."""

from collections.abc import Iterable

from commands.program import spoken
from commands.program.language import _, counted
from commands.program.output import NOWHERE, Finding
from ledger.domain.custody.effects import Change, Effects
from projections import codes
from projections.codes import lines


def findings(effects: Effects) -> list[Finding]:
    """The contested lines of a paper, one finding each."""
    return [finding(change) for change in effects.contested]


def finding(change: Change) -> Finding:
    """One line that did not follow."""
    units = {"giver": change.giver, "receiver": change.receiver, "custodian": change.now.custodian}
    return Finding(f"{lines.LINE}{change.code}", contested(change.code, change.box, **units), change.box, change.index)


def contested(code: str | None, box: str, **units: str | None) -> str:
    """Why a line did not follow: `giver`, `receiver` and `custodian` are the units it speaks of."""
    named = {part: spoken.named(unit) if unit else NOWHERE for part, unit in units.items()}
    return _(lines.sentence(code)).format(box=box, **named)


def flags(effects: Effects) -> list[str]:
    """Everything regrettable about a paper and its lines, by code."""
    return sorted({*effects.flags, *(flag for change in effects.changes for flag in change.flags)})


def named(flagged: Iterable[str]) -> list[str]:
    """`IR-04 (the numbers do not agree: …)`, one for each code."""
    return [f"{code} ({_(codes.CODES[code].text)})" if code in codes.CODES else code for code in flagged]


def waiting(effects: Effects) -> list[str]:
    """Warnings about lines that wait for a paper that is not recorded yet."""
    count = sum(change.verdict == "waiting" for change in effects.changes if change.index == effects.index)
    if not count:
        return []
    return [
        counted(
            "{n} line waits for a paper that is not recorded yet.",
            "{n} lines wait for a paper that is not recorded yet.",
            count,
        )
    ]


def held(changes: Iterable[Change]) -> list[str]:
    """The boxes that are moved under a hold."""
    return [change.box for change in changes if "on-hold" in change.flags]
