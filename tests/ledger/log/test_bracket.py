"""Between which two cosigned checkpoints a paper came into the log, and what that proves of a deadline."""

from datetime import datetime, timedelta, timezone

import pytest

from ledger.log.bracket import CLOCKS, LATEST, NEAR, UNKNOWN, Bracket, Marks
from ledger.log.checkpoint import Checkpoint, Opened
from ledger.log.quorum import Group, Quorum, Witness
from ledger.merkle import leaf_hash
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import witness_key

NAMES = ("bawaslu", "p1", "p2")
KEYS = {name: PrivateKey.generate().public for name in NAMES}
QUORUM = Quorum(
    tuple(Witness(name, witness_key(f"{name}.example", KEYS[name])) for name in NAMES), (Group("two", 2, NAMES),), "two"
)
NONE = Quorum()


def noted(size: int, root: bytes = b"", **times: int) -> Opened:
    """A checkpoint of that size, cosigned then."""
    return Opened(Checkpoint("kpu.example/batu", size, root or root_of(size)), times, QUORUM.met_by(times))


def root_of(size: int) -> bytes:
    return leaf_hash(str(size).encode())


def bracket(marks: Marks, index: int, seen: int) -> Bracket:
    return marks.bracket(index, seen, root_of(seen))


def test_marks_are_equal_that_date_the_same() -> None:
    dated = [noted(10, bawaslu=100, p1=110), noted(20, bawaslu=200, p1=210)]
    marks = Marks(dated, QUORUM)

    assert marks == Marks(reversed(dated), QUORUM)
    assert hash(marks) == hash(Marks(reversed(dated), QUORUM))
    assert marks != Marks([*dated, noted(30, p1=300, p2=310)], QUORUM)
    assert marks != dated


def test_a_paper_lies_between_what_its_signers_had_seen_and_what_first_covers_it() -> None:
    marks = Marks([noted(10, bawaslu=100, p1=110), noted(20, bawaslu=200, p1=210), noted(30, p1=300, p2=310)], QUORUM)

    assert bracket(marks, 15, 10) == Bracket(100, 210)
    assert bracket(marks, 19, 10) == Bracket(100, 210)
    assert bracket(marks, 20, 20) == Bracket(200, 310)
    assert bracket(marks, 30, 30) == Bracket(300, None)


def test_one_witness_is_not_enough_where_two_are_asked_for() -> None:
    marks = Marks([noted(20, bawaslu=200), noted(30, bawaslu=300, p2=305)], QUORUM)

    assert bracket(marks, 15, 20) == Bracket(200, 305)


def test_a_larger_checkpoint_that_was_cosigned_earlier_covers_it_as_well() -> None:
    marks = Marks([noted(20, bawaslu=900, p1=910), noted(30, bawaslu=300, p1=310)], QUORUM)

    assert bracket(marks, 15, 0) == Bracket(None, 310)


def test_cosignatures_of_one_checkpoint_count_together_in_whichever_notes_they_stand() -> None:
    marks = Marks([noted(20, bawaslu=200), noted(20, p1=250, bawaslu=260)], QUORUM)

    assert bracket(marks, 15, 20) == Bracket(200, 250)


def test_another_root_of_the_same_size_dates_nothing_that_its_signers_had_seen() -> None:
    marks = Marks([noted(10, b"\1" * 32, bawaslu=100, p1=110)], QUORUM)

    assert bracket(marks, 12, 10) == UNKNOWN


def test_checkpoints_nobody_cosigned_say_nothing_of_time() -> None:
    marks = Marks([noted(10), noted(20)], NONE)

    assert not marks
    assert bracket(marks, 5, 10) == UNKNOWN


def test_a_witness_that_counts_in_milliseconds_dates_nothing() -> None:
    marks = Marks([noted(10, bawaslu=1_860_544_920_000, p1=110), noted(20, bawaslu=2**63 - 1, p1=200, p2=210)], QUORUM)

    assert bracket(marks, 5, 10) == Bracket(110, 210)
    assert not Marks([noted(10, p1=LATEST + 1)], QUORUM)
    assert datetime.fromtimestamp(LATEST, timezone(timedelta(hours=14))).year == 9999


def test_where_no_quorum_is_asked_for_the_first_witness_dates_it() -> None:
    marks = Marks([noted(10, p1=100, p2=90)], NONE)

    assert marks
    assert bracket(marks, 5, 0) == Bracket(None, 90)


@pytest.mark.parametrize(
    ("ends", "proof"),
    [
        ((100, 200), "late"),
        ((40, 50), "in-time"),
        ((40, 51), "open"),
        ((50, 60), "open"),
        ((51, 60), "late"),
        ((None, 50), "in-time"),
        ((None, 51), "unknown"),
        ((51, None), "late"),
        ((50, None), "unknown"),
        ((None, None), "unknown"),
    ],
)
def test_what_outside_time_proves_of_a_deadline(ends: tuple[int | None, int | None], proof: str) -> None:
    assert Bracket(*ends).proves(50) == proof


@pytest.mark.parametrize(
    ("ends", "claimed", "dated"),
    [
        ((1000, 1000 + NEAR), 1000, "yes"),
        ((1000, 1001 + NEAR), 1000, "no"),
        ((1000, 2000), 1000 - CLOCKS, "yes"),
        ((1000, 2000), 999 - CLOCKS, "no"),
        ((1000, 2000), 2000 + CLOCKS, "yes"),
        ((1000, 2000), 2001 + CLOCKS, "no"),
        ((None, 2000), 1500, "no"),
        ((1000, None), 1500, "no"),
    ],
)
def test_a_claim_is_dated_if_both_ends_are_near_and_it_lies_between_as_far_as_clocks_can_tell(
    ends: tuple[int | None, int | None], claimed: int, dated: str
) -> None:
    assert Bracket(*ends).dates(claimed) is (dated == "yes")


def test_a_time_no_calendar_has_dates_nothing() -> None:
    """A witness whose machine counts milliseconds."""
    alone = Marks([noted(5, bawaslu=1_867_300_000_000)], NONE)
    beside = Marks([noted(5, bawaslu=1_867_300_000_000, p1=300)], NONE)

    assert not alone
    assert bracket(alone, 4, 5) == UNKNOWN
    assert bracket(beside, 4, 5) == Bracket(300, 300)
