"""What attackers want of the papers and of the fold, by their aim, and the answer they get."""

import pytest

from ledger import paper as papers
from ledger.domain.documents.government import Authority, AuthorityKey
from ledger.errors import BadSignature, Malformed, Refused
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DPD,
    KPPS,
    PPK,
    PPS,
    RINA,
    TestLedger,
    key,
)
from tests.ledger.domain.custody.stories import (
    accept,
    attest,
    correct,
    enrol_another,
    follow,
    handover,
    ruling,
    transcribed,
)


def test_to_hand_over_one_box_twice(ledger: TestLedger) -> None:
    before = ledger.last()
    first = handover(ledger, *BOXES[:2], by=ANI, to=BUDI)
    second = handover(ledger, DPD, by=ANI, to=CITRA, after=before)

    ledger.record(first)
    made = ledger.record(second)

    assert [(one.code, one.giver, one.receiver) for one in made.changes] == [("overtaken", KPPS, PPK)]
    assert (ledger.box().custodian, len(ledger.box().disputes)) == (PPS, 1)
    assert not ledger.box(BOXES[1]).disputes


def test_to_use_a_release_as_an_acceptance(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    lines = [ledger.accepted(DPD, sent.digest)]

    with pytest.raises(Refused, match=r"with the part releases, which .* has not in it"):
        ledger.put("acceptance", {ANI: "releases"}, lines, unit=PPS, of=sent.digest)


def test_to_strip_the_signature_of_the_other_side(ledger: TestLedger) -> None:
    drafted = ledger.draft(
        "handover", {ANI: "releases", BUDI: "receives"}, [ledger.accepted(DPD, ledger.last())], unit=KPPS, to=PPS
    )

    with pytest.raises(Malformed):
        ledger.record(papers.sign(drafted, [ledger.key_of(ANI)]))


def test_to_sign_in_the_name_of_another_officer(ledger: TestLedger) -> None:
    ledger.private[BUDI] = ledger.key_of(CITRA)

    with pytest.raises(Refused, match=f"is not a key of officer {BUDI}"):
        ledger.hand_over(by=ANI, to=BUDI)


def test_to_move_a_signature_to_another_paper(ledger: TestLedger) -> None:
    signed = ledger.write("release", {ANI: "releases"}, follow(ledger), unit=KPPS, to=PPS)
    other = ledger.draft("release", {ANI: "releases"}, follow(ledger), unit=KPPS, to=PPK)
    payload = papers.read(bytes(other)).envelope.payload
    moved = papers.Paper(
        signed.cover, signed.annex, type(signed.envelope)(payload, signed.envelope.signatures), other.document,
        other.lines, other.digest,
    )  # fmt: skip

    with pytest.raises(BadSignature):
        ledger.record(moved)


def test_to_take_a_box_one_was_never_given(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)

    made = ledger.record(accept(ledger, sent.digest, {DPD: "accepted"}, by=CITRA))

    assert made.changes[0].code == "not-addressed"
    assert ledger.box().custodian == KPPS


def test_to_push_a_box_on_a_unit_that_never_signed_by_correcting_ones_own_sealing(ledger: TestLedger) -> None:
    sealed = ledger.seal()

    made = ledger.record(correct(ledger, sealed.digest, {ANI: "acts"}, custodian=PPS))

    assert made.changes[0].code == "one-sided"
    assert ledger.box().custodian == KPPS


def test_to_take_a_box_by_correcting_the_manifest(ledger: TestLedger) -> None:
    manifest = ledger.last()

    with pytest.raises(Refused, match=r"Parties of .*: none"):
        ledger.record(correct(ledger, manifest, {CITRA: "acts"}, custodian=PPK))


def test_to_undo_a_ruling(ledger: TestLedger) -> None:
    taken = ledger.hand_over(by=ANI, to=BUDI)
    ruled = ledger.record(ruling(ledger, taken.digest, custodian=PPK))

    with pytest.raises(Refused, match=r"Parties of .*: none"):
        ledger.record(correct(ledger, ruled.digest, {ANI: "releases", BUDI: "receives", CITRA: "acts"}))


def test_to_rule_with_one_key_where_more_are_needed(ledger: TestLedger) -> None:
    other = "kpu/35.79#9"
    held = tuple(AuthorityKey(officer=officer, key=key(ledger.key_of(officer))) for officer in (RINA, other))
    stricter = Authority(threshold=2, keys=held)
    signers = {RINA: "authorises", other: "proves"}
    ledger.put("authorities", signers, replaces=ledger.name, family="custody", authority=stricter)
    taken = ledger.hand_over(by=ANI, to=BUDI)

    with pytest.raises(Refused, match="needs all parties"):
        ledger.record(ruling(ledger, taken.digest, custodian=KPPS))


def test_to_attest_ones_own_transcript_in_the_place_of_the_receiver(ledger: TestLedger) -> None:
    lines = [ledger.accepted(DPD, ledger.last())]
    made = ledger.put("handover", {ANI: "reports"}, lines, unit=KPPS, to=PPS, **transcribed())

    own = attest(ledger, made.digest, enrol_another(ledger, f"{KPPS}#2"), "releases")

    assert own.changes == ()
    assert ledger.box().custodian == KPPS
