"""Several who may register sign one paper: a line needs one who reaches it, wherever he stands among them."""

import pytest

from ledger.domain.documents.boxes import ManifestLine
from ledger.domain.documents.people import UnitLine
from ledger.signing.keys import PrivateKey
from tests.harness import (
    ANI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    PPS,
    PTPS,
    RINA,
    TestLedger,
)
from tests.ledger.domain.custody.registrars import LOCAL, NEIGHBOUR, REGISTERS, SUPERVISES, local_registrar, revoke
from tests.refusals import refused

FIFI, GITA = f"{PPS}#2", f"{PTPS}#2"


@pytest.fixture(params=["stands first", "stands last"])
def ledger(ledger: TestLedger, request: pytest.FixtureRequest) -> TestLedger:
    """Signers are sorted by key: the registrar of the commission stands before the local one, or behind him."""
    first = request.param == "stands first"
    while (ledger.key_of(KPU_REGISTRAR).public.id < ledger.key_of(LOCAL).public.id) is not first:
        ledger.private[LOCAL] = PrivateKey.generate()
    return ledger


def test_one_registrar_of_two_has_to_reach_an_officer(ledger: TestLedger) -> None:
    both = local_registrar(ledger, "35.79.01") | REGISTERS

    assert ledger.enrol(FIFI, by=both).officers


def test_each_of_two_registrars_adds_the_units_he_reaches(ledger: TestLedger) -> None:
    both = local_registrar(ledger, "35.79.01") | SUPERVISES

    ledger.put("units", both, [UnitLine(id="pkd/35.79.02.2001"), UnitLine(id=NEIGHBOUR)])

    assert refused(lambda: ledger.put("units", both, [UnitLine(id="pps/35.79.02.2001")])) == "RO-012"


def test_two_families_enrol_their_own_officers_in_one_paper(ledger: TestLedger) -> None:
    both = REGISTERS | SUPERVISES

    assert len(ledger.enrol(FIFI, GITA, by=both).officers) == 2


def test_one_registrar_of_two_has_to_reach_a_box(ledger: TestLedger) -> None:
    both = local_registrar(ledger, "35.79.01") | REGISTERS

    line = ManifestLine(box=f"{DPD}.2", type="dpd", unit=KPPS, place=f"{KPPS}/1")

    assert ledger.put("manifest", both, [line]).changes[0].verdict == "link"


@pytest.mark.parametrize("authority", [EKO, RINA])
def test_an_authority_beside_a_registrar_takes_nothing_away(ledger: TestLedger, authority: str) -> None:
    assert revoke(ledger, ANI, REGISTERS | {authority: "authorises"}).officers
