"""What befalls a ledger in one file, and what a file may be that somebody hands to an auditor."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import URL

from ledger.errors import CheckFailed, LedgerError, Unavailable
from ledger.persistence import checks, sqlite
from ledger.persistence.journal import Journal, open_journal
from tests.ledger.persistence.harness import append


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of five papers, closed."""
    path = tmp_path / "ledger.db"
    with open_journal(path, create=True) as journal:
        for number in range(5):
            append(journal, number, f"box:{number % 3}")
    return path


def shell(path: Path, *statements: str) -> None:
    """What somebody does with the sqlite3 shell."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


SWALLOW = "CREATE TRIGGER swallow BEFORE INSERT ON entries BEGIN SELECT RAISE(IGNORE); END"
REWRITE = "CREATE TRIGGER rewrite AFTER INSERT ON entries BEGIN UPDATE entries SET data = 'x' WHERE position = 6; END"
LOSE_TAGS = "CREATE TRIGGER lose AFTER INSERT ON entry_tags BEGIN DELETE FROM entry_tags WHERE tag = new.tag; END"


@pytest.mark.parametrize("trigger", [SWALLOW, REWRITE, LOSE_TAGS])
def test_a_trigger_is_named_when_the_ledger_is_opened(ledger: Path, trigger: str) -> None:
    shell(ledger, trigger)

    with pytest.raises(CheckFailed, match=f"trigger {trigger.split()[2]}"):
        open_journal(ledger)


@pytest.mark.parametrize("trigger", [SWALLOW, REWRITE, LOSE_TAGS])
def test_a_trigger_that_comes_while_the_ledger_is_open_stops_the_next_paper(ledger: Path, trigger: str) -> None:
    with open_journal(ledger) as journal:
        append(journal, 5)
        shell(ledger, trigger.replace("position = 6", "position = 7"))

        with pytest.raises(CheckFailed, match="is not as kotak made it"):
            append(journal, 6)

        assert journal.size() == 6


@pytest.mark.parametrize("trigger", [SWALLOW, REWRITE, LOSE_TAGS])
def test_a_trigger_nobody_saw_is_found_by_reading_back(
    ledger: Path, trigger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell(ledger, trigger)
    monkeypatch.setattr(checks, "check_schema", lambda *_: None)

    with open_journal(ledger) as journal:
        with pytest.raises(CheckFailed, match="other bytes than it was given for entry 5"):
            append(journal, 5, "box:1")

        assert journal.size() == 5


def test_a_view_in_place_of_a_table_is_not_read(ledger: Path) -> None:
    shell(ledger, "ALTER TABLE entries RENAME TO p_entries", "CREATE VIEW entries AS SELECT * FROM p_entries")

    for read_only in (False, True):
        with pytest.raises(CheckFailed, match="entries"):
            open_journal(ledger, read_only=read_only)


POSITIONS = {
    "a gap": ("DELETE FROM entries WHERE position = 2", "4 entries, from index 0 to 4"),
    "a lost beginning": ("DELETE FROM entries WHERE position = 1", "4 entries, from index 1 to 4"),
    "the largest number": (
        "INSERT INTO entries VALUES (9223372036854775807, 'x', 'y')",
        "6 entries, from index 0 to 9223372036854775806",
    ),
    "zero": ("INSERT INTO entries VALUES (0, 'x', 'y')", "6 entries, from index -1 to 4"),
    "below zero": ("INSERT INTO entries VALUES (-7, 'x', 'y')", "6 entries, from index -8 to 4"),
}


@pytest.mark.parametrize(("statement", "said"), POSITIONS.values(), ids=POSITIONS)
def test_entries_that_do_not_follow_one_another_take_no_more(ledger: Path, statement: str, said: str) -> None:
    shell(ledger, statement)

    with pytest.raises(CheckFailed, match=said):
        open_journal(ledger)


@pytest.mark.parametrize("position", [9223372036854775807, 0, -7, -9223372036854775807])
def test_an_auditor_sees_the_rows_that_are_hidden_at_the_ends(ledger: Path, position: int) -> None:
    shell(ledger, "INSERT INTO entries VALUES (?, 'x', 'y')".replace("?", str(position)))

    with open_journal(ledger, read_only=True) as journal:
        assert position - 1 in [entry.index for entry in journal.entries()]


def test_a_tail_that_was_deleted_is_not_written_over(ledger: Path) -> None:
    shell(ledger, "DELETE FROM entries WHERE position > 3")

    with open_journal(ledger) as journal, pytest.raises(LedgerError, match="entry"):
        append(journal, 9)

    with open_journal(ledger) as journal:
        assert journal.size() == 3


def test_text_where_bytes_belong_is_read_as_its_bytes(ledger: Path) -> None:
    shell(
        ledger,
        "UPDATE entries SET data = 'paper é' WHERE position = 1",
        "UPDATE entries SET data = 7 WHERE position = 2",
        "UPDATE entry_tags SET tag = CAST(x'ff41' AS TEXT) WHERE position = 3 AND tag LIKE 'box%'",
    )

    with open_journal(ledger, read_only=True) as journal:
        first, second, third, *_ = journal.entries()
    assert first.data == "paper é".encode()
    assert second.data == b""
    assert "\udcffA" in third.tags


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


def test_a_path_is_a_path_whatever_it_holds(tmp_path: Path) -> None:
    names = ["a?mode=memory&x=.db", "b#c%3f%.db", "kota é 箱.db", "d;e'f\".db", " "]

    for name in names:
        with open_journal(tmp_path / name, create=True) as journal:
            append(journal, 1)

    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)
    for name in names:
        for read_only in (False, True):
            with open_journal(str(tmp_path / name), read_only=read_only) as journal:
                assert journal.size() == 1


@pytest.mark.parametrize(
    "address",
    ["", ":memory:", "file:ledger.db", "file::memory:?cache=shared", "sqlite://", "sqlite:///x.db?mode=memory", "a\0b"],
)
def test_what_does_not_last_is_no_ledger(address: str) -> None:
    with pytest.raises(Unavailable, match="no file that lasts"):
        open_journal(address, create=True)


@pytest.mark.parametrize("address", ["mysql://ani@host/kotak", "http://kpu.example/", "://", "nonsense://"])
def test_other_addresses_are_no_ledger(address: str) -> None:
    with pytest.raises(Unavailable, match="neither a file nor a PostgreSQL database"):
        open_journal(address)


def test_a_url_of_a_file_is_its_path(ledger: Path) -> None:
    with open_journal(URL.create("sqlite", database=str(ledger))) as journal:
        assert journal.size() == 5


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


def test_an_auditor_leaves_nothing_behind_and_still_sees_what_lies_in_the_wal(ledger: Path) -> None:
    before = ledger.read_bytes()
    with open_journal(ledger, read_only=True) as journal:
        assert journal.size() == 5
        assert [file.name for file in ledger.parent.iterdir()] == ["ledger.db"]
        assert ledger.read_bytes() == before

        with open_journal(ledger) as writer:
            append(writer, 5)
            assert journal.size() == 6
            with open_journal(ledger, read_only=True) as other:
                assert other.size() == 6


def test_a_wal_without_its_writer_is_read_and_kept(ledger: Path, tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    with open_journal(ledger) as journal:
        append(journal, 5)
        for file in ledger.parent.glob("ledger.db*"):
            (folder / file.name).write_bytes(file.read_bytes())
    wal = (folder / "ledger.db-wal").read_bytes()

    with open_journal(folder / "ledger.db", read_only=True) as journal:
        assert journal.size() == 6

    assert (folder / "ledger.db-wal").read_bytes() == wal


def _read_as_nobody(path: Path) -> None:
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    with open_journal(path, read_only=True) as journal:
        assert len(list(journal.entries())) == 5


def test_evidence_on_a_medium_nobody_may_write_to_can_be_read(ledger: Path) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ledger.db").write_bytes(ledger.read_bytes())
        (folder / "ledger.db").chmod(0o444)
        folder.chmod(0o555)

        reader = get_context("fork").Process(target=_read_as_nobody, args=(folder / "ledger.db",))
        reader.start()
        reader.join()

        folder.chmod(0o755)
        assert reader.exitcode == 0


HOSTILE = {
    "a view": "CREATE VIEW more AS SELECT 1",
    "an endless view": "CREATE VIEW more AS WITH n(x) AS (VALUES (1) UNION ALL SELECT 1 FROM n) SELECT * FROM n",
    "a trigger": SWALLOW,
    "a generated column": "CREATE TABLE p_more (a, b AS (hex(a)))",
    "a virtual table": "CREATE VIRTUAL TABLE p_more USING fts5(x)",
    "a computed index": "CREATE INDEX p_more ON entries (hex(data))",
    "a computed index of a read model": "CREATE TABLE p_t (a);; CREATE INDEX p_more ON p_t (hex(a))",
    "a partial index": "CREATE INDEX more ON entry_tags (tag) WHERE position > 3",
}


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE)
def test_what_a_hostile_file_holds_is_listed_and_not_run(ledger: Path, statements: str) -> None:
    shell(ledger, *statements.split(";; "))

    with open_journal(ledger, read_only=True) as journal:
        assert journal.foreign_objects() != []
        assert len(list(journal.entries())) == 5
        assert journal.integrity_check() != [], "it is not run on what is foreign"


def test_a_hostile_schema_is_not_believed(ledger: Path) -> None:
    """An index of ours, made again so that it hides rows."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = sql || ' WHERE position < 3' WHERE name LIKE 'entry_tags_by%'"
        )
        connection.commit()

    with open_journal(ledger, read_only=True) as journal:
        assert journal.foreign_objects() == ["index entry_tags_by_position"]


