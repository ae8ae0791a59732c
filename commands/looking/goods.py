"""`kotak seals`, `kotak ballots`: what was delivered, used and left, and whether it adds up."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from commands.drafting.known import Known
from commands.looking import looking, sums
from commands.looking.inquiries import as_at, known_area
from commands.program.context import Context
from commands.program.frame import command, option
from commands.program.language import _, number
from commands.program.output import FOUND_WRONG, NOWHERE, Answer, Styled, table
from commands.program.spoken import tongue, words

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from projections.desk import BallotAccount, Break, Held, Moment, SealAccount
    from projections.looking import View

OF_SEALS: Final = frozenset({"seals-surplus", "serial-twice", "serial-again"})
OF_BALLOTS: Final = frozenset({"ballots-differ", "IR-07"})
"""The codes of breaks that say that seals or ballots do not add up."""
_SHOWN: Final = 20
_ADDED: Final = ("written_off", "unaccounted", "surplus")


@command("seals")
@option("--serials", "lists", multiple=True, metavar="FILE", help="Which numbers of this list were never put on.")
@looking.AS_OF
@click.pass_obj
def seals(context: Context, /, *, lists: tuple[str, ...], as_of: str | None) -> Answer:
    """
    Seals delivered against seals put on, broken and left; and which numbered ones nobody accounts for.

    Where more were put on than ever came, or one number is on two boxes, the check fails. Which numbers should lie in
    a store is known to whoever has the list that stock add kept.
    """
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    with looking.view_of(context) as (journal, view):
        moment = as_at(journal, view, as_of)
        found = desk.seals(view, moment)
        broken = open_of(desk.breaks(view, moment), OF_SEALS)
        unused = [_unused(path, journal, view, moment) for path in lists]
    batches = [{**vars(one), **{name: getattr(one, name) for name in _ADDED}} for one in found.batches]
    data = {"balances": [vars(one) for one in found.balances], "batches": batches, "unused": unused}
    return _answer(moment, broken, data, [*_seals(found), *_told(unused)])


def _unused(path: str, journal: "Journal", view: "View", moment: "Moment") -> dict[str, Any]:
    """The numbers of a list that no paper put on, in its order."""
    from commands.typed import serials  # noqa: PLC0415 - with msgspec
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    batch = serials.read(path)
    stock = serials.committed(Known(journal), batch)
    put_on = desk.put_on(view, moment, stock, batch.name)
    return {"batch": batch.name, "stock": stock, "serials": [one for _salt, one in batch.pairs if one not in put_on]}


def _told(unused: Iterable[dict[str, Any]]) -> Iterator[str]:
    for one in unused:
        said = _("{batch}: {n} numbers were never put on: {serials}")
        some = ", ".join(one["serials"][:_SHOWN]) + (" …" if len(one["serials"]) > _SHOWN else "")
        yield said.format(batch=one["batch"], n=number(len(one["serials"])), serials=some or "-")


@command("ballots")
@click.argument("area", required=False)
@looking.AS_OF
@click.pass_obj
def ballots(context: Context, /, area: str | None, *, as_of: str | None) -> Answer:
    """
    Ballots due, packed, found and counted; and the boxes in which received is not used, spoiled and unused together.

    AREA is an area or a station.
    """
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    with looking.view_of(context) as (journal, view):
        moment = as_at(journal, view, as_of)
        meant = known_area(view, area)
        found = desk.ballots(view, moment, meant)
        broken = open_of(desk.breaks(view, moment, desk.Narrowed(meant)), OF_BALLOTS)
    data = {"rows": [_plain(row) for row in found.rows], "boxes": [_plain(box) for box in found.wrong]}
    return _answer(moment, broken, data, _ballots(found))


def open_of(found: Iterable["Break"], codes: frozenset[str]) -> list["Break"]:
    """Those of these codes that nothing settled."""
    return [one for one in found if one.settled is None and one.code in codes]


def _answer(moment: "Moment", broken: Sequence["Break"], data: dict[str, Any], text: Iterable[str]) -> Answer:
    from commands.looking import broken as telling  # noqa: PLC0415 - with SQLAlchemy
    from commands.looking import moments  # noqa: PLC0415 - likewise

    lines = [Styled.of("strong", moments.line(moment)), "", *text]
    for one in broken:
        lines += ["", *telling.in_full(one)]
    data |= {"breaks": [telling.plain(one) for one in broken], "as_of": moments.plain(moment)}
    return Answer(lines, data, telling.findings(broken), status=FOUND_WRONG if broken else 0)


def _seals(found: "SealAccount") -> Iterator[str]:
    told = [*sums.of_seals(found)]
    if not told:
        yield _("No paper speaks of seals.")
        return
    for one in told:
        yield one.told
        yield from table(
            one.headings, [(named, *(NOWHERE if n is None else n for n in each)) for named, each in one.rows]
        )
        yield ""
    yield sums.explained()
    yield ""
    for balance in found.balances:
        said = _("{seals}: looked at {n} times, of which {differed} not as stated before.")
        yield said.format(
            seals=tongue().word(words.SEALS, balance.sort),
            n=number(balance.verified + balance.differed),
            differed=balance.differed,
        )


def _ballots(found: "BallotAccount") -> Iterator[str]:
    if not found.rows:
        yield _("No paper speaks of ballots here.")
        return
    yield from table(_headings(_("area"), _("boxes")), [_row(row, row.boxes) for row in found.rows])
    if not found.wrong:
        yield ""
        yield Styled.of("good", _("Everything adds up."))
        return
    yield ""
    yield Styled.of("bad", _("Boxes that do not add up: {n}").format(n=number(len(found.wrong))))
    yield from table(_headings(_("box")), [_row(box) for box in found.wrong])


def _headings(*first: str) -> list[str]:
    return [
        *first,
        _("on the list"),
        _("packed"),
        _("found"),
        _("valid"),
        _("not valid"),
        _("unused"),
        _("spoiled"),
        _("came to vote"),
    ]


def _row(held: "Held", *boxes: int) -> tuple[object, ...]:
    known = held.due, held.packed, held.found, held.valid, held.invalid, held.unused, held.damaged, held.voters
    return held.area, *boxes, *(NOWHERE if one is None else one for one in known)


def _plain(held: "Held") -> dict[str, Any]:
    return {
        **vars(held),
        "received": held.received,
        "accounted": held.accounted,
        "gap": held.gap,
        "over_voters": held.over_voters,
        "above_due": held.above_due,
        "changed": held.changed,
    }
