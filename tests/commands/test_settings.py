from pathlib import Path

import pytest

from commands.program import settings
from ledger.errors import LedgerError, Malformed
from tests.commands.cli import kotak


def test_flag_then_variable_then_file_then_default(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.look_up("ledger", {}, {}) == (None, "default")
    assert settings.look_up("ledger", {}, {"ledger": "c"}) == ("c", str(home / "config.toml"))
    monkeypatch.setenv("KOTAK_LEDGER", "b")
    assert settings.look_up("ledger", {}, {"ledger": "c"}) == ("b", "KOTAK_LEDGER")
    assert settings.look_up("ledger", {"ledger": "a"}, {"ledger": "c"}) == ("a", "--ledger")


def test_what_is_set_is_listed_with_its_origin(home: Path) -> None:
    env = {"KOTAK_HOME": str(home), "KOTAK_AS": "pps/35.79.02.2009#2"}
    kotak("config", "set", "lang", "en", env=env)

    listed = kotak("config", "list", "--json", "--ledger", "x.db", env=env).json["data"]["settings"]

    assert [(each["name"], each["value"], each["origin"]) for each in listed] == [
        ("ledger", "x.db", "--ledger"),
        ("as", "pps/35.79.02.2009#2", "KOTAK_AS"),
        ("lang", "en", str(home / "config.toml")),
    ]


def test_other_lines_of_the_file_stay_as_they_are(home: Path) -> None:
    (home / "config.toml").write_text('# mine\nledger = "a"\nlang="id"\n')

    settings.store("ledger", 'odd "name"\\ \u007f')
    settings.store("lang", None)

    assert (home / "config.toml").read_text() == 'ledger = "odd \\"name\\"\\\\ \\u007f"\n# mine\n'
    assert settings.stored() == {"ledger": 'odd "name"\\ \u007f'}


def test_a_dry_run_sets_nothing(home: Path) -> None:
    result = kotak("config", "set", "lang", "id", "--dry-run", "--json", env={"KOTAK_HOME": str(home)})

    assert result.json["data"]["dry_run"] is True
    assert not (home / "config.toml").exists()


def test_get_prints_the_value_alone_and_unset_takes_it_away(home: Path) -> None:
    env = {"KOTAK_HOME": str(home)}
    kotak("config", "set", "ledger", "a.db", env=env)

    assert kotak("config", "get", "ledger", env=env).out == "a.db\n"
    assert kotak("config", "unset", "ledger", "--json", env=env).json["data"]["value"] is None
    assert kotak("config", "get", "ledger", "--json", env=env).json["data"]["value"] is None


def test_trust_is_not_a_setting(home: Path) -> None:
    result = kotak("config", "set", "trust", "mine.txt", env={"KOTAK_HOME": str(home)})

    assert result.status == 2
    assert "CL-031" in result.err
    assert not (home / "config.toml").exists()


def test_what_is_not_set_is_taken_away_without_a_trace(tmp_path: Path) -> None:
    unset = kotak("config", "unset", "ledger", env={"KOTAK_HOME": str(tmp_path / "nowhere")})

    assert unset.status == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("asked", [("list",), ("get", "ledger"), ("list", "--json"), ("get", "ledger", "--json")])
def test_the_password_of_a_database_is_not_shown(asked: tuple[str, ...]) -> None:
    result = kotak("config", *asked, "--ledger", "postgresql+psycopg://kotak:geheim@db/kotak")

    assert "geheim" not in result.out
    assert "kotak:***@db" in result.out


@pytest.mark.parametrize(
    ("content", "code"),
    [("lang = ", "CL-033"), ("lang = 5", "CL-033"), ('lagn = "id"', "CL-034"), ("\xff", "CL-024")],
)
def test_a_file_that_cannot_be_understood_is_said_and_can_be_mended(home: Path, content: str, code: str) -> None:
    (home / "config.toml").write_text(content, encoding="latin-1")

    with pytest.raises(Malformed) as refused:
        settings.stored()

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "why"),
    [("lang = ", "isinya terpotong"), ("lang : id", "bukan TOML, pada baris 1, kolom 6"), ("as = 5", "as bukan teks")],
)
def test_an_indonesian_is_told_in_indonesian_why(home: Path, content: str, why: str) -> None:
    (home / "config.toml").write_text(content)

    refused = kotak("config", "list", "--lang", "id", env={"KOTAK_HOME": str(home)})

    assert refused.err.splitlines()[0].endswith(f": {why}.")


def test_a_misspelt_setting_is_removed_with_the_command_that_is_shown(home: Path) -> None:
    env = {"KOTAK_HOME": str(home)}
    (home / "config.toml").write_text('lagn = "id"\n')

    refused = kotak("config", "list", env=env)
    kotak(*refused.err.splitlines()[-1].split()[1:], env=env)

    assert refused.status == 4
    assert kotak("config", "list", env=env).status == 0


@pytest.mark.parametrize(("name", "value"), [("lang", "fr"), ("as", "ani"), ("colour", "red")])
def test_a_value_that_cannot_be_is_refused_before_it_is_stored(name: str, value: str) -> None:
    with pytest.raises(LedgerError):
        settings.check(settings.known(name), settings.Value(value, "here"))


@pytest.mark.parametrize("nowhere", ["~nobody-of-that-name/kotak", "/tmp/" + "x" * 5000])  # noqa: S108 - nothing is put there
def test_where_no_home_can_be_it_is_said_and_help_is_given(nowhere: str) -> None:
    listed = kotak("config", "list", "--json", env={"KOTAK_HOME": nowhere})

    assert (listed.status, listed.json["findings"][0]["code"]) == (2, "CL-035")
    assert kotak("--help", env={"KOTAK_HOME": nowhere}).status == 0


@pytest.mark.parametrize(
    "line",
    [
        ("config", "set", "lang", "id"),
        ("--as", "pps/35.79.02.2009#1", "key", "new"),
        ("names", "add", "pps/35.79.02.2009#1", "Budi Santoso"),
    ],
)
def test_a_file_is_no_home(tmp_path: Path, line: tuple[str, ...]) -> None:
    (tmp_path / "home").write_text("mine")

    refused = kotak(*line, env={"KOTAK_HOME": str(tmp_path / "home"), "KOTAK_PASSPHRASE_COMMAND": "echo frasa"})

    assert (refused.status, refused.err[:6]) == (2, "CL-021")


def test_what_is_no_text_is_said_in_indonesian_too(home: Path) -> None:
    (home / "config.toml").write_text("ledger = 5\n")

    refused = kotak("config", "list", "--lang", "id", env={"KOTAK_HOME": str(home)})

    assert (refused.status, "ledger bukan teks" in refused.err) == (4, True)
