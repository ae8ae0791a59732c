import pytest

from commands.founding.governing import parts
from ledger.domain.documents.boxes import ManifestLine
from ledger.paper import MAX_LINES
from tests.commands.office import HEADINGS, Laptop, Office, facts, sheet
from tests.harness import BOXES, BUDI, KPPS, KPU, STATION

pytestmark = pytest.mark.slow

NONE = {"KOTAK_PASSPHRASE_COMMAND": "false"}
PLACE = f"{KPPS},{KPPS}/1"
NEW = f"{STATION}/DPD.2"


def test_boxes_are_added_from_a_list(office: Office, registrar: Laptop) -> None:
    file = sheet(office, f"{NEW},dpd,BATU-2,263,269,{PLACE}", f"{STATION}/DPR.2,dpr,,,,{PLACE}")

    added = registrar("manifest", "add", file, "--confirm", "2", "--json")

    assert facts(added)["papers"][0]["lines"] == 2
    shown = facts(registrar("manifest", "show", STATION, "--json"))["boxes"]
    assert {"box": NEW, "type": "dpd", "dapil": "BATU-2", "ballots": 269} in shown
    assert len(shown) == len(BOXES) + 2


def test_a_list_as_spreadsheets_save_it_is_read(office: Office, registrar: Laptop) -> None:
    file = office.folder / "list.csv"
    row = f'"{NEW}";"dpd";"BATU-2";"263";"269";"{KPPS}";"{KPPS}/1"'
    file.write_bytes(f"\ufeff{HEADINGS.replace(',', ';')}\r\n{row}\r\n;;;;;;\r\n".encode())

    assert registrar("manifest", "add", str(file), "--confirm", "1").status == 0


def test_adding_a_list_twice_says_already_there(office: Office, registrar: Laptop) -> None:
    file = sheet(office, f"{NEW},dpd,BATU-2,263,269,{PLACE}")
    registrar("manifest", "add", file, "--confirm", "1")
    size = office.size

    again = registrar("manifest", "add", file, "--confirm", "1", "--json")

    assert (again.status, facts(again)["papers"], office.size) == (0, [], size)


def test_a_box_listed_otherwise_is_contested_and_so_not_drafted(office: Office, registrar: Laptop) -> None:
    file = sheet(office, f"{BOXES[0]},dpr,BATU-9,1,1,{PLACE}")

    added = registrar("manifest", "add", file, "--confirm", "1")

    assert added.status == 12


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"=HYPERLINK(1),dpd,BATU-2,1,1,{PLACE}", "SU-004"),
        (f"{NEW},dpd,BATU-2,1.000,1,{PLACE}", "SU-004"),
        (f"{NEW},dpd,BATU-2,-1,1,{PLACE}", "SU-004"),
        (f"{NEW},dpd,BATU-2,٣,1,{PLACE}", "SU-004"),
        (f"{NEW},dpd,\x1b[2J,1,1,{PLACE}", "SU-004"),
        (f"{NEW},dpd,3579020101900001,1,1,{PLACE}", "SU-004"),
        (f"{NEW},,BATU-2,1,1,{PLACE}", "SU-005"),
        (f"{NEW},dpd,BATU-2,1,1,{KPPS}", "SU-003"),
        (f"{NEW},dpd,BATU-2,1,1,{PLACE},extra", "SU-003"),
        (f'{NEW},"dpd,BATU-2,1,1,{PLACE}', "SU-001"),
        (f"{NEW},d\0d,BATU-2,1,1,{PLACE}", "SU-00"),
        (f"{NEW},{'d' * 200_000},BATU-2,1,1,{PLACE}", "SU-001"),
    ],
)
def test_a_hostile_cell_is_named_with_its_line_and_nothing_is_taken(
    office: Office, registrar: Laptop, line: str, code: str
) -> None:
    good, size = f"{STATION}/DPR.2,dpr,,,,{PLACE}", office.size

    added = registrar("manifest", "add", sheet(office, good, line), "--confirm", "2")

    assert added.status == 4
    assert code in added.err
    assert "line 3" in added.err or "line 4" in added.err
    assert "\x1b" not in added.err
    assert office.size == size


