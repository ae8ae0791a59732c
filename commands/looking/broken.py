"""What does not agree, for a person and as JSON: worst first, each with its papers and the question to ask next."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from msgspec import to_builtins

from commands.looking import covered, crowd, moments, told
from commands.program.language import _, number, short_moment
from commands.program.output import Finding, Styled, table
from commands.program.spoken import tongue, words
from ledger.domain import names
from projections import codes
from projections.desk import Break, Graded, Moment, Reply

_STYLES: Final = {"high": "bad", "medium": "doubtful", "low": "strong"}
_A_FEW: Final = 3


def plain(one: Break) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "code": one.code,
        "case": one.case,
        "severity": one.severity,
        "boxes": list(one.boxes),
        "area": one.area,
        "unit": one.unit,
        "holds": list(one.holds),
        "index": one.papers[-1].index,
        "at": one.at,
        "papers": [to_builtins(cite) for cite in one.papers],
        "facts": to_builtins(one.facts),
        "settled": None if one.settled is None else vars(one.settled),
        "question": _(one.question),
        "answers": [reply(answer) for answer in one.answers],
    }


def reply(answer: Reply) -> dict[str, Any]:
    """An answer, as `--json` shows it."""
    told_ = {name: getattr(answer, name) for name in ("index", "at", "unit", "side", "does", "of")}
    return {**told_, "boxes": sorted(answer.boxes)}


def findings(found: Sequence[Break]) -> list[Finding]:
    """One for each box, and one for each paper that is broken as a whole."""
    return [
        Finding(one.code, message(one), box, one.papers[-1].index)
        for one in found
        for box in (one.boxes if one.of_lines else one.boxes if len(one.boxes) == 1 else (None,))
    ]


def message(one: Break) -> str:
    """The name, and what was expected and found."""
    return " ".join(filter(None, (f"{_(one.definition.name)}.", told.sentence(one))))


def lines(found: Sequence[Break], shown: Sequence[Break], moment: Moment, *, each: bool = False) -> Iterator[str]:
    """Those shown in full while they fit a screen or each is wanted, else counted by code."""
    yield Styled.of("strong", moments.line(moment))
    yield _counted(found)
    if shown:
        yield ""
    if len(shown) > crowd.SCREEN and not each:
        yield from _by_code(found, {one.code for one in shown})
    else:
        for one in shown:
            yield from in_full(one)
    if len(shown) < len(found):
        yield _("Settled ones are listed with --all.")


def graded(found: Sequence[Graded]) -> str:
    """Links by how well they are witnessed."""
    told_ = ", ".join(f"{one.grade} {number(one.links)}" for one in found)
    return _("Links by grade: {grades} (kotak help grades)").format(grades=told_)


def _counted(found: Sequence[Break]) -> str:
    open_ = Counter(one.severity for one in found if one.settled is None)
    told_ = ", ".join(f"{number(open_[severity])} {_(severity)}" for severity in codes.SEVERITIES)
    settled = sum(one.settled is not None for one in found)
    said = _("{n} open ({by_severity}); {settled} settled")
    return said.format(n=number(sum(open_.values())), by_severity=told_, settled=number(settled))


def _by_code(found: Sequence[Break], shown: Collection[str]) -> Iterator[str]:
    groups: dict[str, list[Break]] = {}
    for one in found:
        if one.code in shown:
            groups.setdefault(one.code, []).append(one)
    rows = [
        (
            code,
            _(group[0].severity),
            _(group[0].definition.name),
            sum(one.settled is None for one in group),
            sum(one.settled is not None for one in group),
            _areas(group),
        )
        for code, group in groups.items()
    ]
    yield from table((_("code"), _("severity"), _("what"), _("open"), _("settled"), _("where")), rows)
    others = Counter(one.code for one in found if one.code not in shown)
    if others:
        said = _("Other codes, all settled: {n} ({codes})")
        yield said.format(n=number(others.total()), codes=", ".join(sorted(others)))
    yield ""
    yield _("Each with its papers and what to ask next: kotak breaks --code CODE, kotak breaks AREA, or --each")


def _areas(group: Sequence[Break]) -> str:
    areas = sorted({one.area for one in group})
    return ", ".join(areas[:2]) + (" …" if len(areas) > 2 else "")  # noqa: PLR2004 - two, and that there are more


def in_full(one: Break) -> Iterator[str]:
    """With its papers, who answers for it, and the question to ask next."""
    head = f"{one.code}  {_(one.severity).upper()}  {_(one.definition.name)}  {where(one)}"
    yield Styled.of("strong" if one.settled else _STYLES[one.severity], head)
    said = told.sentence(one)
    if said:
        yield f"    {said}"
    papers = ", ".join(f"{cite.index} ({short_moment(cite.at)})" for cite in one.papers)
    yield "    " + _("papers: {papers}").format(papers=papers)
    for label, units in whose(one):
        yield f"    {label}: {', '.join(units)}"
    if one.settled:
        yield "    " + _("settled by entry {index}: {way}").format(
            index=one.settled.index, way=_(codes.SETTLED_BY[one.settled.way])
        )
        return
    if one.answers:
        replies = [" ".join(filter(None, (answered(each), unclosed(one, each)))) for each in one.answers]
        yield "    " + _("answered: {answers}").format(answers="; ".join(replies))
    yield "    " + _("ask next: {question}").format(question=_(one.question))


def whose(one: Break) -> Iterator[tuple[str, Sequence[str]]]:
    """
    Who answers for it, or is to be asked where nobody may be said to; of boxes that came too late or not at all who had
    them at the deadline, and has them now.
    """
    if one.unit:
        role = {"answers": _("answers for it"), "asked": _("to be asked")}[one.shown.unit]
        yield _("had it when the time ran out") if one.holds else role, (one.unit,)
    if one.holds:
        waits = (covered.counting(one.papers[-1].index),) if one.case == "waits" else ()
        yield " ".join((_("has it now"), *waits)), one.holds


def unclosed(one: Break, answer: Reply) -> str:
    """That an answer which closes leaves this break open; empty of all others."""
    if one.settled is not None or answer.does != "closes":
        return ""
    to = next((cite.index for cite in one.papers if cite.digest == answer.of), None)
    if to is None or to == one.papers[-1].index or one.since:
        return _("(that does not close this one)")
    said = _("(that is an answer to entry {index}, and does not close this one, which entry {shown} shows)")
    return said.format(index=to, shown=one.papers[-1].index)


def answered(answer: Reply) -> str:
    """`4012 explains (pps/35.79.02.2009), 14 Feb 2029 20:00 WIB`, and of which boxes, if not of all."""
    does = tongue().word(words.ANSWERS, answer.does)
    about = f": {', '.join(crowd.briefly(answer.boxes))}" if answer.boxes else ""
    return f"{answer.index} {does} ({answer.unit}), {short_moment(answer.at)}{about}"


def where(one: Break) -> str:
    """Its boxes, while they are few; else how many they are."""
    if len(one.boxes) <= 1:
        return one.boxes[0] if one.boxes else one.area or one.unit
    stations = list(crowd.briefly(one.boxes))
    if len(stations) <= _A_FEW:
        return "; ".join(stations)
    return _("{area}, {n} boxes").format(area=names.common_area(one.boxes), n=number(len(one.boxes)))
