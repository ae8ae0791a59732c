"""The roster: units, officers and their keys, each registered by its own family."""

from base64 import b64encode
from typing import Any

import pytest
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.custody.states import OfficerState, UnitState
from ledger.domain.documents.base import Coordinates
from ledger.domain.documents.people import Role, UnitLine
from tests.harness import (
    ANI,
    BAWASLU,
    BUDI,
    DEWI,
    EKO,
    KPPS,
    KPU,
    KPU_REGISTRAR,
    PPK,
    PPS,
    PTPS,
    RINA,
    UNTIL,
    TestLedger,
    key,
    private,
)
from tests.ledger.domain.custody.registrars import (
    FIFI,
    LOCAL,
    NEIGHBOUR,
    REGISTERS,
    SUPERVISES,
    local_registrar,
    revoke,
)
from tests.refusals import refused


def unit(ledger: TestLedger, name: str) -> UnitState:
    found = ledger.custody.states[f"unit:{name}"]
    assert isinstance(found, UnitState)
    return found


# Units and places.


def test_a_registrar_adds_units_and_places_of_his_family(ledger: TestLedger) -> None:
    at = Coordinates(lat="-7.8671", lon="112.5239")
    place = UnitLine(id=f"{NEIGHBOUR}/1", coordinates=at, keepers=(KPU,))

    ledger.put("units", REGISTERS, [UnitLine(id=NEIGHBOUR), place])

    found = unit(ledger, NEIGHBOUR).places[f"{NEIGHBOUR}/1"]
    assert found.coordinates == at
    assert found.keepers == (KPU,)


@pytest.mark.parametrize(("signers", "name"), [(REGISTERS, "pkd/35.79.01.1001"), (SUPERVISES, NEIGHBOUR)])
def test_no_family_registers_units_of_the_other(ledger: TestLedger, signers: dict[str, str], name: str) -> None:
    assert refused(lambda: ledger.put("units", signers, [UnitLine(id=name)])) == "RO-011"
    assert refused(lambda: ledger.put("units", {RINA: "authorises"}, [UnitLine(id="pkd/35.79.01.1001")])) == "GO-003"


def test_a_local_registrar_adds_nothing_outside_his_area(ledger: TestLedger) -> None:
    signers = local_registrar(ledger)

    ledger.put("units", signers, [UnitLine(id="pps/35.79.02.2001")])
    assert refused(lambda: ledger.put("units", signers, [UnitLine(id=NEIGHBOUR)])) == "RO-012"
    assert refused(lambda: ledger.put("units", signers, [UnitLine(id="polri/bumiaji")])) == "RO-012"


def test_a_place_belongs_to_a_registered_unit(ledger: TestLedger) -> None:
    assert refused(lambda: ledger.put("units", REGISTERS, [UnitLine(id=f"{NEIGHBOUR}/1")])) == "RO-013"


def test_a_unit_is_succeeded_by_another_of_its_family(ledger: TestLedger) -> None:
    ledger.put("units", REGISTERS, [UnitLine(id=NEIGHBOUR)])
    heir = UnitLine(id=PPS, until=UNTIL, successor=NEIGHBOUR)

    ledger.put("units", REGISTERS, [heir])

    assert unit(ledger, PPS).successor == NEIGHBOUR
    assert unit(ledger, NEIGHBOUR).predecessors == (PPS,)
    assert unit(ledger, PPS).keys


@pytest.mark.parametrize(("successor", "code"), [(BAWASLU, "RO-011"), (NEIGHBOUR, "RO-013")])
def test_no_unit_is_succeeded_by_a_supervisor_or_by_one_nobody_knows(
    ledger: TestLedger, successor: str, code: str
) -> None:
    line = UnitLine(id=PPS, until=UNTIL, successor=successor)

    assert refused(lambda: ledger.put("units", REGISTERS, [line])) == code


def test_who_is_no_registrar_registers_nothing(ledger: TestLedger) -> None:
    for signers in ({BUDI: "registers"}, {KPU_REGISTRAR: "reports"}):
        assert refused(lambda who=signers: ledger.put("units", who, [UnitLine(id=NEIGHBOUR)])) == "RO-010"  # type: ignore[misc]  # bound now


# Enrolment.


def test_an_officer_is_enrolled_with_unit_roles_term_and_key(ledger: TestLedger) -> None:
    made = ledger.enrol(FIFI, by=REGISTERS, roles=("deputy", "operator"))

    state = ledger.custody.states[f"officer:{FIFI}"]
    assert isinstance(state, OfficerState)
    assert (state.unit, state.roles, state.key) == (PPS, ("deputy", "operator"), private(FIFI).public.id)
    assert private(FIFI).public.id in unit(ledger, PPS).keys
    assert [(one.officer, one.event, one.unit) for one in made.officers] == [(FIFI, "enrolled", PPS)]


@pytest.mark.parametrize(("signers", "officer"), [(REGISTERS, f"{PTPS}#2"), (SUPERVISES, FIFI)])
def test_the_commission_does_not_enrol_supervisors_nor_they_its_officers(
    ledger: TestLedger, signers: dict[str, str], officer: str
) -> None:
    assert refused(lambda: ledger.enrol(officer, by=signers)) == "RO-011"


def test_a_local_registrar_enrols_nobody_outside_his_area(ledger: TestLedger) -> None:
    signers = local_registrar(ledger, "35.79.01")

    assert refused(lambda: ledger.enrol(FIFI, by=signers)) == "RO-012"


