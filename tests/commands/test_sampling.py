"""`kotak sample`: announced, drawn by dice, inspected, summed up."""

import hashlib
import json
from typing import Any

import pytest

from ledger.domain.documents.base import Seal, Seals
from ledger.domain.documents.boxes import ManifestLine
from ledger.persistence.journal import open_journal
from ledger.sampling import dice
from tests.commands.drawing import ALL, HERE, SEED, Room, inspect, room
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    DPD,
    KPU_REGISTRAR,
    SALIM,
)

__all__ = ["room"]


def test_a_plan_announces_the_list_and_how_many_are_enough(room: Room) -> None:
    said = room("plan", *ALL)

    (stratum,) = said.json["data"]["strata"]
    assert stratum["sha256"] == hashlib.sha256("".join(f"{box}\n" for box in BOXES).encode()).hexdigest()
    assert (stratum["boxes"], stratum["number"], stratum["drawn"]) == (5, 5, [])
    assert said.json["next"][0].startswith("kotak sample draw --as-of 7 --rate 1/5 --confidence 19/20")


def test_the_list_is_the_manifest_as_exported(room: Room) -> None:
    room.run("export", "jsonl", "--as-of", "7", "-o", room.folder / "boxes")

    rows = [json.loads(line) for line in (room.folder / "boxes").read_text().splitlines()]
    expected = [row["box"] for row in rows if row["expected"] and not row["disposed"]]
    (stratum,) = room("plan", *ALL).json["data"]["strata"]
    assert stratum["sha256"] == dice.listed(expected)


def test_a_box_struck_from_the_manifest_is_not_drawn(room: Room) -> None:
    gone = f"{DPD}.2"
    room.ledger.list_boxes(gone)
    room.ledger.put("manifest", {KPU_REGISTRAR: "registers"}, [ManifestLine(box=gone)], withdrawn="twice")

    sizes = [room("plan", *ALL, "--as-of", index).json["data"]["strata"][0]["boxes"] for index in (7, 8, 9)]

    assert sizes == [5, 6, 5]


def test_dice_choose_and_the_file_can_be_made_again(room: Room) -> None:
    again = room("draw", *ALL, "--as-of", "7", "--seed", "20290 21417 08001 23456", "-o", room.folder / "again")

    (stratum,) = again.json["data"]["strata"]
    assert (room.folder / "again").read_bytes() == room.file.read_bytes()
    assert stratum["drawn"] == dice.drawn(SEED, BOXES, 5)
    assert again.json["next"] == ["kotak inspect BOX --purpose sample --place PLACE"]


def test_a_person_sees_where_to_go(room: Room) -> None:
    told = room("undi", *ALL, "--as-of", "7", "--seed", SEED, json=False)
    piped = room("draw", *ALL, "--as-of", "7", "--seed", SEED, "-o", "-", json=False)

    assert [line for line in told.out.splitlines() if DPD in line and HERE in line]
    assert piped.out.startswith("kotak-sample/v1\n")


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("plan", "--rate", "0", "--confidence", "95%"), 2, "SA-010"),
        (("plan", "--rate", "101%", "--confidence", "95%"), 2, "SA-010"),
        (("plan", "--rate", "two", "--confidence", "95%"), 2, "SA-010"),
        (("plan", "--rate", "2%", "--confidence", "100%"), 2, "SA-011"),
        (("plan", *ALL, "35.79.03"), 5, "PR-011"),
        (("plan", *ALL, "--as-of", "99"), 5, "PR-007"),
        (("plan", *ALL, "Junrejo"), 4, "NA-001"),
        (("draw", *ALL, "--as-of", "7", "--seed", "12345"), 2, "SA-001"),
        (("plan", *ALL, "--as-of", "2029-02-14T17:00"), 2, "SA-016"),
        (("draw", *ALL, "--as-of", "7"), 8, "CL-013"),
        (("exposure", "--margin", "9", "--contest", "DPX"), 5, "SA-013"),
    ],
)
def test_what_cannot_be_drawn_is_refused(room: Room, words: tuple[str, ...], status: int, code: str) -> None:
    refused = room.run("--no-input", "sample", *words)

    assert (refused.status, refused.codes) == (status, [code])


def test_who_draws_without_a_terminal_is_told_with_which_option_the_dice_are_said(room: Room) -> None:
    refused = room.run("sample", "draw", *ALL, "--as-of", "7")

    assert (refused.status, refused.codes) == (8, ["CL-010"])
    assert refused.json["next"] == ["Answer beforehand with --seed, or run the command again in a terminal."]


