"""
Key files: a private key in PEM, under a passphrase, for its owner's eyes.

    -----BEGIN ENCRYPTED PRIVATE KEY-----

A key file is made once, mode 0600, and never overwritten. The simulated officers of a demo have theirs unencrypted, and
a first line says so; any other unencrypted key is refused. Nothing here asks for a passphrase.
"""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import Final, Protocol

from ledger.errors import KeyProblem, Malformed, Reason
from ledger.signing import armour, pkcs8
from ledger.signing.keys import PrivateKey

NO_KEY_FILE = Reason(
    "KF-006",
    "{path} is not a key file: a private key in PEM, encrypted.",
    "See with `kotak key show` which keys are here, or make one with `kotak key new`.",
)
NEEDS_PASSPHRASE = Reason(
    "KF-007",
    "The key {path} opens with a passphrase, and none was given.",
    "Give it at the prompt, or with --passphrase-fd, KOTAK_PASSPHRASE_FILE or KOTAK_PASSPHRASE_COMMAND.",
)
UNENCRYPTED = Reason(
    "KF-008",
    "The key {path} lies open: it is not encrypted, and it is not marked as a simulated officer's.",
    "Encrypt it: openssl pkcs8 -topk8 -iter 600000 -in OLD -out NEW; then destroy the open file.",
)
EXISTS = Reason(
    "KF-009",
    "There is already something at {path}; a key file is never overwritten.",
    "Name another file, or use the key that is there: `kotak key show`.",
)
NOT_WRITTEN = Reason(
    "KF-010",
    "The key file {path} could not be written: {problem}.",
    "Make room or choose another folder, and try again.",
)
NOT_READ = Reason(
    "KF-011",
    "The key file {path} could not be read: {problem}.",
    "See with `kotak doctor` where keys are expected.",
)
READABLE_BY_OTHERS = Reason(
    "KF-012", "Others than its owner may use the key file {path} (mode {mode}).", "chmod 600 {path}"
)
OWNED_BY_OTHERS = Reason(
    "KF-013", "The key file {path} belongs to another user of this machine.", "chown it to yourself."
)
LINKED = Reason(
    "KF-014",
    "The key file {path} is a symbolic link; whoever can change the link can change the key.",
    "Keep the key itself there.",
)

DEMO_MARK: Final = b"# Key of a simulated officer, unencrypted. Never enrol it in a real ledger.\n"
_PEM: Final = re.compile(
    rb"(?P<mark>%b)?-----BEGIN (?P<label>(?:ENCRYPTED )?PRIVATE KEY)-----\n"
    rb"(?P<body>(?:[A-Za-z0-9+/=]{1,76}\n)+)-----END (?P=label)-----\n" % re.escape(DEMO_MARK),
)
_ENCRYPTED: Final = b"ENCRYPTED PRIVATE KEY"
_LONGEST = 4096


class Storable(Protocol):
    """A private key of any kind."""

    def pkcs8(self) -> bytes:
        """Print as an unencrypted PKCS#8 structure."""


def write_key(path: str | Path, key: Storable, passphrase: bytes, *, cost: int = pkcs8.COST) -> None:
    """Make a key file under scrypt. A lower `cost` is for keys that protect nothing, in tests."""
    _write_encrypted(path, key, passphrase, pkcs8.Scrypt(pkcs8.salt(), cost))


def export_for_openssl(path: str | Path, key: Storable, passphrase: bytes) -> None:
    """Make a key file that the openssl program reads too, which refuses scrypt of our cost."""
    _write_encrypted(path, key, passphrase, pkcs8.Pbkdf2(pkcs8.salt()))


def write_demo_key(path: str | Path, key: Storable) -> None:
    """Make a key file that anybody can read, marked as a simulated officer's."""
    _create(path, DEMO_MARK + _pem(b"PRIVATE KEY", key.pkcs8()))


