"""Officers for a person and as JSON: who may sign, with which keys, until when, and what they signed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from commands.looking import crowd, moments
from commands.program import verdicts
from commands.program.language import _, counted, number, short_moment
from commands.program.output import NOWHERE, Styled, table
from commands.program.spoken import tongue, words
from ledger.domain import names
from projections.moment import Moment
from projections.signatories import Officer, Signature


def plain(one: Officer) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "officer": one.officer,
        "unit": one.unit,
        "roles": list(one.roles),
        "begins": one.begins,
        "until": one.until,
        "state": one.state,
        "keys": list(one.keys),
        "papers": one.papers,
        "last": one.last,
        "events": [{**vars(event), "keys": list(event.keys)} for event in one.events],
    }


def signed(one: Signature) -> dict[str, Any]:
    """The same of a paper somebody signed."""
    return {**vars(one), "flags": list(one.flags)}


def lines(found: Sequence[Officer], moment: Moment, *, each: bool) -> Iterator[str]:
    """A table while it fits a screen or each is wanted, else counted by what they are officers of."""
    yield Styled.of("strong", moments.line(moment))
    if not found:
        yield _("No officer is known here.")
        return
    yield ""
    if len(found) > crowd.SCREEN and not each:
        yield from _counted(found)
        return
    heads = _("officer"), _("roles"), _("state"), _("until"), _("key"), _("papers"), _("last")
    yield from table(heads, [_row(one) for one in found])


def in_full(one: Officer, papers: Sequence[Signature], moment: Moment, *, each: bool) -> Iterator[str]:
    """One officer: his keys and what happened to them, and what he signed, the last papers first."""
    yield Styled.of("strong", moments.line(moment))
    yield ""
    yield Styled.of("strong", f"{one.officer}  {_states()[one.state]}")
    yield "  " + _("roles: {roles}").format(roles=_roles(one))
    if one.begins and one.until:
        term = {"begins": short_moment(one.begins), "until": short_moment(one.until)}
        yield "  " + _("term: {begins} to {until}").format(**term)
    for event in one.events:
        keys, why = " ".join(tongue().short(key) for key in event.keys), f" ({event.why})" if event.why else ""
        yield f"  {event.index}  {short_moment(event.at)}  {_events()[event.event]}{why}  {keys}"
    yield ""
    yield counted("{n} paper signed", "{n} papers signed", len(papers))
    shown = papers if each else papers[-crowd.SCREEN :]
    heads = _("entry"), _("time"), _("paper"), _("part"), _("place"), _("flags")
    if shown:
        yield from table(heads, [_signature(paper) for paper in reversed(shown)])
    if len(shown) < len(papers):
        yield _("{n} more; see them with --each").format(n=number(len(papers) - len(shown)))


def _signature(one: Signature) -> tuple[object, ...]:
    own = tongue()
    titled, part = own.word(words.TITLES, one.kind), own.word(words.PARTS, one.part)
    flagged = "; ".join(verdicts.named(one.flags))
    return str(one.index), short_moment(one.at), titled, part, one.place or NOWHERE, flagged


def _row(one: Officer) -> tuple[object, ...]:
    until = short_moment(one.until) if one.until else NOWHERE
    key = tongue().short(one.keys[-1]) if one.keys else NOWHERE
    last = NOWHERE if one.last is None else str(one.last)
    return one.officer, _roles(one), _states()[one.state], until, key, one.papers, last


def _roles(one: Officer) -> str:
    own = tongue()
    told = {"authority": _("authority")}
    return ", ".join(told.get(role) or own.word(words.ROLES, role) for role in one.roles) or NOWHERE


def _counted(found: Sequence[Officer]) -> Iterator[str]:
    groups: dict[str, Counter[str]] = {}
    for one in found:
        count = groups.setdefault(names.type_of(one.unit), Counter())
        count.update({"officers": 1, "papers": one.papers, one.state: 1})
    states = [(state, name) for state, name in _states().items() if any(count[state] for count in groups.values())]
    heads = _("unit"), _("officers"), *(name for _state, name in states), _("papers")
    rows = [
        (f"{kind}/…", count["officers"], *(count[state] for state, _name in states), count["papers"])
        for kind, count in sorted(groups.items())
    ]
    yield from table(heads, rows)
    yield ""
    yield _("Each on a line of its own: kotak officers AREA, or --each; one in full: kotak officers OFFICER")


def _states() -> dict[str, str]:
    return {
        "enrolled": _("may sign"),
        "authority": _("authority"),
        "to-come": _("term to come"),
        "ended": _("term ended"),
        "revoked": _("REVOKED"),
        "unknown": _("NOT ENROLLED"),
    }


def _events() -> dict[str, str]:
    return {
        "enrolled": _("enrolled"),
        "authority": _("named as authority"),
        "rotated": _("key replaced"),
        "revoked": _("key revoked"),
    }
