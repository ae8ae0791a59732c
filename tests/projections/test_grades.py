"""How well links are witnessed, and between which cosigned checkpoints they came into the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger.domain.documents.base import Seen, seconds
from ledger.domain.documents.government import PlanLine
from ledger.log.bracket import UNKNOWN, Bracket, Marks
from ledger.log.checkpoint import Checkpoint, Opened
from ledger.log.quorum import Quorum
from ledger.merkle import EMPTY_ROOT, leaf_hash, root
from ledger.persistence.journal import Journal
from projections import desk, links, looking
from projections.desk import Narrowed, Part
from projections.looking import View
from tests.harness import ANI, BUDI, DEWI, DPD, KPU_REGISTRAR, STATION, TestLedger
from tests.ledger.domain.custody.stories import attest
from tests.projections.asking import CLOCK, moment
from tests.projections.story import recorded

SEEN_AT, SIGNED_AT, COVERED_AT = "2029-02-14T18:00:00+07:00", "2029-02-14T18:30:00+07:00", "2029-02-14T19:00:00+07:00"


def noted(ledger: TestLedger, size: int, at: str, root_: bytes | None = None) -> Opened:
    """A checkpoint of the first papers, cosigned at that time."""
    found = root_ or root([paper.leaf for paper in ledger.papers[:size]])
    return Opened(Checkpoint("kpu.example/test/kota-batu", size, found), {"bawaslu": seconds(at)}, quorum_met=True)


def seen(ledger: TestLedger) -> Seen:
    """What whoever drafts now has seen."""
    return Seen(size=len(ledger.papers), root=root([paper.leaf for paper in ledger.papers]).hex())


@pytest.fixture
def handed(ledger: TestLedger) -> TestLedger:
    """Sealed, then handed over before a witness by people who had seen a checkpoint."""
    ledger.seal(at="2029-02-14T17:00:00+07:00")
    ledger.hand_over(by=ANI, to=BUDI, witnesses={DEWI: "witnesses"}, at=SIGNED_AT, seen=seen(ledger))
    return ledger


@contextmanager
def looked_at(ledger: TestLedger, folder: Path, *opened: Opened) -> Iterator[tuple[View, Marks, Journal]]:
    with recorded(folder / "story.db", ledger) as journal, looking.look(journal) as view:
        yield view, desk.marks(journal, opened, Quorum()), journal


def cosigned(ledger: TestLedger) -> tuple[Opened, Opened]:
    """The checkpoint the signers had seen, and one that covers what they signed."""
    size = len(ledger.papers)
    return noted(ledger, size - 1, SEEN_AT), noted(ledger, size, COVERED_AT)


def test_a_witnessed_link_between_two_cosigned_checkpoints_is_dated_from_outside(
    handed: TestLedger, tmp_path: Path
) -> None:
    with looked_at(handed, tmp_path, *cosigned(handed)) as (view, marks, _):
        sealed, given = links.of_box(view, DPD, marks)[1:]
        undated = links.of_box(view, DPD)[-1]

    assert (given.grade, given.bracket) == ("A", Bracket(seconds(SEEN_AT), seconds(COVERED_AT)))
    assert (sealed.grade, sealed.bracket) == ("D", Bracket(None, seconds(SEEN_AT)))
    assert (undated.grade, undated.bracket) == ("B", UNKNOWN)


def test_a_checkpoint_of_another_history_dates_nothing(handed: TestLedger, tmp_path: Path) -> None:
    size = len(handed.papers)
    other = noted(handed, size, COVERED_AT, leaf_hash(b"another history"))
    above = noted(handed, size + 5, COVERED_AT, leaf_hash(b"what is not here"))
    nothing = noted(handed, 0, SEEN_AT, EMPTY_ROOT)

    with looked_at(handed, tmp_path, other, above, nothing) as (view, marks, _):
        given = links.of_box(view, DPD, marks)[-1]

    assert not marks
    assert (given.grade, given.bracket) == ("B", UNKNOWN)


def test_links_are_counted_by_grade_as_at_a_moment(handed: TestLedger, tmp_path: Path) -> None:
    handed.hand_over(by=BUDI, to=ANI, at=COVERED_AT)
    unwitnessed = handed.papers[-1].digest
    dated = noted(handed, len(handed.papers) - 2, SEEN_AT), noted(handed, len(handed.papers), COVERED_AT)
    attest(handed, unwitnessed, DEWI, "witnesses")

    with looked_at(handed, tmp_path, *dated) as (view, marks, _):
        now = _counts(desk.grades(view, moment(view), marks))
        before = _counts(desk.grades(view, moment(view, index=len(handed.papers) - 2), marks))
        alone = _counts(desk.grades(view, moment(view)))
        elsewhere = _counts(desk.grades(view, moment(view), marks, "35.79.01"))

    assert (now, before) == ({"A": 1, "B": 1, "D": 1}, {"A": 1, "D": 2})
    assert (alone, elsewhere) == ({"B": 2, "D": 1}, {})


def _counts(found: list[desk.Graded]) -> dict[str, int]:
    return {one.grade: one.links for one in found if one.links}


def test_a_claim_that_checkpoints_contradict_is_a_clock_that_cannot_be_right(
    ledger: TestLedger, tmp_path: Path
) -> None:
    early, late = "2029-02-14T12:00:00+07:00", "2029-02-14T22:00:00+07:00"
    ledger.seal(at=early)
    ledger.hand_over(by=ANI, to=BUDI, at=late, seen=seen(ledger))
    ahead = noted(ledger, len(ledger.papers) - 1, SEEN_AT), noted(ledger, len(ledger.papers), COVERED_AT)
    ledger.device = "e" * 32
    ledger.hand_over(
        by=BUDI, to=ANI, at=early, seen=Seen(size=ahead[1].checkpoint.size, root=ahead[1].checkpoint.root.hex())
    )

    with looked_at(ledger, tmp_path, *ahead) as (view, marks, _):
        found = [
            one for one in desk.breaks(view, moment(view), Narrowed(code="clock"), marks) if one.case != "backwards"
        ]
        then = desk.as_at(view, index=None, time=early, clock=CLOCK)
        at_noon = [one.case for one in desk.breaks(view, then, Narrowed(code="clock"), marks)]

    assert [(one.case, one.facts.expected, one.facts.found) for one in found if one.case != "backwards"] == [
        ("ahead", COVERED_AT, late),
        ("behind", COVERED_AT, early),
    ]
    assert at_noon == ["behind"]


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (COVERED_AT, ("there", "in-time", 1, 0, 0, 0)),
        ("2029-02-14T18:45:00+07:00", ("there", "open", 0, 1, 0, 0)),
        ("2029-02-14T18:15:00+07:00", ("late", "open", 0, 0, 0, 1)),
        ("2029-02-14T17:59:00+07:00", ("late", "late", 0, 0, 1, 0)),
    ],
)
def test_what_outside_time_proves_of_a_deadline_is_told_and_counted(
    handed: TestLedger, tmp_path: Path, due: str, told: tuple[str, str, int, int, int, int]
) -> None:
    state, proof, *counted = told
    dated = cosigned(handed)
    lines = [PlanLine(leg=f"{STATION}:kpps-pps", due=due)]
    handed.put("plan", {KPU_REGISTRAR: "registers"}, lines)

    with looked_at(handed, tmp_path, *dated) as (view, marks, _):
        found = desk.coverage(view, moment(view), Part(), marks)
        alone = desk.coverage(view, moment(view), Part())

    (row,) = found.rows
    assert [row.proved, row.straddling, row.proved_late, row.late_open] == counted
    assert getattr(row, state) == 1
    assert [cell.proof for cell in found.open if cell.came] == ([proof] if state == "late" else [])
    assert (alone.rows[0].proved, alone.rows[0].straddling) == (0, 0)
