"""
The pages of a PDF: a minute, labels. Imported by `printing.py` alone, since fpdf and segno are an extra.

The same input gives the same bytes: the date of a minute is the paper's, and nothing is compressed, since two builds of
zlib may compress differently. No font is embedded. The fonts every reader of PDF brings know Windows-1252; a letter
beyond it is printed without its marks, or as a question mark, and a note says which letters those are.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

import segno
from fpdf import FPDF
from fpdf.enums import Align, TableHeadingsDisplay, WrapMode, XPos, YPos

from commands.everyday.minuted import Minute
from commands.program.language import _, spoken

_ENCODING: Final = "windows-1252"
_FONT: Final = "helvetica"
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a label, which is the same whenever it is printed."""
_A5: Final = (148.0, 210.0)
_COLUMNS: Final = (10, 56, 62, 26, 26)
_QUIET: Final = 4
"""Modules left white around a QR code (ISO/IEC 18004, 9.1)."""
_CODE: Final = 34
_LABEL_CODE: Final = 70
_HAND: Final = 20
_GREY: Final = 205


def minute(said: Minute) -> bytes:
    """A4 pages: the minute, its signatures, a QR code of the digest, room for ink."""
    sheet = Sheet(said.mark, said.digest, datetime.fromisoformat(said.at), "A4", "portrait")
    sheet.set_title(sheet.letters(said.title))
    sheet.put(said.title, 13, "B", Align.C)
    sheet.put(said.opening)
    for party in said.parties:
        sheet.put(party)
    if said.rows:
        sheet.rows(said.heads, said.rows)
    sheet.put(_("Electronic signatures, uncertified (tidak tersertifikasi):"), style="B")
    for one in said.signatures:
        sheet.put(one, 9)
    sheet.beside_code(said.digest.replace(" ", ""), (_("Digest of the paper:"), said.digest, *said.closing))
    sheet.hands(said.hands)
    if sheet.lacking:
        sheet.put(sheet.note(), 8)
    return bytes(sheet.output())


def labels(boxes: Iterable[tuple[str, str]], mark: str) -> bytes:
    """A page of A5 for each box: its kind to be read from afar, its id, and the id for a scanner."""
    sheet = Sheet(mark, "", _LONG_AGO, _A5, "landscape")
    sheet.set_title(sheet.letters(_("Labels")))
    for number, (kind, box) in enumerate(boxes):
        if number:
            sheet.add_page()
        sheet.label(kind, box)
    return bytes(sheet.output())


def svg(text: str) -> str:
    """A QR code to stand inside a page."""
    return _code(text).svg_inline(scale=6, border=_QUIET)


