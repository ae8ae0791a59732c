"""
One field for everything that has a name: an entry, a digest, a box or the end of its name, a station, an area, a unit,
a place, an officer, a code. What can be only one thing is shown at once; else everything it may be is listed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from commands.program.language import _, number
from commands.program.spoken import tongue
from commands.serving.visit import Visit
from commands.typed import entries
from ledger.domain import names
from ledger.errors import Malformed
from projections import boxes, codes, listing

MOST: Final = 50
_DIGEST: Final = re.compile(rf"[0-9a-f]{{{listing.DIGITS},64}}", re.ASCII)
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    sort: str
    name: str
    endpoint: str
    asked: Mapping[str, object]


def search(visit: Visit) -> Response:
    """Where a word leads."""
    said = visit.word("q") or ""
    found = list(_found(visit, said)) if said else []
    if len(found) == 1:
        return redirect(visit.url(found[0].endpoint, **found[0].asked), 303)
    return visit.page(
        "search.html.j2",
        title=_("Search"),
        said=said,
        hits=found[:MOST],
        more=len(found) - MOST,
        moment=visit.reading.moment,
    )


def _found(visit: Visit, said: str) -> Iterator[Hit]:
    word = _SPACES.sub("", said)
    yield from _papers(visit, word)
    yield from _boxes(visit, word.upper())
    yield from _named(word.lower())
    code = codes.find(word)
    if code is not None:
        name = f"{code.code}: {_(code.name)}"
        yield Hit(_("breaks"), name, "breaks", {"code": code.code, "state": "all"})


def _papers(visit: Visit, word: str) -> Iterator[Hit]:
    moment = visit.reading.moment
    typed = entries.index(word)
    if typed is not None and typed < moment.entries:
        yield Hit(_("paper"), _("entry {index}").format(index=typed), "paper", {"index": typed})
    if _DIGEST.fullmatch(word.lower()):
        with visit.reading.lookout.view() as view:
            for index in listing.of_digest(view, moment, word.lower()):
                yield Hit(_("paper"), _("entry {index}").format(index=index), "paper", {"index": index})


def _boxes(visit: Visit, word: str) -> Iterator[Hit]:
    """Boxes, stations and areas whose names are or end so; segments count, not characters."""
    reading = visit.reading
    ending = {name for box in reading.boxes if (name := boxes.meant(box, word))}
    own = ending.intersection(reading.boxes)
    wider = [area for area in (word, *_so_called(visit, word)) if _is(area, "an area") and reading.within(area)]
    for area in sorted({*(ending - own), *wider}):
        count = number(len(reading.within(area)))
        name = _("{area}, {n} boxes").format(area=visit.about.area(area), n=count)
        yield Hit(_("area"), name, "area", {"area": area})
    for box in sorted(own):
        yield Hit(_("box"), box, "box", {"box": box})


def _so_called(visit: Visit, word: str) -> Iterator[str]:
    """The areas of which the file of names says that they are called so, or begin so."""
    for area, name in visit.about.areas.names.items():
        if _SPACES.sub("", name).upper().startswith(word):
            yield area


def _named(word: str) -> Iterator[Hit]:
    """Units, places and officers, whether or not a box is with them."""
    if _is(word, "an officer"):
        yield Hit(_("officer"), tongue().officer(word), "papers", {"officer": word})
    elif _is(word, "a unit"):
        yield Hit(_("boxes of"), tongue().unit(word), "boxes", {"unit": word})
        yield Hit(_("papers of"), tongue().unit(word), "papers", {"unit": word})
    elif _is(word, "a place"):
        yield Hit(_("boxes at"), tongue().place(word), "boxes", {"place": word})


def _is(word: str, what: str) -> bool:
    try:
        names.parse(what, word)
    except Malformed:
        return False
    return True
