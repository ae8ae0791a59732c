"""Who governs the ledger: two families, each by its own threshold."""

from typing import Any

import pytest
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.custody.states import AuthoritiesState
from ledger.domain.documents.government import Authority, AuthorityKey, BoxType, Families
from ledger.errors import Malformed
from ledger.paper import Paper
from tests.harness import ANI, BAWASLU, EKO, KPU, PPK, RINA, TestLedger, key, private
from tests.refusals import refused

SARI, TONO = f"{KPU}#8", f"{KPU}#9"
BOTH = {RINA: "authorises", EKO: "authorises"}
FOUNDING: dict[str, Any] = {
    "origin": "kpu.example/test/kota-batu",
    "election": "pemilu-2029",
    "zone": "Asia/Jakarta",
    "box_types": (BoxType(type="dpd", level="station"),),
}


def authority(*officers: str, threshold: int = 1) -> Authority:
    held = tuple(AuthorityKey(officer=officer, key=key(private(officer))) for officer in officers)
    return Authority(threshold=threshold, keys=held)


def genesis(signers: list[str], custody: Authority, supervision: Authority, part: str = "authorises") -> Paper:
    ledger = TestLedger()
    families = Families(custody=custody, supervision=supervision)
    return ledger.sign(ledger.draft("genesis", dict.fromkeys(signers, part), authorities=families, **FOUNDING))


def state(ledger: TestLedger) -> AuthoritiesState:
    found = ledger.custody.states["authorities"]
    assert isinstance(found, AuthoritiesState)
    return found


# Genesis.


def test_a_ledger_is_named_by_its_genesis_and_governed_by_the_keys_in_it() -> None:
    ledger, paper = TestLedger(), genesis([RINA, EKO], authority(RINA), authority(EKO))

    made = ledger.record(paper)

    assert state(ledger).ledger == paper.digest
    assert state(ledger).origin == "kpu.example/test/kota-batu"
    assert {change.officer for change in made.officers} == {RINA, EKO}
    assert all(change.event == "authority" for change in made.officers)


def test_every_authority_key_of_genesis_signs_it() -> None:
    paper = genesis([RINA, EKO], authority(RINA, SARI), authority(EKO))

    assert refused(lambda: TestLedger().record(paper)) == "GO-002"


@pytest.mark.parametrize("stranger", [f"{BAWASLU}#8", f"{PPK}#1", "polri/batu#1", "saksi/35.79/02#1"])
def test_custody_keys_are_held_in_the_commission_alone(stranger: str) -> None:
    paper = genesis([RINA, EKO, stranger], authority(RINA, stranger), authority(EKO))

    assert refused(lambda: TestLedger().record(paper)) == "GO-005"


def test_supervision_keys_are_held_by_the_supervisor_alone() -> None:
    assert refused(lambda: TestLedger().record(genesis([RINA, SARI], authority(RINA), authority(SARI)))) == "GO-005"


def test_nobody_else_signs_genesis_and_nobody_with_another_part() -> None:
    stranger = genesis([RINA, EKO, SARI], authority(RINA), authority(EKO))
    witnessed = genesis([RINA, EKO], authority(RINA), authority(EKO), part="witnesses")

    assert refused(lambda: TestLedger().custody.apply(stranger, 0)) == "GO-001"
    assert refused(lambda: TestLedger().record(witnessed)) == "GO-002"


def test_a_ledger_begins_with_genesis_and_has_only_one(ledger: TestLedger) -> None:
    paper = genesis([RINA, EKO], authority(RINA), authority(EKO))
    stray = ledger.write("closing", BOTH, papers=1, boxes=0)

    with pytest.raises(Malformed, match="begins with its genesis"):
        ledger.custody.apply(paper, 9)
    with pytest.raises(Malformed, match="begins with its genesis"):
        TestLedger().custody.apply(stray, 0)
    with pytest.raises(Malformed, match="begins with its genesis"):
        TestLedger().custody.apply(stray, 5)


# Authorities.


def change(ledger: TestLedger, signers: dict[str, str], new: Authority, **members: Any) -> Paper:
    members.setdefault("replaces", ledger.name)
    members.setdefault("family", "custody")
    return ledger.write("authorities", signers, authority=new, **members)


def test_a_family_changes_its_keys_by_its_old_threshold(ledger: TestLedger) -> None:
    paper = change(ledger, {RINA: "authorises", SARI: "proves"}, authority(RINA, SARI, threshold=2))

    ledger.record(paper)

    custody = state(ledger).families["custody"]
    assert custody.threshold == 2
    assert {one.officer for one in custody.holders.values()} == {RINA, SARI}
    assert state(ledger).papers["custody"] == paper.digest
    assert state(ledger).papers["supervision"] == ledger.name


