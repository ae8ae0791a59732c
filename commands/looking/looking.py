"""`kotak where`, `kotak chain`: where boxes are, and how they came there."""

from typing import TYPE_CHECKING

import click

from commands.looking import asked
from commands.program.context import Context
from commands.program.frame import command, option
from commands.program.output import Answer
from ledger.domain import names

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from projections.where import Question


@command("where")
@click.argument("boxes", nargs=-1, metavar="[BOX]...")
@option("--unit", metavar="U", help="Boxes this unit answers for or has.")
@option("--place", metavar="P", help="Boxes that stand at this place.")
@option("--area", metavar="A", help="Boxes of this area or station.")
@option("--as-of", metavar="TIME|INDEX", help="As it was then, or when the ledger had this entry.")
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
    from projections.where import where as ask  # noqa: PLC0415 - with SQLAlchemy

    with asked.look(context) as (journal, view):
        question = _question(context, journal, boxes, as_of, narrowed)
        found = ask(view, question)
        data = {"boxes": [whereabouts.plain(one) for one in found], "as_of": as_of, "entries": view.size}
    return Answer([*whereabouts.lines(found, each=each)], data)


@command("chain")
@click.argument("box")
@click.pass_obj
def chain(context: Context, box: str) -> Answer:
    """
    The chain of custody of one box: every paper about it, in the order in which it happened.

    BOX is its full name or an end of it that no other box has.
    """
    from commands.looking import linked  # noqa: PLC0415 - with SQLAlchemy
    from projections import links  # noqa: PLC0415 - with SQLAlchemy
    from projections.where import one  # noqa: PLC0415 - with SQLAlchemy

    with asked.look(context) as (_journal, view):
        name = one(view, box, asked.me(context))
        found = links.of_box(view, name)
        data = {"box": name, "links": [linked.plain(link) for link in found], "entries": view.size}
    return Answer([*linked.lines(name, found)], data)


def _question(
    context: Context, journal: "Journal", boxes: tuple[str, ...], as_of: str | None, narrowed: dict[str, str | None]
) -> "Question":
    from projections.boxes import HELD  # noqa: PLC0415 - where boxes are looked for
    from projections.where import Question  # noqa: PLC0415 - with SQLAlchemy

    for what, name in narrowed.items():
        if name is not None:
            names.parse(f"an {what}" if what == "area" else f"a {what}", name)
    then = asked.as_of(as_of, journal)
    me = names.unit_of(context.officer) if HELD in boxes else asked.me(context)
    return Question(boxes, **narrowed, index=then.number, seconds=then.seconds, me=me)
