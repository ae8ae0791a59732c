"""
Numbers that follow one another, as a fact of a break holds them.

    10
    10-12
"""

from typing import NamedTuple, Self


class Numbers(NamedTuple):
    """From the first to the last."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    @classmethod
    def read(cls, text: str) -> Self:
        """As they were printed."""
        first, _dash, last = text.partition("-")
        return cls(int(first), int(last or first))
