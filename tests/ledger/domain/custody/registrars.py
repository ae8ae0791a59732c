"""Who registers units and officers, for a family and for a part of the country."""

from typing import Any

from msgspec.structs import replace

from ledger.domain.documents.people import RevocationLine, Term
from tests.harness import BAWASLU_REGISTRAR, KPU, KPU_REGISTRAR, PPS, RINA, TestLedger

REGISTERS = {KPU_REGISTRAR: "registers"}
SUPERVISES = {BAWASLU_REGISTRAR: "registers"}
FIFI, LOCAL = f"{PPS}#2", f"{KPU}#7"
NEIGHBOUR = "pps/35.79.01.1001"


def local_registrar(ledger: TestLedger, area: str = "35.79.02") -> dict[str, str]:
    line = ledger.enrolment(LOCAL, ("registrar",))
    term = Term(begins=line.term.begins, until=line.term.until, area=area)
    ledger.put("enrolment", {RINA: "authorises"}, [replace(line, term=term)])
    return {LOCAL: "registers"}


def revoke(ledger: TestLedger, officer: str, signers: dict[str, str], why: Any = "stolen", **members: Any) -> Any:
    keys = members.pop("keys", (ledger.key_of(officer).public.id,))
    line = RevocationLine(id=officer, keys=keys, why=why, **members)
    return ledger.put("revocation", signers, [line])
