"""
What a signer sees before he signs, and his word that he saw it. The sentences are the format's; nothing
else is shown.
"""

import sys
from typing import Final

from commands.program import language as spoken
from commands.program.language import _
from commands.program.output import say
from commands.program.terminal import NOT_TYPED, YES, Terminal
from ledger.domain.documents import LINKS
from ledger.domain.documents.base import CustodyDocument
from ledger.domain.documents.movement import AcceptanceLine
from ledger.errors import AnswerNeeded, Malformed, Reason
from ledger.paper import Paper

OTHER_EDITION = Reason(
    "DR-040",
    "The paper is to be shown in {wanted}, and this kotak shows {found}.",
    "Sign it with the version of the program it was drafted with.",
)
NOT_CONFIRMED = Reason("DR-041", "You did not confirm. Nothing was signed.", "Draft it again when it is right.")

_OPTION: Final = "--confirm"


def language() -> str:
    """The language of this run."""
    return spoken.spoken()


def edition() -> str:
    """`id/1`: in which language and edition sentences are shown here."""
    from ledger.domain.sentences import EDITION  # noqa: PLC0415 - with the sentences themselves

    return f"{language()}/{EDITION}"


def sentences(paper: Paper, language_: str) -> list[str]:
    """What a paper says, for a person."""
    from ledger.domain.sentences import sentences as say_it  # noqa: PLC0415 - only where something is shown

    return list(say_it(paper.document, paper.lines, language_))


def show(paper: Paper, shown: str) -> None:
    """The sentences of a paper on the terminal, in the language and edition the signature will name."""
    from ledger.domain.sentences import EDITION  # noqa: PLC0415 - with the sentences themselves

    wanted, _slash, number = shown.partition("/")
    if number != str(EDITION):
        raise Malformed(OTHER_EDITION, wanted=shown, found=edition())
    for line in sentences(paper, wanted):
        say(line, sys.stderr)


def confirm(terminal: Terminal, paper: Paper, said: str | None, typed: str | None = None) -> None:
    """The number of boxes typed where boxes move, the word that is to be typed, or a yes. Enter is none of them."""
    if typed is not None:
        type_out(terminal, _("This cannot be undone. To sign, type {word}:").format(word=typed), typed, said)
    elif paper.document.kind in LINKS:
        there = [one for one in paper.lines if not isinstance(one, AcceptanceLine) or one.outcome != "missing"]
        seen = isinstance(paper.document, CustodyDocument)
        question = _("To sign, type the number of boxes:")
        if seen:
            question = _("To sign, count the boxes in front of you and type their number:")
        type_out(terminal, question, str(len(there)), said)
    elif said is not None:
        if said.lower() not in YES | _counted(paper):
            raise AnswerNeeded(NOT_CONFIRMED)
    elif not terminal.confirm(_("Sign this?"), _OPTION):
        raise AnswerNeeded(NOT_CONFIRMED)


def _counted(paper: Paper) -> set[str]:
    """The number of boxes does for a yes, where the paper is about boxes."""
    return {str(len(paper.lines))} if paper.document.key == "box" else set()


def type_out(terminal: Terminal, question: str, expected: str, said: str | None) -> None:
    """What cannot be undone, or taken back unseen: exactly this is typed."""
    if said is None:
        terminal.confirm_by_typing(question, expected, _OPTION)
    elif said != expected:
        raise AnswerNeeded(NOT_TYPED, found=said, expected=expected)
