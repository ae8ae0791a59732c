"""What weak links weigh beside a margin: whatever the ballots in them say."""

from hypothesis import given
from hypothesis import strategies as st

from projections.exposure import Box, Exposure, Weak, of_contests

DEPOSIT, HANDOVER = Weak("D", "deposit"), Weak("E", "handover")
BALLOTS = st.none() | st.integers(0, 400)


def _exposure(margin: int, *ballots: int | None) -> Exposure:
    weak = (Box(f"35.79.02.2009/{n:03}/DPD", each, (HANDOVER,)) for n, each in enumerate(ballots))
    return Exposure("DPD", margin, tuple(weak))


@given(st.integers(1, 1000), st.lists(BALLOTS, max_size=4), st.data())
def test_a_margin_that_is_said_to_remain_does_whatever_the_ballots_say(
    margin: int, ballots: list[int | None], data: st.DataObject
) -> None:
    exposure = _exposure(margin, *ballots)
    total = exposure.ballots
    # Each ballot counted for the first, for the second or for neither; now each may have counted otherwise.
    before, after = (data.draw(st.integers(-total, total)) for _ in range(2))

    changed, left_out = margin - before + after, margin - before

    if exposure.weight == "below":
        assert changed > 0
    if exposure.weight in {"below", "between"}:
        assert left_out > 0


def test_what_nobody_counted_is_told_apart() -> None:
    exposure = _exposure(100, 50, None)

    assert (exposure.ballots, exposure.uncounted, exposure.weight) == (50, 1, "between")


def test_disputed_and_broken_boxes_come_first_then_those_with_most_reasons_and_ballots() -> None:
    found = [
        Box("35.79.02.2009/001/DPD", 300, (DEPOSIT,)),
        Box("35.79.02.2009/002/DPD", 200, (DEPOSIT, HANDOVER)),
        Box("35.79.02.2009/003/DPD", 100, (), ("disputed",)),
        Box("35.79.02.2009/004/DPD", None),
        Box("35.79.02.2009/005/DPD.2", 300, (DEPOSIT,)),
        Box("35.79.02.2009/006/DPD", 50, (), ("IR-01", "disputed")),
    ]

    (exposure,) = of_contests(found, 9)

    assert [one.box[14:17] for one in exposure.weak] == ["006", "003", "002", "001", "005"]
    assert exposure.by_reason() == {
        DEPOSIT: (3, 800),
        HANDOVER: (1, 200),
        "IR-01": (1, 50),
        "disputed": (2, 150),
    }


def test_a_margin_is_of_one_contest() -> None:
    found = [Box("35.79.02.2009/001/PPWP", 300), Box("35.79.02.2009/001/DPD", 300)]

    assert [(one.contest, len(one.boxes), one.weight) for one in of_contests(found, 9)] == [
        ("DPD", 1, "below"),
        ("PPWP", 1, "below"),
    ]
