"""The closed words of papers in the language of this run: the same words that signers are shown."""

from typing import Final, Protocol

from commands.program import language
from commands.program.language import _
from ledger.domain import names
from ledger.domain.sentences import words
from ledger.domain.sentences.tongue import Tongue
from ledger.domain.sentences.words import Vocabulary

__all__ = ["Names", "named", "tongue", "word", "words"]


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


class Names(Protocol):
    """How units, officers and places are called: as papers are read out, or with the names of their areas."""

    def area(self, area: str) -> str:
        """An area or a station."""

    def unit(self, unit: str) -> str:
        """Whoever holds, carries or watches boxes."""

    def officer(self, officer: str) -> str:
        """One of a unit, by number."""

    def place(self, place: str) -> str:
        """Where a unit keeps boxes."""


def tongue() -> Tongue:
    """Indonesian or English, as this run speaks."""
    return Tongue(indonesian=language.spoken() == "id")


def word(name: str, fact: str) -> str:
    """A fact of a refusal in Indonesian, if it is a closed word of papers: `release` is `penyerahan kotak`."""
    said = _OF_FACTS.get(name, {}).get(fact)
    return f"{said[0][0].lower()}{said[0][1:]}" if said else fact


def named(name: str, called: Names | None = None) -> str:
    """A unit, an officer, a place or an area in words; what is none of them as it is."""
    called = called or tongue()
    if names.is_unit(name):
        return called.unit(name)
    if names.is_unit(names.unit_of(name)):
        return called.officer(name)
    if names.is_unit(names.unit_of_place(name)) or name == names.NOWHERE:
        return called.place(name)
    if name.startswith(names.NOWHERE):
        return _("{place} ({coordinates})").format(place=called.place(names.NOWHERE), coordinates=name[1:])
    return called.area(name)
