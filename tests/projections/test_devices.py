"""Numbers that devices give their papers, and the times they claim one after another."""

import json
from pathlib import Path

from sqlalchemy import select

from commands.looking import broken, told
from commands.program.language import speak
from commands.program.output import csv_row
from ledger.domain.documents.base import Cited
from ledger.persistence.entries import as_bytes
from projections.watch.state import DeviceWatch, decode
from tests.harness import (
    ANI,
    BAWASLU,
    BUDI,
    DPD,
    EKO,
    TestLedger,
)
from tests.projections.acts import at
from tests.projections.asking import breaks, looked_at, one


def test_a_number_of_a_device_that_is_missing_is_told_with_the_papers_around_it(
    ledger: TestLedger, tmp_path: Path
) -> None:
    before = ledger.seal(at=at(0))
    after = ledger.hand_over(by=ANI, to=BUDI, at=at(60), device_seq=len(ledger.papers) + 2)

    found = one(ledger, tmp_path, "device-gap")

    assert [cite.index for cite in found.papers] == [before.index, after.index]
    assert found.facts.expected == f"{before.device_seq + 1}-{after.device_seq - 1}"
    assert (found.facts.device, found.severity) == (ledger.device, "low")


def test_the_gap_is_closed_when_all_its_papers_came(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=at(0))
    number = len(ledger.papers)
    ledger.hand_over(by=ANI, to=BUDI, at=at(60), device_seq=number + 2)
    ledger.hand_over(by=BUDI, to=ANI, at=at(120), device_seq=number)
    still = one(ledger, tmp_path, "device-gap").settled
    ledger.hand_over(by=ANI, to=BUDI, at=at(180), device_seq=number + 1)

    found = one(ledger, tmp_path, "device-gap")

    assert still is None
    assert found.settled is not None
    assert found.settled.way == "number"


def test_a_number_that_comes_twice_is_told(ledger: TestLedger, tmp_path: Path) -> None:
    first = ledger.seal(at=at(0))
    ledger.hand_over(by=ANI, to=BUDI, at=at(60), device_seq=first.device_seq)

    found = one(ledger, tmp_path, "device-gap")

    assert (found.case, found.facts.expected) == ("twice", f"{first.device_seq}")
    assert found.papers[0].index == first.index


def test_a_device_counts_from_nought(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.device = "e" * 32
    first = ledger.seal(at=at(10), device_seq=2)

    found = one(ledger, tmp_path, "device-gap")

    assert (found.facts.expected, [cite.index for cite in found.papers]) == ("0-1", [first.index])


def test_a_clock_that_was_set_back_is_told_with_the_paper_before(ledger: TestLedger, tmp_path: Path) -> None:
    before = ledger.seal(at=at(60))
    after = ledger.hand_over(by=ANI, to=BUDI, at=at(30))

    found = one(ledger, tmp_path, "clock")

    assert [cite.index for cite in found.papers] == [before.index, after.index]
    assert (found.case, found.facts.expected, found.facts.found) == ("backwards", at(60), at(30))


def test_ten_minutes_are_no_reason_to_doubt_a_clock(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=at(60))
    ledger.hand_over(by=ANI, to=BUDI, at=at(50))

    assert breaks(ledger, tmp_path, "clock") == []


MILLIARD = 10**9


def jumped(ledger: TestLedger) -> list[int]:
    """A device that jumps by a milliard, and then hands in a few of the numbers it left out; all that it gave."""
    given = [len(ledger.papers), len(ledger.papers) + MILLIARD]
    ledger.seal(at=at(0), device_seq=given[0])
    ledger.hand_over(by=ANI, to=BUDI, at=at(60), device_seq=given[1])
    for minute, number in ((70, MILLIARD // 2), (80, 1000)):
        ledger.put("hold", {EKO: "authorises"}, [Cited(box=DPD)], unit=BAWASLU, why="court", device_seq=number)
        given.append(number)
        ledger.at = at(minute)
    return given


def test_of_numbers_that_are_missing_only_the_first_and_the_last_are_kept(ledger: TestLedger, tmp_path: Path) -> None:
    first, last, middle, low = jumped(ledger)

    with looked_at(ledger, tmp_path) as view:
        _, _, watched = view.tables["breaks"]
        mine = select(watched.c.value).where(watched.c.subject == f"device:{ledger.device}")
        kept = as_bytes(view.connection.execute(mine).scalar_one())
    state = decode(DeviceWatch, kept)

    assert isinstance(state, DeviceWatch)
    (gap,) = state.gaps
    assert gap.missing == ((first + 1, low - 1), (low + 1, middle - 1), (middle + 1, last - 1))
    assert len(kept) < 300


def test_a_jump_of_a_milliard_is_one_short_break_in_words_as_json_and_in_a_table(
    ledger: TestLedger, tmp_path: Path
) -> None:
    first, last, *_others = jumped(ledger)
    speak("en")

    found = one(ledger, tmp_path, "device-gap")
    row = csv_row([found.code, found.case, found.facts.expected])

    assert found.facts.expected == f"{first + 1}-{last - 1}"
    for said in (told.sentence(found), json.dumps(broken.plain(found)), row):
        assert f"{first + 1}" in said
        assert f"{last - 1}" in said
        assert len(said) < 1500
