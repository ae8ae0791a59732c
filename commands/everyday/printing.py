"""PDF files and QR codes, if the extra `print` is installed; nothing else of kotak needs its libraries."""

from collections.abc import Iterable
from types import ModuleType

from commands.everyday.minuted import Minute
from ledger.errors import NotInstalled, Reason

NOT_INSTALLED = Reason(
    "CL-070", "PDF files and QR codes need a part of kotak that is not installed.", "pip install 'kotak[print]'"
)


def minute(said: Minute) -> bytes:
    """The minute as a PDF."""
    printed: bytes = _pages().minute(said)
    return printed


def labels(boxes: Iterable[tuple[str, str]], mark: str) -> bytes:
    """Labels of kind and box as a PDF."""
    printed: bytes = _pages().labels(boxes, mark)
    return printed


def svg(text: str) -> str:
    """A QR code to stand inside a page."""
    drawn: str = _pages().svg(text)
    return drawn


def _pages() -> ModuleType:
    try:
        from commands.everyday import pages  # noqa: PLC0415 - brings fpdf and segno
    except ModuleNotFoundError as error:
        raise NotInstalled(NOT_INSTALLED) from error
    return pages
