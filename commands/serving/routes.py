"""Which address is which page. Names stand in addresses as they are spelt: /box/35.79.02.2009/004/DPD."""

from collections.abc import Callable, Mapping
from typing import Final

from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.wrappers import Request, Response

from commands.serving.pages import (
    areas,
    boxes,
    broken,
    covered,
    findings,
    goods,
    live,
    papers,
    passports,
    searching,
    static,
)

_MAP: Final = Map(
    [
        Rule("/", endpoint="overview"),
        Rule("/area/<path:area>", endpoint="area"),
        Rule("/boxes", endpoint="boxes"),
        Rule("/box/<path:box>", endpoint="box"),
        Rule("/passport/<path:box>", endpoint="passport"),
        Rule("/papers", endpoint="papers"),
        Rule("/paper/<int:index>", endpoint="paper"),
        Rule("/paper/<int:index>/raw", endpoint="raw"),
        Rule("/breaks", endpoint="breaks"),
        Rule("/coverage", endpoint="coverage"),
        Rule("/findings", endpoint="findings"),
        Rule("/goods", endpoint="goods"),
        Rule("/search", endpoint="search"),
        Rule("/live", endpoint="live"),
        Rule("/desk.css", endpoint="style"),
        Rule("/desk.js", endpoint="script"),
    ],
    strict_slashes=True,
    merge_slashes=False,
    redirect_defaults=False,
)

PAGES: Final[Mapping[str, Callable[..., Response]]] = {
    "overview": areas.overview,
    "area": areas.area,
    "boxes": boxes.boxes,
    "box": boxes.box,
    "passport": passports.passport,
    "papers": papers.papers,
    "paper": papers.paper,
    "raw": papers.raw,
    "breaks": broken.breaks,
    "coverage": covered.coverage,
    "findings": findings.findings,
    "goods": goods.goods,
    "search": searching.search,
    "live": live.live,
    "style": static.style,
    "script": static.script,
}


def adapter(request: Request) -> MapAdapter:
    """The addresses of one request. They begin at the root: no name of a host is ever written into a page."""
    return _MAP.bind("127.0.0.1", path_info=request.path, default_method="GET", query_args=request.args)
