"""What is asked of a server that orders words as a language does is answered as a file answers it."""

from pathlib import Path

import pytest

from ledger.domain.documents.base import Seal, Seals
from ledger.domain.documents.remarks import StockLine
from ledger.persistence.journal import open_journal
from projections import desk, looking
from projections.desk import Break, Narrowed
from tests.harness import KPPS, KPU, PPS, WATI, TestLedger
from tests.postgres import Server
from tests.projections.acts import at
from tests.projections.asking import moment, one
from tests.projections.story import record_all

pytestmark = pytest.mark.postgres

DICTIONARY = "und-u-ka-shifted"
"""Hyphens count for nothing, as in most languages of a system: `ties-b` comes after `tiesa`."""


def surplus_on(address: str, ledger: TestLedger) -> Break:
    """The only sort of which more was used than came, as a ledger there says."""
    with open_journal(address, create=True) as journal:
        record_all(journal, ledger)
        with looking.look(journal) as view:
            (found,) = desk.breaks(view, moment(view), Narrowed(code="seals-surplus"))
    return found


def test_seals_one_paper_delivered_to_several_are_missed_by_the_same_unit_everywhere(
    ledger: TestLedger, postgres_server: Server, tmp_path: Path
) -> None:
    with postgres_server.connect() as server:
        server.execute(
            f"CREATE DATABASE dictionary TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '{DICTIONARY}'".encode()
        )
    lines = [
        StockLine(batch=batch, item="tie", giver="vendor/v", to=unit, promised=1, good=1)
        for batch, unit in (("ties-b", PPS), ("tiesa", KPPS))
    ]
    ledger.put("stock", {WATI: "acts"}, lines, unit=KPU, action="delivered", at="2029-02-01T08:00:00+07:00")
    ledger.seal(seals=Seals(ties=Seal(on=3), papers=Seal(on=1)), at=at(0))

    on_server = surplus_on(postgres_server.url("dictionary"), ledger)

    assert on_server.unit == PPS
    assert on_server == one(ledger, tmp_path, "seals-surplus")
