"""
The account of seals in words: what was counted as goods, what became of seals that were put on, and the numbers of
batches. Each table adds up as the line above it says, and nothing in it is below nought.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from commands.program.language import _
from commands.program.spoken import tongue, words

if TYPE_CHECKING:
    from projections.desk import Balance, Batch, SealAccount

STORES: Final = ("delivered", "surplus", "written_off", "returned", "put_on", "left")
BOXES: Final = ("put_on", "appeared", "broken", "waiting", "on_boxes", "gone")
BATCHES: Final = ("serials", "surplus", "revealed", "written_off", "unaccounted")
_UNCOUNTED: Final = frozenset({"surplus", "left"})
"""What nobody can say where no delivery was counted."""


class Sums(NamedTuple):
    """A table that adds up as `told` says; its first column has names, in the others None is said by no paper."""

    told: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


def of_seals(found: "SealAccount") -> Iterator[Sums]:
    """Goods, boxes and batches that bear numbers; none of which nothing is known."""
    if found.balances:
        yield Sums(
            _("In stores: delivered + surplus = written off + returned + put on + left"),
            (_("seals"), *_named(STORES)),
            tuple((_sort(one), _counted(one)) for one in found.balances),
        )
        yield Sums(
            _("On boxes: put on + appeared = broken + waiting + on boxes + gone"),
            (_("seals"), *_named(BOXES)),
            tuple((_sort(one), _each(one, BOXES)) for one in found.balances),
        )
    numbered = [one for one in found.batches if one.serials]
    if numbered:
        yield Sums(
            _("Batches: numbers + surplus = put on + written off + not accounted for"),
            (_("batch with numbers"), *_named(BATCHES)),
            tuple((f"{one.batch} ({one.stock[:16]})", _each(one, BATCHES)) for one in numbered),
        )


def _sort(one: "Balance") -> str:
    return tongue().word(words.SEALS, one.sort)


def _counted(one: "Balance") -> tuple[int | None, ...]:
    return tuple(getattr(one, name) if one.delivered or name not in _UNCOUNTED else None for name in STORES)


def _each(one: "Balance | Batch", names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(getattr(one, name) for name in names)


def _named(names: tuple[str, ...]) -> tuple[str, ...]:
    called = {
        "delivered": _("delivered"),
        "surplus": _("surplus"),
        "written_off": _("written off"),
        "returned": _("returned"),
        "put_on": _("put on"),
        "left": _("left"),
        "appeared": _("appeared"),
        "broken": _("broken"),
        "waiting": _("waiting"),
        "on_boxes": _("on boxes"),
        "gone": _("gone"),
        "serials": _("numbers"),
        "revealed": _("put on"),
        "unaccounted": _("not accounted for"),
    }
    return tuple(called[name] for name in names)


def explained() -> str:
    """What the words mean that say why a sum would else not work out."""
    return _(
        "Surplus: more used than ever came. Appeared: on boxes, or broken there, above those that anybody put on. "
        "Waiting: a paper that waits for another says that they were put on or broken. Gone: neither on a box nor "
        "broken at an opening."
    )
