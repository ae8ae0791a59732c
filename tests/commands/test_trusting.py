from pathlib import Path

import pytest

from tests.commands.cli import kotak
from tests.commands.founders import Founders
from tests.commands.office import facts

pytestmark = pytest.mark.slow


@pytest.fixture
def founders(tmp_path: Path) -> Founders:
    return Founders(tmp_path)


def test_the_trust_file_says_what_to_compare(founders: Founders) -> None:
    founders.at_once()

    shown = facts(founders.laptop("trust", "show", "--json"))

    assert shown["origin"] == "kpu.example/test/batu"
    assert (shown["quorum"], shown["split_by"], shown["stalled_by"]) == ("none", None, None)
    assert len(shown["sha256"]) == 64


def test_a_trust_file_of_another_ledger_is_found_out(founders: Founders) -> None:
    founders.at_once()
    said = founders.trust.read_text().splitlines()
    other = founders.trust.with_name("other.txt")
    other.write_text("\n".join([said[0], "genesis " + "0" * 64, *said[2:], ""]))

    own = founders.laptop("--ledger", str(founders.ledger), "trust", "check", "--json")
    strange = founders.laptop("--ledger", str(founders.ledger), "--trust", str(other), "trust", "check", "--json")

    assert (own.status, strange.status) == (0, 3)
    assert strange.json["findings"][0]["code"] == "SU-060"


def test_without_a_trust_file_there_is_nothing_to_show() -> None:
    shown = kotak("trust", "show")

    assert shown.status == 2
    assert "CL-041" in shown.err
