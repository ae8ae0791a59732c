"""One code explained: what it is, what stands behind it, what it rests on, and what to ask next."""

from collections.abc import Iterator

from commands.program.language import _
from commands.program.output import Answer, Styled
from projections import codes
from projections.codes import Code


def explained(code: Code) -> Answer:
    """A code as it is told over the telephone."""
    return Answer([*_lines(code)], _plain(code))


def _plain(code: Code) -> dict[str, object]:
    """In the language of this run, as other texts of `help`; `checks` and `mark` are words of the program."""
    return {
        "code": code.code,
        "text": _(code.text),
        "severity": code.severity,
        "name": _(code.name),
        "rests_on": _(code.rests_on),
        "question": _(code.question),
        "sources": [{"says": _(one.says), "mark": one.mark} for one in code.sources],
        "settled_by": list(code.settled_by),
        "checks": list(code.checks),
        "remedy": f"kotak breaks --code {code.code}",
    }


def _lines(code: Code) -> Iterator[str]:
    yield Styled.of("strong", f"{code.code}  {_(code.name)}")
    yield _(code.text)
    yield ""
    yield from _paragraph(_("severity"), [f"{_(code.severity)}: {_(codes.SEVERITIES[code.severity])}"])
    yield from _paragraph(_("source"), [f"{_(one.says)} [{_(codes.MARKS[one.mark])}]" for one in code.sources])
    yield from _paragraph(_("rests on"), [_(code.rests_on)])
    yield from _paragraph(_("ask next"), [_(code.question)])
    yield from _paragraph(_("settled by"), [_(codes.SETTLED_BY[way]) for way in code.settled_by])
    checks = [f"{name}: {_(codes.CHECKS[name].text)} ({codes.CHECKS[name].source})" for name in code.checks]
    yield from _paragraph(_("checks"), checks)


def _paragraph(heading: str, said: list[str]) -> Iterator[str]:
    if said:
        yield Styled.of("strong", heading)
        yield from (f"  {line}" for line in said)
