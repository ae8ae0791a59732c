"""Signatures that come later, and signatures of keys that no longer count."""

import pytest

from ledger.domain.custody import links
from tests.harness import (
    ANI,
    BUDI,
    CITRA,
    DPD,
    KPPS,
    PPK,
    PPS,
    TestLedger,
)
from tests.ledger.domain.custody.stories import (
    attest,
    by_a_stolen_key,
    enrol_another,
    handover,
    release,
    revoke,
    ruling,
)


@pytest.mark.parametrize("why", ["lost", "stolen"])
def test_a_paper_brought_after_its_key_was_revoked_is_contested(ledger: TestLedger, why: str) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)
    revoke(ledger, ANI, why)

    made = ledger.record(paper)

    assert (made.changes[0].code, made.flags) == ("revoked", (f"key-{why}",))
    assert ledger.box().custodian == KPPS


def test_a_key_that_ended_in_good_order_is_only_flagged(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)
    revoke(ledger, ANI, "ended")

    made = ledger.record(paper)

    assert (made.changes[0].verdict, made.flags) == ("link", ("key-ended",))


def test_what_was_recorded_before_the_key_was_revoked_stands(ledger: TestLedger) -> None:
    ledger.hand_over(by=ANI, to=BUDI)

    revoke(ledger, ANI)

    assert (ledger.box().custodian, ledger.box().disputes) == (PPS, ())


def test_another_signature_of_the_same_side_is_enough(ledger: TestLedger) -> None:
    colleague = enrol_another(ledger, f"{KPPS}#2")
    signers = {ANI: "releases", colleague: "releases", BUDI: "receives"}
    paper = handover(ledger, by=ANI, to=BUDI, signers=signers)
    revoke(ledger, ANI)

    made = ledger.record(paper)

    assert made.changes[0].verdict == "link"


def test_the_missing_side_attests_and_the_line_takes_effect(ledger: TestLedger) -> None:
    paper = by_a_stolen_key(ledger)
    ledger.record(paper)

    made = attest(ledger, paper.digest, f"{KPPS}#2", "releases")

    assert [one.verdict for one in made.changes] == ["link"]
    assert (ledger.box().custodian, ledger.box().disputes) == (PPS, ())
    assert made.changes[0].now.disputed == ()


def test_an_attestation_that_comes_before_its_paper_counts(ledger: TestLedger) -> None:
    paper = by_a_stolen_key(ledger)

    early = attest(ledger, paper.digest, f"{KPPS}#2", "releases")
    made = ledger.record(paper)

    assert (early.changes, early.regraded) == ((), ())
    assert made.changes[0].verdict == "link"


def test_a_line_the_chain_has_left_behind_is_not_settled_by_an_attestation(ledger: TestLedger) -> None:
    paper = by_a_stolen_key(ledger)
    ledger.record(paper)
    ledger.record(release(ledger, by=f"{KPPS}#2", to=PPK))

    made = attest(ledger, paper.digest, f"{KPPS}#2", "releases")
    again = attest(ledger, paper.digest, f"{KPPS}#2", "releases")

    assert [(one.verdict, one.code) for one in made.changes] == [("contested", "overtaken")]
    assert [one.code for one in ledger.box().disputes] == ["overtaken"]
    assert again.changes == ()


def test_a_line_that_waits_and_lacks_a_signature_needs_both(ledger: TestLedger) -> None:
    first = release(ledger, by=ANI, to=PPS)
    paper = by_a_stolen_key(ledger, after=first.digest)
    waiting = ledger.record(paper)
    attested = attest(ledger, paper.digest, f"{KPPS}#2", "releases")
    attest(ledger, first.digest, f"{KPPS}#2", "releases")

    ledger.record(first)

    assert (waiting.changes[0].verdict, attested.changes) == ("waiting", ())
    assert ledger.box().custodian == PPS


def test_a_line_that_waited_is_contested_once_only_the_signature_lacks(ledger: TestLedger) -> None:
    first = release(ledger, by=ANI, to=PPS)
    paper = by_a_stolen_key(ledger, after=first.digest)
    ledger.record(paper)
    attest(ledger, first.digest, f"{KPPS}#2", "releases")

    made = ledger.record(first)

    assert [(one.verdict, one.code) for one in made.changes] == [("link", None), ("contested", "revoked")]
    assert made.changes[1].now.waiting == 0


def test_an_extra_box_reported_with_a_stolen_key_moves_nothing_until_attested(ledger: TestLedger) -> None:
    extra = ledger.accepted(DPD, None, outcome="extra")
    members = {"unit": PPS, "to": PPK, "place": f"{PPK}/1"}
    paper = ledger.write("handover", {BUDI: "releases", CITRA: "receives"}, [extra], **members)
    revoke(ledger, CITRA)
    colleague = enrol_another(ledger, f"{PPK}#2")

    made = ledger.record(paper)
    before = ledger.box().keeper
    attest(ledger, paper.digest, colleague, "receives")

    assert (made.changes[0].code, before) == ("revoked", KPPS)
    assert ledger.box().keeper == PPK
    assert [one.code for one in ledger.box().disputes] == ["extra"]


def test_only_so_many_lines_of_a_box_wait_for_a_signature(ledger: TestLedger) -> None:
    papers = [release(ledger, by=ANI, to=PPS, device_seq=number) for number in range(links.MOST_WAITING + 1)]
    revoke(ledger, ANI)

    for paper in papers:
        ledger.record(paper)

    assert len(ledger.box().pending) == links.MOST_WAITING
    assert len(ledger.box().disputes) == links.MOST_WAITING + 1


def test_lines_that_wait_for_a_signature_leave_room_for_those_that_wait_for_a_link(ledger: TestLedger) -> None:
    papers = [release(ledger, by=ANI, to=PPS, device_seq=number) for number in range(links.MOST_WAITING)]
    revoke(ledger, ANI)
    for paper in papers:
        ledger.record(paper)

    made = ledger.record(release(ledger, by=BUDI, to=PPK, after="f" * 64))

    assert made.changes[0].verdict == "waiting"


def test_an_attestation_after_the_line_was_corrected_away_changes_nothing(ledger: TestLedger) -> None:
    paper = by_a_stolen_key(ledger)
    ledger.record(paper)
    ledger.record(ruling(ledger, paper.digest))

    made = attest(ledger, paper.digest, f"{KPPS}#2", "releases")

    assert made.changes == ()
    assert (ledger.box().custodian, ledger.box().disputes) == (KPPS, ())
