"""What lies below a folder is reached step by step, and nothing on the way leads out of it."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.program.below import open_plain, walk
from tests.refusals import refused


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as endpoint:
        endpoint.bind(os.path.relpath(path))


OTHERS: dict[str, Callable[[Path], object]] = {
    "a link to a file": lambda path: path.symlink_to("plain"),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link to itself": lambda path: path.symlink_to(path),
    "an endless file": lambda path: path.symlink_to("/dev/zero"),
    "a pipe nobody writes to": os.mkfifo,
    "a socket": _socket,
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("what", OTHERS)
def test_nothing_but_a_plain_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plain").write_bytes(b"x")
    OTHERS[what](tmp_path / "other")

    assert refused(lambda: open_plain(tmp_path, "other")) == "EX-056"


def test_a_folder_that_is_a_link_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_bytes(b"x")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")

    assert refused(lambda: open_plain(tmp_path / "inside", "link/secret")) == "EX-056"
    assert refused(lambda: open_plain(tmp_path / "inside", "../outside/secret")) == "EX-056"
    assert list(walk(tmp_path / "inside", "link", 9)) == ["link"]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"x")
    (tmp_path / "link").symlink_to("real")

    stream = open_plain(tmp_path / "link", "a")

    assert stream is not None
    with stream:
        assert stream.read() == b"x"


def test_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    assert open_plain(tmp_path, "a") is None
    assert open_plain(tmp_path, "a/b/c") is None
    assert open_plain(tmp_path / "nowhere", "a") is None
    assert list(walk(tmp_path, "a", 9)) == []


def test_whatever_lies_below_is_named_and_nothing_too_deep_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "one").touch()
    (tmp_path / "a" / "b" / "two").touch()
    (tmp_path / "a" / "b" / "c" / "three").touch()
    (tmp_path / "a" / "pipe\n").symlink_to("/")
    os.mkfifo(tmp_path / "a" / "pipe")

    assert sorted(walk(tmp_path, "a", 2)) == ["a/b/c", "a/b/two", "a/one", "a/pipe", "a/pipe\n"]
    assert sorted(walk(tmp_path, "a", 9)) == ["a/b/c/three", "a/b/two", "a/one", "a/pipe", "a/pipe\n"]
