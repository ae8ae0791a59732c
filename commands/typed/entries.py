"""
The index of an entry, as people type it. Each has one spelling; with noughts in front it is a station.

    98
"""

import re
from typing import Final

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,11}", re.ASCII)


def index(word: str) -> int | None:
    """The entry that is meant, if the word is one."""
    return int(word) if _INDEX.fullmatch(word) else None
