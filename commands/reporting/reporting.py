"""`kotak report`: what an auditor, a court or the press reads, on one page that stands by itself."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import closing
from importlib import import_module
from itertools import combinations
from types import ModuleType
from typing import TYPE_CHECKING

import click

from commands.looking import looking
from commands.looking.looking import AS_OF
from commands.program import files
from commands.program.context import Context, NotSaid
from commands.program.frame import command, option
from commands.program.language import _
from commands.program.output import Answer
from commands.program.terminal import busy
from ledger.domain import names
from ledger.errors import CheckFailed, LedgerError, NotInstalled, Reason, Unavailable

if TYPE_CHECKING:
    from commands.reporting.gathering import Asked, Depth, Desk, Made
    from projections.desk import Marks
    from projections.lookout import Lookout

NO_FILE = Reason(
    "RP-001", "It is not said where the report is to be written.", "Name a file: kotak report --html report.html"
)
TWO_AREAS = Reason("RP-002", "Both {area} and {tps} are asked about.", "Name one of them: kotak report {tps}")
NOT_INSTALLED = Reason(
    "RP-004", "The report needs a part of kotak that is not installed.", "pip install 'kotak[report]'"
)
NO_PDF = Reason("RP-006", "A PDF needs a part of kotak that is not installed.", "pip install 'kotak[pdf]'")
NO_PANGO = Reason(
    "RP-007",
    "A PDF needs the library Pango, which this system does not have: {why}.",
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
)
TWO_LENGTHS = Reason(
    "RP-008", "Both --summary and --annex are asked for.", "Make two: kotak report --summary, kotak report --annex"
)
TWICE_OUT = Reason("RP-009", "Two files cannot both go to stdout.", "Name a file for one of them.")
ONE_FILE = Reason("RP-011", "Two forms of the report cannot both be {file}.", "Name a file for each of them.")
NO_TABLES = Reason(
    "RP-010",
    "There are no tables: what the ledger holds cannot be read.",
    "kotak report --html report.html says what does not agree",
)


@command("report")
@click.argument("area", required=False)
@option("--html", metavar="FILE", callback=files.not_beside_json, help="Where to write the page; - is stdout.")
@option("--pdf", metavar="FILE", callback=files.not_beside_json, help="The same as a tagged PDF; - is stdout.")
@option("--csv", metavar="FILE", callback=files.not_beside_json, help="Its tables as CSV in a ZIP; - is stdout.")
@option("--tps", metavar="STATION", help="Only this station: 35.79.02.2009/004.")
@AS_OF
@option("--summary", is_flag=True, help="Only the first page, for the press.")
@option("--annex", is_flag=True, help="With every break in full and the chains of the boxes concerned, for a court.")
@option("--holding", metavar="DIR", help="Papers and checkpoints you kept must be in the ledger.")
@option("--areas", metavar="FILE", help="Names of areas, CSV with code and name; else areas.csv in KOTAK_HOME.")
@option("--projections", is_flag=True, help="Compare the read models too.")
@option("--force", is_flag=True, help="Replace the file if it is there.")
@click.pass_obj
def report(  # noqa: PLR0913 - one for each thing that can be asked
    context: Context,
    /,
    area: str | None,
    *,
    tps: str | None,
    as_of: str | None,
    force: bool,
    summary: bool,
    annex: bool,
    holding: str | None,
    areas: str | None,
    projections: bool,
    **wanted: str | None,
) -> Answer:
    """
    Check the ledger and write the audit report: one page that needs nothing else, for whoever never saw this program.

    It says whether the ledger is whole, which boxes were late or have not come and who had them when the time ran out,
    which seals changed, which hand-overs no supervisor signed, which papers are lacking, and what to open first. AREA
    is an area or a station. The same ledger, trust file and question give the same page; without --as-of the last
    papers tell the time.
    """
    outputs = {form: file for form, file in wanted.items() if file is not None}
    _check(outputs, summary=summary, annex=annex, force=force)
    where, composing = _area(area, tps), _part("composing", NOT_INSTALLED)
    if "pdf" in outputs:
        _part("printing", NO_PDF)
    depth: Depth = "summary" if summary else "annex" if annex else "report"
    made = _made(context, (where, as_of, depth), (holding, areas), models=projections)
    page = _page(made, printed="pdf" in outputs)
    # All of them are made before any is written: one that cannot be made leaves nothing behind.
    data = {file: _form(form, page, made) for form, file in outputs.items()}
    written = [_write(file, each, force=force) for file, each in data.items()]
    said = [line for one in written if one["file"] != "-" for line in _said(one)]
    facts = {"files": written, **composing.plain(made)}
    return Answer(
        said, facts, composing.told(made), composing.warnings(made), composing.nexts(made), status=made.audit.status
    )


def _page(made: "Made", *, printed: bool) -> str:
    """The page; a summary that is printed keeps to one, and does without as little as that takes."""
    composing = _part("composing", NOT_INSTALLED)
    page: str = composing.page(made)
    if printed and made.asked.depth == "summary":
        printing = _part("printing", NO_PDF)
        for without in range(1, len(composing.ROOM) + 1):
            if printing.pages(page) == 1:
                break
            page = composing.page(made, without)
    return page


def _check(outputs: Mapping[str, str], *, summary: bool, annex: bool, force: bool) -> None:
    if not outputs:
        raise NotSaid(NO_FILE)
    if list(outputs.values()).count("-") > 1:
        raise NotSaid(TWICE_OUT)
    for file, other in combinations(outputs.values(), 2):
        if os.path.realpath(file) == os.path.realpath(other):
            raise NotSaid(ONE_FILE, file=other)
    if summary and annex:
        raise NotSaid(TWO_LENGTHS)
    for file in outputs.values():
        files.check_free(file, force=force)


def _said(one: Mapping[str, object]) -> list[str]:
    return [_("The report is in {file}.").format(file=one["file"]), f"SHA-256 {one['sha256']}"]


def _form(form: str, page: str, made: "Made") -> bytes:
    if form == "html":
        return page.encode()
    if form == "pdf":
        with busy(_("setting the pages of the PDF")):
            printed: bytes = _part("printing", NO_PDF).pdf(page)
        return printed
    from commands.reporting import composing, gathering, sheets  # noqa: PLC0415 - with SQLAlchemy

    if not isinstance(made.desk, gathering.Desk):
        raise CheckFailed(NO_TABLES)
    return sheets.zipped(made.desk, composing.tabled(made.desk))


def _write(file: str, data: bytes, *, force: bool) -> dict[str, object]:
    files.write(file, data, force=force)
    return {"file": file, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _area(area: str | None, tps: str | None) -> str | None:
    """The area or station asked about, None for all."""
    for what, name in (("an area", area), ("a station", tps)):
        if name is not None:
            names.parse(what, name)
    if area is not None and tps is not None:
        raise NotSaid(TWO_AREAS, area=area, tps=tps)
    return area or tps


def _made(
    context: Context,
    asked: tuple[str | None, str | None, "Depth"],
    beside: tuple[str | None, str | None],
    *,
    models: bool,
) -> "Made":
    """`asked` are area, moment and length; `beside` are the folder of papers and the file of names."""
    from commands.evidence import auditing  # noqa: PLC0415 - with the cryptography of keys
    from commands.evidence.holding import Holding  # noqa: PLC0415 - likewise
    from commands.pages import areas  # noqa: PLC0415 - with msgspec
    from commands.reporting import kept  # noqa: PLC0415 - with msgspec
    from commands.reporting.gathering import Asked, Made  # noqa: PLC0415 - with SQLAlchemy
    from projections.lookout import Lookout  # noqa: PLC0415 - likewise

    trust, journal = context.trust(), context.journal(read_only=True)
    (area, as_of, depth), (holding, names_) = asked, beside
    question = Asked(area, *looking.moment(journal, as_of), depth)
    named = areas.read(context, names_)
    folder = Holding(holding, trust) if holding is not None else None
    with closing(Lookout(journal)) as lookout:
        marks = _marks(context, lookout, question)
        audit = auditing.audit(context.ledger, trust, context, folder, models=models)
        told = _desk(lookout, question, marks, audit.report.end)
    mine = kept.folder(holding, folder, audit.report) if holding is not None and folder is not None else None
    return Made(trust, audit, told, question, mine, named)


def _marks(context: Context, lookout: "Lookout", asked: "Asked") -> "Marks | LedgerError":
    """What dates papers; before the audit takes its time, what nobody ever heard of is refused."""
    from commands.looking import dated  # noqa: PLC0415 - with SQLAlchemy
    from commands.reporting import gathering  # noqa: PLC0415 - likewise

    try:
        gathering.known(lookout, asked)
        return dated.marks(context, lookout.journal)
    except (CheckFailed, Unavailable) as error:
        return _damage(error)


def _desk(lookout: "Lookout", asked: "Asked", marks: "Marks | LedgerError", size: int) -> "Desk | LedgerError":
    """
    What the desk answers of as many entries as were audited, though more came in since. What is damaged may keep it
    from answering, and the verdict stands without it.
    """
    from commands.reporting import gathering  # noqa: PLC0415 - with SQLAlchemy

    if isinstance(marks, LedgerError):
        return marks
    try:
        return gathering.gather(lookout, asked, marks, size)
    except (CheckFailed, Unavailable) as error:
        return _damage(error)


def _damage(error: CheckFailed | Unavailable) -> LedgerError:
    """What does not hold of what was kept, a table that is gone too. Whoever cannot be asked now is asked again."""
    from ledger.persistence.database import CORRUPT, UNAVAILABLE  # noqa: PLC0415 - with SQLAlchemy

    if isinstance(error, Unavailable) and error.reason not in {CORRUPT, UNAVAILABLE}:
        raise error
    return error


def _part(name: str, lacks: Reason) -> ModuleType:
    try:
        return import_module(f"commands.reporting.{name}")
    except ModuleNotFoundError as error:
        raise NotInstalled(lacks) from error
    except OSError as error:
        # The library is there, and what it needs of the system is not.
        raise NotInstalled(NO_PANGO, why=str(error).partition(":")[0]) from error
