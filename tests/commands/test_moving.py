import pytest

from ledger.domain.documents.base import Cited
from tests.commands.office import FIVE, SEEN, Office, facts, held
from tests.harness import ANI, BAWASLU, BOXES, BUDI, CITRA, DPD, EKO, PPK, PPS

WRONG, NONE = {"KOTAK_PASSPHRASE_COMMAND": "echo wrong"}, {"KOTAK_PASSPHRASE_COMMAND": "false"}


def test_boxes_released_and_accepted_are_the_receivers(office: Office) -> None:
    released = facts(office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, *FIVE, "--json"))

    accepted = office.laptop(BUDI)("accept", str(released["index"]), *SEEN, *FIVE, "--json")

    assert accepted.status == 0
    assert facts(accepted)["lines"] == 5
    assert held(office, BUDI) == list(BOXES)
    assert held(office, ANI) == []


def test_of_one_box_the_receiver_is_not_told_as_of_several(office: Office) -> None:
    office.laptop(ANI)("release", DPD, *SEEN, "--to", PPS, "--confirm", "1")

    said = office.laptop(BUDI)("status")

    assert "On the way to it, NOT ACCEPTED: 1 box." in said.out


def test_two_officers_at_one_laptop_sign_a_hand_over(office: Office) -> None:
    laptop = office.laptop(ANI, BUDI)

    done = laptop("handover", "@held", *SEEN, "--to", PPS, "--with", BUDI, *FIVE, "--json")

    assert {one["part"]: one["signed"] for one in facts(done)["signers"]} == {"releases": True, "receives": True}
    assert facts(done)["index"] == office.size - 1
    assert not laptop.unsent


def test_a_hand_over_waits_for_the_key_that_lies_elsewhere(office: Office) -> None:
    file = office.folder / "handover.paper"
    first = office.laptop(ANI)("handover", "004", *SEEN, "--to", PPS, "--with", BUDI, *FIVE, "-o", str(file), "--json")

    second = office.laptop(BUDI)("paper", "sign", str(file), *FIVE, "--json")

    assert (facts(first)["index"], facts(first)["missing"]) == (None, [BUDI])
    assert first.json["next"] == [f"kotak paper sign {file}"]
    assert facts(second)["papers"][0]["index"] == office.size - 1


def test_a_paper_that_was_signed_is_kept_though_its_file_cannot_be_written(office: Office) -> None:
    laptop = office.laptop(ANI, online=False, catalogue=True)

    refused = laptop("release", "004", *SEEN, "--to", PPS, *FIVE, "-o", str(office.folder / ("x" * 250)))
    later = laptop("--ledger", str(office.path), "paper", "record", "--json")

    assert (refused.status, refused.err.splitlines()[-2][:6]) == (2, "CL-021")
    assert (facts(later)["papers"][0]["kind"], later.status) == ("release", 0)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--carrier", "pos"), (4, "NA-001")),
        (("--escort", "polri/batu", "--escort", "tni"), (4, "NA-001")),
        (("--via", PPS), (4, "NA-001")),
        (("--coordinates", "-7.8;112.5"), (2, "CO-024")),
        (("--coordinates", "here,there"), (2, "CO-024")),
    ],
)
def test_units_and_places_of_a_way_are_understood_or_refused(
    office: Office, words: tuple[str, ...], refusal: tuple[int, str]
) -> None:
    refused = office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, *words, *FIVE, "--json")

    assert (refused.status, refused.json["findings"][0]["code"]) == refusal


def test_what_was_accepted_is_not_withdrawn(office: Office) -> None:
    office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, *FIVE)
    office.laptop(BUDI)("accept", "7", *SEEN, *FIVE)

    refused = office.laptop(ANI)("withdraw", "7", *SEEN, "--confirm", "0", "--json")

    assert (refused.status, refused.json["findings"][0]["code"]) == (12, "CO-044")


