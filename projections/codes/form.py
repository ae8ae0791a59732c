"""
How a break is defined: one `Code`, in which everything stands that is said of all breaks of its kind.

    IR-03  late (medium)
    accepted after the deadline
    source      UU 7/2017 Pas. 341(6): equipment is with the KPPS a day before voting at the latest.
    rests on    the paper that accepted the boxes, the rules, and of a relative deadline the sealing after the count
    ask next    Why did the boxes come late, and where were they until then?
    settled by  answer

A source is `confirmed` where the text named says so, and `ours` where it is a choice of this program. Texts are English
here and are the keys of their translations.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Severity = Literal["high", "medium", "low"]
Mark = Literal["confirmed", "ours"]
Shows = Literal["word", "seals", "moment", "number", "duration", "condition", "numbers", "name"]
"""What `expected` and `found` of a case are, so that they can be shown in the words of a language."""
Role = Literal["answers", "asked"]
"""Whether the unit of a break answers for the box, or only can be asked about it."""
Settling = Literal[
    "answer",
    "correction",
    "sealing",
    "attestation",
    "effect",
    "arrival",
    "reply",
    "return",
    "sight",
    "number",
    "paper",
    "replacement",
]

SEVERITIES: Final[Mapping[Severity, str]] = {
    "high": "can change a result or cast doubt on it",
    "medium": "needs an answer",
    "low": "is noted",
}
"""Worst first."""
SETTLED_BY: Final[Mapping[Settling, str]] = {
    "answer": "an answer that closes it, of those who may",
    "correction": "a correction of the paper that shows it",
    "sealing": "seals put on again",
    "attestation": "the later signature of a witness",
    "effect": "the line takes effect after all",
    "arrival": "the box comes to whom it belongs",
    "reply": "the release is answered or withdrawn",
    "return": "whoever answers for the box says that it is back",
    "sight": "the box is seen again",
    "number": "the missing paper arrives",
    "replacement": "the carton is replaced, and sealed again",
    "paper": "a paper that accounts for it arrives",
}
OURS: Final = "The code, its severity and how it is found are a choice of this program."


@dataclass(frozen=True)
class Source:
    """What stands behind a code: `confirmed` if the text it names says so."""

    says: str
    mark: Mark = "confirmed"


@dataclass(frozen=True)
class Case:
    """One way in which a break shows itself, told with {expected}, {found} and other facts."""

    sentence: str
    shows: Shows = "word"
    found: Mapping[str, str] = field(default_factory=dict)
    """Sentences said instead where {found} is one of these words and names nothing."""
    after: Mapping[str, str] = field(default_factory=dict)
    """Sentences said instead where the first paper it rests on is of one of these kinds."""
    question: str = ""
    """What to ask next, where the question of its code does not fit this way."""
    unit: Role = "answers"

    def texts(self) -> Iterator[str]:
        """Every sentence it may be told with, and its question."""
        yield from (self.sentence, *self.found.values(), *self.after.values(), self.question)


@dataclass(frozen=True, kw_only=True)
class Code:
    """Everything that is said of all breaks of one kind."""

    code: str
    severity: Severity
    name: str
    text: str
    rests_on: str
    question: str
    sources: tuple[Source, ...] = (Source(OURS, "ours"),)
    settled_by: tuple[Settling, ...] = ("answer",)
    checks: tuple[str, ...] = ()
    """The checks of other election systems this one makes, by their ids in `CHECKS`."""
    cases: Mapping[str, Case] = field(default_factory=dict)

    def texts(self) -> Iterator[str]:
        """Everything of it that is shown to people."""
        yield from (self.name, self.text, self.rests_on, self.question)
        yield from (source.says for source in self.sources)
        yield from (text for case in self.cases.values() for text in case.texts())


def table(*codes: Code) -> dict[str, Code]:
    """By code; each once."""
    found = {one.code: one for one in codes}
    if len(found) != len(codes):
        message = "A code is defined twice."
        raise ValueError(message)
    return found
