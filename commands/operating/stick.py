"""
Requests and answers as files, where there is no network: the same bytes on a memory stick.

    1180.add-checkpoint      from 1,100 entries, where one log witness stands, to 1,180, where another one does
    1205.add-checkpoint      from there to the last checkpoint
    1205.bawaslu.cosig       answers, laid beside them by `kotak cosign file`
    1180.p1.409

A witness that answers the requests in the order of their sizes ends at the last one, wherever among those sizes it
stood.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from commands.operating.cosigners import Heard, Server
from commands.operating.notes import Note, Notes
from commands.program import files
from commands.program.web import Reply
from ledger.errors import Conflict, LedgerError, Malformed, Reason
from ledger.log.cosigning import LONGEST_ANSWER, SIGNED

if TYPE_CHECKING:
    from commands.operating.state import Answered
    from ledger.signing.note import SignatureLine

NO_SUCH_WITNESS = Reason(
    "LO-040",
    "{file} is an answer of {name}, which is no log witness of the trust file.",
    "Compare the trust file with the copy you were given: kotak trust show",
)
NOT_PUBLISHED = Reason(
    "LO-041",
    "{file} answers about a checkpoint of {size} entries, and this log has published none.",
    "Look which there are: kotak checkpoint show",
)

_NAME: Final = re.compile(r"(0|[1-9][0-9]{0,18})\.(.+)\.(cosig|[1-5][0-9]{2})", re.DOTALL)


class Leg(NamedTuple):
    """A request: from which size to which."""

    old: int
    size: int


class Laid(NamedTuple):
    """An answer that lies in a folder."""

    size: int
    name: str
    status: int
    path: Path


def legs(last: int, olds: Iterable[int], published: Iterable[int]) -> list[Leg]:
    """Requests that lead from each of these sizes to the last one, by checkpoints that were published."""
    first, *others = sorted({old for old in olds if old < last}) or [last]
    between = sorted(set(others) & set(published))
    return [Leg(*pair) for pair in pairwise([first, *between, last])]


def lying(folder: Path) -> list[Laid]:
    """The answers in a folder, by size; of those of one witness about one size the cosignature comes last."""
    try:
        # What is no file, as a named pipe, would be waited for.
        named = [(_NAME.fullmatch(path.name), path) for path in folder.iterdir() if path.is_file()]
    except OSError as error:
        raise files.FileTrouble(files.NOT_READ, path=folder, why=error.strerror) from error
    found = [Laid(int(name[1]), name[2], _status(name[3]), path) for name, path in named if name]
    return sorted(found, key=lambda one: (one.size, one.name, one.status == SIGNED))


def _status(ending: str) -> int:
    return SIGNED if ending == "cosig" else int(ending)


class Collected:
    """Answers taken from files, size by size. `signed` is how many entries the log signed itself."""

    def __init__(self, notes: Notes, servers: Sequence[Server], signed: int) -> None:
        self._notes = notes
        self._servers = {name: server for server in servers for name in server.names}
        self._signed = signed
        self.answered: dict[str, Answered] = {}
        self._unsigned: dict[str, LedgerError] = {}
        self._strange: list[LedgerError] = []
        self.against: list[Conflict] = []
        self.better: list[tuple[Note, list[SignatureLine]]] = []
        """Notes that could be published with more or newer signatures, and these."""

    @property
    def problems(self) -> list[LedgerError]:
        """What could not be used, and who has not signed."""
        return [*self._strange, *self._unsigned.values()]

    def take(self, answers: Iterable[Laid]) -> None:
        """Verify them all."""
        for size, laid in _by_size(answers).items():
            note = self._notes.at(size)
            if note is None:
                self._strange += [Malformed(NOT_PUBLISHED, file=str(one.path), size=size) for one in laid]
            else:
                self._take(note, laid)

    def _take(self, note: Note, laid: Sequence[Laid]) -> None:
        heard = Heard()
        for one in laid:
            if one.name not in self._servers:
                self._strange.append(Malformed(NO_SUCH_WITNESS, file=str(one.path), name=one.name))
            elif one.status == SIGNED or one.name not in note.opened.cosigned_by:
                with files.opened(str(one.path)) as stream:
                    reply = Reply(one.status, stream.read(LONGEST_ANSWER + 1))
                heard.take(self._servers[one.name], note, reply, self._signed)
        if self._notes.improved(note, heard.lines).data != note.data:
            self.better.append((note, heard.lines))
        self.answered |= heard.answered
        self._unsigned |= heard.problems
        for name in heard.signed:
            # It may have stood above an earlier request, and stands at this one now.
            self._unsigned.pop(name, None)
        self.against += heard.against


def _by_size(answers: Iterable[Laid]) -> dict[int, list[Laid]]:
    found: dict[int, list[Laid]] = {}
    for one in answers:
        found.setdefault(one.size, []).append(one)
    return found
