"""What was gathered, in words and drawings: everything the templates are filled with."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from commands.everyday.simulated import mark_of
from commands.evidence.auditing import MODELS, MODELS_REST, NO_MODELS, Audit
from commands.evidence.evidence import findings
from commands.evidence.holding import told as told_of_folder
from commands.evidence.holding import told_of_none
from commands.looking import covered, moments, sums
from commands.looking import told as told_of
from commands.pages import legs
from commands.pages.areas import Areas
from commands.program.language import _, number
from commands.program.output import NOWHERE, Finding
from commands.program.refusal import translated
from commands.reporting import charts, citing, gaps, mapped, proving, rendering, summary
from commands.reporting.back import Told
from commands.reporting.first import FEW
from commands.reporting.gathering import Desk, Made
from ledger.audit.report import STEPS, Omission
from ledger.domain import names
from ledger.domain.sentences import things
from ledger.errors import Reason
from projections import codes
from projections.desk import Break, Cell
from projections.desk import totals as totals_of
from projections.watch.watching import Cite

ROOM = summary.ROOM


def page(made: Made, without: int = 0) -> str:
    """The page, in the language of this run; `without` so many parts of the summary, where one page has no room."""
    said = _verdict(made) | {"without": summary.ROOM[:without], "left_out": summary.without(without)}
    if isinstance(made.desk, Desk):
        said |= _summary(made.desk, made, summary.ROOM[:without])
        if made.asked.depth != "summary":
            said |= _desk(made.desk, made)
    return rendering.page(**said)


def _verdict(made: Made) -> dict[str, Any]:
    report, folder = made.audit.report, made.kept.path if made.kept else None
    return {
        "title": _("Audit report on the custody of ballot boxes"),
        "mark": mark_of(made.trust.origin),
        "trust": made.trust,
        "audit": made.audit,
        "report": report,
        "area": made.asked.area,
        "earlier": made.asked.index is not None or made.asked.time is not None,
        "depth": made.asked.depth,
        "areas": made.areas,
        "as_at": moments.in_file(made.desk.moment) if isinstance(made.desk, Desk) else NOWHERE,
        "desk": made.desk if isinstance(made.desk, Desk) else None,
        "stopped": _stopped(made),
        "steps": STEPS,
        "omitted": [
            _omitted(one, folder)
            for one in sorted(report.not_checked, key=lambda one: one.step)
            if one.reason is not MODELS
        ],
        "rested": _rested(made.audit),
        "compared": _compared(made.audit),
        "models": not _is_omitted(made.audit, MODELS),
        "source": _source(made.audit),
        "findings": [replace(one, message=_from_anywhere(one.message, folder)) for one in findings(made.audit)],
        "kept": made.kept,
        "kept_told": told_of_folder(made.kept.name, made.kept.counted) if made.kept else "",
        "compared_papers": list(gaps.compared(made.kept)),
        "wrong": report.found.total() + len(made.audit.models),
        "version": version("kotak"),
    }


def _source(audit: Audit) -> str:
    """The ledger as it is called; where it lies on this machine is nobody's business."""
    return audit.source if "://" in audit.source else Path(audit.source).name


def _stopped(made: Made) -> str:
    """Why the desk could not answer; empty if it did."""
    if isinstance(made.desk, Desk):
        return ""
    facts = made.desk.facts
    named = {"ledger": _source(made.audit)} if "ledger" in facts else {}
    return translated(made.desk.reason.text, {**facts, **named})


def warnings(made: Made) -> list[str]:
    """That there is the verdict alone, where the desk could not answer, and that no paper of the reader was found."""
    stopped, kept = _stopped(made), made.kept
    alone = [_("The report has the verdict alone: {why}").format(why=stopped)] if stopped else []
    return [*alone, *([told_of_none(kept.name, kept.counted)] if kept and not kept.compared else [])]


def nexts(made: Made) -> list[str]:
    """How the page comes by names of areas, where it has none."""
    return list(filter(None, (made.areas.unnamed("report"),)))


def _from_anywhere(said: str, folder: str | None) -> str:
    """With names of files from the folder that was named on: where it lies on this machine is nobody's business."""
    return said if folder is None else said.replace(f"{Path(folder)}{os.sep}", "")


def _omitted(one: Omission, folder: str | None) -> Omission:
    facts = {name: _from_anywhere(fact, folder) if isinstance(fact, str) else fact for name, fact in one.facts.items()}
    return one._replace(facts=facts)


def _rested(audit: Audit) -> str:
    """Whether what stands below the verdict was held against the papers."""
    if _is_omitted(audit, MODELS, MODELS_REST, NO_MODELS):
        return _(
            "The verdict rests on the papers. The lists below rest on read models, tables made from them, and these "
            "were not compared with the papers: kotak verify --projections. Each statement names its papers."
        )
    return _(
        "The verdict rests on the papers. The lists below rest on read models, tables made from them, and these were "
        "compared with the papers."
    )