@pytest.mark.parametrize("first", ["giver", "receiver"])
def test_a_hand_over_without_a_network_is_recorded_in_either_order(office: Office, first: str) -> None:
    election, carried = office.folder / "election.txt", office.folder / "release.paper"
    election.write_bytes(office.catalogue())
    giver, receiver = office.laptop(ANI, online=False), office.laptop(BUDI, online=False)
    giver("start", str(election))

    released = giver("release", "004", *SEEN, "--to", PPS, *FIVE, "-o", str(carried))
    accepted = receiver("accept", str(carried), *SEEN, *FIVE, "--place", f"{PPS}/1")
    order = [giver, receiver] if first == "giver" else [receiver, giver]
    later = [laptop("--ledger", str(office.path), "paper", "record") for laptop in order]

    assert [run.status for run in (released, accepted, *later)] == [0, 0, 0, 0]
    assert held(office, BUDI) == list(BOXES)
    assert not giver.unsent + receiver.unsent


def test_without_a_network_the_chain_goes_on_from_the_papers_at_hand(office: Office) -> None:
    election = office.folder / "election.txt"
    election.write_bytes(office.catalogue())
    laptop = office.laptop(ANI, online=False)
    laptop("start", str(election))

    laptop("seal", "@held", *SEEN, "--purpose", "results", *FIVE)
    laptop("release", "@held", *SEEN, "--to", PPS, *FIVE)
    recorded = laptop("--ledger", str(office.path), "paper", "record", "--json")

    assert [paper["kind"] for paper in facts(recorded)["papers"]] == ["sealing", "release"]
    assert (recorded.status, recorded.json["warnings"]) == (0, [])


def test_without_a_network_a_box_is_handed_on_whose_earlier_papers_only_the_giver_has(office: Office) -> None:
    release, handover = (str(office.folder / name) for name in ("release.paper", "handover.paper"))
    ani, budi, citra = (office.laptop(who, online=False, catalogue=True) for who in (ANI, BUDI, CITRA))
    ani("release", "004", *SEEN, "--to", PPS, *FIVE, "-o", release)
    budi("accept", release, *SEEN, *FIVE, "--place", f"{PPS}/1")
    budi("handover", "004", *SEEN, "--to", PPK, "--with", CITRA, *FIVE, "--place", f"{PPK}/1", "-o", handover)
    citra("paper", "sign", handover, *FIVE)

    holds = facts(citra("status", "--json"))["held"]
    sealed = citra("seal", "004", *SEEN, "--purpose", "recap", *FIVE, "--place", f"{PPK}/1")
    recorded = [each("--ledger", str(office.path), "paper", "record", "--json") for each in (ani, citra, budi)]

    assert (holds, sealed.status) == (list(BOXES), 0)
    assert [each.status for each in recorded] == [0, 0, 0]
    assert held(office, CITRA) == list(BOXES)


def test_what_was_recorded_from_a_laptop_is_still_known_to_it_without_a_network(office: Office) -> None:
    laptop = office.laptop(ANI, online=False, catalogue=True)
    laptop("seal", "@held", *SEEN, "--purpose", "results", *FIVE)
    laptop("--ledger", str(office.path), "paper", "record")

    laptop("release", "@held", *SEEN, "--to", PPS, *FIVE)
    recorded = laptop("--ledger", str(office.path), "paper", "record", "--json")

    assert (recorded.status, recorded.json["warnings"]) == (0, [])
    assert not laptop.unsent


def test_a_recorded_release_tells_the_receiver_what_to_type_wherever_its_file_lies(office: Office) -> None:
    carried = office.folder / "with space.paper"

    released = office.laptop(ANI)("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "-o", str(carried), "--json")

    assert facts(released)["index"] == office.size - 1
    assert released.json["next"] == [f"kotak accept '{carried}'"]
    assert carried.exists()


def test_what_was_typed_and_what_was_to_be_typed_are_both_told(office: Office) -> None:
    refused = office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, "--confirm", "4")

    assert refused.status == 8
    assert "4 was typed, and 5 was to be typed" in refused.err


def test_what_is_known_to_be_contested_is_not_drafted(office: Office) -> None:
    laptop = office.laptop(CITRA)
    before = laptop.everything()

    refused = laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "--json")

    assert refused.status == 12
    assert refused.json["findings"][0]["code"] == "DR-022"
    assert (laptop.everything(), office.size) == (before, 7)


def test_with_a_reason_it_is_recorded_as_contested_and_says_so(office: Office) -> None:
    laptop = office.laptop(CITRA)

    contested = laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "--anyway", "the truck has left", "--json")

    assert contested.status == 9
    assert contested.json["findings"][0]["code"] == "LINE-not-held"
    assert b"the truck has left" not in office.path.read_bytes()
    assert [path.read_bytes()[32:] for path in (laptop.home / "files").iterdir()] == [b"the truck has left"]


