"""What stands beside the papers says what no paper says: the read models are made all the same."""

from pathlib import Path

from sqlalchemy import select, update

from ledger.domain.documents.people import RevocationLine
from ledger.persistence import tables
from ledger.persistence.journal import Journal
from projections import desk, looking, registers
from tests.harness import BUDI, DPD, KPU_REGISTRAR, TestLedger
from tests.projections.acts import OTHER, at
from tests.projections.asking import moment
from tests.projections.story import recorded

STRANGER = DPD.replace("/004/", "/099/")


def _forge(journal: Journal, word: str, other: str) -> None:
    """What each entry did says the other word."""
    with journal.database.writing() as connection:
        for position, value in connection.execute(select(tables.effects.c.position, tables.effects.c.value)).all():
            forged = value.replace(word.encode(), other.encode())
            connection.execute(update(tables.effects).where(tables.effects.c.position == position).values(value=forged))


def test_a_box_the_paper_does_not_name_is_neither_sealed_nor_listed(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(DPD, OTHER, at=at(0))

    with recorded(tmp_path / "story.db", ledger) as journal:
        _forge(journal, DPD, STRANGER)
        with looking.look(journal) as view:
            (ties,) = (one for one in desk.seals(view, moment(view)).balances if one.sort == "ties")
            listed = {line.box for line in registers.expected(view, moment(view))}

    assert ties.put_on == 2
    assert not {DPD, STRANGER} & listed
    assert OTHER in listed


def test_a_key_that_ended_twice_for_no_reason_there_is_stops_no_page(ledger: TestLedger, tmp_path: Path) -> None:
    keys = (ledger.key_of(BUDI).public.id,)
    for why in ("ended", "lost"):
        line = RevocationLine(id=BUDI, keys=keys, why=why)
        ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [line])

    with recorded(tmp_path / "story.db", ledger) as journal:
        for why in ("ended", "lost"):
            _forge(journal, f'"why":"{why}"', '"why":"vexed"')
        with looking.look(journal) as view:
            assert "vexed" in {row.why for row in view.connection.execute(select(view.tables["officers"][1]))}
            assert desk.breaks(view, moment(view)) == []
