"""Tables that leave a ledger: some boxes in memory at a time, on either database."""

from collections.abc import Iterator

import pytest

from ledger.errors import Unknown
from ledger.persistence.journal import Journal
from projections import links as chains
from projections import looking
from projections.exported import boxes, histories, links, papers
from projections.looking import View
from projections.where import Question
from tests.harness import BOXES


@pytest.fixture
def view(journal: Journal) -> Iterator[View]:
    with looking.look(journal) as seen:
        yield seen


@pytest.mark.parametrize("module", [boxes, links, papers])
def test_every_row_has_a_cell_for_every_column(view: View, module: object) -> None:
    table = module.table(view, Question())  # type: ignore[attr-defined] # one of three

    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_few_boxes_at_a_time_give_the_same_rows(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = list(links.table(view, Question()).rows)
    monkeypatch.setattr(histories, "_AT_ONCE", 2)

    assert list(links.table(view, Question()).rows) == at_once


def test_boxes_are_read_when_their_rows_are(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    of_boxes = chains.of_boxes

    def watched(view_: View, some: list[str], size: int) -> object:
        asked.extend(some)
        return of_boxes(view_, some, size)

    monkeypatch.setattr(histories, "_AT_ONCE", 1)
    monkeypatch.setattr(chains, "of_boxes", watched)
    rows = iter(links.table(view, Question()).rows)

    assert next(rows)[0] == BOXES[0]
    assert asked == [BOXES[0]]


def test_an_entry_that_is_not_there_yet_cannot_be_asked_about(view: View) -> None:
    with pytest.raises(Unknown, match="There is no entry 17 yet"):
        list(links.table(view, Question(index=17)).rows)
