"""
Numbers that follow one another, as a fact of a break holds them.

    10
    10-12
"""

import re
from typing import Final, NamedTuple, Self

_PRINTED: Final = re.compile(r"([0-9]{1,16})(?:-([0-9]{1,16}))?", re.ASCII)


class Numbers(NamedTuple):
    """From the first to the last."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """As they were printed; None of anything else, which is not ours."""
        found = _PRINTED.fullmatch(text)
        return cls(int(found[1]), int(found[2] or found[1])) if found else None
