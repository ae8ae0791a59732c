"""A break in words: seals, units, places and numbers, in both languages."""

from dataclasses import replace
from typing import Final

import pytest

from commands.looking import broken, covered, crowd, told
from commands.program.language import speak
from commands.program.spoken import tongue
from commands.reporting import proving
from projections.codes import Case
from projections.desk import Break, End, Moment, Row
from projections.watch.watching import Facts

_NOW: Final = Moment(entries=100, at="2029-02-14T17:00:00+07:00", by="papers")


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
        (
            *("key-stolen", "flag", Facts(officer="ppk/35.79.01#2", found="2029-02-13T20:00:00+07:00")),
            "The key of PPK 35.79.01 officer 2, suspected since 13 Feb 2029 20:00 WIB.",
            "Kunci PPK 35.79.01 petugas 2, dicurigai sejak 13 Feb 2029 20.00 WIB.",
        ),
        (
            "on-hold",
            "flag",
            Facts(found="bawaslu/35.79"),
            "Put on hold by Bawaslu 35.79.",
            "Ditahan oleh Bawaslu 35.79.",
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


@pytest.mark.parametrize(
    ("code", "case", "question"),
    [
        ("IR-14", "late", "Where were the boxes between these two signatures?"),
        ("IR-14", "before", "Whose clock was wrong, or which of the two papers was signed first?"),
        ("IR-14", "refused", "Where is the box that was refused, and which paper says so?"),
        ("IR-14", "silent", "Did the boxes leave, and who has them?"),
        ("IR-14", "finding", "What do the words beside the finding say, and who answered them?"),
    ],
)
def test_what_is_asked_next_fits_the_way_in_which_a_break_shows_itself(code: str, case: str, question: str) -> None:
    assert _broken(code, case, Facts()).question == question


@pytest.mark.parametrize(
    ("code", "case", "label"),
    [
        ("IR-04", "missing", "answers for it"),
        ("IR-04", "extra", "to be asked"),
        ("no-custodian", "box", "to be asked"),
        ("LINE-not-held", "line", "to be asked"),
    ],
)
def test_of_nobody_is_said_that_he_answers_for_a_box_where_the_break_says_otherwise(
    code: str, case: str, label: str
) -> None:
    speak("en")
    one = replace(_broken(code, case, Facts()), unit="pps/35.79.02.2009")

    assert [*broken.whose(one)] == [(label, ("pps/35.79.02.2009",))]


def test_a_table_by_code_adds_up_to_the_line_above_it_and_says_how_to_see_what_was_settled() -> None:
    speak("en")
    open_ = [replace(_broken("IR-01", "seals", Facts()), took=took) for took in range(crowd.SCREEN + 1)]
    settled = [replace(one, settled=End(99, one.at, "answer")) for one in open_[:3]]
    others = [replace(one, code="IR-05", case="label") for one in settled[:2]]

    _as_at, counted, *table = (str(line) for line in broken.lines([*open_, *settled, *others], open_, _NOW))

    assert counted.endswith("; 5 settled")
    assert [line.split()[-2] for line in table if line.startswith("IR-01")] == ["3"]
    assert "Other codes, all settled: 2 (IR-05)" in table
    assert table[-1] == "Settled ones are listed with --all."


def test_where_all_of_a_code_are_settled_it_is_said_how_to_see_them() -> None:
    speak("en")
    settled = replace(_broken("IR-05", "label", Facts()), settled=End(99, "2029-02-14T17:00:00+07:00", "answer"))

    hidden, shown = ([*map(str, broken.lines([settled], some, _NOW))] for some in ([], [settled]))

    assert hidden[-1] == "Settled ones are listed with --all."
    assert hidden[-1] not in shown


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
