"""The links of a chain of custody, for a person and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import to_builtins

from commands.looking import dated
from commands.program import verdicts
from commands.program.language import _, counted, short_moment
from commands.program.output import NOWHERE, Styled
from commands.program.spoken import tongue, words
from ledger.domain.sentences import things
from projections.links import Link, Signer

WITHOUT_EFFECT: Final = frozenset({"contested", "foreign", "waiting"})
"""Verdicts on what changed nothing, or nothing yet."""


def plain(link: Link) -> dict[str, Any]:
    """As `--json` shows it. `took_effect` is the entry from which on the verdict holds."""
    return {
        "index": link.index,
        "digest": link.digest,
        "kind": link.kind,
        "verdict": link.verdict,
        "code": link.code,
        "took_effect": link.took,
        "at": link.at,
        "recorded_at": link.recorded_at,
        "place": link.place,
        "from": link.giver,
        "to": link.receiver,
        "outcome": link.outcome,
        "signers": _signers(link.signers),
        "attested": [{"index": o.index, "grade": o.grade, "signers": _signers(o.signers)} for o in link.later],
        "seals": None if link.seals is None else to_builtins(link.seals),
        "grade": link.grade,
        "bracket": dated.plain(link.bracket, link.at),
        "flags": list(link.flags),
    }


def _signers(signers: Iterable[Signer]) -> list[dict[str, str]]:
    return [{"officer": one.officer, "part": one.part} for one in signers]


def lines(box: str, links: Sequence[Link]) -> Iterator[str]:
    """Each paper as a paragraph, in the order in which it took effect."""
    yield Styled.of("strong", box)
    for link in links:
        yield ""
        yield _heading(link)
        yield from (f"    {line}" for line in _facts(link, box) if line)
    yield ""
    yield counted("{n} paper", "{n} papers", len(links))


def _heading(link: Link) -> str:
    title = tongue().word(words.TITLES, link.kind)
    text = f"{link.index}  {title}, {short_moment(link.at)}"
    return Styled.of("bad" if link.verdict in WITHOUT_EFFECT else "strong", text)


def _facts(link: Link, box: str) -> Iterator[str]:
    yield verdict(link, box)
    if link.giver or link.receiver:
        yield f"{link.giver or NOWHERE} → {link.receiver}" if link.receiver else f"{link.giver}"
    if link.place:
        yield _("place: {place}").format(place=link.place)
    if link.outcome and link.verdict not in WITHOUT_EFFECT:
        yield tongue().word(words.OUTCOMES, link.outcome)
    yield _("signed: {who}").format(who=who(link.signers))
    for later in link.later:
        facts = {"index": later.index, "who": who(later.signers), "grade": later.grade}
        yield _("attested by entry {index}: {who}; since then grade {grade}").format(**facts)
    if link.seals is not None:
        yield _("seals: {seals}").format(seals=things.seals(tongue(), link.seals))
    yield _("grade {grade}").format(grade=link.grade or NOWHERE)
    outside = dated.told(link.bracket, link.at)
    if outside:
        yield _("time from outside: {time}").format(time=outside)
    if link.flags:
        yield _("flagged: {flags}").format(flags="; ".join(verdicts.named(link.flags)))
    yield _("fingerprint {digest}").format(digest=tongue().short(link.digest)) + _noted(link)


def verdict(link: Link, box: str) -> str:
    """In words, whatever is not simply a link or a remark."""
    match link.verdict:
        case "waiting":
            return _("WAITS: the paper it follows is not recorded.")
        case "contested" | "foreign":
            units = {"giver": link.giver, "receiver": link.receiver, "custodian": link.custodian}
            return _("CONTESTED, without effect. {why}").format(why=verdicts.contested(link.code, box, **units))
        case "settled":
            return _("SETTLED: a dispute about this box ended here.")
    if link.before == "waiting":
        return _("It waited for a paper, and took effect with entry {index}.").format(index=link.took)
    if link.before is not None:
        return _("It was contested, and took effect with entry {index}.").format(index=link.took)
    return ""


def who(signers: Iterable[Signer]) -> str:
    """The signers, each with his part."""
    return ", ".join(f"{one.officer} ({tongue().word(words.PARTS, one.part)})" for one in signers) or NOWHERE


def _noted(link: Link) -> str:
    if link.recorded_at is None:
        return ""
    zone = datetime.fromisoformat(link.at).tzinfo
    return "; " + _("read here {time}").format(time=short_moment(link.recorded_at, zone))
