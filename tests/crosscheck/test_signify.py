"""OpenBSD's signify verifies the line of a log: the same Ed25519 signature in another wrapping."""

import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from ledger.signing import note
from tests.crosscheck.conftest import Batu, tool

pytestmark = pytest.mark.slow

NUMBER = b"kotak 01"
"""Eight bytes that key and signature have in common."""


def wrapped(data: bytes) -> str:
    return f"untrusted comment: from a checkpoint\n{b64encode(b'Ed' + NUMBER + data).decode()}\n"


def signify(batu: Batu, folder: Path, text: str, signature: bytes) -> int:
    (folder / "log.pub").write_text(wrapped(batu.trust.log.key.public.public))
    (folder / "text.sig").write_text(wrapped(signature))
    (folder / "text").write_text(text)
    program = tool("signify-openbsd", "signify-openbsd")
    words = ["-V", "-q", "-p", "log.pub", "-m", "text", "-x", "text.sig"]
    return subprocess.run([program, *words], cwd=folder, capture_output=True, check=False).returncode


def test_signify_verifies_what_the_log_signed(batu: Batu, tmp_path: Path) -> None:
    for one in batu.notes:
        read = note.read(one)
        log = next(line for line in read.lines if line.name == batu.trust.origin)

        assert signify(batu, tmp_path, read.text, log.signature) == 0


def test_signify_refuses_another_size_and_another_signature(batu: Batu, tmp_path: Path) -> None:
    first, last = note.read(batu.notes[0]), note.read(batu.notes[-1])

    assert signify(batu, tmp_path, last.text.replace(f"\n{batu.size}\n", "\n119\n"), last.lines[0].signature) != 0
    assert signify(batu, tmp_path, last.text, first.lines[0].signature) != 0
