"""A break in the words of a language: one sentence of what was expected and what was found."""

from typing import Final

from commands.program.language import _, number, short_moment
from commands.program.spoken import tongue, words
from projections.codes import Case
from projections.desk import Break, Facts
from projections.legs import ends

_HOUR: Final = 3600
_MINUTE: Final = 60
_NOTHING: Final = "–"  # noqa: RUF001 - a dash


def sentence(one: Break) -> str:
    """What does not agree; empty where the name of the code says all."""
    case = one.definition.cases.get(one.case, Case(""))
    box = one.boxes[0] if len(one.boxes) == 1 else _("of {n}").format(n=number(len(one.boxes)))
    return _(case.sentence).format(box=box, **_facts(one.facts, case)) if case.sentence else ""


def leg(name: str) -> str:
    """`KPPS → PPS`; a type of unit that only the plan knows, as it is spelt there."""
    return " → ".join(tongue().word(words.UNITS, one) if one in words.UNITS else one for one in ends(name))


def _facts(facts: Facts, case: Case) -> dict[str, str]:
    return {
        "expected": _shown(facts.expected, case),
        "found": _shown(facts.found, case),
        "officer": facts.officer,
        "giver": facts.giver or _NOTHING,
        "receiver": facts.receiver or _NOTHING,
        "custodian": facts.custodian or _NOTHING,
        "leg": leg(facts.leg),
        "km": number(facts.km),
        "apart": duration(facts.apart),
    }


def _shown(value: str | int, case: Case) -> str:
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
            return str(value) or _NOTHING


def _counts(value: str | int) -> bool:
    """Whether it is a number; beside a duration may stand a name."""
    return str(value).isdecimal()


def duration(seconds: int) -> str:
    """`3 h 10 min`, `45 s`."""
    hours, rest = divmod(seconds, _HOUR)
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
