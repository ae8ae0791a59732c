"""`kotak verify`: a whole ledger, a copy or its tiles, from the first paper on, with nothing but a trust file."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import click

from commands.program.context import Context
from commands.program.frame import command, option
from commands.program.language import _, counted, number
from commands.program.output import Answer, Finding, Styled, worst
from commands.program.refusal import remedy, translated

if TYPE_CHECKING:
    from commands.evidence.auditing import Audit
    from ledger.audit.report import Gaps, Omission, Report
    from ledger.log.policy import Trust

_SHOWN: Final = 20
"""Findings of one code on the screen; with --json there are more."""


@command("verify")
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@option("--projections", is_flag=True, help="Compare the read models too.")
@option("--holding", metavar="DIR", help="Papers, checkpoints and receipts you kept must be in the ledger.")
@click.pass_obj
def verify(context: Context, sources: tuple[str, ...], *, projections: bool, holding: str | None) -> Answer:
    """
    Check a whole ledger from the first paper on: a ledger, an exported copy or a folder of tiles; without SOURCE the
    one in use.

    The check starts from the trust file you hold and believes nothing else. Nothing is written and no network is used.
    It says what it checked, what does not agree, and what it could not check.
    """
    from commands.evidence import auditing  # noqa: PLC0415 - with the cryptography of keys
    from commands.evidence.holding import Holding  # noqa: PLC0415 - likewise
    from ledger.audit.outside import NONE_KEPT  # noqa: PLC0415 - likewise

    trust = context.trust()
    folder = Holding(holding, trust) if holding is not None else None
    found = [
        auditing.audit(source, trust, context, folder, models=projections) for source in sources or [context.ledger]
    ]
    in_vain = folder if folder and not any(one.report.kept_papers for one in found) else None
    return Answer(
        [line for one in found for line in _lines(one, trust)],
        _facts(found[0], trust) if len(found) == 1 else {"audits": [_facts(one, trust) for one in found]},
        [finding for one in found for finding in findings(one)],
        warnings=[in_vain.told_of_none()] if in_vain else [],
        next=[*_remedies(found), *([remedy(NONE_KEPT, {})] if in_vain else [])],
        status=worst(*(one.status for one in found)),
    )


def findings(one: "Audit") -> Iterator[Finding]:
    """Everything that does not agree, in the order in which it was found."""
    for found in one.report.findings:
        message = translated(found.reason.text, found.facts)
        file = found.facts.get("file")
        yield Finding(found.reason.code, f"{file}: {message}" if file else message, found.box, found.index)
    if one.models:
        from projections.compare import DIFFERS  # noqa: PLC0415 - brings SQLAlchemy

        for other in one.models:
            yield Finding(DIFFERS.code, translated(DIFFERS.text, other.facts), other.box, other.index)


def _remedies(audits: Sequence["Audit"]) -> list[str]:
    """What to do about the first of each sort."""
    found = (remedy(one.reason, one.facts) for audit in audits for one in audit.report.findings)
    return list(dict.fromkeys(found))[:3]


def _facts(one: "Audit", trust: "Trust") -> dict[str, object]:
    report, checkpoint = one.report, one.report.checkpoint
    return {
        "source": {"name": one.source, "sort": one.sort, "sha256": one.hash},
        "trust": {"sha256": trust.hash, "origin": trust.origin, "genesis": trust.genesis},
        "program": {"name": "kotak", "version": version("kotak")},
        **{name: getattr(report, name) for name in _COUNTS},
        "root": report.root.hex(),
        "checkpoint": {**checkpoint._asdict(), "root": checkpoint.root.hex()} if checkpoint else None,
        "waiting": report.waiting._asdict(),
        "gaps": report.gaps._asdict(),
        "checks": [
            {"step": step, "name": name, "checked": report.checked[step], "found": report.found[step]}
            for step, name in _steps().items()
        ],
        "not_checked": [
            {"step": omitted.step, "code": omitted.reason.code, "message": _omitted(omitted)}
            for omitted in sorted(report.not_checked, key=lambda omitted: omitted.step)
        ],
    }


_COUNTS: Final = (
    "entries",
    "lines",
    "boxes",
    "custody_changes",
    "contested",
    "signatures",
    "proofs",
    "damaged",
    "lost",
    "kept_papers",
    "provisional",
    "tree_size",
)


def _lines(one: "Audit", trust: "Trust") -> Iterator[str]:
    report = one.report
    yield Styled.of("strong", _("Ledger      {name}").format(name=one.source))
    if one.hash:
        yield f"  SHA-256   {one.hash}"
    yield _("Trust file  {origin}").format(origin=trust.origin)
    yield f"  SHA-256   {trust.hash}"
    yield _("Program     kotak {version}").format(version=version("kotak"))
    yield ""
    yield from _steps_taken(report)
    yield ""
    yield from _counted(report)
    yield from _reference(report)
    yield ""
    yield from _not_checked(report)
    yield from _disagreements(one)


def _steps_taken(report: "Report") -> Iterator[str]:
    for step, name in _steps().items():
        checked, found = report.checked[step], report.found[step]
        outcome = _("agrees") if checked else _("not checked")
        if found:
            outcome = counted("{n} does not agree", "{n} do not agree", found)
        line = f"{step}  {number(checked):>8}  {_(name)}: {outcome}"
        yield Styled.of("bad", line) if found else line


def _counted(report: "Report") -> Iterator[str]:
    said = _(
        "{entries} papers with {lines} lines, {boxes} boxes, {changes} changes of custody, {signatures} signatures"
    )
    yield said.format(
        entries=number(report.entries),
        lines=number(report.lines),
        boxes=number(report.boxes),
        changes=number(report.custody_changes),
        signatures=number(report.signatures),
    )
    yield _("root {root} of {size} entries").format(root=report.root.hex(), size=number(report.tree_size))
    if report.contested:
        yield counted(
            "{n} line is contested; see kotak chain BOX",
            "{n} lines are contested; see kotak chain BOX",
            report.contested,
        )
    if report.damaged:
        yield counted(
            "{n} paper has no effect, since it does not agree",
            "{n} papers have no effect, since they do not agree",
            report.damaged,
        )
    waiting, gaps = report.waiting, report.gaps
    if waiting.count:
        yield counted(
            "{n} line waits for papers that are not here, at index {index}, box {box}",
            "{n} lines wait for papers that are not here, the first at index {index}, box {box}",
            waiting.count,
            index=waiting.first_index,
            box=waiting.first_box,
        )
    if gaps.missing:
        yield missing_numbers(gaps)
    if gaps.repeated:
        yield counted(
            "{n} number was given twice by a device", "{n} numbers were given twice by a device", gaps.repeated
        )
    if report.lost:
        yield counted(
            "{n} paper saw entries that were lost before the ledger was continued",
            "{n} papers saw entries that were lost before the ledger was continued",
            report.lost,
        )


def missing_numbers(gaps: "Gaps") -> str:
    """How many papers of devices are not here, and the first of them."""
    return counted(
        "{n} number of a device is missing: {first} of device {device}",
        "{n} numbers are missing (devices: {devices}), the first {first} of device {device}",
        gaps.missing,
        devices=number(gaps.devices),
        first=gaps.first_number,
        device=gaps.first_device,
    )


def _reference(report: "Report") -> Iterator[str]:
    checkpoint = report.checkpoint
    if report.kept_papers:
        yield counted(
            "compared with {n} paper that you kept", "compared with {n} papers that you kept", report.kept_papers
        )
    if checkpoint is None:
        yield _("compared with no checkpoint: no outside reference")
        return
    by = ", ".join(checkpoint.cosigned_by) or _("nobody")
    said = _("compared with the checkpoint of {size} entries, cosigned by {by}; quorum {quorum}")
    yield said.format(size=number(checkpoint.size), by=by, quorum=checkpoint.quorum)
    if report.provisional:
        yield counted(
            "{n} entry is provisional: no final checkpoint covers it",
            "{n} entries are provisional: no final checkpoint covers them",
            report.provisional,
        )


def _not_checked(report: "Report") -> Iterator[str]:
    yield Styled.of("strong", _("Not checked"))
    for omitted in sorted(report.not_checked, key=lambda omitted: omitted.step):
        yield f"{omitted.step}  {_omitted(omitted)}"


def _disagreements(one: "Audit") -> Iterator[str]:
    shown: dict[str, int] = {}
    yield ""
    for found in findings(one):
        shown[found.code] = shown.get(found.code, 0) + 1
        if shown[found.code] <= _SHOWN:
            where = _("index {index}").format(index=found.index) if found.index is not None else ""
            yield Styled.of("bad", "  ".join(filter(None, (found.code, where, found.message))))
    for code, count in shown.items():
        if count > _SHOWN:
            yield _("{code}: {n} more; see them with --json").format(code=code, n=number(count - _SHOWN))
    total = one.report.found.total() + len(one.models)
    if total:
        yield Styled.of("bad", counted("{n} thing does not agree.", "{n} things do not agree.", total))
    else:
        yield Styled.of("good", _("Everything that was checked agrees."))


def _omitted(omitted: "Omission") -> str:
    return translated(omitted.reason.text, omitted.facts)


def _steps() -> dict[int, str]:
    from ledger.audit.report import STEPS  # noqa: PLC0415 - kept out of start-up

    return STEPS
