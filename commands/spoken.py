"""The closed words of papers in the language of this run: the same words that signers are shown."""

from commands import language
from ledger.domain.sentences import words
from ledger.domain.sentences.tongue import Tongue

__all__ = ["tongue", "words"]


def tongue() -> Tongue:
    """Indonesian or English, as this run speaks."""
    return Tongue(indonesian=language.spoken() == "id")
