"""What became of each box of a hand-over, as the receiver types it: `--except 004/DPD=refused:seal-torn`."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, cast

from commands.program.terminal import Terminal
from commands.typed import boxes
from commands.typed.boxes import NotUnderstood
from commands.typed.seen import GONE, Sight
from commands.typed.spread import SAID_TWICE
from ledger.domain.documents.movement import AcceptanceLine
from ledger.errors import Reason

NOT_AN_EXCEPTION = Reason(
    "CO-041", "{text} does not say which box was not taken over and why.", "Write it like 004/DPD=refused:seal-torn"
)
NOT_GIVEN = Reason(
    "CO-042", "Box {box} is not on the list that is answered.", "If it is here all the same: --extra {box}"
)

_FORM: Final = re.compile(r"([^=]+)=(refused|missing|ditolak|tidak-ada)(?::([a-z0-9]+(?:-[a-z0-9]+){0,7}))?", re.ASCII)
_WORDS: Final = {"ditolak": "refused", "tidak-ada": "missing"}


class Untaken(NamedTuple):
    """A box that was not taken over."""

    outcome: Literal["refused", "missing"]
    reason: str | None


class Outcomes:
    """The boxes that were not taken over; all others were."""

    def __init__(self, said: Sequence[str], listed: Sequence[str], unit: str) -> None:
        self.named: dict[str, Untaken] = {}
        for text in said:
            found = _FORM.fullmatch(text)
            if found is None:
                raise NotUnderstood(NOT_AN_EXCEPTION, text=text)
            for box in boxes.among([found[1]], listed, unit):
                if box not in listed:
                    raise NotUnderstood(NOT_GIVEN, box=box)
                if box in self.named:
                    raise NotUnderstood(SAID_TWICE, box=box)
                outcome = cast("Literal['refused', 'missing']", _WORDS.get(found[2], found[2]))
                self.named[box] = Untaken(outcome, found[3])

    def line(self, box: str, after: str, sight: Sight, terminal: Terminal) -> AcceptanceLine:
        """What is said of one box."""
        exception = self.named.get(box)
        if exception is None:
            seen = sight.of(box, terminal)
            return AcceptanceLine(box=box, after=after, outcome="accepted", **seen.members())
        seen = GONE if exception.outcome == "missing" else sight.of(box, terminal)
        return AcceptanceLine(
            box=box, after=after, outcome=exception.outcome, reason=exception.reason, **seen.members()
        )


def unlisted(found: Iterable[str], sight: Sight, terminal: Terminal) -> list[AcceptanceLine]:
    """Boxes that are here and were on no list: they follow nothing."""
    return [AcceptanceLine(box=box, outcome="extra", **sight.of(box, terminal).members()) for box in found]