def test_boxes_on_hold_are_not_moved_without_a_reason(office: Office) -> None:
    office.ledger.put("hold", {EKO: "authorises"}, [Cited(box=DPD)], unit=BAWASLU, why="evidence")
    office.sync()
    laptop = office.laptop(ANI)

    refused = laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1")
    moved = laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "--anyway", "flood", "--json")

    assert (refused.status, "DR-023" in refused.err) == (12, True)
    assert (moved.status, facts(moved)["flags"]) == (0, ["IR-01", "on-hold", "term-not-begun"])


def test_a_wrong_passphrase_signs_nothing(office: Office) -> None:
    laptop = office.laptop(ANI)
    before = laptop.everything()

    refused = laptop("seal", "004", *SEEN, "--purpose", "results", *FIVE, **WRONG)

    assert refused.status == 7
    assert (laptop.everything(), office.size) == (before, 7)


def test_nobody_at_the_keyboard_signs_nothing(office: Office) -> None:
    laptop = office.laptop(ANI)
    before = laptop.everything()

    unconfirmed = laptop("seal", "004", *SEEN, "--purpose", "results")
    uncounted = laptop("seal", "004", "--purpose", "results", *FIVE)

    assert (unconfirmed.status, uncounted.status) == (8, 8)
    assert (laptop.everything(), office.size) == (before, 7)


def test_a_dry_run_says_what_would_be_signed_and_writes_nothing(office: Office) -> None:
    laptop = office.laptop(ANI)
    before = (laptop.everything(), office.path.read_bytes())

    tried = laptop("release", "004", *SEEN, "--to", PPS, "--dry-run", "--json", "-o", "nowhere", **NONE)

    assert (tried.status, facts(tried)["dry_run"], facts(tried)["lines"]) == (0, True, 5)
    assert any("cable ties 2" in sentence for sentence in facts(tried)["sentences"])
    assert (laptop.everything(), office.path.read_bytes()) == before


def test_a_number_typed_wrong_signs_nothing(office: Office) -> None:
    laptop = office.laptop(ANI)

    refused = laptop.typing("release", "004", *SEEN, "--to", PPS, answers=("4",))

    assert (refused.status, "CL-011" in refused.err) == (8, True)
    assert (laptop.unsent, office.size) == ([], 7)


def test_a_release_that_was_never_accepted_is_withdrawn(office: Office) -> None:
    laptop = office.laptop(ANI)
    laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1")

    withdrawn = laptop("withdraw", "7", *SEEN, "--confirm", "1", "--json")

    assert (withdrawn.status, facts(withdrawn)["kind"]) == (0, "withdrawal")
    assert facts(office.laptop(BUDI)("status", "--json"))["arriving"] == []


def test_boxes_are_left_with_another_unit_and_taken_back(office: Office) -> None:
    laptop = office.laptop(ANI, BUDI)

    left = laptop("deposit", "004", *SEEN, "--to", PPS, "--with", BUDI, *FIVE, "--json")
    back = laptop("collect", "@held", *SEEN, "--from", PPS, "--with", BUDI, *FIVE, "--json")

    assert (left.status, back.status) == (0, 0)
    assert held(office, ANI) == list(BOXES)


def test_no_file_is_overwritten_and_nothing_is_signed_for_it(office: Office) -> None:
    laptop, file = office.laptop(ANI), office.folder / "mine"
    file.write_bytes(b"mine")
    before = laptop.everything()

    there = laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "-o", str(file))
    nowhere = laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "-o", str(file / "below"))

    assert (there.status, nowhere.status) == (2, 2)
    assert (file.read_bytes(), laptop.everything(), office.size) == (b"mine", before, 7)


def test_an_offline_laptop_opens_no_database(office: Office) -> None:
    laptop = office.laptop(ANI, online=False, catalogue=True)

    released = laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", PYTHONPROFILEIMPORTTIME="1")

    assert released.status == 0
    assert "commands.drafting.drafting" in released.err
    assert not {"sqlalchemy", "eventsourcing", "ledger.persistence.journal"} & set(released.err.split())
