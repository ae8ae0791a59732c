"""`kotak finding`: what somebody holds to be wrong, and what is answered to it."""

from typing import Any, Final, get_args

import click
import msgspec

from commands.drafting import beside
from commands.drafting.circumstances import Circumstances, Said, about_boxes, attachment, reference
from commands.drafting.drafting import Desk, drafts
from commands.drafting.options import BOXES, FROM_FILE
from commands.drafting.statement import Hand, Statement
from commands.everyday import overviews
from commands.founding import governing
from commands.program.frame import group, option
from commands.program.output import Answer
from commands.typed import boxes, named
from commands.typed.boxes import NotUnderstood
from ledger.domain import names
from ledger.domain.custody.parts import SORTS
from ledger.domain.documents import remarks
from ledger.domain.documents.base import Cited
from ledger.errors import Reason, Refused
from projections import codes

NO_FINDINGS = Reason(
    "CO-080", "Officers of {unit} report no findings.", "Let an officer of the commission or of supervision report it."
)
NO_SUCH_CODE = Reason(
    "CO-083",
    "No break has the code {code}, so the finding is not drafted.",
    "See which codes there are: kotak help flags. If it has to be reported under a word of your own, add --anyway "
    "REASON; such a word has small letters, digits and hyphens: too-few-witnesses.",
)
_WORDS: Final = option("--words", "told", metavar="TEXT", help="In words; kept beside the ledger, never in it.")


@group("finding")
def finding() -> None:
    """Report an event, an objection or a result of supervision, answer one, list them, or gather what is known."""


@finding.command("add", alias="tambah")
@BOXES
@FROM_FILE
@option("--code", required=True, metavar="CODE", help="What it is: IR-01 … IR-15, or a word of kotak help flags.")
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
    members = {"unit": unit, "sort": sort, "code": _code(desk, said["code"])}
    lines = [Cited(box=box) for box in listed]
    spoken_ = Said(kind="finding", part="reports", lines=lines, members=members, files=_words(said["told"]))
    return desk.carry_out(governing.authorised(desk, around.statement(desk, spoken_)))


@finding.command("answer", alias="jawab")
@click.argument("name", metavar="FILE|INDEX")
@BOXES
@FROM_FILE
@option("--does", required=True, type=click.Choice(get_args(remarks.Answer.__annotations__["does"])), help="What for.")
@option(
    "--with", "others", multiple=True, metavar="OFFICER", help="Who authorises a ruling: authorities of both families."
)
@option("--ref", "refs", multiple=True, metavar="WHAT:NUMBER:DATE", help="The official paper behind it.")
@option("--file", "files", multiple=True, metavar="CLASS:PATH", help="A file to bind: photo, scan, letter, form.")
@_WORDS
@drafts
def answer(desk: Desk, name: str, words: tuple[str, ...], from_file: str | None, **said: Any) -> Answer:
    """
    Explain, remedy or dispute a finding or what kotak breaks shows of a paper, or close it.

    A finding is closed by the unit that raised it, one above it, or a ruling; what another paper shows, by supervision
    or a ruling: --ref names it, --with who authorises it. Boxes may be named: then it is about them alone. Where
    nothing came, name a paper the break rests on.
    """
    of, unit = named.signed(desk, name), names.unit_of(desk.context.officer)
    spoken = list(boxes.gather(words, from_file))
    listed = boxes.resolve(spoken, desk.known, unit) if spoken else []
    found = [reference(text) for text in said["refs"]]
    files = [*(attachment(text) for text in said["files"]), *(letter for _ref, letter in found if letter)]
    members = {
        "unit": unit,
        "of": of.digest,
        "does": said["does"],
        "refs": tuple(ref for ref, _letter in found),
    }
    others = (names.parse("an officer", other) for other in said["others"])
    hands = [Hand(desk.context.officer, "reports"), *(Hand(other, "authorises") for other in others)]
    attached, lines = [*files, *_words(said["told"])], [Cited(box=box) for box in listed]
    statement = Statement("answer", hands, lines, members=members, files=attached)
    return desk.carry_out(governing.authorised(desk, statement))


for overview in (overviews.listed, overviews.form):
    finding.add_command(overview)


def _code(desk: Desk, typed: str) -> str:
    """As it is spelt where it is known. A word of the election's own may be a slip, unless a reason is given."""
    known = codes.find(typed)
    if known is not None:
        return known.code
    if not desk.way.anyway or not _may_be_one(typed):
        raise Refused(NO_SUCH_CODE, code=typed)
    return typed


def _may_be_one(word: str) -> bool:
    try:
        msgspec.convert(word, remarks.Finding.__annotations__["code"])
    except msgspec.ValidationError:
        return False
    return True


def _words(text: str | None) -> list[beside.Attached]:
    return [beside.bind("words", text.encode())] if text else []
