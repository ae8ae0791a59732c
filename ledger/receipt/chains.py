"""
The chain of one box as entries show it: each link names in `after` another one, and no two that reached the other side
name the same.

Nothing is said of verdicts or of who is right: a line that the fold contests stands here like any other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from ledger.domain.documents.base import Document, Line, LinkDocument
from ledger.domain.documents.boxes import Correction, Manifest
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover
from ledger.errors import Reason
from ledger.receipt.excerpt import Excerpt

_KEEP = "Keep the passport, and check the ledger or a copy of it: kotak verify"
NOTHING = Reason("PS-010", "No part of the passport is about box {box}.", "kotak passport {box} -o FILE")
BROKEN = Reason(
    "PS-011",
    "Box {box}: the paper at index {index} follows {after}, which is not here. A paper is missing from the passport or "
    "from the ledger.",
    _KEEP,
)
UNLINKED = Reason(
    "PS-012", "Box {box}: the paper at index {index} follows nothing, although the box was listed before.", _KEEP
)
FORKED = Reason(
    "PS-013",
    "Box {box}: the papers at index {first} and {index} both follow {after}, and both reached the other side.",
    "Keep the passport: it proves that one box was handed over twice. Ask those who signed both papers.",
)

_SHOWN = 16


class Fault(NamedTuple):
    """What is wrong with a chain, and in which entry."""

    reason: Reason
    index: int | None  # type: ignore[assignment]  # the word of the log, which tuple.index shadows for nobody here
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Link:
    """What one entry says of the box, as a link of its chain."""

    index: int
    digest: str
    document: Document
    line: Line

    @property
    def names(self) -> set[str]:
        """What later lines may call it in `after`: its digest, and that of the lost paper it stands for."""
        return {self.digest, self.stands_for} if self.stands_for else {self.digest}

    @property
    def stands_for(self) -> str | None:
        """Of a transcript, the lost paper."""
        transcribed = self.document.transcribed if isinstance(self.document, LinkDocument) else None
        return transcribed.stands_for if transcribed else None

    @property
    def after(self) -> str | None:
        """The paper it follows."""
        return getattr(self.line, "after", None)

    @property
    def may_follow_nothing(self) -> bool:
        """Whether it may follow nothing: in a manifest, in a correction, and of a box that is extra."""
        is_extra = isinstance(self.line, AcceptanceLine) and self.line.outcome == "extra"
        return isinstance(self.document, Manifest | Correction) or is_extra


def by_box(entries: Iterable[Excerpt]) -> dict[str, list[Link]]:
    """The links of each box, in the order of index."""
    found: dict[str, list[Link]] = defaultdict(list)
    for one in sorted(entries, key=lambda one: one.index):
        if isinstance(one.document, LinkDocument) or (
            isinstance(one.document, Manifest) and not one.document.withdrawn
        ):
            for line in one.lines:
                found[getattr(line, "box", "")].append(Link(one.index, one.digest, one.document, line))
    return found


def faults(chain: Sequence[Link]) -> Iterator[Fault]:
    """Where the chain of a box is broken or forked, or that there is none."""
    if not chain:
        yield Fault(NOTHING, None, {})
    yield from _breaks(chain)
    for first, other in forks(chain):
        yield Fault(FORKED, other.index, {"first": first.index, "after": f"{other.after}"[:_SHOWN]})


def forks(chain: Sequence[Link]) -> Iterator[tuple[Link, Link]]:
    """
    Links that follow the same one and both reached the other side.

    A transcript and the paper it stands for are one.
    """
    accepted, after = answered(chain), defaultdict[str, list[Link]](list)
    for one in chain:
        if one.after is not None and reached(one, accepted):
            after[one.after].append(one)
    for first, *others in after.values():
        yield from ((first, other) for other in others if first.names.isdisjoint(other.names))


def answered(chain: Iterable[Link]) -> set[str]:
    """The papers that an acceptance of the box answers with yes."""
    return {one.document.of for one in chain if isinstance(one.document, Acceptance) and _accepts(one)}


def reached(link: Link, answered: AbstractSet[str]) -> bool:
    """Whether the other side has signed for the box: in the paper itself, or in an acceptance of it."""
    match link.document:
        case Handover():
            return _accepts(link)
        case Deposit():
            return _signed_as(link.document, "keeps")
        case _:
            return not link.names.isdisjoint(answered)


def _breaks(chain: Sequence[Link]) -> Iterator[Fault]:
    """A line may have been recorded before the one it follows, and waited for it."""
    known = Counter(name for one in chain for name in one.names)
    listed = False
    for one in chain:
        listed = listed or isinstance(one.document, Manifest)
        if one.after is None and listed and not one.may_follow_nothing:
            yield Fault(UNLINKED, one.index, {})
        elif one.after is not None and known[one.after] <= (one.after in one.names):
            yield Fault(BROKEN, one.index, {"after": one.after[:_SHOWN]})


def _accepts(link: Link) -> bool:
    is_accepted = isinstance(link.line, AcceptanceLine) and link.line.outcome == "accepted"
    return is_accepted and _signed_as(link.document, "receives")


def _signed_as(document: Document, part: str) -> bool:
    return any(signer.part == part for signer in document.signers)
