"""
`kotak minute` and `kotak label`: what is printed, signed by hand, or glued to a box.

A minute (berita acara) has the common administrative form. It is not KPU's form, and says so; the signatures in the
ledger are not certified, and it says that too. Nothing printed here is evidence: the paper it was made from is.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import click

from commands import files, named, showing
from commands.context import Context
from commands.drafting import Desk
from commands.files import saves
from commands.frame import command, option
from commands.language import _, moment, spoken
from commands.output import Answer
from commands.passphrase import Passphrases
from commands.spoken import tongue, words
from commands.statement import Way
from ledger.domain import names
from ledger.domain.documents.base import CustodyDocument, SeenLine
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover, Release
from ledger.paper import Paper

_STYLE: Final = (
    "body{font:11pt/1.4 serif;max-width:18cm;margin:1cm auto}h1{font-size:14pt;text-align:center}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid;padding:2pt 4pt;text-align:left}"
    ".sign{display:inline-block;width:45%;margin:1cm 2% 0 0}.small{font-size:8pt;word-break:break-all}"
    "@media print{tr{break-inside:avoid}}"
)
_LABEL: Final = "body{font-family:sans-serif;text-align:center}.id{font-size:40pt;font-weight:bold;margin:1cm}"


@dataclass(frozen=True)
class Minute:
    """What a minute says, before it is text or HTML."""

    title: str
    opening: str
    parties: list[str]
    rows: list[list[str]]
    closing: list[str]
    hands: list[str]


@command("minute")
@click.argument("name", metavar="INDEX|FILE")
@option("--html", "form", flag_value="html", help="As a page to print.")
@option("--text", "form", flag_value="text", default="text", help="As plain text, which is what comes without a word.")
@saves
@click.pass_obj
def minute(context: Context, name: str, *, output: str | None, force: bool, form: str) -> Answer:
    """
    Print the berita acara of a paper, to be signed by hand as well.

    It is not KPU's form, and the signatures in the ledger are not certified; the print says both.
    """
    desk = Desk(context, Passphrases(context.terminal), Way(dry_run=True))
    paper = named.paper(desk, name)
    said = written(paper, named.index(desk, paper.digest))
    printed = in_html(said) if form == "html" else "\n".join(in_text(said)) + "\n"
    return _saved(printed, output, force=force, facts={"digest": paper.digest, "kind": paper.document.kind})


@command("label")
@click.argument("box", nargs=-1, required=True)
@option("--html", "as_html", is_flag=True, help="As a page to print, instead of plain text.")
@saves
def label(box: tuple[str, ...], *, output: str | None, force: bool, as_html: bool) -> Answer:
    """Print what is glued to a box: its id, in letters that can be read from a distance."""
    listed = [names.parse("a box", one) for one in box]
    texts = [_labelled(one) for one in listed]
    if as_html:
        pages = "".join(f'<div class="id">{html.escape(lines[0])}</div><p>{html.escape(lines[1])}' for lines in texts)
        printed = f'<!doctype html><meta charset="utf-8"><style>{_LABEL}</style>{pages}\n'
    else:
        printed = "".join(f"{lines[0]}\n{lines[1]}\n\n" for lines in texts)
    return _saved(printed, output, force=force, facts={"boxes": listed})


def written(paper: Paper, index: int | None) -> Minute:
    """The minute of a paper; where it is recorded is part of what it says."""
    document, own = paper.document, tongue()
    where = _("recorded at index {index}").format(index=index) if index is not None else _("not recorded yet")
    return Minute(
        title=_("MINUTE: {kind}").format(kind=own.word(words.TITLES, document.kind)).upper(),
        opening=_("On this day, {moment}, at {place}, the following was done:").format(
            moment=moment(document.at), place=own.place(getattr(document, "place", "?"))
        ),
        parties=_parties(document) if paper.lines else showing.sentences(paper, spoken()),
        rows=[_row(number, line) for number, line in enumerate(paper.lines, 1) if isinstance(line, SeenLine)],
        closing=[
            _("This print is made from the paper {digest}, {where}.").format(digest=paper.digest, where=where),
            _("Its electronic signatures are uncertified (tidak tersertifikasi)."),
            _("This is not a form of KPU."),
        ],
        hands=[f"{own.officer(one.officer)}, {own.word(words.PARTS, one.part)}" for one in document.signers],
    )


def in_text(said: Minute) -> Iterator[str]:
    """Plain text, as wide as a page."""
    yield from (said.title, "", said.opening, "", *said.parties, "")
    for row in said.rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, (4, 32, 26, 10, 10), strict=True)).rstrip()
    yield from ("", *said.closing, "")
    for hand in said.hands:
        yield from ("", "", "____________________", hand)


def in_html(said: Minute) -> str:
    """A page without a script and without anything from elsewhere."""
    named_ = (_("No."), _("Box"), _("Seals"), _("Condition"), _("Outcome"))
    heads = "".join(f"<th>{html.escape(one)}" for one in named_)
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row) for row in said.rows)
    parties = "".join(f"<p>{html.escape(one)}" for one in said.parties)
    closing = "".join(f'<p class="small">{html.escape(one)}' for one in said.closing)
    hands = "".join(f'<div class="sign">____________________<br>{html.escape(one)}</div>' for one in said.hands)
    table = f"<table><tr>{heads}{rows}</table>" if said.rows else ""
    return (
        f'<!doctype html><html lang="{spoken()}"><meta charset="utf-8"><title>{html.escape(said.title)}</title>'
        f"<style>{_STYLE}</style><h1>{html.escape(said.title)}</h1><p>{html.escape(said.opening)}"
        f"{parties}{table}{closing}{hands}</html>\n"
    )


def _parties(document: object) -> list[str]:
    first = _("FIRST PARTY (PIHAK PERTAMA): {unit}")
    second = _("SECOND PARTY (PIHAK KEDUA): {unit}")
    match document:
        case Release() | Handover():
            named_ = [(first, document.unit), (second, document.to)]
        case Deposit():
            named_ = [(first, document.unit), (second, document.keeper)]
        case Acceptance():
            named_ = [(second, document.unit)]
        case CustodyDocument():
            named_ = [(_("BY: {unit}"), document.unit)]
        case _:
            named_ = []
    return [text.format(unit=tongue().unit(unit)) for text, unit in named_]


def _row(number: int, line: SeenLine) -> list[str]:
    own = tongue()
    counted = [(name, getattr(line.seals, name)) for name in line.seals.__struct_fields__]
    seals = [
        f"{own.word(words.SEALS, name)} {seal.on}" + (f"/{seal.bad}" if seal.bad else "")
        for name, seal in counted
        if seal is not None
    ]
    outcome = own.word(words.OUTCOMES, line.outcome) if isinstance(line, AcceptanceLine) else ""
    return [str(number), line.box, ", ".join(seals), own.word(words.CONDITIONS, line.state), outcome]


def _labelled(box: str) -> tuple[str, str]:
    return box.rpartition("/")[2], box


def _saved(printed: str, output: str | None, *, force: bool, facts: dict[str, object]) -> Answer:
    if output is None:
        return Answer(printed.splitlines(), {**facts, "text": printed})
    files.write(output, printed.encode(), force=force)
    lines = () if output == "-" else [_("Written to {file}.").format(file=output)]
    return Answer(lines, {**facts, "file": output})
