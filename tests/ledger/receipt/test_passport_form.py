"""Passports have one spelling, bounds, and parts that hold and stand in order."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger.errors import LedgerError, Malformed
from ledger.log.proof import Inclusion
from ledger.receipt import content as contents
from ledger.receipt import gather, passport
from ledger.receipt.passport import open_passport
from tests.harness import (
    BOXES,
    DPD,
    TestLedger,
)
from tests.ledger.dishonest import HANDED, LAST, story
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import Shelf, cosigned_trust, faults


def refusal(data: bytes, ledger: TestLedger) -> str:
    with pytest.raises(Malformed) as refused:
        open_passport(data, cosigned_trust(ledger.name))
    return refused.value.code


def reordered(change: Callable[[tuple[Inclusion, ...]], tuple[Inclusion, ...]], *boxes_: str) -> bytes:
    whole = passport.read(pocket.passport(story(), *(boxes_ or BOXES)))
    return bytes(replace(whole, parts=change(whole.parts)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: parts[::-1], "PS-003"),
        (lambda parts: (*parts[:2], parts[1], *parts[2:]), "PS-003"),
        (lambda parts: (parts[0], *parts), "PS-003"),
        (lambda parts: (*parts[:-2], parts[-1], parts[-2]), "PS-003"),
        (lambda parts: (replace(parts[0], index=1), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], extra=parts[1].extra), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], path=()), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], extra=b""), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], extra=b"x" * 60_000), *parts[1:]), "PS-004"),
        (lambda _: (), "PS-002"),
    ],
)
def test_parts_stand_in_their_order_and_each_holds(
    change: Callable[[tuple[Inclusion, ...]], tuple[Inclusion, ...]], code: str
) -> None:
    assert refusal(reordered(change), story()) == code


def test_a_whole_paper_and_its_lines_do_not_stand_together() -> None:
    def with_the_whole_paper(parts: tuple[Inclusion, ...]) -> tuple[Inclusion, ...]:
        at = next(number for number, part in enumerate(parts) if part.index == HANDED)
        content = contents.read(parts[at].extra)
        return (*parts[:at], replace(parts[at], extra=bytes(replace(content, quoted=None))), *parts[at:])

    assert refusal(reordered(with_the_whole_paper, DPD), story()) == "PS-003"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"kotak-passport/v1", b"kotak-passport/v2"),
        (b"box ", b"Box "),
        (b"box ", b"box  "),
        (f"box {BOXES[0]}\nbox {BOXES[1]}".encode(), f"box {BOXES[1]}\nbox {BOXES[0]}".encode()),
        (f"box {BOXES[0]}\n".encode(), f"box {BOXES[0]}\nbox {BOXES[0]}\n".encode()),
        (b"\n\n", b"\n"),
        (b"\n\n", b"\n\n\n"),
    ],
)
def test_a_passport_has_one_spelling(old: bytes, new: bytes) -> None:
    data = pocket.passport(story(), *BOXES).replace(old, new, 1)

    with pytest.raises(LedgerError):
        open_passport(data, cosigned_trust(story().name))


def test_nobody_is_kept_busy_by_a_large_passport() -> None:
    part = bytes(Inclusion(0, ())) + b"\n"
    many = b"kotak-passport/v1\nbox " + DPD.encode() + b"\n\n" + part * 2001

    assert refusal(many, story()) == "PS-001"
    assert refusal(many + b"x" * passport.LONGEST, story()) == "PS-001"
    assert refusal(b"kotak-passport/v1\n" + b"box x\n" * 100_000, story()) == "PS-002"


@pytest.mark.parametrize("count", [2000, 2001, 100_000])
def test_nobody_is_kept_busy_by_a_passport_of_many_boxes(count: int) -> None:
    names = sorted(f"35.79.02.2009/{number // 999:03d}/DPR.{number % 999 + 1}" for number in range(count))
    listed = "".join(f"box {name}\n" for name in names).encode()
    data = pocket.passport(story(), DPD).replace(f"box {DPD}\n".encode(), listed)

    if count == passport.MOST:
        assert {code for _, code, _ in faults(data, story())} == {"PS-010"}
    else:
        assert refusal(data, story()) == "PS-001"


def test_no_passport_is_made_that_nobody_could_read(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = gather.choose(Shelf(story()), BOXES, pocket.about(story(), *BOXES), LAST + 1)
    parts = sum(max(1, len(numbers)) for numbers in chosen.numbers.values())

    for name, limit in (("MOST", parts - 1), ("LONGEST", parts * 1000)):
        with monkeypatch.context() as smaller:
            smaller.setattr(gather, name, limit)
            with pytest.raises(Malformed) as refused:
                gather.make(BOXES, chosen, pocket.published(story()), pocket.nodes(story().papers))
        assert refused.value.code == "PS-001"