def _compared(audit: Audit) -> str:
    """The same for those who do not know what a read model is."""
    if audit.models:
        said = _("These tables were compared with the papers: at {n} places they say something else.")
        return said.format(n=number(len(audit.models)))
    if _is_omitted(audit, MODELS, MODELS_REST, NO_MODELS):
        return _("These tables were not compared with the papers; with --projections they are.")
    return _("These tables were compared with the papers and agree.")


def _is_omitted(audit: Audit, *reasons: Reason) -> bool:
    return any(one.reason in reasons for one in audit.report.not_checked)


def _summary(desk: Desk, made: Made, without: Sequence[str]) -> dict[str, Any]:
    totals = totals_of(desk.coverage.rows)
    return {
        "leg": told_of.leg,
        "states": covered.states(),
        "totals": totals,
        "bars": legs.bars(totals),
        "back_told": (told := Told(desk, made.areas, made.kept, 0 if "names" in without else FEW)),
        "not_back": list(told.by_district()),
        "seals_said": summary.seals(desk.seals, made.areas),
        "unseen_said": summary.unseen(desk),
        "outside_said": proving.told(totals),
        "lacking_said": gaps.told(desk, made.kept, made.asked.area),
        "first_said": summary.first(desk.first, made.areas),
        "grave_said": summary.grave(desk),
        "sought_said": summary.sought(desk.sought, made.areas),
        "elsewhere_said": summary.elsewhere(desk.elsewhere, made.areas, desk),
    }


def _desk(desk: Desk, made: Made) -> dict[str, Any]:
    return {
        "map": charts.areas(desk, made.areas),
        "beside": mapped.beside(desk).told(made.areas.area),
        "timelines": list(charts.timelines(desk)),
        "back": list(_by_district(desk.not_back, made.areas)),
        "out": list(_by_district(desk.not_out, made.areas)),
        "by_severity": list(_by_severity(desk.open)),
        "codes": codes,
        "severities": codes.SEVERITIES,
        "settled_by": codes.SETTLED_BY,
        "grades": codes.GRADES,
        "why_away": summary.whys(),
        "gaps": gaps.gaps(desk, made.kept),
        "explaining": gaps.explaining,
        "few": FEW,
        "cited": cited(made),
        "seals": things.seals,
        "sums": list(sums.of_seals(desk.seal_account)),
        "sums_explained": sums.explained(),
    }


def _by_district(cells: Sequence[Cell], areas: Areas) -> Iterator[tuple[str, list[Cell]]]:
    """Boxes not there in time, by the district they lie in."""
    placed = [(names.district(names.area_of_box(one.boxes[0])), one) for one in cells]
    for district, same in groupby(sorted(placed, key=lambda each: each[0]), key=lambda each: each[0]):
        yield areas.area(district), [cell for _district, cell in same]


def _by_severity(open_: Sequence[Break]) -> Iterator[tuple[str, list[list[Break]]]]:
    for severity, same in groupby(open_, key=lambda one: one.severity):
        yield severity, [list(group) for _code, group in groupby(same, key=lambda one: one.code)]


def cited(made: Made) -> list[Cite]:
    """Every paper that the page names, once, in the order of the ledger."""
    return _cites(made.desk, citing.on_page(made.desk, made.asked.depth)) if isinstance(made.desk, Desk) else []


def tabled(desk: Desk) -> list[Cite]:
    """Every paper that the tables name."""
    return _cites(desk, citing.in_tables(desk))


def _cites(desk: Desk, indexes: Iterable[int]) -> list[Cite]:
    named = ((index, desk.named[index]) for index in sorted(indexes))
    return [Cite(index=index, digest=did.digest, kind=did.kind, at=did.at) for index, did in named]


def plain(made: Made) -> dict[str, object]:
    """As `--json` shows it."""
    desk = made.desk if isinstance(made.desk, Desk) else None
    return {
        "area": made.asked.area,
        "as_of": moments.plain(desk.moment) if desk else None,
        "entries": made.audit.report.entries,
        "disagreements": made.audit.report.found.total() + len(made.audit.models),
        "open": {severity: desk.severities[severity] for severity in codes.SEVERITIES} if desk else None,
        "settled": len(desk.settled) if desk else None,
        "unseen": [one.index for one in desk.heard.unseen] if desk else None,
        "lacking": [one.digest for one in desk.lacking] if desk else None,
        "first": [one.first.box for one in desk.first] if desk else None,
        "sought": [one.first.box for one in desk.sought] if desk else None,
        "elsewhere": [one.first.box for one in desk.elsewhere] if desk else None,
    }


def told(made: Made) -> list[Finding]:
    """What the audit found that does not agree."""
    return list(findings(made.audit))
