import pytest

from tests.commands.office import Office, facts
from tests.harness import ANI, EKO, KPU_REGISTRAR, PPS, RINA

pytestmark = pytest.mark.slow

YES = ("--confirm", "yes")


def test_units_and_places_are_registered_from_a_list(office: Office) -> None:
    file = office.folder / "units.csv"
    file.write_text(
        f"id;lat;lon;keepers\r\npps/35.79.02.2004;;;\r\npps/35.79.02.2004/1;-7.871234;112.526789;polri/batu {PPS}\r\n"
    )

    done = office.laptop(KPU_REGISTRAR)("units", "add", "--from-file", str(file), *YES, "--json")

    assert facts(done)["papers"][0]["lines"] == 2
    shown = facts(office.laptop(ANI)("units", "show", "35.79.02.2004", "--json"))["units"]
    assert shown == [{"unit": "pps/35.79.02.2004", "places": ["pps/35.79.02.2004/1"], "keys": 0, "until": None}]


def test_before_there_is_a_registrar_authorities_register_units(office: Office) -> None:
    alone = office.laptop(RINA)("units", "add", "pps/35.79.02.2001", "pkd/35.79.02.2001", *YES)
    together = office.laptop(RINA, EKO)("units", "add", "pps/35.79.02.2001", "pkd/35.79.02.2001", "--with", EKO, *YES)

    assert (alone.status, together.status) == (12, 0)
    assert "GO-003" in alone.err


@pytest.mark.parametrize("more", [(), ("--force",)])
def test_of_a_list_that_takes_several_papers_none_takes_the_place_of_another(
    office: Office, more: tuple[str, ...]
) -> None:
    file, output = office.folder / "units.csv", office.folder / "units.paper"
    file.write_text("id\n" + "".join(f"{PPS}/{number}\n" for number in range(2, 10_010)))
    laptop = office.laptop(KPU_REGISTRAR, online=False, catalogue=True)

    refused = laptop("units", "add", "--from-file", str(file), *YES, "-o", str(output), *more)

    assert (refused.status, refused.err[:6]) == (2, "SU-015")
    assert not output.exists()
    assert not laptop.unsent


@pytest.mark.parametrize("word", ["pps", "PPS/35.79.02.2009", "35.79.02.2009/004/DPD", "pps/35.79.02.2009/0"])
def test_what_is_no_unit_is_not_registered(office: Office, word: str) -> None:
    done = office.laptop(KPU_REGISTRAR)("units", "add", word, *YES)

    assert done.status == 2
    assert "SU-082" in done.err


def test_a_place_has_two_coordinates_or_none(office: Office) -> None:
    file = office.folder / "units.csv"
    file.write_text(f"id,lat,lon\n{PPS}/2,-7.8,\n")

    done = office.laptop(KPU_REGISTRAR)("units", "add", "--from-file", str(file), *YES)

    assert done.status == 4
    assert "SU-081" in done.err
