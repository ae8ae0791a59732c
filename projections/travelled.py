"""What happened to a box, held against one leg that is expected of it: whether it came, was sent, or how it stands."""

from collections.abc import Iterable, Sequence
from typing import Literal

from ledger.domain import names
from projections.legs import Expected, ends
from projections.moves import Move

How = Literal["came", "sent", "answered-missing", "refused", "waits", "silent"]
"""How the box stands on that leg by the last paper about it: `waits` for a paper that is not recorded."""


def is_listed(happened: Sequence[Move]) -> bool:
    """Whether the manifest has it, and it was not withdrawn."""
    said = [one.act for one in happened if one.act in {"listed", "withdrawn"}]
    return bool(said) and said[-1] == "listed"


def travelled(box: str, happened: Sequence[Move], leg: Expected) -> tuple[Move | None, Move | None]:
    """
    When the box came to the end of a leg, and when it was sent there last: after it had been where the leg begins, and
    on the way home after it had been as far out as its label says.
    """
    giver, receiver = ends(leg.leg)
    outermost = "kpps" if "/" in names.area_of_box(box) else giver
    ready, sent = False, None
    been = not names.is_home(leg.leg) or outermost == giver or not _was_at(happened, outermost)
    for one in happened:
        if one.act in {"listed", "came", "set"} and one.unit is not None:
            here = names.type_of(one.unit)
            if ready and here == receiver and names.covers(names.area_of(one.unit), box):
                return one, sent
            been = been or here == outermost
            ready = ready or (been and here == giver)
        elif one.act == "sent" and ready and names.type_of(one.other or "") == receiver:
            sent = one
        elif one.act == "void":
            sent = None
    return None, sent


def how_it_stands(happened: Sequence[Move], sent: Move | None) -> How:
    """What the last paper says of a box that has not come."""
    if happened[-1].act == "waits":
        return "waits"
    if sent is None:
        return "silent"
    after = happened[list(happened).index(sent) + 1 :]
    if any(one.act == "missing" for one in after):
        return "answered-missing"
    return "refused" if any(one.act == "refused" for one in after) else "sent"


def _was_at(happened: Iterable[Move], kind: str) -> bool:
    return any(one.unit is not None and names.type_of(one.unit) == kind for one in happened)
