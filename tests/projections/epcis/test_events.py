"""Links of a box as events, as another system reads them. Each document is checked as anybody may check it."""

from pathlib import Path

import pytest

from ledger.domain.documents import boxes
from ledger.domain.documents.base import LinkLine, Packed, Seal, Seals
from tests.harness import (
    ANI,
    BUDI,
    DEWI,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody import stories
from tests.projections.epcis.events import BASE, NUMBERED, Tell, exported_of, of_box, opening, sealing, words


def test_a_box_on_the_manifest_is_commissioned(ledger: TestLedger, tmp_path: Path) -> None:
    (listed,) = of_box(exported_of(ledger, tmp_path))

    assert words(listed) == ("Object", "ADD", "commissioning", "active")
    assert listed["epcList"] == [f"{BASE}/box/{DPD}"]
    assert listed["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}
    assert listed["ilmd"]["kotak:ballots"] == 275
    assert listed["eventID"] == f"{BASE}/event/{ledger.papers[-1].digest}/{DPD}"


def test_a_box_struck_from_the_manifest_is_decommissioned(ledger: TestLedger, told: Tell) -> None:
    ledger.put("manifest", {KPU_REGISTRAR: "registers"}, [boxes.ManifestLine(box=DPD)], withdrawn="printed-twice")

    (struck,) = told(ledger)

    assert words(struck) == ("Object", "DELETE", "decommissioning", "inactive")
    assert struck["kotak:withdrawn"] == "printed-twice"


def test_seals_with_numbers_are_named_and_others_counted(ledger: TestLedger, told: Tell) -> None:
    sealing(ledger, NUMBERED)

    (sealed,) = told(ledger)

    assert words(sealed) == ("Association", "ADD", "installing", "container_closed")
    assert sealed["childEPCs"] == [f"{BASE}/seal/ties/A%2001", f"{BASE}/seal/ties/A%2F02"]
    assert sealed["childQuantityList"] == [
        {"epcClass": f"{BASE}/class/seal/ties", "quantity": 1},
        {"epcClass": f"{BASE}/class/seal/papers", "quantity": 1},
    ]


def test_what_is_packed_and_counted_goes_into_the_box(ledger: TestLedger, told: Tell) -> None:
    counts = boxes.Counts(valid=240, invalid=3, unused=32, voters=243)
    sealing(ledger, TIES, packed=Packed(ballots=275, dapil="BATU 2"), counts=counts)

    sealed, packed, counted = told(ledger)

    assert [words(one)[0] for one in (sealed, packed, counted)] == ["Association", "Aggregation", "Aggregation"]
    assert packed["childQuantityList"] == [{"epcClass": f"{BASE}/class/ballot/DPD/BATU%202", "quantity": 275}]
    assert [one["quantity"] for one in counted["childQuantityList"]] == [240, 3, 32]
    assert (sealed["kotak:voters"], packed["eventID"]) == (243, f"{sealed['eventID']}#packed")


def test_a_box_closed_without_a_seal_is_observed(ledger: TestLedger, told: Tell) -> None:
    sealing(ledger, Seals(ties=Seal(on=0)), packed=Packed(ballots=0))

    assert [words(one) for one in told(ledger)] == [("Object", "OBSERVE", "installing", "container_closed")]


def test_an_opening_names_all_seals_that_come_off_and_its_basis(ledger: TestLedger, told: Tell) -> None:
    ledger.seal()
    opening(ledger)

    _sealed, opened = told(ledger)

    assert words(opened) == ("Association", "DELETE", "removing", "container_open")
    assert [one["quantity"] for one in opened["childQuantityList"]] == [2, 1]
    assert opened["kotak:basis"] == "pkpu"
    assert opened["certificationInfo"] == [f"{BASE}/ref/letter/547%2FPY.01.1/2029-02-20"]


@pytest.mark.parametrize(("ballots", "disposition"), [(275, "completeness_verified"), (270, "mismatch_quantity")])
def test_what_is_found_is_compared_with_what_was_packed(
    ledger: TestLedger, told: Tell, ballots: int, disposition: str
) -> None:
    sealing(ledger, TIES, packed=Packed(ballots=275))
    opening(ledger, broken=Seals(ties=Seal(on=1)), found=Packed(ballots=ballots), resealed=Seals(ties=Seal(on=1)))

    _sealed, _packed, opened, found, resealed = told(ledger)

    assert opened["childQuantityList"] == [{"epcClass": f"{BASE}/class/seal/ties", "quantity": 1}]
    assert words(found) == ("Aggregation", "DELETE", "unpacking", disposition)
    assert (found["kotak:expected"], found["kotak:found"]) == (275, ballots)
    assert words(resealed) == ("Association", "ADD", "installing", "container_closed")


def test_an_unsealed_empty_box_is_opened_too(ledger: TestLedger, told: Tell) -> None:
    opening(ledger, seals=Seals(), found=Packed(ballots=0))

    assert [words(one) for one in told(ledger)] == [("Object", "OBSERVE", "removing", "container_open")]


def test_release_and_acceptance_name_the_parties_and_the_hand_over(ledger: TestLedger, told: Tell) -> None:
    released = ledger.release(by=ANI, to=PPS, carrier="carrier/pos", vehicle="N 1234 K", via=(f"{PPK}/1",))
    ledger.accept(released.digest, by=BUDI)

    left, came = told(ledger)

    assert (words(left)[2:], words(came)[2:]) == (("shipping", "in_transit"), ("accepting", "in_progress"))
    assert [one["source"] for one in left["sourceList"]] == [f"{BASE}/unit/{KPPS}", f"{BASE}/place/{KPPS}/1"]
    assert [one["destination"] for one in came["destinationList"]] == [f"{BASE}/unit/{PPS}", f"{BASE}/place/{PPS}/1"]
    assert "bizLocation" not in left
    paper = f"{BASE}/paper/{released.digest}"
    assert left["bizTransactionList"] == [{"type": "desadv", "bizTransaction": paper}]
    assert came["bizTransactionList"] == [{"type": "recadv", "bizTransaction": paper}]


def test_a_hand_over_is_an_acceptance_that_names_itself(ledger: TestLedger, told: Tell) -> None:
    handed = ledger.hand_over(by=ANI, to=BUDI, witnesses={DEWI: "witnesses"})

    (came,) = told(ledger)

    assert words(came) == ("Object", "OBSERVE", "accepting", "in_progress")
    assert came["bizTransactionList"][0]["bizTransaction"].endswith(handed.digest)
    assert {one["kotak:part"] for one in came["kotak:signers"]} == {"releases", "receives", "witnesses"}


@pytest.mark.parametrize(
    ("outcome", "step", "disposition"),
    [
        ("refused", "holding", "no_pedigree_match"),
        ("missing", "inspecting", "mismatch_quantity"),
        ("extra", "arriving", "no_pedigree_match"),
    ],
)
def test_a_box_that_is_not_accepted_says_how(
    ledger: TestLedger, told: Tell, outcome: str, step: str, disposition: str
) -> None:
    released = ledger.release(by=ANI, to=PPS)
    ledger.record(stories.accept(ledger, released.digest, {DPD: outcome}, by=BUDI))

    answered = told(ledger)[1]

    assert words(answered) == ("Object", "OBSERVE", step, disposition)
    assert answered["kotak:outcome"] == outcome
    assert "destinationList" not in answered


def test_a_withdrawal_voids_the_release_and_declares_no_error(ledger: TestLedger, told: Tell) -> None:
    released = ledger.release(by=ANI, to=PPS)
    ledger.record(stories.withdraw(ledger, released.digest))

    _left, void = told(ledger)

    assert words(void) == ("Object", "OBSERVE", "void_shipping", "in_progress")
    assert void["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}


def test_a_deposit_changes_the_place_and_not_the_party(ledger: TestLedger, told: Tell) -> None:
    ledger.record(stories.deposit(ledger))
    ledger.record(stories.deposit(ledger, back=True))

    left, back = told(ledger)

    assert words(left) == words(back) == ("Object", "OBSERVE", "storing", "in_progress")
    assert [one["kotak:keeper"] for one in (left, back)] == [f"{BASE}/unit/{PPS}", f"{BASE}/unit/{KPPS}"]
    assert [one["kotak:custodian"] for one in (left, back)] == [f"{BASE}/unit/{KPPS}"] * 2
    assert "destinationList" not in left


def test_a_disposal_destroys_and_names_its_approvals(ledger: TestLedger, told: Tell) -> None:
    line = LinkLine(box=DPD, after=ledger.last(), seals=TIES, state="intact")
    ledger.put("disposal", {ANI: "acts"}, [line], unit=KPPS, how="pulp", refs=stories.LETTER)

    (gone,) = told(ledger)

    assert words(gone) == ("Object", "DELETE", "destroying", "destroyed")
    assert len(gone["certificationInfo"]) == 1
