"""`kotak receipt` and `kotak passport`: proof taken from a ledger, with as little of it as there needs to be."""

from pathlib import Path

import pytest

from ledger.domain.documents import boxes
from ledger.export import frame
from ledger.persistence.journal import open_journal
from ledger.receipt import check, passport
from ledger.record import record
from tests.commands.evidence import Kotak, speaking
from tests.harness import ANI, BOXES, BUDI, DPD, KPPS, STATION, TIES, TestLedger, founded
from tests.ledger.dishonest import FOUNDED, HANDED, LAST, SEALED, sql, story
from tests.ledger.domain.custody.stories import handover, transcribed
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import cosigned_trust


@pytest.fixture
def folder(folder: Path) -> Path:
    """The log has published three checkpoints; the quorum cosigned the second."""
    (folder / "trust.txt").write_bytes(cosigned_trust(story().name).data)
    publish(folder, (10, ["p1"]), (LAST, pocket.WITNESSES), (LAST + 1, ["bawaslu"]))
    return folder


def publish(folder: Path, *promises: tuple[int, "tuple[str, ...] | list[str]"]) -> None:
    notes = (pocket.published(story(), size, by) for size, by in promises)
    (folder / "checkpoints").write_bytes(b"".join(map(frame, notes)))


def test_the_receipt_of_a_box_is_of_its_last_link_under_the_first_final_checkpoint(kotak: Kotak, folder: Path) -> None:
    said = kotak("receipt", DPD, "-o", folder / "dpd.tlog-proof")

    data = (folder / "dpd.tlog-proof").read_bytes()
    held = check.open_receipt(data, cosigned_trust(story().name))
    assert said.json["data"] == {
        "index": LAST - 1,
        "box": DPD,
        "digest": story().papers[LAST - 1].digest,
        "size": LAST,
        "state": "final",
        "bytes": len(data),
        "file": str(folder / "dpd.tlog-proof"),
    }
    assert held.excerpt.index == LAST - 1


def test_the_receipt_of_a_paper_is_asked_for_by_its_index(kotak: Kotak, folder: Path) -> None:
    said = kotak("receipt", HANDED, "-o", folder / "paper.tlog-proof")

    assert (said.json["data"]["index"], said.json["data"]["box"]) == (HANDED, None)


def test_the_receipt_of_a_box_in_an_earlier_paper(kotak: Kotak) -> None:
    said = kotak("receipt", DPD, "--index", SEALED)

    assert said.json["data"]["index"] == SEALED
    assert said.json["data"]["text"].startswith("c2sp.org/tlog-proof@v1\n")


def test_without_a_file_the_receipt_goes_to_stdout_as_it_is(kotak: Kotak) -> None:
    said = kotak("receipt", HANDED, json=False)

    assert check.open_receipt(said.out.encode(), cosigned_trust(story().name)).excerpt.index == HANDED
    assert kotak("receipt", HANDED, "-o", "-", json=False).out == said.out


def test_a_box_may_be_named_by_the_end_of_its_name(kotak: Kotak) -> None:
    assert kotak("receipt", "004/DPD").json["data"]["box"] == DPD


def test_a_receipt_under_another_checkpoint_as_an_anchor_needs_it(kotak: Kotak) -> None:
    said = kotak("receipt", HANDED, "--at", "10").json

    assert (said["data"]["size"], said["data"]["state"]) == (10, "provisional")
    assert said["warnings"] == ["Provisional: the quorum has not cosigned this checkpoint yet. Ask again once it has."]


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ((str(LAST + 1),), 5, "RE-040"),
        ((f"{STATION}/XX",), 5, "RE-041"),
        (("9/DPD",), 5, "PR-004"),
        ((DPD, "--index", str(FOUNDED - 2)), 5, "RE-027"),
        ((str(HANDED), "--at", "11"), 5, "RE-043"),
        ((str(LAST), "--at", "10"), 5, "RE-028"),
        ((DPD, "--index", "-1"), 2, "CL-001"),
        ((str(HANDED), "--index", str(SEALED)), 2, "CL-001"),
    ],
)
def test_what_is_not_there_has_no_receipt(kotak: Kotak, words: tuple[str, ...], status: int, code: str) -> None:
    said = kotak("receipt", *words)

    assert (said.status, said.codes) == (status, [code])


def test_what_no_checkpoint_covers_has_no_receipt_yet(kotak: Kotak, folder: Path) -> None:
    publish(folder, (10, pocket.WITNESSES))
    uncovered = kotak("receipt", LAST)
    (folder / "checkpoints").unlink()
    unpublished = kotak("receipt", 0)

    assert (uncovered.status, uncovered.codes) == (5, ["RE-042"])
    assert (unpublished.status, unpublished.codes) == (5, ["RE-042"])
    assert "kotak checkpoint publish" in unpublished.json["next"][0]


def test_a_receipt_is_not_written_over_another_file(kotak: Kotak, folder: Path) -> None:
    kotak("receipt", 0, "-o", folder / "r")

    assert kotak("receipt", 1, "-o", folder / "r").codes == ["CL-022"]
    assert kotak("receipt", 1, "-o", folder / "r", "--force").status == 0


