"""Ledgers, copies, checkpoints and trust files as a hostile operator hands them over."""

import os
import resource
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.lab import Lab, good
from tests.commands.cli import EXECUTABLE
from tests.harness import DPD
from tests.ledger.dishonest import sql


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as endpoint:
        endpoint.bind(os.path.relpath(path))


NO_LEDGERS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _path: None,
    "a folder": Path.mkdir,
    "a pipe nobody writes to": fifo,
    "a socket": listening,
    "an endless file": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path),
    "an empty file": Path.touch,
    "a letter": lambda path: path.write_text("Dear Sir\n"),
    "somebody else's database": lambda path: sql(path, "CREATE TABLE a (b)"),
    "a database of noughts": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(8000)),
}


@pytest.mark.parametrize("what", NO_LEDGERS)
def test_what_is_no_ledger_is_not_written_to(lab: Lab, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lab.folder)
    path, paper = lab.folder / "other", lab.file(good())
    NO_LEDGERS[what](path)

    for command in (("paper", "record", paper), ("where",), ("rebuild",), ("bundle", "export", "-o", "copy")):
        lab.answer(10, "--ledger", path, *command)

    assert not (lab.folder / "other-wal").exists()


@pytest.mark.parametrize("size", [50, 4096, 40_000])
def test_half_a_ledger_is_not_one(lab: Lab, size: int) -> None:
    lab.ledger.write_bytes(lab.ledger.read_bytes()[:size])

    assert lab.answer((3, 4, 10), "verify", lab.ledger)
    assert lab.answer(10, "paper", "record", lab.file(good()))


@pytest.mark.parametrize(
    "name",
    [":memory:", "file:x", "sqlite:///:memory:", "sqlite://", "mysql://x/y", "http://x/", "://", "x" * 300, "\x1b]0;x"],
)
def test_a_name_that_names_no_file_opens_nothing(lab: Lab, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lab.folder)
    before = sorted(lab.folder.iterdir())

    lab.answer(10, "--ledger", name, "where")
    lab.answer(10, "verify", name)

    assert sorted(lab.folder.iterdir()) == before


@pytest.mark.parametrize(
    "name", ["a?mode=memory.db", "a%41.db", "a\nb.db", "a#b.db", "a';--.db", "\x1b]0;x\x07.db", "kötak .db"]
)
def test_the_file_that_is_named_is_the_file_that_is_opened(lab: Lab, name: str) -> None:
    path = lab.ledger.rename(lab.folder / name)

    lab.answer(0, "verify", path)
    lab.answer(0, "--ledger", path, "paper", "record", lab.file(good()))
    lab.answer(0, "verify", path)


