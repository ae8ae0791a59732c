"""
Every byte of small artefacts flipped, dropped and doubled.

What still holds then was outside what anybody signed: a cosignature that is no longer one of a known witness, or what
a trust file asks for, which nobody but its holder vouches for.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from ledger.errors import LedgerError
from ledger.log import policy
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.receipt import check, examine
from ledger.receipt.excerpt import Excerpt
from ledger.receipt.keylist import KeyList
from ledger.receipt.report import Report
from ledger.receipt.vouching import Vouchers
from tests.harness import DPD, TestLedger, founded
from tests.ledger.dishonest import FOUNDED
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import cosigned_trust


@cache
def ledger() -> TestLedger:
    """Founded, and one box sealed."""
    made = founded()
    made.seal(DPD)
    return made


def trust() -> Trust:
    return cosigned_trust(ledger().name)


@cache
def roster() -> list[Excerpt]:
    """Entries that show the keys, so that the signatures of officers are checked too."""
    return [entry for data in pocket.of_roster(ledger()) for entry in check.open_receipt(data, trust()).entries]


def changed(data: bytes) -> Iterator[bytes]:
    """Each byte with a bit flipped, each dropped, each doubled, the last of a run of equal ones."""
    for at in range(len(data)):
        yield data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]
        if data[at : at + 1] != data[at + 1 : at + 2]:
            yield data[:at] + data[at + 1 :]
            yield data[: at + 1] + data[at:]


def held(data: bytes) -> Report | None:
    """What it proves, if nothing is wrong with it. Anything but an error of ours is a mistake of ours."""
    try:
        one = examine.open_file(data, trust())
        report = one.report(Vouchers([*one.entries, *roster()], KeyList()))
    except LedgerError:
        return None
    return None if report.findings else report


def check_every_byte(honest: bytes) -> None:
    """Whatever else holds proves the same to fewer witnesses."""
    whole = held(honest)
    assert whole is not None
    assert whole.promise is not None
    for data in changed(honest):
        report = held(data)
        if report is not None:
            assert report.promise is not None
            assert proved(report) == proved(whole)
            assert report.promise.times.items() < whole.promise.times.items()


def proved(report: Report) -> list[object]:
    """Who signed what about which boxes, and which log promises it."""
    assert report.promise is not None
    said = [(one.excerpt.name, one.excerpt.numbered, one.vouched) for one in report.shown]
    return [report.sort, report.boxes, report.promise.checkpoint, *said]


@pytest.mark.slow
def test_a_receipt() -> None:
    check_every_byte(pocket.of_box(ledger(), FOUNDED, DPD))


@pytest.mark.slow
def test_a_receipt_of_a_whole_paper_that_shows_keys() -> None:
    check_every_byte(pocket.of_paper(ledger(), 0))


@pytest.mark.slow
def test_a_passport() -> None:
    check_every_byte(pocket.passport(ledger(), DPD))


@pytest.mark.slow
def test_a_checkpoint() -> None:
    check_every_byte(pocket.published(ledger()))


def test_a_trust_file() -> None:
    """What can still be read is of another ledger, or of the same log, ledger and witnesses."""
    receipt = pocket.of_box(ledger(), FOUNDED, DPD)
    keys = {witness.key for witness in trust().quorum.witnesses}

    for data in changed(trust().data):
        read = trusted(data)
        if read is not None and opened(receipt, read):
            assert (read.log.key, read.genesis) == (trust().log.key, trust().genesis)
            assert {witness.key for witness in read.quorum.witnesses} == keys
            assert read.hash != trust().hash


def trusted(data: bytes) -> Trust | None:
    try:
        return policy.read(data)
    except LedgerError:
        return None


def opened(receipt: bytes, read: Trust) -> Opened | None:
    try:
        return check.open_receipt(receipt, read).promise
    except LedgerError:
        return None
