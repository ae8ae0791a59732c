"""
`kotak receipt`, `kotak passport`: proof for a pocket, made from the ledger and checked before it is handed out.

Of the papers only those that belong in it are read, of the tree only the nodes on their paths.
"""

from shlex import quote

import click

from commands.evidence import passports, pocket
from commands.evidence.checked import spoken_state
from commands.evidence.outcome import state
from commands.evidence.passports import Made
from commands.program import files
from commands.program.context import Context, NotSaid
from commands.program.files import saves
from commands.program.frame import Whole, command, option
from commands.program.language import _, counted, number
from commands.program.output import Answer
from commands.typed import entries
from ledger.errors import Reason
from ledger.receipt import check, make
from ledger.receipt.check import Receipt

NO_FILE = Reason("PS-020", "It is not said into which file.", "kotak passport {word} -o FILE")


@command("receipt")
@click.argument("word", metavar="INDEX|BOX")
@option("--index", type=Whole(min=0), metavar="N", help="What this entry says of BOX, not its last link.")
@option("--at", "size", type=Whole(min=1), metavar="SIZE", help="Under the checkpoint of so many entries.")
@saves
@click.pass_obj
def receipt(  # noqa: PLR0913 - one word of the command line each
    context: Context, *, word: str, index: int | None, size: int | None, output: str | None, force: bool
) -> Answer:
    """
    A proof of one paper, or of what one paper says of a box, that needs no ledger to be checked.

    A number is an entry of the ledger; BOX is its full name or an end of it, and means its last link. The receipt rests
    on the first published checkpoint that covers the entry; with --at on another one, as an anchor needs it.
    """
    if index is not None and entries.index(word) is not None:
        raise click.UsageError(_("--index goes with a box."))
    trust, journal = context.trust(), context.journal(read_only=True)
    asked, promises = pocket.asked(context, journal, word, index), pocket.published(context, trust)
    promise = pocket.first_over(promises, asked.index) if size is None else pocket.of_size(promises, size)
    if asked.box is None:
        made = make.of_paper(asked.paper, asked.index, promise.note, journal.nodes_at)
    else:
        made = make.of_box(asked.paper, asked.box, asked.index, promise.note, journal.nodes_at)
    return _hand_out_receipt(made, check.open_receipt(made, trust), asked.box, output or _stdout(context), force=force)


@command("passport")
@click.argument("word", metavar="BOX|STATION")
@saves
@click.pass_obj
def passport(context: Context, *, word: str, output: str | None, force: bool) -> Answer:
    """
    All proofs of one box, or of all boxes of a station, in one file: every paper about them and the keys that signed.

    It rests on the largest published checkpoint. Anybody checks it with kotak check FILE, without any ledger.
    """
    from commands.looking.looking import own_unit, view_of  # noqa: PLC0415 - with SQLAlchemy
    from projections.where import Question, where  # noqa: PLC0415 - with SQLAlchemy

    if output is None:
        raise NotSaid(NO_FILE, word=word)
    context.trust()  # without one no ledger need be read
    with view_of(context) as (journal, view):
        boxes = [one.box for one in where(view, Question((word,), me=own_unit(context)))]
        made = passports.made(context, journal, view, boxes)
    files.write(output, made.data, force=force)
    return _passport_answer(made, output)


def _stdout(context: Context) -> str | None:
    """Where a receipt goes that is not given a file; with `--json` into the document."""
    return None if context.json else "-"


def _hand_out_receipt(made: bytes, held: Receipt, box: str | None, output: str | None, *, force: bool) -> Answer:
    excerpt, promise = held.excerpt, held.promise
    data = {
        "index": excerpt.index,
        "box": box,
        "digest": excerpt.digest,
        "size": promise.checkpoint.size,
        "state": state(promise),
        "bytes": len(made),
        "file": output,
    }
    if output is None:
        return Answer((), {**data, "text": made.decode()}, warnings=passports.provisional(promise))
    files.write(output, made, force=force)
    said = _("Receipt of {what} at index {index}, under the checkpoint of {size} entries ({state}), in {file}")
    facts = {"what": box or _("the paper"), "index": excerpt.index, "state": spoken_state(promise), "file": output}
    lines = [] if output == "-" else [said.format(size=number(promise.checkpoint.size), **facts)]
    next_ = [] if output == "-" else [f"kotak check {quote(output)}"]
    return Answer(lines, data, warnings=passports.provisional(promise), next=next_)


def _passport_answer(made: Made, output: str) -> Answer:
    held, promise = made.held, made.held.promise
    data = {
        "boxes": list(held.passport.boxes),
        "entries": len(held.entries),
        "parts": len(held.passport.parts),
        "later": len(made.chosen.later),
        "size": promise.checkpoint.size,
        "state": state(promise),
        "bytes": len(made.data),
        "file": output,
    }
    line = counted(
        "Passport of {n} box: {entries} papers under the checkpoint of {size} entries ({state}), in {file}",
        "Passport of {n} boxes: {entries} papers under the checkpoint of {size} entries ({state}), in {file}",
        len(held.passport.boxes),
        entries=number(len(held.entries)),
        size=number(promise.checkpoint.size),
        state=spoken_state(promise),
        file=output,
    )
    lines, next_ = ([], []) if output == "-" else ([line], [f"kotak check {quote(output)}"])
    return Answer(lines, data, warnings=passports.warnings(made), next=next_)
