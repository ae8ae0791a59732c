"""`kotak names disclose`: names for one case, each checked against the enrolment that was signed."""

import base64
import json
import shutil
import sqlite3
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from commands.founding import registry
from ledger.log import policy
from tests.commands.evidence import Kotak, speaking
from tests.harness import ANI, BUDI, DPD, KPU_REGISTRAR, PPS, TestLedger
from tests.ledger.dishonest import LOG, ORIGIN
from tests.projections.story import lay_out

SITI, NAME, SALT = f"{PPS}#2", "Siti Nurbayánah d'Arc", "5a" * 32
ORDER = ("--order", "surat:17/PHPU/2029:2029-03-20")


@pytest.fixture
def folder(tmp_path: Path, ledger: TestLedger) -> Path:
    """Siti is enrolled under her name, Budi under one nobody here knows; both signed with Ani."""
    line = replace(ledger.enrolment(SITI), name=registry.commit(NAME, SALT))
    ledger.put("enrolment", {KPU_REGISTRAR: "registers"}, [line])
    ledger.seal(DPD)
    ledger.hand_over(DPD, by=ANI, to=SITI)
    lay_out(tmp_path / "ledger.db", ledger)
    genesis = ledger.papers[0].digest
    (tmp_path / "trust.txt").write_text(policy.trust_text(ORIGIN, genesis, LOG.public))
    _keep(tmp_path, {SITI: {"commitment": registry.commit(NAME, SALT), "name": NAME, "salt": SALT}})
    return tmp_path


