"""
Officers as at a moment: who may sign with which keys, until when, and what each signed.

They stand here as the papers name them, by their pseudonyms; whose names they are is not known to a ledger. A key that
was taken over by another counts no longer here, though papers signed before still hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from sqlalchemy import func, select

from ledger.domain import names
from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import seconds
from ledger.domain.documents.people import Role
from ledger.errors import CheckFailed, Reason, Unknown
from projections.looking import View
from projections.moment import Moment, counted

NO_OFFICER = Reason(
    "PR-014", "No officer {officer} is enrolled here, and nobody signed as that.", "See who is: kotak officers"
)
UNREADABLE = Reason(
    "PR-033",
    "The read model officers says of {officer} what nobody can read.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)

State = Literal["enrolled", "authority", "to-come", "ended", "revoked", "unknown"]
AUTHORITY: Final = "authority"
_EVENTS: Final = frozenset({"enrolled", "rotated", "revoked", AUTHORITY})
_ROLES: Final = frozenset(get_args(Role))


@dataclass(frozen=True)
class Event:
    """What an entry did to somebody's keys: `enrolled`, `rotated`, `revoked` or `authority`."""

    index: int
    at: str
    event: str
    keys: tuple[str, ...]
    why: str | None


@dataclass(frozen=True)
class Signature:
    """One paper that was signed, and what is flagged of it as a whole."""

    index: int
    at: str
    kind: str
    unit: str | None
    place: str | None
    part: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Officer:
    """Somebody who may or might sign."""

    officer: str
    roles: tuple[str, ...]
    begins: str | None
    until: str | None
    keys: tuple[str, ...]
    """Those that count."""
    own: tuple[str, ...]
    """Of these the ones that come from an enrolment, and not from a seat as an authority."""
    events: tuple[Event, ...]
    papers: int
    last: int | None
    """The last paper signed."""
    state: State

    @property
    def unit(self) -> str:
        """For whom he acts."""
        return names.unit_of(self.officer)


def officers(view: View, moment: Moment, area: str | None = None, officer: str | None = None) -> list[Officer]:
    """Of all units, of those of an area, or one, by name. Raises Unknown."""
    events = _events(view, moment, officer)
    signed = _signed(view, moment, officer)
    newest = _newest(events)
    told = [
        _officer(name, events.get(name, []), signed.get(name, (0, None)), newest, moment)
        for name in sorted({*events, *signed}, key=_order)
        if officer in {None, name} and (area is None or names.covers(area, names.area_of(names.unit_of(name))))
    ]
    if officer is not None and not told:
        raise Unknown(NO_OFFICER, officer=officer)
    return told


def signatures(view: View, moment: Moment, officer: str) -> list[Signature]:
    """Every paper somebody signed, in the order of the ledger."""
    signed, _keys = view.tables["officers"]
    (papers,) = view.tables["papers"]
    rows = view.connection.execute(
        select(signed.c.paper, signed.c.nth)
        .join(papers, papers.c.took == signed.c.paper)
        .where(signed.c.officer == officer, counted(moment, papers))
        .order_by(signed.c.paper)
    ).all()
    did = view.gathered(row.paper for row in rows)
    # Who takes a new key signs with both.
    return [*dict.fromkeys(_signature(did[row.paper].effects, officer, row.nth) for row in rows)]


def _signature(effects: Effects, officer: str, nth: int) -> Signature:
    signed = dict(enumerate(effects.signers)).get(nth)
    if signed is None or signed.officer != officer:
        raise CheckFailed(UNREADABLE, officer=officer)
    part = signed.part
    return Signature(effects.index, effects.at, effects.kind, effects.unit, effects.place, part, effects.flags)


