"""
What a break is called, how grave it is, what stands behind it and what to ask next: each code once, here.

The fold gives some of these codes as flags, the comparisons of `projections.watch` others. What no paper shows is given
its code by `projections.undone`, `projections.clocks` and `projections.seals`. Nothing here finds anything.
"""

from collections.abc import Iterator
from typing import Final

from projections.codes.checks import CHECKS, Check
from projections.codes.comparisons import COMPARISONS
from projections.codes.flags import FLAGS
from projections.codes.form import SETTLED_BY, SEVERITIES, Case, Code, Mark, Settling, Severity, Source, table
from projections.codes.grades import GRADES
from projections.codes.irregularities import IRREGULARITIES
from projections.codes.lines import LINES

__all__ = [
    "CHECKS",
    "CODES",
    "FINDING",
    "GRADES",
    "IRREGULARITIES",
    "MARKS",
    "SEALS_DIFFER",
    "SETTLED_BY",
    "SEVERITIES",
    "Case",
    "Check",
    "Code",
    "Settling",
    "Severity",
    "Source",
    "find",
    "of",
    "texts",
]

CODES: Final = table(*IRREGULARITIES.values(), *FLAGS.values(), *LINES.values(), *COMPARISONS.values())
"""Every code, in the order in which they are listed."""
SEALS_DIFFER: Final = frozenset({"IR-01", "IR-11"})
"""Of a box two papers state different seals."""
FINDING: Final = Code(
    code="finding",
    severity="medium",
    name="a finding",
    text="somebody reports something this election has a word of its own for",
    rests_on="the finding",
    question="What do the words beside the finding say, and who answered them?",
    cases={"finding": Case("{found} reports it.", "name")},
)
"""What is said of findings whose code is a word of the election."""
MARKS: Final[dict[Mark, str]] = {"confirmed": "the text says so", "ours": "our own choice"}


def of(code: str) -> Code:
    """The definition of a code; of a word an election made itself, that of a finding."""
    return CODES.get(code, FINDING)


def find(word: str) -> Code | None:
    """The code somebody typed, however it is spelt."""
    spelt = {code.lower(): one for code, one in CODES.items()}
    return spelt.get(word.lower())


def texts() -> Iterator[str]:
    """Every text of a definition that people read, to be translated."""
    for code in (*CODES.values(), FINDING):
        yield from filter(None, code.texts())
    for check in CHECKS.values():
        yield from filter(None, (check.text, check.beyond))
    yield from (*SEVERITIES.values(), *SETTLED_BY.values(), *MARKS.values(), *GRADES.values())