def test_a_damaged_page_is_found_by_the_integrity_check(ledger: Path) -> None:
    content = bytearray(ledger.read_bytes())
    with closing(sqlite3.connect(ledger)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries_by_type'").fetchone()
    content[page * 4096 - 3] ^= 1
    ledger.write_bytes(content)

    with open_journal(ledger, read_only=True) as journal:
        assert journal.integrity_check() != []


def test_a_statement_that_does_not_end_is_given_up(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "DEADLINE", 0)
    monkeypatch.setattr(sqlite, "_STEPS", 10)

    with pytest.raises(Unavailable, match="interrupted"):
        open_journal(ledger, read_only=True)


def test_a_value_larger_than_any_of_ours_is_not_read(ledger: Path) -> None:
    shell(ledger, "UPDATE entries SET data = zeroblob(9000000) WHERE position = 2")

    with open_journal(ledger, read_only=True) as journal, pytest.raises(Unavailable, match="too big"):
        list(journal.entries())


@pytest.mark.parametrize("setting", ["journal_mode", "synchronous"])
def test_a_disk_that_may_forget_is_not_written_to(ledger: Path, setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite._DURABLE, setting, ("OFF", 7))

    with pytest.raises(Unavailable, match=f"{setting} is"):
        open_journal(ledger)


def test_any_flipped_bit_is_read_or_refused_but_never_a_surprise(ledger: Path) -> None:
    content = ledger.read_bytes()
    for place in range(0, len(content), 97):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        ledger.write_bytes(changed)
        try:
            with open_journal(ledger, read_only=True) as journal:
                _read_everything(journal)
        except LedgerError as error:
            assert error.exit_status in (3, 10)  # noqa: PT017 - any other exception is the surprise


def _read_everything(journal: Journal) -> None:
    journal.foreign_objects()
    journal.integrity_check()
    for everything in (journal.entries(), journal.effects(), journal.states(), journal.nodes()):
        list(everything)
