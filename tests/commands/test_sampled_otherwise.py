"""What `kotak sample results` says of a box that was not seen as the ledger says."""

import pytest

from commands.program.language import speak
from commands.sampling import told
from projections.samples import Drawn, Sight
from tests.harness import DPD, KPPS, KPU

HOME, ELSEWHERE = f"{KPPS}/1", f"{KPU}/1"


@pytest.mark.parametrize(
    ("place", "flags", "missing", "said"),
    [
        (
            HOME,
            ("IR-01", "term-not-begun"),
            False,
            f"at {HOME} with other seals than stated last (IR-01), and expected",
        ),
        (ELSEWHERE, ("IR-11",), False, f"at {ELSEWHERE} with other seals than stated last (IR-11), and expected"),
        (ELSEWHERE, ("term-not-begun",), False, f"it was at {ELSEWHERE}, and expected"),
        (HOME, (), True, "it was missing, and expected"),
    ],
)
def test_it_says_whether_place_or_seals_are_others(
    place: str, flags: tuple[str, ...], *, missing: bool, said: str
) -> None:
    speak("en")
    seen = Sight(8, "2029-02-14T17:08:00+07:00", KPPS, place, HOME, missing, flags)

    (found,) = told.findings([[Drawn(DPD, (seen,))]])

    assert said in found.message
    assert found.message.endswith(f"expected at {HOME}.")
