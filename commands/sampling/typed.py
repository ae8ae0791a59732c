"""
Rates and confidences as people type them, kept as exact fractions.

    2%      0.5%      0.02      1/50
"""

import re
from fractions import Fraction
from typing import Final

import click

from commands.typed import entries
from commands.typed.boxes import NotUnderstood
from ledger.errors import Malformed, Reason
from ledger.sampling import dice

NOT_A_RATE = Reason("SA-010", "{text} is not a rate above 0 and at most 1.", "Write it like 2%, 0.02 or 1/50.")
NOT_A_CONFIDENCE = Reason(
    "SA-011", "{text} is not a confidence above 0 and below 1.", "Write it like 95%, 0.95 or 19/20."
)
NOT_AN_ENTRY = Reason(
    "SA-016",
    "{text} is not the number of an entry; a sample is drawn as at an entry, so that everybody has the same boxes.",
    "Without --as-of the last entry counts; see: kotak sample plan --help",
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


def entry(_context: click.Context, _option: click.Parameter, text: str | None) -> int | None:
    """The number of an entry: of a time people know different papers. Raises NotUnderstood."""
    if text is None:
        return None
    found = entries.index(text)
    if found is None:
        raise NotUnderstood(NOT_AN_ENTRY, text=text)
    return found


def seed(text: str) -> str:
    """What the dice showed. Raises NotUnderstood."""
    try:
        return dice.seed(text)
    except Malformed as error:
        raise NotUnderstood(error.reason, **error.facts) from error


def _share(text: str) -> Fraction | None:
    if not _SHARE.fullmatch(text):
        return None
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
