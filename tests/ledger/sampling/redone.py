"""
Section 16 of docs/format.md, done again from its text alone by somebody who knows nothing of this program.

It imports nothing of it. `drawn` prints the sample, `at_most` is the bound of its results.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256
from math import ceil, comb

SEGMENTS = {"district": 3, "village": 4}


def drawn(frame: Mapping[str, str], seed: str, boxes: Iterable[str]) -> str:
    """The text of a sample; `frame` has what stands before the seed, in its order."""
    strata: dict[str, list[str]] = {}
    for box in boxes:
        area = box.rsplit("/", 1)[0].split("/")[0].split(".")
        name = ".".join(area[: SEGMENTS[frame["strata"]]]) if frame["strata"] in SEGMENTS else "all"
        strata.setdefault(name, []).append(box)
    text = "kotak-sample/v1\n" + "".join(f"{name} {said}\n" for name, said in frame.items()) + f"seed {seed}\n\n"
    for name in sorted(strata):
        own = sorted(strata[name], key=str.encode)
        size = enough(len(own), Fraction(frame["rate"]), 1 - Fraction(frame["confidence"]))
        listed = sha256("".join(f"{box}\n" for box in own).encode()).hexdigest()
        tickets = sorted((sha256(f"{seed},{box}".encode()).hexdigest(), box) for box in own)
        text += f"stratum {name} {len(own)} {listed} {size}\n" + "".join(f"{box}\n" for _, box in tickets[:size])
    return text


def enough(boxes: int, rate: Fraction, risk: Fraction) -> int:
    """The smallest n with C(N - K, n) / C(N, n) at most the risk."""
    bad = max(1, ceil(rate * boxes))
    return next(n for n in range(boxes + 1) if Fraction(comb(boxes - bad, n), comb(boxes, n)) <= risk)


def at_most(boxes: int, size: int, wrong: int, risk: Fraction) -> int:
    """The largest K under which at most so many wrong ones in the sample are more probable than the risk."""

    def chance(bad: int) -> Fraction:
        ways = sum(comb(bad, i) * comb(boxes - bad, size - i) for i in range(wrong + 1))
        return Fraction(ways, comb(boxes, size))

    return max(bad for bad in range(boxes + 1) if chance(bad) > risk)