def write_demo_keys(keys: Mapping[Path, Storable]) -> None:
    """The same for a whole cast, without waiting for the disk after each: a power cut may take them."""
    for path, key in keys.items():
        file = _make(path)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(DEMO_MARK + _pem(b"PRIVATE KEY", key.pkcs8()))
        except OSError as error:
            raise KeyProblem(NOT_WRITTEN, path=path, problem=error.strerror) from error


def read_key(path: str | Path, passphrase: bytes | None) -> PrivateKey:
    """Open the key file of an officer or a log."""
    return PrivateKey.from_pkcs8(open_key(path, passphrase))


def open_key(path: str | Path, passphrase: bytes | None) -> bytes:
    """Open a key file: PKCS#8 of any kind of key. A simulated officer's opens without a passphrase."""
    marked, encrypted, der = _parse(path)
    if not encrypted and not marked:
        raise KeyProblem(UNENCRYPTED, path=path)
    if not encrypted:
        return der
    if passphrase is None:
        raise KeyProblem(NEEDS_PASSPHRASE, path=path)
    return pkcs8.decrypt(der, passphrase)


def is_encrypted(path: str | Path) -> bool:
    """Whether a passphrase has to be asked for."""
    _, encrypted, _ = _parse(path)
    return encrypted


def mode_problem(path: str | Path) -> KeyProblem | None:
    """Say what is wrong with how the file lies there, for `kotak doctor`. Keys are read all the same."""
    try:
        here, file = Path(path).lstat(), Path(path).stat()
    except OSError as error:
        return KeyProblem(NOT_READ, path=path, problem=error.strerror)
    if stat.S_ISLNK(here.st_mode):
        return KeyProblem(LINKED, path=path)
    if file.st_uid != os.geteuid():
        return KeyProblem(OWNED_BY_OTHERS, path=path)
    if file.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return KeyProblem(READABLE_BY_OTHERS, path=path, mode=f"{stat.S_IMODE(file.st_mode):04o}")
    return None


def _write_encrypted(path: str | Path, key: Storable, passphrase: bytes, kdf: pkcs8.Scrypt | pkcs8.Pbkdf2) -> None:
    _create(path, _pem(_ENCRYPTED, pkcs8.encrypt(key.pkcs8(), passphrase, kdf)))


def _pem(label: bytes, der: bytes) -> bytes:
    body = "\n".join(wrap(armour.encode(der), 64)).encode()
    return b"-----BEGIN %b-----\n%b\n-----END %b-----\n" % (label, body, label)


def _parse(path: str | Path) -> tuple[bool, bool, bytes]:
    """Whether it is marked as a demo's, whether it is encrypted, and what it holds."""
    try:
        # What is no file at all, as a named pipe, is not waited for.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            data = file.read(_LONGEST)
    except OSError as error:
        raise KeyProblem(NOT_READ, path=path, problem=error.strerror) from error
    found = _PEM.fullmatch(data.replace(b"\r\n", b"\n"))
    if found is None:
        raise KeyProblem(NO_KEY_FILE, path=path)
    try:
        der = armour.decode(found["body"].replace(b"\n", b"").decode())
    except Malformed as error:
        raise KeyProblem(NO_KEY_FILE, path=path) from error
    return found["mark"] is not None, found["label"] == _ENCRYPTED, der


def _make(path: str | Path) -> int:
    """An empty file of ours and nobody else's, open for writing."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        raise KeyProblem(EXISTS, path=path) from error
    except OSError as error:
        raise KeyProblem(NOT_WRITTEN, path=path, problem=error.strerror) from error


def _create(path: str | Path, data: bytes) -> None:
    """Make a file that is safe on the disk when this returns."""
    file = _make(path)
    # A crash from here on leaves a file that is not a key, under a name that stays taken.
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(file)
        _sync_folder(path)
    except OSError as error:
        Path(path).unlink(missing_ok=True)
        raise KeyProblem(NOT_WRITTEN, path=path, problem=error.strerror) from error


def _sync_folder(path: str | Path) -> None:
    folder = os.open(Path(path).parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
