"""
What every cover says, and the small words covers are made of.

Every default is left out when printed, and no member has two spellings. Nothing here decides anything.
"""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, ClassVar, Final, Literal

from msgspec import Meta, Struct, field

from ledger.domain.names import BoxId, Digest, KeyId, OfficerId, Random, StatedPlace, UnitId
from ledger.errors import Phrase

MOST: Final = 2**53 - 1
"""The largest number a paper can say."""
HOUR: Final = 3600
DAY: Final = 86_400
Count = Annotated[int, Meta(ge=0, lt=MOST + 1)]
Base64 = Annotated[
    str, Meta(pattern=r"\A(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?\Z")
]
"""Padded, and without bits that belong to no byte: one spelling."""
_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(?:\+(?:0[0-9]|1[0-3]):[0-5][0-9]|\+14:00|-(?:0[1-9]|1[0-2]):[0-5][0-9])"
_INSTANT = rf"\A{_DAY}T{_CLOCK}{_ZONE}\Z"
_spelled: Final = re.compile(_INSTANT).match
Instant = Annotated[str, Meta(pattern=_INSTANT)]
"""`2029-02-14T17:08:00+07:00`, to the second, with the offset of the place."""
Day = Annotated[str, Meta(pattern=rf"\A{_DAY}\Z")]
_NO_NIK = r"(?!.*(?:[0-9][ .-]?){16})"
Code = Annotated[str, Meta(pattern=rf"\A{_NO_NIK}[A-Za-z0-9][A-Za-z0-9 ./-]{{0,59}}\Z")]
"""A number on an official paper, a plate, a dapil. Never sixteen digits in a row: a NIK is never asked for."""
Word = Annotated[str, Meta(pattern=rf"\A{_NO_NIK}[a-z0-9]+(?:-[a-z0-9]+){{0,7}}\Z", max_length=60)]
Shown = Annotated[str, Meta(pattern=r"\A(?:id|en)/[1-9][0-9]{0,3}\Z")]
"""Language and edition of the sentences a signer was shown."""
_SIGN = r"(?!-0\.0+\Z)-?"
Latitude = Annotated[str, Meta(pattern=rf"\A{_SIGN}(?:[1-8]?[0-9]\.[0-9]{{1,6}}|90\.0{{1,6}})\Z")]
Longitude = Annotated[str, Meta(pattern=rf"\A{_SIGN}(?:(?:1[0-7]|[1-9])?[0-9]\.[0-9]{{1,6}}|180\.0{{1,6}})\Z")]

_Holding = Literal["acts", "releases", "receives", "keeps", "unlocks"]
_Watching = Literal["witnesses", "escorts", "inspects", "reports"]
_Governing = Literal["registers", "proves", "authorises", "operates"]
Part = _Holding | _Watching | _Governing
Condition = Literal["intact", "came-off", "cut", "torn", "damaged", "wet", "missing", "replaced"]
Cause = Literal["transport", "handling", "rain", "leak", "flood", "termites", "fire", "theft", "delivery", "unknown"]
Absence = Literal["not-invited", "invited", "late", "ill", "weather", "distance", "obstructed", "no-key", "unknown"]


