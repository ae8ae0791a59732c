"""Whoever has read the format and nothing else draws the same boxes and says the same of the results."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.sampling import bounds
from ledger.sampling import sample as samples
from ledger.sampling.sample import Frame
from tests.ledger.sampling import redone

LEDGER = "ab" * 32
CITY = [
    f"35.79.0{district}.{village}/{station:03}/{kind}"
    for district, village in ((1, 1001), (1, 2006), (2, 2009), (3, 1001))
    for station in range(1, 8)
    for kind in ("DPD", "DPRD-KABKOTA", "PPWP")
] + ["35.79.02/RECAP-DPD", "35.79/RESERVE.17", "35.79.02.2009/004/DPD.2"]

shares = st.fractions(Fraction(1, 200), Fraction(99, 100), max_denominator=200)
seeds = st.text("0123456789", min_size=20, max_size=40)


@given(
    st.sets(st.sampled_from(CITY), min_size=1), seeds, shares, shares, st.sampled_from(["none", "district", "village"])
)
def test_a_sample_is_redone_from_the_text_of_the_format(
    boxes: set[str], seed: str, rate: Fraction, confidence: Fraction, level: str
) -> None:
    frame = {"ledger": LEDGER, "index": "98", "area": "35.79", "strata": level}
    frame |= {"rate": f"{rate.numerator}/{rate.denominator}"}
    frame |= {"confidence": f"{confidence.numerator}/{confidence.denominator}"}

    made = samples.draw(Frame(LEDGER, 98, "35.79", level, rate, confidence), seed, boxes)

    assert str(made) == redone.drawn(frame, seed, boxes)


@pytest.mark.parametrize("risk", [Fraction(1, 20), Fraction(1, 10), Fraction(1, 2)])
def test_the_bound_of_results_is_redone_too(risk: Fraction) -> None:
    for boxes in range(1, 15):
        for size in range(1, boxes + 1):
            for wrong in range(size + 1):
                assert bounds.upper(boxes, size, wrong, risk) == redone.at_most(boxes, size, wrong, risk)
