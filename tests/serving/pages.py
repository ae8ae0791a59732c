"""Addresses of the desk."""

from ledger.domain import names
from tests.harness import DPD

STATION = "35.79.02.2009/004"
PAGES = (
    *("/", "/area/35.79", f"/area/{STATION}", "/boxes", f"/box/{DPD}", "/papers", "/breaks", "/breaks?state=all"),
    *("/coverage", "/findings", "/goods", "/search", "/paper/0"),
)


def addresses(box: str) -> dict[str, str]:
    """Each sort of page in a city, as it is seen by who looks for this box."""
    station = names.area_of_box(box)
    return {
        "overview": "/",
        "district": f"/area/{station[:8]}",
        "village": f"/area/{station[:13]}",
        "station": f"/area/{station}",
        "box": f"/box/{box}",
        "boxes": "/boxes",
        "papers": "/papers",
        "paper": "/paper/97",
        "breaks": "/breaks?state=all",
        "coverage": "/coverage",
        "findings": "/findings",
        "goods": "/goods",
        "search": "/search?q=DPD",
    }