class Form(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """
    Read exactly: no unknown member, no default written out, no second spelling. No form refers to itself: there is
    nothing for the collector of cycles to look at.
    """


class Signer(Form, frozen=True, kw_only=True):
    """Who must sign, with which key and as what, and in which language and edition he was shown the paper."""

    officer: OfficerId
    key: KeyId
    part: Part
    shown: Shown


class Key(Form, frozen=True, kw_only=True):
    """A public key: 32 raw bytes for Ed25519, 33 (SEC1 compressed) for P-256, in padded base64."""

    alg: Literal["ed25519", "p256-sha256"]
    public: Base64


class Seen(Form, frozen=True, kw_only=True):
    """The last checkpoint the drafting machine knew. The paper is not older than it."""

    size: Count
    root: Digest


class Annex(Form, frozen=True, kw_only=True):
    """How many lines the annex has, and their RFC 6962 root."""

    lines: Annotated[int, Meta(ge=1, le=10_000)]
    root: Digest


class Times(Form, frozen=True, kw_only=True):
    """What the clock said beside `at`. All are claims."""

    arrived: Instant | None = None
    departed: Instant | None = None
    ended: Instant | None = None

    def __post_init__(self) -> None:
        if not (self.arrived or self.departed or self.ended):
            message = Phrase("times without a time")
            raise ValueError(message)
        check_instants(self.arrived, self.departed, self.ended)


class Present(Form, frozen=True, kw_only=True):
    """Who was there, or should have been, beside the signers."""

    unit: UnitId
    part: Part
    how: Literal["later", "paper", "seen", "absent", "refused"]
    count: Count | None = None
    reason: Absence | None = None


class Ref(Form, frozen=True, kw_only=True):
    """An official paper: its sort, number and date, and where it is kept its salted hash."""

    what: Word
    number: Code
    date: Day
    file: Digest | None = None

    def __post_init__(self) -> None:
        date.fromisoformat(self.date)


class File(Form, frozen=True, kw_only=True):
    """A file kept beside the ledger, bound by SHA-256(salt ‖ bytes) and erasable."""

    what: Literal["photo", "scan", "letter", "form", "words", "other"]
    bytes: Count
    hash: Digest


class Coordinates(Form, frozen=True, kw_only=True):
    """Of a place, never of a person. Decimal degrees as text: there are no floats in a paper."""

    lat: Latitude
    lon: Longitude


class Transcribed(Form, frozen=True, kw_only=True):
    """The paper form this was copied from, and the digest of a lost paper it stands for."""

    form: Word
    number: Code
    written_at: Instant
    signed_on_paper: tuple[UnitId, ...]
    stands_for: Digest | None = None

    def __post_init__(self) -> None:
        check_instants(self.written_at)


class Seal(Form, frozen=True, kw_only=True):
    """Seals of one sort on a box: how many are on, how many of them bad, where, and serials if they bear any."""

    on: Count
    bad: Count = 0
    at: tuple[Word, ...] = ()
    serials: tuple[Code, ...] = ()


class Seals(Form, frozen=True, kw_only=True):
    """Cable ties, paper seals, padlocks and the seals of parties."""

    ties: Seal | None = None
    papers: Seal | None = None
    padlocks: Seal | None = None
    party: Seal | None = None


class Packed(Form, frozen=True, kw_only=True):
    """What was put in or found."""

    ballots: Count
    dapil: Code | None = None


class Document(Form, frozen=True, kw_only=True, tag_field="kind"):
    """The payload of a cover. Kinds add what they need; a kind's lines are of the type `line`, sorted by `key`."""

    line: ClassVar[type["Line"] | None] = None
    key: ClassVar[str] = "box"
    listless: ClassVar[bool] = False
    """Whether a kind that has lines may also come without any."""

    id: Random
    at: Instant
    signers: tuple[Signer, ...]
    device: Random
    device_seq: Count
    annex: Annex | None = None
    refs: tuple[Ref, ...] = ()
    files: tuple[File, ...] = ()

    def __post_init__(self) -> None:
        check_instants(self.at)

    @property
    def kind(self) -> str:
        """The word the payload calls itself by."""
        return str(self.__struct_config__.tag)


class LaterDocument(Document, frozen=True, kw_only=True):
    """Every document but genesis names its ledger by the genesis digest, and the last checkpoint its machine knew."""

    ledger: Digest
    seen: Seen


class CustodyDocument(LaterDocument, frozen=True, kw_only=True):
    """A document about boxes: where it happened, when, and who was there."""

    unit: UnitId
    place: StatedPlace
    coordinates: Coordinates | None = None
    times: Times | None = None
    present: tuple[Present, ...] = ()


class LinkDocument(CustodyDocument, frozen=True, kw_only=True):
    """A document whose lines become links of the chains of their boxes."""

    transcribed: Transcribed | None = None


class Line(Form, frozen=True, kw_only=True):
    """One line of an annex."""


class BoxLine(Line, frozen=True, kw_only=True):
    """A line about a box, and the crate it travels in."""

    box: BoxId
    crate: Word | None = field(name="in", default=None)


class Cited(BoxLine, frozen=True, kw_only=True):
    """A box somebody speaks about and says no more of."""


class SeenLine(BoxLine, frozen=True, kw_only=True):
    """A line that says in what condition the box was."""

    seals: Seals
    state: Condition
    cause: Cause | None = None


class LinkLine(SeenLine, frozen=True, kw_only=True):
    """A line that names the last link of its box the signer knew; without `after` he knew none."""

    after: Digest | None = None


def check_instants(*instants: str | None) -> None:
    """ValueError if one is spelled otherwise, or there is no such day."""
    for instant in instants:
        if instant is not None:
            seconds(instant)


@lru_cache(maxsize=4096)
def seconds(instant: str) -> int:
    """POSIX seconds of an instant; ValueError if it is spelled otherwise, or there is no such day."""
    if _spelled(instant) is None:
        raise ValueError(instant)
    return int(datetime.fromisoformat(instant).timestamp())
