"""
`kotak demo`: a simulated Kota Batu, played into an empty folder and verified.

Nothing of it happened, and everything that is shown says so.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Final, TypeVar

import click

from commands.program.context import Context
from commands.program.frame import Whole, command, option, writes
from commands.program.language import _, number
from commands.program.output import FOUND_WRONG, SIMULATED, Answer, Finding, Styled, table
from commands.program.refusal import translated
from commands.program.settings import Value
from commands.program.terminal import progress

if TYPE_CHECKING:
    from commands.simulation.folder import Folder
    from commands.simulation.story import Told
    from ledger.audit.report import Finding as Found

FEWEST: Final = 6
ALL: Final = 611
BOXES: Final = 5
"""Of each station."""

Item = TypeVar("Item")


@command("demo")
@click.argument("folder", metavar="DIR")
@option("--stations", metavar="N", type=Whole(FEWEST, ALL), default=ALL, help="Play only so many stations.")
@option("--seed", metavar="S", type=int, default=1, help="The same number tells the same story again.")
@option("--quiet", is_flag=True, help="No progress, and one line at the end.")
@writes
@click.pass_obj
def demo(  # noqa: PLR0913 - as many as the command has options
    context: Context, /, folder: str, stations: int, seed: int, *, quiet: bool, dry_run: bool
) -> Answer:
    """
    Play a simulated election in Kota Batu, in an empty folder.

    611 polling stations and their 3,055 boxes, out and back: every paper is really signed, and all are verified at the
    end. Places and counts are real; people, incidents and the date are invented. With --ledger the ledger stands
    elsewhere.
    """
    from commands.simulation import story  # noqa: PLC0415 - brings SQLAlchemy
    from commands.simulation.folder import Folder  # noqa: PLC0415 - brings the cryptography of keys

    place = Folder(Path(folder))
    place.check()
    if dry_run:
        return _promise(stations)
    ledger = context.flags.get("ledger")
    told = story.tell(place, ledger, None if stations == ALL else stations, seed, _silent if quiet else _shown)
    shown = Value(ledger, "--ledger").shown or str(place.ledger)
    return _answer(told, shown, place, quiet=quiet)


def _shown(items: Iterable[Item], phase: str) -> Iterator[Item]:
    return progress(items, f"{SIMULATED}: {phases()[phase]}")


def _silent(items: Iterable[Item], _phase: str) -> Iterator[Item]:
    yield from items


def phases() -> dict[str, str]:
    """What is being played, by the names under which `seconds` tells how long it took."""
    return {
        "founding": _("founding the ledger"),
        "delivery": _("cartons are delivered"),
        "packing": _("boxes are packed and sealed"),
        "outward": _("out to the villages"),
        "stations": _("handed over to the stations"),
        "eve": _("collected before six"),
        "voting": _("voting and counting"),
        "homeward": _("back the same day"),
        "recapitulation": _("recapitulation and storage"),
        "read-models": _("read models"),
        "files": _("keys and files"),
        "receipts": _("passports and receipts"),
        "audit": _("everything is verified"),
    }


def _promise(stations: int) -> Answer:
    """What would be played."""
    line = _("{stations} stations and {boxes} boxes would be played. Nothing was done.")
    text = line.format(stations=number(stations), boxes=number(stations * BOXES))
    return Answer([f"{SIMULATED}: {text}"], {"stations": stations, "boxes": stations * BOXES, "dry_run": True})


def _answer(told: "Told", ledger: str, place: "Folder", *, quiet: bool) -> Answer:
    report = told.report
    return Answer(
        _last_line(told) if quiet else _table(told),
        {
            "stations": len(told.city.stations),
            "boxes": len(told.city.boxes),
            "papers": told.tally.papers,
            "custody_changes": told.tally.custody_changes,
            "signatures": told.tally.signatures,
            "hand_overs": told.tally.hand_overs,
            "checkpoint": {
                "origin": told.checkpoint.origin,
                "size": told.checkpoint.size,
                "root": told.checkpoint.root.hex(),
                "cosigned_by": list(report.checkpoint.cosigned_by) if report.checkpoint else [],
            },
            "verified": not report.findings,
            "breaks": told.planted.counts(),
            "seconds": told.seconds,
        },
        findings=[_finding(one) for one in report.findings],
        next=_nexts(quote(ledger), place),
        status=FOUND_WRONG if report.findings else 0,
    )


def _nexts(ledger: str, place: "Folder") -> list[str]:
    """What to look at first; no ledger holds names of areas, and report and desk have them from a file."""
    trust, named = quote(str(place.trust)), f"--areas {quote(str(place.areas))}"
    return [
        f"kotak --trust {trust} verify {ledger}",
        f"kotak --ledger {ledger} where",
        f"kotak --ledger {ledger} --trust {trust} report {named} --html report.html",
        f"kotak --ledger {ledger} serve {named} --open",
    ]


def _finding(found: "Found") -> Finding:
    return Finding(found.reason.code, translated(found.reason.text, found.facts), found.box, found.index)


def _last_line(told: "Told") -> list[str]:
    verified = _("verified") if not told.report.findings else _("NOT verified")
    text = _("{papers} papers about {boxes} boxes, {verified}.")
    text = text.format(papers=number(told.tally.papers), boxes=number(len(told.city.boxes)), verified=verified)
    return [f"{SIMULATED}: {text}"]


def _table(told: "Told") -> Iterator[str]:
    from commands.simulation.planted import meaning  # noqa: PLC0415 - with the story

    yield Styled.of("strong", _("SIMULASI – places and counts are real; people, incidents and the date are invented."))  # noqa: RUF001 - a dash
    yield ""
    rows = (
        (_("stations"), len(told.city.stations)),
        (_("boxes"), len(told.city.boxes)),
        (_("papers"), told.tally.papers),
        (_("hand-overs"), told.tally.hand_overs),
        (_("changes of custody"), told.tally.custody_changes),
        (_("signatures"), told.tally.signatures),
    )
    yield from table((_("played"), _("number")), rows)
    yield ""
    planted = [(code, count, _(meaning(code))) for code, count in told.planted.counts().items()]
    yield from table((_("planted"), _("number"), _("means")), planted)
    yield ""
    yield from table((_("phase"), _("seconds")), _durations(told))
    yield ""
    yield _("Checkpoint: {size} papers, root {root}").format(
        size=number(told.checkpoint.size), root=told.checkpoint.root.hex()
    )
    if told.report.checkpoint:
        yield _("  cosigned by {names}").format(names=", ".join(told.report.checkpoint.cosigned_by))
    if told.report.findings:
        yield Styled.of("bad", _("NOT verified: {count} findings.").format(count=number(len(told.report.findings))))
    else:
        yield Styled.of("good", _("Verified from the first paper to the last, with the trust file alone."))


def _durations(told: "Told") -> Iterator[tuple[str, str]]:
    for phase, seconds in told.seconds.items():
        yield phases()[phase], number(seconds, 1)
    yield _("together"), number(sum(told.seconds.values()), 1)
