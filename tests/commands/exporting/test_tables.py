"""`kotak export`: tables read back as the programs they are for read them."""

import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pyarrow import parquet, types  # type: ignore[import-untyped] # the same

from commands.exporting import texts
from ledger.persistence.journal import open_journal
from projections.exported import boxes, links, papers
from projections.exported.tables import Column, Table
from tests.commands.evidence import Kotak
from tests.commands.exporting.files import book_of, csv_of, json_of
from tests.harness import BOXES, BUDI, DEWI, DPD, KPPS, PPS

COLUMNS = {"boxes": boxes.COLUMNS, "links": links.COLUMNS, "papers": papers.COLUMNS}


@pytest.mark.parametrize("table", COLUMNS)
def test_every_table_has_its_columns_in_every_format(kotak: Kotak, folder: Path, table: str) -> None:
    said = [kotak("export", kind, "--table", table, "-o", folder / kind) for kind in ("csv", "jsonl", "parquet")]
    said.append(kotak("export", "xlsx", "-o", folder / "xlsx"))

    names = [column.name for column in COLUMNS[table]]
    sheet = book_of(folder / "xlsx")[table]
    assert list(csv_of(folder / "csv")[0]) == names
    assert list(json_of(folder / "jsonl")[0]) == names
    assert parquet.read_table(folder / "parquet").column_names == names
    assert [cell.value.removesuffix(" (+07:00)") for cell in sheet[1]] == names
    assert len({one.json["data"]["rows"][table] for one in said}) == 1


def test_boxes_are_exported_as_they_stand(kotak: Kotak, folder: Path) -> None:
    kotak("export", "jsonl", "-o", folder / "boxes")

    rows = json_of(folder / "boxes")
    shown = kotak("where").json["data"]["boxes"]
    assert [(row["box"], row["custodian"], row["in_transit_to"], row["on_hold"], row["index"]) for row in rows] == [
        (one["box"], one["custodian"], one["in_transit_to"], one["on_hold"], one["index"]) for one in shown
    ]
    assert (rows[0]["ties_on"], rows[0]["papers_bad"], rows[0]["padlocks_on"]) == (2, 0, None)


def test_links_are_every_paper_about_every_box(kotak: Kotak, folder: Path) -> None:
    kotak("export", "jsonl", "--table", "links", "-o", folder / "links")

    rows = json_of(folder / "links")
    chains = [(box, link) for box in BOXES for link in kotak("chain", box).json["data"]["links"]]
    assert [(row["box"], row["index"], row["verdict"], row["grade"]) for row in rows] == [
        (box, link["index"], link["verdict"], link["grade"]) for box, link in chains
    ]
    handed = rows[2]
    assert (handed["from"], handed["to"], handed["state"], handed["papers_bad"]) == (KPPS, PPS, "intact", 1)
    assert f"{BUDI} receives" in handed["signers"]
    assert handed["attested"] == [f"{DEWI} witnesses 15"]


def test_papers_are_exported_once_each(kotak: Kotak, folder: Path) -> None:
    kotak("export", "jsonl", "--table", "papers", "-o", folder / "papers")

    rows = json_of(folder / "papers")
    assert [row["index"] for row in rows] == list(range(17))
    assert (rows[8]["kind"], rows[8]["grade"], rows[8]["flags"]) == ("handover", "B", ["IR-01"])
    assert (rows[10]["contested"], rows[11]["of"], rows[16]["unit"]) == (1, rows[12]["digest"], None)


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ((), (5, 23, 17)),
        (("35.79.02.2009/004",), (5, 23, 9)),
        (("35.79.02.2009/004", "--as-of", "1"), (0, 0, 0)),
        (("--as-of", "7"), (5, 10, 8)),
        (("--as-of", "2029-02-14T18:00"), (5, 10, 8)),
    ],
)
def test_an_export_is_narrowed_by_area_and_time(
    kotak: Kotak, folder: Path, words: tuple[str, ...], counts: tuple[int, ...]
) -> None:
    data = kotak("export", "xlsx", *words, "-o", folder / "xlsx").json["data"]

    assert tuple(data["rows"].values()) == counts


def test_as_at_an_entry_a_link_says_what_was_known_then(kotak: Kotak, folder: Path) -> None:
    kotak("export", "jsonl", "--table", "links", "--as-of", "11", "-o", folder / "then")
    kotak("export", "jsonl", "--table", "links", "-o", folder / "now")

    rows = {name: [row for row in json_of(folder / name) if row["box"] == BOXES[3]] for name in ("then", "now")}
    then, now = ([row for row in each if row["index"] in {8, 11}] for each in rows.values())
    assert [(row["verdict"], row["grade"]) for row in then] == [
        ("link", "D"),
        ("waiting", "D"),
    ]
    assert [(row["verdict"], row["grade"]) for row in now] == [("link", "B"), ("link", "D")]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet", "epcis"])
