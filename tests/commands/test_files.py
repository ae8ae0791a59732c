import io
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from commands.program import files
from ledger.errors import Malformed


def _stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_is_there_whole_and_nothing_else_is(tmp_path: Path) -> None:
    files.write(str(tmp_path / "a"), [b"one\n", b"two\n"])

    assert (tmp_path / "a").read_bytes() == b"one\ntwo\n"
    assert _names(tmp_path) == ["a"]


def test_what_is_added_to_a_file_is_on_the_disk_before_more_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"one\n")
    on_disk: list[bytes] = []
    monkeypatch.setattr(os, "fsync", lambda _file: on_disk.append((tmp_path / "a").read_bytes()))

    files.append(tmp_path / "a", b"two\n")

    assert on_disk == [b"one\ntwo\n"]


def test_nothing_can_be_added_to_a_folder(tmp_path: Path) -> None:
    with pytest.raises(files.FileTrouble, match="cannot be written"):
        files.append(tmp_path, b"two\n")


def test_nothing_is_overwritten_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write(str(path), b"old")

    with pytest.raises(files.FileTrouble, match="there already"):
        files.write(str(path), b"new")
    assert path.read_bytes() == b"old"
    files.write(str(path), b"new", force=True)
    assert path.read_bytes() == b"new"


def test_a_link_is_not_followed_to_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")

    with pytest.raises(files.FileTrouble):
        files.write(str(tmp_path / "link"), b"x")
    files.write(str(tmp_path / "link"), b"x", force=True)

    assert not (tmp_path / "target").exists()


def test_of_two_writers_at_once_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    (tmp_path / "a").write_bytes(b"first")

    with pytest.raises(files.FileTrouble, match="there already"):
        files.write(str(tmp_path / "a"), b"second")

    assert (tmp_path / "a").read_bytes() == b"first"


def test_a_stick_without_links_is_written_to_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)

    files.write(str(tmp_path / "a"), b"x")

    assert _names(tmp_path) == ["a"]


def test_an_interrupted_writer_leaves_nothing(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write(str(tmp_path / "a"), pieces())

    assert not _names(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(files.FileTrouble, match="No such file"):
        files.write(str(tmp_path / "absent" / "a"), b"x")


@pytest.mark.parametrize("name", ["x" * 250, "x" * 300])
def test_a_name_that_is_too_long_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(files.FileTrouble, match="cannot be written"):
        files.write(str(tmp_path / name), b"x", force=True)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_name_that_no_file_can_have_is_wrong_usage(tmp_path: Path, name: str) -> None:
    with pytest.raises(files.FileTrouble, match="cannot be read"):
        files.read(str(tmp_path / name))


def test_a_dash_is_stdin_and_stdout(monkeypatch: pytest.MonkeyPatch) -> None:
    _stdin(monkeypatch, b"in")
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)

    files.write("-", files.read("-"))

    assert out.buffer.getvalue() == b"in"


def test_a_scanner_types_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _stdin(monkeypatch, b"35.79/A\r\n\n  35.79/B \n35.79/C")
    (tmp_path / "list").write_bytes(b"35.79/A\n\n35.79/B\n")

    assert list(files.lines("-")) == ["35.79/A", "35.79/B", "35.79/C"]
    assert list(files.lines(str(tmp_path / "list"))) == ["35.79/A", "35.79/B"]


def test_a_file_larger_than_anything_we_know_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")

    with pytest.raises(Malformed, match="larger than 4"):
        files.read(str(tmp_path / "a"), limit=4)


def test_what_is_not_text_is_said_with_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ab\xff")
    _stdin(monkeypatch, b"\xff\n")

    with pytest.raises(Malformed, match="at byte 2"):
        files.read_text(str(tmp_path / "a"))
    with pytest.raises(Malformed, match="at byte 0"):
        list(files.lines("-"))


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(files.FileTrouble, match="No such file") as refused:
        files.read(str(tmp_path / "absent"))

    assert refused.value.exit_status == 2


def test_of_those_who_are_to_be_alone_one_waits_for_the_other(tmp_path: Path) -> None:
    said: list[str] = []

    def alone(name: str) -> None:
        with files.locked(tmp_path / "lock"):
            said.append(f"{name} in")
            time.sleep(0.05)
            said.append(f"{name} out")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(alone, "abcd"))

    assert [one.split()[0] for one in said[::2]] == [one.split()[0] for one in said[1::2]]


def test_what_cannot_be_opened_locked_or_made_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(files.FileTrouble, match="cannot be read"), files.opened(str(tmp_path / "absent")):
        pass
    with pytest.raises(files.FileTrouble, match="cannot be written"), files.locked(tmp_path / "absent" / "lock"):
        pass
    with pytest.raises(files.FileTrouble, match="cannot be written"):
        files.make_folder(tmp_path / "file" / "folder")
