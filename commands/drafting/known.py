"""
What this machine knows when a paper is drafted: the ledger, if one is named, and the papers at hand.

Papers at hand are those of the election file, those signed here and not sent yet, and those named on the command line.
Nothing is judged here: that is the fold's work, when the paper is rehearsed or recorded.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ledger import paper as papers
from ledger.domain import names
from ledger.domain.custody import states
from ledger.domain.custody.states import AuthoritiesState, BoxState, KeyState, OfficerState, State, UnitState
from ledger.domain.documents import LINKS
from ledger.domain.documents.base import CustodyDocument, Key
from ledger.domain.documents.boxes import Manifest, ManifestLine
from ledger.domain.documents.government import Genesis
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Handover, Release
from ledger.domain.documents.people import EnrolmentLine, RotationLine, UnitLine
from ledger.domain.documents.remarks import StockLine
from ledger.paper import Paper

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

ZONES: Final = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
"""Hours before UTC. There is no summer time in Indonesia."""


class Known:
    """The ledger's states and the papers at hand, asked one question at a time."""

    def __init__(self, journal: "Journal | None", at_hand: Iterable[Paper] = ()) -> None:
        self.journal = journal
        self.at_hand = list(at_hand)

    @cached_property
    def hours(self) -> int:
        """The zone of the stations, as hours before UTC."""
        first = next(self.journal.entries(0, 1), None) if self.journal else None
        found = [papers.read(first.data)] if first else self.at_hand
        genesis = next((one.document for one in found if isinstance(one.document, Genesis)), None)
        return ZONES[genesis.zone] if genesis else ZONES["Asia/Jakarta"]

    def box(self, box: str) -> BoxState | None:
        """A box as the ledger has it."""
        state = self._state(f"box:{box}")
        return state if isinstance(state, BoxState) else None

    def last(self, box: str) -> str | None:
        """The last link of a box as far as is known here, if any is."""
        state = self.box(box)
        if state and state.links:
            return self._end(box, state.links[-1])
        # A paper signed here may follow one that only the other side has: what came to hand last goes on. Not what is
        # dated last, since laptops' clocks stand wrong.
        first = self._first.get(box)
        return self._end(box, first) if first else None

    def held_by(self, unit: str) -> list[str]:
        """The boxes a unit answers for, as far as is known here."""
        return [box for box, custodian in self._custodians.items() if custodian == unit]

    def within(self, unit: str) -> list[str]:
        """The boxes in the area of a unit, and those it answers for."""
        area = names.area_of(unit)
        return [box for box, custodian in self._custodians.items() if custodian == unit or names.covers(area, box)]

    def addressed_to(self, unit: str) -> list[dict[str, str | None]]:
        """The boxes on their way to a unit, as far as is known here: from whom, since when, by which release."""
        recorded = (
            {"box": box, "from": state.custodian, "at": one.at, "release": one.digest}
            for box, state in self._boxes.items()
            for one in state.releases
            if one.to == unit and not one.void
        )
        found = {one["box"]: one for one in (*self._underway(unit), *recorded)}
        return [one for one in found.values() if (one["box"], one["release"]) not in self._answers]

    def places(self, unit: str) -> list[str]:
        """The registered places of a unit."""
        state = self._state(f"unit:{unit}")
        found = set(state.places) if isinstance(state, UnitState) else set()
        units = (line.id for paper in self.at_hand for line in paper.lines if isinstance(line, UnitLine))
        found.update(id_ for id_ in units if not names.is_unit(id_) and names.unit_of_place(id_) == unit)
        return sorted(found)

    def key_of(self, officer: str) -> str | None:
        """The id of the key an officer signs with, where he was enrolled as far as is known here."""
        state = self._state(f"officer:{officer}")
        return state.key if isinstance(state, OfficerState) else self._officers.get(officer)

    def key(self, key: str) -> Key | None:
        """The public key of that id, where somebody was given it as far as is known here."""
        state = self._state(f"key:{key}")
        return state.key if isinstance(state, KeyState) else self._keys.get(key) or self._authorities.get(key)

    def answered(self, given: Paper) -> dict[str, str]:
        """Boxes of a release that were answered as far as is known here, and by which paper (empty if not known)."""
        found, release = {}, given.digest
        for line in given.lines:
            box: str = getattr(line, "box", "")
            state = self.box(box)
            if state and release in state.links and all(one.digest != release for one in state.releases):
                after = state.links.index(release) + 1
                found[box] = state.links[after] if after < len(state.links) else ""
        for answer in self.at_hand:
            if isinstance(answer.document, Acceptance) and answer.document.of == release:
                found |= {getattr(line, "box", ""): answer.digest for line in answer.lines}
        return found

    def paper(self, name: str) -> Paper | None:
        """The paper of that digest, or of a beginning of it that only one paper has."""
        found = [paper for digest, paper in self._papers.items() if digest.startswith(name)]
        return found[0] if len(found) == 1 else None

    def committed(self, root: str) -> str | None:
        """The digest of the paper that commits to serial numbers under this root."""
        recorded = (papers.read(entry.data) for entry in self.journal.of_kind("stock")) if self.journal else ()
        paper: Paper
        for paper in (*recorded, *self.at_hand):
            counted = [line.serials for line in paper.lines if isinstance(line, StockLine)]
            if any(serials is not None and serials.root == root for serials in counted):
                return paper.digest
        return None

    def _underway(self, unit: str) -> Iterator[dict[str, str | None]]:
        for release in self.at_hand:
            if isinstance(release.document, Release) and release.document.to == unit:
                for box in (getattr(line, "box", "") for line in release.lines):
                    if self.last(box) == release.digest:
                        said = release.document
                        yield {"box": box, "from": said.unit, "at": said.at, "release": release.digest}

    @cached_property
    def _answers(self) -> set[tuple[str | None, str | None]]:
        """Each box answered at hand, whatever the answer, and the release it came with."""
        return {
            (line.box, paper.document.of)
            for paper in self.at_hand
            if isinstance(paper.document, Acceptance)
            for line in paper.lines
            if isinstance(line, AcceptanceLine)
        }

    def _end(self, box: str, last: str) -> str:
        while (box, last) in self._after:
            last = self._after[box, last].digest
        return last

    def _state(self, subject: str) -> State | None:
        if self.journal is None:
            return None
        value = self.journal.load([subject]).states.get(subject)
        return states.decode(subject, value) if value else None

    @cached_property
    def _papers(self) -> dict[str, Paper]:
        return {paper.digest: paper for paper in self.at_hand}

    @cached_property
    def _enrolled(self) -> list[tuple[str, Key]]:
        lines = [line for paper in self.at_hand for line in paper.lines]
        found = [(one.id, one.key) for one in lines if isinstance(one, EnrolmentLine)]
        return found + [(one.id, one.new) for one in lines if isinstance(one, RotationLine)]

    @cached_property
    def _officers(self) -> dict[str, str]:
        return {officer: papers.public(key).id for officer, key in self._enrolled}

    @cached_property
    def _keys(self) -> dict[str, Key]:
        return {papers.public(key).id: key for _officer, key in self._enrolled}

    @cached_property
    def _authorities(self) -> dict[str, Key]:
        state = self._state("authorities")
        families = state.families.values() if isinstance(state, AuthoritiesState) else ()
        return {id_: holder.key for family in families for id_, holder in family.holders.items()}

    @cached_property
    def _after(self) -> dict[tuple[str, str], Paper]:
        """By box and link the paper at hand that follows."""
        found = {}
        for paper in self.at_hand:
            for box, after in _moved(paper):
                if after is not None:
                    found[box, after] = paper
        return found

    @cached_property
    def _boxes(self) -> dict[str, BoxState]:
        """Every box of the ledger."""
        found = {}
        for subject, _index, value in self.journal.states() if self.journal else ():
            if subject.startswith("box:"):
                state = states.decode(subject, value)
                assert isinstance(state, BoxState)  # noqa: S101 - by its subject
                found[subject[4:]] = state
        return found

    @cached_property
    def _custodians(self) -> dict[str, str | None]:
        """Every box known here, and who answers for it."""
        found = {box: state.custodian for box, state in self._boxes.items()}
        for box, _paper in self._links():
            last = self._papers.get(self.last(box) or "")
            if last is not None:
                found[box] = _custodian(last, box)
        return found

    def _links(self) -> Iterator[tuple[str, Paper]]:
        for paper in self.at_hand:
            for box, _after in _moved(paper):
                yield box, paper

    @cached_property
    def _first(self) -> dict[str, str]:
        """By box the latest link at hand that follows nothing at hand: the founding papers come before those signed."""
        found: dict[str, str] = {}
        for paper in self.at_hand:
            for box, after in _moved(paper):
                if after not in self._papers:
                    found[box] = paper.digest
        return found


def _moved(paper: Paper) -> Iterator[tuple[str, str | None]]:
    """The boxes of which the paper becomes the last link, and what it follows."""
    if paper.document.kind not in LINKS or (isinstance(paper.document, Manifest) and paper.document.withdrawn):
        return
    for line in paper.lines:
        if isinstance(line, AcceptanceLine) and line.outcome != "accepted":
            continue
        box: str = getattr(line, "box", "")
        yield box, getattr(line, "after", None)


def _custodian(paper: Paper, box: str) -> str | None:
    match paper.document:
        case Manifest():
            lines = (line for line in paper.lines if isinstance(line, ManifestLine) and line.box == box)
            return next((line.unit for line in lines), None)
        case Handover():
            return paper.document.to
        case Acceptance() | CustodyDocument():
            return paper.document.unit
        case _:
            return None
