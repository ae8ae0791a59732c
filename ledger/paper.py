"""
A paper: a cover everybody signs and an annex with one line per box. The only place that splits bytes.

    {"payload":"<base64>","payloadType":"application/vnd.kotak.paper.v1+json","signatures":[{"keyid":"…","sig":"…"},…]}
    {"after":"<digest>","box":"35.79.02.2009/004/DPD","seals":{"ties":{"on":2}},"state":"intact"}

Read by round trip: what does not print back to the same bytes is refused. What was read is kept as it came and is never
printed a second time; only a draft is ever printed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple, Protocol, Union

import msgspec
from msgspec.structs import replace

from ledger import merkle
from ledger.domain.canonical import NOT_OF_THE_FORM, encode, read_exactly
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Annex, Document, Form, Key, Line
from ledger.domain.documents.people import Enrolment, EnrolmentLine
from ledger.errors import Malformed, Phrase, Reason
from ledger.signing import armour, envelope
from ledger.signing.envelope import Envelope
from ledger.signing.keys import PublicKey, Signer

MAX_PAPER: Final = 4 * 1024 * 1024
MAX_LINE: Final = 4 * 1024
MAX_LINES: Final = 10_000

NOT_LINES = Reason(
    "PA-001",
    "This is not a paper: its lines do not end the way a paper's do.",
    "Ask for the file again; a paper is copied byte for byte, never through an editor or a chat window.",
)
TOO_LARGE = Reason(
    "PA-002",
    "This is not a paper: {what} has {found}, and at most {limit} are allowed.",
    "Split the list into several papers.",
)
ANOTHER_ANNEX = Reason(
    "PA-006",
    "The annex is not the one that was signed: {expected} lines with root {root} were signed, {found} lines are here.",
    "Ask for the whole paper again; the cover alone still proves who signed.",
)
NOT_SORTED = Reason(
    "PA-007",
    "{what} are not sorted or name {name} twice.",
    "Draft the paper again; each box stands in it once.",
)

_decoder: Final = cache(msgspec.json.Decoder)
_payload: Final = msgspec.json.Decoder(Union[tuple(KINDS.values())])  # noqa: UP007 - made from a dictionary


class Signed(Protocol):
    """A cover and what is known of its annex: a whole paper, or an excerpt of one."""

    @property
    def envelope(self) -> Envelope:
        """The cover."""

    @property
    def document(self) -> Document:
        """What its payload says."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that are known."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Line 1 of a paper, read without its annex."""

    data: bytes
    envelope: Envelope
    document: Document
    digest: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One signed statement about many boxes; without signatures, a draft."""

    cover: bytes
    """Line 1 without its newline."""
    annex: bytes
    """All further lines, each ended by 0x0A; empty where the document has no list."""
    envelope: Envelope
    document: Document
    lines: tuple[Line, ...]
    digest: str
    """SHA-256 of the payload: the paper's one name."""

    def __bytes__(self) -> bytes:
        return self.cover + b"\n" + self.annex

    @property
    def leaf(self) -> bytes:
        """RFC 6962 leaf hash of the cover: where the paper lies, never what it is called."""
        return merkle.leaf_hash(self.cover)

    @property
    def printed(self) -> list[bytes]:
        """The lines of the annex as they came, without their newlines: the leaves of its tree."""
        return self.annex.split(b"\n")[:-1]


class Possession(Form, frozen=True, kw_only=True):
    """What a new key signs to prove that somebody holds it."""

    key: Key
    ledger: str
    officer: str
    unit: str


def read(data: bytes) -> Paper:
    """The paper in these bytes. Raises Malformed; signatures are not looked at."""
    if len(data) > MAX_PAPER:
        raise Malformed(TOO_LARGE, what=Phrase("the file"), found=len(data), limit=MAX_PAPER)
    if not data.endswith(b"\n"):
        raise Malformed(NOT_LINES)
    first, _, annex = data.partition(b"\n")
    cover = _open(first)
    return Paper(
        cover=first,
        annex=annex,
        envelope=cover.envelope,
        document=cover.document,
        lines=_read_annex(cover.document, annex),
        digest=cover.digest,
    )


def read_cover(data: bytes) -> Cover:
    """The cover alone, without its newline. Raises Malformed; signatures are not looked at."""
    cover = _open(data)
    _check_list(cover.document)
    return cover


def read_apart(data: bytes) -> tuple[Cover, list[bytes]]:
    """The cover in these bytes and the lines under it as they came, whether or not they are what was signed."""
    first, _, annex = data.partition(b"\n")
    return read_cover(first), annex.split(b"\n")[:-1]


def read_line(document: Document, number: int, data: bytes) -> Line:
    """A line of a document that has some, its number from 0. Raises Malformed; whose annex it is from is not known."""
    if len(data) > MAX_LINE:
        raise Malformed(TOO_LARGE, what=Phrase("a line"), found=len(data), limit=MAX_LINE)
    line: Line = read_exactly(_decoder(document.line), data, number + 1)
    return line


