"""
How a file came out that was checked, for a person and as JSON: what it is, what it says, who signed, by when it was
there, what does not agree, and what was not checked.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from msgspec import to_builtins

from commands.looking.crowd import briefly
from commands.program.language import _, number, short_moment, spoken
from commands.program.output import Finding, Styled
from commands.program.refusal import remedy, translated
from ledger.domain.documents.movement import AcceptanceLine, Handover, Release
from ledger.domain.sentences import excerpt as told
from ledger.domain.sentences import sentences, things, words
from ledger.domain.sentences.tongue import Tongue
from ledger.errors import LedgerError
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.receipt import chains
from ledger.receipt.chains import Link
from ledger.receipt.report import STEPS, Report, Shown

_SORTS: Final = {
    "receipt": lambda: _("receipt"),
    "passport": lambda: _("passport"),
    "paper": lambda: _("paper"),
    "checkpoint": lambda: _("checkpoint"),
    "keys": lambda: _("key list"),
}


@dataclass(frozen=True)
class Checked:
    """A file, and what it proves under a trust file, or why it is not what it claims."""

    name: str
    data: bytes
    outcome: Report | LedgerError
    trust: Trust

    @property
    def status(self) -> int:
        """The exit status."""
        return self.outcome.exit_status if isinstance(self.outcome, LedgerError) else self.outcome.status


def state(promise: Opened) -> str:
    """`final` once the quorum has cosigned, before that `provisional`."""
    return "final" if promise.quorum_met else "provisional"


def spoken_state(promise: Opened) -> str:
    """The same for a person."""
    return _("final") if promise.quorum_met else _("provisional")


def findings(one: Checked) -> Iterator[Finding]:
    """What does not agree, or why the file is not what it claims."""
    if isinstance(one.outcome, LedgerError):
        reason, facts = one.outcome.reason, one.outcome.facts
        yield Finding(reason.code, f"{one.name}: {translated(reason.text, facts)}")
        return
    for found in one.outcome.findings:
        message = f"{one.name}: {translated(found.reason.text, found.facts)}"
        yield Finding(found.reason.code, message, found.box, found.index)


def remedies(one: Checked) -> list[str]:
    """What to do about each sort of what was found."""
    if isinstance(one.outcome, LedgerError):
        return [remedy(one.outcome.reason, one.outcome.facts)]
    return list(dict.fromkeys(remedy(found.reason, found.facts) for found in one.outcome.findings))


# As JSON.


def plain(one: Checked) -> dict[str, Any]:
    """As `--json` shows it. A file that does not hold proves nothing, so nothing is said of it."""
    facts = {
        "file": one.name,
        "sha256": hashlib.sha256(one.data).hexdigest(),
        "trust": {"sha256": one.trust.hash, "origin": one.trust.origin, "genesis": one.trust.genesis},
        "holds": not isinstance(one.outcome, LedgerError),
    }
    if isinstance(one.outcome, LedgerError):
        return facts
    report = one.outcome
    return {
        **facts,
        "sort": report.sort,
        "checkpoint": _checkpoint(report.promise) if report.promise else None,
        "boxes": list(report.boxes),
        "entries": [_entry(shown) for shown in report.shown],
        "steps": [
            {"step": step, "name": name, "checked": step in report.checked, "found": _count(report, step)}
            for step, name in STEPS.items()
        ],
        "not_checked": [
            {
                "step": omitted.step,
                "code": omitted.reason.code,
                "message": translated(omitted.reason.text, omitted.facts),
            }
            for omitted in report.not_checked
        ],
    }


def _checkpoint(promise: Opened) -> dict[str, Any]:
    given = promise.checkpoint
    return {
        "origin": given.origin,
        "size": given.size,
        "root": given.root.hex(),
        "state": state(promise),
        "cosigned": [{"witness": name, "time": _moment(time).isoformat()} for name, time in _cosigned(promise)],
    }


def _entry(shown: Shown) -> dict[str, Any]:
    excerpt = shown.excerpt
    return {
        "index": shown.index,
        "digest": excerpt.digest,
        "kind": excerpt.document.kind,
        "at": excerpt.document.at,
        "unit": getattr(excerpt.document, "unit", None),
        "to": getattr(excerpt.document, "to", None),
        "lines": [to_builtins(line) for line in excerpt.lines],
        "signers": [
            {"officer": one.officer, "part": one.part, "key": one.key, "checked": one in shown.vouched.known}
            for one in excerpt.document.signers
        ],
    }


def _count(report: Report, step: int) -> int:
    return sum(found.step == step for found in report.findings)


# For a person.


def lines(one: Checked) -> Iterator[str]:
    """What a file proves, step by step."""
    if isinstance(one.outcome, LedgerError):
        yield Styled.of("bad", f"{one.name}: {translated(one.outcome.reason.text, one.outcome.facts)}")
        yield ""
        return
    report = one.outcome
    yield Styled.of("strong", f"{one.name}  ({_SORTS[report.sort]()})")
    yield from _said(report)
    yield from _promised(report)
    for step in sorted(report.checked):
        found = _count(report, step)
        outcome = _("{n} do not agree").format(n=number(found)) if found else _("agrees")
        yield Styled.of("bad" if found else "good", f"{step}  {_(STEPS[step])}: {outcome}")
    yield Styled.of("strong", _("Not checked"))
    for omitted in sorted(report.not_checked, key=lambda omitted: omitted.step):
        yield f"{omitted.step}  {translated(omitted.reason.text, omitted.facts)}"
    for found_ in findings(one):
        yield Styled.of("bad", f"{found_.code}  {found_.message}")
    yield ""


def _said(report: Report) -> Iterator[str]:
    if report.boxes:
        yield from _chains(report)
        return
    for shown in report.shown:
        yield from (f"  {line}" for line in _sentences(report, shown))
        for one in shown.excerpt.document.signers:
            said = _("signed") if one in shown.vouched.known else _("SIGNATURE NOT CHECKED")
            yield f"  {one.officer} ({_tongue().word(words.PARTS, one.part)}): {said}"


def _chains(report: Report) -> Iterator[str]:
    """The links of each box; boxes of which all the same is said stand together."""
    entries = [shown.excerpt for shown in report.shown]
    alike: dict[tuple[str, ...], list[str]] = {}
    for box in report.boxes:
        alike.setdefault(tuple(map(_link, chains.links(box, entries))), []).append(box)
    for said, boxes in alike.items():
        yield from (Styled.of("strong", f"  {line}") for line in briefly(boxes))
        yield from (f"    {line}" for line in said)
    yield "  " + _("{n} papers in all, with those that show whose keys signed").format(n=number(len(entries)))


def _sentences(report: Report, shown: Shown) -> list[str]:
    """A whole paper in its own sentences, of an entry as much as is shown."""
    document, shown_lines = shown.excerpt.document, shown.excerpt.lines
    return (sentences if report.sort == "paper" else told)(document, shown_lines, spoken())


def _link(link: Link) -> str:
    document, line = link.document, link.line
    title = _tongue().word(words.TITLES, document.kind)
    said = [f"{link.index}  {title}, {short_moment(document.at)}"]
    if unit := getattr(document, "unit", getattr(line, "unit", None)):
        said.append(f"{unit} → {document.to}" if isinstance(document, Handover | Release) else unit)
    if isinstance(line, AcceptanceLine):
        said.append(_tongue().word(words.OUTCOMES, line.outcome))
    if seals := getattr(line, "seals", None):
        said.append(things.seals(_tongue(), seals))
    return "; ".join(said)


def _promised(report: Report) -> Iterator[str]:
    if report.promise is None:
        return
    promise, given = report.promise, report.promise.checkpoint
    said = _("Under the checkpoint of {size} entries of {origin}: {state}")
    line = said.format(size=number(given.size), origin=given.origin, state=spoken_state(promise).upper())
    yield Styled.of("good" if promise.quorum_met else "doubtful", line)
    zone = _zone(report.shown)
    for name, time in _cosigned(promise):
        said = _("  cosigned by {witness} on {time}")
        yield said.format(witness=name, time=short_moment(_moment(time), zone))
    if not promise.quorum_met:
        yield "  " + _("The quorum has not cosigned it: the log alone promises that this entry stays where it is.")


def _cosigned(promise: Opened) -> list[tuple[str, int]]:
    """The earliest first: by then it was there."""
    return sorted(promise.times.items(), key=lambda one: (one[1], one[0]))


def _zone(shown: Sequence[Shown]) -> tzinfo | None:
    """That of the papers, so that times can be compared."""
    return datetime.fromisoformat(shown[-1].excerpt.document.at).tzinfo if shown else UTC


def _moment(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)


def _tongue() -> Tongue:
    return Tongue(indonesian=spoken() == "id")
