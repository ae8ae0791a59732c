import io
import sys
from dataclasses import replace

import pytest

from ledger.audit.held import Held, Kept, NotHeld, Promised
from ledger.domain.documents import base
from ledger.errors import Malformed
from ledger.export import Entry, frame, read_checkpoints
from ledger.log.checkpoint import NOT_CHECKED
from ledger.log.cosigning import merge
from ledger.log.proof import NOT_A_PROOF
from ledger.merkle import leaf_hash
from ledger.signing import mldsa
from ledger.signing.note import cosign
from ledger.signing.note import read as read_note
from ledger.signing.vkey import WITNESS, VerifierKey, witness_key
from ledger.verify import verify_export
from tests.harness import BOXES, founded, private
from tests.ledger import dishonest
from tests.ledger.attacks import at
from tests.ledger.dishonest import HANDED, LAST, audit, note, published, seen, shown


def test_a_second_checkpoint_of_the_same_size_is_a_fork() -> None:
    forked = [*shown()[:3], shown()[4], shown()[3], *shown()[5:]]
    held = replace(published(), checkpoints=[[Kept("mine", note(forked, 12))], [Kept("older", note(shown(), 5))]])

    report = audit(shown(), held)

    assert seen(report) == [(8, "VE-071", None)]
    assert "mine" in str(report.findings[0])


def test_a_ledger_rolled_back_is_seen_by_whoever_kept_a_checkpoint() -> None:
    report = audit(
        shown()[:8], Held(published=[Kept("beside", note(shown(), 8))], checkpoints=[[Kept("mine", note(shown(), 12))]])
    )

    assert seen(report) == [(7, "VE-070", None)]
    assert "mine" in str(report.findings[0])


def test_a_checkpoint_of_another_log_is_not_used() -> None:
    foreign = b"somebody.else\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\xe2\x80\x94 somebody.else AAAAAAAA\n"

    report = audit(shown(), Held(published=[Kept("beside", foreign)], checkpoints=[[Kept("mine", b"no note")]]))

    assert seen(report) == [(7, "NT-008", None), (8, "NT-003", None)]
    assert report.checkpoint is None


def test_a_checkpoint_without_quorum_leaves_all_provisional() -> None:
    trusted = dishonest.trust(f"witness a {VerifierKey('bawaslu.example', WITNESS, private('a').public)}\nquorum a\n")

    report = audit(shown(), trusted=trusted)

    assert seen(report) == [(7, "VE-072", None)]
    assert report.provisional == report.entries
    assert report.checkpoint is not None
    assert not report.checkpoint.quorum_met


def test_cosignatures_that_this_machine_cannot_check_are_said_to_be_not_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    witness = mldsa.PrivateKey.generate()
    key = witness_key("bawaslu.example/saksi", witness.public)
    trusted = dishonest.trust(f"witness pq {key}\nquorum none\n")
    signed = note(shown(), 12)
    text = read_note(signed).text
    held = Held(published=[Kept("beside", merge(signed, [cosign(text, key.name, witness, 1_867_300_000)]))])
    checked = audit(shown(), held, trusted)
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.mldsa", None)

    report = audit(shown(), held, trusted)

    assert (seen(checked), seen(report)) == ([], [])
    [said] = [str(each) for each in report.not_checked if each.reason is NOT_CHECKED]
    assert said.startswith("Under 1 checkpoints the cosignatures of pq were not checked")
    assert NOT_CHECKED not in [each.reason for each in checked.not_checked]


def test_a_withheld_paper_is_named_by_whoever_kept_it() -> None:
    kept = [Kept("h42.paper", shown()[LAST]), Kept("h41.paper", shown()[HANDED])]

    report = audit(shown()[:LAST], replace(published(), papers=kept))

    assert seen(report) == [(8, "VE-082", None)]
    assert "h42.paper" in str(report.findings[0])


