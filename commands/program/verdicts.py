"""What became of the lines of a paper, in words: verdicts of the fold, which are never made here."""

from collections.abc import Iterable
from typing import Final

from commands.program.language import _, number
from commands.program.output import Finding
from ledger.domain.custody.effects import Change, Effects

CODES: Final = {
    "overtaken": "Box {box}: the paper follows an earlier link; another one came after it.",
    "unexpected": "Box {box} is not on the list of expected boxes, or was disposed of.",
    "not-held": "Box {box}: {giver} does not answer for it; {custodian} does.",
    "not-addressed": "Box {box}: there is no open release of it to {receiver}.",
    "one-sided": "Box {box}: the side that answers for what the transcript says has a key, and has not signed it.",
    "revoked": "Box {box}: the only signature of one side is of a key that was lost or stolen.",
    "foreign": "Box {box}: {giver} has nothing to do with it; the line has no effect.",
    "unlinked": "Box {box}: too many lines wait for papers that are not recorded.",
    "differs": "Box {box}: the transcript and the paper it stood for do not say the same.",
    "extra": "Box {box} is here but was not on the list.",
    "": "Box {box}: the line does not follow.",
}
"""By code why a line is contested; the texts are looked up in the catalogue when they are shown."""


def findings(effects: Effects) -> list[Finding]:
    """The contested lines of a paper, one finding each."""
    return [finding(change) for change in effects.contested]


def finding(change: Change) -> Finding:
    """One line that did not follow."""
    text = _(CODES.get(change.code or "", CODES[""]))
    facts = {
        "box": change.box,
        "giver": change.giver or "-",
        "receiver": change.receiver or "-",
        "custodian": change.now.custodian or "-",
    }
    return Finding(f"LINE-{change.code}", text.format(**facts), change.box, change.index)


def flags(effects: Effects) -> list[str]:
    """Everything regrettable about a paper and its lines, by code."""
    return sorted({*effects.flags, *(flag for change in effects.changes for flag in change.flags)})


def waiting(effects: Effects) -> list[str]:
    """Warnings about lines that wait for a paper that is not recorded yet."""
    count = sum(change.verdict == "waiting" for change in effects.changes if change.index == effects.index)
    if not count:
        return []
    return [_("{n} lines wait for a paper that is not recorded yet.").format(n=number(count))]


def held(changes: Iterable[Change]) -> list[str]:
    """The boxes that are moved under a hold."""
    return [change.box for change in changes if "on-hold" in change.flags]
