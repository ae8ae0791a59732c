"""What was gathered, in words and drawings: everything the templates are filled with."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from importlib.metadata import version
from itertools import groupby
from typing import Any, Final

from commands.everyday.simulated import mark_of
from commands.evidence.auditing import MODELS, Audit
from commands.evidence.evidence import findings
from commands.program.language import _, number, short_moment
from commands.program.output import Finding
from commands.program.refusal import translated
from commands.program.spoken import tongue, words
from commands.reporting import cartogram, drawing, gathering, rendering
from commands.reporting.cartogram import District, Spot
from commands.reporting.drawing import Bar, Line
from commands.reporting.gathering import Asked, Desk, Made
from ledger.audit.outside import WITHHELD
from ledger.audit.report import STEPS
from ledger.domain.documents.base import seconds
from ledger.domain.sentences import things
from ledger.errors import LedgerError
from projections import codes
from projections.desk import Break, Moment, Row
from projections.legs import ends, order
from projections.watch.watching import Cite

_HOUR: Final = 3600


def page(made: Made) -> bytes:
    """The page, in the language of this run."""
    return rendering.page(**_verdict(made), **(_desk(made.desk, made.asked) if isinstance(made.desk, Desk) else {}))


def _verdict(made: Made) -> dict[str, Any]:
    report, found = made.audit.report, list(findings(made.audit))
    stopped = made.desk if isinstance(made.desk, LedgerError) else None
    return {
        "title": _("Audit report on the custody of ballot boxes"),
        "mark": mark_of(made.trust.origin),
        "trust": made.trust,
        "audit": made.audit,
        "report": report,
        "area": made.asked.area,
        "annex": made.asked.annex,
        "as_at": _as_at(made.desk.moment) if isinstance(made.desk, Desk) else "–",  # noqa: RUF001 - a dash
        "desk": made.desk if isinstance(made.desk, Desk) else None,
        "stopped": translated(stopped.reason.text, stopped.facts) if stopped else "",
        "steps": STEPS,
        "omitted": sorted(report.not_checked, key=lambda one: one.step),
        "rested": _rested(made.audit),
        "findings": found,
        "withheld": [one for one in found if one.code == WITHHELD.code],
        "holding": made.holding,
        "wrong": report.found.total() + len(made.audit.models),
        "version": version("kotak"),
    }


def _rested(audit: Audit) -> str:
    """Whether what stands below the verdict was held against the papers."""
    if any(one.reason is MODELS for one in audit.report.not_checked):
        return _(
            "Coverage and breaks below were read from read models that were not compared with the papers; with "
            "--projections they are. Each statement names its papers."
        )
    return _("Coverage and breaks below were read from read models that were compared with the papers.")


def _as_at(moment: Moment) -> str:
    said = {
        "index": _("entry {entry}; the papers before it say {time}"),
        "time": _("{time}, by what papers say of time"),
    }
    told = said.get(moment.by, _("the last of {entries} entries; they say {time}"))
    entries = number(moment.entries)
    return told.format(entry=moment.entries - 1, entries=entries, time=short_moment(moment.at))


def _desk(desk: Desk, asked: Asked) -> dict[str, Any]:
    totals = [_added(list(rows)) for _leg, rows in groupby(desk.coverage.rows, key=lambda row: row.leg)]
    return {
        "leg": _leg,
        "states": _states(),
        "totals": totals,
        "bars": _bars(totals),
        "map": _map(desk),
        "timelines": list(_timelines(desk)),
        "by_severity": list(_by_severity(desk.open)),
        "severities": codes.SEVERITIES,
        "settled_by": codes.SETTLED_BY,
        "grades": codes.GRADES,
        "cited": _cited(desk, annex=asked.annex),
        "seals": things.seals,
    }


def _leg(leg: str) -> str:
    """`KPPS → PPS`; a type of unit that only the plan knows, as it is spelt there."""
    return " → ".join(tongue().word(words.UNITS, one) if one in words.UNITS else one for one in ends(leg))


def _states() -> dict[str, str]:
    return {
        "there": _("there"),
        "late": _("late"),
        "in_transit": _("on the way"),
        "missing": _("missing"),
        "pending": _("not yet due"),
    }


def _added(rows: Sequence[Row]) -> Row:
    """The rows of one leg, added up."""
    dues = {row.due for row in rows}
    return Row(
        leg=rows[0].leg,
        area="",
        expected=sum(row.expected for row in rows),
        there=sum(row.there for row in rows),
        late=sum(row.late for row in rows),
        in_transit=sum(row.in_transit for row in rows),
        missing=sum(row.missing for row in rows),
        pending=sum(row.pending for row in rows),
        due=dues.pop() if len(dues) == 1 else None,
        proved=sum(row.proved for row in rows),
        straddling=sum(row.straddling for row in rows),
    )


def _bars(totals: Sequence[Row]) -> str:
    rows = [
        Bar(
            _leg(row.leg),
            {state: getattr(row, state) for state in drawing.FILLS},
            _("{there} of {expected}").format(there=number(row.there), expected=number(row.expected)),
        )
        for row in totals
    ]
    told = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return drawing.bars(_("Boxes by leg"), told, rows) if rows else ""


def _map(desk: Desk) -> str:
    drawn = [
        District(tongue().area(above), [_spot(desk, place) for place in places])
        for above, places in gathering.districts(desk)
    ]
    told = _("Areas as rectangles under their codes; the same numbers stand in the tables above and below.")
    return cartogram.cartogram(_("Areas"), told, drawn) if drawn else ""


def _spot(desk: Desk, place: str) -> Spot:
    worst, broken = gathering.worst(desk.open, place)
    away = gathering.away(desk.coverage.open, place)
    label = place.rpartition("/")[2] if "/" in place else place.rpartition(".")[2]
    told = _("{area}: {broken} open breaks, {away} boxes not in time")
    return Spot(
        label,
        worst,
        f"{number(broken)} / {number(away)}",
        told.format(area=tongue().area(place), broken=number(broken), away=number(away)),
    )


def _timelines(desk: Desk) -> Iterator[tuple[str, str]]:
    zone = datetime.fromisoformat(desk.moment.at).tzinfo or UTC
    dues: dict[str, set[str | None]] = {}
    for row in desk.coverage.rows:
        dues.setdefault(row.leg, set()).add(row.due)
    for leg in sorted(dues.keys() & desk.heard.arrivals.keys(), key=order):
        due = dues[leg].pop() if len(dues[leg]) == 1 else None
        yield _leg(leg), _timeline(_leg(leg), desk.heard.arrivals[leg], due, zone)


def _timeline(leg: str, hours: Counter[int], due: str | None, zone: tzinfo) -> str:
    marks = [*hours, *([seconds(due) // _HOUR] if due else [])]
    begins, ends = (_clock(hour, zone) for hour in (min(marks), max(marks) + 1))
    deadline = _("due {time}").format(time=short_moment(due)) if due else _("no single deadline")
    told = _("{n} boxes accepted between {first} and {last}; {deadline}").format(
        n=number(hours.total()), first=_clock(min(hours), zone), last=_clock(max(hours) + 1, zone), deadline=deadline
    )
    return drawing.timeline(leg, told, Line(hours, seconds(due) if due else None, begins, ends, deadline))


def _clock(hour: int, zone: tzinfo) -> str:
    return short_moment(datetime.fromtimestamp(hour * _HOUR, zone))


def _by_severity(open_: Sequence[Break]) -> Iterator[tuple[str, list[list[Break]]]]:
    for severity, same in groupby(open_, key=lambda one: one.severity):
        yield severity, [list(group) for _code, group in groupby(same, key=lambda one: one.code)]


def _cited(desk: Desk, *, annex: bool) -> list[Cite]:
    """Every paper that is named, once, in the order of the ledger."""
    named = (*desk.breaks,) if annex else (*desk.open, *desk.seals, *desk.devices)
    found = {cite.index: cite for one in named for cite in one.papers}
    for unseen in desk.heard.unseen:
        found[unseen.index] = Cite(index=unseen.index, digest=unseen.digest, kind=unseen.kind, at=unseen.at)
    for told in desk.heard.findings:
        found[told.index] = Cite(index=told.index, digest=told.digest, kind="finding", at=told.at)
    return [found[index] for index in sorted(found)]


def plain(made: Made) -> dict[str, object]:
    """As `--json` shows it."""
    desk = made.desk if isinstance(made.desk, Desk) else None
    return {
        "area": made.asked.area,
        "as_of": {"entries": desk.moment.entries, "at": desk.moment.at, "by": desk.moment.by} if desk else None,
        "entries": made.audit.report.entries,
        "disagreements": made.audit.report.found.total() + len(made.audit.models),
        "open": {severity: desk.severities[severity] for severity in codes.SEVERITIES} if desk else None,
        "settled": len(desk.settled) if desk else None,
        "unseen": [one.index for one in desk.heard.unseen] if desk else None,
        "first": [one.box for one in desk.first] if desk else None,
    }


def told(made: Made) -> list[Finding]:
    """What the audit found that does not agree."""
    return list(findings(made.audit))