class Sheet(FPDF):
    """Paper written from top to bottom; `mark` and, where there is one, the foot stand on every page."""

    def __init__(self, mark: str, foot: str, at: datetime, size: str | tuple[float, float], orientation: str) -> None:
        super().__init__(orientation=orientation, format=size)
        self.mark, self.foot = mark, foot
        self.lacking: dict[str, str] = {}
        self.core_fonts_encoding = _ENCODING
        self.set_compression(compress=False)
        self.set_creation_date(at)
        self.set_producer("kotak")
        self.set_lang(spoken())
        self.set_margin(15)
        self.set_auto_page_break(auto=True, margin=20)
        self.add_page()

    def header(self) -> None:
        """A simulation says so at the top and across the page, in grey and in large letters."""
        if not self.mark:
            return
        self.set_text_color(_GREY)
        self.set_font(_FONT, "B", 72)
        with self.rotation(45, self.w / 2, self.h / 2):
            self.text(self.w / 2 - self.get_string_width(self.mark) / 2, self.h / 2 + 9, self.mark)
        self.set_text_color(0)
        self.set_font(_FONT, "B", 14)
        self.cell(self.epw, 7, self.mark, align=Align.C, border=1, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(3)

    def footer(self) -> None:
        """Which paper, and which page of how many."""
        if not self.foot:
            return
        self.set_y(-14)
        self.set_font(_FONT, "", 7)
        self.cell(self.epw - 30, 5, self.letters(self.foot))
        page = _("Page {page} of {pages}").format(page=self.page_no(), pages="{nb}")
        self.cell(30, 5, self.letters(page), align=Align.R)

    def letters(self, text: str) -> str:
        """The text in letters these fonts have; what they lack is remembered for the note."""
        return "".join(self._letter(one) for one in unicodedata.normalize("NFC", text))

    def _letter(self, letter: str) -> str:
        if _printable(letter):
            return letter
        plain = "".join(filter(_printable, unicodedata.normalize("NFKD", letter))) or "?"
        self.lacking[letter] = plain
        return plain

    def note(self) -> str:
        """What stands in place of which letters."""
        listed = ", ".join(f"{plain} = U+{ord(letter):04X}" for letter, plain in sorted(self.lacking.items()))
        return _("This print lacks some letters and shows others in their place: {letters}.").format(letters=listed)

    def put(self, text: str, size: int = 10, style: str = "", align: Align = Align.L) -> None:
        """A paragraph."""
        self.set_font(_FONT, style, size)
        self.multi_cell(self.epw, size / 2, self.letters(text), align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)

    def rows(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table; its heads stand on every page."""
        self.set_font(_FONT, "", 9)
        with self.table(
            col_widths=_COLUMNS,
            line_height=5,
            text_align=Align.L,
            repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        ) as table:
            for row in (heads, *rows):
                table.row([self.letters(cell) for cell in row])
        self.ln(4)

    def beside_code(self, code: str, paragraphs: Iterable[str]) -> None:
        """Small print with a QR code at its left."""
        self._room(_CODE + 2)
        top, page = self.get_y(), self.page_no()
        self.draw(code, self.l_margin, top, _CODE)
        self.set_left_margin(self.l_margin + _CODE + 4)
        for text in paragraphs:
            self.put(text, 8)
        self.set_left_margin(15)
        self.set_y(max(self.get_y(), top + _CODE if self.page_no() == page else 0))

    def hands(self, hands: Sequence[str]) -> None:
        """Room for ink, two beside each other."""
        self._room(_HAND + 16)
        self.put(_("Signed by hand:"), style="B")
        half = self.epw / 2
        for left in range(0, len(hands), 2):
            self._room(_HAND + 8)
            top = self.get_y()
            for column, hand in enumerate(hands[left : left + 2]):
                x = self.l_margin + column * half
                self.line(x, top + _HAND, x + half - 10, top + _HAND)
                self.set_xy(x, top + _HAND + 1)
                self.set_font(_FONT, "", 9)
                self.multi_cell(half - 10, 4, self.letters(hand), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.set_xy(self.l_margin, top + _HAND + 10)

    def label(self, kind: str, box: str) -> None:
        """One page that is glued to a box."""
        self.draw(box, self.l_margin, self.get_y() + 15, _LABEL_CODE)
        self.set_xy(self.l_margin + _LABEL_CODE + 5, self.get_y() + 25)
        width = self.w - self.r_margin - self.get_x()
        for text, tallest in ((kind, 60), (box, 22)):
            x = self.get_x()
            self.set_font(_FONT, "B", self._fitting(text, width, tallest))
            self.multi_cell(width, tallest / 2, text, align=Align.C, new_y=YPos.NEXT, wrapmode=WrapMode.CHAR)
            self.set_x(x)

    def draw(self, text: str, x: float, y: float, width: float) -> None:
        """A QR code, in squares that need no picture."""
        code = _code(text)
        rows = [bytes(row) for row in code.matrix_iter(border=_QUIET)]
        side = width / len(rows)
        # Nothing of the mark of a simulation may stand between the squares.
        self.set_fill_color(255)
        self.rect(x, y, width, width, style="F")
        self.set_fill_color(0)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    self.rect(x + across * side, y + down * side, side, side, style="F")

    def _fitting(self, text: str, width: float, tallest: int) -> int:
        for size in range(tallest, 9, -1):
            self.set_font(_FONT, "B", size)
            if self.get_string_width(text) <= width - 3:
                return size
        return 9

    def _room(self, height: float) -> None:
        if self.will_page_break(height):
            self.add_page()


def _printable(letter: str) -> bool:
    try:
        letter.encode(_ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
