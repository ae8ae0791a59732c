import gettext
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from commands.program import language
from tests.commands.cli import kotak

WIB = timezone(timedelta(hours=7))


def test_an_indonesian_reads_day_date_and_zone() -> None:
    language.speak("id")

    assert language.moment("2024-02-14T17:08:00+07:00") == "Rabu, 14 Februari 2024 pukul 17.08 WIB"
    assert language.short_moment("2024-02-14T17:08:00+07:00") == "14 Feb 2024 17.08 WIB"


def test_the_same_in_english() -> None:
    assert language.moment("2024-02-14T17:08:00+07:00") == "Wednesday, 14 February 2024 at 17:08 WIB"


@pytest.mark.parametrize(
    ("offset", "zone"),
    [("+07:00", "WIB"), ("+08:00", "WITA"), ("+09:00", "WIT"), ("+00:00", "UTC"), ("+05:30", "UTC+05:30")],
)
def test_a_time_is_shown_in_the_zone_it_was_written_in(offset: str, zone: str) -> None:
    assert language.moment(f"2029-02-14T06:00:00{offset}").endswith(f"06:00 {zone}")


def test_a_time_can_be_shown_in_the_zone_of_the_station() -> None:
    assert language.moment(datetime(2029, 2, 13, 23, 0, tzinfo=UTC), WIB).startswith("Wednesday, 14 February 2029")


def test_thousands_and_decimals() -> None:
    assert (language.number(3055), language.number(0.5, 1)) == ("3,055", "0.5")
    language.speak("id")
    assert (language.number(3055), language.number(0.5, 1)) == ("3.055", "0,5")


def test_an_empty_text_is_not_the_header_of_the_catalogue() -> None:
    language.speak("id")

    assert language._("") == ""


def test_click_speaks_indonesian_too() -> None:
    language.speak("id")

    assert gettext.gettext("Missing argument") == "Argumen belum diisi"


@pytest.mark.parametrize(("locale", "spoken"), [("id_ID.UTF-8", "id"), ("en_US.UTF-8", "en"), ("C", "en"), ("", "en")])
def test_without_other_word_the_machine_decides(locale: str, spoken: str) -> None:
    assert language.of_locale({"LC_ALL": "", "LANG": locale}) == spoken


@pytest.mark.parametrize(
    ("flag", "variable", "said"), [(("--lang", "id"), "en", "bukan"), ((), "id", "bukan"), ((), "", "not a")]
)
def test_settings_that_cannot_be_read_do_not_take_the_language_away(
    home: Path, flag: tuple[str, ...], variable: str, said: str
) -> None:
    (home / "config.toml").write_text("lang = ")

    refused = kotak("config", "list", *flag, env={"KOTAK_HOME": str(home), "KOTAK_LANG": variable})

    assert said in refused.err


def test_flag_comes_before_variable_and_variable_before_locale() -> None:
    indonesian = {"LC_ALL": "id_ID.UTF-8"}

    assert "belum" in kotak("config", "get", env=indonesian).err
    assert "Missing" in kotak("config", "get", env={**indonesian, "KOTAK_LANG": "en"}).err
    assert "belum" in kotak("config", "get", "--lang", "id", env={"KOTAK_LANG": "en"}).err


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("C", "KOTAK_LANG is fr; there are id, en, and this is en."),
        ("id_ID.UTF-8", "KOTAK_LANG adalah fr; yang ada: id, en, dan ini id."),
    ],
)
def test_a_language_there_is_not_is_said_once_and_beside_the_answer(locale: str, said: str) -> None:
    asked = {"LC_ALL": locale, "KOTAK_LANG": "fr"}

    answered, told = kotak("help", "IR-01", env=asked), kotak("help", "IR-01", "--lang", "en", env=asked)

    assert (answered.status, answered.err.splitlines()) == (0, [said])
    assert told.err == ""
