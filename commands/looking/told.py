"""A break in the words of a language: one sentence of what was expected and what was found."""

from typing import Final

from commands.program.language import _, number, short_moment
from commands.program.output import NOWHERE
from commands.program.spoken import Names, named, tongue, words
from ledger.domain.documents.base import HOUR
from projections.codes import Case
from projections.desk import Break, Facts
from projections.legs import ends
from projections.numbers import Numbers

_MINUTE: Final = 60


def sentence(one: Break, called: Names | None = None) -> str:
    """What does not agree; empty where the name of the code says all."""
    case = one.shown
    first = one.papers[0].kind if one.papers else ""
    text = case.after.get(first) or case.found.get(str(one.facts.found), case.sentence)
    return _(text).format(box=_boxes(one), **_facts(one.facts, case, called or tongue())) if text else ""


def _boxes(one: Break) -> str:
    """The box, and how many others share the break."""
    more = len(one.boxes) - 1
    first = one.boxes[0] if one.boxes else NOWHERE
    return _("{box} (and {n} more)").format(box=first, n=number(more)) if more > 0 else first


def leg(name: str) -> str:
    """`KPPS → PPS`; a type of unit that only the plan knows, as it is spelt there."""
    return " → ".join(tongue().word(words.UNITS, one) if one in words.UNITS else one for one in ends(name))


def _facts(facts: Facts, case: Case, called: Names) -> dict[str, str]:
    return {
        "expected": _shown(facts.expected, case, called),
        "found": _shown(facts.found, case, called),
        "officer": _all(facts.officer, called) or NOWHERE,
        "giver": named(facts.giver, called) or NOWHERE,
        "receiver": named(facts.receiver, called) or NOWHERE,
        "custodian": named(facts.custodian, called) or NOWHERE,
        "leg": leg(facts.leg),
        "km": number(facts.km),
        "apart": duration(facts.apart),
    }


def _shown(value: str | int, case: Case, called: Names) -> str:
    match case.shows:
        case "moment" if value:
            return short_moment(str(value))
        case "number" if _counts(value):
            return number(int(value))
        case "duration" if _counts(value):
            return duration(int(value))
        case "seals" | "condition":
            return _seen(str(value))
        case _:
            return _worded(str(value), case, called) or NOWHERE


def _worded(value: str, case: Case, called: Names) -> str:
    if value and case.shows == "numbers":
        return _numbers(value)
    if value and case.shows in {"name", "duration"}:  # beside a duration may stand a name
        return _all(value, called)
    return value


def _all(value: str, called: Names) -> str:
    """One name or several, `kpps/35.79.02.2009/004#1, pps/35.79.02.2009#1`."""
    return ", ".join(named(name, called) for name in value.split(", "))


def _counts(value: str | int) -> bool:
    return str(value).isdecimal()


def _numbers(text: str) -> str:
    """`number 10`, `numbers 10 to 12`: of papers of one device."""
    said = Numbers.read(text)
    if said is None:
        return text
    if said.first == said.last:
        return _("number {n}").format(n=said.first)
    return _("numbers {first} to {last}").format(first=said.first, last=said.last)


def duration(seconds: int) -> str:
    """`3 h 10 min`, `45 s`."""
    hours, rest = divmod(seconds, HOUR)
    minutes, left = divmod(rest, _MINUTE)
    said = [
        *([_("{n} h").format(n=number(hours))] if hours else []),
        *([_("{n} min").format(n=number(minutes))] if minutes else []),
        *([_("{n} s").format(n=number(left))] if left and not hours else []),
    ]
    return " ".join(said) or _("{n} s").format(n=number(0))


def _seen(text: str) -> str:
    """`ties:2,papers:1/1,torn` as `cable ties 2; paper seals 1, not intact 1; torn`."""
    return "; ".join(_word(word) for word in text.split(",") if word) or tongue().say("tanpa segel", "no seals")


def _word(word: str) -> str:
    sort, colon, count = word.partition(":")
    if not colon:
        return tongue().word({**words.CONDITIONS, **words.CAUSES}, word)
    number_, bracket, serials = count.partition("(")  # a serial may hold what divides the numbers
    on, _slash, bad = number_.partition("/")
    told = f"{tongue().word(words.SEALS, sort)} {on}{bracket}{serials}"
    return told + tongue().say(", tidak utuh {n}", ", not intact {n}", n=bad) if bad else told
