"""
What every paper about boxes may say besides: where, who else was there, by which letter, with which files.

    --place pps/35.79.02.2009/1   --present ptps/35.79.02.2009/004=absent:ill   --ref surat-dinas:547/PY.01.1:2029-07-01
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, Final, cast, get_args

import msgspec

from commands.drafting import beside, unsent
from commands.drafting.drafting import Desk, drafts
from commands.drafting.statement import Hand, Statement
from commands.program import files
from commands.program.frame import option
from commands.program.layout import AROUND
from commands.program.output import Answer
from commands.typed.boxes import NotUnderstood
from commands.typed.times import instant
from ledger.domain import names
from ledger.domain.documents.base import Absence, Coordinates, Line, Part, Present, Ref, Times
from ledger.errors import Reason

NO_PLACE = Reason(
    "CO-020",
    "It is not said where, and {unit} has {n} registered places known here.",
    "Add --place PLACE, like {unit}/1; or --place ? --coordinates LAT,LON where no place is registered.",
)
NOT_PRESENT = Reason(
    "CO-021",
    "{text} does not say who was there and how.",
    "Write it like UNIT=absent:ill; how is later, paper, seen, absent or refused, a reason one of {reasons}.",
)
NOT_A_REF = Reason("CO-022", "{text} does not name an official paper.", "Write it like surat-dinas:547/2029:2029-07-01")
NOT_A_FILE = Reason("CO-023", "{text} does not name a file.", "Write it like photo:PATH; a class is one of {classes}.")
NOT_A_PLACE = Reason("CO-024", "{text} is not a place on earth.", "Write it like -7.871234,112.526789")
WHAT_PART = Reason("CO-025", "It is not said what {officer} does in this paper.", "Add the part: --with {officer}=PART")

_PRESENT: Final = re.compile(r"([^=]+)=(later|paper|seen|absent|refused)(?::([a-z-]+))?", re.ASCII)
_REF: Final = re.compile(r"([a-z0-9-]+):([^:@]+):(\d{4}-\d\d-\d\d)(?:@(.+))?", re.ASCII)
_PARTS: Final = frozenset(word for words in get_args(Part) for word in get_args(words))


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one command says about boxes: my part, those of the other sides, the lines, and the members of the kind."""

    kind: str
    part: Part
    lines: Sequence[Line]
    members: Mapping[str, Any]
    files: Iterable[beside.Attached] = ()
    sides: Mapping[str, Part] = field(default_factory=dict)
    part_of: Callable[[str], Part] = lambda unit: part_of(unit)  # noqa: PLW0108 - defined below
    """What a unit that was present had to do with it."""


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """The words of the command line that every paper about boxes takes."""

    place: str | None = None
    coordinates: str | None = None
    present: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    arrived: str | None = None
    departed: str | None = None
    ended: str | None = None
    others: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    def statement(self, desk: Desk, said: Said, *, where: str | None = None) -> Statement:
        """What is to be signed; `where` is the unit at whose only place it happens, if not the one that acts."""
        refs, attached = self._papers()
        members = {
            **self._members(desk, where or said.members["unit"], said.part_of),
            **said.members,
            "refs": (*refs, *said.members.get("refs", ())),
        }
        hands = self._hands(desk, said.part, said.sides)
        return Statement(said.kind, hands, said.lines, members, [*attached, *said.files])

    def _members(self, desk: Desk, unit: str, part: Callable[[str], Part]) -> dict[str, Any]:
        found: dict[str, Any] = {"place": self._place(desk, unit)}
        if self.coordinates:
            found["coordinates"] = _coordinates(self.coordinates)
        times = {name: getattr(self, name) for name in ("arrived", "departed", "ended") if getattr(self, name)}
        if times:
            hours, at = desk.known.hours, desk.at
            found["times"] = Times(**{name: instant(said, hours, at) for name, said in times.items()})
        if self.present:
            found["present"] = tuple(_present(text, part) for text in self.present)
        return found

    def _papers(self) -> tuple[tuple[Ref, ...], list[beside.Attached]]:
        refs, attached = [], [attachment(text) for text in self.files]
        for text in self.refs:
            ref, letter = reference(text)
            refs.append(ref)
            attached += [letter] if letter else []
        return tuple(refs), attached

    def _hands(self, desk: Desk, part: Part, sides: Mapping[str, Part]) -> list[Hand]:
        found = [Hand(desk.context.officer, part)]
        for text in self.others:
            officer, equals, said = text.partition("=")
            unit = names.unit_of(names.parse("an officer", officer))
            if equals and said not in _PARTS:
                raise NotUnderstood(WHAT_PART, officer=officer)
            own = said if equals else sides.get(unit) or part_of(unit, officer)
            found.append(Hand(officer, cast("Part", own)))
        return found

    def _place(self, desk: Desk, unit: str) -> str:
        if self.place:
            return self.place if self.place == names.NOWHERE else names.parse("a place", self.place)
        places = desk.known.places(unit)
        if len(places) != 1:
            raise NotUnderstood(NO_PLACE, unit=unit, n=len(places))
        return places[0]


