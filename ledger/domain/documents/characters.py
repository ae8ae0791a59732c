"""
The characters of a paper: U+0020-007E, U+00A0-024F but the soft hyphen, and seven marks of print.

In this set every text is in NFC and looks like itself; that depends on no version of Unicode. JSON escapes are only
those of `"` and of the backslash: every other character has one spelling, itself.
"""

import re
from typing import Final

_PLAIN: Final = r"[ -\[\]-~\u00a0-\u00ac\u00ae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*"
_TEXT: Final = re.compile(rf"""{_PLAIN}(?:\\["\\]{_PLAIN})*""")


def first_foreign(text: str) -> str:
    """The first character of a line of JSON that no paper holds, or the backslash of such an escape; empty if none."""
    known = _TEXT.match(text)
    end = known.end() if known else 0
    return text[end : end + 1]
