import json
import shutil
from pathlib import Path

import pytest

from commands.operating.state import LogState
from ledger.persistence.journal import open_journal
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import LOG, VerifierKey
from tests.commands.founders import BAWASLU, KPU, YES, Founders, machine
from tests.commands.office import facts

pytestmark = pytest.mark.slow


@pytest.fixture
def founders(tmp_path: Path) -> Founders:
    return Founders(tmp_path)


def test_a_ledger_is_founded_at_one_table(founders: Founders) -> None:
    founded = founders.at_once("--json")

    data = facts(founded)
    assert (data["index"], data["kind"]) == (0, "genesis")
    assert data["at"].endswith("+08:00")
    assert data["trust"]["genesis"] == data["digest"]
    assert founders.trust.read_text().splitlines()[1] == f"genesis {data['digest']}"
    with open_journal(founders.ledger, read_only=True) as journal:
        assert journal.size() == 1


def test_founding_twice_finds_the_ledger_there(founders: Founders) -> None:
    file = founders.description.with_name("genesis.paper")
    founders.laptop(
        "init", str(founders.description), "--sign-here", KPU, "--sign-here", BAWASLU, *YES, "-o", str(file)
    )
    record = ("--ledger", str(founders.ledger), "init", "--record", str(file), "--json")
    first = facts(founders.laptop(*record))
    founders.trust.unlink()

    second = facts(founders.laptop(*record))

    assert (first["already"], second["already"]) == (False, True)
    assert founders.trust.exists()


def test_authorities_on_machines_of_their_own_sign_one_after_the_other(tmp_path: Path) -> None:
    kpu, bawaslu = machine(tmp_path, "kpu", KPU, "log"), machine(tmp_path, "bawaslu", BAWASLU)
    (tmp_path / "bawaslu.pub").write_bytes(next(bawaslu.home.glob("keys/*.pub")).read_bytes())
    example, draft = tmp_path / "election.toml", tmp_path / "genesis.paper"
    assert kpu("init", "--example", "-o", str(example)).status == 0

    drafted = kpu("init", str(example), "-o", str(draft), "--json")
    signed = [one("paper", "sign", str(draft), *YES, "--json") for one in (kpu, bawaslu)]
    founded = kpu("--ledger", str(tmp_path / "l.db"), "init", "--record", str(draft), "--json")

    assert sorted(facts(drafted)["missing"]) == [BAWASLU, KPU]
    assert [len(facts(one)["papers"][0]["missing"]) for one in signed] == [1, 0]
    assert facts(founded)["index"] == 0
    assert founded.json["next"][0] == f"kotak config set ledger {tmp_path / 'l.db'}"


def test_a_paper_that_lacks_a_signature_founds_nothing(founders: Founders) -> None:
    draft = founders.description.with_name("genesis.paper")
    founders.laptop("init", str(founders.description), "--sign-here", KPU, *YES, "-o", str(draft))

    founded = founders.laptop("--ledger", str(founders.ledger), "init", "--record", str(draft))

    assert founded.status == 4
    assert "SU-041" in founded.err
    assert BAWASLU in founded.err
    assert not founders.ledger.exists()
    assert not founders.trust.exists()


def test_a_signature_that_was_changed_founds_nothing(founders: Founders) -> None:
    file = founders.description.with_name("genesis.paper")
    founders.laptop(
        "init", str(founders.description), "--sign-here", KPU, "--sign-here", BAWASLU, *YES, "-o", str(file)
    )
    cover = json.loads(file.read_bytes())
    first, second = cover["signatures"]
    first["sig"], second["sig"] = second["sig"], first["sig"]
    file.write_text(json.dumps(cover, separators=(",", ":")) + "\n")

    founded = founders.laptop("--ledger", str(founders.ledger), "init", "--record", str(file))

    assert founded.status == 4
    assert not founders.ledger.exists()


def test_a_dry_run_shows_the_paper_and_makes_nothing(founders: Founders) -> None:
    before = founders.laptop.everything()

    tried = founders.at_once("--dry-run", "--json")

    assert facts(tried)["dry_run"]
    assert founders.laptop.everything() == before
    assert not founders.ledger.exists()


def test_another_ledger_is_never_founded_over_one(founders: Founders) -> None:
    founders.at_once()
    before, signed = founders.ledger.read_bytes(), (founders.laptop.home / "device").read_bytes()
    founders.describe(origin="kpu.example/test/malang")

    again = founders.at_once("-o", str(founders.description.with_name("other.txt")))

    assert again.status == 6
    assert "SU-045" in again.err
    assert "SU-045" in founders.at_once("--dry-run", "-o", str(founders.description.with_name("other.txt"))).err
    assert (founders.laptop.home / "device").read_bytes() == signed
    assert founders.ledger.read_bytes() == before


def test_a_trust_file_of_another_ledger_is_never_replaced(founders: Founders) -> None:
    founders.trust.write_text("mine")

    founded = founders.at_once()

    assert founded.status == 6
    assert "SU-043" in founded.err
    assert "SU-043" in founders.at_once("--dry-run").err
    assert not (founders.laptop.home / "device").exists()
    assert founders.trust.read_text() == "mine"
    assert not founders.ledger.exists()


