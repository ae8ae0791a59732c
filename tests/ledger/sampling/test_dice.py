"""Who is drawn: redone with the programs of any machine, and never by whoever draws."""

import shutil
import subprocess
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Malformed
from ledger.sampling import dice

SEED = "20290214170800123456"
BOXES = [f"35.79.02.2009/{station:03}/{kind}" for station in range(1, 41) for kind in ("DPD", "DPR", "PPWP")]
IN_A_SHELL = """
while read -r box; do
    printf '%s %s\\n' "$(printf '%s,%s' "$SEED" "$box" | sha256sum | cut -c1-64)" "$box"
done | LC_ALL=C sort | head -n 12 | cut -d' ' -f2
"""


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not on this machine")
def test_anybody_draws_the_same_boxes_with_sha256sum_and_sort() -> None:
    lines, env = "".join(f"{box}\n" for box in BOXES), {"SEED": SEED, "PATH": "/usr/bin:/bin"}

    ran = ["/bin/sh", "-c", IN_A_SHELL]
    redone = subprocess.run(ran, input=lines, env=env, capture_output=True, text=True, check=True)

    assert redone.stdout.split() == dice.drawn(SEED, BOXES, 12)


def test_a_ticket_is_the_hash_of_seed_and_box() -> None:
    assert dice.ticket(SEED, BOXES[0]) == sha256(b"20290214170800123456,35.79.02.2009/001/DPD").hexdigest()


def test_a_list_has_the_hash_of_its_lines_in_order() -> None:
    assert dice.listed(["b/B", "a/A"]) == sha256(b"a/A\nb/B\n").hexdigest()


@given(st.permutations(BOXES), st.integers(0, 130), st.integers(0, 130))
def test_the_order_of_the_list_is_nobodys_to_choose(shuffled: list[str], few: int, many: int) -> None:
    small, large = sorted((few, many))

    assert dice.drawn(SEED, shuffled, large) == dice.drawn(SEED, BOXES, large)
    assert dice.drawn(SEED, BOXES, large)[:small] == dice.drawn(SEED, BOXES, small)


@given(st.sampled_from(BOXES))
def test_a_box_that_leaves_the_list_moves_no_other(gone: str) -> None:
    left = [box for box in BOXES if box != gone]

    assert dice.drawn(SEED, left, 200) == [box for box in dice.drawn(SEED, BOXES, 200) if box != gone]


def test_digits_are_read_aloud_in_groups() -> None:
    assert dice.seed("20290 21417 08001 23456") == SEED


@pytest.mark.parametrize(
    "text", ["", "1" * 19, "1" * 201, "2029-02-14-1708-00123456", "x" * 20, "\uff11" * 20, "1" * 20 + "\n"]
)
def test_what_nobody_rolled_with_dice_is_no_seed(text: str) -> None:
    with pytest.raises(Malformed, match="decimal digits"):
        dice.seed(text)
