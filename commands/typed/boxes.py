"""
How officers name boxes: the full id, or the shortest end of one that is unambiguous among the boxes of their unit.

    35.79.02.2009/004/DPD      the box
    004/DPD                    the same, where only one station 004 is within my unit
    004                        every box of that station
    @held                      every box my unit answers for
"""

from collections.abc import Callable, Iterable, Iterator

from commands.drafting.known import Known
from commands.program import files
from ledger.domain import names
from ledger.errors import LedgerError, Malformed, Reason, Unknown
from projections.boxes import HELD, find

NOTHING_HELD = Reason("CO-003", "No box is known here for which {unit} answers.", "kotak where --unit {unit}")
NO_BOXES = Reason("CO-004", "No box is named.", "Name boxes, or read them: --from-file FILE, or - for a scanner")
NO_LAST_LINK = Reason(
    "CO-005",
    "The last paper about box {box} is not known here.",
    "Name it with --known FILE, set up this laptop with kotak start FILE, or name the ledger with --ledger.",
)


class NotUnderstood(LedgerError):
    """A word of the command line says nothing, or two things."""

    exit_status = 2


def resolve(words: Iterable[str], known: Known, unit: str) -> list[str]:
    """The boxes these words name, sorted, each once."""
    found: set[str] = set()
    for word in words:
        found.update(_resolve(word, lambda: known.within(unit), unit, lambda: known.held_by(unit)))
    if not found:
        raise NotUnderstood(NO_BOXES)
    return sorted(found)


def among(words: Iterable[str], boxes: Iterable[str], unit: str) -> list[str]:
    """The boxes these words name among those of one list; a full id may name another."""
    listed = list(boxes)
    return sorted({box for word in words for box in _resolve(word, lambda: listed, unit, lambda: listed)})


def gather(words: Iterable[str], from_file: str | None) -> Iterator[str]:
    """Words of the command line, then those of a file or a scanner."""
    yield from words
    if from_file:
        yield from files.lines(from_file)


def last_link(known: Known, box: str) -> str:
    """What a new link of the box follows."""
    last = known.last(box)
    if last is None:
        raise Unknown(NO_LAST_LINK, box=box)
    return last


def is_box(word: str) -> bool:
    """Whether the word is a full id."""
    try:
        names.parse("a box", word)
    except Malformed:
        return False
    return True


def _resolve(
    word: str, candidates: Callable[[], Iterable[str]], unit: str, held: Callable[[], Iterable[str]]
) -> list[str]:
    if word == HELD:
        if boxes := list(held()):
            return boxes
        raise Unknown(NOTHING_HELD, unit=unit)
    if is_box(word):
        return [word]
    return find(word, list(candidates()))
