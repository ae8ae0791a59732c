"""
What leaves the program: an `Answer`, printed once, as text or as one JSON document.

Every line passes through `safe`, whoever made it: no string of a file, a database or an officer reaches a terminal with
a control or bidirectional character in it. Nothing is said by colour alone.
"""

import codecs
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TextIO

from commands.program.language import _, number
from ledger.errors import CheckFailed

NOWHERE: Final = "–"  # noqa: RUF001 - a dash
"""Stands where nothing is known or nobody is."""
SIMULATED: Final = "SIMULASI"
"""Stands on whatever tells of what never happened."""
FOUND_WRONG: Final = CheckFailed.exit_status
"""The check ran and found something wrong."""
_UNSAFE: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
_WORST_FIRST: Final = (4, 13, 6, 12, 3, 9)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets read these too
_ASCII_MARKS: Final = {"✓": "+", "✗": "x", "•": "*", "→": "->", "–": "-", "—": "-", "…": "...", "‘": "'", "’": "'"}  # noqa: RUF001
_COLOURS: Final = {"strong": "1", "good": "32", "doubtful": "33", "bad": "31"}


@dataclass(frozen=True)
class Finding:
    """One thing that does not agree. Codes are never translated, messages are."""

    code: str
    message: str
    box: str | None = None
    index: int | None = None

    def plain(self) -> dict[str, object]:
        """As the envelope shows it: without what does not apply."""
        members = {"code": self.code, "box": self.box, "index": self.index, "message": self.message}
        return {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True)
class Answer:
    """
    What a command has to say. `lines` go to stdout, `complaint`, `warnings` and `next` to stderr; with `--json` all but
    the texts goes into the envelope. Strings and numbers only in `data`.
    """

    lines: Iterable[str] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    findings: Sequence[Finding | Mapping[str, object]] = ()
    warnings: Sequence[str] = ()
    next: Sequence[str] = ()
    complaint: Sequence[str] = ()
    status: int = 0


class Styled(str):
    """A whole line in `strong`, `good`, `doubtful` or `bad`, on terminals that want colour."""

    __slots__ = ("style",)
    style: str

    @classmethod
    def of(cls, style: str, line: str) -> "Styled":
        """The line, so styled."""
        styled = cls(line)
        styled.style = style
        return styled


def worst(*statuses: int) -> int:
    """The exit status where several apply."""
    serious = [status for status in statuses if status]
    unknown = [status for status in serious if status not in _WORST_FIRST]
    return next((status for status in (*unknown, *_WORST_FIRST) if status in serious), 0)


def safe(text: str) -> str:
    r"""The text with every control, format, separator, surrogate, private and unassigned character as `\u….`."""
    if text.isprintable():
        return text
    from unicodedata import category  # noqa: PLC0415 - most runs print nothing that needs it

    return "".join(_escape(char) if category(char) in _UNSAFE else char for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"  # noqa: PLR2004


def prepare() -> None:
    """Make the streams safe to write to: present, LF, and with ASCII marks where the terminal cannot show ours."""
    codecs.register_error("marks", _in_ascii)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - lives as long as we do
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="marks", newline="\n")


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_ASCII_MARKS.get(char) or _escape(char) for char in lost), error.end


def say(line: str, stream: TextIO) -> None:
    """One line, safe and in its style."""
    text = safe(line)
    if isinstance(line, Styled) and _wants_colour(stream):
        text = f"\x1b[{_COLOURS[line.style]}m{text}\x1b[0m"
    stream.write(text + "\n")


def _wants_colour(stream: TextIO) -> bool:
    # https://no-color.org: set and not empty.
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def print_text(answer: Answer) -> None:
    """The answer for a person."""
    for line in answer.lines:
        say(line, sys.stdout)
    sys.stdout.flush()
    for warning in answer.warnings:
        say(Styled.of("doubtful", _("Warning: {warning}").format(warning=warning)), sys.stderr)
    for line in answer.complaint:
        say(line, sys.stderr)
    if not answer.complaint:
        for step in answer.next:
            say(_("Next: {step}").format(step=step), sys.stderr)


def print_json(answer: Answer, command: str) -> None:
    """The answer for a program: one line of ASCII."""
    import json  # noqa: PLC0415 - only with --json

    envelope = {
        "schema": "kotak/1",
        "command": command,
        "ok": answer.status == 0,
        "exit_code": answer.status,
        "data": answer.data,
        "findings": [each.plain() if isinstance(each, Finding) else each for each in answer.findings],
        "warnings": list(answer.warnings),
        "next": list(answer.next),
    }
    # json leaves DEL as it is; it can only stand inside a string.
    sys.stdout.write(json.dumps(envelope, separators=(",", ":")).replace("\x7f", "\\u007f") + "\n")
    sys.stdout.flush()


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """
    Columns under headings; whole numbers stand right. On a terminal too narrow for all but the last column each row is
    a paragraph.
    """
    body = list(rows)
    cells = [[safe(number(cell) if type(cell) is int else str(cell)) for cell in row] for row in body]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    wide = sum(width + 2 for width in widths[:-1]) + len(headings[-1])
    if cells and sys.stdout.isatty() and wide > _columns():
        yield from _paragraphs(headings, cells)
        return
    right = [bool(body) and all(type(row[at]) is int for row in body) for at in range(len(headings))]
    yield Styled.of("strong", _row(headings, widths, right))
    for row in cells:
        yield _row(row, widths, right)


def _columns() -> int:
    from shutil import get_terminal_size  # noqa: PLC0415 - with what packs files; only a terminal has columns

    return get_terminal_size().columns


def _paragraphs(headings: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[str]:
    width = max(map(len, headings[1:]))
    for row in cells:
        yield Styled.of("strong", row[0])
        yield from (f"  {heading:{width}}  {cell}" for heading, cell in zip(headings[1:], row[1:], strict=True) if cell)


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
    return "  ".join(padded).rstrip()


def csv_row(cells: Iterable[object]) -> str:
    """One line of CSV in which no cell is a formula to any spreadsheet. All cells are quoted."""
    return ",".join(f'"{_csv_cell(cell)}"' for cell in cells)


def _csv_cell(cell: object) -> str:
    text = str(cell)
    if isinstance(cell, str) and (text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)):
        text = f"'{text}"
    return safe(text).replace('"', '""')
