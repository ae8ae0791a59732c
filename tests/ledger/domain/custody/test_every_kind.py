"""One story with every kind of paper there is, each judged by no more than what it reads."""

import pytest
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.custody import Custody, effects
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Cited, Signer
from ledger.domain.documents.boxes import OpeningLine
from ledger.domain.documents.government import Authority, AuthorityKey, PlanLine
from ledger.domain.documents.people import RotationLine
from ledger.domain.documents.remarks import AccessLine, InspectionLine, StockLine
from ledger.errors import Refused
from ledger.signing.keys import PrivateKey
from tests.harness import (
    ANI,
    BAWASLU,
    BOXES,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU,
    KPU_REGISTRAR,
    POLISI,
    PPK,
    PPS,
    PTPS,
    RINA,
    STATION,
    TIES,
    WATI,
    TestLedger,
    key,
)
from tests.ledger.domain.custody.stories import LETTER, attest, correct, deposit, follow, revoke, withdraw

BOTH = {RINA: "authorises", EKO: "authorises"}


def before_the_vote(ledger: TestLedger) -> None:
    ledger.put("rules", {RINA: "authorises"}, bases=("voting-day",))
    ledger.put("plan", {KPU_REGISTRAR: "registers"}, [PlanLine(leg=f"{STATION}:kpps-pps", until="day-end")])
    goods = StockLine(batch="ties-1", item="ties", giver="vendor/v", to=KPU, promised=5, good=5)
    ledger.put("stock", {WATI: "acts"}, [goods], unit=KPU, action="delivered")
    operator = f"{KPU}#7"
    ledger.enrol(operator, by={KPU_REGISTRAR: "registers"}, roles=("operator",))
    ledger.put("anchor", {operator: "operates"}, note="AAAA")
    held = (AuthorityKey(officer=EKO, key=key(ledger.key_of(EKO))),)
    new = Authority(threshold=1, keys=held)
    ledger.put("authorities", {EKO: "authorises"}, replaces=ledger.name, family="supervision", authority=new)


def the_vote(ledger: TestLedger) -> None:
    ledger.record(deposit(ledger, *BOXES))
    ledger.record(deposit(ledger, *BOXES, back=True))
    lines = [OpeningLine(box=DPD, after=ledger.last(), seals=TIES, state="intact")]
    ledger.put("opening", {ANI: "acts"}, lines, unit=KPPS, purpose="voting", basis="voting-day")
    ledger.seal(*BOXES)
    seen = [InspectionLine(box=DPD, seals=TIES, state="intact")]
    ledger.put("inspection", {DEWI: "inspects"}, seen, unit=PTPS, place=f"{KPPS}/1")
    members = {"unit": PTPS, "place": f"{KPPS}/1", "sort": "supervision", "code": "IR-03"}
    found = ledger.put("finding", {DEWI: "reports"}, [Cited(box=DPD)], **members)
    ledger.put("answer", {ANI: "reports"}, [Cited(box=DPD)], unit=KPPS, of=found.digest, does="explains")


def the_way_home(ledger: TestLedger) -> None:
    sent = ledger.release(*BOXES, by=ANI, to=PPS)
    ledger.record(withdraw(ledger, sent.digest, *BOXES))
    sent = ledger.release(*BOXES, by=ANI, to=PPS)
    taken = ledger.accept(sent.digest, *BOXES, by=BUDI)
    ledger.record(correct(ledger, taken.digest, {ANI: "releases", BUDI: "receives"}, keeper=PPS))
    home = ledger.hand_over(*BOXES, by=BUDI, to=CITRA)
    attest(ledger, home.digest, DEWI, "witnesses")
    store = [AccessLine(id="padlock-1", holder="polri/batu", seen="intact")]
    members = {"unit": PPK, "action": "closed", "why": "night", "boxes": 5}
    ledger.put("access", {CITRA: "acts", POLISI: "unlocks"}, store, **members)


def the_end(ledger: TestLedger) -> None:
    held = ledger.put("hold", {EKO: "authorises"}, [Cited(box=DPD)], unit=BAWASLU, why="counting-dispute")
    ledger.put("lift", {EKO: "authorises"}, [Cited(box=DPD)], unit=BAWASLU, of=held.digest)
    ledger.put("disposal", {CITRA: "acts"}, follow(ledger, *BOXES), unit=PPK, how="pulp", refs=LETTER)
    ledger.put("continuation", BOTH, origin="kpu.example/test/again", last="AAAA", size=len(ledger.papers))
    revoke(ledger, ANI, "ended")
    rotate(ledger, BUDI)
    ledger.put("closing", BOTH, papers=len(ledger.papers) + 1, boxes=5)


def rotate(ledger: TestLedger, officer: str) -> None:
    """The officer signs with the old key and with the new one."""
    old, new = ledger.key_of(officer), PrivateKey.generate()
    line = RotationLine(id=officer, old=old.public.id, new=key(new))
    drafted = ledger.draft("rotation", {officer: "proves"}, [line])
    signers = [Signer(officer=officer, key=one.public.id, part="proves", shown="id/1") for one in (old, new)]
    again = papers.draft(replace(drafted.document, annex=None, signers=tuple(signers)), [line])
    ledger.private[officer] = new
    ledger.record(papers.sign(again, [old, new]))


def test_every_kind_of_paper_has_its_place_in_one_story(ledger: TestLedger) -> None:
    for chapter in (before_the_vote, the_vote, the_way_home, the_end):
        chapter(ledger)

    assert {paper.document.kind for paper in ledger.papers} == KINDS.keys()
    assert not any(ledger.box(box).disputes for box in BOXES)
    assert all(ledger.box(box).disposed for box in BOXES)


def test_the_same_papers_give_the_same_states_and_effects(ledger: TestLedger) -> None:
    for chapter in (before_the_vote, the_vote, the_way_home, the_end):
        chapter(ledger)

    again = Custody()
    made = [again.apply(paper, index)[0] for index, paper in enumerate(ledger.papers)]

    assert again.states == ledger.custody.states
    assert [effects.encode(one) for one in made] == [effects.encode(one) for one in ledger.effects]


def test_an_answer_is_signed_by_its_unit(ledger: TestLedger) -> None:
    with pytest.raises(Refused, match=f"Nobody of {PPS} signed this answer with the part reports"):
        ledger.put("answer", {ANI: "reports"}, [Cited(box=DPD)], unit=PPS, of="a" * 64, does="explains")


def test_an_anchor_is_signed_by_an_operator(ledger: TestLedger) -> None:
    with pytest.raises(Refused, match="Nobody of an operator signed this anchor"):
        ledger.put("anchor", {WATI: "operates"}, note="AAAA")
