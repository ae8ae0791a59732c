"""`kotak check`: whatever somebody brings, without a ledger, a database or a network."""

from pathlib import Path

import pytest

from ledger.export import frame
from ledger.log import checkpoint
from ledger.log.checkpoint import Checkpoint
from ledger.log.proof import HEADER
from ledger.signing import note as notes
from tests.commands.cli import Result, kotak
from tests.commands.evidence import Kotak, speaking
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, DPD, KPPS, PPK, PPS, founded, private
from tests.ledger import dishonest
from tests.ledger.dishonest import HANDED, LAST, story
from tests.ledger.receipt import pocket
from tests.ledger.receipt.anchored import nation, province
from tests.ledger.receipt.pocket import cosigned_trust


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a party witness carries: a receipt, a passport, a paper, a checkpoint, a key list and a trust file."""
    key = story().key_of(ANI).public
    files = {
        "trust.txt": cosigned_trust(story().name).data,
        "dpd.tlog-proof": pocket.of_box(story(), HANDED, DPD),
        "paper.tlog-proof": pocket.of_paper(story(), HANDED),
        "station.passport": pocket.passport(story(), *BOXES),
        "handover.paper": bytes(story().papers[HANDED]),
        "checkpoint": pocket.published(story()),
        "keys.txt": f"{ANI} {key.alg} {key.base64}\n".encode(),
        "forged.tlog-proof": pocket.of_box(story(), HANDED, DPD).replace(b"index 8", b"index 9"),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def check(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    """`kotak check` in that folder."""
    said = speaking(folder, capfd, monkeypatch)
    monkeypatch.chdir(folder)
    return lambda *arguments, **settings: said("check", *arguments, **settings)


def real(folder: Path, *arguments: str) -> Result:
    """The installed program, with no ledger anywhere."""
    return kotak("check", *arguments, env={"KOTAK_TRUST": str(folder / "trust.txt")}, cwd=folder)


@pytest.mark.slow
def test_a_receipt_is_checked_by_who_has_nothing_but_a_trust_file(folder: Path) -> None:
    said = real(folder, "dpd.tlog-proof")

    assert said.status == 0, said.err
    assert "FINAL" in said.out
    assert "[35.79.02.2009 TPS 004: DPD]: ACCEPTED; cable ties 2; paper seals 1; condition intact." in said.out
    assert "cosigned by bawaslu on 15 Feb 2029 04:46 WIB" in said.out
    assert f"{ANI} (the one who releases): SIGNATURE NOT CHECKED" in said.out
    assert "What was recorded later or left out is not known here" in said.out
    assert cosigned_trust(story().name).hash in said.out


def test_a_passport_beside_it_shows_whose_signatures_they_are(folder: Path) -> None:
    said = real(folder, "dpd.tlog-proof", "station.passport", "--json")

    receipt, passport = said.json["data"]["files"]
    assert said.status == 0
    assert {one["officer"]: one["checked"] for one in receipt["entries"][0]["signers"]} == dict.fromkeys(
        (ANI, BUDI, DEWI), True
    )
    assert passport["boxes"] == list(BOXES)
    assert {step["step"] for step in passport["steps"] if step["checked"]} == {1, 2, 3, 4, 5, 6, 7, 8}


def test_in_indonesian_it_is_called_uji_asli(folder: Path) -> None:
    said = kotak(
        "uji-asli", "station.passport", "--lang", "id", env={"KOTAK_TRUST": str(folder / "trust.txt")}, cwd=folder
    )

    assert said.status == 0
    assert "Tidak diperiksa" in said.out
    assert "ditandatangani saksi log bawaslu" in said.out


def test_what_a_file_proves_is_said_to_programs_too(check: Kotak) -> None:
    [file] = check("dpd.tlog-proof").json["data"]["files"]

    assert (file["sort"], file["holds"], file["checkpoint"]["state"]) == ("receipt", True, "final")
    assert file["checkpoint"]["cosigned"][0] == {"witness": "bawaslu", "time": "2029-02-14T21:46:40+00:00"}
    assert [step["step"] for step in file["steps"] if step["checked"]] == [1, 2, 3, 4, 6, 7]
    [entry] = file["entries"]
    assert (entry["index"], entry["kind"], entry["unit"], entry["to"]) == (HANDED, "handover", KPPS, PPS)
    assert entry["lines"][0]["box"] == DPD
    assert entry["lines"][0]["outcome"] == "accepted"


def test_a_provisional_receipt_says_so_in_words(check: Kotak, folder: Path) -> None:
    note = pocket.published(story(), by=["p1"])
    (folder / "dpd.tlog-proof").write_bytes(pocket.of_paper(story(), HANDED).partition(b"\n\n")[0] + b"\n\n" + note)

    said = check("dpd.tlog-proof", json=False)

    assert said.status == 0
    assert "PROVISIONAL" in said.out
    assert "the log alone promises" in said.out


def test_a_witness_who_signs_a_time_without_a_name_is_shown_as_he_signed(check: Kotak, folder: Path) -> None:
    root, late = dishonest.root(story().papers), 2**63 - 1
    given = Checkpoint(dishonest.ORIGIN, LAST + 1, root)
    line = notes.cosign(str(given), "p1.example/saksi", private("p1"), late)
    (folder / "late").write_bytes(checkpoint.sign(given, dishonest.LOG) + str(line).encode())

    [file] = check("late").json["data"]["files"]

    assert file["checkpoint"]["cosigned"] == [{"witness": "p1", "time": f"{late} s"}]
    assert f"{late} s" in check("late", json=False).out


def test_who_asks_for_no_quorum_is_told_that_nobody_cosigned(check: Kotak, folder: Path) -> None:
    (folder / "trust.txt").write_bytes(dishonest.trust().data)

    said = check("dpd.tlog-proof", json=False)

    assert "cosigned by nobody: the trust file asks for no cosignature" in said.out
    assert "it could sign two histories" in said.out


def test_a_paper_a_checkpoint_and_a_key_list_are_checked_too(check: Kotak) -> None:
    said = check("handover.paper", "checkpoint", "keys.txt", "--keys", "keys.txt")

    paper, note, keys = said.json["data"]["files"]
    assert [one["sort"] for one in (paper, note, keys)] == ["paper", "checkpoint", "keys"]
    assert [one["officer"] for one in paper["entries"][0]["signers"] if one["checked"]] == [ANI]
    assert paper["entries"][0]["index"] is None


def test_all_sorts_can_be_shown_to_a_person(check: Kotak) -> None:
    said = check("handover.paper", "checkpoint", "keys.txt", "paper.tlog-proof", "station.passport", json=False)

    assert said.status == 0
    for heading in ("(paper)", "(checkpoint)", "(key list)", "(receipt)", "(passport)"):
        assert heading in said.out
    assert said.out.count("35.79.02.2009/004  DPD\n") == 1


def test_a_forged_file_alone_is_refused(check: Kotak) -> None:
    said = check("forged.tlog-proof")

    assert (said.status, said.codes) == (4, ["ME-005"])


def test_a_forged_file_beside_others_is_named_and_keeps_none_of_them_from_being_checked(check: Kotak) -> None:
    said = check("forged.tlog-proof", "dpd.tlog-proof")

    forged, honest = said.json["data"]["files"]
    assert (said.status, said.codes) == (4, ["ME-005"])
    assert (forged["holds"], honest["holds"]) == (False, True)
    assert "entries" not in forged
    assert check("forged.tlog-proof", "dpd.tlog-proof", json=False).out.startswith("forged.tlog-proof: ")


def test_a_box_handed_over_twice_is_a_finding(check: Kotak, folder: Path) -> None:
    ledger = founded()
    lines = [ledger.accepted(DPD, ledger.last())]
    ledger.put("handover", {ANI: "releases", BUDI: "receives"}, lines, unit=KPPS, to=PPS, place=f"{PPS}/1")
    ledger.put("handover", {ANI: "releases", CITRA: "receives"}, lines, unit=KPPS, to=PPK, place=f"{PPK}/1")
    (folder / "trust.txt").write_bytes(cosigned_trust(ledger.name).data)
    (folder / "dpd.passport").write_bytes(pocket.passport(ledger, DPD))

    said = check("dpd.passport")

    assert (said.status, said.codes) == (3, ["PS-013"])
    assert said.json["findings"][0]["box"] == DPD
    assert "1 does not agree" in check("dpd.passport", json=False).out


@pytest.mark.parametrize("name", ["trust.txt", "nothing", "copy.papers", "checkpoints"])
def test_what_is_no_evidence_is_said_to_be_none(check: Kotak, folder: Path, name: str) -> None:
    (folder / "nothing").write_bytes(b"")
    (folder / "copy.papers").write_bytes(b"".join(map(bytes, story().papers)))
    (folder / "checkpoints").write_bytes(frame(pocket.published(story())))

    said = check(name)

    assert (said.status, said.codes) == (4, ["RE-035"])
    assert "kotak verify" in said.json["next"][0]


def test_a_file_larger_than_any_evidence_is_not_read(check: Kotak, folder: Path) -> None:
    (folder / "large").write_bytes(HEADER + b"x" * 4 * 2**20)

    assert check("large").codes == ["CL-023"]


def test_a_file_that_is_not_there_is_named(check: Kotak) -> None:
    assert check("nowhere").codes == ["CL-020"]


def test_a_list_of_keys_that_is_none_pins_nothing(check: Kotak) -> None:
    assert check("dpd.tlog-proof", "--keys", "trust.txt").codes == ["RE-030"]


# Anchors.


@pytest.fixture
def anchored(folder: Path) -> Path:
    (folder / "province.tlog-proof").write_bytes(pocket.of_paper(province(), 8))
    (folder / "province.txt").write_bytes(cosigned_trust(province().name).data)
    (folder / "nation.tlog-proof").write_bytes(pocket.of_paper(nation(), 8))
    (folder / "nation.txt").write_bytes(cosigned_trust(nation().name).data)
    return folder


UP = ("--anchored", "province.tlog-proof", "province.txt", "--anchored", "nation.tlog-proof", "nation.txt")


@pytest.mark.usefixtures("anchored")
def test_a_box_is_proved_through_the_ledgers_above_its_own(check: Kotak) -> None:
    said = check("dpd.tlog-proof", *UP)

    files = said.json["data"]["files"]
    assert said.status == 0
    assert [one["entries"][0]["kind"] for one in files] == ["handover", "anchor", "anchor"]
    assert [one["trust"]["genesis"] for one in files] == [story().name, province().name, nation().name]
    assert check("station.passport", *UP).status == check("checkpoint", *UP).status == 0


@pytest.mark.usefixtures("anchored")
def test_anchors_are_named_from_below_upwards(check: Kotak) -> None:
    said = check("dpd.tlog-proof", *UP[3:], *UP[:3])

    assert (said.status, said.codes) == (4, ["RE-037"])


@pytest.mark.usefixtures("anchored")
@pytest.mark.parametrize(
    ("names", "status", "code"),
    [
        (("dpd.tlog-proof", "checkpoint"), 2, "CK-001"),
        (("handover.paper",), 2, "CK-001"),
        (("forged.tlog-proof",), 4, "ME-005"),
    ],
)
def test_an_anchor_is_checked_for_one_file_that_holds(
    check: Kotak, names: tuple[str, ...], status: int, code: str
) -> None:
    said = check(*names, *UP)

    assert (said.status, said.codes) == (status, [code])


# Start-up.

HEAVY = ("sqlalchemy", "eventsourcing", "ledger.domain.custody", "ledger.receipt.gather", "projections")


def test_a_receipt_is_checked_without_the_database_and_the_fold(folder: Path) -> None:
    env = {"KOTAK_TRUST": str(folder / "trust.txt"), "PYTHONPROFILEIMPORTTIME": "1"}
    said = kotak("check", "dpd.tlog-proof", env=env, cwd=folder).err

    imported = {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}
    assert "ledger.receipt.check" in imported
    assert not imported & set(HEAVY)
