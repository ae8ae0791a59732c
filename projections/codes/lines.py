"""
Lines that did not take effect, `LINE-…`: what the fold contests, and what waits.

Their sentences are told of one box and name {box}, {giver}, {receiver} and {custodian}.
"""

from typing import Final

from projections.codes.form import Case, Code, table

_BOTH: Final = "the paper with the line, and the box's last link when it came"
_WHO_HAS_IT: Final = "Who has the box now, and which of the two papers is known there?"
_EFFECT: Final = ("effect", "correction", "answer")

LINES: Final = table(
    Code(
        code="LINE-overtaken",
        severity="high",
        name="two papers follow the same one",
        text="the paper follows an earlier link of the box; another one came after that",
        rests_on=_BOTH,
        question=_WHO_HAS_IT,
        settled_by=_EFFECT,
        checks=("B1", "B5"),
        cases={"line": Case("Box {box}: the paper follows an earlier link; another one came after it.")},
    ),
    Code(
        code="LINE-unexpected",
        severity="high",
        name="a box nobody expects",
        text="the box is not on the manifest, or was disposed of",
        rests_on="the paper with the line, and the manifest",
        question="Where does this box come from, and who labelled it?",
        settled_by=_EFFECT,
        checks=("B5",),
        cases={"line": Case("Box {box} is not on the list of expected boxes, or was disposed of.", unit="asked")},
    ),
    Code(
        code="LINE-not-held",
        severity="high",
        name="given by who did not have it",
        text="whoever acted does not answer for the box",
        rests_on=_BOTH,
        question=_WHO_HAS_IT,
        settled_by=_EFFECT,
        checks=("B1",),
        cases={"line": Case("Box {box}: {giver} does not answer for it; {custodian} does.", unit="asked")},
    ),
    Code(
        code="LINE-not-addressed",
        severity="high",
        name="accepted by who was not addressed",
        text="there is no open release of the box to whoever accepted it",
        rests_on=_BOTH,
        question=_WHO_HAS_IT,
        settled_by=_EFFECT,
        checks=("B1", "B4"),
        cases={"line": Case("Box {box}: there is no open release of it to {receiver}.")},
    ),
    Code(
        code="LINE-one-sided",
        severity="medium",
        name="one side has not signed",
        text="the side that answers for what a transcript or a correction says has not signed it",
        rests_on="the paper with the line",
        question="Does the side that has not signed stand by what the paper says?",
        settled_by=_EFFECT,
        cases={
            "line": Case(
                "Box {box}: the side that answers for what the transcript says has a key, and has not signed it."
            )
        },
    ),
    Code(
        code="LINE-revoked",
        severity="high",
        name="signed with a lost or stolen key",
        text="the only signature of one side is of a key that was lost or stolen",
        rests_on="the paper with the line, and the revocation of the key",
        question="Who had the key when this paper was signed, and when was the key missed?",
        settled_by=_EFFECT,
        checks=("B7",),
        cases={"line": Case("Box {box}: the only signature of one side is of a key that was lost or stolen.")},
    ),
    Code(
        code="LINE-foreign",
        severity="low",
        name="signed by who has nothing to do with it",
        text="whoever acted has nothing to do with the box; the line has no effect",
        rests_on="the paper with the line",
        question="Was the number of another box meant?",
        cases={"line": Case("Box {box}: {giver} has nothing to do with it; the line has no effect.", unit="asked")},
    ),
    Code(
        code="LINE-unlinked",
        severity="high",
        name="too many papers that do not connect",
        text="too many lines of the box wait for papers that are not recorded",
        rests_on="the paper with the line",
        question="Who has the papers between, and why were they not recorded?",
        settled_by=_EFFECT,
        checks=("B1",),
        cases={"line": Case("Box {box}: too many lines wait for papers that are not recorded.")},
    ),
    Code(
        code="LINE-differs",
        severity="medium",
        name="transcript and paper differ",
        text="a transcript and the paper it stood for do not say the same",
        rests_on="the transcript, and the paper it stood for",
        question="Which of the two says what happened?",
        settled_by=("correction", "answer"),
        cases={"line": Case("Box {box}: the transcript and the paper it stood for do not say the same.")},
    ),
    Code(
        code="LINE-extra",
        severity="medium",
        name="not on the list",
        text="the box came and was not on the list",
        rests_on="the acceptance",
        question="Whose box is it, and on which list should it stand?",
        settled_by=("correction", "answer"),
        cases={"line": Case("Box {box} is here but was not on the list.", unit="asked")},
    ),
    Code(
        code="waiting",
        severity="medium",
        name="papers that do not connect",
        text="the paper that this one follows is not recorded, or waits itself",
        rests_on="the paper whose line waits, and the last link of the box",
        question="Who has the paper between, and why was it not recorded?",
        settled_by=_EFFECT,
        checks=("B1",),
        cases={
            "line": Case(
                "It follows a paper that is no link of the chain here (SHA-256 begins with {expected}); "
                "the last link here is another ({found})."
            )
        },
    ),
)

LINE: Final = "LINE-"
"""What codes of contested lines begin with; the rest is the code of the fold."""
UNKNOWN: Final = Case("Box {box}: the line does not follow.")


def sentence(code: str | None) -> str:
    """Why the fold contested a line, by its own code."""
    known = LINES.get(f"{LINE}{code}")
    return (known.cases["line"] if known else UNKNOWN).sentence
