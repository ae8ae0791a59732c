"""Papers of the ledger itself: genesis, authorities, continuation, closing, rules, plan."""

from typing import Annotated, Literal

from msgspec import Meta

from ledger.domain.documents.base import (
    Base64,
    Count,
    Document,
    Form,
    Instant,
    Key,
    LaterDocument,
    Line,
    Part,
    Word,
    check_instants,
)
from ledger.domain.names import Digest, LegId, OfficerId, Origin
from ledger.errors import Phrase


class AuthorityKey(Form, frozen=True, kw_only=True):
    """Who holds an authority key."""

    officer: OfficerId
    key: Key


class Authority(Form, frozen=True, kw_only=True):
    """The keys of one family, of which `threshold` must sign."""

    threshold: Annotated[int, Meta(ge=1, le=32)]
    keys: Annotated[tuple[AuthorityKey, ...], Meta(min_length=1, max_length=32)]

    def __post_init__(self) -> None:
        if self.threshold > len(self.keys):
            message = Phrase("the threshold is above the number of keys")
            raise ValueError(message)
        if len({one.officer for one in self.keys}) < len(self.keys) or len({one.key for one in self.keys}) < len(
            self.keys
        ):
            message = Phrase("an authority holds one key, and a key is held by one")
            raise ValueError(message)


class Families(Form, frozen=True, kw_only=True):
    """The two families of authorities: custody (KPU) and supervision (Bawaslu)."""

    custody: Authority
    supervision: Authority


class BoxType(Form, frozen=True, kw_only=True):
    """A type of box and the level it belongs to."""

    type: Word
    level: Literal["station", "village", "district", "regency"]


class Genesis(Document, frozen=True, kw_only=True, tag="genesis"):
    """The first paper. Its digest is the ledger's name."""

    origin: Origin
    election: Word
    zone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    box_types: Annotated[tuple[BoxType, ...], Meta(min_length=1, max_length=32)]
    authorities: Families


class Authorities(LaterDocument, frozen=True, kw_only=True, tag="authorities"):
    """A new set of keys and threshold for one family, instead of the one in force."""

    replaces: Digest
    family: Literal["custody", "supervision"]
    authority: Authority


class Continuation(LaterDocument, frozen=True, kw_only=True, tag="continuation"):
    """A lost log goes on under a new origin: the last cosigned checkpoint (the note in base64), the size restored."""

    origin: Origin
    last: Annotated[Base64, Meta(max_length=10_924)]
    size: Count


class Closing(LaterDocument, frozen=True, kw_only=True, tag="closing"):
    """The end of the ledger, with final counts. Later papers are recorded and flagged."""

    papers: Count
    boxes: Count


class Wanted(Form, frozen=True, kw_only=True):
    """Parts that should sign a kind of paper, on a leg (`ppk-pps`) or on every leg. Their lack is a finding."""

    kind: Word
    parts: Annotated[tuple[Part, ...], Meta(min_length=1)]
    leg: Word | None = None


class Deadline(Form, frozen=True, kw_only=True):
    """When a leg has to be accepted: by an instant, or on the day the count ended, with seconds of grace."""

    leg: Word
    due: Instant | None = None
    same_day: bool = False
    grace: Count = 0

    def __post_init__(self) -> None:
        if (self.due is None) == (not self.same_day):
            message = Phrase("a deadline is an instant or the day the count ended")
            raise ValueError(message)
        check_instants(self.due)


class Transit(Form, frozen=True, kw_only=True):
    """The longest a leg may take, in seconds."""

    leg: Word
    seconds: Count


class Rules(LaterDocument, frozen=True, kw_only=True, tag="rules"):
    """What is wanted in this election. Nothing in it refuses a paper; of several deadlines of one leg each counts."""

    replaces: Digest | None = None
    wanted: tuple[Wanted, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    transits: tuple[Transit, ...] = ()
    bases: tuple[Word, ...] = ()
    holders: tuple[Word, ...] = ()
    ties: Count | None = None
    """How many a box should bear. It is told and compared with nothing: closings differ in how many they take."""
    retention_days: Count | None = None


class PlanLine(Line, frozen=True, kw_only=True):
    """A leg expected of a station or area: due at an instant, or by the end of the day the count ends."""

    leg: LegId
    due: Instant | None = None
    until: Literal["day-end"] | None = None
    grace: Count = 0

    def __post_init__(self) -> None:
        if (self.due is None) == (self.until is None):
            message = Phrase("a leg is due at an instant or until the end of a day")
            raise ValueError(message)
        check_instants(self.due)


class Plan(LaterDocument, frozen=True, kw_only=True, tag="plan"):
    """The legs expected, and when."""

    line = PlanLine
    key = "leg"

    replaces: Digest | None = None
