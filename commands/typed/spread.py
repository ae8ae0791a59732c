"""An option said once for all boxes of a paper, or for some of them: `--packed 275`, `--packed 004/DPD=260`."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from commands.typed import boxes
from commands.typed.boxes import NotUnderstood
from ledger.errors import Reason
from projections.boxes import HELD

NOT_LISTED = Reason("CO-012", "Box {box} is not among those of this paper.", "Look at the list, and name it again.")
SAID_TWICE = Reason("CO-011", "It is said twice of {box}.", "Say it once.")

Value = TypeVar("Value")


class Spread(Generic[Value]):
    """What is said of each box, and of all others."""

    def __init__(self, said: Sequence[str], listed: Sequence[str], unit: str, read: Callable[[str], Value]) -> None:
        self.boxes: dict[str, Value] = {}
        self.others: Value | None = None
        for text in said:
            name, rest = _parted(text)
            for box in boxes.among([name], listed, unit) if name is not None else []:
                if box not in listed:
                    raise NotUnderstood(NOT_LISTED, box=box)
                if box in self.boxes:
                    raise NotUnderstood(SAID_TWICE, box=box)
                self.boxes[box] = read(rest)
            if name is None:
                if self.others is not None:
                    raise NotUnderstood(SAID_TWICE, box=text)
                self.others = read(text)

    def of(self, box: str) -> Value | None:
        """What is said of this box, if anything."""
        return self.boxes.get(box, self.others)

    def values(self) -> list[Value]:
        """Everything that was said."""
        return [*self.boxes.values(), *([] if self.others is None else [self.others])]


def _parted(text: str) -> tuple[str | None, str]:
    """Of which box it is said, None of all others, and what. The path of a photograph, after `@`, may hold any sign."""
    name, equals, rest = text.partition("=")
    return (name, rest) if equals and (name == HELD or "@" not in name) else (None, text)
