"""What somebody changes with the sqlite3 shell, and when it is seen."""

from pathlib import Path

import pytest

from ledger.errors import CheckFailed, LedgerError
from ledger.persistence import checks
from ledger.persistence.journal import open_journal
from tests.ledger.persistence.harness import append, shell

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
