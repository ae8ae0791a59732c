"""
Rates and confidences as people type them, kept as exact fractions.

    2%      0.5%      0.02      1/50
"""

import re
from fractions import Fraction
from typing import Final

from commands.typed.boxes import NotUnderstood
from ledger.errors import Reason

NOT_A_RATE = Reason("SA-010", "{text} is not a rate above 0 and at most 1.", "Write it like 2%, 0.02 or 1/50.")
NOT_A_CONFIDENCE = Reason(
    "SA-011", "{text} is not a confidence above 0 and below 1.", "Write it like 95%, 0.95 or 19/20."
)

_SHARE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?%?|[0-9]{1,6}/[1-9][0-9]{0,5}", re.ASCII)


def rate(text: str) -> Fraction:
    """The smallest rate that is to be detected. Raises NotUnderstood."""
    found = _share(text)
    if found is None or not 0 < found <= 1:
        raise NotUnderstood(NOT_A_RATE, text=text)
    return found


def confidence(text: str) -> Fraction:
    """How sure one wants to be. Raises NotUnderstood."""
    found = _share(text)
    if found is None or not 0 < found < 1:
        raise NotUnderstood(NOT_A_CONFIDENCE, text=text)
    return found


def _share(text: str) -> Fraction | None:
    if not _SHARE.fullmatch(text):
        return None
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
