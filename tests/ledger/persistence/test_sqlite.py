"""What befalls a ledger in one file: other writers, other files, disks that forget."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ledger.errors import LedgerError, Unavailable
from ledger.persistence import sqlite
from ledger.persistence.journal import open_journal
from tests.ledger.persistence.harness import append, shell

SCHEMA = """
CREATE INDEX entries_by_type ON entries (type)
CREATE INDEX entry_tags_by_position ON entry_tags (position)
CREATE TABLE effects ( position INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (position) )
CREATE TABLE entries ( position INTEGER NOT NULL, type TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (position) )
CREATE TABLE entry_tags ( tag TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (tag, position) ) WITHOUT ROWID
CREATE TABLE meta ( name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name) ) WITHOUT ROWID
CREATE TABLE nodes ( level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, number) ) WITHOUT ROWID
CREATE TABLE states ( subject TEXT NOT NULL, position INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (subject) )
"""  # noqa: E501 - as SQLite stores it


def test_the_schema_is_a_format_and_does_not_change_with_a_library(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()

    assert sorted(" ".join(sql.split()) for (sql,) in found) == SCHEMA.strip().splitlines()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process has begun to write."""
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE');"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield


def test_another_writer_is_waited_for_and_then_said_to_be_there(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAITS", 0.2)

    with open_journal(ledger) as journal:
        with held(ledger):
            assert journal.size() == 5
            with pytest.raises(Unavailable, match="Somebody else is writing"):
                append(journal, 5)

        assert append(journal, 5) == 5


def test_nothing_is_created_unless_asked(tmp_path: Path) -> None:
    for read_only in (False, True):
        with pytest.raises(Unavailable, match="There is no ledger at"):
            open_journal(tmp_path / "none.db", read_only=read_only)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_folder_that_is_missing_are_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        open_journal(tmp_path, create=True)
    with pytest.raises(Unavailable, match="unable to open"):
        open_journal(tmp_path / "missing" / "ledger.db", create=True)
    with pytest.raises(Unavailable, match="no ledger"):
        open_journal(tmp_path)


@pytest.mark.parametrize("content", [b"not a ledger at all " * 99, b"SQLite format 3\0" + bytes(4080), b"x"])
def test_a_file_of_something_else_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)

    for how in ({}, {"read_only": True}):
        with pytest.raises(Unavailable):
            open_journal(path, **how)
    with pytest.raises(Unavailable):
        open_journal(path, create=True)

    assert path.read_bytes() == content


def test_a_ledger_is_founded_where_a_founding_was_cut_off(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").touch()

    with pytest.raises(Unavailable, match="There is no ledger"):
        open_journal(tmp_path / "ledger.db")
    with open_journal(tmp_path / "ledger.db", create=True) as journal:
        append(journal, 1)


def test_another_database_is_not_taken_for_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    shell(path, "CREATE TABLE meta (name, value)", "INSERT INTO meta VALUES ('format', '1')")
    before = path.read_bytes()

    for how in ({}, {"read_only": True}, {"create": True}):
        with pytest.raises(Unavailable):
            open_journal(path, **how)

    assert path.read_bytes() == before


def test_a_founding_cut_off_before_its_tables_is_done_again(tmp_path: Path) -> None:
    shell(tmp_path / "ledger.db", "PRAGMA journal_mode=WAL")

    with open_journal(tmp_path / "ledger.db", create=True) as journal:
        append(journal, 1)


def test_what_was_acknowledged_is_in_the_copy_of_a_closed_ledger(ledger: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(ledger.read_bytes())

    with open_journal(copy, read_only=True) as journal:
        assert journal.size() == 5


@pytest.mark.parametrize("setting", ["journal_mode", "synchronous"])
def test_a_disk_that_may_forget_is_not_written_to(ledger: Path, setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite._DURABLE, setting, ("OFF", 7))

    with pytest.raises(Unavailable, match=f"{setting} is"):
        open_journal(ledger)
