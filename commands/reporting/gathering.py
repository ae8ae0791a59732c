"""
Everything the report says, asked of the desk at one moment and kept as values.

Nothing here knows a language. What was verified and what was read beside it are kept apart: breaks and coverage are
read in read models, on which no verdict rests.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from commands.pages.areas import Areas
from commands.reporting import citing, elsewhere, first, hearing, lacking
from commands.reporting.elsewhere import Refused, Waits
from commands.reporting.first import ELSEWHERE, FEW, Alike, Away, Ranked
from commands.reporting.hearing import Heard
from commands.reporting.kept import Folder
from commands.reporting.lacking import Lacking
from ledger.domain import names
from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import seconds
from ledger.errors import LedgerError
from projections import desk, links, shelf
from projections.desk import (
    BallotAccount,
    Break,
    Cell,
    Coverage,
    Graded,
    Marks,
    Moment,
    Narrowed,
    Part,
    SealAccount,
)
from projections.findings import Found, seen_again
from projections.findings import findings as reported
from projections.heard import check
from projections.links import Link
from projections.looking import View
from projections.lookout import Lookout
from projections.moment import EARLIEST
from projections.where import check_entry

if TYPE_CHECKING:
    from commands.evidence.auditing import Audit
    from ledger.log.policy import Trust

SEALS: Final = ("IR-01", "IR-11")
"""What is found where two papers state other seals."""


Depth = Literal["summary", "report", "annex"]
"""One page for the press, the report, and the report with everything it rests on for a court."""


@dataclass(frozen=True)
class Asked:
    """What a report is asked about: an area or all, and when."""

    area: str | None
    index: int | None
    time: str | None
    depth: Depth


@dataclass(frozen=True)
class Desk:
    """What the desk answered."""

    moment: Moment
    breaks: tuple[Break, ...]
    """Open and settled, worst first."""
    coverage: Coverage
    grades: tuple[Graded, ...]
    heard: Heard
    ranked: tuple[Ranked, ...]
    """Boxes of which something is open, by how urgently they should be opened."""
    lacking: tuple[Lacking, ...]
    waits: Mapping[str, Waits]
    """By box, where papers that wait for one of these put it."""
    refused: Mapping[str, Refused]
    """By box, that it was presented and refused."""
    findings: tuple[Found, ...]
    """Open ones first."""
    seal_account: SealAccount
    """Of the whole ledger, whatever area is asked about."""
    ballot_account: BallotAccount
    chains: Mapping[str, list[Link]]
    """By box, of those a break concerns; only with the annex."""
    named: Mapping[int, Effects]
    """What the papers did that are named anywhere: their digests and signers."""

    @property
    def open(self) -> tuple[Break, ...]:
        """What nothing settled."""
        return tuple(one for one in self.breaks if one.settled is None)

    @property
    def settled(self) -> tuple[Break, ...]:
        """What came to an end."""
        return tuple(one for one in self.breaks if one.settled is not None)

    @property
    def severities(self) -> Counter[str]:
        """Open breaks counted by how grave they are."""
        return Counter(one.severity for one in self.open)

    @property
    def not_back(self) -> tuple[Cell, ...]:
        """Boxes that were not back in time."""
        return tuple(cell for cell in self.coverage.late if names.is_home(cell.leg))

    @property
    def not_out(self) -> tuple[Cell, ...]:
        """Boxes that did not come out in time."""
        return tuple(cell for cell in self.coverage.late if not names.is_home(cell.leg))

    @property
    def first(self) -> list[Alike]:
        """Boxes to open first."""
        return first.alike(one for one in self.ranked if not one.away)[:FEW]

    @property
    def sought(self) -> list[Alike]:
        """Boxes to look for first, since they cannot be opened."""
        return first.alike(one for one in self.ranked if one.away and one.away not in ELSEWHERE)

    @property
    def elsewhere(self) -> list[Alike]:
        """Boxes that did not come where they were due and are with somebody."""
        return first.alike(one for one in self.ranked if one.away in ELSEWHERE)

    def of_code(self, *wanted: str) -> tuple[Break, ...]:
        """Open and settled breaks of these codes."""
        return tuple(one for one in self.breaks if one.code in wanted)

    @property
    def seals(self) -> tuple[Break, ...]:
        """Where two papers state other seals."""
        return tuple(one for one in self.of_code(*SEALS) if one.boxes)

    @property
    def seen_again(self) -> tuple[Break, ...]:
        """Boxes that were reported lost and came to sight, though nobody answered the report."""
        return seen_again(self.breaks)

    @property
    def kept_long(self) -> tuple[Break, ...]:
        """Boxes that left only after they should have been with the next."""
        return self.of_code("dwell")

    @property
    def devices(self) -> tuple[Break, ...]:
        """Numbers of devices whose papers are not here."""
        return self.of_code("device-gap")


@dataclass(frozen=True)
class Made:
    """What a report is made of: the audit, what the desk answered or why it could not, and the question."""

    trust: "Trust"
    audit: "Audit"
    desk: Desk | LedgerError
    asked: Asked
    kept: Folder | None
    """The folder of papers the reader kept."""
    areas: Areas


def known(lookout: Lookout, asked: Asked) -> None:
    """Somebody heard of the area and of the entry. Raises Unknown."""
    lookout.refresh()
    with lookout.view() as view:
        check(view, asked.area)
        if asked.index is not None:
            check_entry(view, asked.index)


def gather(lookout: Lookout, asked: Asked, marks: Marks, size: int) -> Desk:
    """
    Ask everything of the first `size` entries, those that were audited, whatever came in since. `marks` are the
    cosigned checkpoints that tell the time from outside.
    """
    lookout.refresh()
    with lookout.view() as view:
        moment = desk.as_at(view, index=asked.index, time=asked.time, clock=EARLIEST, size=size)
        found = _found(lookout, view, asked, marks, moment)
        named = view.gathered(citing.anywhere(found))
        return replace(found, named={index: did.effects for index, did in named.items()})


def _found(lookout: Lookout, view: View, asked: Asked, marks: Marks, moment: Moment) -> Desk:
    breaks = tuple(desk.breaks(view, moment, Narrowed(area=asked.area), marks))
    effects = (shelf.read(index, value) for index, value in lookout.journal.effects())
    heard = hearing.hear(view, effects, moment, asked.area)
    coverage = desk.coverage(view, moment, Part(area=asked.area), marks)
    lacked = tuple(lacking.lacking(breaks, heard.known))
    waits, refused = (
        dict(elsewhere.waits(lacked, heard)),
        {box: one for box, one in elsewhere.refused(view, heard) if box in coverage.absent},
    )
    absent = _absent(coverage.absent, waits, refused)
    return Desk(
        moment=moment,
        breaks=breaks,
        coverage=coverage,
        grades=tuple(desk.grades(view, moment, marks, asked.area)),
        heard=heard,
        ranked=tuple(first.ranked(breaks, heard.weak, heard.now, absent)),
        lacking=lacked,
        waits=waits,
        refused=refused,
        findings=_findings(view, moment, asked.area),
        seal_account=desk.seals(view, moment),
        ballot_account=desk.ballots(view, moment, asked.area),
        chains=_chains(view, breaks, moment, marks) if asked.depth == "annex" else {},
        named={},
    )


def _absent(absent: Collection[str], waits: Collection[str], refused: Collection[str]) -> dict[str, Away]:
    """Why each box that is not where it was due is not there; of those that wait nobody knows it."""
    found: dict[str, Away] = {box: "refused" if box in refused else "not-come" for box in absent}
    return found | dict.fromkeys(waits, "waits")


def _findings(view: View, moment: Moment, area: str | None) -> tuple[Found, ...]:
    return tuple(one for one in reported(view, moment) if area is None or one.touches(area))


def _chains(view: View, breaks: tuple[Break, ...], moment: Moment, marks: Marks) -> dict[str, list[Link]]:
    boxes = sorted({box for one in breaks if one.of_lines for box in one.boxes})
    return {
        box: [link for link in chain if moment.counts(link.took, seconds(link.at))]
        for box, chain in links.of_boxes(view, boxes, moment.entries, marks, moment.latest).items()
    }
