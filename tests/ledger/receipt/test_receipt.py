"""Receipts of the honest story: what they prove, and what they say they do not."""

import re
from collections.abc import Mapping, Sequence

import pytest

from ledger.errors import LedgerError, Malformed, Unknown
from ledger.merkle import Place
from ledger.receipt import check, excerpt, keylist, make
from ledger.receipt import examine as examining
from ledger.receipt.examine import PaperFile, examine
from ledger.receipt.keylist import KeyList
from ledger.receipt.report import Report
from tests.harness import ANI, BUDI, DEWI, DPD, RINA, TestLedger
from tests.ledger.dishonest import ACCEPTED, HANDED, LAST, SEALED, story, trust
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import AFTER, cosigned_trust, of_box, of_line, of_paper, of_roster


def examined(*files: bytes, pinned: KeyList | None = None, ledger: TestLedger | None = None) -> list[Report]:
    """All of them hold."""
    found = examine(files, cosigned_trust((ledger or story()).name), pinned or KeyList())
    assert not [each for each in found if isinstance(each, LedgerError)]
    return [each for each in found if isinstance(each, Report)]


def omitted(report: Report) -> list[str]:
    return [each.reason.code for each in report.not_checked]


def found(report: Report) -> list[str]:
    return [each.reason.code for each in report.findings]


def test_a_receipt_proves_one_line_of_one_paper_without_any_ledger() -> None:
    receipt = check.open_receipt(of_box(story(), HANDED, DPD), cosigned_trust(story().name))

    paper = story().papers[HANDED]
    assert (receipt.excerpt.index, receipt.excerpt.digest) == (HANDED, paper.digest)
    assert receipt.excerpt.numbered == ((0, paper.lines[0]),)
    assert receipt.promise.checkpoint.size == LAST + 1


def test_a_receipt_under_a_cosigned_checkpoint_is_final_and_says_who_saw_it_first() -> None:
    [report] = examined(of_paper(story(), HANDED))

    assert report.promise is not None
    assert report.promise.quorum_met
    assert min(report.promise.times.items(), key=lambda each: each[1]) == ("bawaslu", AFTER)


def test_without_a_quorum_a_receipt_is_provisional() -> None:
    note = pocket.published(story(), by=["p1", "p2", "p3", "p4"])

    [report] = examined(make.of_paper(story().papers[HANDED], HANDED, note, pocket.nodes(story().papers)))

    assert report.promise is not None
    assert not report.promise.quorum_met
    assert report.status == 0


def test_who_asks_for_no_quorum_is_told_what_that_is_worth() -> None:
    [report] = examine([of_paper(story(), HANDED)], trust(), KeyList())

    assert isinstance(report, Report)
    assert "VE-107" in omitted(report)


def test_a_receipt_says_that_no_signature_was_checked_when_nobody_shows_the_keys() -> None:
    [report] = examined(of_box(story(), HANDED, DPD))

    assert report.checked == {1, 2, 3, 4, 6, 7}
    assert omitted(report) == ["RE-100", "RE-101", "RE-102"]
    assert {ANI, BUDI, DEWI} == set(str(report.not_checked[0].facts["officers"]).split(", "))


def test_receipts_of_enrolments_show_whose_signatures_they_are() -> None:
    [report, *others] = examined(of_box(story(), HANDED, DPD), *of_roster(story()))

    assert 5 in report.checked
    assert {signer.officer for signer in report.shown[0].vouched.known} == {ANI, BUDI, DEWI}
    assert all(not one.findings and not one.shown[0].vouched.unknown for one in others)


def test_the_order_of_the_files_does_not_matter() -> None:
    *others, report = examined(*reversed(of_roster(story())), of_box(story(), HANDED, DPD))

    assert not report.shown[0].vouched.unknown
    assert len(others) == len(of_roster(story()))


def test_an_enrolment_shows_nothing_without_the_registrar_who_signed_it() -> None:
    [report] = examined(of_box(story(), HANDED, DPD), of_line(story(), 4, 1))[:1]

    assert not report.shown[0].vouched.known


def test_keys_can_be_pinned_by_who_holds_no_receipts() -> None:
    key = story().key_of(ANI).public
    pinned = keylist.read(f"{ANI} {key.alg} {key.base64}\n".encode())

    [report] = examined(of_box(story(), HANDED, DPD), pinned=pinned)

    assert [signer.officer for signer in report.shown[0].vouched.known] == [ANI]
    assert {signer.officer for signer in report.shown[0].vouched.unknown} == {BUDI, DEWI}


