"""
One language, and how it says times, numbers, names and hashes. No clock, no locale, no registry of names is asked: the
same paper reads the same everywhere and always.

    Rabu, 14 Februari 2029 pukul 17.08 WIB          Wednesday, 14 February 2029 at 17:08 WIB
"""

import hashlib
from base64 import b64decode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from ledger.domain import names
from ledger.domain.sentences import words
from ledger.domain.sentences.words import Vocabulary

_GROUP: Final = 4
_SHORT: Final = 16
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Tongue:
    """Indonesian or English."""

    indonesian: bool

    def say(self, indonesian: str, english: str, /, **facts: object) -> str:
        """One sentence in both languages, side by side so that they are changed together."""
        return (indonesian if self.indonesian else english).format(**facts)

    def word(self, vocabulary: Vocabulary, word: str) -> str:
        """A closed word of the format."""
        return self.say(*vocabulary[word])

    def number(self, number: int) -> str:
        """`3.055`, `3,055`."""
        grouped = f"{number:,}"
        return grouped.replace(",", ".") if self.indonesian else grouped

    def boxes(self, number: int) -> str:
        """`5 kotak`, `5 boxes`."""
        counted = self.number(number)
        return self.say("{n} kotak", "{n} box" if number == 1 else "{n} boxes", n=counted)

    def day(self, day: str) -> str:
        """A date on a letter."""
        return self._date(date.fromisoformat(day))

    def time(self, instant: str) -> str:
        """An instant as the clocks of its place showed it; seconds only where they are not nought."""
        moment = datetime.fromisoformat(instant)
        hour = f"{moment:%H.%M}" + (f".{moment:%S}" if moment.second else "")
        return self.say(
            "{weekday}, {date} pukul {hour} {zone}",
            "{weekday}, {date} at {clock} {zone}",
            weekday=self.say(*words.DAYS[moment.weekday()]),
            date=self._date(moment.date()),
            hour=hour,
            clock=hour.replace(".", ":"),
            zone=words.ZONES.get(instant[19:], f"UTC{instant[19:]}"),
        )

    def _date(self, day: date) -> str:
        return f"{day.day} {self.say(*words.MONTHS[day.month - 1])} {day.year:04}"

    def duration(self, seconds: int) -> str:
        """Whole minutes where there are, seconds otherwise."""
        if seconds % _MINUTE:
            return self.say("{n} detik", "{n} seconds", n=self.number(seconds))
        return self.say("{n} menit", "{n} minutes", n=self.number(seconds // _MINUTE))

    def area(self, area: str) -> str:
        """`35.79.02.2009 TPS 004`."""
        village, _, station = area.partition("/")
        return f"{village} TPS {station}" if station else village

    def unit(self, unit: str) -> str:
        """`KPPS 35.79.02.2009 TPS 004`, `Saksi 35.79 nomor 02`, `Polri batu-kota`."""
        kind, _, rest = unit.partition("/")
        label = self.word(words.UNITS, kind)
        if kind == names.PARTIES:
            area, _, party = rest.partition("/")
            return self.say("{label} {area} nomor {n}", "{label} {area} number {n}", label=label, area=area, n=party)
        return f"{label} {self.area(rest)}"

    def place(self, place: str) -> str:
        """`PPS 35.79.02.2009, tempat 1`."""
        if place == names.NOWHERE:
            return self.say("tempat yang tidak terdaftar", "a place that is not registered")
        unit, _, number = place.rpartition("/")
        return self.say("{unit}, tempat {n}", "{unit}, place {n}", unit=self.unit(unit), n=number)

    def officer(self, officer: str) -> str:
        """`PPS 35.79.02.2009 petugas 2`."""
        number = officer.partition("#")[2]
        unit = self.unit(names.unit_of(officer))
        return self.say("{unit} petugas {n}", "{unit} officer {n}", unit=unit, n=number)

    def short(self, digest: str) -> str:
        """The beginning of a hash, enough to compare by eye."""
        return grouped(digest[:_SHORT])


def grouped(digest: str) -> str:
    """A hash in groups of four."""
    return " ".join(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))


def note(encoded: str) -> str:
    """The body of a signed note and the hash of all of it; a note that is none, as it came."""
    raw = b64decode(encoded)
    body = raw.split(b"\n\n")[0].decode("ascii", "replace").split("\n")
    said = "; ".join(body) if all(line.isascii() and line.isprintable() for line in body) else encoded
    return f"{said} ({grouped(hashlib.sha256(raw).hexdigest()[:_SHORT])})"


def joined(*pieces: str) -> str:
    """Pieces of a sentence, those that say nothing left out. No name and no word holds the mark between them."""
    return "; ".join(piece for piece in pieces if piece)
