import re
from pathlib import Path

import pytest

import ledger
from commands.machine import reasons
from commands.main import kotak as root
from commands.program.topics import TOPICS
from projections.codes import CODES
from tests.commands.cli import kotak

SOURCE = Path(ledger.__file__ or "").parents[1]
STATUSES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 130, 141}


def _modules_with_reasons() -> set[str]:
    files = [path for package in ("ledger", "commands", "projections") for path in (SOURCE / package).rglob("*.py")]
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for path in files
        if " = Reason(" in path.read_text(encoding="utf-8")
    }


def test_every_code_can_be_looked_up() -> None:
    assert sorted(reasons.REASONS) == sorted(_modules_with_reasons())


def test_a_code_told_over_the_telephone_is_explained() -> None:
    result = kotak("help", "na-001", "--json")

    assert result.json["data"]["code"] == "NA-001"
    assert "{text}" in result.json["data"]["text"]


def test_a_code_is_explained_in_indonesian() -> None:
    result = kotak("bantuan", "CL-040", "--lang", "id")

    assert result.out.splitlines()[:2] == ["CL-040", "Buku belum disebutkan."]


@pytest.mark.parametrize(
    "words", [("XX-999",), ("nothing",), ("parts", "seen"), ("config", "nothing"), ("doctor", "list")]
)
def test_what_does_not_exist_is_not_explained(words: tuple[str, ...]) -> None:
    result = kotak("help", *words)

    assert result.status == 5
    assert "CL-060" in result.err


def test_a_command_is_explained_by_either_name() -> None:
    assert kotak("help", "config", "list").out == kotak("help", "setelan", "list").out
    assert kotak("help", "config", "list").out.startswith("Usage: kotak config list")


def test_without_a_word_all_commands_and_all_statuses_are_shown() -> None:
    result = kotak("help", "--json")

    assert {each["status"] for each in result.json["data"]["exit_statuses"]} == STATUSES
    assert "machine room" in result.json["data"]["help"]


@pytest.mark.parametrize("spoken", ["id", "en"])
@pytest.mark.parametrize("topic", [word for name, topic in TOPICS.items() for word in (name, topic.alias)])
def test_each_topic_is_explained_under_both_names(topic: str, spoken: str) -> None:
    result = kotak("help", topic, "--json", "--lang", spoken)

    assert result.status == 0
    assert result.json["data"]["help"]


def test_no_topic_has_the_name_of_a_command() -> None:
    words = {word for name, topic in TOPICS.items() for word in (name, topic.alias)}

    assert not words & root.names().keys()


@pytest.mark.parametrize(
    ("code", "spelt"), [("ir-05", "IR-05"), ("ON-HOLD", "on-hold"), ("line-not-held", "LINE-not-held")]
)
def test_what_stands_beside_a_box_is_explained(code: str, spelt: str) -> None:
    assert kotak("help", code, "--json").json["data"]["code"] == spelt


def test_every_flag_the_fold_gives_is_explained() -> None:
    folder = SOURCE / "ledger" / "domain" / "custody"
    given = {
        flag
        for path in folder.glob("*.py")
        for flag in re.findall(r"(?:flags|found)\.add\(\"([^\"]+)\"\)|\"(IR-\d\d|part-missing)\"", path.read_text())
        for flag in flag
        if flag
    }

    assert given - {"plan"} <= CODES.keys()
    assert len(given) > 20


def test_who_inspects_boxes_drawn_by_lot_finds_the_word_that_counts_them() -> None:
    text = " ".join(kotak("inspect", "--help").out.split())

    assert "--purpose WORD What for: stock-taking, arrival, patrol; sample, of boxes that were drawn." in text
