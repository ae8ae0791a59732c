"""
How a file came out that was checked, for a person: what it says, who signed, by when it was there, what does not agree,
and what was not checked.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial

from commands.evidence.outcome import Checked, cosigned, findings, moment
from commands.looking.crowd import briefly
from commands.program.language import _, counted, number, short_moment, spoken
from commands.program.output import Styled
from commands.program.refusal import translated
from commands.program.spoken import tongue, words
from ledger.domain.documents.movement import AcceptanceLine, Handover, Release
from ledger.domain.sentences import excerpt as told
from ledger.domain.sentences import sentences, things
from ledger.errors import LedgerError
from ledger.log.checkpoint import Opened
from ledger.receipt import chains
from ledger.receipt.chains import Link
from ledger.receipt.report import STEPS, Report, Shown


def spoken_state(promise: Opened) -> str:
    """Whether the quorum has cosigned what the log promises."""
    return _("final") if promise.quorum_met else _("provisional")


def lines(one: Checked) -> Iterator[str]:
    """What a file proves, step by step."""
    if isinstance(one.outcome, LedgerError):
        yield Styled.of("bad", f"{one.name}: {translated(one.outcome.reason.text, one.outcome.facts)}")
        yield ""
        return
    report = one.outcome
    yield Styled.of("strong", f"{one.name}  ({_sort(report)})")
    yield from _said(report)
    yield from _promised(report)
    for step in sorted(report.checked):
        found = report.found(step)
        outcome = counted("{n} does not agree", "{n} do not agree", found) if found else _("agrees")
        yield Styled.of("bad" if found else "good", f"{step}  {_(STEPS[step])}: {outcome}")
    yield Styled.of("strong", _("Not checked"))
    for omitted in sorted(report.not_checked, key=lambda omitted: omitted.step):
        yield f"{omitted.step}  {translated(omitted.reason.text, omitted.facts)}"
    for found_ in findings(one):
        yield Styled.of("bad", f"{found_.code}  {found_.message}")
    yield ""


def trusted(found: Iterable[Checked]) -> Iterator[str]:
    """What the checks started from, to be compared with the copy one was given."""
    for trust in dict.fromkeys(one.trust for one in found):
        yield _("Trust file  {origin}").format(origin=trust.origin)
        yield f"  SHA-256   {trust.hash}"


def _sort(report: Report) -> str:
    """What a person calls such a file."""
    names = {
        "receipt": _("receipt"),
        "passport": _("passport"),
        "paper": _("paper"),
        "checkpoint": _("checkpoint"),
        "keys": _("key list"),
        "contradiction": _("contradiction"),
    }
    return names[report.sort]


def _said(report: Report) -> Iterator[str]:
    if report.boxes:
        yield from _chains(report)
        return
    for shown in report.shown:
        yield from (f"  {line}" for line in _sentences(report, shown))
        for one in shown.excerpt.document.signers:
            said = _("signed") if one in shown.vouched.known else _("SIGNATURE NOT CHECKED")
            yield f"  {one.officer} ({tongue().word(words.PARTS, one.part)}): {said}"


def _chains(report: Report) -> Iterator[str]:
    """The links of each box; boxes of which all the same is said stand together."""
    links = chains.by_box(shown.excerpt for shown in report.shown)
    alike: dict[tuple[str, ...], list[str]] = {}
    for box in report.boxes:
        alike.setdefault(tuple(map(_link, links.get(box, ()))), []).append(box)
    for said, boxes in alike.items():
        yield from (Styled.of("strong", f"  {line}") for line in briefly(boxes))
        yield from (f"    {line}" for line in said)
    yield "  " + counted(
        "{n} paper in all", "{n} papers in all, with those that show whose keys signed", len(report.shown)
    )


def _sentences(report: Report, shown: Shown) -> list[str]:
    """A whole paper in its own sentences, of an entry as much as is shown."""
    document, shown_lines = shown.excerpt.document, shown.excerpt.lines
    return (sentences if report.sort == "paper" else told)(document, shown_lines, spoken())


def _link(link: Link) -> str:
    document, line = link.document, link.line
    title = tongue().word(words.TITLES, document.kind)
    said = [f"{link.index}  {title}, {short_moment(document.at)}"]
    if unit := getattr(document, "unit", getattr(line, "unit", None)):
        said.append(f"{unit} → {document.to}" if isinstance(document, Handover | Release) else unit)
    if isinstance(line, AcceptanceLine):
        said.append(tongue().word(words.OUTCOMES, line.outcome))
    if seals := getattr(line, "seals", None):
        said.append(things.seals(tongue(), seals))
    return "; ".join(said)


def _promised(report: Report) -> Iterator[str]:
    if report.promise is None:
        return
    promise, given = report.promise, report.promise.checkpoint
    said = _("Under the checkpoint of {size} entries of {origin}: {state}")
    line = said.format(size=number(given.size), origin=given.origin, state=spoken_state(promise).upper())
    yield Styled.of("good" if promise.quorum_met else "doubtful", line)
    zone = _zone(report.shown)
    for name, time in cosigned(promise):
        said = _("  cosigned by {witness} on {time}")
        yield said.format(witness=name, time=moment(time, partial(short_moment, zone=zone)))
    if promise.quorum_met and not promise.times:
        yield "  " + _("cosigned by nobody: the trust file asks for no cosignature")
    if not promise.quorum_met:
        yield "  " + _("The quorum has not cosigned it: the log alone promises that this entry stays where it is.")


def _zone(shown: Sequence[Shown]) -> tzinfo | None:
    """That of the papers, so that times can be compared."""
    return datetime.fromisoformat(shown[-1].excerpt.document.at).tzinfo if shown else UTC
