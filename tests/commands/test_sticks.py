"""Requests to a log witness on a memory stick: answered twice if need be, and signed once."""

import os
from pathlib import Path

import pytest

from ledger.log.cosigning import LONGEST, Cosigned, Request, read_answer
from ledger.merkle import leaf_hash
from ledger.signing.note import sign
from ledger.signing.vkey import witness_key
from tests.commands.evidence import Kotak, speaking
from tests.commands.witnesses import FORKED, LOG_KEY, asked, last, witness
from tests.harness import private
from tests.ledger.dishonest import note, shown, trust

KEY = witness_key("bawaslu.example/saksi", private("witness bawaslu").public)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    (tmp_path / "trust.txt").write_bytes(trust().data)
    return made


@pytest.fixture
def kotak(stick: Path, home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    witness(home)
    return speaking(stick.parent, capfd, monkeypatch)


def names(stick: Path) -> list[str]:
    return sorted(path.name for path in stick.iterdir())


def is_signed(path: Path, size: int) -> bool:
    return isinstance(read_answer(200, path.read_bytes(), note(shown(), size), [KEY], 2**62), Cosigned)


def test_a_request_is_answered_beside_it(kotak: Kotak, stick: Path, home: Path) -> None:
    (stick / "7.add-checkpoint").write_bytes(asked(0, 7))

    said = kotak("cosign", "file", stick)

    assert (said.status, names(stick)) == (0, ["7.add-checkpoint", "7.bawaslu.cosig"])
    assert is_signed(stick / "7.bawaslu.cosig", 7)
    assert said.json["data"]["answers"] == [
        {
            "file": str(stick / "7.add-checkpoint"),
            "size": 7,
            "origin": LOG_KEY.name,
            "status": 200,
            "answer": str(stick / "7.bawaslu.cosig"),
            "new": True,
            "kept": None,
        }
    ]
    assert last(home).size == 7


def test_several_requests_are_answered_in_the_order_of_their_numbers(kotak: Kotak, stick: Path, home: Path) -> None:
    for old, size in ((9, 12), (0, 7), (7, 9)):
        (stick / f"{size}.add-checkpoint").write_bytes(asked(old, size))

    said = kotak("cosign", "file", stick)

    assert [one["status"] for one in said.json["data"]["answers"]] == [200, 200, 200]
    assert last(home).size == 12


def test_a_stick_that_comes_a_second_time_gets_the_same_answer(kotak: Kotak, stick: Path, home: Path) -> None:
    (stick / "7.add-checkpoint").write_bytes(asked(0, 7))
    kotak("cosign", "file", stick)
    before, kept = (stick / "7.bawaslu.cosig").read_bytes(), last(home)

    again = kotak("cosign", "file", stick)

    assert (again.status, again.json["data"]["answers"][0]["new"]) == (0, False)
    assert ((stick / "7.bawaslu.cosig").read_bytes(), last(home)) == (before, kept)


@pytest.mark.parametrize("found", [None, b"", b"torn off"])
def test_an_answer_that_was_lost_is_written_again_and_not_signed_anew(
    found: bytes | None, kotak: Kotak, stick: Path, home: Path
) -> None:
    (stick / "7.add-checkpoint").write_bytes(asked(0, 7))
    kotak("cosign", "file", stick)
    before, kept = (stick / "7.bawaslu.cosig").read_bytes(), last(home)
    (stick / "7.bawaslu.cosig").unlink()
    if found is not None:
        (stick / "7.bawaslu.cosig").write_bytes(found)

    again = kotak("cosign", "file", stick / "7.add-checkpoint")

    assert (again.status, again.json["data"]["answers"][0]["new"]) == (0, True)
    assert ((stick / "7.bawaslu.cosig").read_bytes(), last(home)) == (before, kept)


def test_a_log_that_asked_from_another_size_asks_again_under_the_same_number(
    kotak: Kotak, stick: Path, home: Path
) -> None:
    kotak("cosign", "file", request_in(stick / "a", asked(0, 4), 4))
    wrong = kotak("cosign", "file", request_in(stick, asked(5, 7), 7))
    table = kotak("cosign", "file", stick, json=False)
    told = (stick / "7.bawaslu.409").read_bytes()

    right = kotak("cosign", "file", request_in(stick, asked(4, 7), 7))

    assert (wrong.status, told) == (9, b"4\n")
    assert "it signed 4 entries last" in table.out
    assert (right.status, last(home).size) == (0, 7)
    assert [name for name in names(stick) if name.startswith("7.")] == ["7.add-checkpoint", "7.bawaslu.cosig"]


def request_in(folder: Path, data: bytes, size: int) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{size}.add-checkpoint").write_bytes(data)
    return folder


def test_another_history_is_not_signed_and_its_request_is_kept_with_what_was_signed(
    kotak: Kotak, stick: Path, home: Path
) -> None:
    kotak("cosign", "file", request_in(stick, asked(0, 7), 7))
    (stick / "7.bawaslu.cosig").rename(stick / "7.kept")
    forked = asked(7, 7, FORKED)

    said = kotak("cosign", "file", request_in(stick, forked, 7))

    kept = Path(said.json["data"]["answers"][0]["kept"])
    assert (said.status, last(home).size) == (3, 7)
    assert (kept.read_bytes(), kept.with_suffix(".signed").read_bytes()) == (forked, last(home).note)
    assert str(kept) in said.json["warnings"][0]
    assert (stick / "7.bawaslu.422").read_text().startswith("The proof does not join the tree of 7 leaves")


def test_a_stranger_cannot_fill_the_disk_with_proofs_that_prove_nothing(kotak: Kotak, stick: Path, home: Path) -> None:
    kotak("cosign", "file", request_in(stick, asked(0, 4), 4))

    for number in range(5):
        junk = bytes(Request(4, (leaf_hash(b"%d" % number),), note(shown(), 7)))
        assert kotak("cosign", "file", request_in(stick, junk, 7)).status == 3

    [folder] = (home / "witness").glob("*/refused")
    assert len(names(folder)) == 2


def test_lines_that_were_signed_are_never_taken_from_a_stick(kotak: Kotak, stick: Path) -> None:
    kotak("cosign", "file", request_in(stick, asked(0, 7), 7))
    before = (stick / "7.bawaslu.cosig").read_bytes()

    kotak("cosign", "file", request_in(stick, asked(7, 7, FORKED), 7))

    assert (stick / "7.bawaslu.cosig").read_bytes() == before
    assert names(stick) == ["7.add-checkpoint", "7.bawaslu.422", "7.bawaslu.cosig"]


def test_answers_of_other_witnesses_lie_on_the_stick_untouched(kotak: Kotak, stick: Path) -> None:
    for name in ("7.partai.cosig", "7.partai.409", "70.bawaslu.409", "7.bawaslu.txt"):
        (stick / name).write_bytes(b"theirs")

    kotak("cosign", "file", request_in(stick, asked(0, 7), 7))

    assert all((stick / name).read_bytes() == b"theirs" for name in ("7.partai.409", "70.bawaslu.409", "7.bawaslu.txt"))


def test_one_bad_request_does_not_hinder_the_others(kotak: Kotak, stick: Path) -> None:
    strange = sign(
        "kpu.example/test/other\n5\n" + str(note(shown(), 5)).partition("5")[0][:0] + "x\n", "w", private("x")
    )
    request_in(stick, b"old 0\n\n" + strange, 5)
    request_in(stick, b"a" * (LONGEST + 9), 6)
    request_in(stick, asked(0, 7).replace(b"\n7\n", b"\n8\n"), 8)
    request_in(stick, asked(0, 9), 9)

    said = kotak("cosign", "file", stick)

    assert [(one["size"], one["status"]) for one in said.json["data"]["answers"]] == [
        (5, 404),
        (6, 400),
        (8, 403),
        (9, 200),
    ]
    assert said.status == 5


@pytest.mark.parametrize(
    "name", ["x.add-checkpoint", "07.add-checkpoint", "7.add-checkpoint.bak", "7", "-7.add-checkpoint"]
)
def test_a_request_is_known_by_its_name(name: str, kotak: Kotak, stick: Path) -> None:
    (stick / name).write_bytes(asked(0, 7))

    one, folder = kotak("cosign", "file", stick / name), kotak("cosign", "file", stick)

    assert (one.status, one.codes, folder.status, folder.codes) == (4, ["WI-017"], 4, ["WI-018"])


def test_a_pipe_on_a_stick_is_not_waited_for(kotak: Kotak, stick: Path) -> None:
    os.mkfifo(stick / "7.add-checkpoint")

    assert kotak("cosign", "file", stick).codes == ["WI-018"]


def test_the_gravest_answer_of_a_stick_is_its_exit_status(kotak: Kotak, stick: Path) -> None:
    kotak("cosign", "file", request_in(stick / "a", asked(0, 5), 5))
    request_in(stick, asked(5, 7, FORKED), 7)

    said = kotak("cosign", "file", request_in(stick, asked(0, 9), 9))

    assert ([one["status"] for one in said.json["data"]["answers"]], said.status) == ([422, 409], 3)


def test_a_file_that_is_not_there_is_no_request(kotak: Kotak, stick: Path) -> None:
    assert kotak("cosign", "file", stick / "7.add-checkpoint").codes == ["CL-020"]


def test_a_dry_run_says_what_would_be_signed_and_signs_nothing(kotak: Kotak, stick: Path, home: Path) -> None:
    said = kotak("cosign", "file", "--dry-run", request_in(stick, asked(0, 7), 7))

    assert (said.status, said.json["data"]["answers"][0]["status"]) == (0, 200)
    assert (names(stick), last(home).size) == (["7.add-checkpoint"], 0)
