"""
What officers read: Indonesian or English, chosen once at the start of a run; for a server, request by request.

Texts are gettext messages whose key is the English sentence; Click's own messages lie in the same catalogue. Numbers
and times are written as the language writes them, `3.055` and `Rabu, 14 Februari 2024 pukul 17.08 WIB`. Nothing signed
and no JSON key ever passes through here.
"""

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

LANGUAGES: Final = ("id", "en")
LOCALE: Final = Path(__file__).parents[1] / "locale"
DOMAIN: Final = "kotak"

_DAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS: Final = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_ZONES: Final = {
    timedelta(0): "UTC",
    timedelta(hours=7): "WIB",
    timedelta(hours=8): "WITA",
    timedelta(hours=9): "WIT",
}
_INDONESIAN_NUMBERS: Final = str.maketrans(",.", ".,")


class _Speech(NamedTuple):
    language: str
    catalogue: gettext.NullTranslations


class _Spoken:
    """The language of this run, and within a request that asks for another one that."""

    of_run = _Speech("en", gettext.NullTranslations())
    of_request: ContextVar[_Speech | None] = ContextVar("speech", default=None)

    @classmethod
    def now(cls) -> _Speech:
        return cls.of_request.get() or cls.of_run


def speak(language: str) -> None:
    """From here on every text is in this language, Click's included."""
    _Spoken.of_run = _speech(language)
    # Click asks the gettext of the standard library, which looks at LANGUAGE first (GNU gettext, 2.3.3).
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts made within are in this language: a server talks to several persons at once."""
    token = _Spoken.of_request.set(_speech(language))
    try:
        yield
    finally:
        _Spoken.of_request.reset(token)


@cache
def _speech(language: str) -> _Speech:
    return _Speech(language, gettext.translation(DOMAIN, LOCALE, [language], fallback=True))


def spoken() -> str:
    """`id` or `en`."""
    return _Spoken.now().language


def of_locale(environment: Mapping[str, str]) -> str:
    """The language of the machine: Indonesian where the locale says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "id" if environment[name].startswith("id") else "en"
    return "en"


def _(text: str) -> str:
    """The text in the language of this run."""
    # gettext answers an empty key with the header of its catalogue.
    return _Spoken.now().catalogue.gettext(text) if text else text


def counted(one: str, many: str, n: int, **facts: object) -> str:
    """`1 line waits`, `3,055 lines wait`: the text for so many, with the number in it. Indonesian has one form."""
    return _Spoken.now().catalogue.ngettext(one, many, n).format(n=number(n), **facts)


def number(value: float, decimals: int = 0) -> str:
    """`3.055` and `0,5`, in English `3,055` and `0.5`."""
    text = f"{value:,.{decimals}f}"
    return text.translate(_INDONESIAN_NUMBERS) if spoken() == "id" else text


def _in_zone(at: datetime | str, zone: tzinfo | None) -> datetime:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(zone) if zone else moment


def _clock(moment: datetime) -> str:
    hours = moment.strftime("%H.%M" if spoken() == "id" else "%H:%M")
    offset = moment.utcoffset()
    if offset is None:
        return hours
    return f"{hours} {_ZONES.get(offset) or 'UTC' + moment.isoformat()[-6:]}"


def date(at: datetime | str, zone: tzinfo | None = None) -> str:
    """`Rabu, 14 Februari 2024`."""
    moment = _in_zone(at, zone)
    day, month = _DAYS[spoken()][moment.weekday()], _MONTHS[spoken()][moment.month - 1]
    return f"{day}, {moment.day} {month} {moment.year}"


def moment(at: datetime | str, zone: tzinfo | None = None) -> str:
    """`Rabu, 14 Februari 2024 pukul 17.08 WIB`: in the zone given, else in the one the time was written in."""
    joint = "pukul" if spoken() == "id" else "at"
    return f"{date(at, zone)} {joint} {_clock(_in_zone(at, zone))}"


def short_moment(at: datetime | str, zone: tzinfo | None = None) -> str:
    """`14 Feb 2024 17.08 WIB`, for tables."""
    moment = _in_zone(at, zone)
    return f"{moment.day} {_SHORT_MONTHS[spoken()][moment.month - 1]} {moment.year} {_clock(moment)}"
