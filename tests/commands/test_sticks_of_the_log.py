"""Cosignatures where there is no network: the log's stick goes round, and comes back with what it was answered."""

import os
import shutil
from pathlib import Path

import pytest

from commands.operating import stick
from commands.operating.stick import Leg
from ledger.log.cosigning import answer_name, read_request
from tests.commands.cli import Result, kotak
from tests.commands.operators import Operator, codes
from tests.commands.witnesses import FORKED, asked, last, witness

NAMES = ("bawaslu", "p1", "p2")


def test_the_requests_lead_from_wherever_a_witness_stands_to_the_last_checkpoint() -> None:
    assert stick.legs(12, [0, 0], {12}) == [Leg(0, 12)]
    assert stick.legs(12, [0, 5, 9], {5, 9, 12}) == [Leg(0, 5), Leg(5, 9), Leg(9, 12)]
    assert stick.legs(12, [5, 12], {5, 12}) == [Leg(5, 12)]
    assert stick.legs(12, [12], {12}) == [Leg(12, 12)], "they refresh what they signed"
    assert stick.legs(12, [3, 7], {9, 12}) == [Leg(3, 12)], "no checkpoint of 7 entries was published"


@pytest.mark.parametrize("name", ["12.bawaslu.cosig", "12.p.1.409", "0.x.422"])
def test_an_answer_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")

    assert [one.path.name for one in stick.lying(tmp_path)] == [name]


@pytest.mark.parametrize(
    "name", ["12.add-checkpoint", "012.x.cosig", "12..cosig", "12.x.cosig2", "x.y.cosig", "12.x.99"]
)
def test_what_else_lies_on_a_stick_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")

    assert stick.lying(tmp_path) == []


