"""A break in words: seals, units, places and numbers, in both languages."""

from dataclasses import replace

import pytest

from commands.looking import covered, told
from commands.program.language import speak
from commands.program.spoken import tongue
from commands.reporting import proving
from projections.codes import Case
from projections.desk import Break, Row
from projections.watch.watching import Facts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ties:2,papers:1/1,torn", "cable ties 2; paper seals 1, not intact 1; torn"),
        ("ties:2(A/1+B/2)", "cable ties 2(A/1+B/2)"),
        ("ties:2/1(A/1+B/2)", "cable ties 2(A/1+B/2), not intact 1"),
    ],
)
def test_a_number_with_a_stroke_breaks_no_seal(text: str, said: str) -> None:
    speak("en")
    assert told._shown(text, Case("", "seals"), tongue()) == said


@pytest.mark.parametrize(
    ("code", "case", "facts", "english", "indonesian"),
    [
        ("IR-13", "finding", Facts(found="ppk/35.79.01"), "PPK 35.79.01 reports it.", "PPK 35.79.01 mencatatnya."),
        (
            *("IR-09", "place", Facts(found="?")),
            "The boxes were at a place that is in no register.",
            "Kotak berada di tempat yang tidak terdaftar.",
        ),
        (
            *("IR-09", "place", Facts(found="pps/35.79.03.2004/9")),
            "The place is in no register, or not for this keeper: PPS 35.79.03.2004, place 9.",
            "Tempat ini tidak terdaftar, atau bukan untuk penyimpan ini: PPS 35.79.03.2004, tempat 9.",
        ),
        (
            *("IR-11", "padlock", Facts(found="polri/polsek-batu, pps/35.79.01.1001")),
            "Padlock holder not there: Police polsek-batu, PPS 35.79.01.1001.",
            "Pemegang gembok tidak hadir: Polri polsek-batu, PPS 35.79.01.1001.",
        ),
        ("IR-12", "basis", Facts(found="none"), "The paper names no basis.", "Naskah tidak menyebut dasar."),
        (
            *("device-gap", "gap", Facts(expected="10")),
            "No paper here bears this device's number 10.",
            "Dari perangkat ini tidak ada naskah di sini dengan nomor 10.",
        ),
        (
            *("device-gap", "gap", Facts(expected="10-12")),
            "No paper here bears this device's numbers 10 to 12.",
            "Dari perangkat ini tidak ada naskah di sini dengan nomor 10 sampai 12.",
        ),
        (
            *("unanswered", "release", Facts(expected="7200", found="kpu/35.79")),
            "Released to KPU 35.79; no answer within 2 h.",
            "Diserahkan kepada KPU 35.79; tidak ada jawaban dalam 2 jam.",
        ),
        (
            *("two-places", "elsewhere", Facts(expected="kpu/35.79/1", found="?-7,112")),
            "By its chain it stood at KPU 35.79, place 1; it was seen at a place that is not registered (-7,112).",
            "Menurut rantainya kotak ada di KPU 35.79, tempat 1; terlihat di tempat yang tidak terdaftar (-7,112).",
        ),
        (
            *("LINE-not-held", "line", Facts(giver="pps/35.79.02.2009", custodian="ppk/35.79.02")),
            "Box 35.79.02.2009/004/DPD: PPS 35.79.02.2009 does not answer for it; PPK 35.79.02 does.",
            "Kotak 35.79.02.2009/004/DPD bukan tanggung jawab PPS 35.79.02.2009. Penanggung jawab: PPK 35.79.02.",
        ),
    ],
)
def test_a_break_names_units_and_places_as_papers_are_read_out(
    code: str, case: str, facts: Facts, english: str, indonesian: str
) -> None:
    one = _broken(code, case, facts)

    speak("en")
    assert told.sentence(one) == english
    speak("id")
    assert told.sentence(one) == indonesian


def test_of_boxes_that_share_a_break_one_is_named_and_the_others_counted() -> None:
    boxes = "35.79.02.2009/004/DPD", "35.79.02.2009/004/DPR", "35.79.02.2009/004/PPWP"

    speak("en")
    said = told.sentence(_broken("LINE-extra", "line", Facts(), boxes))

    assert said == "Box 35.79.02.2009/004/DPD (and 2 more) is here but was not on the list."


def _broken(code: str, case: str, facts: Facts, boxes: tuple[str, ...] = ("35.79.02.2009/004/DPD",)) -> Break:
    return Break(
        code=code,
        case=case,
        boxes=boxes,
        area="35.79.02.2009",
        unit="",
        papers=(),
        facts=facts,
        at="2029-02-14T17:00:00+07:00",
        took=0,
        of_lines=True,
        settled=None,
        since=0,
    )


def _arrived(**counts: int) -> Row:
    none = dict.fromkeys(("there", "late", "in_transit", "missing", "pending"), 0)
    return Row(leg="kpps-pps", area="35.79.03", expected=20, due=None, **{**none, **counts})


def test_of_arrivals_in_time_and_of_late_ones_it_is_told_apart_what_only_papers_say() -> None:
    speak("en")
    rows = [_arrived(there=9, proved=5, straddling=4, late=3, proved_late=1, late_open=2)]

    on_time, late = covered.proved(rows)

    assert on_time.startswith("In time by what papers say: 9; proved by the time from outside: 5. Of 4 of these")
    assert late.startswith("Late by what papers say: 3; proved by the time from outside: 1. Of 2 of these")
    assert "of 9 in time by the papers 5 are proved; of 4 only the papers say it." in " ".join(proving.told(rows))


@pytest.mark.parametrize(("whole", "told"), [(1, "1 other area"), (2, "2 other areas"), (20, "all 20 areas")])
def test_areas_that_have_everything_are_counted_together_as_one_says_it(whole: int, told: str) -> None:
    speak("en")
    rows = [replace(_arrived(there=20 if n < whole else 9), area=f"35.79.{n:02}") for n in range(20)]

    assert told in [row.area for row in covered._briefly(rows)]


def test_without_the_time_from_outside_nothing_is_told_of_it() -> None:
    assert not list(covered.proved([_arrived(there=9, late=3)]))


def test_where_of_no_arrival_it_is_proved_that_it_was_in_time_it_says_of_none() -> None:
    speak("en")

    said = " ".join(proving.told([_arrived(there=9, straddling=9)]))

    assert "of 9 boxes that came in time by the papers none is proved to have." in said
    assert "only 0" not in said