def test_a_kept_draft_or_stray_file_is_not_looked_for_and_the_report_says_so() -> None:
    kept = [Kept("draft", dishonest.without_signatures(shown()[LAST])), Kept("letter", b"Dear Sir\n")]

    report = audit(shown()[:LAST], replace(published(), papers=kept, unknown=["photo.jpg"]))

    assert report.status == 0
    assert [omitted.facts.get("name") for omitted in report.not_checked if omitted.step == 8] == [
        "draft",
        "letter",
        None,
        "photo.jpg",
    ]


def test_where_the_auditor_named_a_folder_without_papers_none_was_looked_for() -> None:
    without = audit(shown(), replace(published(), papers=[]))
    there = audit(shown(), replace(published(), papers=[Kept("h42.paper", shown()[LAST])]))

    assert [one.reason.code for one in without.not_checked if one.step == 8] == ["VE-116"]
    assert [one.reason.code for one in there.not_checked if one.step == 8] == []
    assert (without.kept_papers, there.kept_papers) == (0, 1)


def test_a_kept_paper_that_is_there_but_changed_is_not_called_withheld() -> None:
    those = at(LAST, dishonest.without_a_signature)(shown())

    report = audit(those, replace(published(), papers=[Kept("h42.paper", shown()[LAST])]))

    assert seen(report) == [(4, "EN-008", LAST)]


def test_many_who_saw_the_same_other_history_are_one_finding_and_all_counted() -> None:
    ledger = founded()
    for box in BOXES:
        ledger.seal(box, seen=base.Seen(size=3, root="ab" * 32))

    report = audit(map(bytes, ledger.papers), Held(), dishonest.trust_in(ledger))

    assert seen(report) == [(8, "VE-080", 7)]
    assert report.found[8] == 5


def test_findings_of_one_kind_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.audit.report.MOST", 2)
    monkeypatch.setattr("ledger.audit.outside.MOST_HISTORIES", 2)
    ledger = founded()
    for size, box in enumerate(BOXES):
        ledger.seal(box, seen=base.Seen(size=size, root="ab" * 32))

    report = audit(map(bytes, ledger.papers), Held(), dishonest.trust_in(ledger))

    assert len(report.findings) == 2
    assert report.found[8] == 5


def test_a_file_of_checkpoints_that_was_cut_short_is_named_and_hides_no_other() -> None:
    short = io.BytesIO(frame(note(shown(), 5)) + b"\0\0")
    notes = (Kept("short", data) for data in read_checkpoints(short, "short"))

    report = audit(shown(), replace(published(), checkpoints=[notes, [Kept("mine", note(shown(), 13))]]))

    assert seen(report) == [(8, "EX-003", None)]
    assert report.checkpoint is not None
    assert report.checkpoint.size == 13


def test_a_kept_receipt_holds_the_ledger_to_its_paper() -> None:
    promised = [Promised("mine", index, leaf_hash(shown()[index].partition(b"\n")[0])) for index in (0, HANDED, LAST)]
    swapped = [*shown()[:HANDED], shown()[HANDED + 1], shown()[HANDED], *shown()[HANDED + 2 :]]

    honest = audit(held=replace(published(), promises=promised), those=shown())
    cut = audit(shown()[:LAST], replace(published(), promises=promised))
    other = audit(swapped, replace(published(size=5), promises=promised))

    assert seen(honest) == []
    assert seen(cut) == [(8, "VE-084", LAST)]
    assert (8, "VE-083", HANDED) in seen(other)


def test_a_kept_receipt_is_not_compared_behind_a_missing_entry() -> None:
    entries = [Entry(index, data) for index, data in enumerate(shown()) if index != 5]

    report = verify_export(entries, dishonest.trust(), Held(promises=[Promised("mine", LAST, bytes(32))]))

    assert (8, "VE-073", None) in seen(report)


def test_a_kept_receipt_that_is_none_is_named_and_hides_no_other() -> None:
    held: list[Promised | NotHeld] = [NotHeld("torn", Malformed(NOT_A_PROOF)), Promised("mine", LAST, bytes(32))]

    report = audit(shown(), replace(published(), promises=held))

    assert seen(report) == [(8, "RE-021", None), (8, "VE-083", LAST)]
