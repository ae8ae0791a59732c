import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakSet

import pytest

from ledger.audit.held import Held
from ledger.audit.report import STEPS
from ledger.domain.documents import people
from ledger.verify import verify_export
from tests.harness import ANI, BOXES, BUDI, KPPS, KPU_REGISTRAR, PPS, founded
from tests.ledger import dishonest
from tests.ledger.attacks import ATTACKS, at
from tests.ledger.dishonest import ACCEPTED, HANDED, LAST, RELEASED, Forger, audit, audit_database, seen, shown, story


def test_an_honest_ledger_has_nothing_to_report(database: Path) -> None:
    copy, ledger = audit(shown()), audit_database(database)

    for report in (copy, ledger):
        assert not report.findings
        assert report.status == 0
        assert (report.entries, report.lines, report.boxes, report.contested) == (LAST + 1, 50, 5, 0)
        assert (report.custody_changes, report.signatures, report.proofs) == (27, 20, 9)
        assert report.root == dishonest.root(story().papers)
        assert report.checkpoint is not None
        assert (report.checkpoint.size, report.provisional) == (12, 2)
    assert {step for step in STEPS if ledger.checked[step]} == set(STEPS)
    assert {omitted.step for omitted in ledger.not_checked} == {7, 8}
    assert {omitted.step for omitted in copy.not_checked} == {3, 7, 8, 9}


@pytest.mark.parametrize("aim", ATTACKS)
def test_whoever_lies_with_papers_is_named_at_the_right_step(aim: str, tmp_path: Path) -> None:
    attack, expected = ATTACKS[aim]
    those = attack(shown())

    copy = audit(those)
    ledger = audit_database(Forger(tmp_path / "ledger.db").show(those))

    assert expected in seen(copy)
    assert copy.status == 3
    assert copy.entries == len(those)
    assert [found for found in ledger.findings if found.step not in {3, 9}] == copy.findings
    assert (ledger.root, ledger.custody_changes) == (copy.root, copy.custody_changes)
    assert not [found for found in ledger.findings if found.step == 9]


def test_cutting_off_the_tail_cannot_be_seen_without_something_from_outside() -> None:
    report = audit(shown()[:10], Held())

    assert report.status == 0
    assert report.provisional == report.entries == 10
    assert "no outside reference" in " ".join(map(str, report.not_checked))


def test_a_paper_that_is_gone_leaves_the_lines_that_rest_on_it_waiting() -> None:
    report = audit([*shown()[:HANDED], *shown()[RELEASED:]], Held())

    assert report.waiting == (12, HANDED, BOXES[0])
    assert report.gaps[:4] == (1, 1, "d" * 32, HANDED)


def test_a_paper_that_is_changed_has_no_effect_and_the_check_goes_on() -> None:
    report = audit(at(ACCEPTED, dishonest.without_a_signature)(shown()))

    assert seen(report)[0] == (4, "EN-008", ACCEPTED)
    assert (report.damaged, report.waiting.count, report.waiting.first_index) == (1, 2, LAST - 1)
    assert report.checked[5] == LAST


def test_one_flipped_bit_of_an_exported_copy_is_always_found() -> None:
    data = b"".join(shown())
    honest = audit([data])

    for position in range(0, len(data), 97):
        flipped = bytearray(data)
        flipped[position] ^= 1 << position % 8
        report = audit([bytes(flipped)])

        assert report.status == 3, position
        assert report.root != honest.root or report.damaged


def test_a_flipped_bit_in_each_field_of_a_cover_is_named_with_its_index() -> None:
    cover = shown()[HANDED].partition(b"\n")[0]

    for position in (0, 3, 40, cover.index(b"payloadType") + 2, cover.index(b"keyid") + 9, cover.index(b'"sig"') + 9):
        flipped = at(HANDED, lambda one, spot=position: one[:spot] + bytes([one[spot] ^ 4]) + one[spot + 1 :])
        report = audit(flipped(shown()))

        assert (HANDED, True) in {(found.index, found.step in {2, 4}) for found in report.findings}, position


