"""The events of a story, checked as anybody may check them, and acts that stories of events are made of."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ledger.domain.documents import boxes
from ledger.domain.documents.base import Seal, Seals
from projections import looking
from projections.epcis import document, events
from projections.epcis.scene import Event
from projections.epcis.uris import Uris
from projections.exported.histories import histories
from projections.where import Question
from tests.harness import (
    ANI,
    DPD,
    KPPS,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody import stories
from tests.projections.epcis.validating import errors, slips
from tests.projections.story import recorded

ORIGIN = "kpu.example/test/kota-batu"
BASE = f"https://{ORIGIN}"
NUMBERED = Seals(ties=Seal(on=3, serials=("A 01", "A/02")), papers=Seal(on=1))
Tell = Callable[[TestLedger], list[Event]]


def exported_of(ledger: TestLedger, folder: Path) -> Any:
    with recorded(folder / "ledger.db", ledger) as journal, looking.look(journal) as view:
        found = (one for each in histories(view, Question()) for one in events.of(each, Uris(ORIGIN)))
        data = b"".join(document.written({"entries": view.size}, found, at=ledger.at))
    read = json.loads(data)
    assert (errors(read), slips(read)) == ([], [])
    return read


def of_box(exported: Any, box: str = DPD) -> list[Event]:
    found: list[Event] = exported["epcisBody"]["eventList"]
    return [one for one in found if one["eventID"].partition("#")[0].endswith(box)]


def words(event: Event) -> tuple[str, ...]:
    return event["type"].removesuffix("Event"), event["action"], event["bizStep"], event["disposition"]


def sealing(ledger: TestLedger, seals: Seals, **members: Any) -> None:
    line = boxes.SealingLine(box=DPD, after=ledger.last(), seals=seals, state="intact", **members)
    ledger.put("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="packing")


def opening(ledger: TestLedger, **members: Any) -> None:
    seals = members.pop("seals", TIES)
    line = boxes.OpeningLine(box=DPD, after=ledger.last(), seals=seals, state="intact", **members)
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="pkpu", refs=stories.LETTER)


TORN = Seals(ties=Seal(on=1), papers=Seal(on=1, bad=1))
