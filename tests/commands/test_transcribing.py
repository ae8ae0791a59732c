"""A form written by hand, copied into the ledger."""

import pytest

from tests.commands.office import FIVE, SEEN, Laptop, Office, facts
from tests.harness import ANI, BUDI, DPD, KPPS, PPS

FORM = ("--form", "bast", "--number", "12/2029", "--written-at", "2029-02-14T23:10", "--unit", KPPS)


def _copied(laptop: Laptop, kind: str, *words: str) -> tuple[str, ...]:
    scan = laptop.home / "bast.jpg"
    scan.write_bytes(b"a photograph")
    return ("transcribe", kind, "004", *words, *FORM, *SEEN, "--file", f"form:{scan}", *FIVE, "--json")


def test_a_form_of_a_hand_over_is_copied_by_who_received(office: Office) -> None:
    laptop = office.laptop(BUDI)

    copied = laptop(*_copied(laptop, "handover", "--to", PPS, "--signed-on-paper", KPPS))

    assert copied.status == 0
    where = facts(office.laptop(ANI)("where", DPD, "--json"))["boxes"][0]
    assert (where["custodian"], where["place"], where["index"]) == (PPS, f"{PPS}/1", facts(copied)["index"])


def test_boxes_that_a_form_leaves_with_another_stand_where_that_one_keeps_boxes(office: Office) -> None:
    laptop = office.laptop(BUDI)

    laptop(*_copied(laptop, "deposit", "--keeper", PPS))

    where = facts(laptop("where", DPD, "--json"))["boxes"][0]
    assert (where["custodian"], where["keeper"], where["place"]) == (KPPS, PPS, f"{PPS}/1")


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        ("release", "--to"),
        ("acceptance", "--of"),
        ("handover", "--to"),
        ("deposit", "--keeper"),
        ("sealing", "--purpose"),
    ],
)
def test_what_the_form_must_say_is_asked_for_by_its_name(office: Office, kind: str, lacks: str) -> None:
    laptop = office.laptop(ANI)

    refused = laptop(*_copied(laptop, kind))

    assert refused.status == 2
    assert f"Add {lacks};" in refused.json["next"][0]


@pytest.mark.parametrize(
    "words", [("--purpose", "packing"), ("--keeper", PPS), ("--except", "004/DPD=missing"), ("--of", "1")]
)
def test_nothing_is_said_of_a_release_that_no_release_says(office: Office, words: tuple[str, str]) -> None:
    laptop, before = office.laptop(ANI), office.size

    refused = laptop(*_copied(laptop, "release", "--to", PPS, *words))

    assert (refused.status, refused.json["findings"][0]["facts"]["option"]) == (2, words[0])
    assert office.size == before


@pytest.mark.parametrize("kind", ["release", "handover"])
def test_a_receiver_on_a_form_is_named_like_any_unit(office: Office, kind: str) -> None:
    laptop = office.laptop(ANI)

    refused = laptop(*_copied(laptop, kind, "--to", "the village"))

    assert refused.json["findings"][0]["code"] == "NA-001"
