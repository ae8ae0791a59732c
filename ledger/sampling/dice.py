r"""
Which boxes a seed chooses: those whose tickets come first.

    ticket of a box     hex SHA-256 of SEED,BOX

    while read -r box; do
        printf '%s %s\n' "$(printf '%s,%s' "$SEED" "$box" | sha256sum | cut -c1-64)" "$box"
    done < boxes | LC_ALL=C sort | head -n 58

The seed is rolled with dice in public after the list of boxes is fixed by its hash. Hashing a seed and a name, with a
comma between them, is Ronald Rivest's way, as Philip Stark's tools publish it; taking those with the smallest tickets
is Rivest's consistent sampling (2018), without replacement: a larger sample holds the smaller one, and leaving a box
out moves no other. Nothing here rolls dice: a number that a machine makes is nobody's to check.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from ledger.errors import Malformed, Reason

NOT_A_SEED = Reason(
    "SA-001",
    "The seed {seed} is not {least} to {most} decimal digits.",
    "Roll ten-sided dice in public, at least {least} times, and type the digits in the order in which they fell.",
)

LEAST: Final = 20
"""Digits of a seed: as many as audits of elections roll."""
MOST: Final = 200
_SEED: Final = re.compile(rf"[0-9]{{{LEAST},{MOST}}}", re.ASCII)


def seed(text: str) -> str:
    """The digits as they were rolled; the spaces between them, for reading aloud, do not count. Raises Malformed."""
    digits = text.replace(" ", "")
    if not _SEED.fullmatch(digits):
        raise Malformed(NOT_A_SEED, seed=text[:MOST], least=LEAST, most=MOST)
    return digits


def ticket(seed: str, box: str) -> str:
    """The ticket of one box."""
    return sha256(f"{seed},{box}".encode()).hexdigest()


def drawn(seed: str, boxes: Iterable[str], number: int) -> list[str]:
    """The first boxes in the order of their tickets."""
    return sorted(boxes, key=lambda box: (ticket(seed, box), box))[:number]


def listed(boxes: Iterable[str]) -> str:
    """The hash of a list: SHA-256 of the boxes in the order of their bytes, each ended by 0x0A."""
    return sha256("".join(f"{box}\n" for box in sorted(boxes)).encode()).hexdigest()
