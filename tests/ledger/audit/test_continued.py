"""A log signed 12 entries and was lost; 9 were restored, the ledger went on, and the rest was recorded again."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import pytest

from ledger.audit.held import Held, Kept
from ledger.audit.report import Report
from ledger.domain.documents import base
from ledger.log import checkpoint, policy
from ledger.log.policy import Trust
from ledger.merkle import leaf_hash
from ledger.merkle import root as root_of
from tests.harness import BOXES, CITRA, EKO, RINA, TestLedger, private
from tests.ledger import dishonest
from tests.ledger.dishonest import ORIGIN, audit, saw, seen, shown, story

BOTH = {RINA: "authorises", EKO: "authorises"}
SECOND = f"{ORIGIN}-2"
RESTORED, SIGNED = 9, 12


def trust(origin: str = SECOND) -> Trust:
    """Of a log after the first."""
    return policy.read(policy.trust_text(origin, story().name, private(origin).public).encode())


def signed(those: Sequence[bytes], size: int, origin: str = SECOND) -> bytes:
    """What a log after the first signs."""
    leaves = [leaf_hash(paper.partition(b"\n")[0]) for paper in those[:size]]
    return checkpoint.sign(checkpoint.Checkpoint(origin, size, root_of(leaves)), private(origin))


def restored(size: int = RESTORED) -> TestLedger:
    ledger = TestLedger()
    for paper in story().papers[:size]:
        ledger.record(paper)
    ledger.private |= story().private
    return ledger


def go_on(ledger: TestLedger, **members: Any) -> None:
    """The continuation, as the authorities of both families sign it."""
    last = b64encode(dishonest.note(shown(), SIGNED)).decode()
    said = {"origin": SECOND, "last": last, "size": len(ledger.papers), **members}
    ledger.put("continuation", BOTH, seen=saw(ledger, len(ledger.papers)), **said)


def continued(**members: Any) -> list[bytes]:
    """The ledger as it is shown: 9 papers, the continuation, and what laptops still held."""
    ledger = restored()
    go_on(ledger, **members)
    for paper in story().papers[RESTORED:]:
        ledger.record(paper)
    return [bytes(paper) for paper in ledger.papers]


def verdict(those: list[bytes], trusted: Trust, *kept: bytes, **held: Any) -> Report:
    published = [Kept("published", signed(those, len(those)))] if trusted.origin == SECOND else []
    mine = [[Kept(f"mine {number}", note) for number, note in enumerate(kept)]]
    return audit(those, Held(published=published, checkpoints=mine, **held), trusted)


def omitted(report: Report) -> set[str]:
    return {each.reason.code for each in report.not_checked}


def test_after_the_continuation_everything_verifies_with_the_new_trust_file() -> None:
    report = verdict(continued(), trust())

    assert seen(report) == []
    assert (report.provisional, report.contested, report.damaged) == (0, 0, 0)


def test_what_signers_had_seen_of_the_lost_entries_is_loss_and_no_fork() -> None:
    """Three papers of the story were signed by officers who had seen 10 and 11 entries."""
    report = verdict(continued(), trust())

    assert report.lost == 3
    assert not report.found[8]


def test_what_signers_had_seen_below_what_was_restored_is_still_a_fork() -> None:
    ledger = restored()
    go_on(ledger)
    ledger.seal(BOXES[2], seen=base.Seen(size=5, root="ab" * 32))

    report = verdict([bytes(paper) for paper in ledger.papers], trust())

    assert seen(report) == [(8, "VE-080", RESTORED + 1)]


def test_kept_checkpoints_of_the_lost_log_hold_up_to_what_was_restored() -> None:
    report = verdict(
        continued(), trust(), dishonest.note(shown(), 5), dishonest.note(shown(), 9), former=[dishonest.trust()]
    )

    assert seen(report) == []
    assert "LO-067" not in omitted(report)


def test_a_kept_checkpoint_of_lost_entries_is_explained() -> None:
    report = verdict(continued(), trust(), dishonest.note(shown(), SIGNED), former=[dishonest.trust()])

    assert seen(report) == []
    assert [str(each) for each in report.not_checked if each.reason.code == "LO-067"] == [
        f"The lost log {ORIGIN} signed 12 entries, of which 9 were restored. The others are not here."
    ]


def test_another_history_below_what_was_restored_is_still_a_fork() -> None:
    forked = [*shown()[:3], shown()[4], shown()[3], *shown()[5:]]

    report = verdict(continued(), trust(), dishonest.note(forked, 5), former=[dishonest.trust()])

    assert seen(report) == [(8, "VE-071", None)]


def test_without_the_old_trust_file_what_the_lost_log_signed_is_not_compared_and_the_report_says_so() -> None:
    report = verdict(continued(), trust(), dishonest.note(shown(), 5), dishonest.note(shown(), 9))

    assert seen(report) == []
    assert "LO-068" in omitted(report)


def test_who_still_holds_the_old_trust_file_is_told_where_the_ledger_goes_on() -> None:
    those = continued()

    report = verdict(
        those, dishonest.trust(), dishonest.note(shown(), 9), dishonest.note(shown(), SIGNED), signed(those, 12)
    )

    assert seen(report) == []
    assert {"LO-066", "LO-067", "LO-068"} <= omitted(report)
    assert report.checkpoint is not None
    assert (report.checkpoint.size, report.provisional) == (9, len(those) - 9)


def test_two_logs_of_one_ledger_without_a_continuation_are_a_fork() -> None:
    """The operator makes a new log of a copy and shows it under a trust file of his own."""
    report = verdict(shown()[:RESTORED], trust())

    assert (7, "LO-060", None) in seen(report)


def test_what_another_log_signed_for_the_same_ledger_is_a_fork() -> None:
    held = Held(checkpoints=[[Kept("mine", signed(shown(), 5))]], former=[trust()])

    report = audit(shown(), held, dishonest.trust())

    assert seen(report) == [(8, "LO-061", None)]


def test_a_trust_file_of_another_ledger_says_nothing_about_this_one() -> None:
    foreign = policy.read(policy.trust_text(SECOND, "5f" * 32, private(SECOND).public).encode())
    held = Held(checkpoints=[[Kept("mine", signed(shown(), 5))]], former=[foreign])

    assert seen(audit(shown(), held, dishonest.trust())) == [(8, "NT-008", None)]


def test_a_ledger_that_lost_two_logs_goes_on_under_the_third() -> None:
    ledger = restored()
    go_on(ledger)
    for paper in story().papers[RESTORED:11]:
        ledger.record(paper)
    third = f"{ORIGIN}-3"
    second = signed([bytes(paper) for paper in ledger.papers], 12)
    go_on(ledger, origin=third, last=b64encode(second).decode(), size=12)
    ledger.seal(BOXES[2], by=CITRA, seen=base.Seen(size=10, root="ab" * 32))
    those = [bytes(paper) for paper in ledger.papers]

    held = Held(
        checkpoints=[[Kept("1", dishonest.note(shown(), 12)), Kept("2", second)]], former=[trust(), dishonest.trust()]
    )
    report = audit(those, held, trust(third))

    assert seen(report) == []
    assert report.lost == 2


LIES: dict[str, tuple[dict[str, Any], str]] = {
    "use the origin again": ({"origin": ORIGIN}, "LO-062"),
    "claim more than is there": ({"size": RESTORED + 1}, "LO-063"),
    "name no checkpoint": ({"last": "AAAA"}, "LO-064"),
    "name the checkpoint of another log": ({"last": b64encode(signed(shown(), 5)).decode()}, "LO-064"),
    "name another history as the last": (
        {"last": b64encode(dishonest.note([shown()[1], shown()[0]], 2)).decode()},
        "LO-065",
    ),
}


@pytest.mark.parametrize("aim", LIES)
def test_a_continuation_that_is_not_true_is_found(aim: str) -> None:
    members, code = LIES[aim]

    report = verdict(continued(**members), trust())

    assert (8, code, RESTORED) in seen(report)


def test_after_a_gap_the_last_checkpoint_of_a_lost_log_is_not_compared() -> None:
    those = continued()
    report = verdict([*those[:3], *those[4:]], trust())

    assert "LO-065" not in {code for _, code, _ in seen(report)}