def test_without_a_key_of_the_log_nothing_is_founded(founders: Founders) -> None:
    (founders.laptop.home / "log.pub").unlink()
    (founders.laptop.home / "log.pem").unlink()

    founded = founders.at_once()

    assert founded.status == 7
    assert "kotak key new --log" in founded.err
    assert not founders.ledger.exists()


def test_the_key_of_the_log_may_lie_elsewhere(founders: Founders) -> None:
    elsewhere = PrivateKey.generate().public

    wrong = founders.at_once("--log", str(VerifierKey("kpu.example/other", LOG, elsewhere)))
    right = founders.at_once("--log", str(VerifierKey("kpu.example/test/batu", LOG, elsewhere)))

    assert (wrong.status, right.status) == (4, 0)
    assert elsewhere.base64[:20] not in wrong.out
    assert str(VerifierKey("kpu.example/test/batu", LOG, elsewhere)) in founders.trust.read_text()


def test_an_authority_of_the_other_family_cannot_found(founders: Founders) -> None:
    swapped = {
        "custody": {"threshold": 1, "keys": [{"officer": BAWASLU}]},
        "supervision": {"threshold": 1, "keys": [{"officer": KPU}]},
    }
    founders.describe(authorities=swapped)

    founded = founders.at_once()

    assert founded.status == 12
    assert not founders.ledger.exists()


def test_only_those_in_the_description_sign_here(founders: Founders) -> None:
    founded = founders.init("--sign-here", "kpu/35.79#9", *YES)

    assert founded.status == 4
    assert "SU-046" in founded.err


@pytest.mark.parametrize("words", [[*YES], ["--dry-run"]], ids=["signed", "tried"])
def test_a_file_that_is_taken_is_said_before_anybody_signs(founders: Founders, words: list[str]) -> None:
    taken = founders.description.with_name("genesis.paper")
    taken.write_text("of somebody else\n")

    said = founders.laptop("init", str(founders.description), "--sign-here", KPU, *words, "-o", str(taken))

    assert said.status == 2
    assert "CL-022" in said.err
    assert not (founders.laptop.home / "device").exists()
    assert taken.read_text() == "of somebody else\n"


def test_no_other_command_makes_a_ledger(founders: Founders) -> None:
    founders.at_once()
    elsewhere = founders.ledger.with_name("elsewhere.db")

    done = founders.laptop("--ledger", str(elsewhere), "--as", KPU, "units", "add", "kpu/35.79", *YES)

    assert done.status == 10
    assert not elsewhere.exists()


def test_the_log_of_a_new_ledger_has_signed_nothing_and_may_begin(founders: Founders) -> None:
    founders.at_once()
    state = LogState(founders.laptop.home, "kpu.example/test/batu")

    published = founders.laptop("--ledger", str(founders.ledger), "checkpoint", "publish", "--json")

    assert facts(published)["size"] == 1
    assert state.head().checkpoint.size == 1


def test_founding_the_same_ledger_again_makes_no_new_log_of_one_whose_state_was_lost(founders: Founders) -> None:
    file = founders.signed()
    record = ("--ledger", str(founders.ledger), "init", "--record", str(file), "--json")
    founders.laptop(*record)
    founders.laptop("--ledger", str(founders.ledger), "checkpoint", "publish")
    shutil.rmtree(founders.laptop.home / "logs")

    again = founders.laptop(*record)

    assert facts(again)["already"]
    assert "kotak checkpoint adopt --help" in again.json["next"]
    assert founders.laptop("--ledger", str(founders.ledger), "checkpoint", "publish").status == 6


def test_a_log_whose_key_lies_elsewhere_is_not_begun_here(founders: Founders) -> None:
    elsewhere = VerifierKey("kpu.example/test/batu", LOG, PrivateKey.generate().public)

    founders.at_once("--log", str(elsewhere))

    assert not LogState(founders.laptop.home, "kpu.example/test/batu").begun


def test_an_origin_is_not_used_again_on_this_machine(founders: Founders) -> None:
    founders.at_once()
    founders.describe(election="pilkada-2029")
    elsewhere = founders.ledger.with_name("other.db")

    words = ("--sign-here", KPU, "--sign-here", BAWASLU, *YES, "-o", str(founders.description.with_name("t")))
    again = founders.laptop("--ledger", str(elsewhere), "init", str(founders.description), *words)

    assert again.status == 6
    assert "LO-004" in again.err
    assert not elsewhere.exists()


def test_founding_goes_on_where_it_was_interrupted(founders: Founders) -> None:
    with open_journal(founders.ledger, create=True):
        pass

    founded = founders.at_once("--json")

    assert facts(founded)["index"] == 0
    assert founders.trust.exists()


def test_a_genesis_is_signed_though_its_ledger_is_named_already(founders: Founders) -> None:
    draft = founders.description.with_name("genesis.paper")
    founders.laptop("init", str(founders.description), "-o", str(draft))

    signed = founders.laptop("--ledger", str(founders.ledger), "paper", "sign", str(draft), *YES, "--json")

    assert facts(signed)["papers"][0]["missing"] == []
    assert signed.json["next"] == [f"kotak --ledger LEDGER init --record {draft}"]
    assert not founders.ledger.exists()
