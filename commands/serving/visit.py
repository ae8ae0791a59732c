"""
One request: what is asked in its address, as at when, in which language, and how the answer is made.

What an address says is bounded and parsed once, like any input; what does not fit is refused with its reason. Links
carry the moment and the language along.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Request, Response

from commands.pages.areas import Areas
from commands.program import language
from commands.program.spoken import tongue
from commands.serving import rendering
from commands.serving.keeping import Keeper
from commands.serving.reading import Reading
from commands.serving.reasons import NOT_A_CHOICE, TOO_LONG
from ledger.domain import names
from ledger.errors import Malformed, Phrase
from projections import codes, heard

Item = TypeVar("Item")

PER_PAGE: Final = 50
LONGEST: Final = 100
"""Characters of one answer in a form."""
_FURTHEST: Final = 1_000_000
_CARRIED: Final = ("as_of", "lang")


@dataclass(frozen=True)
class About:
    """What every page says of the ledger it shows."""

    origin: str
    genesis: str
    mark: str
    """That it is a simulation, or nothing."""
    areas: Areas = field(default_factory=Areas)
    """Names of areas, from a file of whoever looks."""

    def area(self, area: str) -> str:
        """`TPS 016 Dadaprejo (35.79.03.1001/016)`; without a name as papers are read out."""
        named = self.areas.area(area)
        return tongue().area(area) if named == area else named


@dataclass(frozen=True)
class Leaf:
    """Which part of a list a page shows, and the addresses of those beside it."""

    first: int
    last: int
    count: int
    before: str | None
    after: str | None


class Visit:
    """One request and everything needed to answer it."""

    def __init__(self, keeper: Keeper, about: About, request: Request, adapter: MapAdapter) -> None:
        self.keeper, self.about, self.request = keeper, about, request
        self._adapter = adapter
        self._carried: tuple[str, ...] = _CARRIED
        self.endpoint, self.values = "", dict[str, Any]()

    def match(self) -> str:
        """Which page is asked for. Raises what Werkzeug raises where there is none."""
        self.endpoint, values = self._adapter.match()
        self.values = dict(values)
        return self.endpoint

    @cached_property
    def reading(self) -> Reading:
        """As at the moment that is asked about."""
        as_of, self._carried = self.word("as_of"), ("lang",)
        found = self.keeper.now if as_of is None else self.keeper.at(as_of)
        self._carried = _CARRIED
        return found

    def word(self, name: str) -> str | None:
        """What was written in a field; nothing of an empty one."""
        said = self.request.args.get(name, "").strip()
        if len(said) > LONGEST:
            raise Malformed(TOO_LONG, what=name, limit=LONGEST)
        return said or None

    def choice(self, name: str, known: Collection[str]) -> str | None:
        """One of the words of a list."""
        said = self.word(name)
        if said is not None and said not in known:
            raise Malformed(NOT_A_CHOICE, text=said, what=name, known=", ".join(known))
        return said

    def name(self, field: str, what: str) -> str | None:
        """A name of `an area`, `a unit`, …"""
        said = self.word(field)
        return None if said is None else names.parse(what, said)

    def area(self) -> str | None:
        """The area asked about. One of which nothing was ever heard reads as good news: raises Unknown."""
        return self._heard(area=self.name("area", "an area"))

    def unit(self) -> str | None:
        """The unit asked about. Raises Unknown where no such is registered."""
        return self._heard(unit=self.name("unit", "a unit"))

    def _heard(self, area: str | None = None, unit: str | None = None) -> str | None:
        if area is not None or unit is not None:
            with self.reading.lookout.view() as view:
                heard.check(view, area, unit)
        return area or unit

    def code(self) -> str | None:
        """A code of breaks, however it is spelt."""
        said = self.word("code")
        if said is None:
            return None
        found = codes.find(said)
        if found is None:
            raise Malformed(NOT_A_CHOICE, text=said, what="code", known=Phrase("the codes of kotak help flags"))
        return found.code

    def start(self, count: int, most: int = PER_PAGE) -> int:
        """After how many of a list a page begins; where it would begin after the end, that of its last page."""
        said = self.word("from")
        if said is not None and not (said.isascii() and said.isdecimal() and int(said) <= _FURTHEST):
            raise Malformed(NOT_A_CHOICE, text=said, what="from", known="0, 50, 100, …")
        return min(int(said or 0), max(0, count - 1) // most * most)

    def leaf(self, start: int, count: int, most: int = PER_PAGE) -> Leaf:
        """The part of a list that is shown."""
        before = self.here(**{"from": max(0, start - most)}) if start else None
        after = self.here(**{"from": start + most}) if start + most < count else None
        return Leaf(min(start + 1, count), min(start + most, count), count, before, after)

    def part(self, found: Sequence[Item], most: int = PER_PAGE) -> tuple[Sequence[Item], Leaf]:
        """As many of a list as a page shows, and where the others are."""
        start = self.start(len(found), most)
        return found[start : start + most], self.leaf(start, len(found), most)

    def url(self, endpoint: str, /, **values: object) -> str:
        """The address of a page, at the same moment and in the same language."""
        kept = dict(self.hidden())
        asked = {name: value for name, value in {**kept, **values}.items() if value is not None}
        return self._adapter.build(endpoint, asked)

    def here(self, **changed: object) -> str:
        """The address of this page with some of it asked differently."""
        asked = {name: said for name, said in self.request.args.items() if name not in _CARRIED}
        return self.url(self.endpoint, **{**asked, **self.values, **changed})

    def hidden(self) -> Iterator[tuple[str, str]]:
        """What a form carries along beside its own fields; not what is too long, nor a moment that was refused."""
        for name in self._carried:
            said = self.request.args.get(name, "").strip()
            if said and len(said) <= LONGEST:
                yield name, said

    def page(self, template: str, status: int = 200, **said: object) -> Response:
        """A page in the language of the request."""
        frame: Mapping[str, object] = {
            "visit": self,
            "about": self.about,
            "areas": self.about.areas,
            "url": self.url,
            "trouble": self.keeper.trouble,
            "lang": language.spoken(),
        }
        html = rendering.render(template, **frame, **said)
        return Response(html, status, mimetype="text/html")
