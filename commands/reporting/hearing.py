"""
What the entries of a ledger did, heard once from the first to the last: what no read model counts.

Which boxes have links that are witnessed badly, how boxes stand, which hand-overs no supervisor signed or signed only
later, and what the papers say of it. A paper hands over if a line of it took effect.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.domain import names
from ledger.domain.custody.effects import Change, Effects
from ledger.domain.custody.effects import Present as Standing
from ledger.domain.documents.base import CustodyDocument, Present, seconds
from ledger.domain.documents.remarks import Attestation
from projections.desk import Moment
from projections.looking import View
from projections.standing import FOREIGN, LINK

HANDED_OVER: Final = frozenset({"release", "acceptance", "handover"})
WEAK: Final = frozenset("DE")
BEGINNING: Final = 16
"""So many digits of a digest are told where a paper is cited that is not here."""
_WANTED: Final = "IR-15"
"""What the fold flags where the rules want a witness and neither he nor a reason is there."""
_WATCHES: Final = frozenset({"bawaslu", "panwascam", "pkd", "ptps"})


@dataclass(frozen=True)
class Unseen:
    """A hand-over that no supervisor signed, with what the paper says of those who should have."""

    index: int
    digest: str
    kind: str
    at: str
    unit: str
    boxes: tuple[str, ...]
    said: tuple[Present, ...]
    wanted: bool
    """Whether the rules want a witness or a reason there, and it has neither."""

    @property
    def reason(self) -> Present | None:
        """What it says of a supervisor; that he was absent says nothing without why."""
        return next((one for one in self.said if one.how != "absent" or one.reason), None)


@dataclass(frozen=True)
class SignedLater:
    """A hand-over that a supervisor signed only afterwards, and the first paper by which he did."""

    paper: Unseen
    by: Effects


@dataclass
class Heard:
    """Everything heard of an area."""

    boxes: set[str] = field(default_factory=set)
    """Of which papers say something; lines without standing say nothing."""
    weak: Counter[str] = field(default_factory=Counter)
    """By box how many of its links have a grade among `WEAK`."""
    now: dict[str, Standing] = field(default_factory=dict)
    """By box how it stands."""
    waiting: dict[str, dict[int, Change]] = field(default_factory=dict)
    """By box, and by the index of the paper they stand in, lines that wait for a paper that is not here."""
    refused: dict[str, Change] = field(default_factory=dict)
    """By box that it was refused last, and nothing moved it since."""
    handed: int = 0
    """How many papers hand boxes over, and `unseen` those of them that no supervisor signed."""
    unseen: list[Unseen] = field(default_factory=list)
    later: list[SignedLater] = field(default_factory=list)
    known: frozenset[str] = frozenset()
    """How the digests of all papers begin that are here, of whatever area."""


def hear(view: View, effects: Iterable[Effects], moment: Moment, area: str | None) -> Heard:
    """What counts at a moment, of an area or of all."""
    did = [one for one in effects if moment.counts(one.index, seconds(one.at))]
    heard = Heard()
    graded = {each.digest: each.grade for one in did for each in one.regraded}
    for one in did:
        _links(heard, one, graded, area)
    handed = _handed(did, area)
    heard.handed = len(handed)
    _watch(heard, view, did, handed, area)
    heard.known = frozenset(one.digest[:BEGINNING] for one in did)
    return heard


def _handed(did: list[Effects], area: str | None) -> list[Effects]:
    """Papers of hand-over of which a line took effect, at once or when what it waited for came."""
    effective = {
        change.index for one in did for change in one.changes if change.verdict == LINK and _lies(area, change.box)
    }
    return [one for one in did if one.kind in HANDED_OVER and one.index in effective]


def _links(heard: Heard, one: Effects, graded: dict[str, str], area: str | None) -> None:
    for change in one.changes:
        if not _lies(area, change.box):
            continue
        if change.verdict == FOREIGN:
            heard.now.setdefault(change.box, change.now)
        else:
            heard.boxes.add(change.box)
            heard.now[change.box] = change.now
        _unlinked(heard, change)
        if change.verdict != LINK:
            continue
        grade = graded.get(change.digest, change.grade)
        heard.weak[change.box] += grade in WEAK


def _unlinked(heard: Heard, change: Change) -> None:
    """What waits, until the paper it waits for wakes it; what was refused, until the box moves on."""
    if change.verdict == "waiting":
        heard.waiting.setdefault(change.box, {})[change.index] = change
    else:
        heard.waiting.get(change.box, {}).pop(change.index, None)
    if change.verdict == "remark" and change.outcome == "refused":
        heard.refused[change.box] = change
    elif change.verdict == LINK:
        heard.refused.pop(change.box, None)


def _watch(heard: Heard, view: View, did: list[Effects], handed: list[Effects], area: str | None) -> None:
    """Hand-overs without the signature of a supervisor, under the paper itself or later."""
    later = _attested(view, did)
    found = [one for one in handed if not _is_watched(one)]
    view.papers.load(one.index for one in found)
    for one in found:
        paper = _of(view, one, area)
        if one.digest in later:
            heard.later.append(SignedLater(paper, later[one.digest]))
        else:
            heard.unseen.append(paper)


def _attested(view: View, did: list[Effects]) -> dict[str, Effects]:
    """By digest the first paper by which a supervisor signed later."""
    signed = [one for one in did if one.kind == "attestation" and _is_watched(one)]
    view.papers.load(one.index for one in signed)
    found: dict[str, Effects] = {}
    for one in signed:
        document = view.papers.of(one.index).document
        if isinstance(document, Attestation):
            found.setdefault(document.of, one)
    return found


def _of(view: View, one: Effects, area: str | None) -> Unseen:
    document = view.papers.of(one.index).document
    said = document.present if isinstance(document, CustodyDocument) else ()
    boxes = tuple(each.box for each in one.changes if each.index == one.index and _lies(area, each.box))
    about = tuple(each for each in said if names.type_of(each.unit) in _WATCHES)
    return Unseen(one.index, one.digest, one.kind, one.at, one.unit or "", boxes, about, wanted=_WANTED in one.flags)


def _is_watched(one: Effects) -> bool:
    return any(each.part == "witnesses" and names.type_of(each.officer) in _WATCHES for each in one.signers)


def _lies(area: str | None, box: str) -> bool:
    return area is None or names.covers(area, box)
