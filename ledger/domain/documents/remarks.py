"""
Papers that speak about boxes and never overtake nor are overtaken: inspection, access, finding, answer, hold, lift,
attestation, anchor, and the counting of stock that is not yet a box.
"""

from typing import Annotated, Literal

from msgspec import Meta, field

from ledger.domain.documents.base import (
    Base64,
    Cited,
    Condition,
    Count,
    CustodyDocument,
    Form,
    LaterDocument,
    Line,
    SeenLine,
    Word,
)
from ledger.domain.documents.boxes import Counts
from ledger.domain.names import Digest, PlaceId, UnitId


class InspectionLine(SeenLine, frozen=True, kw_only=True):
    """What somebody saw of one box."""

    counts: Counts | None = None


class Inspection(CustodyDocument, frozen=True, kw_only=True, tag="inspection"):
    """`here`: the boxes are physically with my unit."""

    line = InspectionLine

    purpose: Word | None = None
    here: bool = False


class AccessLine(Line, frozen=True, kw_only=True):
    """A padlock or door seal, who holds its key, and how it was."""

    id: Word
    holder: UnitId
    seen: Condition


class Access(CustodyDocument, frozen=True, kw_only=True, tag="access"):
    """A store was opened or closed."""

    line = AccessLine
    key = "id"

    action: Literal["opened", "closed"]
    why: Word
    boxes: Count


class StockSerials(Form, frozen=True, kw_only=True):
    """RFC 6962 root over SHA-256(salt ‖ serial) of every seal of a batch, and their number."""

    root: Digest
    count: Count


class StockLine(Line, frozen=True, kw_only=True):
    """Counted goods of one batch. What was promised equals what is good, damaged and missing, or it is flagged."""

    batch: Word
    item: Word
    giver: UnitId = field(name="from")
    to: UnitId
    promised: Count
    good: Count
    damaged: Count = 0
    missing: Count = 0
    serials: StockSerials | None = None


class Stock(CustodyDocument, frozen=True, kw_only=True, tag="stock"):
    """Goods that are not yet boxes. The waybill stands in `refs`."""

    line = StockLine
    key = "batch"

    action: Literal["delivered", "issued", "returned", "used", "damaged", "destroyed", "missing"]


class Finding(CustodyDocument, frozen=True, kw_only=True, tag="finding"):
    """What somebody holds to be wrong; `code` is of the irregularities (`IR-01` … `IR-15`) or a word of the rules."""

    line = Cited
    listless = True

    sort: Literal["event", "objection", "supervision", "ruling"]
    code: Annotated[str, Meta(pattern=r"\A(?:IR-[0-9]{2}|[a-z0-9]+(?:-[a-z0-9]+){0,7})\Z")]


class Answer(LaterDocument, frozen=True, kw_only=True, tag="answer"):
    """An answer to the finding `of`."""

    line = Cited
    listless = True

    unit: UnitId
    of: Digest
    does: Literal["explains", "remedies", "disputes", "closes"]


class Hold(LaterDocument, frozen=True, kw_only=True, tag="hold"):
    """Boxes are not to be moved. Moves under a hold are recorded and flagged."""

    line = Cited

    unit: UnitId
    why: Word


class Lift(LaterDocument, frozen=True, kw_only=True, tag="lift"):
    """The hold `of` no longer stands for these boxes."""

    line = Cited

    unit: UnitId
    of: Digest


class Attestation(LaterDocument, frozen=True, kw_only=True, tag="attestation"):
    """A later signature under the paper `of`, by a witness or by the side that is missing."""

    unit: UnitId
    of: Digest
    place: PlaceId | None = None


class Anchor(LaterDocument, frozen=True, kw_only=True, tag="anchor"):
    """The checkpoint of another ledger, a signed note of at most 8 KiB."""

    note: Annotated[Base64, Meta(max_length=10_924)]
