from pathlib import Path
from random import Random

import pytest

from ledger.audit.held import Held
from ledger.errors import LedgerError
from ledger.persistence.journal import open_journal
from ledger.record import record
from ledger.verify import verify_database
from tests.harness import BUDI, DPD, PPS, TestLedger
from tests.ledger import dishonest
from tests.ledger.dishonest import audit_database, published, seen, sql, story

CHANGE = "UPDATE entries SET data = replace(data, '\"on\":2', '\"on\":3') WHERE position = 8"
MOVE = "UPDATE states SET value = '{}' WHERE subject LIKE 'box:%/DPD'"
DATE = "UPDATE states SET position = 2 WHERE subject LIKE 'box:%/DPD'"
DATE_IN_WORDS = "UPDATE states SET position = 'now' WHERE subject LIKE 'box:%/DPD'"
LOSE = "DELETE FROM states WHERE subject LIKE 'box:%/DPD'"
SQL: dict[str, tuple[str, tuple[int, str, int | None]]] = {
    "change a seal": (
        "UPDATE entries SET data = replace(data, '\"on\":2', '\"on\":3') WHERE position = 8",
        (2, "PA-006", 7),
    ),
    "write text": ("UPDATE entries SET data = 'nothing' WHERE position = 8", (2, "PA-001", 7)),
    "take out an entry": ("DELETE FROM entries WHERE position = 9", (1, "VE-001", 9)),
    "hide an entry before the first": ("INSERT INTO entries VALUES (-3, 'x', x'00')", (1, "VE-002", -4)),
    "call it something else": ("UPDATE entries SET type = 'lift' WHERE position = 8", (3, "VE-010", 7)),
    "call it bytes": ("UPDATE entries SET type = x'ff' WHERE position = 8", (3, "VE-010", 7)),
    "hide a box from its chain": ("DELETE FROM entry_tags WHERE position = 8 AND tag LIKE 'box:%'", (3, "VE-011", 7)),
    "file it elsewhere": ("INSERT INTO entry_tags VALUES ('box:nowhere', 8)", (3, "VE-011", 7)),
    "block a box": ("INSERT INTO entry_tags VALUES ('box:nowhere', 99)", (3, "VE-014", 98)),
    "block a box with words": ("INSERT INTO entry_tags VALUES (x'00', 'never')", (3, "VE-014", -1)),
    "rewrite what happened": ("UPDATE effects SET value = '{}' WHERE position = 8", (3, "VE-012", 7)),
    "forget what happened": ("DELETE FROM effects WHERE position = 14", (3, "VE-013", 13)),
    "forget what happened amid": ("DELETE FROM effects WHERE position = 8", (3, "VE-013", 7)),
    "invent what happened": ("INSERT INTO effects VALUES (99, '{}'), (100, '{}')", (3, "VE-014", 98)),
    "invent what happened before": ("INSERT INTO effects VALUES (-1, '{}')", (3, "VE-014", -2)),
    "move a box": (MOVE, (3, "VE-015", None)),
    "date a state": (DATE, (3, "VE-015", None)),
    "date a state with words": (DATE_IN_WORDS, (3, "VE-015", None)),
    "invent a box": ("INSERT INTO states VALUES ('box:nowhere', 99, '{}')", (3, "VE-015", None)),
    "lose a box": (LOSE, (3, "VE-016", None)),
    "lose the rules": ("DELETE FROM states WHERE subject = 'authorities'", (3, "VE-016", None)),
    "graft a node": ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 1 AND number = 2", (3, "VE-017", None)),
    "replace a leaf": ("UPDATE nodes SET hash = 'text' WHERE level = 0 AND number = 7", (3, "VE-017", None)),
    "prune the tree": ("DELETE FROM nodes WHERE level = 1 AND number = 2", (3, "VE-018", None)),
    "prune its end": ("DELETE FROM nodes WHERE level = 3", (3, "VE-018", None)),
    "grow the tree": ("INSERT INTO nodes VALUES (9, 0, zeroblob(32))", (3, "VE-017", None)),
    "grow it amid": ("INSERT INTO nodes VALUES (0, 99, zeroblob(32))", (3, "VE-017", None)),
    "grow it before": ("INSERT INTO nodes VALUES (-1, 0, zeroblob(32))", (3, "VE-017", None)),
    "insert a trigger": (
        "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM effects; END",
        (9, "VE-090", None),
    ),
    "insert a view": ("CREATE VIEW location AS SELECT 1", (9, "VE-090", None)),
    "insert a table": ("CREATE TABLE secrets (a)", (9, "VE-090", None)),
    "hide rows with an index": ("CREATE INDEX i ON entries (type) WHERE position > 9", (9, "VE-090", None)),
}


