"""
Every refusal, its code and its exit status.

An error is a `Reason` with the facts of the case. One class per *reaction* of the caller, and the class carries the
exit status of the command line. The English text of a reason is the key under which its translation is found; nothing
here translates, prints or knows a language.
"""

from typing import ClassVar, Self


class Reason:
    """
    Why something is not done, said once: a stable code, a sentence, and what to do about it.

    Both texts are templates of `str.format` over the facts the error is raised with. `kotak help CODE` finds a reason
    by its code, so a code is given once and never again.
    """

    known: ClassVar[dict[str, "Reason"]] = {}

    def __init__(self, code: str, text: str, remedy: str) -> None:
        if code in Reason.known:
            message = f"The code {code} is taken."
            raise ValueError(message)
        self.code = code
        self.text = text
        self.remedy = remedy
        Reason.known[code] = self

    def __repr__(self) -> str:
        return f"Reason({self.code})"


class Phrase(str):
    """A fact that is itself a text of the program, as `Line 3 of the annex`: English here, translated like a reason."""

    __slots__ = ("facts", "text")
    text: str
    facts: dict[str, object]

    def __new__(cls, text: str, /, **facts: object) -> Self:
        """Fill the template with its own facts."""
        phrase = super().__new__(cls, text.format(**facts))
        phrase.text, phrase.facts = text, facts
        return phrase


class LedgerError(Exception):
    """What did not agree: the reason, and as `facts` who, which box, what was expected and what was found."""

    exit_status: ClassVar[int] = 1

    def __init__(self, reason: Reason, /, **facts: object) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts

    @property
    def code(self) -> str:
        """The stable code, `HO-006`."""
        return self.reason.code

    def __str__(self) -> str:
        return self.reason.text.format(**self.facts)

    @property
    def remedy(self) -> str:
        """What to do now, most often a command to copy."""
        return self.reason.remedy.format(**self.facts)


class NotInstalled(LedgerError):
    """What was asked for needs an extra."""

    exit_status = 2


class CheckFailed(LedgerError):
    """A check ran and found something that does not agree."""

    exit_status = 3


class Malformed(LedgerError):
    """The input is not what it claims to be."""

    exit_status = 4


class BadSignature(Malformed):
    """A signature, or the proof of possession of a key, does not verify."""


class BadProof(Malformed):
    """A Merkle proof does not lead to the root it was offered for."""


class Unknown(LedgerError):
    """No such box, officer, unit or paper."""

    exit_status = 5


class Conflict(LedgerError):
    """Somebody else was first: a subject was written meanwhile, or two histories do not join."""

    exit_status = 6


class KeyProblem(LedgerError):
    """A key, its file, its passphrase or its token cannot be used."""

    exit_status = 7


class AnswerNeeded(LedgerError):
    """A question must be answered by a person and there is no terminal."""

    exit_status = 8


class Unavailable(LedgerError):
    """The ledger is missing, locked, unreadable or of a newer version."""

    exit_status = 10


class Unreachable(LedgerError):
    """Somebody who should answer over the network does not; the work stays queued."""

    exit_status = 11


class Refused(LedgerError):
    """A rule of custody or the officer's role stands against it."""

    exit_status = 12


class OutcomeUnknown(LedgerError):
    """It may have been recorded or not. The remedy says how to find out."""

    exit_status = 13
