"""
The log's half of cosigning (C2SP tlog-witness v1.0.0): a request, what is answered, and a note with the answers in it.

    old 4                                           7.add-checkpoint
    wPhyBLfOtLycvpqa39fCIgh7CEJYwimzCa3NT2gQz+E=
                                                    empty line
    <checkpoint>

    POST <url>/add-checkpoint                       over HTTP: status and body are the answer
    7.bawaslu.cosig, 7.bawaslu.409                  on a memory stick: the body, its status in the name

Nothing is sent or kept here. Whether the log may sign the checkpoint was decided before, and what a quorum asks is
counted elsewhere.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.errors import BadSignature, Malformed, Reason
from ledger.merkle import HASH_SIZE
from ledger.signing import armour, note
from ledger.signing.cosignature import SIZES_END, TIME_BYTES
from ledger.signing.note import Note, SignatureLine
from ledger.signing.vkey import VerifierKey

MOST_HASHES: Final = 63
LONGEST: Final = note.LONGEST + len(f"old {SIZES_END}\n\n") + MOST_HASHES * 45
"""Bytes of a request: its first line, the hashes, an empty line, a note."""
LONGEST_ANSWER: Final = 2**16
"""Bytes of an answer; whoever reads one from the network reads no more."""
MOST_AHEAD: Final = 300
"""Seconds that a witness's clock may be ahead of ours."""
SIGNED: Final = 200
OTHER_SIZE: Final = 409

NOT_A_REQUEST = Reason(
    "WI-001",
    "This is not a request to a log witness: `old` and a size, at most 63 hashes, an empty line, a checkpoint.",
    "Let the log write it again: kotak checkpoint request -o DIR",
)
TOO_LONG = Reason(
    "WI-002",
    "The request or answer of a log witness has {found} bytes; at most {most} are read.",
    "Check that this is the file you mean.",
)
OTHER_TEXT = Reason(
    "WI-003",
    "The answer of the log witness is not lines of signatures under the checkpoint it was sent.",
    "Keep the answer, and ask the holder of the witness what program it runs.",
)
AHEAD = Reason(
    "WI-004",
    "The cosignature of {name} says {time}, which is {ahead} seconds ahead of the clock here.",
    "Compare both clocks: kotak doctor. Then ask the log witness again.",
)
NOT_A_SIZE = Reason(
    "WI-005",
    "The log witness answered that it signed another size last, and did not say which.",
    "Keep the answer, and ask the holder of the witness what program it runs.",
)

_BETWEEN = b"\n\n"
_SHOWN = 200


@dataclass(frozen=True)
class Request:
    """The size the witness is believed to have signed last, the proof from it, and the checkpoint to be signed now."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes

    def __bytes__(self) -> bytes:
        hashes = "".join(f"{armour.encode(each)}\n" for each in self.proof)
        return f"old {self.old}\n{hashes}\n".encode() + self.note


@dataclass(frozen=True)
class Cosigned:
    """The witness signed: its lines, each of which verified with one of its keys."""

    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True)
class Elsewhere:
    """The witness signed another size last. Ask again with this `old`, if the log ever published it."""

    size: int


@dataclass(frozen=True)
class Declined:
    """The witness did not sign: 404 it does not know the log, 403 or its key; 422 the proof does not join; or other."""

    status: int
    said: str


def request(old: int, proof: Sequence[bytes], signed: bytes) -> bytes:
    """Ask a log witness that signed `old` entries last to sign this note. With `old` 0, for none, there is no proof."""
    return bytes(read_request(bytes(Request(old, tuple(proof), signed))))


def read_request(data: bytes) -> Request:
    """Read a request by round trip. Its note is parted from it and not looked into."""
    if len(data) > LONGEST:
        raise Malformed(TOO_LONG, found=len(data), most=LONGEST)
    head, _, signed = data.partition(_BETWEEN)
    try:
        first, *hashes = head.decode().split("\n")
        found = Request(int(first.removeprefix("old ")), tuple(map(armour.decode, hashes)), signed)
    except (ValueError, Malformed) as error:
        raise Malformed(NOT_A_REQUEST) from error
    if not _is_formed(found) or bytes(found) != data:
        raise Malformed(NOT_A_REQUEST)
    return found


def request_name(size: int) -> str:
    """The name of a request on a memory stick."""
    return f"{size}.add-checkpoint"


def answer_name(size: int, witness: str, status: int) -> str:
    """The name of the answer to it; `witness` is the name of the trust file."""
    return f"{size}.{witness}.{'cosig' if status == SIGNED else status}"


def read_answer(
    status: int, body: bytes, asked: bytes, keys: Collection[VerifierKey], now: int
) -> Cosigned | Elsewhere | Declined:
    """
    Judge what a witness answered to a request with the note `asked`. `keys` are those of this one witness.

    Raises Malformed for what is no answer at all, BadSignature for lines that do not verify or come from the future.
    """
    if len(body) > LONGEST_ANSWER:
        raise Malformed(TOO_LONG, found=len(body), most=LONGEST_ANSWER)
    if status == SIGNED:
        return Cosigned(_verified(body, asked, keys, now))
    if status == OTHER_SIZE:
        return Elsewhere(_read_size(body))
    return Declined(status, body.decode(errors="replace")[:_SHOWN].strip())


def merge(data: bytes, lines: Iterable[SignatureLine]) -> bytes:
    """
    Put cosignatures under a note: of each name and key ID one line stays, of the newest time.

    Lines that stay keep their bytes and their place; new ones come last. None is verified here.
    """
    read = note.read(data)
    kept: dict[tuple[str, bytes], SignatureLine] = {}
    for line in (*read.lines, *lines):
        before = kept.setdefault((line.name, line.key_id), line)
        if _time(line) > _time(before):
            kept[line.name, line.key_id] = line
    merged = bytes(Note(read.text, tuple(kept.values())))
    note.read(merged)
    return merged


def _verified(body: bytes, asked: bytes, keys: Collection[VerifierKey], now: int) -> tuple[SignatureLine, ...]:
    text = note.read(asked).text
    answered = text.encode() + b"\n" + body
    opened = note.open_note(answered, keys)
    if opened.text != text:
        raise Malformed(OTHER_TEXT)
    for key, times in opened.signed_by.items():
        for time in times:
            if time > now + MOST_AHEAD:
                raise BadSignature(AHEAD, name=key.name, time=time, ahead=time - now)
    known = {(key.name, key.id) for key in opened.signed_by}
    return tuple(line for line in note.read(answered).lines if (line.name, line.key_id) in known)


def _is_formed(found: Request) -> bool:
    hashes = len(found.proof) <= MOST_HASHES and all(len(each) == HASH_SIZE for each in found.proof)
    return hashes and 0 <= found.old < SIZES_END and bool(found.note)


def _read_size(body: bytes) -> int:
    try:
        size = int(body)
    except ValueError as error:
        raise Malformed(NOT_A_SIZE) from error
    if not 0 <= size < SIZES_END or body != b"%d\n" % size:
        raise Malformed(NOT_A_SIZE)
    return size


def _time(line: SignatureLine) -> int:
    return int.from_bytes(line.signature[:TIME_BYTES])
