"""What a file may be that somebody hands to an auditor, and what reading it leaves behind."""

import os
import sqlite3
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ledger.errors import LedgerError, Unavailable
from ledger.persistence import sqlite
from ledger.persistence.journal import Journal, open_journal
from tests.ledger.persistence.harness import append, shell


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
    "a trigger": "CREATE TRIGGER t BEFORE INSERT ON entries BEGIN SELECT 1; END",
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
