"""What stands beside the papers names a box of which the paper says nothing: the read models are made all the same."""

from pathlib import Path

from sqlalchemy import select, update

from ledger.persistence import tables
from projections import desk, looking, registers
from tests.harness import DPD, TestLedger
from tests.projections.acts import OTHER, at
from tests.projections.asking import moment
from tests.projections.story import recorded

STRANGER = DPD.replace("/004/", "/099/")


def test_a_box_the_paper_does_not_name_is_neither_sealed_nor_listed(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(DPD, OTHER, at=at(0))

    with recorded(tmp_path / "story.db", ledger) as journal:
        with journal.database.writing() as connection:
            for position, value in connection.execute(select(tables.effects.c.position, tables.effects.c.value)).all():
                forged = value.replace(DPD.encode(), STRANGER.encode())
                connection.execute(
                    update(tables.effects).where(tables.effects.c.position == position).values(value=forged)
                )
        with looking.look(journal) as view:
            (ties,) = (one for one in desk.seals(view, moment(view)).balances if one.sort == "ties")
            listed = {line.box for line in registers.expected(view, moment(view))}

    assert ties.put_on == 2
    assert not {DPD, STRANGER} & listed
    assert OTHER in listed
