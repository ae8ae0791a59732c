"""A sample and its results, for a person and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from commands.program.language import _, number, short_moment
from commands.program.output import NOWHERE, Finding, Styled, table
from commands.program.spoken import tongue, words
from ledger.errors import Reason
from ledger.sampling import bounds
from ledger.sampling.sample import ALL, Frame, Sample, Stratum
from projections import codes

if TYPE_CHECKING:
    from projections.looking import View
    from projections.samples import Drawn, Sight
    from projections.standing import Standing

NOT_AS_SAID = Reason(
    "SA-014",
    "Box {box} is not as the ledger says: by entry {index} it was {seen}, and expected at {expected}.",
    "kotak chain {box}",
)
TO_INSPECT: Final = "kotak inspect BOX --purpose sample --place PLACE"


def plan(frame: Frame, strata: Sequence[Stratum]) -> Iterator[str]:
    """What to announce before the dice fall."""
    yield from _frame(frame)
    yield ""
    headings = _("stratum"), _("boxes"), _("to draw"), _("hash of the list")
    yield from table(headings, [(_named(one), one.boxes, one.number, one.hash) for one in strata])
    yield ""
    yield _("Announce this, then roll ten-sided dice in public, at least twenty times.")


def to_draw(frame: Frame) -> str:
    """The command to copy."""
    area = "" if frame.area == ALL else f" {frame.area}"
    shares = f"--rate {_ratio(frame.rate)} --confidence {_ratio(frame.confidence)}"
    return f"kotak sample draw{area} --as-of {frame.index} {shares} --strata {frame.level} -o FILE"


def plain(frame: Frame, strata: Sequence[Stratum]) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "ledger": frame.ledger,
        "index": frame.index,
        "area": frame.area,
        "level": frame.level,
        "rate": _ratio(frame.rate),
        "confidence": _ratio(frame.confidence),
        "strata": [
            {"name": one.name, "boxes": one.boxes, "sha256": one.hash, "number": one.number, "drawn": list(one.drawn)}
            for one in strata
        ],
    }


def standing(view: "View", made: Sample) -> "dict[str, Standing]":
    """Where the boxes drawn are now."""
    from projections.where import Question, where  # noqa: PLC0415 - brings SQLAlchemy

    boxes = tuple(box for one in made.strata for box in one.drawn)
    return {one.box: one for one in where(view, Question(boxes))}


def drawn(made: Sample, stand: "Mapping[str, Standing]") -> Iterator[str]:
    """The boxes in the order in which they were drawn, with where they are now."""
    yield from _frame(made.frame)
    yield _("seed {seed}").format(seed=made.seed)
    for one in made.strata:
        yield ""
        yield Styled.of("strong", _("{name}: {n} of {boxes} boxes").format(**_counts(one)))
        yield _("hash of the list {hash}").format(hash=one.hash)
        now = [stand[box] for box in one.drawn]
        rows = [(n, box.box, box.place or NOWHERE, box.keeper or NOWHERE) for n, box in enumerate(now, 1)]
        yield from table((_("No."), _("box"), _("place"), _("keeper")), rows)


def results(made: Sample, found: "Sequence[Sequence[Drawn]]") -> Iterator[str]:
    """What was seen, stratum by stratum, and what it says of all boxes."""
    yield from _frame(made.frame)
    for one, part in zip(made.strata, found, strict=True):
        summed = _summed(made.frame, one, part)
        yield ""
        yield Styled.of("strong", _("{name}: {n} of {boxes} boxes").format(**_counts(one)))
        yield _("inspected {inspected}, agree {agree}, do not agree {differ}, not inspected {unseen}").format(
            **{name: number(value) for name, value in summed.items()}
        )
        yield _bound(made.frame, one, summed)
        yield from _apart(part)


def outcome(made: Sample, found: "Sequence[Sequence[Drawn]]") -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        **{name: value for name, value in plain(made.frame, ()).items() if name != "strata"},
        "seed": made.seed,
        "strata": [
            {
                "name": one.name,
                "boxes": one.boxes,
                "number": one.number,
                **_summed(made.frame, one, part),
                "drawn": [
                    {"box": box.box, "agrees": box.agrees, "seen": [_sight(s) for s in box.seen]} for box in part
                ],
            }
            for one, part in zip(made.strata, found, strict=True)
        ],
    }


def remedies(found: Sequence[Finding]) -> list[str]:
    """What to look at next: the chain of the first box that does not agree."""
    return [NOT_AS_SAID.remedy.format(box=one.box) for one in found[:1]]


def findings(found: "Sequence[Sequence[Drawn]]") -> list[Finding]:
    """One for each inspection that does not agree."""
    return [_finding(box, sight) for part in found for box in part for sight in box.seen if not sight.agrees]


def _finding(box: "Drawn", sight: "Sight") -> Finding:
    where = tongue().word(words.CONDITIONS, "missing") if sight.missing else _("at {place}").format(place=sight.place)
    seals = [flag for flag in sight.flags if flag in codes.SEALS_DIFFER]
    said = _("{where} with other seals than stated last ({codes})") if seals else "{where}"
    seen = said.format(where=where, codes=", ".join(seals))
    facts = {"box": box.box, "index": sight.index, "seen": seen, "expected": sight.expected or NOWHERE}
    return Finding(NOT_AS_SAID.code, _(NOT_AS_SAID.text).format(**facts), box.box, sight.index)


def _frame(frame: Frame) -> Iterator[str]:
    yield _("Ledger {ledger}, the first {n} entries").format(ledger=frame.ledger, n=number(frame.index + 1))
    yield _("to detect {rate} misplaced boxes, confidence {confidence}").format(
        rate=_percent(frame.rate), confidence=_percent(frame.confidence)
    )


def _named(one: Stratum) -> str:
    return _("all boxes") if one.name == ALL else one.name


def _counts(one: Stratum) -> dict[str, str]:
    return {"name": _named(one), "n": number(one.number), "boxes": number(one.boxes)}


def _summed(frame: Frame, one: Stratum, part: "Sequence[Drawn]") -> dict[str, int]:
    """`at_most` counts what nobody inspected as not agreeing."""
    inspected, agree = sum(bool(box.seen) for box in part), sum(box.agrees for box in part)
    return {
        "inspected": inspected,
        "agree": agree,
        "differ": inspected - agree,
        "unseen": one.number - inspected,
        "at_most": bounds.upper(one.boxes, one.number, one.number - agree, frame.risk),
    }


def _bound(frame: Frame, one: Stratum, summed: Mapping[str, int]) -> str:
    said = _("with confidence {confidence} at most {n} of {boxes} boxes ({rate}) are not as the ledger says")
    facts = {"confidence": _percent(frame.confidence), "n": number(summed["at_most"]), "boxes": number(one.boxes)}
    line = said.format(**facts, rate=_percent(Fraction(summed["at_most"], one.boxes)))
    if not summed["unseen"]:
        return line
    return line + _("; {n} that nobody inspected are counted as not agreeing").format(n=number(summed["unseen"]))


def _apart(part: "Sequence[Drawn]") -> Iterator[str]:
    """Boxes that were not inspected, or do not agree."""
    for box in part:
        if not box.seen:
            yield "  " + _("{box}  not inspected").format(box=box.box)
        for sight in box.seen:
            if not sight.agrees:
                line = f"  {box.box}  {short_moment(sight.at)}  {_finding(box, sight).message}"
                yield Styled.of("bad", line)


def _sight(sight: "Sight") -> dict[str, Any]:
    return {
        "index": sight.index,
        "at": sight.at,
        "unit": sight.unit,
        "place": sight.place,
        "expected": sight.expected,
        "missing": sight.missing,
        "flags": list(sight.flags),
        "agrees": sight.agrees,
    }


def _percent(share: Fraction) -> str:
    """`2 %`, `0.5 %`; of thirds the nearest hundredth."""
    percent = share * 100
    decimals = next((n for n in range(3) if (percent * 10**n).denominator == 1), 2)
    return f"{number(float(percent), decimals)} %"


def _ratio(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
