"""
Somebody writes into the read models of a ledger what does not belong there. Every question is answered, or refused with
what to do: kotak rebuild. Nobody sees a traceback.
"""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table

from commands.main import main
from ledger.domain.documents.base import Packed
from ledger.errors import CheckFailed
from projections import shelf
from projections.columns import Number
from tests import harness
from tests.harness import BOXES, KPPS
from tests.ledger.domain.custody.serials import sealed_with, stocked
from tests.projections.acts import at, opened, packed
from tests.projections.expecting import counted, plan
from tests.projections.story import recorded, tell


def _is_row_number(table: Table, column: Column[Any]) -> bool:
    return column.type is Number and [*table.primary_key] == [column]


TABLES = [table for one in shelf.ALL for table in one.tables(1)]
# What SQLite keeps rows by is a number, whoever writes.
CELLS = [(table.name, column.name) for table in TABLES for column in table.columns if not _is_row_number(table, column)]
CELLS += [("p_notes", "stop"), ("p_notes", "noted_at")]
CELLS += [("p_projections", name) for name in ("name", "version", "generation", "position")]
ASKED = (
    ("where",),
    ("chain", BOXES[0]),
    ("breaks", "--all", "--each"),
    ("coverage",),
    ("seals",),
    ("ballots",),
    ("officers",),
    ("officers", f"{KPPS}#1"),
    ("finding", "list"),
    ("sample", "exposure", "--margin", "10"),
)
HOSTILE = (
    ("p_watched_1", "value", b'["x"]'),
    ("p_watched_1", "value", b"\xff"),
    ("p_watched_1", "value", b'[12,"soon"]'),
    ("p_watched_1", "value", b'[12,"2029-02-14T17:08:00+07:00",null,[["?x,y",1,2,12,12]]]'),
    ("p_moves_1", "moves", b'[6,"2029-02-30T00:00:00+07:00","link","sent",null,null,1]'),
    ("p_moves_1", "moves", b'[6,"2029-02-14T17:08Z","link","sent",null,null,1]'),
    ("p_moved_1", "moves", b"[6,-1]"),
    ("p_moved_1", "moves", b"[6,9]"),
    ("p_moved_1", "moves", b"[%d,0]" % (2**70,)),
    ("p_projections", "position", 7),
    ("p_worn_1", "said", b'[9,9,1865760000,"done",[2,1],[0,0]]'),
    ("p_worn_1", "said", b'[9,9,1865760000,"done",[2,1,0,-1],[0,0,0,0]]'),
    ("p_settled_1", "at", "2029-02-30T00:00:00+07:00"),
    ("p_keys_1", "event", "rotated"),
    ("p_signed_1", "nth", 9),
    ("p_moves_1", "moves", b'[%d,"2029-02-14T17:08:00+07:00","link","sent",null,null,1]' % (2**70,)),
    ("p_moves_1", "moves", b'[8,"2029-02-14T17:08:00+07:00","link","sent",null,null,6]'),
)
LISTED = 6
"""The entry that lists the boxes."""
LATER = 3
"""Papers the read models do not know yet: the first who asks makes them catch up."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Station 004, with something in every table but of the last papers."""
    ledger = harness.founded()
    sealed_with(ledger, stocked(ledger), 1)
    plan(ledger, home={"due": "2029-02-14T23:59:59+07:00"})
    opened(ledger, 0, found=275)
    packed(ledger, 60, packed=Packed(ballots=275))
    counted(ledger, at(70))
    tell(ledger)
    path = tmp_path_factory.mktemp("book") / "ledger.db"
    with recorded(path, ledger) as journal:
        shelf.prepare(journal)
        assert list(shelf.fill(journal, shelf.ALL, journal.size() - LATER, noted_at=ledger.at))
    return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), CELLS)
def test_what_does_not_belong_into_a_read_model_ends_no_question_with_a_traceback(
    book: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, column: str
) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(book)
    _harm(path, f'UPDATE OR REPLACE {table} SET "{column}" = ?', "x")  # noqa: S608 - our own names

    assert all(_remedy(said) for _status, said in _refusals(path, capsys))


@pytest.mark.parametrize("cell", HOSTILE)
def test_what_is_nearly_right_is_refused_with_what_to_do(
    book: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], cell: tuple[str, str, Any]
) -> None:
    """Each of these ended a question with a traceback once."""
    path, (table, column, value) = tmp_path / "ledger.db", cell
    path.write_bytes(book)
    only = f" WHERE took = {LISTED}" if table == "p_moves_1" else ""
    _harm(path, f'UPDATE {table} SET "{column}" = ?{only}', value)  # noqa: S608 - our own names

    refused = _refusals(path, capsys)

    assert refused
    assert all(status == CheckFailed.exit_status and _remedy(said) for status, said in refused)
    main(["--ledger", str(path), "rebuild"])
    capsys.readouterr()
    assert _refusals(path, capsys) == []


def _refusals(path: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[int, str]]:
    """How questions ended that were not answered."""
    ended = [
        (main(["--lang", "en", "--ledger", str(path), *words]), capsys.readouterr().err.strip()) for words in ASKED
    ]
    return [(status, said) for status, said in ended if said]


def _remedy(said: str) -> bool:
    return "kotak rebuild" in said.splitlines()[-1]


def _harm(path: Path, statement: str, value: str | bytes | int) -> None:
    database = sqlite3.connect(path)
    database.execute(statement, (value,))
    database.commit()
    database.close()
