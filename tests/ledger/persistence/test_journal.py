"""What a journal promises, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.errors import CheckFailed, Conflict, Unavailable
from ledger.merkle import root
from ledger.persistence.journal import Journal, open_journal
from ledger.persistence.tables import LARGEST
from tests.ledger.persistence.harness import append, folded, paper, put


def test_what_was_appended_is_read_as_it_was(journal: Journal) -> None:
    new = paper(1, "box:1", "box:2")

    index = put(journal, new, new.tags, 0)

    (entry,) = journal.entries()
    assert (entry.index, entry.kind, entry.data, entry.tags) == (index, new.kind, new.data, new.tags)
    assert journal.load(["box:1", "box:3"]) == (1, {"box:1": b"state 1"})
    assert list(journal.effects()) == [(0, b"effects 1")]


def test_a_subject_is_known_as_it_was_last_written(journal: Journal) -> None:
    for number in range(3):
        append(journal, number, "box:1", f"box:{number}")

    known = {subject: (index, value) for subject, index, value in journal.states() if subject.startswith("box")}

    assert known == {"box:0": (0, b"state 0"), "box:1": (2, b"state 2"), "box:2": (2, b"state 2")}


def test_a_paper_is_not_appended_after_somebody_moved_its_box(journal: Journal) -> None:
    append(journal, 1, "box:1", "box:2")
    known = journal.size()
    append(journal, 2, "box:2")

    late = paper(3, "box:1", "box:2")
    with pytest.raises(Conflict, match="a paper about box:2 in the meantime"):
        put(journal, late, late.tags, known)

    assert journal.size() == 2
    assert journal.load(late.tags).states == {"box:1": b"state 1", "box:2": b"state 2"}


def test_a_paper_is_appended_though_other_boxes_moved(journal: Journal) -> None:
    append(journal, 1, "box:1", "box:2")
    known = journal.size()
    append(journal, 2, "box:2")

    other = paper(3, "box:1")
    assert put(journal, other, other.tags, known) == 2


def test_who_reads_nothing_is_alone_in_the_journal_or_refused(journal: Journal) -> None:
    put(journal, paper(1), (), 0)

    with pytest.raises(Conflict, match="about paper:"):
        put(journal, paper(2), (), 0)


def test_a_journal_that_became_shorter_takes_nothing(journal: Journal) -> None:
    append(journal, 1, "box:1")

    with pytest.raises(CheckFailed, match="had 7 entries when it was read, and now has 1"):
        put(journal, paper(2), ["box:2"], 7)


def test_a_paper_too_large_to_be_read_again_is_not_written(journal: Journal) -> None:
    new = paper(1)._replace(effects=bytes(LARGEST + 1))

    with pytest.raises(Unavailable, match="at most 8388608"):
        put(journal, new, new.tags, 0)

    assert journal.size() == 0


def test_the_stored_nodes_are_the_tree_of_the_papers(journal: Journal) -> None:
    leaves = [paper(number).leaf for number in range(21)]
    for number in range(21):
        append(journal, number)

    nodes = list(journal.nodes())
    assert [value for level, _, value in nodes if level == 0] == leaves
    assert len(nodes) == 21 + 10 + 5 + 2 + 1
    assert journal.frontier(21).root() == root(leaves)
    assert journal.frontier(8).root() == root(leaves[:8])
    assert journal.frontier(0).size == 0


def test_entries_come_in_order_from_anywhere_to_anywhere(journal: Journal) -> None:
    for number in range(70):
        append(journal, number)

    assert [entry.index for entry in journal.entries()] == list(range(70))
    assert [entry.index for entry in journal.entries(5, 68)] == list(range(5, 68))
    assert [entry.index for entry in journal.entries(69)] == [69]
    assert [index for index, _ in journal.effects(33)] == list(range(33, 70))
    assert list(journal.entries(70)) == []


def test_more_subjects_than_one_question_holds_are_loaded(journal: Journal) -> None:
    boxes = [f"box:{number}" for number in range(1700)]
    append(journal, 1, *boxes)

    loaded = journal.load([*boxes, *boxes, "box:unknown"])

    assert set(loaded.states) == set(boxes)
    assert len(list(journal.states())) == 1701


def test_what_stands_beside_the_papers_is_made_again_from_them(journal: Journal) -> None:
    for number in range(230):
        append(journal, number, f"box:{number % 3}")
    before = [list(journal.entries()), list(journal.states()), list(journal.nodes()), list(journal.effects())]
    with journal.database.writing() as connection:
        for damage in (
            "DELETE FROM entry_tags WHERE position > 5",
            "UPDATE entries SET type = 'release' WHERE position = 9",
            "DELETE FROM nodes WHERE level = 1",
            "UPDATE effects SET value = data FROM entries WHERE effects.position = entries.position",
            "DELETE FROM states",
        ):
            connection.execute(text(damage))

    journal.rebuild(folded(journal))

    assert [list(journal.entries()), list(journal.states()), list(journal.nodes()), list(journal.effects())] == before
    append(journal, 230, "box:1")


@pytest.mark.parametrize("kept", [slice(0, 4), slice(1, 5), slice(0, 0), slice(0, 5, 2)])
def test_a_rebuild_of_only_some_papers_replaces_nothing(journal: Journal, kept: slice) -> None:
    for number in range(5):
        append(journal, number, f"box:{number % 3}")
    before = list(journal.states())

    with pytest.raises(CheckFailed, match="of 5 entries were read again"):
        journal.rebuild(list(folded(journal))[kept])

    assert list(journal.states()) == before


@pytest.mark.parametrize("damage", ["DELETE FROM effects WHERE position = 3", "INSERT INTO effects VALUES (9, '')"])
def test_effects_that_end_elsewhere_than_the_papers_are_told(journal: Journal, damage: str) -> None:
    for number in range(3):
        append(journal, number)
    with journal.database.writing() as connection:
        connection.execute(text(damage))

    with pytest.raises(CheckFailed, match="ends at entry") as refused:
        append(journal, 4)

    assert "kotak rebuild" in refused.value.remedy
    assert journal.size() == 3


def test_a_missing_node_is_told_before_a_wrong_tree_is_stored(journal: Journal) -> None:
    for number in range(3):
        append(journal, number)
    with journal.database.writing() as connection:
        connection.execute(text("DELETE FROM nodes WHERE level = 1"))

    with pytest.raises(CheckFailed, match="nodes of the first 3 entries"):
        append(journal, 4)

    assert journal.size() == 3


def test_a_ledger_is_founded_once(address: str) -> None:
    open_journal(address, create=True).close()

    with pytest.raises(Conflict, match="There is a ledger at"):
        open_journal(address, create=True)


def test_a_newer_format_is_said_to_be_newer(address: str) -> None:
    with open_journal(address, create=True) as journal, journal.database.writing() as connection:
        connection.execute(text("UPDATE meta SET value = '2'"))

    with pytest.raises(Unavailable, match="newer kotak"):
        open_journal(address)


def test_a_reader_of_evidence_cannot_write(address: str) -> None:
    with open_journal(address, create=True) as journal:
        append(journal, 1, "box:1")

    with open_journal(address, read_only=True) as journal:
        assert [entry.index for entry in journal.entries()] == [0]
        assert journal.foreign_objects() == []
        assert journal.integrity_check() == []
        with pytest.raises(Unavailable):
            append(journal, 2, "box:1")


def test_read_models_may_have_tables_of_their_own(address: str) -> None:
    plain = "CREATE TABLE p_location_1 (box TEXT NOT NULL, place TEXT, position BIGINT NOT NULL, PRIMARY KEY (box))"
    with open_journal(address, create=True) as journal, journal.database.writing() as connection:
        connection.execute(text(plain))
        connection.execute(text("CREATE INDEX p_location_1_by_place ON p_location_1 (place, box)"))

    with open_journal(address) as journal:
        append(journal, 1, "box:1")
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


def test_a_ledger_opened_by_path_is_closed_as_one_file(tmp_path: Path) -> None:
    with open_journal(tmp_path / "ledger.db", create=True) as journal:
        append(journal, 1)
        assert (tmp_path / "ledger.db-wal").stat().st_size

    assert [file.name for file in tmp_path.iterdir()] == ["ledger.db"]
