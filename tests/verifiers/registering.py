"""Small ledgers in which somebody registers keys: honestly once, and then in every way the rules do not allow."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.verifiers.forging import Forged, ForgedLog, canonical, key, pae, raw, text64

BOX: Final = "35.79.02.2009/004/DPD"
AT: Final = {"at": "2029-02-14T17:08:00+07:00", "device": "d" * 32, "device_seq": 0, "id": "a" * 32}
RINA, EKO, SITI = "kpu/35.79#1", "bawaslu/35.79#1", "kpu/35.79#2"
REGISTRAR, DEWI = "kpu/35.79#9", "bawaslu/35.79#9"
PPS, PPK = "pps/35.79.02.2009", "ppk/35.79.02"
BUDI, CITRA = f"{PPS}#1", f"{PPK}#1"
TERM: Final = {"from": "2028-11-01T00:00:00+07:00", "until": "2029-12-31T23:59:59+07:00"}


def key_of(name: str) -> dict[str, str]:
    """A key as papers write it."""
    return {"alg": "ed25519", "public": text64(raw(key(name)))}


def key_id(name: str) -> str:
    """SHA-256 of the raw bytes."""
    return hashlib.sha256(raw(key(name))).hexdigest()


def authority(*officers: str, threshold: int = 1) -> dict[str, Any]:
    """A set of authorities."""
    return {
        "keys": [{"key": key_of(one), "officer": one.partition("!")[0]} for one in officers],
        "threshold": threshold,
    }


def genesis(
    *, custody: tuple[str, ...] = (RINA,), threshold: int = 1, signers: tuple[str, ...] = (RINA, EKO)
) -> Forged:
    """The founding paper."""
    payload = {
        **AT,
        "kind": "genesis",
        "authorities": {"custody": authority(*custody, threshold=threshold), "supervision": authority(EKO)},
        "box_types": [{"level": "station", "type": "dpd"}],
        "election": "uji",
        "origin": "kpu.example/uji",
        "zone": "Asia/Jakarta",
    }
    return Forged.of(payload, [], [(one, "authorises") for one in signers])


def enrolment(
    ledger: str, officer: str, *, name: str = "", roles: tuple[str, ...] = ("chair",), **term: str
) -> dict[str, Any]:
    """A line with its proof of possession."""
    unit = officer.partition("#")[0]
    body = {"key": key_of(name or officer), "ledger": ledger, "officer": officer, "unit": unit}
    proof = key(name or officer).sign(pae("application/vnd.kotak.key.v1+json", canonical(body).encode()))
    return {
        "id": officer,
        "key": key_of(name or officer),
        "name": "e" * 64,
        "proof": text64(proof),
        "roles": list(roles),
        "term": {**TERM, **term},
        "unit": unit,
    }


class Story(ForgedLog):
    """A ledger to which papers are added."""

    def __init__(self, first: Forged | None = None) -> None:
        """With its founding paper."""
        super().__init__([first or genesis()])

    @property
    def name(self) -> str:
        """The digest of genesis."""
        return self.entries[0].digest

    def add(self, kind: str, lines: list[Any], *signers: tuple[str, str], size: int = 0, **members: Any) -> Forged:
        """One more paper."""
        payload = {**AT, "kind": kind, "ledger": self.name, "seen": {"root": "0" * 64, "size": size}, **members}
        payload["device_seq"] = len(self.entries)
        self.entries.append(Forged.of(payload, lines, signers))
        return self.entries[-1]

    def registrar(self, **term: str) -> None:
        """Registered by the authorities, as he must be."""
        self.add("enrolment", [enrolment(self.name, REGISTRAR, roles=("registrar",), **term)], (RINA, "authorises"))

    def officers(self) -> None:
        """Those who hand over and receive."""
        lines = sorted((enrolment(self.name, one) for one in (BUDI, CITRA)), key=lambda line: str(line["id"]))
        self.add("enrolment", lines, (REGISTRAR, "registers"))

    def rotate(self, officer: str, *signers: tuple[str, str]) -> None:
        """To a key named after him."""
        line = {"id": officer, "new": key_of(f"{officer}!2"), "old": key_id(officer)}
        self.add("rotation", [line], *(signers or ((officer, "proves"), (f"{officer}!2", "proves"))))

    def revoke(self, officer: str, by: tuple[str, str] = (REGISTRAR, "registers"), why: str = "stolen") -> None:
        """His key counts no longer."""
        self.add("revocation", [{"id": officer, "keys": [key_id(officer)], "why": why}], by)

    def again(self) -> None:
        """The last paper a second time."""
        self.entries.append(self.entries[-1])

    def custody(self, giver: str = BUDI, taker: str = CITRA, *, size: int = 0) -> None:
        """A box is listed and handed over."""
        line = {"box": BOX, "place": f"{PPS}/1", "type": "dpd", "unit": PPS}
        listed = self.add("manifest", [line], (REGISTRAR, "registers"))
        moved = {
            "after": listed.digest,
            "box": BOX,
            "outcome": "accepted",
            "seals": {"ties": {"on": 2}},
            "state": "intact",
        }
        signers = ((giver, "releases"), (taker, "receives"))
        self.add("handover", [moved], *signers, size=size, to=PPK, unit=PPS, place=f"{PPS}/1")


Step = Callable[[Story], object]


def steps(*each: Step) -> Step:
    """One after another."""

    def told(story: Story) -> None:
        for step in each:
            step(story)

    return told


def stories() -> Iterator[tuple[str, Story]]:
    """What happened, and the ledger in which it did."""
    for name, told in _STORIES.items():
        story = Story()
        told(story)
        yield name, story
    yield from _founded()


def _founded() -> Iterator[tuple[str, Story]]:
    for name, first in {
        "an authority did not sign the founding": genesis(signers=(RINA,)),
        "two authorities": genesis(custody=(RINA, SITI), threshold=2, signers=(RINA, SITI, EKO)),
        "one who is no authority signed the founding": genesis(signers=(RINA, EKO, SITI)),
    }.items():
        story = Story(first)
        story.registrar()
        story.officers()
        story.custody()
        yield name, story


def _honest(story: Story, *between: Step, **term: str) -> None:
    story.registrar(**term)
    story.officers()
    for each in between:
        each(story)


def _then(*between: Step, after: Step = lambda story: story.custody()) -> Step:
    def told(story: Story) -> None:
        _honest(story, *between)
        after(story)

    return told


def _enrols(
    *lines: Callable[[Story], dict[str, Any]], by: tuple[tuple[str, str], ...] = ((REGISTRAR, "registers"),)
) -> Step:
    def told(story: Story) -> None:
        made = sorted((line(story) for line in lines), key=lambda line: str(line["id"]))
        story.add("enrolment", made, *by)

    return told


def _line(officer: str, **more: Any) -> Callable[[Story], dict[str, Any]]:
    return lambda story: enrolment(story.name, officer, **more)


def _unproved(story: Story) -> dict[str, Any]:
    return {**enrolment(story.name, f"{PPK}#2"), "proof": text64(bytes(64))}


def _within(area: str) -> Step:
    def told(story: Story) -> None:
        _honest(story, area=area)
        story.custody()

    return told


def _new_authorities(*signers: tuple[str, str], replaces: str = "") -> Step:
    def told(story: Story) -> None:
        story.add(
            "authorities", [], *signers, authority=authority(SITI), family="custody", replaces=replaces or story.name
        )

    return told


_ROTATED: Final = f"{BUDI}!2"
_STORIES: Final[dict[str, Step]] = {
    "all is well": _then(),
    "nobody registered them": lambda story: story.custody(),
    "the registrar registered himself": steps(
        _enrols(_line(REGISTRAR, roles=("registrar",))), Story.officers, Story.custody
    ),
    "a registrar of the other family": _then(_enrols(_line(DEWI))),
    "an authority registers": _then(_enrols(_line(f"{PPK}#2"), by=((RINA, "authorises"),))),
    "an authority of the other family registers": _then(_enrols(_line(f"{PPK}#2"), by=((EKO, "authorises"),))),
    "an authority registers as registrar": _then(_enrols(_line(f"{PPK}#2"), by=((RINA, "registers"),))),
    "an officer registers": _then(_enrols(_line(f"{PPK}#2"), by=((CITRA, "registers"),))),
    "enrolled twice": _then(_enrols(_line(CITRA, name="another"))),
    "a key of another": _then(_enrols(_line(f"{PPK}#2", name=CITRA))),
    "a key of an authority": _then(_enrols(_line(f"{PPK}#2", name=RINA))),
    "an authority is enrolled": _then(_enrols(_line(RINA, name="another"))),
    "no proof": _then(_enrols(_unproved)),
    "a proof for another ledger": _then(_enrols(lambda _: enrolment("f" * 64, f"{PPK}#2"))),
    "a registrar among others": _then(
        _enrols(_line(f"{PPK}#2"), _line("kpu/35.79#8", roles=("registrar",)), by=((RINA, "authorises"),))
    ),
    "one key for two": _then(_enrols(_line(f"{PPK}#2", name="x"), _line(f"{PPK}#3", name="x"))),
    "within his area": _within("35.79"),
    "outside his area": _within("35.78"),
    "police, by a registrar with an area": steps(
        lambda story: _honest(story, area="35.79"), _enrols(_line("polri/batu#1")), Story.custody
    ),
    "rotated": _then(lambda story: story.rotate(BUDI), after=lambda story: story.custody(_ROTATED)),
    "rotated, the old key signs late": _then(
        lambda story: story.rotate(BUDI), after=lambda story: story.custody(size=4)
    ),
    "rotated, the old key signed before": _then(
        lambda story: story.rotate(BUDI), after=lambda story: story.custody(size=2)
    ),
    "rotated, seen at the very index": _then(
        lambda story: story.rotate(BUDI), after=lambda story: story.custody(size=3)
    ),
    "rotated by the old key alone": _then(lambda story: story.rotate(BUDI, (BUDI, "proves"))),
    "rotated by the new key alone": _then(lambda story: story.rotate(BUDI, (_ROTATED, "proves"))),
    "rotated twice from one key": _then(lambda story: story.rotate(BUDI), lambda story: story.rotate(BUDI)),
    "an authority rotates": _then(lambda story: story.rotate(RINA)),
    "revoked": _then(lambda story: story.revoke(BUDI)),
    "ended": _then(lambda story: story.revoke(BUDI, why="ended")),
    "revoked afterwards": _then(after=steps(Story.custody, lambda story: story.revoke(BUDI))),
    "revoked by himself": _then(lambda story: story.revoke(BUDI, (BUDI, "registers"))),
    "revoked by the other family": _then(lambda story: story.revoke(BUDI, (EKO, "authorises"))),
    "revoked by an authority": _then(lambda story: story.revoke(BUDI, (RINA, "authorises"))),
    "a registrar revoked by himself": _then(lambda story: story.revoke(REGISTRAR)),
    "a registrar revoked": _then(lambda story: story.revoke(REGISTRAR, (RINA, "authorises"))),
    "a registrar revoked, who registers": _then(
        lambda story: story.revoke(REGISTRAR, (RINA, "authorises")), _enrols(_line(f"{PPK}#2"))
    ),
    "a registrar ended, who registers": _then(
        lambda story: story.revoke(REGISTRAR, (RINA, "authorises"), "ended"), _enrols(_line(f"{PPK}#2"))
    ),
    "an unknown officer revoked": _then(lambda story: story.revoke(f"{PPK}#7")),
    "a key of another revoked": _then(
        lambda story: story.add(
            "revocation", [{"id": BUDI, "keys": [key_id(CITRA)], "why": "lost"}], (REGISTRAR, "registers")
        )
    ),
    "an authority's key revoked": _then(lambda story: story.revoke(RINA, (EKO, "authorises"))),
    "new authorities": _then(_new_authorities((RINA, "authorises"), (SITI, "proves"))),
    "new authorities, unproved": _then(_new_authorities((RINA, "authorises"))),
    "new authorities, by themselves": _then(_new_authorities((SITI, "proves"))),
    "new authorities, by the other family": _then(_new_authorities((EKO, "authorises"), (SITI, "proves"))),
    "new authorities, instead of others": _then(
        _new_authorities((RINA, "authorises"), (SITI, "proves"), replaces="c" * 64)
    ),
    "an authority of before registers": _then(
        _new_authorities((RINA, "authorises"), (SITI, "proves")),
        _enrols(_line(f"{PPK}#2"), by=((RINA, "authorises"),)),
    ),
    "an authority of now registers": _then(
        _new_authorities((RINA, "authorises"), (SITI, "proves")),
        _enrols(_line(f"{PPK}#2"), by=((SITI, "authorises"),)),
    ),
    "the key of another": _then(after=lambda story: story.custody(f"{BUDI}", f"{CITRA}!x")),
    "twice in one paper": _then(
        _enrols(_line(f"{PPK}#2"), by=((REGISTRAR, "registers"), (f"{REGISTRAR}!x", "registers")))
    ),
    "the same paper twice": _then(after=steps(Story.custody, Story.again)),
    "the same enrolment twice": _then(Story.again),
    "registered too late": steps(Story.registrar, Story.custody, Story.officers),
    "a party witness registers": _then(_enrols(_line(f"{PPK}#2"), by=((REGISTRAR, "registers"), (CITRA, "witnesses")))),
}
