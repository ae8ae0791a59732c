"""`kotak where`, `kotak chain`, `kotak rebuild`: as officers and programs see them."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from commands.looking.whereabouts import lines, marks
from commands.main import main
from commands.program import language
from ledger.persistence.journal import open_journal
from projections.standing import Standing
from tests.commands.cli import Result, conforms
from tests.commands.cli import kotak as program
from tests.harness import BOXES, DPD, KPPS, PPK, PPS, TestLedger
from tests.projections.story import lay_out, tell

Kotak = Callable[..., Result]


@pytest.fixture
def book(tmp_path: Path, ledger: TestLedger) -> Path:
    """The story of station 004, recorded in a file."""
    path = tmp_path / "ledger.db"
    lay_out(path, tell(ledger))
    return path


@pytest.fixture
def kotak(book: Path) -> Kotak:
    """The program on that ledger."""
    return lambda *words, **settings: program("--ledger", str(book), *words, **settings)


def test_where_says_of_each_box_who_answers_for_it_and_where_it_is(kotak: Kotak) -> None:
    found = kotak("where", "--json").json["data"]

    assert [each["box"] for each in found["boxes"]] == list(BOXES)
    box = found["boxes"][0]
    assert (box["custodian"], box["keeper"], box["place"], box["in_transit_to"]) == (PPS, PPS, None, PPK)
    assert (box["seals"], box["on_hold"]) == ({"ties": {"on": 2}, "papers": {"on": 1}}, True)
    assert (box["index"], box["at"]) == (9, "2029-02-14T20:00:00+07:00")
    assert found["entries"] == 17


@pytest.mark.parametrize(
    ("words", "boxes"),
    [
        (("004/DPD",), 1),
        (("004",), 5),
        (("--unit", PPK), 1),
        (("--place", f"{PPS}/1"), 1),
        (("--area", "35.79.02"), 5),
        (("@held", "--as", f"{PPK}#1"), 1),
        (("--as-of", "7", "--unit", KPPS), 5),
        (("--as-of", "2029-02-14T18:00", "--unit", KPPS), 5),
        (("--as-of", "2029-02-14T11:30:00+00:00", "--unit", PPS), 5),
        (("--as-of", "2029-02-13T07:00"), 0),
    ],
)
def test_where_is_narrowed_by_box_unit_place_area_and_time(kotak: Kotak, words: tuple[str, ...], boxes: int) -> None:
    assert len(kotak("where", *words, "--json").json["data"]["boxes"]) == boxes


def test_more_boxes_than_fit_a_screen_are_counted_by_area() -> None:
    language.speak("en")
    nowhere = dict.fromkeys(Standing._fields)
    common = {"custodian": PPS, "keeper": PPS, "place": f"{PPS}/1", "sealed": True, "state": "intact", "disputed": ()}
    common |= {"listed": True, "moved_at": "2029-02-14T20:00:00+07:00"}
    found = [Standing(**{**nowhere, **common, "box": f"35.79.02.2009/{n:03}/DPD"}) for n in range(1, 101)]  # type: ignore[arg-type] # enough of a row

    counted, each = list(lines(found)), list(lines(found, each=True))

    assert counted[1].split() == ["35.79.02.2009", "100", PPS, f"{PPS}/1", "SEALED"]
    assert counted[-1] == "100 boxes; each on a line of its own: kotak where --all"
    assert len(each) == 102


def test_several_boxes_are_a_table_and_one_is_shown_in_full(kotak: Kotak) -> None:
    several, one = kotak("where"), kotak("posisi", "DPRD-PROV", "--lang", "id")

    assert several.out.splitlines()[-1] == "5 boxes"
    assert "NOT YET ACCEPTED by ppk/35.79.02, SEALED, ON HOLD" in several.out
    assert one.out.splitlines()[0] == f"{BOXES[3]}  TERSEGEL"
    assert "penanggung jawab  ppk/35.79.02" in one.out
    assert "kabel ties 2; segel kertas 1" in one.out


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("where", "zebra"), 5, "PR-003"),
        (("where", "005/DPD"), 5, "PR-004"),
        (("where", "--as-of", "99"), 5, "PR-007"),
        (("where", "--as-of", "yesterday"), 2, "DR-030"),
        (("where", "--as-of", "2029-02-31"), 2, "DR-030"),
        (("where", "--unit", "ppk"), 4, "NA-001"),
        (("where", "@held"), 2, "CL-042"),
        (("chain", "004"), 5, "PR-006"),
        (("chain", f"{DPD}.2"), 5, "PR-004"),
    ],
)
def test_what_is_not_there_is_refused_with_its_own_status(
    kotak: Kotak, words: tuple[str, ...], status: int, code: str
) -> None:
    result = kotak(*words, "--json")

    assert (result.status, result.json["findings"][0]["code"]) == (status, code)


def test_the_chain_lists_every_paper_about_a_box(kotak: Kotak) -> None:
    found = kotak("chain", DPD, "--json").json["data"]

    assert found["box"] == DPD
    assert [(each["index"], each["kind"]) for each in found["links"]] == [
        (6, "manifest"),
        (7, "sealing"),
        (8, "handover"),
        (9, "release"),
        (13, "finding"),
        (14, "hold"),
    ]
    handed = found["links"][2]
    assert (handed["from"], handed["to"], handed["place"], handed["flags"]) == (KPPS, PPS, f"{PPS}/1", ["IR-01"])
    assert {each["part"] for each in handed["signers"]} == {"releases", "receives"}
    assert handed["attested"][0]["index"] == 15
    assert handed["recorded_at"] is not None


@pytest.mark.parametrize(
    ("box", "said"),
    [
        (DPD, "attested by entry 15: ptps/35.79.02.2009/004#1 (the witness)"),
        (BOXES[3], "It waited for a paper, and took effect with entry 12."),
        (BOXES[4], "CONTESTED, without effect. Box 35.79.02.2009/004/PPWP"),
    ],
)
def test_what_became_of_a_line_is_said_in_words(kotak: Kotak, box: str, said: str) -> None:
    assert said in kotak("chain", box).out


def test_the_chain_is_told_in_indonesian(kotak: Kotak) -> None:
    told = kotak("rantai", BOXES[4], "--lang", "id").out

    assert "10  Serah terima kotak, 14 Feb 2029 20.00 WIB" in told
    assert "TIDAK SESUAI" in told
    assert "(yang menyerahkan)" in told
    assert told.splitlines()[-1] == "4 naskah"


def test_a_ledger_that_may_only_be_read_answers_and_is_left_as_it_was(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)

    status = main(["--ledger", str(book), "chain", DPD, "--json"])

    envelope = json.loads(capsys.readouterr().out)
    conforms(envelope)
    assert status == 0
    assert {each["recorded_at"] for each in envelope["data"]["links"]} == {None}
    assert book.read_bytes() == before
    assert list(book.parent.glob("ledger*")) == [book]


def test_rebuild_without_a_change_compares_and_names_what_differs(kotak: Kotak, book: Path) -> None:
    kotak("where")
    _harm(book, "UPDATE p_location_1 SET keeper = :keeper WHERE box = :box", keeper=PPK, box=DPD)
    _harm(book, "UPDATE states SET value = '{}' WHERE subject = 'authorities'")

    result = kotak("rebuild", "--dry-run", "--json")

    assert result.status == 3
    assert [each["code"] for each in result.json["findings"]] == ["VE-015", "PR-010"]
    assert result.json["findings"][1]["box"] == DPD
    assert PPK in result.json["findings"][1]["message"]


def test_rebuild_makes_everything_again_and_says_what_differed(kotak: Kotak, book: Path) -> None:
    kotak("where")
    _harm(book, "UPDATE p_location_1 SET keeper = :keeper WHERE box = :box", keeper=PPK, box=DPD)

    rebuilt, after = kotak("rebuild", "--json"), kotak("rebuild", "--dry-run", "--json")

    assert (rebuilt.status, rebuilt.json["data"]) == (0, {"dry_run": False, "entries": 17, "differences": 1})
    assert (after.status, after.json["data"]["differences"]) == (0, 0)


def test_rebuild_says_what_it_did_to_a_person(kotak: Kotak) -> None:
    assert kotak("rebuild").out == "Made again from 17 papers; 0 rows of the old read models differed.\n"
    assert kotak("rebuild", "--dry-run").out == "17 papers read; 0 differences.\n"


def _harm(book: Path, statement: str, **values: str) -> None:
    with open_journal(book) as journal, journal.database.writing() as connection:
        connection.execute(text(statement), values)


def test_marks_in_capitals_say_whatever_is_unusual() -> None:
    language.speak("en")
    nowhere = dict.fromkeys(Standing._fields)
    strange = {"state": "missing", "disputed": ("extra",), "waiting": 2, "keeper": PPS, "custodian": KPPS}

    assert marks(Standing(**{**nowhere, **strange})) == [  # type: ignore[arg-type]  # as strange as a row can be
        f"DEPOSITED with {PPS}",
        "MISSING",
        "DISPUTED (extra)",
        "2 papers wait",
        "NOT EXPECTED",
    ]
    gone = Standing(**{**nowhere, "state": "intact", "disputed": (), "disposed": True, "sealed": True})  # type: ignore[arg-type]  # the same
    assert marks(gone) == ["SEALED", "DISPOSED OF"]


def test_breaks_are_told_with_their_papers_and_what_to_ask_and_are_a_failed_check(kotak: Kotak) -> None:
    found = kotak("breaks", "--json")

    broken = found.json["data"]["breaks"]
    assert found.status == 3
    assert {each["code"] for each in broken} >= {"IR-01", "LINE-overtaken"}
    assert {(each["code"], each["index"]) for each in found.json["findings"]} == {
        (each["code"], each["index"]) for each in broken
    }
    assert all(each["papers"] and each["question"].endswith("?") for each in broken)


def test_breaks_are_read_in_indonesian_with_the_question_to_ask_next(kotak: Kotak) -> None:
    shown = kotak("masalah", "--code", "ir-01", "--lang", "id", "--all")

    assert "TINGGI  tidak tersegel" in shown.out
    assert "Segel yang terakhir dinyatakan: kabel ties 2; segel kertas 1; yang terlihat:" in shown.out
    assert "tanyakan: Siapa yang memegang kotak" in shown.out


def test_where_nothing_is_broken_the_check_has_passed(kotak: Kotak) -> None:
    before = kotak("breaks", "--as-of", "7")

    assert (before.status, before.json if before.out.startswith("{") else None) == (0, None)
    assert "0 open" in before.out


def test_a_code_that_is_none_is_refused(kotak: Kotak) -> None:
    refused = kotak("breaks", "--code", "IR-99", "--json")

    assert (refused.status, refused.json["findings"][0]["code"]) == (5, "BR-002")


def test_where_no_deadline_is_known_nothing_is_expected(kotak: Kotak) -> None:
    found = kotak("coverage", "--json")

    assert (found.status, found.json["data"]["rows"]) == (0, [])
    assert "no plan and no rules" in kotak("coverage").out


def test_a_leg_that_has_no_deadline_is_refused(kotak: Kotak) -> None:
    refused = kotak("cakupan", "--leg", "pps-moon", "--json")

    assert (refused.status, refused.json["findings"][0]["code"]) == (5, "CV-003")


def test_where_nothing_was_counted_no_goods_are_accounted_for(kotak: Kotak) -> None:
    seals, ballots = kotak("neraca-segel", "--as-of", "2"), kotak("surat-suara", "--as-of", "2")

    assert (seals.status, ballots.status) == (0, 0)
    assert "No paper speaks of seals." in seals.out
    assert "No paper speaks of ballots here." in ballots.out


def test_seals_nobody_delivered_are_shown_with_a_dash_for_what_is_left(kotak: Kotak) -> None:
    seals = kotak("seals")

    stores, boxes = [line.split() for line in seals.out.splitlines() if line.startswith("cable ties  ")]
    assert (seals.status, stores[3], stores[-1], "–" in boxes) == (0, "–", "–", False)  # noqa: RUF001 - a dash


def test_ballots_that_add_up_are_said_to(kotak: Kotak) -> None:
    found = kotak("ballots")

    assert (found.status, "Everything adds up." in found.out) == (0, True)