@pytest.fixture
def kotak(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    return speaking(folder, capfd, monkeypatch)


def _keep(folder: Path, names: dict[str, Any]) -> None:
    (folder / "ledger.names.json").write_text(json.dumps({"names": names}))


def test_a_name_is_disclosed_with_the_salt_that_leads_to_the_enrolment(kotak: Kotak, ledger: TestLedger) -> None:
    said = kotak("names", "disclose", 9, *ORDER)

    (siti,) = said.json["data"]["disclosed"]
    assert (siti["officer"], siti["name"], siti["salt"]) == (SITI, NAME, SALT)
    assert siti["enrolment"] == {"index": 7, "digest": ledger.papers[7].digest}
    assert siti["signed"] == [{"index": 9, "part": "receives"}]
    assert said.json["data"]["order"] == "surat:17/PHPU/2029:2029-03-20"


def test_programs_are_told_of_the_papers_what_people_are(kotak: Kotak, ledger: TestLedger) -> None:
    said = kotak("names", "disclose", 9, 7, *ORDER).json["data"]["papers"]
    own = {index: ledger.papers[index] for index in (7, 9)}

    assert said == [
        {"index": index, "digest": one.digest, "kind": one.document.kind, "at": one.document.at}
        for index, one in own.items()
    ]


@pytest.mark.skipif(shutil.which("xxd") is None, reason="xxd is not on this machine")
def test_a_court_checks_it_with_the_line_that_is_printed(kotak: Kotak) -> None:
    lines = kotak("names", "disclose", 9, *ORDER, json=False).out.splitlines()

    command = next(line for line in lines if line.endswith("| sha256sum"))
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert ran.stdout.split()[0] == registry.commit(NAME, SALT)


def test_nothing_is_recorded_by_it(kotak: Kotak, folder: Path) -> None:
    kotak("where")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    kotak("names", "disclose", 9, *ORDER)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_who_is_not_in_the_registry_is_told_apart(kotak: Kotak) -> None:
    said = kotak("names", "disclose", 9, 0, *ORDER)

    codes = {one["officer"]: one["code"] for one in said.json["data"]["withheld"]}
    assert said.status == 9
    assert codes == {ANI: "XP-013", "kpu/35.79#1": "XP-012", "bawaslu/35.79#1": "XP-012"}


@pytest.mark.parametrize(
    "kept",
    [
        {"name": "Somebody Else", "salt": SALT, "commitment": registry.commit(NAME, SALT)},
        {"name": NAME, "salt": "00" * 32, "commitment": registry.commit(NAME, SALT)},
        {"name": "Somebody Else", "salt": SALT, "commitment": registry.commit("Somebody Else", SALT)},
    ],
)
def test_a_name_that_is_not_the_enrolled_one_is_never_shown(kotak: Kotak, folder: Path, kept: dict[str, str]) -> None:
    _keep(folder, {SITI: kept})

    said = kotak("names", "disclose", 9, *ORDER)

    assert (said.status, said.codes) == (3, ["XP-013", "XP-015"])
    assert said.json["data"]["disclosed"] == []
    assert "Somebody" not in said.out


@pytest.mark.parametrize(
    ("index", "old", "new"),
    [(9, SITI, f"{PPS}#1"), (7, registry.commit(NAME, SALT), registry.commit("Somebody Else", SALT))],
)
def test_nobody_is_named_by_a_paper_or_an_enrolment_that_was_changed(
    kotak: Kotak, folder: Path, index: int, old: str, new: str
) -> None:
    kotak("where")
    _change(folder / "ledger.db", index, old, new)

    said = kotak("names", "disclose", 9, *ORDER)

    assert (said.status, said.codes) == (3, ["XP-016"])
    assert not {name for name in (NAME, SITI, f"{PPS}#1") if name in said.out}


def _change(path: Path, index: int, old: str, new: str) -> None:
    """Other bytes in a paper, in its payload and in its annex."""
    with sqlite3.connect(path) as base:
        ((data,),) = base.execute("SELECT data FROM entries WHERE position = ?", (index + 1,))
        first, _, annex = bytes(data).partition(b"\n")
        cover = json.loads(first)
        payload = base64.b64decode(cover["payload"]).replace(old.encode(), new.encode())
        cover["payload"] = base64.b64encode(payload).decode()
        changed = json.dumps(cover, separators=(",", ":")).encode() + b"\n" + annex.replace(old.encode(), new.encode())
        assert changed != data
        base.execute("UPDATE entries SET data = ? WHERE position = ?", (changed, index + 1))


def test_who_is_told_so_learns_what_was_checked(kotak: Kotak) -> None:
    assert kotak("names", "disclose", 9, *ORDER).json["data"]["verified_through"] == 9
    assert "Every signature up to entry 9 was checked" in kotak("names", "disclose", 9, *ORDER, json=False).out


def test_an_erased_name_stays_erased(kotak: Kotak, folder: Path) -> None:
    erased = {"at": "2029-03-01T08:00:00+07:00", "order": "surat:12/2029:2029-02-28"}
    _keep(folder, {SITI: {"commitment": registry.commit(NAME, SALT), "erased": erased}})

    said = kotak("names", "disclose", 9, *ORDER)

    assert said.codes == ["XP-013", "XP-014"]
    assert "by order surat:12/2029:2029-02-28" in said.json["findings"][1]["message"]


def test_the_file_is_for_its_owner_alone(kotak: Kotak, folder: Path) -> None:
    kotak("names", "disclose", 9, *ORDER, "-o", folder / "disclosed.txt")

    assert stat.S_IMODE((folder / "disclosed.txt").stat().st_mode) == 0o600
    assert NAME in (folder / "disclosed.txt").read_text()


@pytest.mark.parametrize(
    ("words", "status", "codes"),
    [(("99", *ORDER), 5, ["PR-007"]), (("9", "--order", "my boss"), 2, ["CO-022"]), (("9",), 2, ["CL-001"])],
)
def test_names_are_disclosed_for_a_letter_and_papers_that_are_there(
    kotak: Kotak, words: tuple[str, ...], status: int, codes: list[str]
) -> None:
    refused = kotak("names", "disclose", *words)

    assert (refused.status, refused.codes) == (status, codes)
    assert NAME not in refused.out


def test_budi_signed_nothing_here_and_is_not_named(kotak: Kotak) -> None:
    assert BUDI not in kotak("names", "disclose", 9, *ORDER).out
