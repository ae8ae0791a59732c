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


def following(pattern: str) -> st.SearchStrategy[str]:
    """Texts that the pattern matches from end to end."""
    whole = re.compile(pattern)
    made = st.integers(0, 2**64 - 1).map(lambda number: _of(_parsed(pattern), Random(number)))  # noqa: S311 - no secret
    return made.filter(lambda text: whole.fullmatch(text) is not None)


@cache
def _parsed(pattern: str) -> Any:
    return parser.parse(pattern)


def _of(steps: Iterable[tuple[Any, Any]], chance: Random) -> str:
    return "".join(_step(step, value, chance) for step, value in steps)


def _step(step: Any, value: Any, chance: Random) -> str:
    match step:
        case said.LITERAL:
            return chr(value)
        case said.IN:
            return chance.choice(_alphabet(tuple(value)))
        case said.MAX_REPEAT:
            low, high, what = value
            return "".join(_of(what, chance) for _ in range(chance.randint(low, min(high, low + _MORE))))
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
