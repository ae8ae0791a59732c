"""What a word means: a box, a station, an end; and what is near where there is none."""

import pytest

from ledger.errors import Unknown
from projections import boxes

KNOWN = [
    "35.79.02.2009/004/DPD",
    "35.79.02.2009/004/DPR",
    "35.79.02.2009/014/DPD",
    "35.79.02.2010/004/DPD",
    "35.79.02/RECAP-DPD",
    "35.79/RESERVE.17",
]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("35.79.02.2009/004/DPD", KNOWN[:1]),
        ("2009/004/DPD", KNOWN[:1]),
        ("014", KNOWN[2:3]),
        ("014/DPD", KNOWN[2:3]),
        ("DPR", KNOWN[1:2]),
        ("2009/004", KNOWN[:2]),
        ("RECAP-DPD", KNOWN[4:5]),
        ("35.79.02", KNOWN[4:5]),
        ("RESERVE.17", KNOWN[5:]),
    ],
)
def test_an_end_is_understood_by_whole_segments(word: str, found: list[str]) -> None:
    assert boxes.find(word, KNOWN) == found


@pytest.mark.parametrize("word", ["04", "4/DPD", "PD", "", "/DPD", "004/", "35.79.02.2009/004/dpd", "%"])
def test_what_is_no_end_finds_nothing(word: str) -> None:
    with pytest.raises(Unknown, match="is known here"):
        boxes.find(word, KNOWN)


def test_where_several_stations_end_so_more_must_be_written() -> None:
    with pytest.raises(Unknown, match="004 is the end of 3 boxes") as refused:
        boxes.find("004", KNOWN)

    assert refused.value.facts["some"] == ", ".join((*KNOWN[:2], KNOWN[3]))


def test_an_end_that_two_boxes_of_a_station_have_means_none_of_them() -> None:
    with pytest.raises(Unknown, match="2 is the end of 2 boxes"):
        boxes.find("2", ["35.79.02.2009/004/DPD.2", "35.79.02.2009/004/DPR.2"])


def test_boxes_of_my_units_go_before_others() -> None:
    assert boxes.find("004", KNOWN, lambda box: "2010" in box) == KNOWN[3:4]
    assert boxes.find("014", KNOWN, lambda box: "2010" in box) == KNOWN[2:3]


def test_what_is_near_is_offered_to_copy() -> None:
    with pytest.raises(Unknown, match="Near it") as refused:
        boxes.one("015/DPD", KNOWN)

    assert refused.value.remedy == "kotak chain 35.79.02.2009/014/DPD"
    with pytest.raises(Unknown, match=r"No box zebra is known here\.") as refused:
        boxes.one("zebra", KNOWN)
    assert refused.value.exit_status == 5
