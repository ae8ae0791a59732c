"""Who signed: his own key, in force, with a part his unit may take, once."""

from typing import Any

import pytest
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.custody.effects import Effects
from ledger.domain.custody.states import KeyState
from ledger.domain.documents.base import Seen, Signer
from ledger.domain.documents.boxes import SealingLine
from ledger.domain.documents.people import RotationLine, UnitLine
from ledger.paper import Paper
from tests.harness import (
    ANI,
    BUDI,
    DEWI,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    POLISI,
    POLRI,
    RINA,
    SALIM,
    TIES,
    TestLedger,
    key,
    private,
)
from tests.ledger.domain.custody.stories import LETTER, handover, revoke
from tests.refusals import refused

ANIS_NEW, ANIS_NEWEST = private("Ani's second key"), private("Ani's third key")
REGISTERS = {KPU_REGISTRAR: "registers"}


def signed_as(paper: Paper, *signers: Signer, by: list[Any]) -> Paper:
    """The same paper under other signers."""
    document = replace(paper.document, signers=signers, annex=None)
    return papers.sign(papers.draft(document, paper.lines), by)


def signer(officer: str, own: Any, part: Any) -> Signer:
    return Signer(officer=officer, key=own.public.id, part=part, shown="id/1")


# Officers and keys.


def test_an_officer_nobody_enrolled_signs_nothing(ledger: TestLedger) -> None:
    assert refused(lambda: ledger.seal(by=f"{KPPS}#9")) == "RO-001"


