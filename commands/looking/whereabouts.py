"""How a box stands, for a person and as JSON. Marks in capitals are the words of the berita acara."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import to_builtins

from commands.looking import crowd
from commands.program.language import _, counted, number, short_moment
from commands.program.output import NOWHERE, Styled, table
from commands.program.spoken import tongue, words
from ledger.domain import names
from projections.standing import Standing


def plain(one: Standing) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "box": one.box,
        "custodian": one.custodian,
        "keeper": one.keeper,
        "place": one.place,
        "in_transit_to": one.in_transit_to,
        "in_transit_since": one.in_transit_since,
        "seals": None if one.seals is None else to_builtins(one.seals),
        "sealed": one.sealed,
        "state": one.state,
        "on_hold": one.held,
        "disputed": list(one.disputed),
        "waiting": one.waiting,
        "disposed": one.disposed,
        "expected": one.listed,
        "index": one.moved,
        "at": one.moved_at,
    }


def lines(found: Sequence[Standing], *, each: bool = False) -> Iterator[str]:
    """One box in full, several as a table, more than fit a screen counted by area unless each is wanted."""
    if not found:
        yield _("There is no such box.")
    elif len(found) == 1:
        yield from _in_full(found[0])
    elif len(found) <= crowd.SCREEN or each:
        headings = _("box"), _("custodian"), _("place"), _("since"), _("marks")
        yield from table(headings, [(one.box, *_where(one), short_moment(one.moved_at), _marked(one)) for one in found])
        yield _("{n} boxes").format(n=number(len(found)))
    else:
        headings = _("area"), _("boxes"), _("custodian"), _("place"), _("marks")
        groups = crowd.alike({one.box: (*_where(one), _marked(one)) for one in found}, _roughly)
        yield from table(headings, [(area, count, *said) for area, count, said in groups])
        yield _("{n} boxes; each on a line of its own: kotak where --all").format(n=number(len(found)))


def _where(one: Standing) -> tuple[str, str]:
    return one.custodian or NOWHERE, one.place or NOWHERE


def _roughly(said: tuple[str, ...]) -> tuple[str, ...]:
    """Units by their type, and no places: each station has its own."""
    custodian, _place, marked = said
    return f"{custodian.partition('/')[0]}/…" if "/" in custodian else custodian, "…", marked


def _marked(one: Standing) -> str:
    return ", ".join(marks(one))


def _in_full(one: Standing) -> Iterator[str]:
    yield Styled.of("strong", f"{one.box}  {', '.join(marks(one))}")
    facts = {
        _("custodian"): one.custodian,
        _("keeper"): one.keeper,
        _("place"): one.place,
        _("seals"): seals(one),
        _("since"): _("{time} (index {index})").format(time=short_moment(one.moved_at), index=one.moved),
    }
    if one.in_transit_since:
        facts[_("on its way since")] = short_moment(one.in_transit_since)
    width = max(map(len, facts))
    for name, fact in facts.items():
        yield f"  {name:{width}}  {fact or NOWHERE}"


def keys(one: Standing) -> Iterator[str]:
    """The marks of a box, in the order in which they are shown: keys of MARKS."""
    if one.in_transit_to:
        yield "in-transit"
    elif one.keeper is not None and one.keeper != one.custodian:
        yield "last-with" if names.type_of(one.keeper) in {"carrier", "vendor"} else "deposited"
    if one.state != "missing":
        yield "sealed" if one.sealed else "not-sealed"
    told = {"not-intact": one.state != "intact", "on-hold": one.held, "disputed": one.disputed, "waiting": one.waiting}
    yield from (key for key, is_so in told.items() if is_so)
    if one.disposed:
        yield "disposed"
    elif not one.listed:
        yield "not-expected"


def marks(one: Standing) -> list[str]:
    """What is to be seen at once, in capitals."""
    return [MARKS[key](one) for key in keys(one)]


MARKS: Final[Mapping[str, Callable[[Standing], str]]] = {
    "in-transit": lambda one: _("NOT YET ACCEPTED by {unit}").format(unit=one.in_transit_to),
    "last-with": lambda one: _("LAST WITH {unit}").format(unit=one.keeper),
    "deposited": lambda one: _("DEPOSITED with {unit}").format(unit=one.keeper),
    "sealed": lambda _one: _("SEALED"),
    "not-sealed": lambda _one: _("NOT SEALED"),
    "not-intact": lambda one: tongue().word(words.CONDITIONS, one.state).upper(),
    "on-hold": lambda _one: _("ON HOLD"),
    "disputed": lambda one: _("DISPUTED ({codes})").format(codes=", ".join(one.disputed)),
    "waiting": lambda one: counted("{n} paper waits", "{n} papers wait", one.waiting),
    "disposed": lambda _one: _("DISPOSED OF"),
    "not-expected": lambda _one: _("NOT EXPECTED"),
}
"""Each mark of a box that stands so."""


def seals(one: Standing) -> str:
    """`kabel ties 2, segel kertas 1 (1 rusak)`."""
    from ledger.domain.sentences import things  # noqa: PLC0415 - only for a box in full

    return NOWHERE if one.seals is None else things.seals(tongue(), one.seals)
