"""
The cast: invented officers of every unit, and their keys.

Keys are made when first used and lie unencrypted in the folder of the demo, marked as simulated. Names are put together
by lot from common given names; whoever bears one is not meant.
"""

from base64 import b64encode
from collections.abc import Iterator
from random import Random
from typing import Final

from commands.founding import registry
from commands.program.output import SIMULATED
from commands.simulation import days
from commands.simulation.area import City
from ledger import paper as papers
from ledger.domain import names
from ledger.domain.documents.base import Key
from ledger.domain.documents.people import EnrolmentLine, Role, Term
from ledger.signing.keys import PrivateKey

_FIRST: Final = (
    *("Adiwangsa", "Bestari", "Cempaka", "Dirgantari", "Estiningtyas", "Fajarwati", "Gemintang", "Hapsari"),
    *("Indrakila", "Jatmika", "Kirana", "Laksita", "Mahesa", "Nawangsih", "Ontosena", "Pandhita"),
    *("Rinjani", "Saraswati", "Tirtayasa", "Utari", "Wanodya", "Wirabumi", "Yudhistira", "Zamrud"),
)
_LAST: Final = (
    *("Andarista", "Bawana", "Cendekia", "Dananjaya", "Ekapaksi", "Giriwana", "Hastina", "Kertajaya"),
    *("Lintang", "Mangkubumi", "Nirmala", "Purbaya", "Rengganis", "Samudra", "Tejakusuma", "Wicaksana"),
)
AUTHORITIES: Final = 3
THRESHOLD: Final = 2
_BEGINS, _ENDS = days.at(-113, 0), days.at(200, 0)


def chair(unit: str) -> str:
    """The officer who signs for a unit most of the time."""
    return f"{unit}#{AUTHORITIES + 2}" if names.type_of(unit) in {"kpu", "bawaslu"} else f"{unit}#1"


def deputy(unit: str) -> str:
    """The officer who signs when the chair cannot."""
    return f"{unit}#{AUTHORITIES + 3}" if names.type_of(unit) in {"kpu", "bawaslu"} else f"{unit}#2"


def guard(unit: str, number: int) -> str:
    """One of the police officers who ride with the boxes; the chair of the police station is none of them."""
    return f"{unit}#{number + 2}"


def registrar(unit: str) -> str:
    """The officer of KPU or Bawaslu who enrols others."""
    return f"{unit}#{AUTHORITIES + 1}"


def authorities(unit: str) -> tuple[str, ...]:
    """The holders of the authority keys of a family."""
    return tuple(f"{unit}#{number}" for number in range(1, AUTHORITIES + 1))


class Cast:
    """Everybody who may sign."""

    def __init__(self, city: City, chance: Random) -> None:
        self.city = city
        self.keys: dict[str, PrivateKey] = {}
        self.names: dict[str, registry.Named] = {}
        self._chance = chance

    def key(self, officer: str) -> PrivateKey:
        """The key an officer signs with now."""
        if officer not in self.keys:
            self.keys[officer] = PrivateKey.generate()
        return self.keys[officer]

    def replace_key(self, officer: str) -> tuple[PrivateKey, PrivateKey]:
        """The key an officer had until now, and the one he has from now on."""
        old = self.key(officer)
        self.keys[officer] = PrivateKey.generate()
        return old, self.keys[officer]

    def enrolment(self, officer: str, ledger: str, role: Role) -> EnrolmentLine:
        """One line of a batch: role, term, key, commitment to the name, proof of possession."""
        unit, own = names.unit_of(officer), self.key(officer)
        key = public(own)
        return EnrolmentLine(
            id=officer,
            unit=unit,
            roles=(role,),
            term=Term(begins=_BEGINS, until=_ENDS),
            key=key,
            name=self._commit(officer),
            proof=b64encode(own.sign(papers.possession(key, ledger, officer, unit))).decode(),
        )

    def of_unit(self, unit: str, ledger: str) -> Iterator[EnrolmentLine]:
        """Chair and deputy; one officer where a unit has only one."""
        yield self.enrolment(chair(unit), ledger, "chair")
        yield from (self.enrolment(guard(unit, number), ledger, "guard") for number in self._guards(unit))
        if names.type_of(unit) in {"kpu", "bawaslu", "ppk", "panwascam", "pps", "pkd", "kpps"}:
            yield self.enrolment(deputy(unit), ledger, "deputy")

    def _guards(self, unit: str) -> range:
        """As many as villages send their boxes home in one night."""
        own = [district for district in self.city.districts if district.polsek == unit]
        return range(len(own[0].villages) if own else 0)

    def _commit(self, officer: str) -> str:
        """SHA-256(salt ‖ name)."""
        name = f"{self._chance.choice(_FIRST)} {self._chance.choice(_LAST)} ({SIMULATED})"
        self.names[officer] = registry.new(name)
        return self.names[officer].commitment


def public(key: PrivateKey) -> Key:
    """The public half, as papers write it."""
    return Key(alg="ed25519", public=key.public.base64)
