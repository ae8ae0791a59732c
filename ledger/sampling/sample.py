"""
A sample as a file that can be printed, signed by those who were there, and made again by anybody.

    kotak-sample/v1
    ledger ab8b1050eb4c87c30010d176bda6f6afaec6751281630845a3667c27c9a79c5a
    index 4093                           the last entry that counts
    area all                             or an area or station
    strata none                          or district, village: each area of that level by itself
    rate 1/50                            the smallest rate of misplaced boxes to be detected
    confidence 19/20
    seed 20290214170800123456
                                         an empty line
    stratum all 3055 <SHA-256 of the list of its boxes> 143
    35.79.01.1001/017/DPR                drawn, in the order of their tickets
    …

All but the boxes drawn is fixed before the dice fall. Read by round trip.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Final

from ledger.domain import names
from ledger.errors import CheckFailed, Malformed, Reason
from ledger.sampling import bounds, dice

NOT_A_SAMPLE = Reason(
    "SA-002",
    "This is not a sample: it does not print back to the same text.",
    "Ask for the file again as it was drawn, or draw it again: kotak sample draw --help",
)
OTHER_LEDGER = Reason(
    "SA-003",
    "The sample is of the ledger {found}, and this is {expected}.",
    "Name the ledger it was drawn from: kotak --ledger LEDGER sample results {path}",
)
OTHER_LIST = Reason(
    "SA-004",
    "The list of boxes at entry {index} has the hash {expected} here, and {found} in the sample.",
    "Compare both with the hash that was announced before the dice fell; then verify the ledger: kotak verify",
)
OTHER_BOXES = Reason(
    "SA-005",
    "The seed and the list do not give what the sample names: drawn is {expected}, and the sample has {found}.",
    "Draw it again from the seed that was rolled in public: kotak sample draw --help",
)

HEAD: Final = "kotak-sample/v1"
ALL: Final = "all"
LEVELS: Final = {"none": 0, "district": 3, "village": 4}
"""By level the segments of an area's code."""
_FORM: Final = re.compile(
    rf"""{re.escape(HEAD)}
ledger (?P<ledger>[0-9a-f]{{64}})
index (?P<index>0|[1-9][0-9]{{0,15}})
area (?P<area>[0-9a-z./]+)
strata (?P<level>[a-z]+)
rate (?P<rate>[1-9][0-9]{{0,9}}/[1-9][0-9]{{0,9}})
confidence (?P<confidence>[1-9][0-9]{{0,9}}/[1-9][0-9]{{0,9}})
seed (?P<seed>[0-9]+)

(?P<strata>.*)""",
    re.ASCII | re.DOTALL,
)

_HEADING: Final = re.compile(r"([0-9a-z.]+) ([1-9][0-9]{0,8}) ([0-9a-f]{64}) ([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True)
class Frame:
    """What is fixed before the dice fall."""

    ledger: str
    index: int
    area: str
    level: str
    rate: Fraction
    confidence: Fraction

    @property
    def risk(self) -> Fraction:
        """One less the confidence."""
        return 1 - self.confidence


@dataclass(frozen=True)
class Stratum:
    """Boxes that are sampled by themselves: how many there are, the hash of their list, and which are drawn."""

    name: str
    boxes: int
    hash: str
    number: int
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """The boxes that the dice chose."""

    frame: Frame
    seed: str
    strata: tuple[Stratum, ...]

    def __str__(self) -> str:
        frame = self.frame
        head = (
            HEAD,
            f"ledger {frame.ledger}",
            f"index {frame.index}",
            f"area {frame.area}",
            f"strata {frame.level}",
            f"rate {_ratio(frame.rate)}",
            f"confidence {_ratio(frame.confidence)}",
            f"seed {self.seed}",
            "",
        )
        body = [line for one in self.strata for line in (_heading(one), *one.drawn)]
        return "".join(f"{line}\n" for line in (*head, *body))


_NOTHING: Final = Stratum("-", 0, "-", 0)


def planned(frame: Frame, boxes: Iterable[str]) -> list[Stratum]:
    """Each stratum with the number of boxes that is enough; which they are nobody knows yet."""
    return [_planned(frame, name, part) for name, part in _parts(frame, boxes).items()]


def draw(frame: Frame, seed: str, boxes: Iterable[str]) -> Sample:
    """The boxes that this seed chooses. Raises Malformed for what is no seed."""
    digits = dice.seed(seed)
    strata = []
    for name, part in _parts(frame, boxes).items():
        one = _planned(frame, name, part)
        strata.append(replace(one, drawn=tuple(dice.drawn(digits, part, one.number))))
    return Sample(frame, digits, tuple(strata))


def read(text: str) -> Sample:
    """The sample in a file. Raises Malformed."""
    found = _FORM.fullmatch(text)
    if found is None or found["level"] not in LEVELS:
        raise Malformed(NOT_A_SAMPLE)
    frame = Frame(
        ledger=found["ledger"],
        index=int(found["index"]),
        area=found["area"],
        level=found["level"],
        rate=Fraction(found["rate"]),
        confidence=Fraction(found["confidence"]),
    )
    sample = Sample(frame, found["seed"], tuple(_read_strata(found["strata"])))
    if str(sample) != text or frame.rate > 1 or frame.confidence >= 1:
        raise Malformed(NOT_A_SAMPLE)
    return sample


def check(sample: Sample, boxes: Iterable[str], ledger: str, path: str) -> None:
    """Draw it again from the boxes of this ledger. Raises Malformed for that of another, CheckFailed for another."""
    if sample.frame.ledger != ledger:
        raise Malformed(OTHER_LEDGER, found=sample.frame.ledger[:16], expected=ledger[:16], path=path)
    again = draw(sample.frame, sample.seed, boxes)
    for found, expected in zip_longest(sample.strata, again.strata, fillvalue=_NOTHING):
        if (found.name, found.boxes, found.hash) != (expected.name, expected.boxes, expected.hash):
            raise CheckFailed(OTHER_LIST, index=sample.frame.index, found=found.hash, expected=expected.hash)
        pairs = zip_longest((found.number, *found.drawn), (expected.number, *expected.drawn), fillvalue="-")
        for said, other in pairs:
            if said != other:
                raise CheckFailed(OTHER_BOXES, found=said, expected=other)


def _parts(frame: Frame, boxes: Iterable[str]) -> dict[str, list[str]]:
    """By stratum its boxes, both in the order of their names."""
    parts: dict[str, list[str]] = {}
    for box in sorted(boxes):
        parts.setdefault(_stratum(box, frame), []).append(box)
    return dict(sorted(parts.items()))


def _planned(frame: Frame, name: str, boxes: Sequence[str]) -> Stratum:
    bad = bounds.smallest(len(boxes), frame.rate)
    return Stratum(name, len(boxes), dice.listed(boxes), bounds.enough(len(boxes), bad, frame.risk))


def _stratum(box: str, frame: Frame) -> str:
    """The area of that level a box lies in, or its own where that is larger."""
    return names.part_of(names.area_of_box(box), LEVELS[frame.level]) or ALL


def _heading(one: Stratum) -> str:
    return f"stratum {one.name} {one.boxes} {one.hash} {one.number}"


def _read_strata(text: str) -> Iterator[Stratum]:
    for part in text.split("stratum ")[1:]:
        heading, *drawn = part.split("\n")[:-1]
        words = _HEADING.fullmatch(heading)
        if words is None or not all(map(names.is_box, drawn)):
            raise Malformed(NOT_A_SAMPLE)
        yield Stratum(words[1], int(words[2]), words[3], int(words[4]), tuple(drawn))


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
