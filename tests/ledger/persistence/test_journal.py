"""What a journal promises, on both databases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from ledger.errors import CheckFailed, Conflict, OutcomeUnknown, Unavailable
from ledger.merkle import Place, prove_consistency, prove_inclusion, root, verify_consistency, verify_inclusion
from ledger.persistence.database import UNAVAILABLE
from ledger.persistence.journal import Journal, NewEntry, open_journal
from ledger.persistence.tables import LARGEST
from tests.ledger.persistence.harness import append, paper, put


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


def test_entries_are_found_by_what_they_are_about_and_by_their_kind(journal: Journal) -> None:
    append(journal, 0, "box:1", "box:2")
    append(journal, 1, "box:2")
    append(journal, 2, "box:3")

    assert journal.filed_under(["box:2", "box:1"]) == [0, 1]
    assert journal.filed_under([]) == journal.filed_under(["box:4"]) == []
    assert [entry.index for entry in journal.of_kind(paper(0).kind)] == [0, 1, 2]


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


def test_the_papers_of_a_kind_come_in_order_whatever_lies_between(journal: Journal) -> None:
    for number in range(80):
        new = paper(number)._replace(kind="anchor" if number % 2 else "handover")
        put(journal, new, new.tags, number)

    assert [entry.index for entry in journal.of_kind("anchor")] == list(range(1, 80, 2))
    assert list(journal.of_kind("genesis")) == []


def test_more_subjects_than_one_question_holds_are_loaded(journal: Journal) -> None:
    boxes = [f"box:{number}" for number in range(1700)]
    append(journal, 1, *boxes)

    loaded = journal.load([*boxes, *boxes, "box:unknown"])

    assert set(loaded.states) == set(boxes)
    assert len(list(journal.states())) == 1701


def test_a_paper_that_cannot_be_read_back_may_have_been_recorded(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def gone() -> Iterator[Connection]:
        raise Unavailable(UNAVAILABLE, ledger="it", detail="gone")
        yield

    def lost_after_this(index: int) -> NewEntry:
        monkeypatch.setattr(journal.database, "reading", gone)
        return paper(index)

    with pytest.raises(OutcomeUnknown, match="gone"):
        journal.append(["box:1"], 0, lost_after_this)
    monkeypatch.undo()

    assert journal.size() == 1


def test_a_tag_without_an_entry_is_named(journal: Journal) -> None:
    append(journal, 0, "box:1")
    with journal.database.writing() as connection:
        connection.execute(text("INSERT INTO entry_tags (tag, position) VALUES ('box:9', 7)"))

    assert journal.stray_tags() == [(6, "box:9")]


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


def test_a_ledger_opened_by_path_is_closed_as_one_file(tmp_path: Path) -> None:
    with open_journal(tmp_path / "ledger.db", create=True) as journal:
        append(journal, 1)
        assert (tmp_path / "ledger.db-wal").stat().st_size

    assert [file.name for file in tmp_path.iterdir()] == ["ledger.db"]


def test_a_proof_is_made_from_the_nodes_on_its_path_alone(journal: Journal) -> None:
    leaves = [paper(number).leaf for number in range(21)]
    for number in range(21):
        append(journal, number)
    asked: list[Place] = []

    def nodes(places: Sequence[Place]) -> dict[Place, bytes]:
        asked.extend(places)
        return journal.nodes_at(places)

    verify_inclusion(5, 21, leaves[5], prove_inclusion(5, 21, nodes), root(leaves))
    verify_consistency(7, 20, prove_consistency(7, 20, nodes), root(leaves[:7]), root(leaves[:20]))

    assert len(asked) == 12
    with pytest.raises(CheckFailed, match="does not hold all nodes"):
        prove_inclusion(5, 22, journal.nodes_at)