def part_of(unit: str, officer: str | None = None) -> Part:
    """What a unit that has no side in a paper does there."""
    if names.type_of(unit) in names.GUARDS:
        return "escorts"
    if names.family_of(unit) == names.SUPERVISION:
        return "witnesses"
    if officer is None:
        return "acts"
    raise NotUnderstood(WHAT_PART, officer=officer)


def reference(text: str) -> tuple[Ref, beside.Attached | None]:
    """`WHAT:NUMBER:DATE`, and after `@` where its scan lies."""
    found = _REF.fullmatch(text)
    if found is None:
        raise NotUnderstood(NOT_A_REF, text=text)
    letter = beside.bind("letter", files.read(found[4])) if found[4] else None
    try:
        return Ref(what=found[1], number=found[2], date=found[3], file=letter.file.hash if letter else None), letter
    except ValueError as error:
        raise NotUnderstood(NOT_A_REF, text=text) from error


def _present(text: str, part: Callable[[str], Part]) -> Present:
    found = _PRESENT.fullmatch(text)
    if found is None or (found[3] and found[3] not in get_args(Absence)):
        raise NotUnderstood(NOT_PRESENT, text=text, reasons=list(get_args(Absence)))
    unit = names.parse("a unit", found[1])
    return Present(unit=unit, part=part(unit), how=cast("Any", found[2]), reason=cast("Absence | None", found[3]))


def attachment(text: str) -> beside.Attached:
    """`CLASS:PATH`."""
    what, colon, path = text.partition(":")
    if not colon or what not in get_args(beside.What):
        raise NotUnderstood(NOT_A_FILE, text=text, classes=list(get_args(beside.What)))
    return beside.bind(cast("beside.What", what), files.read(path))


def _coordinates(text: str) -> Coordinates:
    latitude, _comma, longitude = text.partition(",")
    try:
        return msgspec.convert({"lat": latitude.strip(), "lon": longitude.strip()}, Coordinates)
    except msgspec.ValidationError as error:
        raise NotUnderstood(NOT_A_PLACE, text=text) from error


def known_papers(paths: Sequence[str]) -> list[Any]:
    """The papers of the files named with `--known`."""
    return [paper for path in paths for paper in unsent.read(path)]


def about_boxes(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Decorator: the command signs a paper about boxes. It gets `desk` and `around`, the circumstances."""
    told = partial(option, section=AROUND)

    @drafts
    @told("--with", "others", multiple=True, metavar="OFFICER[=PART]", help="Who signs here with me.")
    @told("--present", multiple=True, metavar="UNIT=HOW[:REASON]", help="Who else was there, or was not.")
    @told("--place", metavar="PLACE", help="Where, as PLACE; the unit's only place need not be said.")
    @told("--coordinates", metavar="LAT,LON", help="Where, if the place is not registered.")
    @told("--ref", "refs", multiple=True, metavar="WHAT:NUMBER:DATE", help="The official paper behind it.")
    @told("--file", "files", multiple=True, metavar="CLASS:PATH", help="A file to bind: photo, scan, letter, form.")
    @told("--arrived", metavar="TIME", help="When the vehicle arrived.")
    @told("--departed", metavar="TIME", help="When the vehicle left.")
    @told("--ended", metavar="TIME", help="When the count ended.")
    @told("--known", multiple=True, metavar="FILE", help="A paper at hand that is not recorded yet.")
    @wraps(function)
    def with_circumstances(*arguments: Any, desk: Desk, **options: Any) -> Answer:
        around = Circumstances(**{name: options.pop(name) for name in Circumstances.__dataclass_fields__})
        desk.papers += known_papers(around.known)
        return function(*arguments, desk=desk, around=around, **options)

    return with_circumstances