def test_from_then_on_the_new_threshold_counts_and_an_old_key_no_longer_authorises(ledger: TestLedger) -> None:
    new = {SARI: "proves", TONO: "proves"}
    ledger.record(change(ledger, {RINA: "authorises", **new}, authority(SARI, TONO, threshold=2)))

    assert refused(lambda: ledger.put("rules", {SARI: "authorises"})) == "GO-003"
    assert refused(lambda: ledger.put("rules", {RINA: "authorises"})) == "RO-001"
    assert ledger.put("rules", {SARI: "authorises", TONO: "authorises"})


def test_one_family_does_not_change_the_keys_of_the_other(ledger: TestLedger) -> None:
    new = authority(f"{BAWASLU}#8")
    paper = change(ledger, {RINA: "authorises", f"{BAWASLU}#8": "proves"}, new, family="supervision")

    assert refused(lambda: ledger.record(paper)) == "GO-003"


def test_a_set_of_keys_replaces_the_one_in_force_and_no_other(ledger: TestLedger) -> None:
    paper = change(ledger, {RINA: "authorises"}, authority(RINA), replaces="0" * 64)

    assert refused(lambda: ledger.record(paper)) == "GO-004"


def test_who_gets_an_authority_key_proves_that_he_holds_it(ledger: TestLedger) -> None:
    unproved = change(ledger, {RINA: "authorises"}, authority(RINA, SARI))

    assert refused(lambda: ledger.record(unproved)) == "GO-002"


def test_a_key_proved_by_somebody_else_is_not_his(ledger: TestLedger) -> None:
    paper = change(ledger, {RINA: "authorises", SARI: "proves"}, authority(RINA, SARI))
    lied = [replace(one, officer=TONO) if one.officer == SARI else one for one in paper.document.signers]
    forged = papers.draft(replace(paper.document, signers=tuple(lied)))

    assert refused(lambda: ledger.record(papers.sign(forged, [private(RINA), private(SARI)]))) == "RO-002"


def test_one_key_is_not_held_in_both_families(ledger: TestLedger) -> None:
    held = AuthorityKey(officer=SARI, key=key(private(EKO)))
    ledger.private[SARI] = private(EKO)
    paper = change(ledger, {RINA: "authorises", SARI: "proves"}, Authority(threshold=1, keys=(held,)))

    assert refused(lambda: ledger.record(paper)) == "GO-006"


def test_an_enrolled_officers_key_is_no_authority_key(ledger: TestLedger) -> None:
    ledger.private[SARI] = private(ANI)
    held = AuthorityKey(officer=SARI, key=key(private(ANI)))
    paper = change(ledger, {RINA: "authorises", SARI: "proves"}, Authority(threshold=1, keys=(held,)))

    assert refused(lambda: ledger.record(paper)) == "GO-006"


def test_the_new_officers_are_of_the_family(ledger: TestLedger) -> None:
    paper = change(ledger, {RINA: "authorises", f"{BAWASLU}#8": "proves"}, authority(f"{BAWASLU}#8"))

    assert refused(lambda: ledger.record(paper)) == "GO-005"


# Continuation and closing.


def test_a_lost_log_goes_on_under_a_new_origin_by_both_families(ledger: TestLedger) -> None:
    members: dict[str, Any] = {"origin": "kpu.example/test/kota-batu-2", "last": "AAAA", "size": 3}

    assert refused(lambda: ledger.put("continuation", {RINA: "authorises"}, **members)) == "GO-003"
    assert refused(lambda: ledger.put("continuation", {EKO: "authorises"}, **members)) == "GO-003"
    ledger.put("continuation", BOTH, **members)
    assert state(ledger).origin == "kpu.example/test/kota-batu-2"
    assert state(ledger).ledger == ledger.name


def test_what_is_recorded_after_the_closing_is_flagged(ledger: TestLedger) -> None:
    closed = ledger.put("closing", BOTH, papers=len(ledger.papers) + 1, boxes=5)
    later = ledger.seal()
    again = ledger.put("closing", BOTH, papers=1, boxes=5)

    assert closed.flags == ()
    assert "after-closing" in later.flags
    assert later.changes[0].verdict == "link"
    assert set(again.flags) == {"after-closing", "final-count"}
    assert ledger.custody.states["rules"].closed == closed.index  # type: ignore[union-attr]  # rules are known


def test_one_family_does_not_close_the_ledger(ledger: TestLedger) -> None:
    assert refused(lambda: ledger.put("closing", {RINA: "authorises"}, papers=1, boxes=0)) == "GO-003"