CONSEQUENCES = {"VE-014", "VE-017"}
"""What is left beside of an entry that was taken out or changed: its effects, tags and nodes."""


@pytest.mark.parametrize("aim", SQL)
def test_whoever_lies_with_sql_is_named_at_the_right_step(database: Path, aim: str) -> None:
    statement, expected = SQL[aim]
    sql(database, statement)

    report = audit_database(database)

    assert expected in seen(report)
    assert report.status == 3
    assert report.checkpoint is not None
    assert {found.step for found in report.findings if found.reason.code not in CONSEQUENCES} <= {expected[0], 7, 8}
    if expected[0] in {3, 9}:
        assert {found.step for found in report.findings} == {expected[0]}
        assert report.root == dishonest.root(story().papers)


def test_a_moved_box_is_named(database: Path) -> None:
    sql(database, MOVE)

    report = audit_database(database)

    assert [found.box for found in report.findings] == [DPD]
    assert DPD in str(report.findings[0])


def test_what_rests_on_a_changed_paper_is_not_compared_and_the_report_says_so(database: Path) -> None:
    sql(database, SQL["change a seal"][0])

    report = audit_database(database)

    assert not [found for found in report.findings if found.step == 3 and found.reason.code != "VE-017"]
    assert [said for said in map(str, report.not_checked) if "rest on papers without effect" in said]


def test_a_tree_with_a_missing_entry_is_compared_up_to_there(database: Path) -> None:
    sql(database, "DELETE FROM entries WHERE position = 9")

    report = audit_database(database)

    assert seen(report) == [(1, "VE-001", 9), (3, "VE-014", 8), (3, "VE-014", 8), (7, "VE-073", None)]
    assert report.tree_size == 8
    assert {"VE-105", "VE-109"} <= {omitted.reason.code for omitted in report.not_checked}


def test_a_file_whose_pages_are_damaged_is_not_whole(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_journal(database, read_only=True) as journal:
        monkeypatch.setattr(journal, "integrity_check", lambda: ["row 3 missing from index entries_by_type"])
        report = verify_database(journal, dishonest.trust(), published())

    assert seen(report) == [(9, "VE-091", None)]


def test_papers_that_come_in_meanwhile_are_not_mistaken_for_lies(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = TestLedger(papers=[*story().papers], custody=dishonest.fold(story().papers))
    ledger.private.update(story().private)
    with open_journal(database) as journal:
        entries = list(journal.entries())
        late = ledger.sign(
            ledger.draft("sealing", {BUDI: "acts"}, [dishonest.line(ledger)], unit=PPS, purpose="results")
        )
        record(journal, late)
        monkeypatch.setattr(journal, "entries", lambda: iter(entries))

        report = verify_database(journal, dishonest.trust(), published())

    assert not report.findings
    assert "came in while this ran" in " ".join(map(str, report.not_checked))


def test_an_empty_ledger_is_not_a_good_one(tmp_path: Path) -> None:
    with open_journal(tmp_path / "ledger.db", create=True):
        pass

    report = audit_database(tmp_path / "ledger.db", Held())

    assert seen(report) == [(2, "VE-005", None)]


@pytest.mark.slow
def test_flipped_bits_of_a_database_are_found_or_change_nothing(database: Path) -> None:
    whole, honest = database.read_bytes(), audit_database(database)
    random = Random(20290214)  # noqa: S311 - the same bits each time
    refused: list[str] = []

    for _ in range(500):
        flipped = bytearray(whole)
        flipped[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        database.write_bytes(flipped)
        try:
            report = audit_database(database)
        except LedgerError as error:
            refused.append(error.code)
        else:
            assert report.status == 3 or report == honest

    assert len(refused) < 100
