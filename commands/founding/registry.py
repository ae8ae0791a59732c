"""
The registry of names: who an officer is, beside the ledger and never in it.

    ledger.names.json        {"names":{"pps/35.79.02.2009#1":{"commitment":"…","name":"…","salt":"…"}}}

An enrolment holds SHA-256(salt ‖ name) and nothing of the name. Erasing destroys name and salt in this file and leaves
a note of when and on whose order; every proof still verifies. Copies and backups of the file are erased by those who
made them. A NIK is never taken.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from msgspec import field

from commands.program import files
from commands.program.context import Context
from ledger.domain.documents.base import Form, Instant
from ledger.domain.misread import misread
from ledger.domain.names import Digest, OfficerId
from ledger.errors import Conflict, Malformed, Reason, Unknown

NOT_A_REGISTRY = Reason(
    "SU-020",
    "{path} is not a registry of names: {problem}.",
    "Keep it as it is, and bring back a copy of it.",
)
NOT_A_NAME = Reason(
    "SU-021",
    "That is not a name: it is empty, longer than {limit} characters or holds a control character.",
    "Write the name as the decree writes it.",
)
A_NIK = Reason(
    "SU-022",
    "A number of sixteen digits stands in it. A NIK is never asked for and never kept.",
    "Write the name alone.",
)
NO_NAME = Reason(
    "SU-023",
    "The registry of names has no name of officer {officer}.",
    "kotak names add {officer} NAME",
)
ANOTHER_NAME = Reason(
    "SU-024",
    "Officer {officer} stands in the registry of names with another name.",
    "Look at it: kotak names show {officer}. The name of an enrolled officer is corrected by a new enrolment.",
)
ERASED = Reason(
    "SU-025",
    "The name of officer {officer} was erased on {at} by order {order}.",
    "An erased name does not come back; the officer's papers verify without it.",
)

_LONGEST: Final = 120
_SALT: Final = 32
_NIK: Final = re.compile(r"\d(?:[\s./_-]*\d){15}")
_encode: Final = msgspec.json.Encoder(order="sorted").encode


class Erasure(Form, frozen=True, kw_only=True):
    """When a name was erased, and on whose order."""

    at: Instant
    order: str


class Named(Form, frozen=True, kw_only=True):
    """What is known of the name of one officer; without name and salt it was erased."""

    commitment: Digest
    name: str | None = None
    salt: Digest | None = None
    erased: Erasure | None = None


class Registry(Form, frozen=True, kw_only=True):
    """Every officer of whom a name is or was kept."""

    names: dict[OfficerId, Named] = field(default_factory=dict)


_decode: Final = msgspec.json.Decoder(Registry).decode


def place(context: Context) -> Path:
    """Beside the ledger if that is a file, else among what is kept in KOTAK_HOME."""
    ledger = context.setting("ledger").value
    if ledger and "://" not in ledger:
        return Path(ledger).with_suffix(".names.json")
    return context.home / "names.json"


def read(path: Path) -> Registry:
    """The registry, which may not have been begun."""
    if not path.exists():
        return Registry()
    try:
        return _decode(files.read(str(path)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(NOT_A_REGISTRY, path=path, problem=misread(error)) from error


def commit(name: str, salt: str) -> str:
    """What an enrolment says of a name: SHA-256(salt ‖ name)."""
    return hashlib.sha256(bytes.fromhex(salt) + name.encode()).hexdigest()


def new(name: str, salt: str | None = None) -> Named:
    """A name under a salt of its own, or under the one it was committed to before."""
    chosen = salt or secrets.token_hex(_SALT)
    return Named(commitment=commit(checked(name), chosen), name=name, salt=chosen)


def checked(name: str) -> str:
    """The name as it came, if it is one; a refusal never repeats it."""
    if holds_nik(name):
        raise Malformed(A_NIK)
    if not name.strip() or len(name) > _LONGEST or not name.isprintable() or unicodedata.normalize("NFC", name) != name:
        raise Malformed(NOT_A_NAME, limit=_LONGEST)
    return name


def holds_nik(text: str) -> bool:
    """Whether sixteen digits follow one another, however they are parted."""
    return _NIK.search(text) is not None


def found(registry: Registry, officer: str) -> Named:
    """What stands there of an officer."""
    if officer not in registry.names:
        raise Unknown(NO_NAME, officer=officer)
    return registry.names[officer]


def check_same(officer: str, kept: Named, name: str | None) -> None:
    """Refuse another name than the one that is kept; none says nothing. An erased one does not come back."""
    if kept.erased:
        raise Conflict(ERASED, officer=officer, at=kept.erased.at, order=kept.erased.order)
    if name is not None and name != kept.name:
        raise Conflict(ANOTHER_NAME, officer=officer)


def add(path: Path, added: Mapping[str, Named]) -> None:
    """Write these names, unless others stand there since."""
    with _locked(path) as registry:
        for officer, one in added.items():
            if officer in registry.names:
                check_same(officer, registry.names[officer], one.name)
        _write(path, Registry(names={**added, **registry.names}))


def erase(path: Path, officer: str, erasure: Erasure) -> None:
    """Destroy name and salt; the note stays."""
    with _locked(path) as registry:
        noted = Named(commitment=found(registry, officer).commitment, erased=erasure)
        _write(path, Registry(names={**registry.names, officer: noted}))


@contextmanager
def _locked(path: Path) -> Iterator[Registry]:
    files.make_folder(path.parent, mode=0o700)
    with files.locked(path.with_suffix(".lock")):
        yield read(path)


def _write(path: Path, registry: Registry) -> None:
    # Whoever dies here leaves the old registry or the new one.
    files.write(str(path), msgspec.json.format(_encode(registry), indent=1) + b"\n", force=True, mode=0o600)