def test_a_box_that_stands_twice_is_named_with_both_lines(office: Office, registrar: Laptop) -> None:
    line = f"{NEW},dpd,BATU-2,263,269,{PLACE}"

    added = registrar("manifest", "add", sheet(office, line, "", line), "--confirm", "2")

    assert added.status == 4
    assert "line 4" in added.err
    assert "line 2" in added.err


@pytest.mark.parametrize(
    "headings", ["box,type", f"{HEADINGS},nik", f"{HEADINGS},box", "", "BOX TYPE", HEADINGS.replace("voters", "name")]
)
def test_the_columns_are_those_and_no_others(office: Office, registrar: Laptop, headings: str) -> None:
    added = registrar("manifest", "add", sheet(office, headings=headings), "--confirm", "1")

    assert added.status == 4
    assert "SU-002" in added.err


def test_a_list_without_lines_is_none(office: Office, registrar: Laptop) -> None:
    added = registrar("manifest", "add", sheet(office), "--confirm", "0")

    assert added.status == 4
    assert "SU-007" in added.err


def test_a_list_that_is_no_text_or_not_there(office: Office, registrar: Laptop) -> None:
    file = office.folder / "list.csv"
    file.write_bytes(b"box,\xff\n")

    assert registrar("manifest", "add", str(file)).status == 4
    assert registrar("manifest", "add", str(office.folder / "nothing.csv")).status == 2


def test_a_long_list_becomes_several_papers() -> None:
    lines = [ManifestLine(box=f"35.79.02.2009/{n // 100:03}/DPD.{n % 100 + 1}") for n in range(MAX_LINES + 5)]

    split = parts(lines)

    assert [len(part) for part in split] == [MAX_LINES, 5]
    assert [line for part in split for line in part] == lines


@pytest.mark.slow
def test_more_boxes_than_a_paper_holds_are_added_in_two(office: Office, registrar: Laptop) -> None:
    stations = [f"35.79.02.2009/{n:03}" for n in range(1, 1000)]
    lines = [f"{station}/DPD.{n},dpd,,,,{PLACE}" for station in stations for n in range(2, 14)][: MAX_LINES + 1]

    added = registrar("manifest", "add", sheet(office, *lines), "--confirm", f"{len(lines)}", "--json")

    assert [one["lines"] for one in facts(added)["papers"]] == [MAX_LINES, 1]


def test_boxes_nothing_happened_to_are_withdrawn(office: Office, registrar: Laptop) -> None:
    withdrawn = registrar("manifest", "withdraw", "004/DPR", "--why", "merged", "--confirm", "1", "--json")

    assert facts(withdrawn)["index"] == office.size - 1
    assert len(facts(registrar("manifest", "show", "--json"))["boxes"]) == len(BOXES) - 1


def test_a_reason_is_one_word(registrar: Laptop) -> None:
    withdrawn = registrar("manifest", "withdraw", "004/DPR", "--why", "Ani said so", "--confirm", "1")

    assert withdrawn.status == 2
    assert "SU-009" in withdrawn.err


def test_only_a_registrar_lists_boxes(office: Office) -> None:
    file = sheet(office, f"{NEW},dpd,BATU-2,263,269,{PLACE}")

    added = office.laptop(BUDI)("manifest", "add", file, "--confirm", "1")

    assert added.status == 12


def test_a_dry_run_of_a_list_says_what_would_be_signed(office: Office, registrar: Laptop) -> None:
    file, size = sheet(office, f"{NEW},dpd,BATU-2,263,269,{PLACE}"), office.size

    tried = registrar("manifest", "add", file, "--dry-run", "--json", **NONE)

    assert facts(tried)["papers"][0]["dry_run"]
    assert office.size == size


def test_a_unit_that_is_not_registered_labels_no_box(office: Office, registrar: Laptop) -> None:
    file = sheet(office, f"{NEW},dpd,BATU-2,263,269,kpps/35.79.02.2009/099,{KPU}/1")

    added = registrar("manifest", "add", file, "--confirm", "1")

    assert added.status == 12
    assert "kotak units add --help" in added.err
