"""
`kotak minute` and `kotak label`: what is printed, signed by hand, or glued to a box.

Nothing printed here is evidence: the paper it was made from is.
"""

import html
from typing import Final

import click

from commands.drafting.drafting import Desk
from commands.drafting.statement import Way
from commands.everyday import minuted, printing, simulated
from commands.everyday.minuted import Minute
from commands.program import files
from commands.program.context import Context
from commands.program.files import saves
from commands.program.frame import command, option
from commands.program.language import _, spoken
from commands.program.output import Answer
from commands.program.passphrase import Passphrases
from commands.typed import named
from ledger.domain import names

_LABEL: Final = (
    "body{font-family:sans-serif;text-align:center}.id{font-size:40pt;font-weight:bold;margin:1cm}"
    "section{break-after:page}.mark{border:1px solid;font-weight:bold}"
)


@command("minute")
@click.argument("name", metavar="INDEX|FILE")
@option("--html", "form", flag_value="html", help="As a page to print.")
@option("--pdf", "form", flag_value="pdf", help="As a PDF to print; needs -o FILE.")
@option("--text", "form", flag_value="text", default="text", help="As plain text, which is what comes without a word.")
@option("--names", "with_names", is_flag=True, help="With the officers' names, where the registry has them.")
@saves
@click.pass_obj
def minute(  # noqa: PLR0913 - one word of the command line each
    context: Context, name: str, *, output: str | None, force: bool, form: str, with_names: bool
) -> Answer:
    """
    Print the berita acara of a paper, to be signed by hand as well.

    It is not KPU's form, and the signatures in the ledger are not certified; the print says both.
    """
    _check_file(form, output)
    desk = Desk(context, Passphrases(context.terminal), Way(dry_run=True))
    paper = named.paper(desk, name)
    called = minuted.names_of(desk, paper) if with_names else {}
    given, index = minuted.release_of(desk, paper), named.index(desk, paper.digest)
    said = minuted.written(paper, index, simulated.home(desk, paper), given=given, called=called)
    nameless = sorted({one.officer for one in paper.document.signers} - called.keys()) if with_names else []
    warnings = [_("The registry has no name of: {officers}.").format(officers=", ".join(nameless))] if nameless else []
    facts: dict[str, object] = {"digest": paper.digest, "kind": paper.document.kind}
    return _saved(_minute_as(form, said), output, force=force, facts=facts, warnings=warnings)


@command("label")
@click.argument("box", nargs=-1, required=True)
@option("--html", "form", flag_value="html", help="As a page to print, with a QR code.")
@option("--pdf", "form", flag_value="pdf", help="As a PDF to print, with a QR code; needs -o FILE.")
@option("--text", "form", flag_value="text", default="text", help="As plain text, which is what comes without a word.")
@saves
@click.pass_obj
def label(context: Context, box: tuple[str, ...], *, output: str | None, force: bool, form: str) -> Answer:
    """
    Print what is glued to a box: its id, in letters that can be read from a distance, and as a QR code.

    The code holds the id and nothing else, so a scanner types it wherever boxes are listed.
    """
    _check_file(form, output)
    listed = [names.parse("a box", one) for one in box]
    home = simulated.of_trust(context)
    return _saved(_labels_as(form, listed, home.mark if home else ""), output, force=force, facts={"boxes": listed})


def _check_file(form: str, output: str | None) -> None:
    if form == "pdf" and output is None:
        raise click.UsageError(_("A PDF goes into a file: -o FILE, or -o - for stdout."))


def _minute_as(form: str, said: Minute) -> bytes:
    match form:
        case "pdf":
            return printing.minute(said)
        case "html":
            return minuted.in_html(said).encode()
        case _:
            return "".join(f"{line}\n" for line in minuted.in_text(said)).encode()


def _labels_as(form: str, boxes: list[str], mark: str) -> bytes:
    labels = [(box.rpartition("/")[2], box) for box in boxes]
    match form:
        case "pdf":
            return printing.labels(labels, mark)
        case "html":
            return _label_page(labels, mark).encode()
        case _:
            return "".join(f"{kind}\n{box}\n" + (f"{mark}\n" if mark else "") + "\n" for kind, box in labels).encode()


def _label_page(labels: list[tuple[str, str]], mark: str) -> str:
    marked = f'<p class="mark">{mark}' if mark else ""
    pages = "".join(
        f'<section>{marked}<div class="id">{html.escape(kind)}</div>{printing.svg(box)}<p>{html.escape(box)}</section>'
        for kind, box in labels
    )
    title = html.escape(_("Labels"))
    return (
        f'<!doctype html><html lang="{spoken()}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_LABEL}</style>{pages}</html>\n"
    )


def _saved(
    printed: bytes, output: str | None, *, force: bool, facts: dict[str, object], warnings: list[str] | None = None
) -> Answer:
    said = warnings or []
    if output is None:
        text = printed.decode()
        return Answer(text.splitlines(), {**facts, "text": text}, warnings=said)
    files.write(output, printed, force=force)
    lines = () if output == "-" else [_("Written to {file}.").format(file=output)]
    return Answer(lines, {**facts, "file": output}, warnings=said)
