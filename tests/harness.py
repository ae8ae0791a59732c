"""
A small real ledger for stories: Ani of KPPS 004, Budi of the PPS, Citra of the PPK and Dewi, who supervises.

Every paper is drafted, signed and checked as any other; only the journal is a list in memory. Where a test wants a
database, it records `ledger.papers` there. Every paper is applied twice: to the whole history, and to no more of it
than the paper reads.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ledger import paper as papers
from ledger.domain import names
from ledger.domain.custody import Custody, Effects
from ledger.domain.custody.states import BoxState
from ledger.domain.documents import KINDS, base, boxes, government, movement, people
from ledger.domain.documents.base import Document, Key, Line, Seal, Seals, Seen, Signer
from ledger.paper import Paper
from ledger.signing.keys import PrivateKey
from tests.locality import apply_both_ways

VILLAGE = "35.79.02.2009"
STATION = f"{VILLAGE}/004"
KPU, PPK, PPS, KPPS = "kpu/35.79", "ppk/35.79.02", f"pps/{VILLAGE}", f"kpps/{STATION}"
BAWASLU, PTPS, SAKSI, POLRI, CARRIER = "bawaslu/35.79", f"ptps/{STATION}", "saksi/35.79/02", "polri/batu", "carrier/pos"
RINA, EKO = f"{KPU}#1", f"{BAWASLU}#1"  # authorities of custody and of supervision
KPU_REGISTRAR, BAWASLU_REGISTRAR = f"{KPU}#2", f"{BAWASLU}#2"
WATI = f"{KPU}#3"
ANI, BUDI, CITRA, DEWI = f"{KPPS}#1", f"{PPS}#1", f"{PPK}#1", f"{PTPS}#1"
SALIM, POLISI = f"{SAKSI}#1", f"{POLRI}#1"
BOXES = tuple(f"{STATION}/{kind}" for kind in ("DPD", "DPR", "DPRD-KABKOTA", "DPRD-PROV", "PPWP"))
DPD = BOXES[0]
EMPTY = Seen(size=0, root=hashlib.sha256(b"").hexdigest())
TIES = Seals(ties=Seal(on=2), papers=Seal(on=1))
UNTIL = "2029-12-31T23:59:59+07:00"


@cache
def private(name: str) -> PrivateKey:
    """One key for each name, made once for all tests."""
    del name
    return PrivateKey.generate()


def key(private_key: PrivateKey) -> Key:
    """The public half, as papers write it."""
    public = private_key.public
    return Key(alg=public.alg, public=b64encode(public.public).decode())  # type: ignore[arg-type]  # one of the two


@dataclass
class TestLedger:
    """A fold in memory with the papers that made it. `at` is the clock on the wall, moved by hand."""

    __test__ = False

    custody: Custody = field(default_factory=Custody)
    papers: list[Paper] = field(default_factory=list)
    effects: list[Effects] = field(default_factory=list)
    private: dict[str, PrivateKey] = field(default_factory=dict)
    at: str = "2029-02-13T08:00:00+07:00"
    device: str = "d" * 32

    @property
    def name(self) -> str:
        """The digest of genesis."""
        return self.papers[0].digest

    def key_of(self, officer: str) -> PrivateKey:
        """The key an officer signs with now."""
        return self.private.setdefault(officer, private(officer))

    def draft(self, kind: str, signers: dict[str, str], lines: Iterable[Line] = (), **members: Any) -> Paper:
        """An unsigned paper; `signers` gives each officer his part."""
        document: type[Document] = KINDS[kind]
        if kind != "genesis":
            members.setdefault("ledger", self.name)
            members.setdefault("seen", EMPTY)
        if issubclass(document, base.CustodyDocument):
            members.setdefault("place", f"{members['unit']}/1")
        drafted = document(
            id=hashlib.sha256(f"{kind}{len(self.papers)}{members}".encode()).hexdigest()[:32],
            at=members.pop("at", self.at),
            signers=tuple(
                Signer(officer=officer, key=self.key_of(officer).public.id, part=part, shown="id/1")  # type: ignore[arg-type]  # tests may name parts that do not exist
                for officer, part in signers.items()
            ),
            device=self.device,
            device_seq=members.pop("device_seq", len(self.papers)),
            **members,
        )
        return papers.draft(drafted, lines)

    def sign(self, paper: Paper) -> Paper:
        """Signed by everybody the payload names."""
        return papers.sign(paper, [self.key_of(signer.officer) for signer in paper.document.signers])

    def record(self, paper: Paper) -> Effects:
        """Take a signed paper in, as any ledger does."""
        papers.authenticate(paper, self.custody.keys(paper))
        made = apply_both_ways(self.custody, paper, len(self.papers))
        self.papers.append(paper)
        self.effects.append(made)
        return made

    def write(self, kind: str, signers: dict[str, str], lines: Iterable[Line] = (), **members: Any) -> Paper:
        """A signed paper that nobody has recorded yet."""
        return self.sign(self.draft(kind, signers, lines, **members))

    def put(self, kind: str, signers: dict[str, str], lines: Iterable[Line] = (), **members: Any) -> Effects:
        """Draft, sign and record."""
        return self.record(self.write(kind, signers, lines, **members))

    def box(self, box: str = DPD) -> BoxState:
        """A box as it stands."""
        state = self.custody.box(box)
        assert state is not None, f"no paper names {box}"
        return state

    def last(self, box: str = DPD) -> str:
        """The box's last link."""
        return self.box(box).links[-1]

    # Acts of the story, each on one or more boxes.

    def seal(
        self, *names_: str, by: str = ANI, seals: Seals = TIES, purpose: str = "results", **members: Any
    ) -> Effects:
        lines = [
            boxes.SealingLine(box=box, after=self.last(box), seals=seals, state="intact") for box in names_ or (DPD,)
        ]
        return self.put("sealing", {by: "acts"}, lines, unit=names.unit_of(by), purpose=purpose, **members)

    def hand_over(self, *names_: str, by: str, to: str, seals: Seals = TIES, **members: Any) -> Effects:
        lines = [self.accepted(box, self.last(box), seals) for box in names_ or (DPD,)]
        signers = {by: "releases", to: "receives", **members.pop("witnesses", {})}
        unit, receiver = names.unit_of(by), names.unit_of(to)
        members.setdefault("place", f"{receiver}/1")
        return self.put("handover", signers, lines, unit=unit, to=receiver, **members)

    def release(self, *names_: str, by: str, to: str, seals: Seals = TIES, **members: Any) -> Effects:
        lines = [base.LinkLine(box=box, after=self.last(box), seals=seals, state="intact") for box in names_ or (DPD,)]
        return self.put("release", {by: "releases"}, lines, unit=names.unit_of(by), to=to, **members)

    def accept(
        self, of: str, *names_: str, by: str, seals: Seals = TIES, outcome: str = "accepted", **members: Any
    ) -> Effects:
        lines = [self.accepted(box, of, seals, outcome) for box in names_ or (DPD,)]
        return self.put("acceptance", {by: "receives"}, lines, unit=names.unit_of(by), of=of, **members)

    @staticmethod
    def accepted(
        box: str, after: str | None, seals: Seals = TIES, outcome: str = "accepted"
    ) -> movement.AcceptanceLine:
        return movement.AcceptanceLine(box=box, after=after, seals=seals, state="intact", outcome=outcome)  # type: ignore[arg-type]  # a word of the closed list

    # The set-up every story begins with.

    def found(self) -> None:
        """Genesis, rules for nothing, units, registrars, officers, and the five boxes of station 004 with Ani."""
        self.put(
            "genesis",
            {RINA: "authorises", EKO: "authorises"},
            at="2028-11-01T08:00:00+07:00",
            origin="kpu.example/test/kota-batu",
            election="pemilu-2029",
            zone="Asia/Jakarta",
            box_types=(government.BoxType(type="dpd", level="station"),),
            authorities=government.Families(custody=self._authority(RINA), supervision=self._authority(EKO)),
        )
        units = (KPU, PPK, PPS, KPPS, POLRI, CARRIER, BAWASLU, PTPS, SAKSI)
        places = [f"{unit}/1" for unit in (KPU, PPK, PPS, KPPS)]
        lines = [people.UnitLine(id=unit) for unit in (*units, *places)]
        self.put("units", {RINA: "authorises", EKO: "authorises"}, lines)
        self.enrol(KPU_REGISTRAR, by={RINA: "authorises"}, roles=("registrar",))
        self.enrol(BAWASLU_REGISTRAR, by={EKO: "authorises"}, roles=("registrar",))
        self.enrol(WATI, CITRA, BUDI, ANI, POLISI, by={KPU_REGISTRAR: "registers"})
        self.enrol(DEWI, SALIM, by={BAWASLU_REGISTRAR: "registers"})
        self.list_boxes(*BOXES)

    def list_boxes(self, *names_: str, unit: str = KPPS) -> Effects:
        lines = [
            boxes.ManifestLine(box=box, type="dpd", dapil="BATU-2", ballots=275, unit=unit, place=f"{unit}/1")
            for box in names_
        ]
        return self.put("manifest", {KPU_REGISTRAR: "registers"}, lines)

    def enrol(self, *officers: str, by: dict[str, str], roles: tuple[people.Role, ...] = ("chair",)) -> Effects:
        return self.put("enrolment", by, [self.enrolment(officer, roles) for officer in officers])

    def enrolment(self, officer: str, roles: tuple[people.Role, ...] = ("chair",)) -> people.EnrolmentLine:
        unit, own = names.unit_of(officer), self.key_of(officer)
        proof = own.sign(papers.possession(key(own), self.name, officer, unit))
        return people.EnrolmentLine(
            id=officer,
            unit=unit,
            roles=roles,
            term=people.Term(begins="2028-11-01T00:00:00+07:00", until=UNTIL),
            key=key(own),
            name=hashlib.sha256(f"salt of {officer}".encode()).hexdigest(),
            proof=b64encode(proof).decode(),
        )

    def _authority(self, officer: str) -> government.Authority:
        held = government.AuthorityKey(officer=officer, key=key(self.key_of(officer)))
        return government.Authority(threshold=1, keys=(held,))


def founded() -> TestLedger:
    """A ledger in which nothing has happened yet but its founding."""
    ledger = TestLedger()
    ledger.found()
    return ledger
