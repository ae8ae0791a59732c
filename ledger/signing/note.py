"""
Signed notes, what machines sign (C2SP signed-note v1.0.0).

    kpu.example/pemilu-2029/kota-batu               text: one or more lines
    1205
    nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=
                                                    empty line, not part of the text
    — kpu.example/pemilu-2029/kota-batu Kq0DHq…     em dash, name of the key, base64 of key ID and signature

A log (type 01) signs the text; a log witness (types 04 and 06) signs it with its time, as `cosignature` says. Lines of
unknown keys are ignored, lines of known keys are all verified; those of type 06 only where that can be done, and it is
told where not. What a text means, and whose signatures it needs, is not known here.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from ledger.errors import BadSignature, Malformed, Reason
from ledger.signing import armour, cosignature, mldsa
from ledger.signing.keys import Signer
from ledger.signing.vkey import ID_BYTES, LOG, WITNESS_MLDSA, VerifierKey, check_name, witness_key

LONGEST: Final = 2**20
MOST_LINES: Final = 100

_AGAIN = "Get the file again from where it was published, and keep this one."
TOO_LONG = Reason("NT-001", "The note has {found} bytes; at most {most} are read.", _AGAIN)
NOT_TEXT = Reason("NT-002", "The note is not UTF-8 text without control characters.", _AGAIN)
NO_SIGNATURES = Reason("NT-003", "The note has no text, an empty line and then signature lines, each ended.", _AGAIN)
TOO_MANY = Reason("NT-004", "The note has {found} signature lines; at most {most} are read.", _AGAIN)
NOT_A_LINE = Reason("NT-005", "Signature line {line} does not consist of a dash, a name and a signature.", _AGAIN)
SAME_ID = Reason("NT-006", "Two of the keys have the same name and ID.", "Take one of them out of the trust file.")
BAD_LINE = Reason(
    "NT-007",
    "The signature of {name} under the note does not belong to this text.",
    "Keep the file as it is, and get another copy of it from where it was published.",
)
NOBODY_KNOWN = Reason(
    "NT-008",
    "None of the keys that were looked for signed the note.",
    "Compare the trust file with the copy you were given: `kotak trust show`",
)

_DASH = "— "
_BETWEEN = b"\n\n"
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True)
class SignatureLine:
    """One line under a note. `str` prints it with its newline."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {armour.encode(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class Note:
    """A text and the lines under it, of which none has been verified. `bytes` prints the note."""

    text: str
    lines: tuple[SignatureLine, ...]

    def __bytes__(self) -> bytes:
        return f"{self.text}\n{''.join(map(str, self.lines))}".encode()


@dataclass(frozen=True)
class OpenedNote:
    """
    A text, and which of the known keys signed it; for each log witness the times of its cosignatures.

    `not_checked` are known keys whose lines could not be verified on this machine; nothing is known of those lines.
    """

    text: str
    signed_by: Mapping[VerifierKey, tuple[int, ...]]
    not_checked: frozenset[VerifierKey] = frozenset()


def read(data: bytes) -> Note:
    """Part a note into its text and its signature lines, of which none is verified."""
    if len(data) > LONGEST:
        raise Malformed(TOO_LONG, found=len(data), most=LONGEST)
    _check_text(data)
    end = data.rfind(_BETWEEN)
    signed = data[end + len(_BETWEEN) :]
    if end < 0 or not signed.endswith(b"\n"):
        raise Malformed(NO_SIGNATURES)
    lines = signed[:-1].decode().split("\n")
    if len(lines) > MOST_LINES:
        raise Malformed(TOO_MANY, found=len(lines), most=MOST_LINES)
    return Note(data[: end + 1].decode(), tuple(_read_line(number, line) for number, line in enumerate(lines, 1)))


def sign(text: str, name: str, signer: Signer) -> bytes:
    """Make a note with the signature of a log. What could not be read again is not signed."""
    _check_text(text.encode())
    if not text.endswith("\n"):
        raise Malformed(NO_SIGNATURES)
    key = VerifierKey(name, LOG, signer.public)
    return bytes(Note(text, (SignatureLine(name, key.id, signer.sign(text.encode())),)))


def cosign(text: str, name: str, signer: Signer, time: int) -> SignatureLine:
    """Make the line of a log witness. Whether it may cosign this text, the witness has decided before."""
    key = witness_key(name, signer.public)
    made = signer.sign(cosignature.message(key, time, text))
    return SignatureLine(name, key.id, time.to_bytes(cosignature.TIME_BYTES) + made)


def open_note(data: bytes, keys: Collection[VerifierKey]) -> OpenedNote:
    """
    Verify every line of these keys, as far as this machine can. A key counts once, however many lines it has.

    The outcomes stay apart: opened; Malformed; BadSignature because a known key's line is bad (NT-007), or because none
    of the lines is of a known key (NT-008).
    """
    note = read(data)
    known = {(key.name, key.id): key for key in keys}
    if len(known) != len(set(keys)):
        raise Malformed(SAME_ID)
    signed_by: dict[VerifierKey, tuple[int, ...]] = {}
    not_checked = set()
    for line in note.lines:
        key = known.get((line.name, line.key_id))
        if key and key.kind == WITNESS_MLDSA and not mldsa.is_here():
            _check_form(key, note.text, line.signature)
            not_checked.add(key)
        elif key:
            signed_by[key] = signed_by.get(key, ()) + _verify(key, note.text, line.signature)
    if not signed_by:
        raise BadSignature(NOBODY_KNOWN)
    return OpenedNote(note.text, signed_by, frozenset(not_checked))


def _verify(key: VerifierKey, text: str, signature: bytes) -> tuple[int, ...]:
    """Verify a line. The time of a cosignature, and nothing for a log's signature."""
    try:
        if key.kind == LOG:
            key.public.verify(text.encode(), signature)
            return ()
        time, made = cosignature.part(key, signature)
        key.public.verify(cosignature.message(key, time, text), made)
    except Malformed as error:
        raise BadSignature(BAD_LINE, name=key.name) from error
    return (time,)


def _check_form(key: VerifierKey, text: str, signature: bytes) -> None:
    """What can be told of a cosignature that cannot be verified here."""
    try:
        cosignature.message(key, cosignature.part(key, signature)[0], text)
    except Malformed as error:
        raise BadSignature(BAD_LINE, name=key.name) from error


def _read_line(number: int, line: str) -> SignatureLine:
    words = line.removeprefix(_DASH).split(" ")
    if not line.startswith(_DASH) or len(words) != 2:  # noqa: PLR2004
        raise Malformed(NOT_A_LINE, line=number)
    name, encoded = words
    check_name(name)
    signature = armour.decode(encoded)
    if len(signature) <= ID_BYTES:
        raise Malformed(NOT_A_LINE, line=number)
    return SignatureLine(name, signature[:ID_BYTES], signature[ID_BYTES:])


def _check_text(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise Malformed(NOT_TEXT) from error
    if _CONTROL.search(data):
        raise Malformed(NOT_TEXT)