@pytest.mark.parametrize(("text", "share"), [("2%", "1/50"), ("0.5%", "1/200"), ("0.02", "1/50"), ("1/50", "1/50")])
def test_a_rate_is_kept_as_it_was_meant(room: Room, text: str, share: str) -> None:
    assert room("plan", "--rate", text, "--confidence", "95%").json["data"]["rate"] == share


def _summed(said: Any) -> tuple[int, ...]:
    (stratum,) = said.json["data"]["strata"]
    return tuple(stratum[name] for name in ("inspected", "agree", "differ", "unseen", "at_most"))


def test_what_nobody_inspected_counts_as_not_agreeing(room: Room) -> None:
    said = room("results", room.file)

    assert (said.status, _summed(said)) == (0, (0, 0, 0, 5, 5))


def test_boxes_seen_as_the_ledger_says_agree(room: Room) -> None:
    inspect(room.ledger)

    said = room("results", room.file)

    assert (said.status, _summed(said)) == (0, (5, 5, 0, 0, 0))


@pytest.mark.parametrize(
    ("members", "flags"),
    [
        ({"place": "pps/35.79.02.2009/1"}, []),
        ({"place": "?"}, ["IR-09"]),
        ({"state": "missing"}, []),
        ({"seals": Seals(ties=Seal(on=1), papers=Seal(on=1))}, ["IR-01"]),
        ({"seals": Seals(ties=Seal(on=3), papers=Seal(on=1))}, ["IR-11"]),
    ],
)
def test_a_box_seen_otherwise_does_not_agree_whatever_is_seen_later(
    room: Room, members: dict[str, Any], flags: list[str]
) -> None:
    inspect(room.ledger, DPD, **members)
    inspect(room.ledger)

    said = room("results", room.file)

    assert (said.status, said.codes, _summed(said)) == (3, ["SA-014"], (5, 4, 1, 0, 1))
    (seen, later) = next(one for one in said.json["data"]["strata"][0]["drawn"] if one["box"] == DPD)["seen"]
    assert (seen["agrees"], seen["flags"], seen["expected"], later["agrees"]) == (False, flags, HERE, True)
    assert said.json["next"] == [f"kotak chain {DPD}"]


def test_whoever_finds_a_box_at_home_does_not_make_it_have_been_there(room: Room) -> None:
    inspect(room.ledger, DPD, by=BUDI, here=True, place="pps/35.79.02.2009/1")

    assert room("results", room.file).codes == ["SA-014"]


def test_only_inspections_of_the_sample_made_after_it_count(room: Room) -> None:
    inspect(room.ledger)
    room("draw", *ALL, "--as-of", "8", "--seed", SEED, "-o", room.folder / "later.txt")
    inspect(room.ledger, purpose="patrol")

    assert _summed(room("results", room.folder / "later.txt")) == (0, 0, 0, 5, 5)


def test_a_moved_box_is_looked_for_where_it_is(room: Room) -> None:
    room.ledger.hand_over(DPD, by=ANI, to=BUDI)
    inspect(room.ledger, DPD, by=SALIM, place="pps/35.79.02.2009/1")

    assert _summed(room("results", room.file)) == (1, 1, 0, 4, 4)


def test_results_are_told_in_words(room: Room) -> None:
    inspect(room.ledger, *BOXES[:3], state="missing")
    inspect(room.ledger, BOXES[3])

    told = room.run("--lang", "id", "sample", "results", room.file, json=False).out

    assert "paling banyak 4 dari 5 kotak" in told
    assert f"{BOXES[4]}  belum diperiksa" in told


def test_a_hand_picked_box_is_found_out(room: Room) -> None:
    lines = room.file.read_text().splitlines()
    room.file.write_text("\n".join([*lines[:-2], lines[-1], lines[-2], ""]))

    refused = room("results", room.file)

    assert (refused.status, refused.codes) == (3, ["SA-005"])


def test_the_sample_of_another_ledger_has_no_results_here(room: Room) -> None:
    text = room.file.read_text()
    room.file.write_text(text.replace(room.ledger.name, "ab" * 32).replace("index 7", "index 4093"))

    refused = room("results", room.file)

    assert (refused.status, refused.codes) == (4, ["SA-003"])


def test_nothing_is_drawn_from_an_empty_ledger(room: Room) -> None:
    with open_journal(room.folder / "new.db", create=True):
        pass

    refused = room.run("--ledger", room.folder / "new.db", "sample", "plan", *ALL)

    assert (refused.status, refused.codes) == (5, ["PR-013"])


def test_what_is_no_sample_has_no_results(room: Room) -> None:
    room.file.write_text(room.file.read_text().replace("v1", "v9"))

    refused = room("results", room.file)

    assert (refused.status, refused.codes) == (4, ["SA-002"])
