"""Seals accounted for: what was delivered, used, left, and what does not add up."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from ledger import merkle
from ledger.domain import names
from ledger.domain.documents.base import Seal, Seals
from ledger.domain.documents.boxes import OpeningLine, Revealed, SealingLine
from ledger.domain.documents.remarks import StockLine
from ledger.paper import Paper
from projections import desk
from projections.desk import Balance, SealAccount
from tests.harness import ANI, BOXES, BUDI, CITRA, DPD, KPPS, KPU, PPS, STATION, TIES, WATI, TestLedger
from tests.ledger.domain.custody.serials import LEAVES, SALTS, SERIALS, stocked
from tests.projections.acts import OTHER, at, opened
from tests.projections.asking import looked_at, moment, one

LOOSE = Seals(ties=Seal(on=1), papers=Seal(on=1))


def counted(ledger: TestLedger, action: str, good: int, item: str = "tie", batch: str = "a", **said: Any) -> None:
    """The commission counts goods."""
    line = StockLine(batch=batch, item=item, giver="vendor/v", to=KPU, promised=good, good=good, **said)
    ledger.put("stock", {WATI: "acts"}, [line], unit=KPU, action=action, at="2029-02-01T08:00:00+07:00")


def handed_over(ledger: TestLedger, to: str) -> Paper:
    """A paper that is signed and not yet recorded: Ani gives a box away."""
    unit = names.unit_of(to)
    line = ledger.accepted(DPD, ledger.last())
    signers = {ANI: "releases", to: "receives"}
    return ledger.write("handover", signers, [line], unit=KPPS, to=unit, place=f"{unit}/1", at=at(10))


def seals(ledger: TestLedger, folder: Path, **when: Any) -> SealAccount:
    """As at a moment."""
    with looked_at(ledger, folder) as view:
        return desk.seals(view, moment(view, **when))


def ties(ledger: TestLedger, folder: Path, **when: Any) -> Balance:
    """Ties alone."""
    return next(each for each in seals(ledger, folder, **when).balances if each.sort == "ties")


def assert_adds_up(found: Balance) -> None:
    """Both sums, with nothing below nought."""
    assert found.delivered + found.surplus == found.written_off + found.returned + found.put_on + found.left
    assert found.put_on + found.appeared == found.broken + found.waiting + found.on_boxes + found.gone
    assert min(value for name, value in vars(found).items() if name != "sort") >= 0


def test_numbers_nobody_can_have_counted_leave_the_ledger_readable(ledger: TestLedger, tmp_path: Path) -> None:
    """Two papers that each say the largest number, of so many boxes that no database can add it."""
    countless = Seals(ties=Seal(on=2**53 - 1), papers=Seal(on=1))
    many = [f"{STATION}/DPD.{number}" for number in range(2, 1100)]
    ledger.list_boxes(*many)
    ledger.seal(*many, seals=countless, at=at(0))
    ledger.seal(*many, seals=countless, at=at(1))

    found = ties(ledger, tmp_path)

    assert ledger.box(many[0]).seals == Seals(ties=Seal(on=2**53 - 1), papers=Seal(on=2))
    assert found.put_on == 2 * len(many) * 10**12
    assert_adds_up(found)


def test_what_was_delivered_is_put_on_written_off_returned_or_left(ledger: TestLedger, tmp_path: Path) -> None:
    counted(ledger, "delivered", 20)
    counted(ledger, "destroyed", 3)
    counted(ledger, "returned", 1)
    ledger.seal(DPD, OTHER, at=at(0))

    found = ties(ledger, tmp_path)

    assert (found.delivered, found.written_off, found.returned, found.put_on, found.left) == (20, 3, 1, 4, 12)
    assert (found.on_boxes, found.broken, found.gone, found.is_wrong) == (4, 0, 0, False)


def test_goods_found_short_after_their_delivery_are_written_off(ledger: TestLedger, tmp_path: Path) -> None:
    counted(ledger, "delivered", 20)
    counted(ledger, "issued", 7)
    line = StockLine(batch="a", item="tie", giver=KPU, to=KPU, promised=5, good=3, damaged=1, missing=1)
    ledger.put("stock", {WATI: "acts"}, [line], unit=KPU, action="issued")

    assert ties(ledger, tmp_path).left == 18


def test_seals_that_were_broken_are_not_on_boxes_and_one_that_came_off_is_gone(
    ledger: TestLedger, tmp_path: Path
) -> None:
    ledger.seal(DPD, OTHER, at=at(0))
    opened(ledger, 10)
    ledger.seal(DPD, at=at(20))
    ledger.hand_over(OTHER, by=ANI, to=BUDI, seals=LOOSE, at=at(30))

    found = ties(ledger, tmp_path)

    assert (found.put_on, found.broken, found.on_boxes, found.gone) == (6, 2, 3, 1)
    assert (found.verified, found.differed) == (0, 1)
    assert ties(ledger, tmp_path, time=at(25)).on_boxes == 4
    assert ties(ledger, tmp_path, index=len(ledger.papers) - 2).gone == 0


def test_an_opening_that_waits_breaks_nothing_until_it_takes_effect(ledger: TestLedger, tmp_path: Path) -> None:
    """The paper on which it follows was signed before it, and comes after it."""
    ledger.seal(DPD, OTHER, at=at(0))
    sent = handed_over(ledger, BUDI)
    line = OpeningLine(box=DPD, after=sent.digest, seals=TIES, state="intact", broken=TIES, resealed=LOOSE)
    ledger.put("opening", {BUDI: "acts"}, [line], unit=PPS, purpose="recap", basis="recap", at=at(20))
    waiting = ties(ledger, tmp_path)
    ledger.record(sent)

    done = ties(ledger, tmp_path)

    assert (waiting.put_on, waiting.broken, waiting.waiting, waiting.on_boxes, waiting.gone) == (5, 0, 3, 2, 0)
    assert (done.put_on, done.broken, done.waiting, done.on_boxes, done.gone) == (5, 2, 0, 3, 0)
    assert ties(ledger, tmp_path, index=len(ledger.papers) - 2) == waiting
    for each in (waiting, done):
        assert_adds_up(each)


def test_what_waited_and_was_contested_in_the_end_was_never_done(ledger: TestLedger, tmp_path: Path) -> None:
    """The village opens what the district holds by the time the missing paper has come."""
    ledger.seal(DPD, at=at(0))
    sent = handed_over(ledger, CITRA)
    line = OpeningLine(box=DPD, after=sent.digest, seals=TIES, state="intact", broken=TIES)
    ledger.put("opening", {BUDI: "acts"}, [line], unit=PPS, purpose="recap", basis="recap", at=at(20))
    waiting = ties(ledger, tmp_path)
    ledger.record(sent)

    found = ties(ledger, tmp_path)

    assert (waiting.waiting, waiting.on_boxes) == (2, 0)
    assert (found.put_on, found.broken, found.waiting, found.on_boxes, found.gone) == (2, 0, 0, 2, 0)


def test_more_seals_seen_than_anybody_put_on_have_appeared_and_hide_none_that_is_gone(
    ledger: TestLedger, tmp_path: Path
) -> None:
    ledger.seal(DPD, OTHER, at=at(0))
    ledger.hand_over(DPD, by=ANI, to=BUDI, seals=Seals(ties=Seal(on=5), papers=Seal(on=1)), at=at(10))
    ledger.hand_over(OTHER, by=ANI, to=BUDI, seals=LOOSE, at=at(20))

    found = ties(ledger, tmp_path)

    assert (found.put_on, found.appeared, found.on_boxes, found.gone) == (4, 3, 6, 1)
    assert_adds_up(found)


def test_seals_on_a_box_that_nobody_sealed_have_appeared(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.hand_over(DPD, by=ANI, to=BUDI, at=at(10))

    found = ties(ledger, tmp_path)

    assert (found.put_on, found.appeared, found.on_boxes) == (0, 2, 2)
    assert_adds_up(found)


def test_seals_put_on_again_at_an_opening_are_put_on(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=at(0))
    opened(ledger, 10, resealed=LOOSE)

    assert ties(ledger, tmp_path).put_on == 3


def test_more_than_ever_came_is_a_break_with_the_counts_it_rests_on(ledger: TestLedger, tmp_path: Path) -> None:
    counted(ledger, "delivered", 3)
    ledger.seal(at=at(0))
    before = ties(ledger, tmp_path)
    ledger.seal(OTHER, at=at(5))

    found, after = one(ledger, tmp_path, "seals-surplus"), ties(ledger, tmp_path)

    assert (before.left, before.surplus, before.is_wrong) == (1, 0, False)
    assert (after.left, after.surplus, after.is_wrong) == (0, 1, True)
    assert_adds_up(after)
    assert (found.facts.expected, found.facts.found, found.facts.leg) == (3, 4, "ties")
    assert [cite.kind for cite in found.papers] == ["stock", "sealing"]
    assert (found.unit, found.area) == (KPU, "35.79")


def test_where_no_delivery_was_counted_nothing_is_too_much(ledger: TestLedger, tmp_path: Path) -> None:
    counted(ledger, "returned", 3)

    assert ties(ledger, tmp_path).is_wrong is False


def test_what_is_no_seal_is_a_batch_and_in_no_balance(ledger: TestLedger, tmp_path: Path) -> None:
    counted(ledger, "delivered", 9, item="carton")
    counted(ledger, "damaged", 2, item="carton")

    found = seals(ledger, tmp_path)

    assert found.balances == ()
    assert [(each.item, each.counted, each.unaccounted) for each in found.batches] == [
        ("carton", {"damaged": 2, "delivered": 9}, 0)
    ]


def revealed(ledger: TestLedger, stock: str, number: int, box: str, serial: str | None = None) -> None:
    """A box is closed with a tie of a batch that bears numbers."""
    path = tuple(
        b64encode(step).decode() for step in merkle.prove_inclusion(number, len(LEAVES), merkle.nodes_of(LEAVES))
    )
    shown = Revealed(
        stock=stock, batch="ties-1", number=number, salt=SALTS[number], serial=serial or SERIALS[number], path=path
    )
    line = SealingLine(box=box, after=ledger.last(box), seals=TIES, state="intact", revealed=(shown,))
    ledger.put("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="results")


def test_numbers_of_a_batch_that_nobody_put_on_should_be_in_a_store(ledger: TestLedger, tmp_path: Path) -> None:
    stock = stocked(ledger)
    revealed(ledger, stock, 1, DPD)
    revealed(ledger, stock, 2, OTHER)
    revealed(ledger, stock, 3, BOXES[2], serial="SG-99999")

    (batch,) = seals(ledger, tmp_path).batches

    assert (batch.serials, batch.revealed, batch.unaccounted, batch.surplus, batch.stock) == (5, 2, 3, 0, stock)


def test_more_numbers_put_on_and_written_off_than_there_are_is_a_surplus(ledger: TestLedger, tmp_path: Path) -> None:
    stock = stocked(ledger)
    revealed(ledger, stock, 1, DPD)
    counted(ledger, "destroyed", 6, item="ties", batch="ties-1")

    (batch,) = seals(ledger, tmp_path).batches

    assert (batch.serials, batch.surplus) == (5, 2)
    assert batch.serials + batch.surplus == batch.revealed + batch.written_off + batch.unaccounted


def test_a_number_revealed_for_two_boxes_is_on_both(ledger: TestLedger, tmp_path: Path) -> None:
    stock = stocked(ledger)
    revealed(ledger, stock, 1, DPD)
    revealed(ledger, stock, 1, OTHER)

    found = one(ledger, tmp_path, "serial-twice")

    assert (found.boxes, found.facts.expected, found.facts.found) == ((OTHER,), SERIALS[1], DPD)
