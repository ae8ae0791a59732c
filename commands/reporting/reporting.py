"""`kotak report`: what an auditor, a court or the press reads, on one page that stands by itself."""

import hashlib
from types import ModuleType
from typing import TYPE_CHECKING

import click

from commands.looking import looking
from commands.looking.inquiries import AS_OF
from commands.program import files
from commands.program.context import Context, NotSaid
from commands.program.frame import command, option
from commands.program.language import _
from commands.program.output import Answer
from ledger.domain import names
from ledger.errors import CheckFailed, Reason

if TYPE_CHECKING:
    from commands.evidence.auditing import Audit
    from commands.reporting.gathering import Asked, Desk, Made
    from ledger.persistence.journal import Journal

NO_FILE = Reason(
    "RP-001", "It is not said where the report is to be written.", "Name a file: kotak report --html report.html"
)
TWO_AREAS = Reason("RP-002", "Both {area} and {tps} are asked about.", "Name one of them: kotak report {tps}")
NOT_A_STATION = Reason("RP-003", "{tps} is an area and no station.", "kotak report {tps} --html report.html")
NOT_INSTALLED = Reason(
    "RP-004", "The report needs a part of kotak that is not installed.", "pip install 'kotak[report]'"
)


@command("report")
@click.argument("area", required=False)
@option("--html", metavar="FILE", callback=files.not_beside_json, help="Where to write the page; - is stdout.")
@option("--tps", metavar="STATION", help="Only this station: 35.79.02.2009/004.")
@AS_OF
@option("--annex", is_flag=True, help="With every break in full and the chains of the boxes concerned.")
@option("--holding", metavar="DIR", help="Papers and checkpoints you kept must be in the ledger.")
@option("--projections", is_flag=True, help="Compare the read models too.")
@option("--force", is_flag=True, help="Replace the file if it is there.")
@click.pass_obj
def report(  # noqa: PLR0913 - one for each thing that can be asked
    context: Context,
    /,
    area: str | None,
    *,
    html: str | None,
    tps: str | None,
    as_of: str | None,
    force: bool,
    annex: bool,
    holding: str | None,
    projections: bool,
) -> Answer:
    """
    Check the ledger and write the audit report: one page that needs nothing else, for whoever never saw this program.

    It says whether the ledger is whole, which boxes were late or missing and who answers for them, which seals changed,
    which hand-overs no supervisor signed, and what to open first. AREA is an area or a station. The same ledger, trust
    file and question give the same page; without --as-of the last papers tell the time.
    """
    if html is None:
        raise NotSaid(NO_FILE)
    where, composing = _area(area, tps), _composing()
    made = _made(context, where, as_of, annex=annex, holding=holding, models=projections)
    page: bytes = composing.page(made)
    files.write(html, page, force=force)
    facts = {"file": html, "sha256": hashlib.sha256(page).hexdigest(), "bytes": len(page), **composing.plain(made)}
    said = [] if html == "-" else [_("The report is in {file}.").format(file=html), f"SHA-256 {facts['sha256']}"]
    return Answer(said, facts, composing.told(made), status=made.audit.status)


def _area(area: str | None, tps: str | None) -> str | None:
    """The area or station asked about, None for all."""
    for name in filter(None, (area, tps)):
        names.parse("an area", name)
    if area is not None and tps is not None:
        raise NotSaid(TWO_AREAS, area=area, tps=tps)
    if tps is not None and "/" not in tps:
        raise NotSaid(NOT_A_STATION, tps=tps)
    return area or tps


def _made(  # noqa: PLR0913 - what a report is made of
    context: Context, area: str | None, as_of: str | None, *, annex: bool, holding: str | None, models: bool
) -> "Made":
    from commands.reporting.gathering import Asked, Made  # noqa: PLC0415 - with SQLAlchemy

    trust, journal = context.trust(), context.journal(read_only=True)
    asked = Asked(area, *looking.moment(journal, as_of), annex)
    audit = _audit(context, holding, models=models)
    return Made(trust, audit, _desk(context, journal, asked), asked, holding is not None)


def _audit(context: Context, holding: str | None, *, models: bool) -> "Audit":
    from commands.evidence import auditing  # noqa: PLC0415 - with the cryptography of keys
    from commands.evidence.holding import Holding  # noqa: PLC0415 - likewise

    trust = context.trust()
    folder = Holding(holding, trust) if holding is not None else None
    return auditing.audit(context.ledger, trust, context, folder, models=models)


def _desk(context: Context, journal: "Journal", asked: "Asked") -> "Desk | CheckFailed":
    """What the desk answers; what is damaged may keep it from answering, and the verdict stands without it."""
    from commands.looking import dated  # noqa: PLC0415 - with SQLAlchemy
    from commands.reporting import gathering  # noqa: PLC0415 - likewise

    try:
        return gathering.gather(journal, asked, dated.marks(context, journal))
    except CheckFailed as error:
        return error


def _composing() -> ModuleType:
    try:
        from commands.reporting import composing  # noqa: PLC0415 - brings Jinja and SQLAlchemy
    except ModuleNotFoundError as error:
        raise NotSaid(NOT_INSTALLED) from error
    return composing
