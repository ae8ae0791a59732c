"""
Officers who do anything, in any order, with boxes that are theirs or not: what holds all the same.

Papers are signed at one time and recorded at another, as in villages without a network. That a refusal changes nothing,
that the verdict does not depend on what the fold knows besides, and that states and effects survive being printed is
checked with every paper by `tests.locality`.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, precondition, rule

from ledger.domain import names
from ledger.domain.custody import Custody, links
from ledger.domain.custody.parts import may
from ledger.domain.documents.base import Line, LinkLine
from ledger.domain.documents.boxes import CorrectionLine, OpeningLine, SealingLine
from ledger.domain.documents.movement import AcceptanceLine
from ledger.errors import Conflict, LedgerError
from ledger.paper import Paper
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, PPS, TIES, WATI, founded
from tests.ledger.domain.custody.stories import attest, revoke, transcribed

OFFICERS = (ANI, BUDI, CITRA, WATI, DEWI, f"{PPS}#2")
OF = {names.unit_of(officer): officer for officer in (ANI, BUDI, CITRA, WATI)}
FOREIGN = "35.79.01.1001/001/DPD"
NAMES = (*BOXES[:2], FOREIGN)
MEMBERS: dict[str, dict[str, Any]] = {
    "sealing": {"purpose": "results"},
    "opening": {"purpose": "recap", "basis": "none", "reason": "audit"},
    "disposal": {"how": "pulp"},
    "withdrawal": {"why": "rain"},
    "correction": {"why": "wrong-box"},
}
LINES: dict[str, type[Any]] = {
    "sealing": SealingLine,
    "opening": OpeningLine,
    "handover": AcceptanceLine,
    "acceptance": AcceptanceLine,
    "correction": CorrectionLine,
}
PARTS = {"release": "releases", "withdrawal": "releases", "handover": "releases", "acceptance": "receives"}
MANY = 14
"""Papers before the first key is lost: the founding and a few more."""
MOVES = ("handover", "release", "acceptance")
KINDS = (*MOVES, *MOVES, "sealing", "deposit", "withdrawal", "opening", "correction", "disposal")


class Offices(RuleBasedStateMachine):
    """A ledger, and the papers that lie signed in drawers."""

    drawer = Bundle("drawer")

    def __init__(self) -> None:
        super().__init__()
        self.ledger = founded()
        self.ledger.enrol(f"{PPS}#2", by={"kpu/35.79#2": "registers"})
        self.ledger.list_boxes(FOREIGN, unit="kpu/35.79")
        self.signed: list[str] = []

    @rule(
        target=drawer,
        kind=st.sampled_from(KINDS),
        box=st.sampled_from(NAMES),
        other=st.sampled_from(OFFICERS),
        data=st.data(),
    )
    def sign(self, kind: str, box: str, other: str, data: st.DataObject) -> Any:
        """Somebody, most often the custodian, signs something and puts it in a drawer."""
        by = self.signer(kind, box, data)
        of = data.draw(st.sampled_from([*(one.digest for one in self.ledger.box(box).releases), *self.known()]))
        members: dict[str, Any] = {"unit": names.unit_of(by)} | MEMBERS.get(kind, {})
        signers = {by: PARTS.get(kind, "acts")}
        if kind in {"release", "handover"}:
            members["to"] = names.unit_of(other)
        if kind in {"handover", "deposit", "correction"} and other != by:
            signers[other] = {"handover": "receives", "deposit": "keeps"}.get(kind, "acts")
        if kind == "deposit":
            members |= {"keeper": names.unit_of(other), "back": data.draw(st.booleans())}
        if kind in {"acceptance", "withdrawal", "correction"}:
            members["of"] = of
        if data.draw(st.integers(0, 3)) == 0:
            lost = data.draw(st.sampled_from([None, *self.known()]))
            signers, members = {by: "reports"}, members | transcribed(lost)
        others = data.draw(st.sets(st.sampled_from(NAMES)))
        lines = [self.line(kind, one, of, data) for one in {box} | others]
        paper = self.ledger.write(kind, signers, lines, device_seq=len(self.signed), **members)
        self.signed.append(paper.digest)
        return paper

    def signer(self, kind: str, box: str, data: st.DataObject) -> str:
        """The one to whom it falls, or in one case of four anybody."""
        state = self.ledger.box(box)
        turn = state.releases[-1].to if kind == "acceptance" and state.releases else state.custodian
        return OF.get(turn or "", ANI) if data.draw(st.integers(0, 3)) else data.draw(st.sampled_from(OFFICERS))

    def line(self, kind: str, box: str, of: str, data: st.DataObject) -> Line:
        """A line that follows the last link, an earlier one, a paper in a drawer, or nothing there ever was."""
        state = self.ledger.box(box)
        after: str | None = data.draw(
            st.sampled_from([state.links[-1]] * 4 + [*state.links[-3:], *self.signed[-4:], "f" * 64])
        )
        if kind == "correction":
            custodian = data.draw(st.sampled_from([None, *OF]))
            return CorrectionLine(box=box, after=after, custodian=custodian)
        extra: dict[str, Any] = {}
        if kind in {"handover", "acceptance"}:
            extra["outcome"] = data.draw(st.sampled_from(["accepted"] * 4 + ["refused", "missing", "extra"]))
            after = None if extra["outcome"] == "extra" else of if kind == "acceptance" else after
        line: Line = LINES.get(kind, LinkLine)(box=box, after=after, seals=TIES, state="intact", **extra)
        return line

    def known(self) -> list[str]:
        """Papers somebody may cite."""
        return [*self.signed[-6:], *(self.ledger.box(box).links[-1] for box in NAMES)]

    @rule(paper=consumes(drawer))
    def record(self, paper: Paper) -> None:
        """Somebody comes into the network with a paper."""
        before = dict(self.ledger.custody.states)
        try:
            made = self.ledger.record(paper)
        except LedgerError:
            return
        # A transcript that stood for a paper of somebody without standing is found wrong when that paper comes.
        told = {change.box for change in made.changes if change.verdict != "foreign"}
        for change in made.changes:
            subject = f"box:{change.box}"
            if change.verdict == "foreign" and change.box not in told:
                assert self.ledger.custody.states.get(subject) is before.get(subject)

    @rule(target=drawer, paper=drawer)
    def record_a_copy(self, paper: Paper) -> Any:
        """A copy is recorded, the paper stays in its drawer."""
        self.record(paper)
        return multiple()

    @rule(by=st.sampled_from(OFFICERS), part=st.sampled_from(["receives", "releases", "witnesses"]), data=st.data())
    def attest(self, by: str, part: str, data: st.DataObject) -> None:
        """Somebody signs under a paper that may be recorded or not."""
        of = data.draw(st.sampled_from(self.known()))
        try:
            attest(self.ledger, of, by, part)
        except LedgerError:
            return

    @precondition(lambda self: len(self.ledger.papers) > MANY)
    @rule(officer=st.sampled_from([ANI, f"{PPS}#2"]))
    def lose_a_key(self, officer: str) -> None:
        """A key is reported stolen."""
        try:
            revoke(self.ledger, officer)
        except LedgerError:
            return

    @invariant()
    def what_is_recorded_is_not_recorded_again(self) -> None:
        """Whoever sends a paper a second time learns where it lies."""
        with pytest.raises(Conflict, match=str(len(self.ledger.papers) - 1)):
            self.ledger.record(self.ledger.papers[-1])

    @invariant()
    def every_box_has_one_custodian_who_may_hold_it(self) -> None:
        """A custodian, and one to whom a paper gave it."""
        for box in map(self.ledger.box, NAMES):
            assert box.custodian is not None
            assert may(box.custodian, "acts")
            assert box.custodian in box.units

    @invariant()
    def a_chain_names_no_link_twice(self) -> None:
        """Links are unique, and what waits is bounded."""
        for box in map(self.ledger.box, NAMES):
            assert len(set(box.links)) == len(box.links)
            assert len(box.pending) <= 2 * links.MOST_WAITING

    def teardown(self) -> None:
        """Folding the same papers again gives the same states."""
        again = Custody()
        for index, paper in enumerate(self.ledger.papers):
            again.apply(paper, index)
        assert again.states == self.ledger.custody.states


TestOffices = Offices.TestCase
TestOffices.settings = settings(max_examples=40, stateful_step_count=40, suppress_health_check=list(HealthCheck))
