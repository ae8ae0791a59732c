"""
A log and its witnesses: what they hold before it signs, and their cosignatures after.

    witness        answers to a request                     the log
    signs          its lines                                puts them under the note and publishes it again
    409            the size it signed last                  asks once more with that size as `old`
    409, 422       a size above the log, or no join         goes no further: it stands below or beside what they hold
    all else       nothing, or another status               says so; the checkpoint stays provisional until they sign

Witnesses stand at different sizes, and that some do not answer is the normal case. Lines of a trust file with one key
name and one address are one witness with several keys. The requests and answers are `ledger.log.cosigning`.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from commands.evidence import reference
from commands.operating import asking
from commands.operating.asking import Question
from commands.operating.notes import Note, Notes
from commands.operating.state import Answered, LogState, name_of
from commands.program.web import Reply
from ledger import merkle
from ledger.audit.publish import check_continues
from ledger.errors import BadSignature, Conflict, LedgerError, Malformed, Reason, Unreachable
from ledger.log import cosigning
from ledger.log.cosigning import LONGEST_ANSWER, OTHER_SIZE, SIGNED, Cosigned, Declined, Elsewhere
from ledger.log.quorum import Quorum
from ledger.log.witness import origin_hash
from ledger.signing.note import LONGEST, SignatureLine
from ledger.signing.vkey import VerifierKey

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

HOLDS_MORE = Reason(
    "LO-031",
    "The log witness {name} holds a checkpoint of {held} entries that this log signed; here are {size}. Nothing is "
    "signed.",
    "Find out where the other entries went: kotak verify. If they are lost for good, the ledger goes on under a new "
    "log: kotak continue --help",
)
HOLDS_ANOTHER = Reason(
    "LO-032",
    "The log witness {name} holds another history: {problem}",
    "Keep the ledger and the checkpoints as they are; together they prove two histories: kotak verify",
)
SAYS_MORE = Reason(
    "LO-033",
    "The log witness {name} says that it signed {held} entries of this log; it signed {size} itself.",
    "Find out whether entries were lost: kotak verify. Ask the holder of the witness for the checkpoint it signed.",
)
DOES_NOT_JOIN = Reason(
    "LO-034",
    "For the log witness {name} the checkpoint of {size} entries does not continue the one it signed last: {said}",
    "Keep the ledger and the checkpoints as they are, and compare with the checkpoint of the witness: kotak verify",
)
DECLINED = Reason(
    "LO-035",
    "The log witness {name} did not sign; it answered {status}: {said}",
    "Ask the holder of the witness whether it knows this log and its key: kotak trust show",
)
NOT_BELIEVED = Reason("LO-036", "What the log witness {name} answered cannot be used: {problem}", "kotak trust show")

_NOT_JOINED: Final = 422
_UNKNOWN: Final = 404


class Server(NamedTuple):
    """A log witness as it is asked: the names and keys it has in the trust file, and where it is."""

    names: tuple[str, ...]
    keys: tuple[VerifierKey, ...]
    url: str

    @property
    def name(self) -> str:
        """The first of its names."""
        return self.names[0]

    @property
    def key(self) -> str:
        """Under which the log remembers it."""
        return name_of(self.keys[0])


def servers(quorum: Quorum) -> list[Server]:
    """The log witnesses of a trust file."""
    found: dict[tuple[str, str], list[tuple[str, VerifierKey]]] = {}
    for one in quorum.witnesses:
        found.setdefault((one.key.name, one.url.rstrip("/")), []).append((one.name, one.key))
    return [
        Server(tuple(name for name, _ in lines), tuple(key for _, key in lines), url)
        for (_, url), lines in found.items()
    ]


def lacking(quorum: Quorum, note: Note) -> list[Server]:
    """The witnesses that have not signed this note."""
    return [server for server in servers(quorum) if not note.opened.cosigned_by & set(server.names)]


@dataclass
class Heard:
    """What came of the answers of one round: lines to publish, what to remember, what went wrong."""

    lines: list[SignatureLine] = field(default_factory=list)
    answered: dict[str, Answered] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    problems: dict[str, LedgerError] = field(default_factory=dict)
    against: list[Conflict] = field(default_factory=list)
    """What says that the log stands below or beside what was signed."""

    def take(self, server: Server, note: Note, reply: Reply, signed: int) -> int | None:
        """Judge an answer about a note. The size to ask with once more, if it was that which was wrong."""
        now = int(time.time())
        try:
            answer = cosigning.read_answer(reply.status, reply.body, note.data, server.keys, now)
        except (Malformed, BadSignature) as error:
            self.problems[server.name] = Malformed(NOT_BELIEVED, name=server.name, problem=error)
            return None
        match answer:
            case Cosigned(lines):
                self.lines += lines
                self.answered[server.key] = Answered(note.size, now)
                self.signed.add(server.name)
                self.problems.pop(server.name, None)
            case Elsewhere(size) if size > signed:
                self.against.append(Conflict(SAYS_MORE, name=server.name, held=size, size=signed))
            case Elsewhere(size):
                self.answered[server.key] = Answered(size, 0)
                self.problems[server.name] = _declined(server, OTHER_SIZE, str(size))
                return size if size <= note.size else None
            case Declined(status, said) if status == _NOT_JOINED:
                self.against.append(Conflict(DOES_NOT_JOIN, name=server.name, size=note.size, said=said))
            case Declined(status, said):
                self.problems[server.name] = _declined(server, status, said)
        return None


@dataclass(frozen=True)
class Cosigners:
    """The witnesses of a log, asked over the network. `evidence` is where a checkpoint that contradicts is kept."""

    state: LogState
    notes: Notes
    evidence: Path

    def look(self, journal: "Journal", wanted: Sequence[Server]) -> dict[str, LedgerError]:
        """
        What they hold, before anything is signed; by name what kept one from being asked.

        Raises Conflict if this log stands below or beside it: a ledger put back from a copy is not signed once more.
        """
        path = f"{origin_hash(self.notes.trust.origin)}/checkpoint"
        problems: dict[str, LedgerError] = {}
        questions = {one.name: Question(f"{one.url}/{path}", LONGEST) for one in wanted if one.url}
        for name, reply in asking.at_once(questions).items():
            if isinstance(reply, Unreachable):
                problems[name] = reply
            elif reply.status == SIGNED:
                self._compare(name, reply.body, journal, problems)
            elif reply.status != _UNKNOWN:
                problems[name] = Malformed(DECLINED, name=name, status=reply.status, said="-")
        return problems

    def collect(self, journal: "Journal", note: Note, wanted: Sequence[Server]) -> tuple[Note, dict[str, LedgerError]]:
        """
        Have these witnesses sign a published note. The note with their lines, and by name who did not sign and why.

        Raises Conflict if an answer says that the log stands below or beside what was signed; the others' lines are
        published before.
        """
        known, heard = self.state.witnesses(), Heard()
        olds = {one: known.get(one.key, Answered()).size for one in wanted if one.url}
        again = self._ask(journal, note, olds, heard)
        self._ask(journal, note, again, heard)
        if heard.answered:
            self.state.remember(heard.answered)
        better = self.notes.improve(note.size, heard.lines) if heard.lines else note
        if heard.against:
            raise heard.against[0]
        return better, heard.problems

    def _ask(self, journal: "Journal", note: Note, olds: Mapping[Server, int], heard: Heard) -> dict[Server, int]:
        """One round. Who is to be asked once more, and with which size."""
        questions = {
            server: Question(f"{server.url}/add-checkpoint", LONGEST_ANSWER, request(journal, old, note))
            for server, old in olds.items()
            if old <= note.size
        }
        again = {}
        for server, reply in asking.at_once(questions).items():
            if isinstance(reply, Unreachable):
                heard.problems[server.name] = reply
            elif (size := heard.take(server, note, reply, self.state.head().checkpoint.size)) is not None:
                again[server] = size
        return again

    def _compare(self, name: str, data: bytes, journal: "Journal", problems: dict[str, LedgerError]) -> None:
        try:
            held = self.notes.open(data).opened.checkpoint
        except LedgerError as error:
            problems[name] = Malformed(NOT_BELIEVED, name=name, problem=error)
            return
        size = journal.size()
        if held.size > size:
            reference.append_once(self.evidence, data)
            raise Conflict(HOLDS_MORE, name=name, held=held.size, size=size)
        try:
            check_continues(journal, held)
        except Conflict as error:
            reference.append_once(self.evidence, data)
            raise Conflict(HOLDS_ANOTHER, name=name, problem=error) from error


def request(journal: "Journal", old: int, note: Note) -> bytes:
    """Ask a witness that signed `old` entries last to sign this note."""
    proof = merkle.prove_consistency(old, note.size, journal.nodes_at) if old else []
    return cosigning.request(old, proof, note.data)


def names(found: Collection[Server]) -> list[str]:
    """What they are called in the trust file."""
    return [name for server in found for name in server.names]


def _declined(server: Server, status: int, said: str) -> LedgerError:
    return Malformed(DECLINED, name=server.name, status=status, said=said or "-")