def test_the_same_ledger_gives_the_same_bytes(
    kotak: Kotak, folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kotak("export", kind, "-o", folder / "one")
    monkeypatch.setenv("TZ", "America/New_York")

    again = kotak("export", kind, "-o", folder / "two").json["data"]

    assert (folder / "one").read_bytes() == (folder / "two").read_bytes()
    assert again["last_paper_at"] == "2029-02-15T08:00:00+07:00"


def test_nothing_in_a_workbook_tells_when_it_was_made(kotak: Kotak, folder: Path) -> None:
    kotak("export", "xlsx", "-o", folder / "xlsx")

    with zipfile.ZipFile(folder / "xlsx") as parts:
        dates = {part.date_time for part in parts.infolist()}
    properties = book_of(folder / "xlsx").properties
    assert dates == {(1980, 1, 31, 0, 0, 0)}
    assert properties.created == properties.modified == datetime(2029, 2, 15, 8)  # noqa: DTZ001 - a workbook has no zone


def test_a_workbook_has_dates_in_the_zone_its_headings_name(kotak: Kotak, folder: Path) -> None:
    kotak("export", "xlsx", "-o", folder / "xlsx")

    book = book_of(folder / "xlsx")
    heading, first = next(iter(book["papers"].iter_cols(min_col=4, max_col=4)))[:2]
    assert (heading.value, first.value.year, first.is_date) == ("at (+07:00)", 2028, True)
    assert dict(book["about"].values)["entries"] == "17"


def test_a_parquet_file_has_instants_numbers_truths_and_lists(kotak: Kotak, folder: Path) -> None:
    kotak("export", "parquet", "--table", "links", "-o", folder / "links")

    read = parquet.read_table(folder / "links")
    assert str(read.schema.field("at").type) == "timestamp[ms, tz=+07:00]"
    assert types.is_int64(read.schema.field("ties_on").type)
    assert read.column("at")[2].as_py().isoformat() == "2029-02-14T18:30:00+07:00"
    assert read.schema.metadata[b"kotak.entries"] == b"17"


@pytest.mark.parametrize(("kind", "library"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_without_its_extra_a_format_says_what_to_install(
    kotak: Kotak, folder: Path, kind: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("workbook", "columnar"):
        monkeypatch.delitem(sys.modules, f"commands.exporting.{name}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)

    refused = kotak("export", kind, "-o", folder / kind)

    assert (refused.status, refused.codes) == (2, ["XP-002"])
    assert refused.json["next"] == [f"pip install 'kotak[{kind}]'"]


def test_a_file_is_named_and_never_written_over(kotak: Kotak, folder: Path) -> None:
    (folder / "mine").write_text("Dear Ani")

    unnamed, there = kotak("export", "csv"), kotak("export", "csv", "-o", folder / "mine")
    forced = kotak("export", "csv", "-o", folder / "mine", "--force")

    assert [unnamed.codes, there.codes, forced.codes] == [["XP-001"], ["CL-022"], []]
    assert unnamed.json["next"] == ["kotak export csv -o FILE"]


def test_what_is_not_there_is_refused(kotak: Kotak, folder: Path) -> None:
    later = kotak("export", "csv", "--as-of", "99", "-o", folder / "csv")
    nowhere = kotak("export", "csv", "Junrejo", "-o", folder / "csv")

    assert [(one.status, one.codes) for one in (later, nowhere)] == [(5, ["PR-007"]), (4, ["NA-001"])]
    assert not (folder / "csv").exists()


def test_events_are_one_document_of_the_ledger(kotak: Kotak, folder: Path) -> None:
    all_ = kotak("export", "epcis", "-o", folder / "all").json["data"]
    then = kotak("export", "epcis", "35.79.02.2009", "--as-of", "7", "-o", folder / "then").json["data"]

    document = json.loads((folder / "all").read_text("ascii"))
    assert (document["creationDate"], document["kotak:entries"]) == ("2029-02-15T08:00:00+07:00", 17)
    assert len(document["epcisBody"]["eventList"]) == all_["rows"]["events"] == 23
    assert then["rows"]["events"] == 10


def test_a_file_says_for_which_time_or_entry_it_stands(kotak: Kotak, folder: Path) -> None:
    """However the time was typed, and whenever the file is made again."""
    times = "2029-02-14T17:00", "2029-02-14T10:00:00+00:00"
    typed = [kotak("export", "epcis", "--as-of", time, "-o", folder / f"{n}") for n, time in enumerate(times)]
    entry = kotak("export", "csv", "--as-of", "7", "-o", folder / "csv", json=False)

    document = json.loads((folder / "0").read_text("ascii"))
    assert document["kotak:as_of_time"] == typed[0].json["data"]["as_of_time"] == "2029-02-14T17:00:00+07:00"
    assert document["kotak:entries"] == 17
    assert (folder / "0").read_bytes() == (folder / "1").read_bytes()
    assert "As at entry 7; the last papers say " in entry.out
    assert entry.out.count("; entries: 8.") == 1


def test_there_is_no_document_without_an_event(kotak: Kotak, folder: Path) -> None:
    refused = kotak("export", "epcis", "--as-of", "1", "-o", folder / "epcis")

    assert (refused.status, refused.codes) == (5, ["XP-005"])
    assert not (folder / "epcis").exists()


def test_an_empty_ledger_has_nothing_to_export(kotak: Kotak, tmp_path: Path) -> None:
    with open_journal(tmp_path / "new.db", create=True):
        pass

    refused = kotak("--ledger", tmp_path / "new.db", "export", "csv", "-o", "-", json=False)

    assert (refused.status, refused.out) == (5, "")
    assert "XP-004" in refused.err


def test_a_table_goes_to_stdout_and_a_person_is_told_what_a_file_holds(kotak: Kotak, folder: Path) -> None:
    piped = kotak("ekspor", "csv", "-o", "-", json=False)
    told = kotak("--lang", "id", "export", "csv", "-o", folder / "csv", json=False)

    assert piped.out.encode() == (folder / "csv").read_bytes()
    assert "  5 kotak" in told.out.splitlines()


def test_rows_are_made_while_they_are_read() -> None:
    taken: list[str] = []

    def rows() -> Iterator[tuple[str]]:
        for box in BOXES:
            taken.append(box)
            yield (box,)

    lines = texts.csv(Table("boxes", [Column("box")], rows()))

    assert [next(lines), next(lines)] == [b'"box"\n', f'"{DPD}"\n'.encode()]
    assert taken == [DPD]
