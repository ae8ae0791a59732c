"""
What an officer saw of a box, as he types it: seals that are on and how many are bad, the condition, photographs.

    --seen 004/DPD=ties:2,papers:2/1,torn@PHOTO      two ties, two paper seals of which one is bad; torn
    --seen ties:2,papers:1                           every other box
    --seen 004/DPD=ties:2+A-17+A-18                  with the numbers two ties bear

Both languages are understood. What the papers before say is never shown here: he counts first.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, cast, get_args

import msgspec

from commands.drafting import beside
from commands.program import files
from commands.program.language import _
from commands.program.terminal import Terminal
from commands.typed.boxes import NotUnderstood
from commands.typed.spread import Spread
from ledger.domain.documents.base import Cause, Code, Condition, Seal, Seals
from ledger.errors import Reason

NOT_SEEN = Reason(
    "CO-010",
    "{text} does not say what was seen.",
    "Write it like BOX=ties:2,papers:2/1,torn; a condition is one of {conditions}.",
)
NOT_SEALS = Reason("CO-018", "{text} says more than seals.", "Write it like ties:2,papers:1")

CONDITIONS: Final[dict[str, Condition]] = {
    **{word: cast("Condition", word) for word in get_args(Condition)},
    "utuh": "intact",
    "lepas": "came-off",
    "putus": "cut",
    "sobek": "torn",
    "rusak": "damaged",
    "basah": "wet",
    "hilang": "missing",
    "diganti": "replaced",
}
SORTS: Final = {
    **{word: word for word in Seals.__struct_fields__},
    "kabel": "ties",
    "kertas": "papers",
    "gembok": "padlocks",
    "partai": "party",
}
_OPTION: Final = "--seen"
_CAUSES: Final = frozenset(get_args(Cause))
_SEALS: Final = re.compile(r"([a-z]+):([0-9]{1,3})(?:/([0-9]{1,3}))?((?:\+[^+,]+)*)", re.ASCII)
_COUNT: Final = re.compile(r"([0-9]{1,3})(?:/([0-9]{1,3}))?", re.ASCII)


class Seen(NamedTuple):
    """What one box looked like."""

    seals: Seals = Seals()
    state: Condition = "intact"
    cause: Cause | None = None
    photo: str | None = None

    def members(self) -> dict[str, Any]:
        """As lines of papers say it."""
        return {"seals": self.seals, "state": self.state, "cause": self.cause}


GONE: Final = Seen(state="missing")
"""A box that is not there has no seals to count."""


class Sight:
    """What was seen of each box of one paper."""

    def __init__(self, said: Sequence[str], listed: Sequence[str], unit: str) -> None:
        self._said = Spread(said, listed, unit, parse)

    def of(self, box: str, terminal: Terminal) -> Seen:
        """What was seen of a box; asked once for all of which nothing was said."""
        seen = self._said.of(box)
        if seen is None:
            seen = self._said.others = ask(terminal)
        return seen

    def photos(self) -> Iterator[beside.Attached]:
        """The photographs named."""
        for path in dict.fromkeys(one.photo for one in self._said.values() if one.photo):
            yield beside.bind("photo", files.read(path))


def parse(text: str) -> Seen:
    """`ties:2,papers:2/1,torn,rain@PHOTO`."""
    words, _at, photo = text.partition("@")
    seals: dict[str, Seal] = {}
    state: Condition | None = None
    cause: Cause | None = None
    for word in filter(None, words.split(",")):
        counted = _SEALS.fullmatch(word)
        if counted and counted[1] in SORTS and SORTS[counted[1]] not in seals:
            seals[SORTS[counted[1]]] = _seal(counted[2], counted[3], text, counted[4].split("+")[1:])
        elif word in CONDITIONS and state is None:
            state = CONDITIONS[word]
        elif word in _CAUSES and cause is None:
            cause = cast("Cause", word)
        else:
            raise NotUnderstood(NOT_SEEN, text=text, conditions=list(get_args(Condition)))
    return Seen(Seals(**seals), state or "intact", cause, photo or None)


def seals(text: str) -> Seals:
    """`ties:2,papers:1`: seals alone, and nothing else that could be seen."""
    found = parse(text)
    if found != Seen(found.seals):
        raise NotUnderstood(NOT_SEALS, text=text)
    return found.seals


def ask(terminal: Terminal) -> Seen:
    """Count with the person at the keyboard. What is expected is not said."""
    ties = _ask_count(terminal, _("Cable ties on each box, as you count them (number, or number/bad):"))
    papers = _ask_count(terminal, _("Paper seals on each box, as you count them (number, or number/bad):"))
    while True:
        said = terminal.ask(
            _("Condition (intact, came-off, cut, torn, damaged, wet, missing, replaced):"), _OPTION
        ).lower()
        if said in CONDITIONS:
            return Seen(Seals(ties=ties, papers=papers), CONDITIONS[said])


def _ask_count(terminal: Terminal, question: str) -> Seal:
    while True:
        said = terminal.ask(question, _OPTION)
        counted = _COUNT.fullmatch(said)
        if counted:
            return _seal(counted[1], counted[2], said)


def _seal(on: str, bad: str | None, text: str, serials: Sequence[str] = ()) -> Seal:
    try:
        if int(bad or 0) <= int(on) and len(set(serials)) == len(serials) <= int(on):
            numbers = msgspec.convert(sorted(serials), tuple[Code, ...])
            return Seal(on=int(on), bad=int(bad or 0), serials=numbers)
    except msgspec.ValidationError:
        pass
    raise NotUnderstood(NOT_SEEN, text=text, conditions=list(get_args(Condition)))
