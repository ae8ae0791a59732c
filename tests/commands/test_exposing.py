"""`kotak sample exposure`: ballots of weak links beside a margin."""

from typing import Any

import pytest

from tests.commands.drawing import ALL, SEED, Room, inspect, room
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, DPD
from tests.ledger.domain.custody import stories

__all__ = ["room"]


def _exposed(room: Room, *words: object) -> Any:
    (contest,) = room("exposure", "--contest", "DPD", *words).json["data"]["contests"]
    return contest


@pytest.mark.parametrize(("margin", "weight"), [(275, "above"), (276, "between"), (550, "between"), (551, "below")])
def test_ballots_of_weak_links_are_laid_beside_a_margin(room: Room, margin: int, weight: str) -> None:
    room.ledger.hand_over(DPD, by=ANI, to=BUDI)

    found = _exposed(room, "--margin", margin)

    assert (found["weak_ballots"], found["ballots"], found["weight"]) == (275, 275, weight)
    assert found["reasons"]["D handover"] == {"boxes": 1, "ballots": 275}


def test_links_can_be_left_out_of_account_and_witnesses_make_them_strong(room: Room) -> None:
    room.ledger.at = "2029-02-14T18:30:00+07:00"
    handed = room.ledger.hand_over(DPD, by=ANI, to=BUDI)
    before = _exposed(room, "--margin", 100, "--without", "sealing")
    stories.attest(room.ledger, handed.digest, DEWI, "witnesses")

    after = _exposed(room, "--margin", 100, "--without", "sealing")

    assert list(before["reasons"]) == ["D handover"]
    assert (after["reasons"], after["weak_boxes"], after["weight"]) == ({}, 0, "below")
    assert _exposed(room, "--margin", 100, "--without", "sealing", "--as-of", 8)["reasons"] == before["reasons"]


def test_exposure_and_results_say_as_at_when_they_are(room: Room) -> None:
    room("draw", *ALL, "--as-of", "7", "--seed", SEED, "-o", room.folder / "sample.txt")
    then = ("--as-of", "2029-02-14T17:00")
    asked = (("exposure", "--margin", 100, *then), ("results", room.folder / "sample.txt", *then))

    told = [room(*words).json["data"]["as_of"] for words in asked]

    assert [(one["at"], one["by"]) for one in told] == [("2029-02-14T17:00:00+07:00", "time")] * 2
    assert all("As at 14 Feb 2029 17:00 WIB" in room(*words, json=False).out for words in asked)


def test_a_disputed_box_is_looked_at_first(room: Room) -> None:
    listed = room.ledger.papers[6].digest
    room.ledger.hand_over(*BOXES, by=ANI, to=BUDI)
    room.ledger.record(stories.handover(room.ledger, BOXES[4], by=ANI, to=CITRA, after=listed))

    told = room("exposure", "--margin", "9", "--without", "sealing", json=False).out
    (found,) = room("exposure", "--margin", "9", "--contest", "PPWP", "--without", "sealing").json["data"]["contests"]

    assert found["weak"][0]["reasons"] == ["D handover", "LINE-overtaken", "disputed", "two-places"]
    assert f"  {BOXES[4]}  D Hand-over of boxes, LINE-overtaken, disputed, two-places" in told.splitlines()
    assert "Left out of account: Sealing of boxes." in told


def test_a_weak_link_and_the_whole_of_the_boxes_are_named_in_the_language_that_is_spoken(room: Room) -> None:
    room.ledger.hand_over(*BOXES, by=ANI, to=BUDI)

    told, planned = (
        room(*words, "--lang", "id", json=False).out for words in (("exposure", "--margin", "9"), ("plan", *ALL))
    )

    assert "D Serah terima kotak" in told
    assert "handover" not in told
    assert "semua kotak" in planned


@pytest.mark.parametrize("language", ["en", "id"])
def test_nothing_that_is_said_accuses_anybody(room: Room, language: str) -> None:
    inspect(room.ledger, state="missing")

    said = [
        room.run("--lang", language, "sample", *words, json=False).out.lower()
        for words in (("exposure", "--margin", "9"), ("results", room.file))
    ]

    words = ("fraud", "cheat", "stolen", "tamper", "curang", "manipul", "palsu", "mencuri")
    assert not [word for word in words for text in said if word in text]