def _events(view: View, moment: Moment, officer: str | None) -> dict[str, list[Any]]:
    """By officer what happened to his keys, each with the time its paper claims."""
    _signed, keys = view.tables["officers"]
    (papers,) = view.tables["papers"]
    wanted = select(keys, papers.c.at).join(papers, papers.c.took == keys.c.paper)
    if officer is not None:
        # Of authorities it counts who else was appointed later.
        wanted = wanted.where((keys.c.officer == officer) | (keys.c.event == AUTHORITY))
    found: dict[str, list[Any]] = {}
    wanted = wanted.where(counted(moment, papers)).order_by(keys.c.number)
    for row in view.connection.execute(wanted):
        if not _is_readable(row):
            raise CheckFailed(UNREADABLE, officer=row.officer)
        found.setdefault(row.officer, []).append(row)
    return found


def _is_readable(row: Any) -> bool:
    """Who takes a new key names the old one before it."""
    named = row.event != "rotated" or len(row.keys.split()) == 2  # noqa: PLR2004 - the old one and the new
    return named and row.event in _EVENTS and _ROLES.issuperset(row.roles.split())


def _signed(view: View, moment: Moment, officer: str | None) -> dict[str, tuple[int, int | None]]:
    """By officer how many papers he signed, and the last of them."""
    signed, _keys = view.tables["officers"]
    (papers,) = view.tables["papers"]
    wanted = select(signed.c.officer, func.count(signed.c.paper.distinct()), func.max(signed.c.paper))
    wanted = wanted.join(papers, papers.c.took == signed.c.paper).where(counted(moment, papers))
    if officer is not None:
        wanted = wanted.where(signed.c.officer == officer)
    rows = view.connection.execute(wanted.group_by(signed.c.officer))
    return {name: (int(number), int(last)) for name, number, last in rows}


def _newest(events: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """By family the entry that named its authorities last."""
    found: dict[str, int] = {}
    for name, rows in events.items():
        for row in rows:
            if row.event == AUTHORITY:
                family = names.family_of(names.unit_of(name))
                found[family] = max(found.get(family, -1), row.paper)
    return found


def _officer(
    name: str, rows: Sequence[Any], signed: tuple[int, int | None], newest: Mapping[str, int], moment: Moment
) -> Officer:
    enrolled = next((row for row in rows if row.event == "enrolled"), None)
    own, seat = [*_own(rows)], [*_seat(name, rows, newest)]
    return Officer(
        officer=name,
        roles=(*(enrolled.roles.split() if enrolled else ()), *([AUTHORITY] if seat else [])),
        begins=enrolled.begins if enrolled else None,
        until=enrolled.until if enrolled else None,
        keys=tuple(dict.fromkeys((*own, *seat))),
        own=tuple(own),
        events=tuple(Event(row.paper, row.at, row.event, tuple(row.keys.split()), row.why) for row in rows),
        papers=signed[0],
        last=signed[1],
        state=_state(enrolled, own, seat, moment),
    )


def _own(rows: Sequence[Any]) -> Iterator[str]:
    """The key he was enrolled with, or took over since, if nobody revoked it."""
    held: list[str] = []
    for row in rows:
        keys = row.keys.split()
        if row.event == "enrolled":
            held = keys
        elif row.event == "rotated":
            held = [*(key for key in held if key != keys[0]), keys[1]]
        elif row.event == "revoked":
            held = [key for key in held if key not in keys]
    yield from held


def _seat(name: str, rows: Sequence[Any], newest: Mapping[str, int]) -> Iterator[str]:
    """Keys of an authority that no later paper replaced."""
    last = newest.get(names.family_of(names.unit_of(name)))
    for row in rows:
        if row.event == AUTHORITY and row.paper == last:
            yield from row.keys.split()


def _state(enrolled: Any, own: Sequence[str], seat: Sequence[str], moment: Moment) -> State:
    if enrolled is None:
        return "authority" if seat else "unknown"
    if not own:
        return "revoked"
    if enrolled.until and seconds(enrolled.until) < moment.seconds:
        return "ended"
    return "to-come" if enrolled.begins and seconds(enrolled.begins) > moment.seconds else "enrolled"


def _order(name: str) -> tuple[str, int]:
    unit, _, number = name.partition("#")
    return unit, int(number)