class Round:
    """An operator, witnesses without a network, and the stick between them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stick = folder, folder / "stick"
        self.operator = Operator(folder / "log", papers=9)
        for name in NAMES:
            witness(folder / name, name)
        self.operator.watched_by(dict.fromkeys(NAMES, ""), "two", "group two 2 bawaslu p1 p2")

    def request(self, *arguments: str) -> Result:
        return self.operator("checkpoint", "request", "-o", self.stick, "--json", *arguments)

    def signs(self, *names: str) -> list[int]:
        """The stick comes to these witnesses."""
        return [
            kotak("cosign", "file", str(self.stick), env={"KOTAK_HOME": str(self.folder / name)}).status
            for name in names
        ]

    def collect(self, *arguments: str) -> Result:
        return self.operator("checkpoint", "collect", self.stick, "--json", *arguments)

    def olds(self) -> dict[str, int]:
        return {path.name: read_request(path.read_bytes()).old for path in sorted(self.stick.glob("*.add-checkpoint"))}


@pytest.fixture
def round_(tmp_path: Path) -> Round:
    made = Round(tmp_path)
    assert made.operator.publish().status == 0
    return made


@pytest.mark.slow
def test_a_stick_goes_round_and_the_checkpoint_is_final(round_: Round) -> None:
    requested = round_.request()
    signed = round_.signs("bawaslu", "p1")
    collected, again = round_.collect(), round_.collect()

    assert requested.json["data"]["witnesses"] == list(NAMES)
    assert (signed, collected.status, again.status) == ([0, 0], 0, 0)
    assert (collected.json["data"]["new"], again.json["data"]["new"]) == (1, 0)
    assert collected.json["data"]["cosigned_by"] == ["bawaslu", "p1"]
    assert collected.json["data"]["quorum_met"]
    assert round_.operator("verify").status == 0


@pytest.mark.slow
def test_witnesses_that_stand_at_different_sizes_are_all_led_to_the_last(round_: Round) -> None:
    """p1 was away once, p2 twice; all meet the same stick."""
    round_.request()
    round_.signs("bawaslu", "p1")
    round_.collect()
    round_.operator.grow(to=12)
    round_.operator.publish()
    shutil.rmtree(round_.stick)
    round_.request()
    round_.signs("bawaslu")
    round_.collect()
    round_.operator.grow(to=14)
    round_.operator.publish()
    shutil.rmtree(round_.stick)

    round_.request()
    signed = round_.signs(*NAMES)
    collected = round_.collect()

    assert round_.olds() == {"9.add-checkpoint": 0, "12.add-checkpoint": 9, "14.add-checkpoint": 12}
    assert [last(round_.folder / name).size for name in NAMES] == [14, 14, 14]
    assert signed[2] == 0
    assert (collected.status, collected.json["data"]["cosigned_by"]) == (0, ["bawaslu", "p1", "p2"])
    assert {one.checkpoint.size: len(one.cosigned_by) for one in round_.operator.published} == {9: 3, 12: 3, 14: 3}


@pytest.mark.slow
def test_a_witness_whose_size_was_forgotten_says_it_and_is_asked_once_more(round_: Round) -> None:
    round_.request()
    round_.signs("bawaslu")
    round_.collect()
    (round_.operator.state.folder / "witnesses").unlink()
    round_.operator.grow(to=12)
    round_.operator.publish()

    round_.request()
    told, heard = round_.signs("bawaslu"), round_.collect()
    round_.request()
    signed, collected = round_.signs("bawaslu"), round_.collect()

    assert told != [0]
    assert (heard.status, codes(heard)) == (9, ["LO-035"])
    assert (signed, collected.status) == ([0], 0)
    assert collected.json["data"]["cosigned_by"] == ["bawaslu"]


@pytest.mark.slow
def test_who_has_signed_is_asked_to_refresh_when_nobody_is_missing(round_: Round) -> None:
    round_.request()
    round_.signs(*NAMES)
    round_.collect()

    requested = round_.request()

    assert requested.json["data"]["requests"] == [{"file": str(round_.stick / "9.add-checkpoint"), "old": 9, "size": 9}]


@pytest.mark.slow
def test_a_dry_run_writes_and_publishes_nothing(round_: Round) -> None:
    round_.request("--dry-run")
    nothing = round_.stick.exists()
    round_.request()
    round_.signs("bawaslu")
    collected = round_.collect("--dry-run")

    assert not nothing
    assert (collected.status, collected.json["data"]["new"]) == (0, 1)
    assert [len(one.cosigned_by) for one in round_.operator.published] == [0]
    assert round_.operator.state.witnesses() == {}


@pytest.mark.slow
def test_a_witness_that_saw_another_history_stops_the_log(round_: Round) -> None:
    """Somebody with the key of the log shows p1 another history."""
    (round_.folder / "forged").mkdir()
    (round_.folder / "forged" / "12.add-checkpoint").write_bytes(asked(0, 12, FORKED))
    kotak("cosign", "file", str(round_.folder / "forged"), env={"KOTAK_HOME": str(round_.folder / "p1")})
    round_.operator.grow(to=14)
    round_.operator.publish()
    round_.request()
    round_.signs("bawaslu", "p1", "p2")
    first = round_.collect()
    round_.request()
    round_.signs("p1")

    said = round_.collect()

    assert (first.status, first.json["data"]["cosigned_by"]) == (9, ["bawaslu", "p2"])
    assert (said.status, codes(said)) == (6, ["LO-034"])


@pytest.mark.slow
def test_a_witness_that_signed_more_than_the_log_knows_stops_it(round_: Round, tmp_path: Path) -> None:
    copy = round_.operator.copy(tmp_path / "copy")
    round_.operator.grow(to=12)
    round_.operator.publish()
    round_.request()
    round_.signs("bawaslu")
    round_.operator.restore(copy)
    shutil.rmtree(round_.operator.state.folder)
    shutil.rmtree(round_.stick)
    round_.operator("checkpoint", "adopt", round_.operator.folder / "checkpoints")
    round_.request()
    round_.signs("bawaslu")

    said = round_.collect()

    assert (said.status, codes(said)) == (6, ["LO-033"])


@pytest.mark.slow
def test_answers_that_are_none_are_named_and_the_others_taken(round_: Round) -> None:
    round_.request()
    round_.signs("bawaslu", "p1")
    cosig = (round_.stick / answer_name(9, "p1", 200)).read_bytes()
    (round_.stick / answer_name(9, "p1", 200)).write_bytes(cosig.replace(b"A", b"B"))
    (round_.stick / answer_name(9, "stranger", 200)).write_bytes(cosig)
    (round_.stick / answer_name(8, "p2", 200)).write_bytes(cosig)
    (round_.stick / answer_name(9, "p2", 403)).write_bytes(b"no\n")
    (round_.stick / answer_name(9, "bawaslu", 500)).write_bytes(b"x" * 100_000)
    os.mkfifo(round_.stick / answer_name(9, "p2", 404))

    said = round_.collect()

    assert (said.status, sorted(codes(said))) == (4, ["LO-035", "LO-036", "LO-040", "LO-041"])
    assert said.json["data"]["cosigned_by"] == ["bawaslu"]


@pytest.mark.slow
def test_a_stick_that_is_not_there_or_nobody_to_ask_is_said(tmp_path: Path) -> None:
    operator = Operator(tmp_path / "log", papers=9)

    nothing = operator("checkpoint", "request", "-o", tmp_path / "stick", "--json")
    operator.publish()
    nobody = operator("checkpoint", "request", "-o", tmp_path / "stick", "--json")
    nowhere = operator("checkpoint", "collect", tmp_path / "stick", "--json")
    (tmp_path / "file").write_bytes(b"")
    operator.watched_by({"bawaslu": ""}, "bawaslu")
    blocked = operator("checkpoint", "request", "-o", tmp_path / "file", "--json")

    assert [(one.status, codes(one)) for one in (nothing, nobody, nowhere, blocked)] == [
        (5, ["EX-031"]),
        (5, ["LO-042"]),
        (2, ["CL-020"]),
        (2, ["CL-021"]),
    ]
