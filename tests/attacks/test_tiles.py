"""Tile directories as a hostile operator hands them to an auditor, or lays them in the way of an export."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.lab import Lab
from tests.commands.cli import EXECUTABLE

SIZE = 12
"""Entries of the published checkpoint."""
TILE, ENTRIES, ANNEX = (f"tile/{row}/000.p/{SIZE}" for row in ("0", "entries", "annex"))
ENDLESS = 2**40


@pytest.fixture
def www(lab: Lab) -> Path:
    status, _, err = lab.run("export", "tiles", "-o", lab.folder / "www")
    assert status == 0, err
    return lab.folder / "www"


def instead(path: str, make: Callable[[Path], object]) -> Callable[[Path], object]:
    """Something else where a file belongs."""

    def change(www: Path) -> None:
        (www / path).unlink()
        make(www / path)

    return change


def elsewhere(path: str) -> Callable[[Path], object]:
    """The same bytes, at the end of a link."""

    def change(www: Path) -> None:
        target = www.parent / "elsewhere"
        shutil.move(www / path, target)
        (www / path).symlink_to(target)

    return change


def endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(ENDLESS)


def claim(size: int) -> Callable[[Path], object]:
    """Another size in the checkpoint, which then nobody signed."""

    def change(www: Path) -> None:
        path = www / "checkpoint"
        path.write_bytes(path.read_bytes().replace(b"\n12\n", f"\n{size}\n".encode()))

    return change


def bury(www: Path) -> None:
    deep = www / "tile"
    for _ in range(200):
        deep /= "d"
        deep.mkdir()


def crowd(www: Path) -> None:
    for number in range(3000):
        (www / f"tile/0/{number}.\x1b]0;x\x07\u202e").touch()


def name_in_bytes(www: Path) -> None:
    (www / os.fsdecode(b"tile/0/\xff\xfe")).touch()


def link_round(www: Path) -> None:
    (www / "tile" / "round").symlink_to(www)


FOUND: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "link a tile to elsewhere": (elsewhere(TILE), {"EX-056"}),
    "link a bundle to elsewhere": (elsewhere(ENTRIES), {"EX-056", "VE-005", "VE-070"}),
    "link a folder to elsewhere": (elsewhere("tile/annex"), {"PA-006"}),
    "link all tiles to elsewhere": (elsewhere("tile"), {"TI-002", "VE-005", "VE-070"}),
    "link the checkpoint to elsewhere": (elsewhere("checkpoint"), {"EX-056"}),
    "link the checkpoints to elsewhere": (elsewhere("checkpoints"), {"EX-056"}),
    "lay a pipe for a tile": (instead(TILE, os.mkfifo), {"EX-056"}),
    "lay a pipe for a bundle": (instead(ENTRIES, os.mkfifo), {"EX-056", "VE-005", "VE-070"}),
    "lay a pipe for the annexes": (instead(ANNEX, os.mkfifo), {"EX-056", "PA-006"}),
    "lay a pipe for the checkpoint": (instead("checkpoint", os.mkfifo), {"EX-056"}),
    "lay a folder for a tile": (instead(TILE, Path.mkdir), {"TI-002"}),
    "send an endless tile": (instead(TILE, endless), {"TI-001"}),
    "send an endless bundle": (instead(ENTRIES, endless), {"TI-003"}),
    "send endless annexes": (instead(ANNEX, endless), {"TI-003", "PA-006"}),
    "send an endless checkpoint": (instead("checkpoint", endless), {"NT-001"}),
    "send endless checkpoints": (instead("checkpoints", endless), {"EX-003"}),
    "send the device of noughts": (instead(TILE, lambda path: path.symlink_to("/dev/zero")), {"EX-056"}),
    "claim a size nobody has": (claim(2**62), {"NT-007", "TI-002"}),
    "claim a size no log has": (claim(2**64), {"NT-007"}),
    "claim less": (claim(3), {"NT-007", "VE-070"}),
    "send a letter for a checkpoint": (instead("checkpoint", lambda path: path.write_text("Dear Sir\n")), {"NT-003"}),
    "take away the checkpoint and the tiles": (lambda www: shutil.rmtree(www / "tile"), {"VE-005", "VE-070"}),
}


@pytest.mark.parametrize("aim", FOUND)
def test_a_hostile_directory_is_found_and_breaks_nothing(lab: Lab, www: Path, aim: str) -> None:
    change, expected = FOUND[aim]
    change(www)

    assert set(lab.answer(3, "verify", www)) >= expected


LOOKED_AT: dict[str, Callable[[Path], object]] = {
    "bury folders": bury,
    "crowd the folder with names a terminal obeys": crowd,
    "name a file in no language": name_in_bytes,
    "lead round in circles": link_round,
    "lead out": lambda www: (www / "tile" / "out").symlink_to("/"),
    "lay a pipe beside": lambda www: os.mkfifo(www / "tile" / "0" / "pipe"),
    "lead out beside the tiles": lambda www: (www / "etc").symlink_to("/etc"),
}


@pytest.mark.parametrize("aim", LOOKED_AT)
def test_what_does_not_belong_there_is_named_and_not_looked_at(lab: Lab, www: Path, aim: str) -> None:
    LOOKED_AT[aim](www)

    lab.answer(0, "verify", www)


@pytest.mark.parametrize("aim", ["tile", "tile/0", "tile/0/000.p", ".new"])
def test_an_export_writes_nothing_and_takes_nothing_away_where_a_link_leads(lab: Lab, www: Path, aim: str) -> None:
    outside = lab.folder / "outside"
    outside.mkdir()
    for name in ("000", "5", "12", "lock", "checkpoint"):
        (outside / name).write_bytes(b"mine")
    shutil.rmtree(www / aim, ignore_errors=True)
    (www / aim).symlink_to(outside)

    lab.answer((2, 3, 4, 6), "export", "tiles", "-o", www)

    assert {path.name: path.read_bytes() for path in outside.iterdir()} == dict.fromkeys(
        ("000", "5", "12", "lock", "checkpoint"), b"mine"
    )


def test_a_directory_of_endless_files_is_verified_in_little_memory(www: Path) -> None:
    for path in (TILE, ENTRIES, ANNEX, "checkpoints"):
        instead(path, endless)(www)
    room = 2**30

    ran = subprocess.run(
        [EXECUTABLE, "verify", www],
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room)),
    )

    assert ran.returncode == 3, ran.stderr
    assert b"Traceback" not in ran.stderr


def test_a_name_that_names_no_folder_is_no_directory(lab: Lab) -> None:
    for name in ("x" * 300, "\x1b]0;x\x07"):
        lab.answer(10, "verify", name)
        lab.answer(2, "export", "tiles", "-o", lab.folder / name / "x")