# What is done with SQL, and what `verify` finds.
EDITED: dict[str, tuple[str, set[str]]] = {
    "swallow what is recorded": (
        "CREATE TRIGGER t BEFORE INSERT ON entries BEGIN SELECT RAISE(IGNORE); END",
        {"VE-090"},
    ),
    "rewrite what is recorded": (
        "CREATE TRIGGER t AFTER INSERT ON states BEGIN UPDATE entries SET data = x'00'; END",
        {"VE-090"},
    ),
    "keep the reader busy": (
        "CREATE VIEW v AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT x FROM r",
        {"VE-090"},
    ),
    "hide a table": ("CREATE TABLE evil (a)", {"VE-090"}),
    "name a table to the terminal": ('CREATE TABLE "\x1b]0;x\x07\u202e" (a)', {"VE-090"}),
    "compute in an index": ("CREATE INDEX p_x ON entries (lower(type))", {"VE-090"}),
    "hide a row before all others": ("INSERT INTO entries VALUES (-9223372036854775808, 'sealing', x'00')", {"VE-002"}),
    "hide a row at nought": ("INSERT INTO entries SELECT 0, type, data FROM entries WHERE position = 1", {"VE-002"}),
    "use up the numbers": ("INSERT INTO entries VALUES (9223372036854775807, 'sealing', x'00')", {"VE-001"}),
    "take one from the middle": ("DELETE FROM entries WHERE position = 9", {"VE-001"}),
    "take the first": ("DELETE FROM entries WHERE position = 1", {"VE-001"}),
    "take all": ("DELETE FROM entries", {"VE-005"}),
    "cut off the tail": ("DELETE FROM entries WHERE position > 11", {"VE-070"}),
    "hide a paper from its box": ("DELETE FROM entry_tags WHERE position = 9", set()),
    "spell a tag otherwise": ("UPDATE entry_tags SET tag = upper(tag) WHERE position = 9", set()),
    "tag what is not there": ("INSERT INTO entry_tags VALUES ('box:\x1b[31m', 99)", set()),
    "name a module as the kind": ("UPDATE entries SET type = 'os:system' WHERE position = 9", set()),
    "store a kind that is no text": ("UPDATE entries SET type = x'fffe' WHERE position = 9", set()),
    "store a number for a paper": ("UPDATE entries SET data = 5 WHERE position = 9", {"PA-001"}),
    "give a box another custodian": ("UPDATE states SET value = x'7b7d' WHERE subject LIKE 'box:%'", set()),
    "invent a box": ("INSERT INTO states VALUES ('box:\x1b[31m', 1, x'7b7d')", set()),
    "hide a state before all others": ("INSERT INTO states VALUES ('', 1, x'00')", set()),
    "store text for a position": ("UPDATE states SET position = 'x'", set()),
    "forget what papers did": ("DELETE FROM effects", set()),
    "hide an effect before all others": ("INSERT INTO effects VALUES (-9223372036854775808, x'00')", set()),
    "replace a node": ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND number = 9", set()),
    "hide a node before all others": ("INSERT INTO nodes VALUES (-9223372036854775808, -5, x'00')", set()),
    "store text for a node": ("INSERT INTO nodes VALUES ('x', 'y', x'00')", set()),
}


@pytest.mark.parametrize("aim", EDITED)
def test_an_edited_ledger_is_found_and_breaks_nothing(lab: Lab, aim: str) -> None:
    statement, expected = EDITED[aim]
    sql(lab.ledger, statement)

    codes = set(lab.answer(3, "verify", lab.ledger))

    assert codes
    assert codes >= expected
    lab.answer(3, "verify", "--projections", lab.ledger)
    lab.answer((0, 3, 5), "chain", DPD)
    lab.answer((0, 3, 6, 9), "paper", "record", lab.file(good()))


def test_papers_are_not_recorded_beside_states_nobody_can_read(lab: Lab) -> None:
    sql(lab.ledger, "UPDATE states SET value = x'22ff22'")

    assert lab.answer(3, "paper", "record", lab.file(good())) == ["ST-001"]
    lab.answer(0, "rebuild")
    lab.answer(0, "paper", "record", lab.file(good()))
    lab.honest()


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ("UPDATE p_location_1 SET seals = '{['", "PR-030"),
        ("UPDATE p_location_1 SET seals = x'ff'", "PR-032"),
        ("UPDATE p_location_1 SET disputed = x'ff'", "PR-032"),
    ],
)
def test_read_models_nobody_can_read_are_named_and_made_again(lab: Lab, edit: str, code: str) -> None:
    lab.answer(0, "where")
    sql(lab.ledger, edit)

    assert lab.answer(3, "where") == [code]
    lab.answer(0, "rebuild")
    lab.answer(0, "where")


@pytest.mark.slow
def test_a_full_disk_loses_nothing_that_was_acknowledged(lab: Lab) -> None:
    file, room = lab.file(good()), lab.ledger.stat().st_size + 12_000

    ran = subprocess.run(
        [EXECUTABLE, "--ledger", lab.ledger, "paper", "record", file],
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )

    assert ran.returncode in {0, 10, 13}
    assert b"Traceback" not in ran.stderr
    lab.answer(0, "paper", "record", file)
    lab.honest()
