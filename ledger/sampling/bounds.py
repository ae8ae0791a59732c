"""
How many boxes are enough, and what a sample says of all of them: the hypergeometric distribution, in whole numbers.

A sample is drawn without replacement from `boxes` of which `bad` are not as the ledger says. Every probability is an
exact fraction; nothing is rounded and nothing approximated. `risk` is one less the confidence.
"""

from fractions import Fraction
from math import ceil, comb


def smallest(boxes: int, rate: Fraction) -> int:
    """The smallest number of bad boxes that is at least this rate of all."""
    return max(1, ceil(rate * boxes))


def unnoticed(boxes: int, bad: int, drawn: int) -> Fraction:
    """How probable it is that a sample shows none of the bad ones."""
    few, many = sorted((bad, drawn))
    return Fraction(comb(boxes - many, few), comb(boxes, few))


def enough(boxes: int, bad: int, risk: Fraction) -> int:
    """The smallest sample that shows at least one of so many bad ones, but for this risk."""
    low, high = 0, boxes
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if unnoticed(boxes, bad, middle) <= risk else (middle + 1, high)
    return low


def at_most(boxes: int, bad: int, drawn: int, found: int) -> Fraction:
    """How probable it is that a sample shows at most so many bad ones."""
    ways = sum(comb(bad, shown) * comb(boxes - bad, drawn - shown) for shown in range(min(found, drawn) + 1))
    return Fraction(ways, comb(boxes, drawn))


def upper(boxes: int, drawn: int, found: int, risk: Fraction) -> int:
    """
    The exact upper bound: how many of all boxes may be bad, at this confidence, if a sample shows so many.

    The largest number under which so few would be shown with more than the risk (Clopper and Pearson's way).
    """
    low, high = found, boxes - (drawn - found)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if at_most(boxes, middle, drawn, found) > risk else (low, middle - 1)
    return low