def test_a_contested_line_is_counted_and_is_no_finding() -> None:
    ledger = founded()
    ledger.seal(by=BUDI, place=f"{PPS}/1")

    report = audit(map(bytes, ledger.papers), Held(), dishonest.trust_in(ledger))

    assert (report.status, report.contested) == (0, 1)


def test_boxes_are_counted_of_which_papers_say_something_whether_they_are_listed_or_not() -> None:
    """One comes that nobody expected; of another somebody speaks who has no standing."""
    ledger = founded()
    extra, foreign = "35.79.02.2009/004/DPD.2", "35.79.03.1001/001/DPD"
    arrived = ledger.accepted(extra, None, outcome="extra")
    lines = [ledger.accepted(box, ledger.last()) for box in (BOXES[0], foreign)] + [arrived]
    ledger.put("handover", {ANI: "releases", BUDI: "receives"}, lines, unit=KPPS, to=PPS, place=f"{PPS}/1")

    report = audit(map(bytes, ledger.papers), Held(), dishonest.trust_in(ledger))

    assert [one.verdict for one in ledger.effects[-1].contested] == ["foreign"]
    assert report.boxes == len({*BOXES, extra})


def test_a_device_that_gives_a_number_twice_is_information() -> None:
    ledger = founded()
    for number, box in zip((20, 22, 21, 21, 10), BOXES, strict=True):
        ledger.seal(box, device_seq=number)

    report = audit(map(bytes, ledger.papers), Held(), dishonest.trust_in(ledger))

    assert report.status == 0
    assert report.gaps == (12, 1, "d" * 32, 7, 1)


def test_authorities_who_take_new_keys_are_followed() -> None:
    ledger = founded()
    dishonest.replace_authority(ledger)

    report = audit(map(bytes, ledger.papers), Held(), dishonest.trust_in(ledger))

    assert report.status == 0
    assert report.signatures == 11


def test_the_same_ledger_gives_the_same_report() -> None:
    those = ATTACKS["take one from the middle"][0](shown())

    assert audit(those) == audit(those)


def test_the_evidence_needs_no_database() -> None:
    program = (
        "import sys, ledger.verify, ledger.export\n"
        "sys.exit(' '.join({'sqlalchemy', 'eventsourcing', 'click', 'multiprocessing'} & sys.modules.keys()) or 0)"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True)

    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_steps_have_the_numbers_of_the_design() -> None:
    doc = sys.modules[verify_export.__module__].__doc__ or ""

    assert list(STEPS) == list(range(1, 10))
    assert [line.split()[0] for line in doc.splitlines() if line[:4].strip() == "" and line[4:5].isdigit()] == list(
        "123456789"
    )


def test_a_stolen_key_moves_no_box_after_its_revocation() -> None:
    ledger = founded()
    stolen = people.RevocationLine(id=ANI, keys=(ledger.key_of(ANI).public.id,), why="stolen")
    ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [stolen])
    ledger.hand_over(by=ANI, to=BUDI)

    report = audit(map(bytes, ledger.papers), Held(), dishonest.trust_in(ledger))

    assert (report.status, report.contested, report.custody_changes) == (0, 1, 5)


def test_signatures_are_checked_ahead_and_taken_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.audit.ahead.PAGE", 2)
    monkeypatch.setattr("ledger.audit.ahead.AHEAD", 1)
    those = at(HANDED, dishonest.without_a_signature)(shown())

    report = audit(those)

    assert report.entries == LAST + 1
    assert seen(report)[0] == (4, "EN-008", HANDED)


def test_no_more_papers_are_held_than_are_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.audit.ahead.PAGE", 2)
    monkeypatch.setattr("ledger.audit.ahead.AHEAD", 1)
    held: WeakSet[Numbered] = WeakSet()
    most = 0

    def entries() -> Iterator[Numbered]:
        nonlocal most
        for index, data in enumerate(shown()):
            yield Numbered(index, data, held)
            most = max(most, len(held))

    report = verify_export(entries(), dishonest.trust(), Held())

    assert report.entries == LAST + 1
    assert most <= 2 * 3


class Numbered:
    """An entry that is counted while somebody holds it."""

    def __init__(self, index: int, data: bytes, held: "WeakSet[Numbered]") -> None:
        self.index, self.data = index, data
        held.add(self)
