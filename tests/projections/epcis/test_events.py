"""Every paper about a box as events, as another system reads them. Each document is checked as anybody may check it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain import names
from ledger.domain.documents import base, boxes, remarks
from ledger.domain.documents.base import BoxLine, Coordinates, LinkLine, Packed, Seal, Seals
from ledger.persistence.journal import open_journal
from projections import looking
from projections.epcis import document, events
from projections.epcis.scene import Event
from projections.epcis.uris import Uris
from projections.exported.histories import History, Told, histories
from projections.links import Later, Link, Signer
from projections.where import Question
from tests.harness import (
    ANI,
    BAWASLU,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    PTPS,
    RINA,
    TIES,
    TestLedger,
)
from tests.ledger.domain import made
from tests.ledger.domain.custody import stories
from tests.projections.epcis.validating import errors, slips
from tests.projections.story import record_all

ORIGIN = "kpu.example/test/kota-batu"
BASE = f"https://{ORIGIN}"
PARTIES = {ANI: "releases", BUDI: "receives"}
NUMBERED = Seals(ties=Seal(on=3, serials=("A 01", "A/02")), papers=Seal(on=1))
Tell = Callable[[TestLedger], list[Event]]


@pytest.fixture
def told(tmp_path: Path) -> Tell:
    """The events of box DPD after those of the founding, from a document that is good EPCIS."""
    return lambda ledger: _of_box(_exported(ledger, tmp_path))[1:]


def _exported(ledger: TestLedger, folder: Path) -> Any:
    with open_journal(folder / "ledger.db", create=True) as journal:
        record_all(journal, ledger)
        with looking.look(journal) as view:
            found = (one for each in histories(view, Question()) for one in events.of(each, Uris(ORIGIN)))
            data = b"".join(document.written({"entries": view.size}, found, at=ledger.at))
    read = json.loads(data)
    assert (errors(read), slips(read)) == ([], [])
    return read


def _of_box(exported: Any, box: str = DPD) -> list[Event]:
    found: list[Event] = exported["epcisBody"]["eventList"]
    return [one for one in found if one["eventID"].partition("#")[0].endswith(box)]


def _words(event: Event) -> tuple[str, ...]:
    return event["type"].removesuffix("Event"), event["action"], event["bizStep"], event["disposition"]


def test_a_box_on_the_manifest_is_commissioned(ledger: TestLedger, tmp_path: Path) -> None:
    (listed,) = _of_box(_exported(ledger, tmp_path))

    assert _words(listed) == ("Object", "ADD", "commissioning", "active")
    assert listed["epcList"] == [f"{BASE}/box/{DPD}"]
    assert listed["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}
    assert listed["ilmd"]["kotak:ballots"] == 275
    assert listed["eventID"] == f"{BASE}/event/{ledger.papers[-1].digest}/{DPD}"


def test_a_box_struck_from_the_manifest_is_decommissioned(ledger: TestLedger, told: Tell) -> None:
    ledger.put("manifest", {KPU_REGISTRAR: "registers"}, [boxes.ManifestLine(box=DPD)], withdrawn="printed-twice")

    (struck,) = told(ledger)

    assert _words(struck) == ("Object", "DELETE", "decommissioning", "inactive")
    assert struck["kotak:withdrawn"] == "printed-twice"


def _sealing(ledger: TestLedger, seals: Seals, **members: Any) -> None:
    line = boxes.SealingLine(box=DPD, after=ledger.last(), seals=seals, state="intact", **members)
    ledger.put("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="packing")


def test_seals_with_numbers_are_named_and_others_counted(ledger: TestLedger, told: Tell) -> None:
    _sealing(ledger, NUMBERED)

    (sealed,) = told(ledger)

    assert _words(sealed) == ("Association", "ADD", "installing", "container_closed")
    assert sealed["childEPCs"] == [f"{BASE}/seal/ties/A%2001", f"{BASE}/seal/ties/A%2F02"]
    assert sealed["childQuantityList"] == [
        {"epcClass": f"{BASE}/class/seal/ties", "quantity": 1},
        {"epcClass": f"{BASE}/class/seal/papers", "quantity": 1},
    ]


def test_what_is_packed_and_counted_goes_into_the_box(ledger: TestLedger, told: Tell) -> None:
    counts = boxes.Counts(valid=240, invalid=3, unused=32, voters=243)
    _sealing(ledger, TIES, packed=Packed(ballots=275, dapil="BATU 2"), counts=counts)

    sealed, packed, counted = told(ledger)

    assert [_words(one)[0] for one in (sealed, packed, counted)] == ["Association", "Aggregation", "Aggregation"]
    assert packed["childQuantityList"] == [{"epcClass": f"{BASE}/class/ballot/DPD/BATU%202", "quantity": 275}]
    assert [one["quantity"] for one in counted["childQuantityList"]] == [240, 3, 32]
    assert (sealed["kotak:voters"], packed["eventID"]) == (243, f"{sealed['eventID']}#packed")


def test_a_box_closed_without_a_seal_is_observed(ledger: TestLedger, told: Tell) -> None:
    _sealing(ledger, Seals(ties=Seal(on=0)), packed=Packed(ballots=0))

    assert [_words(one) for one in told(ledger)] == [("Object", "OBSERVE", "installing", "container_closed")]


def _opening(ledger: TestLedger, **members: Any) -> None:
    seals = members.pop("seals", TIES)
    line = boxes.OpeningLine(box=DPD, after=ledger.last(), seals=seals, state="intact", **members)
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="pkpu", refs=stories.LETTER)


def test_an_opening_names_all_seals_that_come_off_and_its_basis(ledger: TestLedger, told: Tell) -> None:
    ledger.seal()
    _opening(ledger)

    _sealed, opened = told(ledger)

    assert _words(opened) == ("Association", "DELETE", "removing", "container_open")
    assert [one["quantity"] for one in opened["childQuantityList"]] == [2, 1]
    assert opened["kotak:basis"] == "pkpu"
    assert opened["certificationInfo"] == [f"{BASE}/ref/letter/547%2FPY.01.1/2029-02-20"]


@pytest.mark.parametrize(("ballots", "disposition"), [(275, "completeness_verified"), (270, "mismatch_quantity")])
def test_what_is_found_is_compared_with_what_was_packed(
    ledger: TestLedger, told: Tell, ballots: int, disposition: str
) -> None:
    _sealing(ledger, TIES, packed=Packed(ballots=275))
    _opening(ledger, broken=Seals(ties=Seal(on=1)), found=Packed(ballots=ballots), resealed=Seals(ties=Seal(on=1)))

    _sealed, _packed, opened, found, resealed = told(ledger)

    assert opened["childQuantityList"] == [{"epcClass": f"{BASE}/class/seal/ties", "quantity": 1}]
    assert _words(found) == ("Aggregation", "DELETE", "unpacking", disposition)
    assert (found["kotak:expected"], found["kotak:found"]) == (275, ballots)
    assert _words(resealed) == ("Association", "ADD", "installing", "container_closed")


def test_an_unsealed_empty_box_is_opened_too(ledger: TestLedger, told: Tell) -> None:
    _opening(ledger, seals=Seals(), found=Packed(ballots=0))

    assert [_words(one) for one in told(ledger)] == [("Object", "OBSERVE", "removing", "container_open")]


def test_release_and_acceptance_name_the_parties_and_the_hand_over(ledger: TestLedger, told: Tell) -> None:
    released = ledger.release(by=ANI, to=PPS, carrier="carrier/pos", vehicle="N 1234 K", via=(f"{PPK}/1",))
    ledger.accept(released.digest, by=BUDI)

    left, came = told(ledger)

    assert (_words(left)[2:], _words(came)[2:]) == (("shipping", "in_transit"), ("accepting", "in_progress"))
    assert [one["source"] for one in left["sourceList"]] == [f"{BASE}/unit/{KPPS}", f"{BASE}/place/{KPPS}/1"]
    assert [one["destination"] for one in came["destinationList"]] == [f"{BASE}/unit/{PPS}", f"{BASE}/place/{PPS}/1"]
    assert "bizLocation" not in left
    paper = f"{BASE}/paper/{released.digest}"
    assert left["bizTransactionList"] == [{"type": "desadv", "bizTransaction": paper}]
    assert came["bizTransactionList"] == [{"type": "recadv", "bizTransaction": paper}]


def test_a_hand_over_is_an_acceptance_that_names_itself(ledger: TestLedger, told: Tell) -> None:
    handed = ledger.hand_over(by=ANI, to=BUDI, witnesses={DEWI: "witnesses"})

    (came,) = told(ledger)

    assert _words(came) == ("Object", "OBSERVE", "accepting", "in_progress")
    assert came["bizTransactionList"][0]["bizTransaction"].endswith(handed.digest)
    assert {one["kotak:part"] for one in came["kotak:signers"]} == {"releases", "receives", "witnesses"}


@pytest.mark.parametrize(
    ("outcome", "step", "disposition"),
    [
        ("refused", "holding", "no_pedigree_match"),
        ("missing", "inspecting", "mismatch_quantity"),
        ("extra", "arriving", "no_pedigree_match"),
    ],
)
def test_a_box_that_is_not_accepted_says_how(
    ledger: TestLedger, told: Tell, outcome: str, step: str, disposition: str
) -> None:
    released = ledger.release(by=ANI, to=PPS)
    ledger.record(stories.accept(ledger, released.digest, {DPD: outcome}, by=BUDI))

    answered = told(ledger)[1]

    assert _words(answered) == ("Object", "OBSERVE", step, disposition)
    assert answered["kotak:outcome"] == outcome
    assert "destinationList" not in answered


def test_a_withdrawal_voids_the_release_and_declares_no_error(ledger: TestLedger, told: Tell) -> None:
    released = ledger.release(by=ANI, to=PPS)
    ledger.record(stories.withdraw(ledger, released.digest))

    _left, void = told(ledger)

    assert _words(void) == ("Object", "OBSERVE", "void_shipping", "in_progress")
    assert void["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}


def test_a_deposit_changes_the_place_and_not_the_party(ledger: TestLedger, told: Tell) -> None:
    ledger.record(stories.deposit(ledger))
    ledger.record(stories.deposit(ledger, back=True))

    left, back = told(ledger)

    assert _words(left) == _words(back) == ("Object", "OBSERVE", "storing", "in_progress")
    assert [one["kotak:keeper"] for one in (left, back)] == [f"{BASE}/unit/{PPS}", f"{BASE}/unit/{KPPS}"]
    assert [one["kotak:custodian"] for one in (left, back)] == [f"{BASE}/unit/{KPPS}"] * 2
    assert "destinationList" not in left


TORN = Seals(ties=Seal(on=1), papers=Seal(on=1, bad=1))


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

    assert _words(seen) == ("Object", "OBSERVE", "stock_taking", disposition)
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

    assert (_words(told_)[2:], told_["kotak:code"]) == ((step, disposition), code)


def test_a_hold_makes_a_box_unavailable_until_it_is_lifted(ledger: TestLedger, told: Tell) -> None:
    line = base.Cited(box=DPD)
    held = ledger.put("hold", {EKO: "authorises"}, [line], unit=BAWASLU, why="court")
    ledger.put("lift", {EKO: "authorises"}, [line], unit=BAWASLU, of=held.digest)

    assert [_words(one)[2:] for one in told(ledger)] == [("holding", "unavailable"), ("other", "available")]


def test_a_correction_declares_the_event_an_error_and_says_what_holds(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(
        stories.correct(ledger, wrong.digest, PARTIES, custodian=KPPS, keeper=PPS, stands=f"{KPPS}/1", seals=TIES)
    )

    handed, declared, instead, sealed = told(ledger)

    error = declared.pop("errorDeclaration")
    assert declared == handed
    assert (error["reason"], error["correctiveEventIDs"]) == ("incorrect_data", [instead["eventID"], sealed["eventID"]])
    assert instead["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}
    assert instead["destinationList"] == [{"type": "possessing_party", "destination": f"{BASE}/unit/{KPPS}"}]


def test_a_correction_that_names_nothing_instead_declares_no_error(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(stories.correct(ledger, wrong.digest, PARTIES))

    _handed, settled = told(ledger)

    assert _words(settled) == ("Object", "OBSERVE", "other", "in_progress")
    assert ("errorDeclaration" in settled, settled["kotak:why"]) == (False, "wrong-box")


def test_a_corrected_release_is_voided_and_not_declared_besides(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.release(by=ANI, to=PPS)
    ledger.record(stories.correct(ledger, wrong.digest, PARTIES, keeper=KPPS, stands=f"{KPPS}/1"))

    _left, void = told(ledger)

    assert _words(void) == ("Object", "OBSERVE", "void_shipping", "in_progress")
    assert void["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}


def test_a_correction_of_an_earlier_link_moves_nothing(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.hand_over(by=BUDI, to=CITRA)
    ledger.record(stories.correct(ledger, wrong.digest, PARTIES, stands=f"{KPPS}/1"))

    *_handed, declared, instead = told(ledger)

    assert declared["errorDeclaration"]["correctiveEventIDs"] == [instead["eventID"]]
    assert ("bizLocation" in instead, instead["kotak:place"]) == (False, f"{BASE}/place/{KPPS}/1")


def test_a_disposal_destroys_and_names_its_approvals(ledger: TestLedger, told: Tell) -> None:
    line = LinkLine(box=DPD, after=ledger.last(), seals=TIES, state="intact")
    ledger.put("disposal", {ANI: "acts"}, [line], unit=KPPS, how="pulp", refs=stories.LETTER)

    (gone,) = told(ledger)

    assert _words(gone) == ("Object", "DELETE", "destroying", "destroyed")
    assert len(gone["certificationInfo"]) == 1


def test_a_line_without_effect_says_so_and_moves_nothing(ledger: TestLedger, told: Tell) -> None:
    listed = ledger.last()
    ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(stories.handover(ledger, by=ANI, to=CITRA, after=listed))
    ledger.record(stories.handover(ledger, by=BUDI, to=CITRA, after="e" * 64))

    _handed, contested, waiting = told(ledger)

    assert (contested["kotak:verdict"], contested["kotak:code"]) == ("contested", "overtaken")
    assert waiting["kotak:verdict"] == "waiting"
    assert _words(contested) == _words(waiting) == ("Object", "OBSERVE", "inspecting", "no_pedigree_match")


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


def test_a_ruling_is_no_error_of_a_paper_the_box_never_had(ledger: TestLedger, told: Tell) -> None:
    other = ledger.hand_over(f"{DPD[:-3]}DPR", by=ANI, to=BUDI)
    ledger.record(stories.ruling(ledger, other.digest, custodian=PPS))

    assert ["errorDeclaration" in one for one in told(ledger)] == [False]


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

    text = json.dumps(_exported(ledger, tmp_path))

    assert not [officer for officer in (RINA, EKO, ANI, BUDI) if officer in text]
