"""How times, numbers and lists of boxes are said in two languages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.domain.sentences import ranges
from ledger.domain.sentences.tongue import Tongue, note
from tests.ledger.domain import made

INDONESIAN, ENGLISH = Tongue(indonesian=True), Tongue(indonesian=False)
QUICK = settings(max_examples=50, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    ("instant", "indonesian", "english"),
    [
        (
            "2029-02-14T17:08:00+07:00",
            "Rabu, 14 Februari 2029 pukul 17.08 WIB",
            "Wednesday, 14 February 2029 at 17:08 WIB",
        ),
        (
            "2029-02-16T00:00:09+08:00",
            "Jumat, 16 Februari 2029 pukul 00.00.09 WITA",
            "Friday, 16 February 2029 at 00:00:09 WITA",
        ),
        ("2029-08-05T09:30:00+09:00", "Minggu, 5 Agustus 2029 pukul 09.30 WIT", "Sunday, 5 August 2029 at 09:30 WIT"),
        (
            "2029-12-31T09:30:00-03:30",
            "Senin, 31 Desember 2029 pukul 09.30 UTC-03:30",
            "Monday, 31 December 2029 at 09:30 UTC-03:30",
        ),
    ],
)
def test_times_are_said_with_the_zone_of_their_place(instant: str, indonesian: str, english: str) -> None:
    assert INDONESIAN.time(instant) == indonesian
    assert ENGLISH.time(instant) == english


def test_numbers_have_the_points_of_their_language() -> None:
    assert (INDONESIAN.boxes(3055), ENGLISH.boxes(3055), ENGLISH.boxes(1)) == ("3.055 kotak", "3,055 boxes", "1 box")
    assert (INDONESIAN.duration(5400), ENGLISH.duration(61)) == ("90 menit", "61 seconds")


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        (["A/004/DPD"], "A TPS 004: DPD"),
        (["A/004/DPD", "A/005/DPD"], "A TPS 004 s.d. TPS 005: DPD"),
        (["A/004/DPD", "A/005/DPR"], "A TPS 004: DPD; A TPS 005: DPR"),
        (["A/004/DPD", "A/006/DPD"], "A TPS 004: DPD; A TPS 006: DPD"),
        (["A/999/DPD", "B/001/DPD"], "A TPS 999: DPD; B TPS 001: DPD"),
        (["35.79/RESERVE.1", "35.79/RESERVE.2"], "35.79: RESERVE.1, RESERVE.2"),
        ([f"35.79/RESERVE.{n}" for n in (10, 9, 11, 13)], "35.79: RESERVE.9 s.d. RESERVE.11, RESERVE.13"),
        (["A/004/DPD", "A/004/DPD.1", "A/004/DPD.2"], "A TPS 004: DPD, DPD.1, DPD.2"),
        (["35.79.02/RECAP-DPD", "35.79.02.2009/001/DPD"], "35.79.02: RECAP-DPD; 35.79.02.2009 TPS 001: DPD"),
    ],
)
def test_stations_in_a_row_stand_together(boxes: list[str], said: str) -> None:
    assert ranges.of_boxes(INDONESIAN, boxes) == said


@QUICK
@given(st.data())
def test_no_two_sets_of_boxes_read_the_same(data: st.DataObject) -> None:
    box = st.builds(
        lambda village, station, kind, number: f"{village}{station}/{kind}{number}",
        st.sampled_from(["35.79.02.2009", "35.79.02.2010"]),
        st.sampled_from(["", "/001", "/002", "/003", "/004", "/010"]),
        st.sampled_from(["DPD", "DPR"]),
        st.sampled_from(["", ".1", ".2", ".3", ".4", ".10"]),
    )
    one, other = data.draw(st.sets(box, min_size=1)), data.draw(st.sets(box, min_size=1))

    assert (ranges.of_boxes(ENGLISH, one) == ranges.of_boxes(ENGLISH, other)) == (one == other)


def test_a_note_is_told_by_its_body_and_one_that_is_none_as_it_came() -> None:
    body = "a.example/x\n7\n" + "A" * 43 + "=\n"
    signed = made.base64(f"{body}\n— a.example/x AAAA\n".encode())
    hostile = made.base64(b"\x1b[2Jevil")

    assert note(signed).startswith("a.example/x; 7; AAAA")
    assert note(hostile).startswith(hostile)
