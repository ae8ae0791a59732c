"""Boxes: lists of them, narrowed, and one in full with its chain and everything told about it."""

from typing import Final

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commands.looking import linked, reasons, whereabouts
from commands.program.language import _, short_moment
from commands.program.spoken import tongue, words
from commands.serving.timeline import Step, timeline
from commands.serving.visit import Visit
from ledger.domain import names
from ledger.domain.documents.base import seconds
from projections import links
from projections.links import Link
from projections.standing import LINK

_NOT_TAKEN: Final = frozenset({"refused", "missing", "extra"})


def boxes(visit: Visit) -> Response:
    """Those of an area, a unit or a place, or that are marked so."""
    area, unit = visit.area(), visit.unit()
    place, mark = visit.name("place", "a place"), visit.choice("mark", whereabouts.MARKS)
    known = visit.reading.boxes
    found = [
        one
        for one in (known[name] for name in visit.reading.within(area))
        if (unit is None or unit in {one.custodian, one.keeper})
        and (place is None or place == one.place)
        and (mark is None or mark in whereabouts.keys(one))
    ]
    shown, leaf = visit.part(found)
    return visit.page(
        "boxes.html.j2",
        title=_("Boxes"),
        area=area,
        unit=unit,
        place=place,
        mark=mark,
        marks=_marks(),
        boxes=shown,
        leaf=leaf,
        moment=visit.reading.moment,
    )


def _marks() -> dict[str, str]:
    return {
        "in-transit": _("not yet accepted"),
        "last-with": _("last with a carrier or vendor"),
        "deposited": _("deposited with somebody else"),
        "sealed": _("sealed"),
        "not-sealed": _("not sealed"),
        "not-intact": _("not intact"),
        "disputed": _("disputed"),
        "waiting": _("a paper waits"),
        "on-hold": _("on hold"),
        "not-expected": _("not expected"),
        "disposed": _("disposed of"),
    }


def box(visit: Visit, box: str) -> Response:
    """One box in full."""
    names.parse("a box", box)
    reading = visit.reading
    if box not in reading.boxes:
        raise NotFound
    moment = reading.moment
    with reading.lookout.view() as view:
        found = links.of_boxes(view, [box], moment.entries, reading.marks, moment.latest)[box]
        whys = {one.index: links.reason(view, one.index, box) for one in found if one.outcome in _NOT_TAKEN}
    told = [link for link in found if moment.counts(link.took, seconds(link.at))]
    return visit.page(
        "box.html.j2",
        title=box,
        box=reading.boxes[box],
        area=names.area_of_box(box),
        links=told,
        reasons={index: reasons.told(why) for index, why in whys.items() if why},
        drawn=_drawn(told),
        found=[one for one in reading.breaks if box in one.boxes],
        findings=[one for one in reading.findings if box in one.boxes],
        moment=moment,
    )


def _drawn(told: list[Link]) -> str:
    steps = [step for at in range(len(told)) if (step := _step(told, at)) is not None]
    said = _("A line for each unit that answered for the box, from paper to paper; the list below tells the same.")
    return timeline(_("Who answered for the box"), said, steps) if steps else ""


def _step(told: list[Link], at: int) -> Step | None:
    """A paper on the line of whoever answered for the box after it; none while nobody did."""
    link = told[at]
    custodian = next((one.custodian for one in reversed(told[: at + 1]) if one.custodian), None)
    if custodian is None:
        return None
    later = any(one.verdict == LINK for one in told[at + 1 :])
    name = tongue().word(words.TITLES, link.kind)
    verdict = linked.verdict(link, "")
    return Step(
        custodian=custodian,
        day=" ".join(short_moment(link.at).split()[:3]),
        told=", ".join(filter(None, (f"{link.index} {name}", short_moment(link.at), verdict))),
        address=f"#entry-{link.index}",
        open=link.kind == "release" and link.verdict == LINK and not later,
        wrong=link.verdict in linked.WITHOUT_EFFECT or bool(link.flags),
    )
