"""
Small ledgers in which authorities, registrars and keys follow one another, and what the format says of each.

A story is its verdict and what happens in it: `ok`, `finding` (something is reported) or `refused` (the file).
"""

from typing import Any, Final

from tests.verifiers.registering import (
    BOX,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    PPK,
    REGISTRAR,
    RINA,
    SITI,
    Step,
    Story,
    authority,
    enrolment,
    genesis,
    key_id,
    key_of,
    steps,
)

Told = tuple[str, Step]
NEW, CLERK, CAPTAIN, PTPS = f"{PPK}#2", "kpu/35.79#8", "polri/batu#1", "ptps/35.79.02.2009/004#1"
RINA_2, RINA_3, BUDI_2 = f"{RINA}!2", f"{RINA}!3", f"{BUDI}!2"
BOTH: Final = ((RINA, "authorises"), (RINA_2, "proves"))
REGISTERS: Final = (REGISTRAR, "registers")
OVERSEES: Final = ((DEWI, "registers"),)


def after(*between: Step) -> Step:
    """A registrar and two officers; what lies between; then they hand a box over."""
    return steps(Story.registrar, Story.officers, *between, Story.custody)


def enrols(*officers: str, by: tuple[tuple[str, str], ...] = (REGISTERS,), **more: Any) -> Step:
    """An enrolment of these officers."""

    def told(story: Story) -> None:
        lines = [enrolment(story.name, one, **more) for one in sorted(officers)]
        story.add("enrolment", lines, *by)

    return told


def replaced(*signers: tuple[str, str], by: Any = RINA_2, family: str = "custody", last: bool = False) -> Step:
    """A new set of authorities, of this officer or as it is written."""

    def told(story: Story) -> None:
        held = authority(by) if isinstance(by, str) else by
        replaces = story.entries[-1].digest if last else story.name
        story.add("authorities", [], *signers, authority=held, family=family, replaces=replaces)

    return told


def rotated(old: str, new: str) -> Step:
    """His key takes the place of another."""
    line = {"id": old.partition("!")[0], "new": key_of(new), "old": key_id(old)}
    return lambda story: story.add("rotation", [line], (old, "proves"), (new, "proves"))


def sealed(by: str = BUDI, *, size: int = 0) -> Step:
    """Somebody signs something about no box that is looked at."""
    line = {"after": "0" * 64, "box": f"{BOX}.7", "seals": {}, "state": "intact"}
    said = {"place": "?", "purpose": "voting", "unit": PPK}
    return lambda story: story.add("sealing", [line], (by, "acts"), size=size, **said)


def revoked(*signers: tuple[str, str]) -> Step:
    """Citra's key ended, when all was done."""
    line = {"id": CITRA, "keys": [key_id(CITRA)], "why": "ended"}
    return steps(after(), lambda story: story.add("revocation", [line], *signers))


def key_below(name: str, other: str) -> str:
    """A key of that officer which stands before another one, where signers are sorted."""
    return next(one for one in (f"{name}!{at}" for at in range(99)) if key_id(one) < key_id(other))


def key_above(name: str, other: str) -> str:
    """One which stands behind it."""
    return next(one for one in (f"{name}!{at}" for at in range(99)) if key_id(one) > key_id(other))


OVERSEER: Final = enrols(DEWI, by=((EKO, "authorises"),), roles=("registrar",))


def _beside(local: str) -> Step:
    """A registrar of another area signs too."""
    line = enrols(CLERK, by=((RINA, "authorises"),), roles=("registrar",), area="35.78", name=local)
    return after(line, enrols(NEW, by=(REGISTERS, (local, "registers"))))


def _of_both(overseer: str) -> Step:
    """A registrar of supervision signs too."""
    line = enrols(DEWI, by=((EKO, "authorises"),), roles=("registrar",), name=overseer)
    return after(line, enrols(NEW, by=(REGISTERS, (overseer, "registers"))))


def _sets(held: dict[str, Any], *signers: tuple[str, str]) -> Told:
    return "refused", after(replaced(*(signers or BOTH), by=held))


