"""What was registered as at a moment: units with places and keys, boxes that are expected, goods that were counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger.domain import names
from ledger.domain.documents.boxes import ManifestLine
from ledger.domain.documents.people import UnitLine
from ledger.domain.documents.remarks import Stock, StockLine
from projections import moves, signatories
from projections.looking import View
from projections.moment import Moment
from projections.reading import papers_of


@dataclass
class Unit:
    """A unit as the papers said last: until when it is one, where its boxes may stand, how many keys count."""

    unit: str
    places: set[str] = field(default_factory=set)
    keys: int = 0
    until: str | None = None


def units(view: View, moment: Moment, area: str | None = None) -> list[Unit]:
    """By name, all or those of an area."""
    found: dict[str, Unit] = {}
    for _index, paper in papers_of(view, moment, "units"):
        for line in paper.lines:
            if isinstance(line, UnitLine):
                _register(line, found)
    keys = Counter[str]()
    for officer in signatories.officers(view, moment, area):
        keys[officer.unit] += len(officer.own)
    for name, count in keys.items():
        if name in found:
            found[name].keys = count
    return [found[name] for name in sorted(found) if area is None or names.covers(area, names.area_of(name))]


def _register(line: UnitLine, found: dict[str, Unit]) -> None:
    if names.is_unit(line.id):
        found.setdefault(line.id, Unit(line.id)).until = line.until
    else:
        unit = names.unit_of_place(line.id)
        found.setdefault(unit, Unit(unit)).places.add(line.id)


def expected(view: View, moment: Moment, area: str | None = None) -> list[ManifestLine]:
    """Boxes that manifests list and did not withdraw, by name: each as it was listed last, as its moves say it."""
    found: dict[str, ManifestLine] = {}
    papers = dict(papers_of(view, moment, "manifest"))
    for index, did in view.gathered(papers).items():
        said = {line.box: line for line in papers[index].lines if isinstance(line, ManifestLine)}
        for group in did.together:
            act = moves.of(did.effects, group.change).act if group.change.index == index else None
            for box in group.boxes:
                if act == "listed" and box in said:
                    found[box] = said[box]
                elif act == "withdrawn":
                    found.pop(box, None)
    return [found[box] for box in sorted(found) if area is None or names.covers(area, box)]


def counted(view: View, moment: Moment) -> Iterator[tuple[int, Stock, StockLine]]:
    """Every count of goods that are not boxes, in the order of the ledger."""
    for index, paper in papers_of(view, moment, "stock"):
        if isinstance(document := paper.document, Stock):
            for line in paper.lines:
                if isinstance(line, StockLine):
                    yield index, document, line
