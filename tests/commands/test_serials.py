"""Seals that bear numbers: counted and committed to, proved when put on; a clone and one used again are found."""

from pathlib import Path
from typing import Any

import pytest

from commands.typed import seen, serials
from commands.typed.boxes import NotUnderstood
from ledger.domain.documents.base import Seal, Seals
from ledger.errors import Malformed
from ledger.persistence.journal import open_journal
from tests.commands.office import Laptop, Office, facts
from tests.harness import ANI, BUDI, KPPS, PPS

HEADINGS = "batch,item,from,to,promised,good"
YES = ("--confirm", "yes")
ONE = ("--confirm", "1")
NUMBERS = [f"A-{number:03}" for number in range(6)]


@pytest.fixture
def laptop(office: Office) -> Laptop:
    """Ani's, where six numbered ties were counted."""
    laptop = office.laptop(ANI)
    counted = count(office, laptop, NUMBERS)
    assert counted.status == 0, counted.err
    return laptop


def count(office: Office, laptop: Laptop, numbers: list[str], good: int = 6, batch: str = "ties-1") -> Any:
    """PPS gives the station ties with numbers."""
    sheet, listed = office.folder / "stock.csv", office.folder / "numbers.txt"
    sheet.write_text(f"{HEADINGS}\nties-1,tie,{PPS},{KPPS},{good},{good}\n")
    listed.write_text("\n".join(numbers) + "\n")
    return laptop("stock", "add", str(sheet), "--action", "issued", "--serials", f"{batch}={listed}", *YES)


def seal(office: Office, laptop: Laptop, box: str, on: str, *words: str) -> Any:
    """One box is closed with the numbered ties."""
    salts = str(office.folder / f"numbers.txt{serials.ENDING}")
    return laptop("seal", box, "--purpose", "packing", "--seen", on, "--serials", salts, *words, *ONE)


def test_numbers_are_proved_when_they_are_put_on_and_what_is_left_is_counted(office: Office, laptop: Laptop) -> None:
    first = seal(office, laptop, "004/DPD", "ties:2+A-000+A-001,papers:1")
    second = seal(office, laptop, "004/DPR", "kabel:2+A-003+A-002")

    assert (first.status, second.status) == (0, 0), first.err + second.err
    (batch,) = facts(laptop("seals", "--json"))["batches"]
    assert (batch["batch"], batch["serials"], batch["revealed"], batch["unaccounted"]) == ("ties-1", 6, 4, 2)
    (line,) = facts(laptop("stock", "show", "--json"))["stock"]
    assert line["serials"] == 6


def test_whoever_has_the_list_learns_which_numbers_should_lie_in_a_store(office: Office, laptop: Laptop) -> None:
    seal(office, laptop, "004/DPD", "ties:2+A-000+A-001")
    seal(office, laptop, "004/DPR", "ties:2+A-003+A-002")
    words = ("seals", "--serials", str(office.folder / f"numbers.txt{serials.ENDING}"))

    told, shown = laptop(*words, "--json"), laptop(*words, "--lang", "en")

    assert [one["serials"] for one in facts(told)["unused"]] == [["A-004", "A-005"]]
    assert "ties-1: 2 numbers were never put on: A-004, A-005" in shown.out


def test_no_number_can_be_read_in_the_ledger_before_it_is_used(office: Office, laptop: Laptop) -> None:
    seal(office, laptop, "004/DPD", "ties:1+A-000")

    kept = b"".join(path.read_bytes() for path in office.folder.glob("ledger.db*"))

    assert (office.folder / f"numbers.txt{serials.ENDING}").stat().st_mode & 0o777 == 0o600
    assert not any(number.encode() in kept for number in NUMBERS[1:])


def test_a_tie_on_two_boxes_and_one_used_again_are_found(office: Office, laptop: Laptop) -> None:
    seal(office, laptop, "004/DPD", "ties:1+A-000")
    seal(office, laptop, "004/DPR", "ties:1+A-000")
    seal(office, laptop, "004/PPWP", "ties:1+A-005")
    opened = laptop("open", "004/PPWP", "--purpose", "voting", "--no-basis", "test", "--seen", "ties:1+A-005", *ONE)
    assert opened.status == 0, opened.err
    seal(office, laptop, "004/DPRD-PROV", "ties:1+A-005")

    found = laptop("seals", "--json").json["findings"]

    assert {(one["code"], one["box"].rpartition("/")[2]) for one in found} == {
        ("serial-twice", "DPR"),
        ("serial-again", "DPRD-PROV"),
    }


def test_a_number_that_is_in_no_list_is_not_signed(office: Office, laptop: Laptop) -> None:
    done = seal(office, laptop, "004/DPD", "ties:1+A-777")

    assert (done.status, "CO-016" in done.err, "A-777" in done.err) == (2, True, True)


def test_whoever_takes_over_states_the_numbers_he_sees(office: Office, laptop: Laptop) -> None:
    seal(office, laptop, "004/DPD", "ties:2+A-000+A-001")
    both = office.laptop(ANI, BUDI)
    words = ("handover", "004/DPD", "--to", PPS, "--with", BUDI, "--seen", "ties:2+A-000+A-004", *ONE)

    done = both(*words)

    assert done.status == 0, done.err
    (broken,) = laptop("breaks", "--code", "IR-11", "--json").json["data"]["breaks"]
    assert (broken["facts"]["expected"], broken["facts"]["found"]) == ("ties:2(A-000+A-001)", "ties:2(A-000+A-004)")


