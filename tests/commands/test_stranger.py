"""From an empty machine to a box whose way can be verified, with nothing but the executable."""

import sqlite3
from pathlib import Path

import pytest

from tests.commands.founders import BAWASLU, KPU, SECRET, YES
from tests.commands.office import Laptop, facts

REGISTRAR = "kpu/35.79#2"
STATION = "35.79.02.2009/004"
KPPS, PPS = f"kpps/{STATION}", "pps/35.79.02.2009"
ANI, BUDI = f"{KPPS}#1", f"{PPS}#1"
TERM = ("--from", "2026-01-01", "--until", "2030-12-31", "--decree", "sk:1/2026:2026-01-01")
SEEN = ("--seen", "ties:2,papers:1")
KINDS = ("DPD", "DPR", "DPRD-KABKOTA", "DPRD-PROV", "PPWP")

pytestmark = pytest.mark.slow


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET)
    secret.chmod(0o600)
    said = {"KOTAK_HOME": str(tmp_path / "home"), "KOTAK_PASSPHRASE_FILE": str(secret)}
    return Laptop(tmp_path / "home", said)


def done(laptop: Laptop, *words: str) -> object:
    """What a command says that has to go well."""
    result = laptop(*words, "--json")
    assert result.status == 0, result.out
    return facts(result)


def found(laptop: Laptop, folder: Path) -> None:
    """The ledger, and its key and trust file."""
    for officer in (KPU, BAWASLU, REGISTRAR, ANI, BUDI):
        done(laptop, "--as", officer, "key", "new")
    done(laptop, "key", "new", "--log")
    description = folder / "election.toml"
    done(laptop, "init", "--example", "-o", str(description))
    description.write_text(description.read_text().replace(', key = "bawaslu.pub"', ""))
    ledger = str(folder / "ledger.db")
    done(laptop, "--ledger", ledger, "init", str(description), "--sign-here", KPU, "--sign-here", BAWASLU, *YES)
    done(laptop, "config", "set", "ledger", ledger)


def people(laptop: Laptop) -> None:
    """Units, a registrar, and two officers."""
    units = ("kpu/35.79", "kpu/35.79/1", "bawaslu/35.79", KPPS, f"{KPPS}/1", PPS, f"{PPS}/1")
    done(laptop, "--as", KPU, "units", "add", *units, "--with", BAWASLU, *YES)
    requests = {}
    for officer, name in ((REGISTRAR, "Rini"), (ANI, "Ani"), (BUDI, "Budi")):
        requests[officer] = str(laptop.home / f"{name}.request")
        done(laptop, "--as", officer, "key", "request", "--name", name, "-o", requests[officer])
    done(laptop, "--as", KPU, "enrol", requests[REGISTRAR], "--role", "registrar", *TERM, *YES)
    done(laptop, "--as", REGISTRAR, "enrol", requests[ANI], requests[BUDI], "--role", "chair", *TERM, *YES)


def expected(laptop: Laptop) -> None:
    """Five boxes of one station."""
    file = laptop.home / "boxes.csv"
    rows = [f"{STATION}/{kind},{kind.lower()},BATU-2,263,269,{KPPS},{KPPS}/1" for kind in KINDS]
    file.write_text("\n".join(["box,type,dapil,voters,ballots,unit,place", *rows]))
    done(laptop, "--as", REGISTRAR, "manifest", "add", str(file), "--confirm", "5")


def test_a_stranger_founds_a_ledger_moves_boxes_and_finds_what_was_changed(laptop: Laptop, tmp_path: Path) -> None:
    found(laptop, tmp_path)
    people(laptop)
    expected(laptop)

    done(laptop, "--as", ANI, "seal", "004", "--purpose", "packing", *SEEN, "--confirm", "5")
    moved = ("handover", "004", "--to", PPS, "--with", BUDI, *SEEN, "--confirm", "5")
    index = done(laptop, "--as", ANI, *moved)["index"]  # type: ignore[index] # facts are dictionaries
    done(laptop, "--as", REGISTRAR, "revoke", ANI, "--why", "lost", "--confirm", ANI)

    where = done(laptop, "where", "--unit", PPS)["boxes"]  # type: ignore[index] # the same
    assert [box["custodian"] for box in where] == [PPS] * 5
    assert laptop("verify").status == 0
    with sqlite3.connect(tmp_path / "ledger.db") as database:
        (data,) = database.execute("SELECT data FROM entries WHERE position = ?", (index + 1,)).fetchone()
        changed = bytes(data).replace(b'"papers":{"on":1}', b'"papers":{"on":3}', 1)
        database.execute("UPDATE entries SET data = ? WHERE position = ?", (changed, index + 1))
    database.close()
    verified = laptop("verify", "--json")
    assert verified.status in {3, 4}
    assert index in [one.get("index") for one in verified.json["findings"]]
