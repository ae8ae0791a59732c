"""`kotak finding`: what somebody holds to be wrong, and what is answered to it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from commands.drafting import beside
from commands.drafting.circumstances import Circumstances, Said, about_boxes, attachment, reference
from commands.drafting.drafting import Desk, drafts
from commands.drafting.options import BOXES, FROM_FILE
from commands.drafting.statement import Hand, Statement
from commands.program.context import Context
from commands.program.frame import group, option
from commands.program.language import _, short_moment
from commands.program.output import Answer, table
from commands.program.spoken import tongue, words
from commands.typed import boxes, named
from commands.typed.boxes import NotUnderstood
from ledger import paper as papers
from ledger.domain import names
from ledger.domain.custody.parts import SORTS
from ledger.domain.documents import remarks
from ledger.domain.documents.base import Cited
from ledger.errors import Reason, Unknown

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

NO_FINDINGS = Reason(
    "CO-080", "Officers of {unit} report no findings.", "Let an officer of the commission or of supervision report it."
)

_WORDS: Final = option("--words", "told", metavar="TEXT", help="In words; kept beside the ledger, never in it.")


@group("finding")
def finding() -> None:
    """Report an event, an objection or a result of supervision, answer one, or list them."""


@finding.command("add", alias="tambah")
@BOXES
@FROM_FILE
@option("--code", required=True, metavar="CODE", help="What it is: IR-01 … IR-15, or a word of the rules.")
@option("--ruling", is_flag=True, help="It is the ruling named with --ref.")
@_WORDS
@about_boxes
def add(desk: Desk, around: Circumstances, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Report what you hold to be wrong.

    Of the commission and the police it counts as an event, of a party witness as an objection, of a supervisor as a
    result of supervision. Boxes may be named or not.
    """
    unit = names.unit_of(desk.context.officer)
    sort = "ruling" if said["ruling"] else SORTS.get(names.type_of(unit))
    if sort is None:
        raise NotUnderstood(NO_FINDINGS, unit=unit)
    spoken = list(boxes.gather(words, from_file))
    listed = boxes.resolve(spoken, desk.known, unit) if spoken else []
    members = {"unit": unit, "sort": sort, "code": said["code"]}
    lines = [Cited(box=box) for box in listed]
    spoken_ = Said(kind="finding", part="reports", lines=lines, members=members, files=_words(said["told"]))
    return desk.carry_out(around.statement(desk, spoken_))


@finding.command("answer", alias="jawab")
@click.argument("name", metavar="FILE|INDEX")
@option("--does", required=True, type=click.Choice(get_args(remarks.Answer.__annotations__["does"])), help="What for.")
@option("--ref", "refs", multiple=True, metavar="WHAT:NUMBER:DATE", help="The official paper behind it.")
@option("--file", "files", multiple=True, metavar="CLASS:PATH", help="A file to bind: photo, scan, letter, form.")
@_WORDS
@drafts
def answer(desk: Desk, name: str, **said: Any) -> Answer:
    """
    Explain, remedy or dispute a finding, or close it.

    Only the unit that raised it closes it, one above it, or a ruling.
    """
    of = named.signed(desk, name, remarks.Finding)
    found = [reference(text) for text in said["refs"]]
    files = [*(attachment(text) for text in said["files"]), *(letter for _ref, letter in found if letter)]
    members = {
        "unit": names.unit_of(desk.context.officer),
        "of": of.digest,
        "does": said["does"],
        "refs": tuple(ref for ref, _letter in found),
    }
    hands = [Hand(desk.context.officer, "reports")]
    return desk.carry_out(Statement("answer", hands, members=members, files=[*files, *_words(said["told"])]))


@finding.command("list", alias="daftar")
@option("--open", "only_open", is_flag=True, help="Only those that nobody closed.")
@click.pass_obj
def listed(context: Context, *, only_open: bool) -> Answer:
    """List findings and what was answered to them."""
    found = [one for one in _findings(context.journal(read_only=True)) if one["open"] or not only_open]
    if not found:
        return Answer([_("There is none.")], {"findings": []})
    headings = (_("index"), _("time"), _("unit"), _("sort"), _("code"), _("boxes"), _("state"), _("answers"))
    rows = [
        (
            str(one["index"]),
            short_moment(str(one["at"])),
            one["unit"],
            tongue().word(words.SORTS, one["sort"]),
            one["code"],
            len(one["boxes"]),
            _("open") if one["open"] else _("closed"),
            ", ".join(f"{a['index']} ({tongue().word(words.ANSWERS, a['does'])})" for a in one["answers"]),
        )
        for one in found
    ]
    return Answer(table(headings, rows), {"findings": found})


def _findings(journal: "Journal") -> Iterator[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    from projections import shelf  # noqa: PLC0415 - brings SQLAlchemy

    for index, value in journal.effects():
        done = shelf.read(index, value)
        if done.kind not in {"finding", "answer"}:
            continue
        entry = next(journal.entries(index, index + 1), None)
        if entry is None:
            raise Unknown(named.NO_PAPER, name=index)
        document, lines = papers.read(entry.data).document, papers.read(entry.data).lines
        if isinstance(document, remarks.Finding):
            found[done.digest] = {
                "index": index,
                "digest": done.digest,
                "at": document.at,
                "unit": document.unit,
                "sort": document.sort,
                "code": document.code,
                "boxes": [line.box for line in lines if isinstance(line, Cited)],
                "answers": [],
                "open": True,
            }
        elif isinstance(document, remarks.Answer) and document.of in found:
            of = found[document.of]
            of["answers"].append({"index": index, "at": document.at, "unit": document.unit, "does": document.does})
            of["open"] = of["open"] and document.does != "closes"
    yield from found.values()


def _words(text: str | None) -> list[beside.Attached]:
    return [beside.bind("words", text.encode())] if text else []
