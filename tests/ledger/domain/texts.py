"""
Texts that follow a pattern, made from one number each.

Hypothesis follows a pattern letter by letter and weighs every one of them, which takes many times as long, for texts of
which only the form matters.
"""

import re
from collections.abc import Iterable
from functools import cache
from random import Random
from re import _constants as said  # type: ignore[attr-defined]  # as Hypothesis reads patterns, too
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from hypothesis import strategies as st

_MORE = 4
"""How often something is said again that may be said for ever."""
_FAR = 200
"""And how often in a text that nothing bounds, where it is to be long."""
_ONE_IN = 8
"""How many texts there are for one that is as long as it may be."""


class Chance(Random):
    """What one text is made from: how often a thing is said again is drawn, or is always the most."""

    def __init__(self, number: int, longest: int) -> None:
        super().__init__(number)
        self._longest = longest if self.randrange(_ONE_IN) == 0 else None

    def times(self, low: int, high: int) -> int:
        """How often, of what may be said from the lowest to the highest number of times."""
        return self.randint(low, min(high, low + _MORE)) if self._longest is None else min(high, low + self._longest)


def following(pattern: str, longest: int | None = None) -> st.SearchStrategy[str]:
    """Texts that the pattern matches from end to end; one in eight repeats all it may, and is cut to the longest."""
    whole = re.compile(pattern)
    made = st.integers(0, 2**64 - 1).map(
        lambda number: _of(_parsed(pattern), Chance(number, longest or _FAR))[:longest]
    )
    return made.filter(lambda text: whole.fullmatch(text) is not None)


@cache
def _parsed(pattern: str) -> Any:
    return parser.parse(pattern)


def _of(steps: Iterable[tuple[Any, Any]], chance: Chance) -> str:
    return "".join(_step(step, value, chance) for step, value in steps)


def _step(step: Any, value: Any, chance: Chance) -> str:
    match step:
        case said.LITERAL:
            return chr(value)
        case said.IN:
            return chance.choice(_alphabet(tuple(value)))
        case said.MAX_REPEAT:
            low, high, what = value
            return "".join(_of(what, chance) for _ in range(chance.times(low, high)))
        case said.SUBPATTERN:
            return _of(value[3], chance)
        case said.BRANCH:
            return _of(chance.choice(value[1]), chance)
        case said.AT | said.ASSERT | said.ASSERT_NOT:
            return ""  # compared in the end
        case _:
            raise AssertionError(step)


@cache
def _alphabet(said_so: tuple[tuple[Any, Any], ...]) -> list[str]:
    return [letter for one in said_so for letter in _letters(*one)]


def _letters(step: Any, value: Any) -> Iterable[str]:
    match step:
        case said.LITERAL:
            return [chr(value)]
        case said.RANGE:
            low, high = value
            return map(chr, range(low, high + 1))
        case _:
            raise AssertionError(step)
