"""A sample as a file: printed, read back, drawn again from the same list, and refused where anything differs."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import CheckFailed, LedgerError, Malformed
from ledger.sampling import sample as samples
from ledger.sampling.sample import Frame, Sample

LEDGER = "ab" * 32
SEED = "20290214170800123456"
BOXES = [f"35.79.0{d}.200{v}/{s:03}/DPD" for d in (1, 2) for v in (1, 2) for s in range(1, 11)] + ["35.79.02/RECAP-DPD"]
FRAME = Frame(LEDGER, 98, "35.79", "none", Fraction(1, 10), Fraction(19, 20))


def _sample(level: str = "none") -> Sample:
    return samples.draw(replace(FRAME, level=level), SEED, BOXES)


def test_a_sample_looks_as_described() -> None:
    lines = str(_sample()).splitlines()

    assert lines[:9] == [
        "kotak-sample/v1",
        f"ledger {LEDGER}",
        "index 98",
        "area 35.79",
        "strata none",
        "rate 1/10",
        "confidence 19/20",
        f"seed {SEED}",
        "",
    ]
    assert lines[9].startswith("stratum all 41 ")
    assert lines[9].endswith(" 18")
    assert len(lines) == 10 + 18


@pytest.mark.parametrize(
    ("level", "strata"),
    [
        ("none", {"all": 41}),
        ("district", {"35.79.01": 20, "35.79.02": 21}),
        (
            "village",
            {"35.79.01.2001": 10, "35.79.01.2002": 10, "35.79.02": 1, "35.79.02.2001": 10, "35.79.02.2002": 10},
        ),
    ],
)
def test_each_stratum_is_sampled_by_itself(level: str, strata: dict[str, int]) -> None:
    sample = _sample(level)

    assert {one.name: one.boxes for one in sample.strata} == strata
    assert all(len(one.drawn) == one.number for one in sample.strata)
    assert [replace(one, drawn=()) for one in sample.strata] == samples.planned(sample.frame, BOXES)


@pytest.mark.parametrize("level", samples.LEVELS)
def test_what_is_printed_reads_back_and_is_drawn_again(level: str) -> None:
    sample = _sample(level)

    read = samples.read(str(sample))

    assert read == sample
    samples.check(read, reversed(BOXES), LEDGER, "sample.txt")


SPOILT: dict[str, Callable[[str], str]] = {
    "another head": lambda text: text.replace("/v1", "/v2"),
    "no line at the end": lambda text: text[:-1],
    "one more line": lambda text: text + "\n",
    "no level": lambda text: text.replace("strata none", "strata some"),
    "a leading zero": lambda text: text.replace("index 98", "index 098"),
    "an unreduced rate": lambda text: text.replace("rate 1/10", "rate 2/20"),
    "a rate above one": lambda text: text.replace("rate 1/10", "rate 11/10"),
    "certainty": lambda text: text.replace("confidence 19/20", "confidence 1/1"),
    "a stratum without a hash": lambda text: text.replace("stratum all 41 ", "stratum all 41 x"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "other digits": lambda text: text.replace("index 98", "index \u0669\u0668"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_does_not_print_back_is_no_sample(how: str) -> None:
    text = SPOILT[how](str(_sample()))

    assert text != str(_sample())
    with pytest.raises(Malformed, match="not a sample"):
        samples.read(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_nothing_else_is_a_sample(text: str) -> None:
    with pytest.raises(Malformed):
        samples.read(text)


@given(st.data())
def test_another_letter_in_seed_or_list_is_refused_or_does_not_check(data: st.DataObject) -> None:
    text = str(_sample("district"))
    at = data.draw(st.integers(text.index("seed"), len(text) - 1))
    letter = data.draw(st.sampled_from("0123456789abcdef /.\n").filter(lambda one: one != text[at]))

    with pytest.raises(LedgerError):
        samples.check(samples.read(text[:at] + letter + text[at + 1 :]), BOXES, LEDGER, "sample.txt")


def test_the_sample_of_another_ledger_is_refused() -> None:
    with pytest.raises(Malformed, match="is of the ledger abababab"):
        samples.check(_sample(), BOXES, "cd" * 32, "sample.txt")


def test_a_box_taken_off_the_list_shows_in_its_hash() -> None:
    with pytest.raises(CheckFailed, match="The list of boxes at entry 98"):
        samples.check(_sample(), BOXES[1:], LEDGER, "sample.txt")


def test_a_box_put_in_the_place_of_one_that_was_drawn_shows() -> None:
    sample = _sample()
    (one,) = sample.strata
    other = next(box for box in BOXES if box not in one.drawn)
    hand_picked = replace(sample, strata=(replace(one, drawn=(other, *one.drawn[1:])),))

    with pytest.raises(CheckFailed, match=f"drawn is {one.drawn[0]}, and the sample has {other}"):
        samples.check(hand_picked, BOXES, LEDGER, "sample.txt")


@pytest.mark.parametrize("fewer", [0, 1])
def test_a_sample_cut_short_or_miscounted_shows(fewer: int) -> None:
    sample = _sample()
    (one,) = sample.strata
    cut = replace(sample, strata=(replace(one, number=one.number - 1, drawn=one.drawn[: one.number - fewer]),))

    with pytest.raises(CheckFailed, match="drawn is 18, and the sample has 17"):
        samples.check(cut, BOXES, LEDGER, "sample.txt")


def test_a_stratum_left_out_shows() -> None:
    sample = _sample("district")

    with pytest.raises(CheckFailed, match="The list of boxes"):
        samples.check(replace(sample, strata=sample.strata[:1]), BOXES, LEDGER, "sample.txt")
