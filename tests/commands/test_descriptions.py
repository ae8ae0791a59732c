from pathlib import Path

import pytest

from tests.commands.founders import Founders

pytestmark = pytest.mark.slow


@pytest.fixture
def founders(tmp_path: Path) -> Founders:
    return Founders(tmp_path)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"origin": "Not An Origin"}, "SU-050"),
        ({"zone": "Europe/Berlin"}, "SU-050"),
        ({"box_types": []}, "SU-050"),
        ({"box_types": None}, "SU-050"),
        ({"colour": "red"}, "SU-050"),
        ({"authorities": {"custody": {"threshold": 1, "keys": []}}}, "SU-050"),
        ({"authorities": "both"}, "SU-050"),
    ],
)
def test_a_description_says_what_an_election_has_and_nothing_else(
    founders: Founders, members: dict[str, object], code: str
) -> None:
    founders.describe(**members)

    founded = founders.at_once()

    assert founded.status == 4
    assert code in founded.err
    assert not founders.ledger.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "red"', "colour, yang tidak dikenal pemilihan"),
        ("{}", "kunci kedua pemberi wewenang"),
        ("origin = ", "isinya terpotong"),
        ("origin = ?", "bukan TOML, pada baris 1, kolom 10"),
        ('{"origin"', "isinya terpotong"),
        ('{"authorities": {"custody": {"keys": [{"officer": "kpu/35.79#1", "key": "\\u0000"}]}}}', "CL-020"),
    ],
)
def test_what_is_wrong_with_a_description_is_said_in_the_language_of_the_run(
    founders: Founders, text: str, said: str
) -> None:
    founders.description.write_text(text)

    founded = founders.at_once("--lang", "id")

    assert founded.status in {2, 4}
    assert said in founded.err


@pytest.mark.parametrize("text", ["origin = ", "[1,2", "{}}", "[]", '{"origin": 1}', "\x00"])
def test_what_is_no_description_is_told_so(founders: Founders, text: str) -> None:
    founders.description.write_text(text)

    founded = founders.at_once()

    assert founded.status == 4
    assert "SU-050" in founded.err