def read_document(payload: bytes) -> Document:
    """The document in a payload, of one of the kinds there are."""
    document: Document = read_exactly(_payload, payload)
    _check_sorted([signer.key for signer in document.signers], Phrase("The signers"))
    return document


def draft(document: Document, lines: Iterable[Line] = ()) -> Paper:
    """An unsigned paper: the lines sorted, the annex bound into the document. Raises Malformed as reading would."""
    ordered = sorted(lines, key=lambda line: str(getattr(line, document.key)))
    printed = [encode(line) for line in ordered]
    if len(printed) > MAX_LINES:
        raise Malformed(TOO_LARGE, what=Phrase("the annex"), found=len(printed), limit=MAX_LINES)
    if printed:
        document = replace(document, annex=Annex(lines=len(printed), root=_root(printed)))
    document = replace(document, signers=tuple(sorted(document.signers, key=lambda signer: signer.key)))
    cover = bytes(Envelope(payload=encode(document), signatures=()))
    return read(b"\n".join([cover, *printed, b""]))


def sign(paper: Paper, signers: Iterable[Signer]) -> Paper:
    """The same paper with these signatures added; digest and annex stay as they are."""
    signed = paper.envelope
    for signer in signers:
        signed = envelope.add(signed, signer)
    return Paper(bytes(signed), paper.annex, signed, paper.document, paper.lines, paper.digest)


def possession(key: Key, ledger: str, officer: str, unit: str) -> bytes:
    """The bytes a new key signs at enrolment, under the type `application/vnd.kotak.key.v1+json`."""
    return envelope.pae(envelope.KEY_TYPE, encode(Possession(key=key, ledger=ledger, officer=officer, unit=unit)))


class Claim(NamedTuple):
    """All that has to be true of the signatures of a paper: by key id who signed its cover, and what new keys prove."""

    envelope: Envelope
    keys: dict[str, Key]
    proofs: tuple[tuple[Key, bytes, str], ...]


def claim(paper: Signed, keys: Mapping[str, Key]) -> Claim:
    """What the signatures of this paper claim, each with the key given for it."""
    ledger = paper.document.ledger if isinstance(paper.document, Enrolment) else ""
    enrolled = [line for line in paper.lines if isinstance(line, EnrolmentLine)]
    proofs = ((one.key, possession(one.key, ledger, one.id, one.unit), one.proof) for one in enrolled)
    return Claim(paper.envelope, dict(keys), tuple(proofs))


def check(claim: Claim) -> None:
    """Every signature of a claim, and nobody else's. KeyProblem for a key no signature can be trusted under."""
    envelope.check(claim.envelope, {id_: public(key) for id_, key in claim.keys.items()})
    for key, body, proof in claim.proofs:
        public(key).verify(body, armour.decode(proof))


def authenticate(paper: Signed, keys: Mapping[str, Key]) -> None:
    """Who is named signed with the key given for him, and nobody else. Raises BadSignature, Malformed, KeyProblem."""
    check(claim(paper, keys))


def public(key: Key) -> PublicKey:
    """The key itself. Raises KeyProblem for one of small order or off the curve."""
    return PublicKey.read(key.alg, key.public)


def _open(cover: bytes) -> Cover:
    opened = envelope.read(cover)
    return Cover(cover, opened, read_document(opened.payload), hashlib.sha256(opened.payload).hexdigest())


def _read_annex(document: Document, annex: bytes) -> tuple[Line, ...]:
    printed, expected = annex.split(b"\n")[:-1], document.annex or Annex(lines=1, root="")
    if (document.annex is None) != (not printed) or (printed and len(printed) != expected.lines):
        raise Malformed(ANOTHER_ANNEX, expected=expected.lines, root=expected.root, found=len(printed))
    _check_list(document)
    if not printed:
        return ()
    if max(map(len, printed)) > MAX_LINE:
        raise Malformed(TOO_LARGE, what=Phrase("a line"), found=max(map(len, printed)), limit=MAX_LINE)
    if _root(printed) != expected.root:
        raise Malformed(ANOTHER_ANNEX, expected=expected.lines, root=expected.root, found=len(printed))
    decoder = _decoder(document.line)
    lines = tuple(read_exactly(decoder, line, number) for number, line in enumerate(printed, start=1))
    _check_sorted([str(getattr(line, document.key)) for line in lines], Phrase("The lines of the annex"))
    return lines


def _check_list(document: Document) -> None:
    """It has a list if its kind has lines, and none if not."""
    if document.annex is None and document.line is not None and not document.listless:
        raise Malformed(NOT_OF_THE_FORM, where=Phrase("The paper"), problem=Phrase("it lacks its annex"))
    if document.annex is not None and document.line is None:
        raise Malformed(NOT_OF_THE_FORM, where=Phrase("The paper"), problem=Phrase("it may have no annex"))


def _check_sorted(names: Sequence[str], what: Phrase) -> None:
    for before, after in pairwise(names):
        if before >= after:
            raise Malformed(NOT_SORTED, what=what, name=after)


def _root(printed: list[bytes]) -> str:
    return merkle.root([merkle.leaf_hash(line) for line in printed]).hex()
