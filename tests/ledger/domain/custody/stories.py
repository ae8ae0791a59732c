"""The papers these stories are told with, each signed and not yet recorded."""

from collections.abc import Iterable
from typing import Any

from ledger.domain import names
from ledger.domain.custody import Custody, Effects
from ledger.domain.documents import boxes, movement
from ledger.domain.documents.base import File, LinkLine, Present, Ref, Seals, Transcribed
from ledger.domain.documents.people import RevocationLine
from ledger.paper import Paper
from tests.harness import ANI, BAWASLU, BUDI, DPD, EKO, KPPS, KPU_REGISTRAR, PPS, RINA, TIES, TestLedger

LETTER = (Ref(what="letter", number="547/PY.01.1", date="2029-02-20"),)
RULING = (Ref(what="ruling", number="1/PHPU.PRES/2029", date="2029-06-01"),)
PARTIES = {ANI: "releases", BUDI: "receives"}
FARAH = f"{BAWASLU}#3"
FORM = (File(what="scan", bytes=81_234, hash="f" * 64),)


def follow(ledger: TestLedger, *names_: str, after: str | None = None, seals: Seals = TIES) -> list[LinkLine]:
    """Lines that say the boxes are whole, and follow their last link."""
    return [LinkLine(box=box, after=after or ledger.last(box), seals=seals, state="intact") for box in names_ or (DPD,)]


def answer(ledger: TestLedger, after: str | None, outcomes: dict[str, str]) -> list[movement.AcceptanceLine]:
    """Lines that answer, each box in its own way."""
    return [
        ledger.accepted(box, None if outcome == "extra" else after, outcome=outcome)
        for box, outcome in outcomes.items()
    ]


def handover(ledger: TestLedger, *names_: str, by: str, to: str, after: str | None = None, **members: Any) -> Paper:
    """Both sign at one tailgate."""
    lines = [ledger.accepted(box, after or ledger.last(box)) for box in names_ or (DPD,)]
    unit, receiver = names.unit_of(by), names.unit_of(to)
    signers = members.pop("signers", {by: "releases", to: "receives"})
    members.setdefault("place", f"{receiver}/1")
    return ledger.write("handover", signers, lines, unit=unit, to=receiver, **members)


def release(ledger: TestLedger, *names_: str, by: str, to: str, after: str | None = None, **members: Any) -> Paper:
    """The boxes leave."""
    lines = follow(ledger, *names_, after=after)
    return ledger.write("release", {by: "releases"}, lines, unit=names.unit_of(by), to=to, **members)


def accept(ledger: TestLedger, of: str, outcomes: dict[str, str], by: str, **members: Any) -> Paper:
    """The boxes come, or do not."""
    lines = answer(ledger, of, outcomes)
    return ledger.write("acceptance", {by: "receives"}, lines, unit=names.unit_of(by), of=of, **members)


def deposit(ledger: TestLedger, *names_: str, after: str | None = None, back: bool = False, **members: Any) -> Paper:
    """Ani leaves boxes with Budi, or takes them back."""
    signers = members.pop("signers", {ANI: "acts", BUDI: "keeps"})
    members.setdefault("keeper", PPS)
    members.setdefault("place", f"{KPPS if back else PPS}/1")
    return ledger.write("deposit", signers, follow(ledger, *names_, after=after), unit=KPPS, back=back, **members)


def withdraw(ledger: TestLedger, of: str, *names_: str, by: str = ANI, after: str | None = None) -> Paper:
    """What was released and never accepted is with the giver again."""
    lines = follow(ledger, *names_, after=after)
    return ledger.write("withdrawal", {by: "releases"}, lines, unit=names.unit_of(by), of=of, why="truck-broke-down")


def correct(
    ledger: TestLedger, of: str, signers: dict[str, str], box: str = DPD, after: str | None = None, **members: Any
) -> Paper:
    """What holds instead; members of the line are given among those of the paper."""
    says = {name: members.pop(name) for name in ("custodian", "keeper", "seals") if name in members}
    line = boxes.CorrectionLine(box=box, after=after or ledger.last(box), place=members.pop("stands", None), **says)
    unit = members.pop("unit", names.unit_of(next(iter(signers))))
    return ledger.write("correction", signers, [line], unit=unit, of=of, why="wrong-box", **members)


def ruling(ledger: TestLedger, of: str, box: str = DPD, after: str | None = None, **members: Any) -> Paper:
    """Both families say what holds."""
    both = {RINA: "authorises", EKO: "authorises"}
    members.setdefault("refs", LETTER)
    return correct(ledger, of, both, box, after, unit="kpu/35.79", **members)


def attest(ledger: TestLedger, of: str, by: str, part: str) -> Effects:
    """Somebody signs later, and it is recorded."""
    return ledger.put("attestation", {by: part}, unit=names.unit_of(by), of=of)


def transcribed(stands_for: str | None = None, signed: Iterable[str] = (KPPS, PPS)) -> dict[str, Any]:
    """The members that make a link a transcript."""
    form = Transcribed(
        form="bast",
        number="12/KPPS/2029",
        written_at="2029-02-14T17:08:00+07:00",
        signed_on_paper=tuple(signed),
        stands_for=stands_for,
    )
    return {"transcribed": form, "files": FORM}


def beside(unit: str, part: str, how: str = "seen", **members: Any) -> tuple[Present, ...]:
    """Who was there without signing."""
    return (Present(unit=unit, part=part, how=how, **members),)  # type: ignore[arg-type]  # words of closed lists


def revoke(ledger: TestLedger, officer: str, why: str = "stolen") -> Effects:
    """The officer's key no longer counts."""
    line = RevocationLine(id=officer, keys=(ledger.key_of(officer).public.id,), why=why)  # type: ignore[arg-type]  # a word of the closed list
    return ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [line])


def enrol_another(ledger: TestLedger, officer: str) -> str:
    """A colleague of the same unit, enrolled when there is need of one."""
    ledger.enrol(officer, by={KPU_REGISTRAR: "registers"})
    return officer


def states_of(custody: Custody, *names_: str) -> list[tuple[object, ...]]:
    """What a person would ask about boxes: who answers, who has them, where, on what ground, and is it doubted."""
    found = [custody.box(box) for box in names_]
    return [
        (box.custodian, box.keeper, box.place, box.links, box.seals, box.state, box.releases, box.disputes, box.pending)
        for box in found
        if box is not None
    ]


def by_a_stolen_key(ledger: TestLedger, **members: Any) -> Paper:
    """Signed by Ani; meanwhile her key was reported stolen, and a colleague has a new one."""
    paper = handover(ledger, by=ANI, to=BUDI, **members)
    revoke(ledger, ANI)
    enrol_another(ledger, f"{KPPS}#2")
    return paper


def rules(ledger: TestLedger, **members: Any) -> Effects:
    """What this election wants."""
    return ledger.put("rules", {RINA: "authorises"}, **members)