_KEYS: Final = [{"key": key_of(RINA), "officer": RINA}, {"key": key_of(RINA_2), "officer": RINA}]
STORIES: Final[dict[str, Told]] = {
    # Authorities.
    "an authority takes a new key": (
        "ok",
        after(replaced(*BOTH), enrols(CLERK, by=((RINA_2, "authorises"),), roles=("registrar",))),
    ),
    "and its old key is that of nobody": (
        "finding",
        after(replaced(*BOTH), enrols(CLERK, by=((RINA, "authorises"),), roles=("registrar",))),
    ),
    "with a witness": ("ok", after(OVERSEER, enrols(PTPS, by=OVERSEES), replaced(*BOTH, (PTPS, "witnesses")))),
    "with the other family": ("ok", after(replaced(*BOTH, (EKO, "authorises")))),
    "twice": (
        "ok",
        after(replaced(*BOTH), replaced((RINA_2, "authorises"), (RINA_3, "proves"), by=RINA_3, last=True)),
    ),
    "twice instead of the first": (
        "finding",
        after(replaced(*BOTH), replaced((RINA_2, "authorises"), (RINA_3, "proves"), by=RINA_3)),
    ),
    "the same set again": ("ok", after(replaced((RINA, "authorises"), by=RINA))),
    "an authority signs with both keys as one": (
        "finding",
        after(replaced((RINA, "authorises"), (RINA_2, "authorises"))),
    ),
    "an authority from supervision": ("finding", after(replaced((RINA, "authorises"), (DEWI, "proves"), by=DEWI))),
    "an authority of a district": ("finding", after(replaced((RINA, "authorises"), (NEW, "proves"), by=NEW))),
    "an authority from the police": ("finding", after(replaced((RINA, "authorises"), (CAPTAIN, "proves"), by=CAPTAIN))),
    "an authority with the key of an officer": (
        "finding",
        after(replaced((RINA, "authorises"), by=authority(RINA) | {"keys": [{"key": key_of(BUDI), "officer": SITI}]})),
    ),
    "no authority": _sets({"keys": [], "threshold": 1}, (RINA, "authorises")),
    "a threshold of nobody": _sets({"keys": _KEYS[1:], "threshold": 0}),
    "a threshold above the number of keys": _sets({"keys": _KEYS[1:], "threshold": 2}),
    "a key twice in a set": _sets({"keys": _KEYS[:1] * 2, "threshold": 1}, (RINA, "authorises")),
    "an officer twice in a set": _sets({"keys": _KEYS, "threshold": 1}),
    "a family of its own": ("refused", after(replaced(*BOTH, family="carriers"))),
    # Who signs beside them.
    "somebody registers beside a registrar": ("ok", after(enrols(NEW, by=(REGISTERS, (CITRA, "registers"))))),
    "somebody operates beside a registrar": ("ok", after(enrols(NEW, by=(REGISTERS, (CITRA, "operates"))))),
    "somebody holds beside a registrar": ("ok", after(enrols(NEW, by=(REGISTERS, (CITRA, "keeps"))))),
    "somebody escorts beside a registrar": ("finding", after(enrols(NEW, by=(REGISTERS, (CITRA, "escorts"))))),
    "somebody authorises beside a registrar": ("finding", after(enrols(NEW, by=(REGISTERS, (CITRA, "authorises"))))),
    "an authority authorises beside a registrar": ("ok", after(enrols(NEW, by=(REGISTERS, (EKO, "authorises"))))),
    "an authority acts beside a registrar": ("finding", after(enrols(NEW, by=(REGISTERS, (RINA, "acts"))))),
    "an authority proves beside a registrar": ("finding", after(enrols(NEW, by=(REGISTERS, (RINA, "proves"))))),
    "whom it enrols proves beside a registrar": ("finding", after(enrols(NEW, by=(REGISTERS, (NEW, "proves"))))),
    "a registrar of another area first": ("ok", _beside(key_below(CLERK, REGISTRAR))),
    "a registrar of another area last": ("ok", _beside(key_above(CLERK, REGISTRAR))),
    "a registrar of the other family first": ("ok", _of_both(key_below(DEWI, REGISTRAR))),
    "a registrar of the other family last": ("ok", _of_both(key_above(DEWI, REGISTRAR))),
    "both families in one paper": (
        "ok",
        after(OVERSEER, enrols(NEW, PTPS, by=(REGISTERS, *OVERSEES))),
    ),
    "revoked by a registrar": ("ok", revoked(REGISTERS)),
    "revoked by a registrar beside an authority of the other family": ("ok", revoked(REGISTERS, (EKO, "authorises"))),
    "revoked by an authority of the other family": ("finding", revoked((EKO, "authorises"))),
    # Keys that took another's place.
    "the old key goes on unaware": ("ok", after(rotated(CITRA, f"{CITRA}!2"), sealed(CITRA, size=3))),
    "the old key goes on aware": ("finding", after(rotated(CITRA, f"{CITRA}!2"), sealed(CITRA, size=4))),
    "the old key goes on, the new one having taken a third": (
        "finding",
        steps(
            Story.registrar,
            Story.officers,
            rotated(BUDI, BUDI_2),
            rotated(BUDI_2, f"{BUDI}!3"),
            Story.custody,
        ),
    ),
    "the old key goes on, the new one having sealed": (
        "ok",
        steps(Story.registrar, Story.officers, rotated(BUDI, BUDI_2), sealed(BUDI_2), Story.custody),
    ),
    "rotated from a key that was replaced": (
        "finding",
        after(rotated(CITRA, f"{CITRA}!2"), rotated(CITRA, f"{CITRA}!3")),
    ),
}
FOUNDED: Final = {
    "as it should be": ("ok", genesis()),
    "by a district": ("finding", genesis(custody=(NEW,), signers=(NEW, EKO))),
    "by supervision alone": ("finding", genesis(custody=(DEWI,), signers=(DEWI, EKO))),
    "by the police": ("finding", genesis(custody=(CAPTAIN,), signers=(CAPTAIN, EKO))),
    "with a threshold above the number of keys": ("refused", genesis(threshold=2)),
    "with one officer twice": ("refused", genesis(custody=(RINA, RINA_2), signers=(RINA, RINA_2, EKO))),
    "before one whom nobody shows": ("ok", genesis(signers=(RINA, EKO, SITI))),
    "without one who is": ("finding", genesis(signers=(RINA,))),
}
"""Foundings, and what the receipt of each comes to."""