def test_a_receipt_needs_nothing_of_the_ledger_but_the_paper_and_the_nodes_on_its_path(
    kotak: Kotak, folder: Path
) -> None:
    path = folder / "ledger.db"
    honest = kotak("receipt", HANDED, "--at", LAST).json["data"]["text"]
    sql(
        path,
        "UPDATE entries SET data = x'00' WHERE position <> 9",
        "DELETE FROM effects",
        "DELETE FROM entry_tags",
        "DELETE FROM states",
        "UPDATE nodes SET hash = x'00' WHERE (level, number) NOT IN ((0, 9), (1, 5), (2, 3), (0, 12), (3, 0))",
    )

    assert kotak("receipt", HANDED, "--at", LAST).json["data"]["text"] == honest


def test_what_somebody_changed_in_the_ledger_is_not_handed_out(kotak: Kotak, folder: Path) -> None:
    sql(folder / "ledger.db", "UPDATE nodes SET hash = zeroblob(32) WHERE (level, number) = (0, 9)")

    said = kotak("receipt", HANDED, "-o", folder / "r")

    assert (said.status, said.codes) == (4, ["ME-005"])
    assert not (folder / "r").exists()


def test_of_a_lost_paper_the_transcript_is_the_last_link(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ledger = founded()
    lost = handover(ledger, by=ANI, to=BUDI)
    ledger.record(handover(ledger, by=ANI, to=BUDI, signers={BUDI: "receives"}, **transcribed(lost.digest)))

    said = speaking(recorded(ledger, tmp_path), capfd, monkeypatch)("receipt", DPD)

    assert said.json["data"]["index"] == FOUNDED


# Passports.


def test_the_passport_of_a_station_holds_its_boxes_and_the_keys(kotak: Kotak, folder: Path) -> None:
    said = kotak("passport", STATION, "-o", folder / "station.passport").json["data"]

    held = passport.open_passport((folder / "station.passport").read_bytes(), cosigned_trust(story().name))
    assert said["boxes"] == list(BOXES) == list(held.passport.boxes)
    assert (said["entries"], said["parts"]) == (len(held.entries), len(held.passport.parts))
    assert (said["size"], said["state"], said["later"]) == (LAST, "final", 1)


def test_what_came_after_the_checkpoint_is_said_to_be_left_out(kotak: Kotak, folder: Path) -> None:
    said = kotak("passport", STATION, "-o", folder / "station.passport").json

    assert said["warnings"] == ["1 paper about these boxes was recorded after the checkpoint and is not in it."]


def test_a_passport_goes_into_a_file(kotak: Kotak) -> None:
    said = kotak("passport", DPD)

    assert (said.status, said.codes) == (2, ["PS-020"])
    assert kotak("passport", DPD, "-o", "-", json=False).out.startswith("kotak-passport/v1\n")


def test_a_passport_needs_nothing_of_entries_that_do_not_belong_in_it(kotak: Kotak, folder: Path) -> None:
    honest = kotak("passport", DPD, "-o", "-", json=False).out
    # The units, and the last sealing of another box.
    sql(folder / "ledger.db", "UPDATE entries SET data = x'00' WHERE position IN (2, 14)")

    assert kotak("passport", DPD, "-o", "-", json=False).out == honest


def test_an_answer_nobody_can_read_is_said_to_be_left_out(kotak: Kotak, folder: Path) -> None:
    kotak("passport", DPD, "-o", folder / "a")
    sql(folder / "ledger.db", "UPDATE entries SET type = 'answer', data = x'00' WHERE position = 2")

    said = kotak("passport", DPD, "-o", folder / "b").json

    assert said["warnings"] == ["The answer at index 1 cannot be read; whether it belongs in it is not known."]
    assert (folder / "a").read_bytes() == (folder / "b").read_bytes()


def test_a_passport_of_a_broken_chain_is_made_and_says_so(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ledger = founded()
    lost = handover(ledger, by=ANI, to=BUDI)
    lines = [boxes.SealingLine(box=DPD, after=lost.digest, seals=TIES, state="intact")]
    ledger.put("sealing", {ANI: "acts"}, lines, unit=KPPS, purpose="results")

    said = speaking(recorded(ledger, tmp_path), capfd, monkeypatch)("passport", DPD, "-o", tmp_path / "p")

    assert said.status == 0
    assert "A paper is missing" in said.json["warnings"][0]
    assert (tmp_path / "p").exists()


def recorded(ledger: TestLedger, folder: Path) -> Path:
    """Another story in a folder of its own, all of it under one final checkpoint."""
    with open_journal(folder / "ledger.db", create=True) as journal:
        for paper in ledger.papers:
            record(journal, paper)
    (folder / "trust.txt").write_bytes(cosigned_trust(ledger.name).data)
    (folder / "checkpoints").write_bytes(frame(pocket.published(ledger)))
    return folder
