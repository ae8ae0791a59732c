"""What stands beside the papers: missed when it is gone, and made again."""

import pytest
from sqlalchemy import text

from ledger.errors import CheckFailed
from ledger.persistence.journal import Journal
from ledger.persistence.rebuild import Folded
from tests.ledger.persistence.harness import append, folded, paper, put


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


def test_a_paper_about_nothing_is_kept_too(journal: Journal) -> None:
    silent = paper(0)._replace(tags=frozenset(), states={})
    put(journal, silent, (), 0)

    journal.rebuild([Folded(0, silent.kind, silent.tags, silent.leaf, silent.states, silent.effects)])

    assert list(journal.entries()) == [(0, silent.kind, silent.data, silent.tags)]
    assert list(journal.states()) == []


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
