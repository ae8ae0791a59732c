"""
The folder of an auditor: papers, checkpoints, receipts and trust files that somebody kept, told apart by what they
begin with.

    kotak verify --holding DIR

Names say nothing, and nothing in a file names another. What is neither is named in the report.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

from commands.evidence.reference import read
from commands.evidence.sides import of_file
from commands.program import files
from commands.program.files import NOT_READ, FileTrouble
from commands.program.language import _, number
from commands.program.refusal import translated
from ledger.audit.held import Kept, NotHeld, Promised
from ledger.audit.outside import NONE_KEPT
from ledger.errors import LedgerError
from ledger.export import Export
from ledger.log import lines, policy
from ledger.log.policy import Trust
from ledger.receipt.compare import Side
from ledger.receipt.passport import LONGEST as LARGEST
from ledger.signing.note import LONGEST

Sort = Literal["papers", "checkpoint", "checkpoints", "receipts", "trust", "unknown"]

_SIGNED: Final = "\n\n— ".encode()
_RECEIPTS: Final = (b"c2sp.org/tlog-proof@", b"kotak-passport/")


class Counted(NamedTuple):
    """How much lies in a folder: files of every sort, papers and checkpoints in them, receipts and passports."""

    files: int
    papers: int
    checkpoints: int
    receipts: int


class Holding:
    """What lies in a folder and below, in the order of the names."""

    def __init__(self, folder: str, trust: Trust) -> None:
        if not os.path.isdir(folder):  # noqa: PTH112 - for Path an impossible name is an error
            why = errno.ENOTDIR if os.path.exists(folder) else errno.ENOENT  # noqa: PTH110 - likewise
            raise FileTrouble(NOT_READ, path=folder, why=os.strerror(why))
        self._folder = Path(folder)
        self._trust = trust
        self._found = [(path, _sort(path)) for path in sorted(Path(folder).rglob("*")) if path.is_file()]

    def name_of(self, path: str) -> str:
        """A file as it is called from the folder on, wherever that lies."""
        return Path(path).relative_to(self._folder).as_posix()

    def counted(self) -> Counted:
        """How much it is."""
        notes = sum(_count(read(path)) for path in self._of("checkpoints"))
        return Counted(
            len(self._found),
            _count(self.papers()),
            _count(self._of("checkpoint")) + notes,
            _count(self._of("receipts")),
        )

    def told_of_none(self) -> str:
        """For a person: that no paper in it could be compared, and what lies there instead."""
        return told_of_none(str(self._folder), self.counted())

    def papers(self) -> Iterator[Kept]:
        """Every paper, also of exported copies."""
        for path in self._of("papers"):
            with path.open("rb") as stream:
                yield from (Kept(str(path), entry.data) for entry in Export(stream, str(path)).entries())

    def checkpoints(self) -> Iterator[Iterable[Kept]]:
        """Every checkpoint: alone in a file, one of many, or under receipts; file by file."""
        yield from ([Kept(str(path), _beginning(path, LONGEST + 1))] for path in self._of("checkpoint"))
        yield from (read(path) for path in self._of("checkpoints"))
        for name, held in self._receipts:
            if isinstance(held, Side):
                yield [Kept(name, note.data) for note in held.notes]

    def promises(self) -> Iterator[Promised | NotHeld]:
        """What every receipt and passport says was promised, and those that are not what they claim."""
        for name, held in self._receipts:
            if isinstance(held, Side):
                yield from (Promised(name, one.index, one.leaf) for one in held.promises)
            else:
                yield NotHeld(name, held)

    @cached_property
    def _receipts(self) -> list[tuple[str, Side | LedgerError]]:
        return [(str(path), self._opened(str(path))) for path in self._of("receipts")]

    def _opened(self, name: str) -> Side | LedgerError:
        try:
            return of_file(name, files.read(name, LARGEST), self._trust)
        except LedgerError as error:
            return error

    def trusts(self) -> Iterator[Trust]:
        """Every trust file: of the log in use, or of one before it."""
        yield from (policy.read(_beginning(path, lines.LONGEST)) for path in self._of("trust"))

    def unknown(self) -> Iterator[str]:
        """Everything else."""
        yield from map(str, self._of("unknown"))

    def _of(self, wanted: Sort) -> Iterator[Path]:
        return (path for path, sort in self._found if sort == wanted)


def told(name: str, lies_there: Counted) -> str:
    """How much lies in a folder, for a person."""
    said = _(
        "folder {name}, files: {files}; in them papers: {papers}; checkpoints: {checkpoints}; receipts: {receipts}"
    )
    return said.format(name=name, **{sort: number(many) for sort, many in lies_there._asdict().items()})


def told_of_none(name: str, lies_there: Counted) -> str:
    """The same where no paper of it could be compared."""
    return f"{translated(NONE_KEPT.text, {})} ({told(name, lies_there)})"


def _count(found: Iterable[object]) -> int:
    """So many, up to where a file is not what it claims: the audit says so."""
    count = 0
    with suppress(LedgerError):
        for _each in found:
            count += 1
    return count


def _sort(path: Path) -> Sort:
    beginning = _beginning(path, LONGEST)
    if b'"payload' in beginning.partition(b"\n")[0]:
        return "papers"
    if beginning[:1] == b"\0":
        return "checkpoints"
    if beginning.startswith(_RECEIPTS):
        return "receipts"
    if _is_trust(beginning):
        return "trust"
    return "checkpoint" if _SIGNED in beginning else "unknown"


def _is_trust(data: bytes) -> bool:
    try:
        policy.read(data)
    except LedgerError:
        return False
    return True


def _beginning(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise FileTrouble(NOT_READ, path=path, why=error.strerror) from error
