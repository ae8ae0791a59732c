"""Keys of a whole cast: written at once, marked as simulated, never over anything."""

import os
from pathlib import Path

import pytest

from ledger.errors import KeyProblem
from ledger.signing.keyfile import DEMO_MARK, read_key, write_demo_keys
from ledger.signing.keys import PrivateKey


def test_a_whole_cast_is_written_at_once_and_marked(tmp_path: Path) -> None:
    keys = {tmp_path / f"{name}.pem": PrivateKey.generate() for name in ("ani", "budi")}

    write_demo_keys(keys)

    for path, key in keys.items():
        assert read_key(path, None).public == key.public
        assert path.read_bytes().startswith(DEMO_MARK)
        assert path.stat().st_mode & 0o777 == 0o600


def test_no_key_of_a_cast_replaces_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "ani.pem").write_text("hers")

    with pytest.raises(KeyProblem, match="already something"):
        write_demo_keys({tmp_path / "ani.pem": PrivateKey.generate()})

    assert (tmp_path / "ani.pem").read_text() == "hers"


def test_a_full_disk_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(descriptor: int, _mode: str) -> None:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", fails)

    with pytest.raises(KeyProblem, match="No space left"):
        write_demo_keys({tmp_path / "ani.pem": PrivateKey.generate()})
