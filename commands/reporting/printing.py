"""
The page as a PDF whose parts are tagged (PDF/UA-1): headings, tables with their headers, drawings with what they show.

It is the same page; nothing is fetched for it, from the network or from the disk. The fonts are those of this machine:
with the same fonts and library, the same page is the same bytes.
"""

import logging
from typing import Final

from weasyprint import HTML  # type: ignore[import-untyped] # it ships no types
from weasyprint.urls import URLFetcher  # type: ignore[import-untyped] # likewise

from ledger.uncollected import uncollected

_VARIANT: Final = "pdf/ua-1"


def pages(page: str) -> int:
    """On how many pages it is printed."""
    return len(_read(page).render().pages)


def pdf(page: str) -> bytes:
    """The page, printed."""
    # All pages are kept until the last is set.
    with uncollected():
        made: bytes = _read(page).write_pdf(pdf_variant=_VARIANT)
    return made


def _read(page: str) -> HTML:
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=()))