def test_genesis_shows_its_own_keys() -> None:
    [report] = examined(of_paper(story(), 0))

    assert RINA in {signer.officer for signer in report.shown[0].vouched.known}
    assert omitted(report) == ["RE-101", "RE-102"]


def test_the_receipt_of_a_whole_paper_says_that_its_list_is_not_in_it() -> None:
    [report] = examined(of_paper(story(), HANDED))

    assert 6 not in report.checked
    assert "RE-103" in omitted(report)


def test_a_paper_is_checked_with_the_keys_that_receipts_show() -> None:
    [report, *_] = examined(bytes(story().papers[ACCEPTED]), *of_roster(story()))

    assert (report.sort, report.checked) == ("paper", {1, 5, 6, 7})
    assert omitted(report) == ["RE-104", "RE-101"]


def test_a_paper_shows_no_keys_since_nobody_says_that_it_was_recorded() -> None:
    [report, *_] = examined(of_box(story(), HANDED, DPD), *map(bytes, story().papers[:7]))

    assert not report.shown[0].vouched.known


def test_a_checkpoint_is_checked_alone() -> None:
    [report] = examined(pocket.published(story()))

    assert (report.sort, report.checked, omitted(report)) == ("checkpoint", {2, 3}, ["RE-106"])


def test_a_key_list_among_the_files_is_read_and_not_believed() -> None:
    key = story().key_of(ANI).public

    keys, report = examined(f"{ANI} {key.alg} {key.base64}\n".encode(), of_box(story(), HANDED, DPD))

    assert (keys.sort, omitted(keys)) == ("keys", ["RE-105"])
    assert not report.shown[0].vouched.known


def test_what_is_no_evidence_keeps_nothing_else_from_being_checked() -> None:
    files = [b"", b"kotak\n", b"".join(map(bytes, story().papers)), b"\0\0", of_paper(story(), 0)]

    *others, report = examine(files, cosigned_trust(story().name), KeyList())

    assert [each.code for each in others if isinstance(each, LedgerError)] == ["RE-035"] * 4
    assert isinstance(report, Report)


def test_another_sort_of_evidence_is_one_more_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told apart by how it begins, and given the keys that the files beside it show."""
    paper = excerpt.of_paper(story().papers[HANDED])
    sort = (re.compile(rb"kotak-test/v1\n"), lambda _data, _trust: PaperFile(paper))
    monkeypatch.setattr(examining, "SORTS", (*examining.SORTS, sort))

    report, *_ = examined(b"kotak-test/v1\n", *of_roster(story()))

    assert not report.shown[0].vouched.unknown


def test_a_receipt_is_made_only_of_what_is_there_and_covered() -> None:
    note, nodes = pocket.published(story(), HANDED), pocket.nodes(story().papers)

    with pytest.raises(Unknown) as refused:
        make.of_paper(story().papers[HANDED], HANDED, note, nodes)
    assert refused.value.code == "RE-028"
    with pytest.raises(Unknown) as refused:
        make.of_box(story().papers[SEALED], "35.79.02.2009/009/DPD", SEALED, note, nodes)
    assert refused.value.code == "RE-027"


def test_only_the_nodes_on_the_path_are_read() -> None:
    asked: list[Place] = []

    def nodes(places: Sequence[Place]) -> Mapping[Place, bytes]:
        asked.extend(places)
        return pocket.nodes(story().papers)(places)

    make.of_paper(story().papers[HANDED], HANDED, pocket.published(story()), nodes)

    assert asked == [(0, 9), (1, 5), (1, 6), (3, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{ANI} ed25519",
        f"{ANI} ed25519 AAAA\n",
        f"{ANI}  ed25519 {story().key_of(ANI).public.base64}\n",
        f"{ANI} ed25519 {story().key_of(ANI).public.base64}",
        f"{ANI} ed25519 {story().key_of(ANI).public.base64} \n",
        f"{ANI} p256 {story().key_of(ANI).public.base64}\n",
        f"ani ed25519 {story().key_of(ANI).public.base64}\n",
        f"{ANI} ed25519 {story().key_of(ANI).public.base64}\n" * 2,
        f"{ANI} ed25519 AQ{'A' * 41}=\n",
    ],
    ids=[f"case {number}" for number in range(11)],
)
def test_a_key_list_has_one_spelling(text: str) -> None:
    with pytest.raises(LedgerError):
        keylist.read(text.encode())


def test_a_key_list_can_be_long_but_not_endless() -> None:
    with pytest.raises(Malformed) as refused:
        keylist.read(b"x" * (keylist.LONGEST + 1))

    assert refused.value.code == "RE-031"
