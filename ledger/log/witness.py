"""
A log witness: which checkpoints it signs, and what it answers (C2SP tlog-witness v1.0.0, add-checkpoint).

    checked, in this order                                                          else
    1  the origin, which is the first line of the checkpoint, is one it knows       404
    2  the key of that log signed, and no line of it is bad                         403
    3  the request is of its form, and `old` is not above the size                  400
    4  `old` is the size it signed last, 0 if none                                  409, and that size
    5  the root of size 0 is that of nothing; from `old` 0 there is no proof;
       the proof joins the two; with equal sizes the roots are equal                422
    6  the new state is kept, then                                                  200, and its lines

One function over values. Whoever calls it keeps the new state on the disk before he lets go of the answer, and gives
back what he kept. A log is new because somebody said so, never because nothing is known of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from ledger.errors import BadProof, Malformed
from ledger.log import checkpoint as checkpoints
from ledger.log import cosigning
from ledger.log.checkpoint import Checkpoint
from ledger.log.cosigning import Request
from ledger.merkle import EMPTY_ROOT, verify_consistency
from ledger.signing import note
from ledger.signing.keys import Signer
from ledger.signing.note import Note
from ledger.signing.vkey import VerifierKey

TEXT: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"


class Head(NamedTuple):
    """The last checkpoint signed of one log, and the note with the signatures of the log and of the witness."""

    size: int
    root: bytes
    note: bytes


NOTHING: Final = Head(0, EMPTY_ROOT, b"")
"""Of this log nothing was signed yet."""


@dataclass(frozen=True)
class Witness:
    """Its name, the logs it knows, each with its key by its origin, and the keys it signs with, as its lines stand."""

    name: str
    logs: Mapping[str, VerifierKey]
    signers: tuple[Signer, ...]


class Answer(NamedTuple):
    """What goes back to the log, as over HTTP."""

    status: int
    content_type: str
    body: bytes


class _Ended(Exception):
    """The request ends here, and nothing is signed."""

    def __init__(self, status: int, said: str, content_type: str = TEXT) -> None:
        super().__init__(said)
        self.answer = Answer(status, content_type, f"{said}\n".encode())


def add_checkpoint(
    state: Mapping[str, Head], data: bytes, witness: Witness, time: int
) -> tuple[Answer, Mapping[str, Head]]:
    """
    Answer a request. `state` holds a head for each log that is known, the new one differs only where the answer is 200.

    `time` is that of the witness's clock, in seconds.
    """
    try:
        found, signed = _judge(state, data, witness)
    except _Ended as ended:
        return ended.answer, state
    lines = [note.cosign(str(found), witness.name, signer, time) for signer in witness.signers]
    head = Head(found.size, found.root, bytes(Note(signed.text, (*signed.lines, *lines))))
    return Answer(cosigning.SIGNED, TEXT, "".join(map(str, lines)).encode()), {**state, found.origin: head}


def origin_of(data: bytes) -> str:
    """The log a request is about; nothing if no checkpoint is found in it."""
    return data[: cosigning.LONGEST].partition(b"\n\n")[2].partition(b"\n")[0].decode(errors="replace")


def origin_hash(origin: str) -> str:
    """What stands for an origin in paths: `<url>/<this>/checkpoint` is the last checkpoint signed."""
    return sha256(origin.encode()).hexdigest()


def _judge(state: Mapping[str, Head], data: bytes, witness: Witness) -> tuple[Checkpoint, Note]:
    """The checkpoint to be signed and the note with its log's line alone."""
    origin = origin_of(data)
    if len(data) > cosigning.LONGEST or not origin:
        raise _Ended(400, f"There is no checkpoint in these {len(data)} bytes; at most {cosigning.LONGEST} are read.")
    # 1. The origin is one it knows.
    key = witness.logs.get(origin)
    if key is None:
        raise _Ended(404, "This witness does not know the log.")
    # 2. The key of that log signed, and no line of it is bad.
    signed = _opened(data, key)
    # 3. The request is of its form, and `old` is not above the size.
    asked, found = _read(data, signed)
    # 4. `old` is the size it signed last.
    last = state[origin]
    if asked.old != last.size:
        raise _Ended(cosigning.OTHER_SIZE, str(last.size), SIZE)
    # 5. The checkpoint continues what was signed.
    _check_continues(asked, found, last)
    return found, signed


def _opened(data: bytes, key: VerifierKey) -> Note:
    data = data.partition(b"\n\n")[2]
    try:
        note.open_note(data, [key])
    except Malformed as error:
        raise _Ended(403, f"The log did not sign this with the key {key}. {error}") from error
    read = note.read(data)
    first = next(line for line in read.lines if (line.name, line.key_id) == (key.name, key.id))
    return Note(read.text, (first,))


def _read(data: bytes, signed: Note) -> tuple[Request, Checkpoint]:
    try:
        asked, found = cosigning.read_request(data), checkpoints.read_form(signed.text)
    except Malformed as error:
        raise _Ended(400, str(error)) from error
    if asked.old > found.size:
        raise _Ended(400, f"The old size {asked.old} is above that of the checkpoint, {found.size}.")
    return asked, found


def _check_continues(asked: Request, found: Checkpoint, last: Head) -> None:
    if not found.size and found.root != EMPTY_ROOT:
        raise _Ended(422, "The root is not that of an empty log.")
    if not asked.old:
        if asked.proof:
            raise _Ended(422, "From old size 0 there is nothing to prove.")
        return
    try:
        verify_consistency(asked.old, found.size, asked.proof, last.root, found.root)
    except BadProof as error:
        raise _Ended(422, str(error)) from error
