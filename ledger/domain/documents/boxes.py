"""Papers about boxes where they stand: manifest, sealing, opening, correction, disposal."""

from typing import Annotated, Literal

from msgspec import Meta

from ledger.domain.documents.base import (
    Base64,
    BoxLine,
    Code,
    Count,
    Form,
    LaterDocument,
    LinkDocument,
    LinkLine,
    Packed,
    Seals,
    Word,
)
from ledger.domain.names import Digest, PlaceId, UnitId

Purpose = Literal["packing", "voting", "counting", "results", "recap", "evidence", "disposal"]


class ManifestLine(BoxLine, frozen=True, kw_only=True):
    """A box expected: what it is, and the unit that labels it, its first custodian. A withdrawn one is named alone."""

    type: Word | None = None
    dapil: Code | None = None
    voters: Count | None = None
    ballots: Count | None = None
    unit: UnitId | None = None
    place: PlaceId | None = None


class Manifest(LaterDocument, frozen=True, kw_only=True, tag="manifest"):
    """Boxes added to the list of what is expected, or withdrawn from it and why."""

    line = ManifestLine

    withdrawn: Word | None = None


class Counts(Form, frozen=True, kw_only=True):
    """Ballots in the box by what became of them, and the voters who came."""

    valid: Count | None = None
    invalid: Count | None = None
    unused: Count | None = None
    damaged: Count | None = None
    voters: Count | None = None


class Revealed(Form, frozen=True, kw_only=True):
    """A serial of a seal and its place in the commitment of a stock paper: SHA-256(salt ‖ serial) at `number`."""

    stock: Digest
    batch: Word
    number: Count
    salt: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    serial: Code
    path: tuple[Base64, ...] = ()


class SealingLine(LinkLine, frozen=True, kw_only=True):
    """Seals put on, what was packed or counted, what went in."""

    packed: Packed | None = None
    counts: Counts | None = None
    items: tuple[Word, ...] = ()
    revealed: tuple[Revealed, ...] = ()
    body: Annotated[int, Meta(ge=2, le=99)] | None = None


class Sealing(LinkDocument, frozen=True, kw_only=True, tag="sealing"):
    """The custodian closes boxes. `times.ended` says when the count ended."""

    line = SealingLine

    purpose: Purpose


class OpeningLine(LinkLine, frozen=True, kw_only=True):
    """Seals as they were before, those broken, what was found and taken out, and the seals put on again."""

    broken: Seals | None = None
    found: Packed | None = None
    taken: tuple[Word, ...] = ()
    resealed: Seals | None = None


class Opening(LinkDocument, frozen=True, kw_only=True, tag="opening"):
    """The custodian opens boxes. `basis` is a name of the rules, `ref` (named in `refs`) or `none` with a reason."""

    line = OpeningLine

    purpose: Purpose
    basis: Word
    reason: Word | None = None


class CorrectionLine(BoxLine, frozen=True, kw_only=True):
    """What holds from the correction's own index on."""

    after: Digest | None = None
    custodian: UnitId | None = None
    keeper: UnitId | None = None
    place: PlaceId | None = None
    seals: Seals | None = None


class Correction(LinkDocument, frozen=True, kw_only=True, tag="correction"):
    """Both parties of the paper `of`, or both families by a ruling, say what holds instead."""

    line = CorrectionLine

    of: Digest
    why: Word


class Disposal(LinkDocument, frozen=True, kw_only=True, tag="disposal"):
    """The end of a chain. The approvals stand in `refs`."""

    line = LinkLine

    how: Literal["auction", "pulp", "archive"]
    kept: tuple[Word, ...] = ()
