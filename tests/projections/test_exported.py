"""Tables that leave a ledger: some boxes in memory at a time, on either database."""

import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ledger.domain import names
from ledger.errors import Unknown
from ledger.log.bracket import Marks
from ledger.persistence.journal import Journal, open_journal
from projections import links as chains
from projections import looking
from projections.exported import boxes, histories, links, papers
from projections.looking import View
from projections.where import Question
from tests.commands.cli import kotak
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

    def watched(view_: View, some: list[str], size: int, marks: Marks, until: int | None) -> object:
        asked.extend(some)
        return of_boxes(view_, some, size, marks, until)

    monkeypatch.setattr(histories, "_AT_ONCE", 1)
    monkeypatch.setattr(chains, "of_boxes", watched)
    rows = iter(links.table(view, Question()).rows)

    assert next(rows)[0] == BOXES[0]
    assert asked == [BOXES[0]]


def test_papers_are_read_when_their_rows_are(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    gathered = View.gathered

    def watched(view_: View, indexes: Iterable[int]) -> object:
        some = list(indexes)
        asked.extend(some)
        return gathered(view_, some)

    monkeypatch.setattr(papers, "_AT_ONCE", 2)
    monkeypatch.setattr(View, "gathered", watched)
    rows = iter(papers.table(view, Question()).rows)

    assert next(rows)[0] == 0
    assert asked == [0, 1]


def test_an_entry_that_is_not_there_yet_cannot_be_asked_about(view: View) -> None:
    with pytest.raises(Unknown, match="There is no entry 17 yet"):
        list(links.table(view, Question(index=17)).rows)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A station at a time, a city of twenty-five of them takes little more than one station alone."""
    assert kotak("demo", str(tmp_path / "batu"), "--stations", "25", "--quiet").status == 0
    monkeypatch.setattr(histories, "_AT_ONCE", 5)
    with open_journal(tmp_path / "batu" / "ledger.db") as opened, looking.look(opened) as seen:
        station = next(iter(links.table(seen, Question()).rows))[0]
        area = names.area_of_box(str(station))

        alone, together = (_peak(links.table(seen, Question(area=each)).rows) for each in (area, None))

    assert together < 3 * alone


def _peak(rows: Iterable[object]) -> int:
    tracemalloc.start()
    for _row in rows:
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
