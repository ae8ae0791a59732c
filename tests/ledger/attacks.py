"""
What can be done with papers alone, each named after the attacker's aim, and where it is found: step, code, index.

An attack takes the papers of the honest story and gives those that are shown.
"""

from collections.abc import Callable

import msgspec

from ledger.domain.documents import base
from tests.harness import ANI, BUDI, DEWI, EKO, KPPS, KPU_REGISTRAR, RINA, WATI, TestLedger, founded, private
from tests.ledger import dishonest
from tests.ledger.dishonest import HANDED, LAST, SEALED, story

Papers = list[bytes]
Attack = Callable[[Papers], Papers]


def at(index: int, change: Callable[..., bytes], *others: int) -> Attack:
    """One paper is changed, perhaps with the help of others."""
    return lambda those: [*those[:index], change(those[index], *(those[one] for one in others)), *those[index + 1 :]]


def also(make: Callable[[TestLedger], bytes]) -> Attack:
    """A paper is added that somebody drafted on the honest ledger."""
    return lambda those: [*those, make(story())]


def sealed(by: str, part: base.Part = "acts", **members: object) -> Callable[[TestLedger], bytes]:
    """A sealing by somebody."""

    def make(ledger: TestLedger) -> bytes:
        said = {"unit": KPPS, "purpose": "results", **members}
        return bytes(ledger.sign(ledger.draft("sealing", {by: part}, [dishonest.line(ledger)], **said)))

    return make


def by_a_stranger(ledger: TestLedger) -> bytes:
    return sealed("kpps/35.79.02.2009/004#9")(ledger)


def with_the_old_key(_: TestLedger) -> bytes:
    """Wati's key before she took another; her machine knows of the change."""
    thief = TestLedger(papers=story().papers, custody=story().custody)
    return sealed(WATI, unit="kpu/35.79", seen=dishonest.saw(thief, LAST))(thief)


def with_a_strangers_key(_: TestLedger) -> bytes:
    thief = TestLedger(papers=story().papers, custody=story().custody)
    thief.private[ANI] = private("a thief")
    return sealed(ANI)(thief)


def of_another_ledger(_: TestLedger) -> bytes:
    """Signed by the same officers, who founded another ledger before."""
    other = TestLedger(device="e" * 32)
    other.found()
    return bytes(other.papers[1])


def with_a_key_for_everybody(ledger: TestLedger) -> bytes:
    """An enrolment of a key of small order, under which a signature of anybody verifies."""
    enrolled = ledger.enrolment("kpu/35.79#7")
    weak = msgspec.structs.replace(enrolled, key=base.Key(alg="ed25519", public=f"AQ{'A' * 41}="))
    return bytes(ledger.sign(ledger.draft("enrolment", {KPU_REGISTRAR: "registers"}, [weak])))


def with_a_key_that_is_none(ledger: TestLedger) -> bytes:
    """A key of one sort, called another."""
    enrolled = ledger.enrolment("kpu/35.79#7")
    other = msgspec.structs.replace(enrolled, key=base.Key(alg="p256-sha256", public=enrolled.key.public))
    return bytes(ledger.sign(ledger.draft("enrolment", {KPU_REGISTRAR: "registers"}, [other])))


def with_a_key_of_somebody_else(ledger: TestLedger) -> bytes:
    """Possession is not proved."""
    enrolled = ledger.enrolment("kpu/35.79#7")
    other = msgspec.structs.replace(enrolled, proof=ledger.enrolment("kpu/35.79#8").proof)
    return bytes(ledger.sign(ledger.draft("enrolment", {KPU_REGISTRAR: "registers"}, [other])))


def genesis(_: TestLedger) -> bytes:
    other = founded()
    return bytes(
        other.sign(other.draft("genesis", {RINA: "authorises", EKO: "authorises"}, **dishonest.election(other)))
    )


ATTACKS: dict[str, tuple[Attack, tuple[int, str, int | None]]] = {
    "cut off the tail": (lambda those: those[:10], (7, "VE-070", None)),
    "take one from the middle": (lambda those: [*those[:SEALED], *those[HANDED:]], (7, "VE-071", None)),
    "swap two": (lambda those: [*those[:3], those[4], those[3], *those[5:]], (7, "VE-071", None)),
    "rewrite what signers had seen": (
        lambda those: [*those[:3], those[4], those[3], *those[5:]],
        (8, "VE-080", HANDED),
    ),
    "strip a signature": (at(HANDED, dishonest.without_a_signature), (4, "EN-008", HANDED)),
    "strip all signatures": (at(HANDED, dishonest.without_signatures), (4, "EN-008", HANDED)),
    "add a signature": (at(HANDED, dishonest.with_one_more_signature), (4, "EN-009", HANDED)),
    "move a signature": (at(HANDED, dishonest.with_the_signature_of, SEALED), (4, "KE-009", HANDED)),
    "exchange the annex": (at(HANDED, dishonest.with_the_annex_of, SEALED), (2, "PA-006", HANDED)),
    "shorten the annex": (at(HANDED, dishonest.with_fewer_lines), (2, "PA-006", HANDED)),
    "reorder the annex": (at(HANDED, dishonest.with_lines_in_another_order), (2, "PA-006", HANDED)),
    "withhold the annex": (at(HANDED, lambda one: one.partition(b"\n")[0] + b"\n"), (2, "PA-006", HANDED)),
    "show a paper twice": (lambda those: [*those, those[HANDED]], (5, "HO-010", LAST + 1)),
    "begin again": (also(genesis), (5, "GO-001", LAST + 1)),
    "slip in a draft": (
        also(lambda ledger: dishonest.without_signatures(sealed(BUDI)(ledger))),
        (4, "EN-008", LAST + 1),
    ),
    "sign for nobody": (also(by_a_stranger), (4, "RO-001", LAST + 1)),
    "sign with a stranger's key": (also(with_a_strangers_key), (4, "RO-002", LAST + 1)),
    "use a key that was replaced": (also(with_the_old_key), (4, "RO-003", LAST + 1)),
    "let a supervisor hold": (also(sealed(DEWI)), (5, "RO-004", LAST + 1)),
    "borrow a paper of another ledger": (also(of_another_ledger), (2, "VE-004", LAST + 1)),
    "show another ledger": (lambda those: [of_another_ledger(story()), *those[1:]], (2, "VE-003", 0)),
    "show another beginning": (lambda those: [genesis(story()), *those[1:]], (2, "VE-003", 0)),
    "claim a future": (
        also(sealed(BUDI, seen=base.Seen(size=99, root="ab" * 32))),
        (8, "VE-081", LAST + 1),
    ),
    "show signers another history": (
        also(sealed(BUDI, seen=base.Seen(size=3, root="ab" * 32))),
        (8, "VE-080", LAST + 1),
    ),
    "show signers a first entry that was none": (
        also(sealed(BUDI, seen=base.Seen(size=0, root="ab" * 32))),
        (8, "VE-080", LAST + 1),
    ),
    "enrol a key under which anybody can sign": (also(with_a_key_for_everybody), (4, "KE-004", LAST + 1)),
    "enrol a key that is none": (also(with_a_key_that_is_none), (4, "KE-003", LAST + 1)),
    "enrol somebody else's key": (also(with_a_key_of_somebody_else), (4, "KE-009", LAST + 1)),
    "add garbage": (lambda those: [*those, b'{"payload":""}\n'], (2, "EN-003", LAST + 1)),
    "add a line without end": (lambda those: [*those, b'{"payload":""}'], (2, "PA-001", LAST + 1)),
}
