"""Words of pages: what papers say in a code is said to people, and one thing has one name on every page."""

import re

import pytest
from msgspec.structs import replace

from tests.harness import BOXES, BUDI, CITRA, DPD, PPK, STATION
from tests.projections.story import record_all
from tests.serving.conftest import Desk, Get


@pytest.mark.parametrize(
    ("reason", "english", "indonesian"),
    [
        ("label-unreadable", "REFUSED: the label cannot be read<", "DITOLAK: label tidak terbaca<"),
        ("driver-unknown", "REFUSED: driver unknown<", "DITOLAK: driver unknown<"),
        (None, "REFUSED<", "DITOLAK<"),
    ],
)
def test_why_a_box_was_not_taken_is_said_in_words(own: Desk, reason: str | None, english: str, indonesian: str) -> None:
    sent = own.told.release(BOXES[4], by=BUDI, to=PPK)
    line = replace(own.told.accepted(BOXES[4], sent.digest, outcome="refused"), reason=reason)
    own.told.put("acceptance", {CITRA: "receives"}, [line], unit=PPK, of=sent.digest)
    record_all(own.journal, own.told)
    own.keeper.catch_up()

    assert english in own.get(f"/box/{BOXES[4]}").text
    assert indonesian in own.get(f"/box/{BOXES[4]}?lang=id").text


def test_whoever_answers_for_boxes_stands_under_the_same_words_on_every_page(get: Get) -> None:
    pages = ("/boxes", f"/box/{DPD}", f"/area/{STATION}", "/breaks?state=all", "/coverage")

    found = [get(page).text for page in pages]

    assert all(re.search(">answers for it</(dt|th)>", text) for text in found[:4])
    assert not [page for page, text in zip(pages, found, strict=True) if re.search(">custodian</(dt|th)>", text)]
