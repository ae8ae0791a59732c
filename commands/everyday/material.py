"""
Material as text and as a page: parts of lines and tables, with what it is and is not above everything.

The page has no script and takes nothing from elsewhere. No word of a paper or a file reaches it unescaped.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from commands.program.language import spoken
from commands.program.output import safe

_STYLE: Final = (
    "@page{size:landscape}body{font:11pt/1.4 serif;max-width:26cm;margin:1cm auto}h1{font-size:14pt}h2{font-size:12pt}"
    "p{margin:2pt 0}.about{border:2px solid;padding:4pt 8pt;font-weight:bold}"
    "table{border-collapse:collapse;width:100%;font-size:9pt}td,th{border:1px solid;padding:2pt 4pt;text-align:left;"
    "vertical-align:top}thead{display:table-header-group}@media print{tr{break-inside:avoid}}"
)


@dataclass(frozen=True)
class Part:
    """One part: what it says, and a table if it has one."""

    title: str
    lines: Sequence[str] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Material:
    """All that was gathered, before it is text or a page. `about` says what it is and what it is not."""

    title: str
    about: Sequence[str]
    parts: Sequence[Part]


def in_text(said: Material) -> str:
    """Plain text; a table is a paragraph for each row."""
    return "".join(f"{safe(line)}\n" for line in _lines(said))


def in_html(said: Material) -> str:
    """A page without a script and without anything from elsewhere."""
    parts = "".join(_in_html(part) for part in said.parts)
    about = "<br>".join(_escaped(line) for line in said.about)
    title = _escaped(said.title)
    return (
        f'<!doctype html><html lang="{spoken()}"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f'<h1>{title}</h1><p class="about">{about}</p>{parts}</html>\n'
    )


def _in_html(part: Part) -> str:
    lines = "".join(f"<p>{_escaped(line)}</p>" for line in part.lines)
    heads = "".join(f"<th>{_escaped(head)}</th>" for head in part.heads)
    rows = "".join("<tr>" + "".join(f"<td>{_broken(cell)}</td>" for cell in row) + "</tr>" for row in part.rows)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if part.rows else ""
    return f"<h2>{_escaped(part.title)}</h2>{lines}{table}"


def _broken(cell: str) -> str:
    """A narrow column breaks ids where their segments end."""
    return _escaped(cell).replace("/", "/<wbr>")


def _escaped(text: str) -> str:
    return html.escape(safe(text))


def _lines(said: Material) -> Iterator[str]:
    yield from (said.title.upper(), "", *said.about)
    for part in said.parts:
        yield from ("", part.title.upper(), *part.lines)
        for row in part.rows:
            told = (f"{head}: {cell}" for head, cell in zip(part.heads, row, strict=True) if cell)
            yield f"- {'; '.join(told)}"
