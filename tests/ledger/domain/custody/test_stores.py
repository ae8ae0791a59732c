"""Stores and their padlocks, counted goods, anchors."""

from typing import Any

import pytest

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.remarks import AccessLine, StockLine, StockSerials
from tests.harness import (
    CITRA,
    KPU,
    KPU_REGISTRAR,
    POLISI,
    POLRI,
    PPK,
    WATI,
    TestLedger,
)
from tests.ledger.domain.custody.stories import beside
from tests.refusals import refused


def visit(ledger: TestLedger, *holders: str, signers: dict[str, str] | None = None, **members: Any) -> Effects:
    lines = [AccessLine(id=f"padlock-{n}", holder=holder, seen="intact") for n, holder in enumerate(holders)]
    signed = signers or {CITRA: "acts"}
    return ledger.put("access", signed, lines, unit=PPK, action="opened", why="recap", boxes=895, **members)


def test_each_holder_of_a_padlock_with_a_key_opens_it_or_the_paper_says_why_not(ledger: TestLedger) -> None:
    assert refused(lambda: visit(ledger, PPK, POLRI)) == "HO-006"
    signed = visit(ledger, PPK, POLRI, signers={CITRA: "acts", POLISI: "unlocks"})
    absent = visit(ledger, PPK, POLRI, present=beside(POLRI, "unlocks", "absent", reason="no-key"))
    on_paper = visit(ledger, PPK, POLRI, present=beside(POLRI, "unlocks", "paper"))

    assert "IR-11" not in signed.flags
    assert "IR-11" in absent.flags
    assert "IR-11" not in on_paper.flags


# Counted goods.


@pytest.mark.parametrize(
    ("promised", "counted", "flags"),
    [
        (607, (607, 0, 0), set()),
        (607, (599, 8, 0), {"IR-02"}),
        (610, (607, 0, 3), {"IR-04"}),
        (610, (607, 0, 0), {"IR-04"}),
        (600, (607, 0, 0), {"IR-04"}),
        (610, (599, 8, 3), {"IR-02", "IR-04"}),
    ],
)
def test_goods_are_counted_and_what_does_not_add_up_is_flagged(
    ledger: TestLedger, promised: int, counted: tuple[int, int, int], flags: set[str]
) -> None:
    good, damaged, missing = counted
    counts: Any = {"promised": promised, "good": good, "damaged": damaged, "missing": missing}
    line = StockLine(batch="b-1", item="box", giver="vendor/karton", to=KPU, **counts)

    made = ledger.put("stock", {WATI: "acts"}, [line], unit=KPU, action="delivered")

    assert set(made.flags) == flags


def test_the_commitment_to_serials_is_kept_under_the_papers_name(ledger: TestLedger) -> None:
    serials = StockSerials(root="a" * 64, count=3)
    lines = [
        StockLine(batch="b-1", item="ties", giver="vendor/karton", to=KPU, promised=3, good=3, serials=serials),
        StockLine(batch="b-2", item="ink", giver="vendor/karton", to=KPU, promised=2, good=2),
    ]

    made = ledger.put("stock", {WATI: "acts"}, lines, unit=KPU, action="delivered")

    assert ledger.custody.states[f"paper:{made.digest}"].serials == {"b-1": serials}  # type: ignore[union-attr]  # a paper


# Anchors.


def test_an_anchor_is_put_down_by_an_operator(ledger: TestLedger) -> None:
    operator = f"{KPU}#5"
    ledger.enrol(operator, by={KPU_REGISTRAR: "registers"}, roles=("operator",))

    assert refused(lambda: ledger.put("anchor", {WATI: "operates"}, note="AAAA")) == "HO-001"
    assert ledger.put("anchor", {operator: "operates"}, note="AAAA")
