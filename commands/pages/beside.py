"""Open breaks that the numbers of some areas do not add up to: those of a wider area, and those of several of them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from commands.program.language import _, counted, number
from ledger.domain import names
from projections.desk import Break


@dataclass(frozen=True)
class Beside:
    """Those that stand in none of the areas, by the wider area they are told of, and how many stand in several."""

    wider: tuple[tuple[str, int], ...] = ()
    several: int = 0

    def told(self, called: Callable[[str], str]) -> str:
        """In words, with areas as they are called; nothing where the numbers add up."""
        return " ".join(filter(None, (self._wider(called), self._several())))

    def _wider(self, called: Callable[[str], str]) -> str:
        count = sum(each for _area, each in self.wider)
        whole = _("the whole ledger")
        areas = "; ".join(f"{called(area) if area else whole} {number(each)}" for area, each in self.wider)
        said = counted(
            "{n} open break stands in none of these areas, since it is told of a wider one: {areas}.",
            "{n} open breaks stand in none of these areas, since they are told of a wider one: {areas}.",
            count,
            areas=areas,
        )
        return said if count else ""

    def _several(self) -> str:
        said = counted(
            "{n} is of boxes of several of these areas and counted in each of them.",
            "{n} are of boxes of several of these areas and counted in each of them.",
            self.several,
        )
        return said if self.several else ""


def beside(found: Iterable[Break], places: Collection[str]) -> Beside:
    """What is open beside these areas."""
    wider: Counter[str] = Counter()
    several = 0
    for one in found:
        touched = sum(is_there(one, place) for place in places)
        several += touched > 1
        if not touched:
            wider[one.area] += 1
    return Beside(tuple(sorted(wider.items())), several)


def is_there(one: Break, area: str) -> bool:
    """Whether a break is told of a box of an area, or of the area itself."""
    return any(names.covers(area, box) for box in one.boxes) or names.covers(area, one.area)
