"""A whole city of 3,055 boxes and 40,000 lines, and what is asked about it."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from sqlalchemy import insert

from ledger.domain.custody.effects import Change, Effects, Present, Signed, encode
from ledger.domain.documents.base import Seal, Seals, seconds
from ledger.persistence import tables
from ledger.persistence.journal import open_journal
from projections import looking
from projections.links import of_box
from projections.looking import View
from projections.where import Question, where
from tests.harness import PPS, founded

KINDS = ("DPD", "DPR", "DPRD-KABKOTA", "DPRD-PROV", "PPWP")
CITY = [f"35.79.02.{2000 + s // 26}/{s % 26 + 1:03}/{kind}" for s, kind in product(range(611), KINDS)]
LINKS, LINES = 40_000, 10
AT = "2029-02-14T18:30:00+07:00"
NOW = Present(custodian=PPS, keeper=PPS, place=f"{PPS}/1", seals=Seals(ties=Seal(on=2), papers=Seal(on=1)), sealed=True)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    with open_journal(tmp_path_factory.mktemp("city") / "ledger.db", create=True) as journal:
        data = bytes(founded().papers[-1])
        with journal.database.writing() as connection:
            did = [{"position": index + 1, "value": encode(_effects(index))} for index in range(LINKS // LINES)]
            papers = [{"position": row["position"], "type": "handover", "data": data} for row in did]
            connection.execute(insert(tables.entries), papers)
            connection.execute(insert(tables.effects), did)
        with looking.look(journal) as seen:
            yield seen


def _effects(index: int) -> Effects:
    return Effects(
        index=index,
        digest=f"{index:064}",
        kind="handover",
        at=AT,
        device="d" * 32,
        device_seq=index,
        signers=(Signed(officer=f"{PPS}#1", key="0" * 64, part="releases"),),
        changes=tuple(_change(index, CITY[(index * LINES + line) % len(CITY)]) for line in range(LINES)),
    )


def _change(index: int, box: str) -> Change:
    return Change(
        box=box,
        verdict="link",
        index=index,
        digest=f"{index:064}",
        kind="handover",
        at=AT,
        place=f"{PPS}/1",
        giver=PPS,
        receiver=PPS,
        grade="B",
        now=NOW,
    )


QUESTIONS: dict[str, Callable[[View], object]] = {
    "all boxes": lambda view: where(view, Question()),
    "one box": lambda view: where(view, Question((CITY[7],))),
    "a unit": lambda view: where(view, Question(unit=PPS)),
    "a place": lambda view: where(view, Question(place=f"{PPS}/1")),
    "one box as at an index": lambda view: where(view, Question((CITY[7],), index=2000)),
    "one box as at a time": lambda view: where(view, Question((CITY[7],), seconds=seconds(AT))),
    "all boxes as at an index": lambda view: where(view, Question(index=2000)),
    "all boxes as at a time": lambda view: where(view, Question(seconds=seconds(AT))),
    "a chain": lambda view: of_box(view, CITY[7]),
}
