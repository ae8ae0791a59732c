"""One entry under watch: what is remembered, what was found, and what was settled by it."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import Form, Instant, seconds
from projections.codes import Settling
from projections.page import Page
from projections.watch.memory import Memory
from projections.watch.state import NONE, UNKNOWN, BoxWatch, Open, PaperWatch

Shown = str | int


class Cite(Form, frozen=True, kw_only=True):
    """A paper a break rests on."""

    index: int
    digest: str
    kind: str
    at: Instant


class Facts(Form, frozen=True, kw_only=True):
    """What a break is told with: values in the spelling of papers, in no language."""

    expected: Shown = ""
    found: Shown = ""
    officer: str = ""
    device: str = ""
    giver: str = ""
    receiver: str = ""
    custodian: str = ""
    leg: str = ""
    km: int = 0
    apart: int = 0


class Raised(NamedTuple):
    """A break, as it is found. It is one from the moment `ripe` on, if nothing settled it before."""

    number: int
    code: str
    case: str
    took: int
    digest: str
    at: str
    ripe: int
    box: str | None
    unit: str
    area: str
    papers: tuple[Cite, ...]
    facts: Facts


class Settled(NamedTuple):
    """What ended a break: the number of the break, the entry, the time it claims, and which way of ending it was."""

    number: int
    took: int
    at: str
    way: Settling


class Watching:
    """Everything a comparison needs of the entry at hand, and where it leaves what it finds."""

    def __init__(self, memory: Memory, page: Page, number: int) -> None:
        self.memory = memory
        self.papers = page.papers
        self._did = {did.effects.index: did.effects for did in page.did}
        self.apart: dict[tuple[str, str], int | None] = {}
        """Metres between places, as they are registered."""
        self.raised: list[Raised] = []
        self.settled: list[Settled] = []
        self._next = number

    def begin(self, effects: Effects) -> None:
        """From here on this entry is looked at."""
        self.effects = effects
        self.spot: str | None = None

    def box(self, name: str) -> BoxWatch:
        """A box as it is remembered."""
        return self.memory.get(BoxWatch, name) or UNKNOWN

    def cite(self, index: int) -> Cite:
        """A paper by its index."""
        if index in self._did:
            # Most papers that are cited came together; what they did says as much of them, and is read already.
            did = self._did[index]
            return Cite(index=index, digest=did.digest, kind=did.kind, at=did.at)
        paper = self.papers.of(index)
        return Cite(index=index, digest=paper.digest, kind=paper.document.kind, at=paper.document.at)

    def find(  # noqa: PLR0913 - a break has this many facts, and the callers name them
        self,
        code: str,
        case: str,
        facts: Facts,
        *,
        rests_on: Iterable[int] = (),
        box: str | None = None,
        unit: str | None = None,
        after: int = 0,
        shown_by: int | None = None,
    ) -> Open:
        """A break that the paper `shown_by`, else this entry, shows; it is one only `after` so many seconds."""
        index = self.effects.index if shown_by is None else shown_by
        cited = [self.cite(one) for one in sorted({*rests_on, index}) if one != NONE]
        shown = next(one for one in cited if one.index == index)
        answers = unit or self.effects.unit or ""
        self.raised.append(
            Raised(
                number=self._next,
                code=code,
                case=case,
                took=self.effects.index,
                digest=shown.digest,
                at=shown.at,
                ripe=seconds(shown.at) + after,
                box=box,
                unit=answers,
                area=names.area_of_box(box) if box else names.area_of(answers) or self._here(),
                papers=tuple(cited),
                facts=facts,
            )
        )
        found = Open(number=self._next, code=code, case=case, digest=shown.digest, box=box, found=facts.found)
        self._next += 1
        self._remember(found, index)
        return found

    def settle(self, one: Open, way: Settling) -> None:
        """Note that this entry ends a break."""
        self.settled.append(Settled(one.number, self.effects.index, self.effects.at, way))
        paper = self.memory.get(PaperWatch, one.digest) or PaperWatch()
        self.memory.put(one.digest, replace(paper, open=_but(paper.open, one)))
        if one.box is not None:
            box = self.box(one.box)
            elsewhere = tuple(seen for seen in box.elsewhere if seen.number != one.number)
            self.memory.put(one.box, replace(box, open=_but(box.open, one), elsewhere=elsewhere))

    def open_of(self, digest: str) -> tuple[Open, ...]:
        """What a paper shows and nothing settled."""
        kept = self.memory.get(PaperWatch, digest)
        return kept.open if kept else ()

    def index_of(self, digest: str) -> int:
        """Where a paper stands that shows or showed a break."""
        kept = self.memory.get(PaperWatch, digest)
        return kept.index if kept else NONE

    def _here(self) -> str:
        """The area in which the entry happened: police and carriers have none of their own."""
        return names.area_of(names.unit_of_place(self.effects.place or ""))

    def _remember(self, one: Open, index: int) -> None:
        paper = self.memory.get(PaperWatch, one.digest) or PaperWatch(index=index)
        self.memory.put(one.digest, replace(paper, open=(*paper.open, one)))
        if one.box is not None:
            box = self.box(one.box)
            self.memory.put(one.box, replace(box, open=(*box.open, one)))


def _but(open_: tuple[Open, ...], one: Open) -> tuple[Open, ...]:
    return tuple(other for other in open_ if other.number != one.number)
