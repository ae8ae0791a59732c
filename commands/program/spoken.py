"""The closed words of papers in the language of this run: the same words that signers are shown."""

from typing import Final

from commands.program import language
from ledger.domain.sentences import words
from ledger.domain.sentences.tongue import Tongue
from ledger.domain.sentences.words import Vocabulary

__all__ = ["tongue", "word", "words"]

_OF_FACTS: Final[dict[str, Vocabulary]] = {
    "kind": words.TITLES,
    "part": words.PARTS,
    "family": words.FAMILIES,
    "registrar": words.FAMILIES,
    "expected": words.SORTS,
    "sort": words.SORTS,
    "why": words.ENDINGS,
}
"""The facts of refusals that are closed words of papers."""


def tongue() -> Tongue:
    """Indonesian or English, as this run speaks."""
    return Tongue(indonesian=language.spoken() == "id")


def word(name: str, fact: str) -> str:
    """A fact of a refusal in Indonesian, if it is a closed word of papers: `release` is `penyerahan kotak`."""
    said = _OF_FACTS.get(name, {}).get(fact)
    return f"{said[0][0].lower()}{said[0][1:]}" if said else fact
