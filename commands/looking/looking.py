"""`kotak where`, `kotak chain`: where boxes are, and how they came there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.drafting.known import Known
from commands.program.context import Context, NotSaid
from commands.program.frame import command, option
from commands.program.output import Answer
from commands.typed import entries, times
from ledger.domain import names
from ledger.domain.documents.base import seconds

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from projections.looking import View
    from projections.where import Question

AS_OF = option("--as-of", metavar="TIME|INDEX", help="As it was then, or when the ledger had this entry.")


@command("where")
@click.argument("boxes", nargs=-1, metavar="[BOX]...")
@option("--unit", metavar="U", help="Boxes this unit answers for or has.")
@option("--place", metavar="P", help="Boxes that stand at this place.")
@option("--area", metavar="A", help="Boxes of this area or station.")
@AS_OF
@option("--all", "each", is_flag=True, help="Each box on a line of its own, however many there are.")
@click.pass_obj
def where(
    context: Context, /, boxes: tuple[str, ...], as_of: str | None, *, each: bool, **narrowed: str | None
) -> Answer:
    """
    Where boxes are, who answers for them and who has them.

    A BOX is its full name or an end of it: 004/DPD, or 004 for all boxes of that station; @held means all of your unit.
    A time is compared with what the papers say of time, an index with their order in the ledger.
    """
    from commands.looking import whereabouts  # noqa: PLC0415 - with SQLAlchemy
    from projections import heard  # noqa: PLC0415 - with SQLAlchemy
    from projections.where import where as ask  # noqa: PLC0415 - with SQLAlchemy

    with view_of(context) as (journal, view):
        question = _question(context, journal, boxes, as_of, narrowed)
        # Where boxes stood in the past, nobody need have registered.
        heard.check(view, question.area, question.unit, question.place if as_of is None else None)
        found = ask(view, question)
        data = {"boxes": [whereabouts.plain(one) for one in found], "as_of": as_of, "entries": view.size}
    return Answer([*whereabouts.lines(found, each=each)], data)


@command("chain")
@click.argument("box")
@AS_OF
@click.pass_obj
def chain(context: Context, /, box: str, as_of: str | None) -> Answer:
    """
    The chain of custody of one box: every paper about it, in the order in which it happened.

    BOX is its full name or an end of it that no other box has. Time from outside is that of cosigned checkpoints.
    """
    from commands.looking import dated, linked  # noqa: PLC0415 - with SQLAlchemy
    from projections import links  # noqa: PLC0415 - with SQLAlchemy
    from projections.where import one  # noqa: PLC0415 - with SQLAlchemy

    with view_of(context) as (journal, view):
        name = one(view, box, own_unit(context))
        index, time = moment(journal, as_of)
        until = seconds(time) if time else None
        found = links.as_at(view, name, index, until, dated.marks(context, journal))
        data = {"box": name, "links": [linked.plain(link) for link in found], "as_of": as_of, "entries": view.size}
    return Answer([*linked.lines(name, found)], data)


@contextmanager
def view_of(context: Context) -> Iterator[tuple["Journal", "View"]]:
    """What is known now. Where the ledger may only be read, nothing is left in it."""
    from projections.looking import look  # noqa: PLC0415 - with SQLAlchemy

    journal = context.journal(read_only=not is_writable(context.ledger))
    with look(journal, noted_at=datetime.now(UTC).astimezone().isoformat(timespec="seconds")) as view:
        yield journal, view


def is_writable(ledger: str) -> bool:
    """Whether its read models may be kept beside it; of a server, only trying tells."""
    if "://" in ledger or not os.path.exists(ledger):  # noqa: PTH110 - for Path an impossible name is an error
        return True
    return all(os.access(each, os.W_OK) for each in (ledger, Path(ledger).parent))


def _question(
    context: Context, journal: "Journal", boxes: tuple[str, ...], as_of: str | None, narrowed: dict[str, str | None]
) -> "Question":
    from projections.boxes import HELD  # noqa: PLC0415 - where boxes are looked for
    from projections.where import Question  # noqa: PLC0415 - with SQLAlchemy

    for what, name in narrowed.items():
        if name is not None:
            names.parse(f"an {what}" if what == "area" else f"a {what}", name)
    index, time = moment(journal, as_of)
    me = names.unit_of(context.officer) if HELD in boxes else own_unit(context)
    return Question(boxes, **narrowed, index=index, seconds=seconds(time) if time else None, me=me)


def moment(journal: "Journal", as_of: str | None) -> tuple[int | None, str | None]:
    """What `--as-of` says: an index or a time."""
    if as_of is None:
        return None, None
    index = entries.index(as_of)
    return index, None if index is not None else times.instant(as_of, Known(journal).hours)


def own_unit(context: Context) -> str | None:
    """The unit of whoever asks, where that is known."""
    try:
        return names.unit_of(context.officer)
    except NotSaid:
        return None
