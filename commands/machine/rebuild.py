"""`kotak rebuild`: make everything again that is not papers."""

from functools import partial
from typing import TYPE_CHECKING

import click

from commands.program.context import Context
from commands.program.frame import command, writes
from commands.program.language import _, counted, number
from commands.program.output import FOUND_WRONG, Answer, Finding
from commands.program.refusal import translated
from commands.program.terminal import progress

if TYPE_CHECKING:
    from ledger.audit import report
    from ledger.persistence.journal import Journal
    from projections.compare import Difference


@command("rebuild")
@writes
@click.pass_obj
def rebuild(context: Context, *, dry_run: bool) -> Answer:
    """
    Make everything again that is not papers: states, effects, the tree, and the read models.

    The papers are read and checked from the first on, and never changed. The read models are made beside the old ones,
    compared with them and put in their place. With --dry-run it only compares.
    """
    journal = context.journal()
    return _compare(journal) if dry_run else _rebuild(journal)


def _compare(journal: "Journal") -> Answer:
    from projections import refold  # noqa: PLC0415 - with SQLAlchemy

    size = journal.size()
    beside, models = refold.differences(journal, partial(progress, doing=_("reading papers"), total=size))
    found = [*map(_of_the_fold, beside), *map(_of_a_model, models)]
    said = counted(
        "{size} papers read; {n} difference.", "{size} papers read; {n} differences.", len(found), size=number(size)
    )
    data = {"dry_run": True, "entries": size, "differences": len(found)}
    lines = [said, *(f"{each.code}  {each.message}" for each in found)]
    return Answer(lines, data, found, next=["kotak rebuild"] if found else [], status=FOUND_WRONG if found else 0)


def _rebuild(journal: "Journal") -> Answer:
    from projections import rebuild as models  # noqa: PLC0415 - with SQLAlchemy
    from projections import refold  # noqa: PLC0415 - with SQLAlchemy

    size = journal.size()
    entries = refold.refold(journal, partial(progress, doing=_("reading papers"), total=size))
    found = [*map(_of_a_model, models.rebuild(journal, watched=partial(progress, doing=_("making read models"))))]
    said = _("Made again from {n} papers; {found} rows of the old read models differed.")
    data = {"dry_run": False, "entries": entries, "differences": len(found)}
    lines = [said.format(n=number(entries), found=number(len(found))), *(each.message for each in found)]
    return Answer(lines, data, found)


def _of_the_fold(found: "report.Finding") -> Finding:
    return Finding(found.reason.code, translated(found.reason.text, found.facts), found.box, found.index)


def _of_a_model(found: "Difference") -> Finding:
    from projections.compare import DIFFERS  # noqa: PLC0415 - with SQLAlchemy

    return Finding(DIFFERS.code, translated(DIFFERS.text, found.facts), found.box, found.index)
