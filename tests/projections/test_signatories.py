"""Who may sign, with which keys, until when; and what each signed."""

from pathlib import Path

import pytest

from ledger.domain import names
from ledger.domain.documents import people
from ledger.errors import Refused, Unknown
from projections import signatories
from projections.signatories import Officer
from tests.harness import (
    ANI,
    BUDI,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    POLISI,
    RINA,
    SALIM,
    STATION,
    UNTIL,
    WATI,
    TestLedger,
)
from tests.ledger.dishonest import rotate
from tests.projections.asking import looked_at, moment


def officers(ledger: TestLedger, folder: Path, area: str | None = None, **when: str | int | None) -> dict[str, Officer]:
    with looked_at(ledger, folder) as view:
        found = signatories.officers(view, moment(view, **when), area)  # type: ignore[arg-type] # each of its own type
    return {one.officer: one for one in found}


def test_officers_are_enrolled_and_authorities_are_named_by_genesis(ledger: TestLedger, tmp_path: Path) -> None:
    found = officers(ledger, tmp_path)

    assert (found[ANI].state, found[ANI].roles, found[ANI].until) == ("enrolled", ("chair",), UNTIL)
    assert found[ANI].keys == (ledger.key_of(ANI).public.id,)
    assert (found[RINA].state, found[EKO].state) == ("authority", "authority")
    assert found[KPU_REGISTRAR].roles == ("registrar",)
    assert found[RINA].events[0].event == "authority"


def test_a_person_enrolled_under_two_ids_is_two_officers_each_with_the_paper_that_enrolled_it(
    ledger: TestLedger, tmp_path: Path
) -> None:
    """Nothing in a ledger says that both are one person; the same id is never given twice."""
    again = f"{names.unit_of(BUDI)}#9"
    enrolled = ledger.enrol(again, by={KPU_REGISTRAR: "registers"})
    with pytest.raises(Refused):
        ledger.enrol(BUDI, by={KPU_REGISTRAR: "registers"})

    found = officers(ledger, tmp_path)

    assert [event.index for event in found[again].events] == [enrolled.index]
    assert [event.index < enrolled.index for event in found[BUDI].events] == [True]
    assert set(found[again].keys).isdisjoint(found[BUDI].keys)


def test_of_an_area_are_the_officers_of_its_units(ledger: TestLedger, tmp_path: Path) -> None:
    assert sorted(officers(ledger, tmp_path, STATION)) == [ANI, DEWI]


def test_a_revoked_key_counts_no_longer_and_did_before(ledger: TestLedger, tmp_path: Path) -> None:
    lost = people.RevocationLine(id=WATI, keys=(ledger.key_of(WATI).public.id,), why="lost")
    revoked = ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [lost])

    now, before = officers(ledger, tmp_path)[WATI], officers(ledger, tmp_path, index=revoked.index - 1)[WATI]

    assert (now.state, now.keys, now.events[-1].why) == ("revoked", (), "lost")
    assert (before.state, len(before.events)) == ("enrolled", 1)


def test_a_new_key_takes_the_place_of_the_old_one(ledger: TestLedger, tmp_path: Path) -> None:
    old = ledger.key_of(BUDI).public.id
    rotate(ledger, BUDI)

    budi = officers(ledger, tmp_path)[BUDI]

    assert budi.keys == (ledger.key_of(BUDI).public.id,)
    assert budi.events[-1].keys == (old, *budi.keys)


@pytest.mark.parametrize(
    ("time", "state"), [("2028-10-31T00:00:00+07:00", None), ("2031-01-01T00:00:00+07:00", "ended")]
)
def test_a_term_ends(ledger: TestLedger, tmp_path: Path, time: str, state: str | None) -> None:
    found = officers(ledger, tmp_path, time=time)

    assert (found[ANI].state if ANI in found else None) == state


def test_every_paper_somebody_signed_is_told_with_his_part(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(DPD)
    given = ledger.hand_over(DPD, by=ANI, to=BUDI, witnesses={DEWI: "witnesses"})

    with looked_at(ledger, tmp_path) as view:
        now = moment(view)
        ani, dewi = (signatories.signatures(view, now, who) for who in (ANI, DEWI))
        before = signatories.signatures(view, moment(view, index=given.index - 1), ANI)

    assert [(one.kind, one.part, one.unit) for one in ani] == [
        ("sealing", "acts", KPPS),
        ("handover", "releases", KPPS),
    ]
    assert [(one.index, one.part) for one in dewi] == [(given.index, "witnesses")]
    assert [one.kind for one in before] == ["sealing"]
    assert officers(ledger, tmp_path)[ANI].papers == 2
    assert officers(ledger, tmp_path)[SALIM].papers == 0


def test_somebody_nobody_enrolled_is_unknown(ledger: TestLedger, tmp_path: Path) -> None:
    with looked_at(ledger, tmp_path) as view, pytest.raises(Unknown, match="No officer"):
        signatories.officers(view, moment(view), officer=f"{POLISI}9")
