"""Flags of the fold that are none of the fifteen irregularities: keys, terms, holds, answers to releases."""

from typing import Final

from projections.codes.form import Case, Code, Settling, Severity, table

_KEY: Final = "Who had this key when the paper was signed, and who knew that it no longer counts?"
_ENDED: Final = "the paper that is flagged, and the one that ended the key"
_SILENT: Final = Case("")
_OF: Final = "The key of {officer}."
_SUSPECTED: Final = Case(
    "The key of {officer}, suspected since {found}.",
    "moment",
    {"": "The key of {officer}; the paper does not say since when it is suspected."},
)
_ANSWER: Final[tuple[Settling, ...]] = ("answer",)


def _flag(  # noqa: PLR0913 - one for each thing that is said of a flag
    code: str,
    severity: Severity,
    text: str,
    question: str,
    *,
    rests_on: str = "the paper that is flagged",
    settled_by: tuple[Settling, ...] = _ANSWER,
    checks: tuple[str, ...] = (),
    case: Case = _SILENT,
) -> Code:
    """The name of such a code is what it says, and it shows itself in one way."""
    return Code(
        code=code,
        severity=severity,
        name=text,
        text=text,
        rests_on=rests_on,
        question=question,
        settled_by=settled_by,
        checks=checks,
        cases={"flag": case},
    )


def _ended(code: str, severity: Severity, text: str, case: Case) -> Code:
    """Of a key that had ended when somebody signed with it."""
    return _flag(code, severity, text, _KEY, rests_on=_ENDED, checks=("B7",), case=case)


FLAGS: Final = table(
    _ended("key-rotated", "low", "signed with the key from before a rotation", Case(_OF)),
    _ended("key-ended", "medium", "signed with a key of an officer whose term ended", Case(_OF)),
    _ended("key-lost", "high", "signed with a key that was reported lost", _SUSPECTED),
    _ended("key-stolen", "high", "signed with a key that was reported stolen", _SUSPECTED),
    _flag("term-ended", "medium", "dated after the signer's term", "Was the term longer?", checks=("B7",)),
    _flag(
        "term-not-begun", "medium", "dated before the signer's term", "Since when does the term run?", checks=("B7",)
    ),
    _flag("unit-ended", "medium", "dated after the end of the signer's unit", "Which unit came after?", checks=("B7",)),
    _flag("after-closing", "medium", "recorded after the ledger was closed", "Where was this paper until then?"),
    _flag(
        "on-hold",
        "high",
        "the box was on hold",
        "Did whoever moved the box know of the hold?",
        rests_on="the paper that moved the box, and the hold",
        case=Case("Put on hold by {found}.", "name", {"": ""}),
    ),
    _flag(
        "released-twice",
        "medium",
        "released while an earlier release was open",
        "Which of the two did the boxes leave with?",
        rests_on="both releases",
    ),
    _flag(
        "giver-went-on",
        "medium",
        "the giver had gone on with the box before the acceptance came",
        "Where did the box stand while the giver went on?",
        rests_on="the acceptance, and the last link before it",
    ),
    _flag(
        "nothing-to-withdraw",
        "low",
        "there was no open release to withdraw",
        "Which release is meant, and was it accepted?",
        rests_on="the withdrawal",
    ),
    _flag(
        "answered-late",
        "low",
        "the release had been answered or withdrawn before",
        "Which of the two answers is true?",
        rests_on="the late answer, and the last link before it",
    ),
    _flag(
        "accepted-after-withdrawal",
        "medium",
        "accepted although the giver had withdrawn the release",
        "Did the boxes leave after all?",
        rests_on="the acceptance, and the withdrawal before it",
    ),
    _flag(
        "serial-unproved",
        "high",
        "the number of a seal is not among those counted",
        "Where does this seal come from?",
        rests_on="the sealing, and the count of the stock it names",
    ),
    _flag(
        "part-missing",
        "medium",
        "a signature the rules want is missing, and no reason is given",
        "Whose signature is missing, and was anybody there for that side?",
        settled_by=("attestation", "answer"),
        checks=("B2",),
    ),
    _flag("final-count", "medium", "the final count is not that of the ledger", "Which papers are missing?"),
    _flag(
        "stood-for-already",
        "low",
        "another transcript stands for the same lost paper",
        "Which of the two was copied from the form?",
    ),
)