@pytest.mark.usefixtures("laptop")
def test_without_a_network_the_paper_that_commits_is_named(office: Office) -> None:
    stock = office.folder / "stock.paper"
    with open_journal(office.path, read_only=True) as journal:
        stock.write_bytes(next(entry.data for entry in journal.of_kind("stock")))
    offline = office.laptop(ANI, online=False, catalogue=True)

    without = seal(office, offline, "004/DPD", "ties:1+A-002")
    done = seal(office, offline, "004/DPD", "ties:1+A-002", "--known", str(stock))

    assert (without.status, "CO-017" in without.err) == (2, True)
    assert done.status == 0, done.err


def test_a_list_is_salted_once(office: Office, laptop: Laptop) -> None:
    salts = office.folder / f"numbers.txt{serials.ENDING}"
    before = salts.read_bytes()

    again, other = count(office, laptop, NUMBERS), count(office, laptop, [*NUMBERS[1:], "B-1"])

    assert again.status == 0
    assert (other.status, "CO-015" in other.err) == (4, True)
    assert salts.read_bytes() == before


def test_no_two_batches_are_salted_from_one_list(office: Office) -> None:
    sheet, listed = office.folder / "stock.csv", office.folder / "numbers.txt"
    sheet.write_text(f"{HEADINGS}\n" + "".join(f"ties-{n},tie,{PPS},{KPPS},6,6\n" for n in (1, 2)))
    listed.write_text("\n".join(NUMBERS) + "\n")
    named = [word for n in (1, 2) for word in ("--serials", f"ties-{n}={listed}")]

    done = office.laptop(ANI)("stock", "add", str(sheet), "--action", "issued", *named, *YES)

    assert (done.status, "CO-015" in done.err) == (4, True)


@pytest.mark.parametrize(("good", "batch", "code"), [(5, "ties-1", "SU-014"), (6, "ties-2", "SU-013")])
def test_a_list_that_does_not_fit_what_was_counted_is_not_taken(
    office: Office, good: int, batch: str, code: str
) -> None:
    done = count(office, office.laptop(ANI), NUMBERS, good, batch)

    assert (done.status, code in done.err) == (2, True)
    assert not (office.folder / f"numbers.txt{serials.ENDING}").exists()


@pytest.mark.parametrize(
    ("listed", "line"), [("A-1\n\nA-1\n", 3), ("A-1\n1234567890123456\n", 2), ("-\n", 1), ("\n", 1)]
)
def test_a_list_names_each_number_once_and_nothing_else(tmp_path: Path, listed: str, line: int) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text(listed)

    with pytest.raises(Malformed, match=f"line {line}"):
        serials.salted("ties-1", str(path))


def test_a_dry_run_keeps_no_salts(office: Office) -> None:
    laptop = office.laptop(ANI)
    (office.folder / "stock.csv").write_text(f"{HEADINGS}\nties-1,tie,{PPS},{KPPS},1,1\n")
    (office.folder / "numbers.txt").write_text("A-1\n")
    sheet, listed = str(office.folder / "stock.csv"), f"ties-1={office.folder}/numbers.txt"

    done = laptop("stock", "add", sheet, "--action", "issued", "--serials", listed, "--dry-run")

    assert done.status == 0, done.err
    assert not (office.folder / f"numbers.txt{serials.ENDING}").exists()


@pytest.mark.parametrize("change", ["kotak-serials/v2\n", "x", "\n", ""])
def test_salts_that_somebody_changed_are_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / f"numbers.txt{serials.ENDING}"
    kept = str(serials.Batch("ties-1", [("0" * 32, "A-000"), ("1" * 32, "A-001")]))

    path.write_text(kept)
    assert str(serials.read(str(path))) == kept
    path.write_text(change + kept[20:])
    with pytest.raises(Malformed, match="stock add"):
        serials.read(str(path))


@pytest.mark.parametrize("text", ["", "\n", "kotak-serials/v1", "kotak-serials/v1\n"])
def test_an_empty_list_of_salts_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / f"numbers.txt{serials.ENDING}"
    path.write_text(text)

    with pytest.raises(Malformed, match="stock add"):
        serials.read(str(path))


@pytest.mark.parametrize("salt", ["", "0" * 30, "g" * 32, "AB" * 16, "ab " * 11])
def test_a_salt_has_a_hundred_and_twenty_eight_bits(tmp_path: Path, salt: str) -> None:
    path = tmp_path / f"numbers.txt{serials.ENDING}"
    path.write_text(str(serials.Batch("ties-1", [(salt, "A-000")])))

    with pytest.raises(Malformed, match="stock add"):
        serials.read(str(path))


def test_numbers_no_paper_commits_to_prove_nothing(office: Office) -> None:
    laptop = office.laptop(ANI)
    path = office.folder / f"numbers.txt{serials.ENDING}"
    path.write_text(str(serials.Batch("ties-1", [("0" * 32, "A-000")])))

    done = seal(office, laptop, "004/DPD", "ties:1+A-000")

    assert (done.status, "CO-017" in done.err) == (2, True)


@pytest.mark.parametrize(
    "typed", ["ties:1+A-1+A-2", "ties:2+A-1+A-1", "ties:1+", "ties:1+-", "ties:1+1234567890123456"]
)
def test_numbers_that_cannot_be_are_not_understood(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        seen.parse(typed)


def test_numbers_are_typed_behind_the_seals_that_bear_them() -> None:
    said = seen.parse("kabel:2/1+B-2+A-1,papers:1,sobek").seals

    assert said == Seals(ties=Seal(on=2, bad=1, serials=("A-1", "B-2")), papers=Seal(on=1))


def test_seals_without_numbers_need_no_list() -> None:
    assert serials.Lists(None, []).revealed(Seals(ties=Seal(on=2, serials=("A-1",)))) == ()  # type: ignore[arg-type]  # not asked
