"""Papers that move no box as events, lines without effect, and whatever else papers may say."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain import names
from ledger.domain.documents import base, remarks
from ledger.domain.documents.base import BoxLine, Coordinates, Seals
from projections.epcis import document, events
from projections.epcis.uris import Uris
from projections.exported.histories import History, Told
from projections.links import Later, Link, Signer
from tests.harness import (
    ANI,
    BAWASLU,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    PPS,
    PTPS,
    RINA,
    TIES,
    TestLedger,
)
from tests.ledger.domain import made
from tests.ledger.domain.custody import stories
from tests.projections.epcis.events import (
    BASE,
    ORIGIN,
    TORN,
    Tell,
    exported_of,
    words,
)
from tests.projections.epcis.validating import errors, slips


@pytest.mark.parametrize(
    ("seals", "state", "disposition"),
    [
        (TIES, "intact", "conformant"),
        (TORN, "intact", "mismatch_instance"),
        (TIES, "wet", "damaged"),
        (TIES, "missing", "unknown"),
    ],
)
def test_an_inspection_says_what_agrees(
    ledger: TestLedger, told: Tell, seals: Seals, state: Any, disposition: str
) -> None:
    ledger.seal()
    line = remarks.InspectionLine(box=DPD, seals=seals, state=state)
    ledger.put("inspection", {DEWI: "inspects"}, [line], unit=PTPS, place=f"{KPPS}/1", purpose="stock-taking")

    seen = told(ledger)[1]

    assert words(seen) == ("Object", "OBSERVE", "stock_taking", disposition)
    assert ("persistentDisposition" in seen) == (disposition == "conformant")
    assert ("kotak:expected" in seen) == (disposition != "conformant")


@pytest.mark.parametrize(
    ("code", "step", "disposition"),
    [("IR-13", "stock_taking", "unknown"), ("IR-05", "inspecting", "non_conformant")],
)
def test_a_finding_is_told_with_its_code_and_answers_are_not(
    ledger: TestLedger, told: Tell, code: str, step: str, disposition: str
) -> None:
    line = base.Cited(box=DPD)
    found = ledger.put("finding", {ANI: "reports"}, [line], unit=KPPS, sort="event", code=code)
    ledger.put("answer", {BUDI: "reports"}, [line], unit=PPS, of=found.digest, does="explains")

    (told_,) = told(ledger)

    assert (words(told_)[2:], told_["kotak:code"]) == ((step, disposition), code)


def test_a_hold_makes_a_box_unavailable_until_it_is_lifted(ledger: TestLedger, told: Tell) -> None:
    line = base.Cited(box=DPD)
    held = ledger.put("hold", {EKO: "authorises"}, [line], unit=BAWASLU, why="court")
    ledger.put("lift", {EKO: "authorises"}, [line], unit=BAWASLU, of=held.digest)

    assert [words(one)[2:] for one in told(ledger)] == [("holding", "unavailable"), ("other", "available")]


def test_a_line_without_effect_says_so_and_moves_nothing(ledger: TestLedger, told: Tell) -> None:
    listed = ledger.last()
    ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(stories.handover(ledger, by=ANI, to=CITRA, after=listed))
    ledger.record(stories.handover(ledger, by=BUDI, to=CITRA, after="e" * 64))

    _handed, contested, waiting = told(ledger)

    assert (contested["kotak:verdict"], contested["kotak:code"]) == ("contested", "overtaken")
    assert waiting["kotak:verdict"] == "waiting"
    assert words(contested) == words(waiting) == ("Object", "OBSERVE", "inspecting", "no_pedigree_match")


def test_a_lost_paper_that_comes_after_its_transcript_is_told_once(ledger: TestLedger, told: Tell) -> None:
    lost = stories.handover(ledger, by=ANI, to=BUDI)
    members = {**stories.transcribed(lost.digest), "signers": {BUDI: "receives"}}
    ledger.record(stories.handover(ledger, by=ANI, to=BUDI, **members))
    ledger.record(lost)

    (came,) = told(ledger)

    assert came["kotak:transcribed"] == "bast 12/KPPS/2029"


def test_whoever_signs_later_is_told_by_his_part_and_unit(ledger: TestLedger, told: Tell) -> None:
    handed = ledger.hand_over(by=ANI, to=BUDI)
    stories.attest(ledger, handed.digest, DEWI, "witnesses")

    (came,) = told(ledger)

    assert came["kotak:signers"][-1] == {
        "kotak:part": "witnesses",
        "kotak:unit": f"{BASE}/unit/{PTPS}",
        "kotak:attested": len(ledger.papers) - 1,
    }
    assert came["kotak:grade"] == "B"


@pytest.mark.parametrize(
    ("coordinates", "point"),
    [(Coordinates(lat="-7.871234", lon="112.526789"), {"id": "geo:-7.871234,112.526789"}), (None, None)],
)
def test_a_place_without_a_name_is_where_it_is_on_earth(
    ledger: TestLedger, told: Tell, coordinates: Coordinates | None, point: object
) -> None:
    ledger.hand_over(by=ANI, to=BUDI, place="?", coordinates=coordinates)

    assert told(ledger)[0].get("readPoint") == point


KINDS = ("acceptance", "correction", "deposit", "disposal", "finding", "handover", "hold", "inspection", "lift")
MORE = ("manifest", "opening", "release", "sealing", "withdrawal", "answer")
_WORD = st.sampled_from(("A", "E", None))


@st.composite
def _any_told(draw: st.DrawFn) -> Told:
    """Any paper there can be, with any of its lines, as any link the fold could make of it."""
    kind = draw(st.sampled_from(KINDS + MORE))
    paper = draw(made.documents(kind))
    lines = draw(made.annexes(kind))
    line = lines[0] if lines else base.Cited(box=DPD)
    assert isinstance(line, BoxLine)
    digest = draw(made.of(names.Digest))
    verdict = draw(st.sampled_from(("link", "remark", "waiting", "contested", "settled")))
    unit = draw(st.none() | made.of(names.UnitId))
    link = Link(
        index=draw(st.integers(0, 2**40)),
        digest=digest,
        kind=kind,
        verdict=verdict,
        code=draw(st.sampled_from(("overtaken", None))),
        took=0,
        before=None,
        at=paper.at,
        recorded_at=None,
        place=getattr(paper, "place", None) or getattr(line, "place", None),
        giver=unit,
        receiver=draw(st.none() | made.of(names.UnitId)),
        outcome=getattr(line, "outcome", None),
        signers=(),
        later=(Later(9, "B", (Signer(DEWI, "witnesses"),)),),
        custodian=unit,
        seals=draw(st.none() | made.of(base.Seals)),
        grade=draw(_WORD),
        flags=draw(st.sampled_from(((), ("IR-01",), ("IR-01", "IR-11")))),
    )
    return Told(link, paper, line)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(_any_told(), min_size=1, max_size=3, unique_by=lambda told: told.link.digest))
def test_whatever_papers_say_the_events_are_good(history: list[Told]) -> None:
    found = list(events.of(History(DPD, history), Uris(ORIGIN)))
    exported = json.loads(b"".join(document.written({"entries": 1}, found, at="2029-02-14T17:08:00+07:00")))

    assert errors(exported) == []
    assert [slip for slip in slips(exported) if slip != "no event"] == []


def test_an_authority_of_both_families_is_told_by_key_and_part_alone(ledger: TestLedger, tmp_path: Path) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(stories.ruling(ledger, wrong.digest, custodian=KPPS))

    text = json.dumps(exported_of(ledger, tmp_path))

    assert not [officer for officer in (RINA, EKO, ANI, BUDI) if officer in text]
