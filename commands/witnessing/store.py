"""
What a log witness keeps.

    KOTAK_HOME/witness/witness          kotak-witness/v1
                                        name bawaslu
                                        key bawaslu.example/saksi+718e7618+BNU/pjML4i9VVJSyN+KIWVTOIZPKoVoJYIfGsbm56nt4
                                        log kpu.example/pemilu-2029/kota-batu+2aad031e+AZsfhHkc/HZjBFhU04netcqVRJ2HXydq…
    KOTAK_HOME/witness/key.pem          the key of type 04; key-mldsa.pem, of type 06, if it has one
    KOTAK_HOME/witness/<log>/signed     the last checkpoint signed of this log, with the lines of log and witness
    KOTAK_HOME/witness/<log>/refused/   requests that do not continue what was signed, each with what was signed then

`<log>` is the SHA-256 of the origin. Before a log's first checkpoint `signed` holds the three lines of an empty log. A
file that is missing, or whose signatures do not verify, is an error and never a new beginning. Nothing is decided here.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from commands.program import files
from ledger.errors import Conflict, KeyProblem, LedgerError, Malformed, Reason, Unavailable
from ledger.log import checkpoint as checkpoints
from ledger.log.checkpoint import Checkpoint
from ledger.log.witness import NOTHING, Head, origin_hash
from ledger.signing import note
from ledger.signing.vkey import LOG, WITNESS_MLDSA, VerifierKey, read_key

THERE_ALREADY = Reason(
    "WI-010",
    "There is a log witness at {path} already; it is never made a second time.",
    "See what it signed: kotak cosign show",
)
NONE_HERE = Reason("WI-011", "There is no log witness at {path}.", "Make one: kotak cosign init NAME")
DAMAGED = Reason(
    "WI-012",
    "{path} is missing or is not as this log witness wrote it. Nothing was signed, since it could be a second history.",
    "Put no older copy there. If it is lost, make a new log witness with a new key, elsewhere: kotak cosign init NAME",
)
KNOWN_ALREADY = Reason("WI-013", "The log {origin} is known to this witness already.", "kotak cosign show")
NOT_A_LOG = Reason(
    "WI-014",
    "The key of {name} is of type {found}; a log has one of type 01.",
    "Take it from a trust file: its line log",
)

_HEADER: Final = "kotak-witness/v1"
_MOST_REFUSED: Final = 2000
"""Files kept of one log; what a stranger can send again and again has the same name every time."""


@dataclass(frozen=True)
class Identity:
    """Who the witness is, and whom it knows; printed as its file."""

    name: str
    keys: tuple[VerifierKey, ...]
    logs: tuple[VerifierKey, ...]

    def __str__(self) -> str:
        keys, logs = (f"key {key}" for key in self.keys), (f"log {log}" for log in self.logs)
        return "".join(f"{line}\n" for line in (_HEADER, f"name {self.name}", *keys, *logs))


class Store:
    """The folder of one witness."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.exists():
            raise Unavailable(NONE_HERE, path=folder)

    @property
    def identity(self) -> Identity:
        """Read by round trip."""
        path = self.folder / "witness"
        try:
            text = files.read_text(str(path))
            _header, name, *rest = (line.partition(" ")[2] for line in text.removesuffix("\n").split("\n"))
            keys = [read_key(vkey) for vkey in rest]
        except (LedgerError, ValueError) as error:
            raise Unavailable(DAMAGED, path=path) from error
        logs = tuple(key for key in keys if key.kind == LOG)
        found = Identity(name, tuple(key for key in keys if key.kind != LOG), logs)
        if str(found) != text or not found.keys:
            raise Unavailable(DAMAGED, path=path)
        return found

    def key_file(self, key: VerifierKey) -> Path:
        """Where the private half of one of its keys lies."""
        return _key_file(self.folder, key)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone, among all threads and processes. What is read, compared and kept in here is one step."""
        # The lock is on the folder itself: no file of its own that could be removed while somebody waits for it.
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def head(self, log: VerifierKey) -> Head:
        """The last checkpoint signed of a log. Its own signatures say whether the file is whole."""
        path = self._of(log.name) / "signed"
        try:
            data = files.read(str(path), note.LONGEST)
            if data == _unsigned(log.name):
                return NOTHING
            opened = note.open_note(data, [log, *self.identity.keys])
            found = checkpoints.read(opened.text)
        except LedgerError as error:
            raise Unavailable(DAMAGED, path=path) from error
        if found.origin != log.name or not {log, self.identity.keys[0]} <= opened.signed_by.keys():
            raise Unavailable(DAMAGED, path=path)
        return Head(found.size, found.root, data)

    def keep(self, origin: str, head: Head) -> None:
        """Put a newer checkpoint in the place of the last. It is on the disk when this returns; a crash leaves one."""
        files.write(str(self._of(origin) / "signed"), head.note, force=True, mode=0o600)

    def keep_refused(self, found: Checkpoint, data: bytes, last: Head) -> Path | None:
        """Keep a request that does not continue what was signed, once for each checkpoint, and what was signed then."""
        folder = self._of(found.origin) / "refused"
        folder.mkdir(mode=0o700, exist_ok=True)
        files.flush_folder(folder.parent)
        path = folder / f"{found.size}-{found.root.hex()[:16]}.add-checkpoint"
        if not path.exists():
            if sum(1 for _ in folder.iterdir()) >= _MOST_REFUSED:
                return None
            files.write(str(path.with_suffix(".signed")), last.note, force=True, mode=0o600)
            files.write(str(path), data, force=True, mode=0o600)
        return path

    def add(self, log: VerifierKey) -> None:
        """Know one more log, of which nothing was signed."""
        with self.locked():
            self.check_unknown(log)
            _begin(self.folder, log)
            identity = replace(self.identity, logs=(*self.identity.logs, log))
            files.write(str(self.folder / "witness"), _printed(identity), force=True)

    def check_unknown(self, log: VerifierKey) -> None:
        """A log is added once, whatever its key."""
        if any(known.name == log.name for known in self.identity.logs):
            raise Conflict(KNOWN_ALREADY, origin=log.name)

    def _of(self, origin: str) -> Path:
        return self.folder / origin_hash(origin)


def create(folder: Path, identity: Identity, write_key: Callable[[Path, VerifierKey], None]) -> None:
    """Make a witness that signed nothing yet. A crash before the last step leaves none, and a folder to be removed."""
    check_new(folder)
    files.make_folder(folder.parent, mode=0o700)
    made = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    made.mkdir(mode=0o700)
    for key in identity.keys:
        write_key(_key_file(made, key), key)
    for log in identity.logs:
        _begin(made, log)
    files.write(str(made / "witness"), _printed(identity))
    made.rename(folder)
    files.flush_folder(folder.parent)


def check_new(folder: Path) -> None:
    """A witness is made once."""
    if os.path.lexists(folder):
        raise KeyProblem(THERE_ALREADY, path=folder)


def read_logs(vkeys: Iterable[str]) -> tuple[VerifierKey, ...]:
    """The keys of logs, and of nothing else, each log once."""
    found: dict[str, VerifierKey] = {}
    for key in map(read_key, vkeys):
        if key.kind != LOG:
            raise Malformed(NOT_A_LOG, name=key.name, found=f"{key.kind:02x}")
        if key.name in found:
            raise Conflict(KNOWN_ALREADY, origin=key.name)
        found[key.name] = key
    return tuple(found.values())


def _begin(folder: Path, log: VerifierKey) -> None:
    place = folder / origin_hash(log.name)
    place.mkdir(mode=0o700, exist_ok=True)
    if (place / "signed").exists() and files.read(str(place / "signed")) != _unsigned(log.name):
        raise Unavailable(DAMAGED, path=place / "signed")
    files.write(str(place / "signed"), _unsigned(log.name), force=True, mode=0o600)


def _unsigned(origin: str) -> bytes:
    return str(Checkpoint(origin, NOTHING.size, NOTHING.root)).encode()


def _printed(identity: Identity) -> bytes:
    return str(identity).encode()


def _key_file(folder: Path, key: VerifierKey) -> Path:
    return folder / ("key-mldsa.pem" if key.kind == WITNESS_MLDSA else "key.pem")
