"""
Files kept beside the ledger: photographs, letters, words. A paper binds each by a salted hash, and still
holds when the file is erased.

    sha256sum KOTAK_HOME/files/<hash>        prints the hash: the file is 32 random bytes and then what was given
"""

import hashlib
import secrets
from pathlib import Path
from typing import Final, Literal, NamedTuple

from commands.program import files
from ledger.domain.documents.base import File

What = Literal["photo", "scan", "letter", "form", "words", "other"]
SALT: Final = 32


class Attached(NamedTuple):
    """A file a paper will bind, and its bytes with the salt in front."""

    file: File
    data: bytes


def bind(what: What, data: bytes) -> Attached:
    """What the paper says of these bytes. Nothing is written."""
    salted = secrets.token_bytes(SALT) + data
    return Attached(File(what=what, bytes=len(data), hash=hashlib.sha256(salted).hexdigest()), salted)


def keep(home: Path, attached: Attached) -> None:
    """Lay it beside the papers, for its owner only."""
    folder = home / "files"
    files.make_folder(folder, mode=0o700)
    files.write(str(folder / attached.file.hash), attached.data, force=True, mode=0o600)
