"""
Which boxes are meant: a full id, a station, or the shortest end that is not ambiguous within somebody's units.

    35.79.02.2009/004/DPD      004/DPD      004 (all boxes of station 004)      @held (all my unit answers for or has)
"""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Final

from ledger.domain import names
from ledger.errors import Reason, Unknown

NO_SUCH_BOX = Reason("PR-003", "No box {word} is known here.", "Look which there are: kotak where")
NOT_THIS_BOX = Reason("PR-004", "No box {word} is known here. Near it: {near}.", "kotak chain {box}")
AMBIGUOUS = Reason(
    "PR-005",
    "{word} is the end of {count} boxes, among them {some}.",
    "Write more of the name, down to the village: kotak where {box}",
)
NOT_ONE = Reason("PR-006", "{word} means {count} boxes: {some}.", "Name one of them: kotak chain {box}")

HELD: Final = "@held"
"""All boxes the unit of whoever asks answers for or has."""
_A_FEW: Final = 3

Mine = Callable[[str], bool]


def find(word: str, known: Sequence[str], mine: Mine = lambda _: False) -> list[str]:
    """The boxes a word means: all of one station or area, or one. Raises Unknown."""
    if word in known:
        return [word]
    found = {box: name for box in known if (name := meant(box, word))}
    if not found:
        raise _unknown(word, known)
    if len(set(found.values())) > 1:
        # Where an end is ambiguous, the boxes of one's own units go before others.
        found = {box: name for box, name in found.items() if mine(box)} or found
    if len(set(found.values())) > 1:
        raise Unknown(AMBIGUOUS, word=word, count=len(found), some=_some(found), box=next(iter(found)))
    return list(found)


def one(word: str, known: Sequence[str], mine: Mine = lambda _: False) -> str:
    """The one box a word means. Raises Unknown."""
    found = find(word, known, mine)
    if len(found) > 1:
        raise Unknown(NOT_ONE, word=word, count=len(found), some=_some(found), box=found[0])
    return found[0]


def meant(box: str, word: str) -> str | None:
    """The box, or its station or area, if that is what ends so."""
    return next((name for name in (box, names.area_of_box(box)) if _ends(name, word)), None)


def _ends(name: str, end: str) -> bool:
    """Segments count, not characters: `4/DPD` is no end of `…/004/DPD`."""
    return name == end or (name.endswith(end) and name[-len(end) - 1] in "./")


def _unknown(word: str, known: Sequence[str]) -> Unknown:
    segments = word.count("/") + 1
    tails = {"/".join(box.split("/")[-segments:]): box for box in known}
    near = [tails[tail] for tail in get_close_matches(word, tails, _A_FEW)]
    if not near:
        return Unknown(NO_SUCH_BOX, word=word)
    return Unknown(NOT_THIS_BOX, word=word, near=", ".join(near), box=near[0])


def _some(found: Iterable[str]) -> str:
    return ", ".join(islice(found, _A_FEW))
