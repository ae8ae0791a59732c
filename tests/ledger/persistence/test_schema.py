"""What a database may hold beside the journal, and what it may not, on both databases."""

import pytest
from sqlalchemy import Column, Index, MetaData, String, Table, Text, insert, text

from ledger.errors import CheckFailed
from ledger.persistence.journal import Journal, open_journal
from tests.ledger.persistence.harness import append


def test_read_models_may_have_tables_of_their_own(address: str) -> None:
    plain = "CREATE TABLE p_location_1 (box TEXT NOT NULL, place TEXT, position BIGINT NOT NULL, PRIMARY KEY (box))"
    with open_journal(address, create=True) as journal, journal.database.writing() as connection:
        connection.execute(text(plain))
        connection.execute(text("CREATE INDEX p_location_1_by_place ON p_location_1 (place, box)"))

    with open_journal(address) as journal:
        append(journal, 1, "box:1")
        assert journal.foreign_objects() == []


def test_read_models_are_made_and_replaced_by_their_owner(journal: Journal) -> None:
    models = MetaData()
    table = Table("p_chain_new", models, Column("box", Text, primary_key=True), Column("place", String(40)))
    Index("p_chain_new_by_place", table.c.place)

    for _ in range(2):
        with journal.database.writing() as connection:
            models.create_all(connection)
    with journal.database.writing() as connection:
        connection.execute(insert(table), {"box": "35.79.02.2009/004/DPD", "place": None})
        connection.execute(text("ALTER TABLE p_chain_new RENAME TO p_chain"))

    assert append(journal, 0) == 0
    assert journal.foreign_objects() == []


FOREIGN = [
    ("CREATE TABLE elsewhere (x TEXT)", "table elsewhere"),
    ("CREATE VIEW p_view AS SELECT * FROM entries", "p_view"),
    ("CREATE INDEX entries_hidden ON entries (position) WHERE position > 5", "index entries_hidden"),
    ("DROP INDEX entry_tags_by_position", "index entry_tags_by_position"),
    ("ALTER TABLE states ADD COLUMN more TEXT", "states|more"),
    ("CREATE TABLE p_x (a INT, b INT GENERATED ALWAYS AS (a + 1) STORED)", "p_x|column b"),
    ("CREATE INDEX p_i ON states (subject)", "index p_i"),
]


@pytest.mark.parametrize(("statement", "named"), FOREIGN)
def test_what_is_not_ours_is_named_and_nothing_is_written(address: str, statement: str, named: str) -> None:
    with open_journal(address, create=True) as journal:
        append(journal, 1, "box:1")
        with journal.database.writing() as connection:
            connection.execute(text(statement))

    with pytest.raises(CheckFailed, match=named):
        open_journal(address)