def test_an_officer_signs_with_a_key_of_his_own(ledger: TestLedger) -> None:
    line = SealingLine(box=DPD, after=ledger.last(), seals=TIES, state="intact")
    paper = ledger.write("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="results")
    borrowed = signed_as(paper, signer(ANI, private(BUDI), "acts"), by=[private(BUDI)])
    homemade = signed_as(paper, signer(ANI, ANIS_NEW, "acts"), by=[ANIS_NEW])
    stranger = signed_as(paper, signer(f"{KPPS}#9", private(ANI), "acts"), by=[private(ANI)])

    assert refused(lambda: ledger.record(borrowed)) == "RO-002"
    assert refused(lambda: ledger.record(homemade)) == "RO-002"
    assert refused(lambda: ledger.record(stranger)) == "RO-001"


def test_nobody_stands_on_both_sides(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)
    both = signed_as(
        paper,
        signer(ANI, private(ANI), "releases"),
        signer(ANI, private(BUDI), "receives"),
        by=[private(ANI), private(BUDI)],
    )

    assert refused(lambda: ledger.record(both)) == "RO-006"


@pytest.mark.parametrize(
    ("officer", "part"),
    [
        (DEWI, "receives"),
        (DEWI, "acts"),
        (DEWI, "keeps"),
        (SALIM, "unlocks"),
        (SALIM, "releases"),
        (BUDI, "witnesses"),
        (BUDI, "escorts"),
        (POLISI, "witnesses"),
    ],
)
def test_a_part_a_unit_may_not_take_makes_the_paper_void(ledger: TestLedger, officer: str, part: str) -> None:
    act = lambda: ledger.hand_over(by=ANI, to=BUDI, witnesses={officer: part})  # noqa: E731 - said once

    assert refused(act) in {"RO-004", "RO-006"}


def test_only_an_authority_authorises(ledger: TestLedger) -> None:
    assert refused(lambda: ledger.hand_over(by=ANI, to=BUDI, witnesses={DEWI: "authorises"})) == "RO-007"


def test_the_police_hold_only_on_the_strength_of_a_letter(ledger: TestLedger) -> None:
    assert refused(lambda: ledger.hand_over(by=ANI, to=POLISI, place=f"{KPPS}/1")) == "RO-005"
    ledger.hand_over(by=ANI, to=POLISI, refs=LETTER, place=f"{KPPS}/1")

    assert ledger.box().custodian == POLRI


# Terms.


@pytest.mark.parametrize(
    ("at", "flag"), [("2028-10-31T23:59:59+07:00", "term-not-begun"), ("2030-01-01T00:00:00+07:00", "term-ended")]
)
def test_who_signs_before_or_after_his_term_is_flagged(ledger: TestLedger, at: str, flag: str) -> None:
    made = ledger.seal(at=at)

    assert flag in made.flags
    assert made.changes[0].verdict == "link"


def test_who_signs_in_his_term_is_not(ledger: TestLedger) -> None:
    assert not {"term-ended", "term-not-begun", "unit-ended"} & set(ledger.seal().flags)


def test_a_unit_that_has_ended_is_flagged(ledger: TestLedger) -> None:
    ended = UnitLine(id=KPPS, until="2029-02-13T07:00:00+07:00")
    ledger.put("units", REGISTERS, [ended])

    assert "unit-ended" in ledger.seal().flags
    assert "unit-ended" not in ledger.seal(at="2029-02-13T06:59:59+07:00").flags


# Rotation.


def rotate(ledger: TestLedger, new: Any, old: Any = None, officer: str = ANI, **changes: Any) -> Effects:
    old = old or ledger.key_of(officer)
    line = RotationLine(id=officer, old=old.public.id, new=key(new))
    paper = ledger.draft("rotation", {officer: "proves"}, [line], **changes)
    both = (signer(officer, old, "proves"), signer(officer, new, "proves"))
    made = ledger.record(signed_as(paper, *both, by=[old, new]))
    ledger.private[officer] = new
    return made


def state(ledger: TestLedger, own: Any) -> KeyState:
    found = ledger.custody.states[f"key:{own.public.id}"]
    assert isinstance(found, KeyState)
    return found


def test_an_officer_takes_a_new_key_by_signing_with_both(ledger: TestLedger) -> None:
    made = rotate(ledger, ANIS_NEW)

    assert [(one.officer, one.event) for one in made.officers] == [(ANI, "rotated")]
    assert state(ledger, ANIS_NEW).replaces == private(ANI).public.id
    assert ledger.seal().changes[0].verdict == "link"


def test_a_rotation_lacks_neither_the_old_key_nor_the_new(ledger: TestLedger) -> None:
    line = RotationLine(id=ANI, old=private(ANI).public.id, new=key(ANIS_NEW))
    paper = ledger.draft("rotation", {ANI: "proves"}, [line])
    new = signed_as(paper, signer(ANI, ANIS_NEW, "proves"), by=[ANIS_NEW])

    assert refused(lambda: ledger.record(ledger.sign(paper))) == "RO-016"
    assert refused(lambda: ledger.record(new)) == "RO-016"


def test_a_new_key_is_proved_by_the_officer_who_gets_it(ledger: TestLedger) -> None:
    line = RotationLine(id=ANI, old=private(ANI).public.id, new=key(ANIS_NEW))
    paper = ledger.draft("rotation", {ANI: "proves"}, [line])
    signers = (signer(ANI, private(ANI), "proves"), signer(BUDI, ANIS_NEW, "proves"))

    assert refused(lambda: ledger.record(signed_as(paper, *signers, by=[private(ANI), ANIS_NEW]))) == "RO-002"


def test_only_a_key_in_force_is_replaced_and_by_a_fresh_one(ledger: TestLedger) -> None:
    assert refused(lambda: rotate(ledger, private(BUDI))) == "RO-014"
    assert refused(lambda: rotate(ledger, private(RINA))) == "RO-014"
    rotate(ledger, ANIS_NEW)
    assert refused(lambda: rotate(ledger, ANIS_NEWEST, old=private(ANI))) == "RO-017"


def test_the_old_key_counts_for_papers_drafted_before_and_is_flagged(ledger: TestLedger) -> None:
    before = Seen(size=len(ledger.papers), root="e" * 64)
    rotate(ledger, ANIS_NEW)
    ledger.private[ANI] = private(ANI)

    made = ledger.seal(seen=before)

    assert "key-rotated" in made.flags
    assert made.changes[0].verdict == "link"


def test_the_old_key_does_not_count_for_papers_that_saw_the_rotation(ledger: TestLedger) -> None:
    rotate(ledger, ANIS_NEW)
    ledger.private[ANI] = private(ANI)

    assert refused(lambda: ledger.seal(seen=Seen(size=len(ledger.papers), root="e" * 64))) == "RO-003"


def test_the_old_key_is_done_with_once_the_new_one_has_signed(ledger: TestLedger) -> None:
    rotate(ledger, ANIS_NEW)
    ledger.seal()
    ledger.private[ANI] = private(ANI)

    assert refused(ledger.seal) == "RO-003"


def test_a_second_rotation_ends_the_first_key_altogether(ledger: TestLedger) -> None:
    rotate(ledger, ANIS_NEW)
    rotate(ledger, ANIS_NEWEST)
    ledger.private[ANI] = private(ANI)

    assert refused(ledger.seal) == "RO-003"


def test_a_revoked_key_is_not_rotated_to_life(ledger: TestLedger) -> None:
    revoke(ledger, ANI)

    assert refused(lambda: rotate(ledger, ANIS_NEW)) == "RO-017"


# Keys that must have signed.


def test_a_signature_is_checked_under_the_key_the_roster_knows(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)

    found = ledger.custody.keys(paper)

    assert found == {private(one).public.id: key(private(one)) for one in (ANI, BUDI)}