def test_numbers_and_keys_are_never_given_twice(ledger: TestLedger) -> None:
    ledger.private[FIFI] = private(ANI)
    again = ledger.enrolment(FIFI)
    ledger.private[FIFI] = private(RINA)
    authority = ledger.enrolment(FIFI)

    assert refused(lambda: ledger.enrol(BUDI, by=REGISTERS)) == "RO-014"
    assert refused(lambda: ledger.put("enrolment", REGISTERS, [again])) == "RO-014"
    assert refused(lambda: ledger.put("enrolment", REGISTERS, [authority])) == "RO-014"


def test_two_officers_of_one_batch_do_not_share_a_key(ledger: TestLedger) -> None:
    ledger.private[f"{PPS}#3"] = private(FIFI)
    lines = [ledger.enrolment(FIFI), ledger.enrolment(f"{PPS}#3")]

    assert refused(lambda: ledger.put("enrolment", REGISTERS, lines)) == "RO-014"


def test_an_officer_belongs_to_the_unit_his_id_begins_with(ledger: TestLedger) -> None:
    line = ledger.enrolment(FIFI)
    signed = private(FIFI)
    moved = replace(line, unit=PPK, proof=proof(ledger, signed, FIFI, PPK))

    assert refused(lambda: ledger.put("enrolment", REGISTERS, [moved])) == "RO-015"


def proof(ledger: TestLedger, own: Any, officer: str, of: str) -> str:
    return b64encode(own.sign(papers.possession(key(own), ledger.name, officer, of))).decode()


def test_the_unit_is_registered_first(ledger: TestLedger) -> None:
    assert refused(lambda: ledger.enrol(f"{NEIGHBOUR}#1", by=REGISTERS)) == "RO-013"


@pytest.mark.parametrize(("officer", "signer"), [(LOCAL, EKO), (f"{BAWASLU}#7", RINA)])
def test_registrars_are_enrolled_by_the_authorities_of_their_own_family(
    ledger: TestLedger, officer: str, signer: str
) -> None:
    roles: tuple[Role, ...] = ("registrar",)

    assert refused(lambda: ledger.enrol(officer, by={signer: "authorises"}, roles=roles)) == "GO-003"
    assert refused(lambda: ledger.enrol(officer, by=REGISTERS, roles=roles)) == "GO-003"


def test_a_paper_that_enrols_registrars_enrols_nobody_else(ledger: TestLedger) -> None:
    lines = [ledger.enrolment(LOCAL, ("registrar",)), ledger.enrolment(FIFI)]

    assert refused(lambda: ledger.put("enrolment", {RINA: "authorises"}, lines)) == "RO-018"


# Revocation.


def test_a_key_is_revoked_from_an_index_on_and_what_it_signed_before_stands(ledger: TestLedger) -> None:
    sealed = ledger.seal()

    made = revoke(ledger, ANI, REGISTERS, since="2029-02-13T08:00:00+07:00")

    assert ledger.last() == sealed.digest
    assert [(one.officer, one.event, one.why) for one in made.officers] == [(ANI, "revoked", "stolen")]
    assert unit(ledger, KPPS).keys == ()
    assert "revoked" in [change.code for change in ledger.seal().changes]


def test_a_key_whose_term_ended_is_flagged_and_no_more(ledger: TestLedger) -> None:
    revoke(ledger, ANI, REGISTERS, why="ended")

    made = ledger.seal()

    assert "key-ended" in made.flags
    assert made.changes[0].verdict == "link"


@pytest.mark.parametrize(("officer", "signers"), [(DEWI, REGISTERS), (ANI, SUPERVISES)])
def test_no_family_revokes_a_key_of_the_other(ledger: TestLedger, officer: str, signers: dict[str, str]) -> None:
    assert refused(lambda: revoke(ledger, officer, signers)) == "RO-011"


def test_a_registrar_is_revoked_by_the_authorities_of_his_family(ledger: TestLedger) -> None:
    assert refused(lambda: revoke(ledger, KPU_REGISTRAR, {KPU_REGISTRAR: "registers"})) == "GO-003"
    assert refused(lambda: revoke(ledger, KPU_REGISTRAR, {EKO: "authorises"})) == "GO-003"
    revoke(ledger, KPU_REGISTRAR, {RINA: "authorises"})

    assert refused(lambda: ledger.enrol(FIFI, by=REGISTERS)) == "RO-010"


def test_authorities_may_revoke_where_there_is_no_registrar(ledger: TestLedger) -> None:
    assert revoke(ledger, ANI, {RINA: "authorises"}).officers


def test_only_a_key_of_that_officer_is_revoked(ledger: TestLedger) -> None:
    assert refused(lambda: revoke(ledger, ANI, REGISTERS, keys=(private(BUDI).public.id,))) == "RO-017"
    assert refused(lambda: revoke(ledger, ANI, REGISTERS, keys=("0" * 64,))) == "RO-017"
    assert refused(lambda: revoke(ledger, f"{KPPS}#9", REGISTERS)) == "RO-017"


def test_a_stolen_key_is_not_made_harmless_by_a_later_paper(ledger: TestLedger) -> None:
    revoke(ledger, ANI, REGISTERS, why="stolen")
    revoke(ledger, ANI, REGISTERS, why="ended")

    assert "key-stolen" in ledger.seal().flags


def test_a_key_whose_term_ended_may_turn_out_to_be_lost(ledger: TestLedger) -> None:
    revoke(ledger, ANI, REGISTERS, why="ended")
    revoke(ledger, ANI, REGISTERS, why="lost")

    assert "key-lost" in ledger.seal().flags
