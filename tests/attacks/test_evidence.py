"""Copies, checkpoints, kept papers and trust files as a hostile operator hands them to an auditor."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.operating.state import LogState
from ledger.log import policy
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import witness_key
from tests.attacks.lab import Lab
from tests.commands.cli import EXECUTABLE
from tests.ledger.dishonest import ORIGIN, shown


@pytest.mark.slow
def test_a_copy_that_comes_through_a_pipe_is_read_once(lab: Lab) -> None:
    trust = str(lab.folder / "trust.txt")
    for name in ("-", "/dev/stdin"):
        command = [str(EXECUTABLE), "--trust", trust, "verify", name]
        ran = subprocess.run(command, input=b"".join(shown()), capture_output=True, check=False)

        assert ran.returncode == 0, ran.stderr


COPIES: dict[str, Callable[[], bytes]] = {
    "cut it": lambda: b"".join(shown())[:-500],
    "turn it round": lambda: b"".join(reversed(shown())),
    "show it twice": lambda: b"".join(shown() * 2),
    "write a line without end": lambda: b'{"payload":"' + b"A" * 20_000_000,
    "write a control sequence": lambda: b"".join(shown()) + b'{"payload":"\x1b]0;x\x07"}\n',
}


@pytest.mark.parametrize("aim", COPIES)
def test_a_hostile_copy_is_found(lab: Lab, aim: str) -> None:
    assert lab.answer((3, 4), "verify", lab.file(COPIES[aim](), "copy"))


CHECKPOINTS = {
    "promise more than follows": b"\xff\xff\xff\xff",
    "end in a length": b"\0\0",
    "promise nothing": b"\0\0\0\0",
    "send a letter": b"Dear Sir\n",
    "send a control sequence": b"\0\0\0\x08\x1b]0;x\x07\n\n",
}


@pytest.mark.parametrize("aim", CHECKPOINTS)
def test_hostile_checkpoints_are_found(lab: Lab, aim: str) -> None:
    lab.file(CHECKPOINTS[aim], "checkpoints")

    assert lab.answer((3, 4), "verify", lab.ledger)
    lab.answer((3, 4), "checkpoint", "keep", lab.folder / "checkpoints")


def test_a_hostile_folder_of_what_was_kept_is_only_looked_at(lab: Lab) -> None:
    folder = lab.folder / "kept"
    folder.mkdir()
    (folder / "\x1b]0;x\x07").write_bytes(b"x")
    (folder / "paper").write_bytes(b'{"payload":"\x1b"}\n')
    (folder / "endless").symlink_to("/dev/zero")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")

    lab.answer(0, "verify", lab.ledger, "--holding", folder)
    lab.answer(2, "verify", lab.ledger, "--holding", "x" * 300)


TRUST: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no end": lambda said: said[:-1],
    "other line ends": lambda said: said.replace(b"\n", b"\r\n"),
    "a control sequence": lambda said: said + b"# \x1b]0;x\x07\n",
    "two logs": lambda said: said + next(line for line in said.splitlines(keepends=True) if line.startswith(b"log ")),
    "an unknown word": lambda said: said + b"allow everything\n",
    "no quorum": lambda said: said.replace(b"quorum none\n", b""),
    "a quorum of nobody": lambda said: said.replace(b"quorum none", b"quorum x"),
    "too much": lambda said: said + b"#" * 70_000 + b"\n",
}


@pytest.mark.parametrize("aim", TRUST)
def test_a_trust_file_is_read_whole_or_not_at_all(lab: Lab, aim: str) -> None:
    path = lab.folder / "trust.txt"
    path.write_bytes(TRUST[aim](path.read_bytes()))

    for command in (("verify", lab.ledger), ("trust", "show"), ("trust", "check")):
        lab.answer(4, *command)


STICK = {
    "12.bawaslu.cosig": b"\x1b]0;x\x07\n",
    "12.\x1b]0;x\x07.cosig": b"",
    "12.bawaslu.409": b"9" * 100_000,
    "12.bawaslu.200": b"\xff\xfe",
    "9223372036854775808.bawaslu.cosig": b"",
    "7.bawaslu.422": b"\xe2\x80\xae",
    "12.add-checkpoint": b"old 0",
}


@pytest.mark.parametrize("name", STICK)
def test_a_hostile_stick_is_named_and_changes_nothing(lab: Lab, name: str) -> None:
    held = policy.read((lab.folder / "trust.txt").read_bytes())
    key = witness_key("bawaslu.example/saksi", PrivateKey.generate().public)
    (lab.folder / "trust.txt").write_bytes(policy.extended(held, [f"witness bawaslu {key}"], "bawaslu").data)
    (lab.folder / "stick").mkdir()
    (lab.folder / "stick" / name).write_bytes(STICK[name])
    before = (lab.folder / "checkpoints").read_bytes()

    lab.answer(0 if name == "12.add-checkpoint" else 4, "checkpoint", "collect", lab.folder / "stick")

    assert (lab.folder / "checkpoints").read_bytes() == before


def test_a_hostile_state_of_a_log_signs_nothing(lab: Lab, home: Path) -> None:
    state = LogState(home, ORIGIN)
    state.folder.mkdir(parents=True)
    for head in (b"", b"\x1b]0;x\x07", b"kotak-log/v1\n" * 1000, b"\xff" * 9000):
        (state.folder / "head").write_bytes(head)

        lab.answer(4, "checkpoint", "publish", "--key", lab.folder / "log.pem")
