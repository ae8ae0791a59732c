"""What is regrettable is recorded and found again, by the codes of the fifteen irregularities."""

from typing import Any

import pytest

from ledger.domain.custody import Effects
from ledger.domain.documents.base import Packed, Seal, Seals
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from ledger.domain.documents.movement import AcceptanceLine
from tests.harness import (
    ANI,
    BUDI,
    DPD,
    KPPS,
    PPS,
    RINA,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody.stories import LETTER


def rules(ledger: TestLedger, **members: Any) -> Effects:
    """What this election wants."""
    return ledger.put("rules", {RINA: "authorises"}, **members)


def taken(ledger: TestLedger, seals: Seals = TIES, state: Any = "intact", **members: Any) -> set[str]:
    """The flags of the box when Budi takes it, Ani having stated two ties and a paper seal, intact."""
    ledger.seal()
    sent = ledger.release(by=ANI, to=PPS)
    line = AcceptanceLine(box=DPD, after=sent.digest, seals=seals, state=state, outcome="accepted", **members)
    made = ledger.put("acceptance", {BUDI: "receives"}, [line], unit=PPS, of=sent.digest)
    return set(made.changes[0].flags)


def test_a_box_as_it_was_stated_is_no_irregularity(ledger: TestLedger) -> None:
    assert taken(ledger) == set()


@pytest.mark.parametrize(
    ("seals", "state", "cause", "flags"),
    [
        (Seals(ties=Seal(on=1), papers=Seal(on=1)), "intact", None, {"IR-01"}),
        (Seals(ties=Seal(on=2), papers=Seal(on=1, bad=1)), "intact", None, {"IR-01"}),
        (TIES, "torn", None, {"IR-01"}),
        (Seals(ties=Seal(on=3), papers=Seal(on=1)), "intact", None, {"IR-11"}),
        (TIES, "wet", None, {"IR-08"}),
        (TIES, "damaged", "termites", {"IR-08"}),
        (TIES, "damaged", "delivery", {"IR-02"}),
    ],
)
def test_giver_and_receiver_state_what_they_see_and_the_difference_is_flagged(
    ledger: TestLedger, seals: Seals, state: str, cause: Any, flags: set[str]
) -> None:
    assert taken(ledger, seals, state, cause=cause) == flags


def test_a_seal_of_another_serial_is_flagged(ledger: TestLedger) -> None:
    numbered = Seals(ties=Seal(on=1, serials=("A-1",)))
    ledger.seal(seals=numbered)

    made = ledger.hand_over(by=ANI, to=BUDI, seals=Seals(ties=Seal(on=1, serials=("A-2",))))

    assert made.changes[0].flags == ("IR-11",)


def test_a_box_that_travels_unsealed_is_flagged(ledger: TestLedger) -> None:
    made = ledger.release(by=ANI, to=PPS)

    assert made.changes[0].flags == ("IR-01",)


def test_a_box_opened_and_not_sealed_again_travels_flagged(ledger: TestLedger) -> None:
    ledger.seal()
    line = OpeningLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", broken=TIES)
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="recap", basis="ref", refs=LETTER)

    made = ledger.release(by=ANI, to=PPS, seals=Seals())

    assert made.changes[0].flags == ("IR-01",)
    assert not ledger.box().sealed


def pack(ledger: TestLedger, packed: Packed) -> set[str]:
    line = SealingLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", packed=packed)
    return set(ledger.put("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="packing").changes[0].flags)


def test_ballots_of_another_dapil_or_another_number_are_flagged_when_packed(ledger: TestLedger) -> None:
    assert pack(ledger, Packed(ballots=275, dapil="BATU-2")) == set()
    assert pack(ledger, Packed(ballots=275, dapil="BATU-3")) == {"IR-06"}
    assert pack(ledger, Packed(ballots=274)) == {"IR-07"}


def test_what_is_found_is_compared_with_what_was_packed(ledger: TestLedger) -> None:
    pack(ledger, Packed(ballots=274, dapil="BATU-2"))
    found = Packed(ballots=275, dapil="BATU-2")
    line = OpeningLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", found=found)

    made = ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="none", reason="none")

    assert made.changes[0].flags == ("IR-07",)


def test_an_opening_rests_on_the_rules_or_on_a_letter(ledger: TestLedger) -> None:
    rules(ledger, bases=("voting-day",))
    lines = [OpeningLine(box=DPD, after=ledger.last(), seals=Seals(), state="intact")]

    by_rule = ledger.put("opening", {ANI: "acts"}, lines, unit=KPPS, purpose="voting", basis="voting-day")
    lines = [OpeningLine(box=DPD, after=ledger.last(), seals=Seals(), state="intact")]
    no_letter = ledger.put("opening", {ANI: "acts"}, lines, unit=KPPS, purpose="recap", basis="ref")

    assert (by_rule.flags, no_letter.flags) == ((), ("IR-12",))
