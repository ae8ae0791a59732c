"""The desk of a log witness: how it is made, what it keeps, and that nothing damaged is ever taken for a beginning."""

from pathlib import Path

import pytest

from commands.witnessing.desk import Desk
from ledger.errors import Unavailable
from ledger.merkle import EMPTY_ROOT
from ledger.signing import mldsa
from ledger.signing.keyfile import write_demo_key
from ledger.signing.vkey import WITNESS_MLDSA, read_key
from tests.commands.evidence import Kotak, speaking
from tests.commands.witnesses import LOG_KEY, asked, last, other_log, witness
from tests.harness import private
from tests.ledger.dishonest import trust


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "batu"
    made.mkdir()
    (made / "trust.txt").write_bytes(trust().data)
    return made


@pytest.fixture
def kotak(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    (folder / "secret").write_bytes(b"sembilan gembok\n")
    (folder / "secret").chmod(0o600)
    monkeypatch.setenv("KOTAK_PASSPHRASE_FILE", str(folder / "secret"))
    return speaking(folder, capfd, monkeypatch)


def test_a_witness_is_made_for_the_log_of_the_trust_file_and_has_signed_nothing(kotak: Kotak, home: Path) -> None:
    made = kotak("cosign", "init", "bawaslu", "--key-name", "bawaslu.example/saksi").json["data"]
    shown_ = kotak("cosign", "show").json["data"]

    [vkey] = made["keys"]
    assert read_key(vkey).name == "bawaslu.example/saksi"
    assert made["policy"] == [f"witness bawaslu {vkey}"]
    assert shown_["logs"] == [
        {"origin": LOG_KEY.name, "key": str(LOG_KEY), "size": 0, "root": EMPTY_ROOT.hex(), "signed": False}
    ]
    assert [(home / "witness" / name).stat().st_mode & 0o777 for name in ("", "key.pem")] == [0o700, 0o600]


def test_its_line_can_be_copied_into_a_trust_file(kotak: Kotak) -> None:
    said = kotak("cosign", "init", "saksi-07", json=False).out.splitlines()

    [line] = [line.strip() for line in said if line.startswith("  witness ")]
    assert trust(f"{line}\nquorum saksi-07\n").quorum.asked == "saksi-07"


@pytest.mark.slow
def test_a_witness_may_have_a_second_key_that_counts_nowhere(kotak: Kotak, home: Path) -> None:
    made = kotak("cosign", "init", "bawaslu", "--mldsa").json["data"]
    (home / "7.add-checkpoint").write_bytes(asked(0, 7))

    said = kotak("cosign", "file", home)

    assert [read_key(vkey).kind for vkey in made["keys"]] == [4, WITNESS_MLDSA]
    assert [line.split()[1] for line in made["policy"]] == ["bawaslu", "bawaslu-mldsa"]
    assert said.status == 0
    assert len((home / "7.bawaslu.cosig").read_text().splitlines()) == 2
    assert last(home).size == 7


def test_a_witness_is_made_once(kotak: Kotak, home: Path) -> None:
    kotak("cosign", "init", "bawaslu")
    before = (home / "witness" / "witness").read_bytes()

    again = kotak("cosign", "init", "bawaslu")

    assert (again.status, again.codes) == (7, ["WI-010"])
    assert (home / "witness" / "witness").read_bytes() == before


def test_a_dry_run_makes_none(kotak: Kotak, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOTAK_PASSPHRASE_FILE")
    before = sorted(home.iterdir())

    said = kotak("cosign", "init", "bawaslu", "--dry-run")

    assert (said.status, said.json["data"]["keys"]) == (0, [])
    assert sorted(home.iterdir()) == before


@pytest.mark.parametrize("name", ["", "Bawaslu", "a b", "../x", "a.b", "none", "b/1", "é", "a" * 41])
def test_a_witness_has_a_name_that_can_stand_on_a_stick(name: str, kotak: Kotak) -> None:
    said = kotak("cosign", "init", name)

    assert (said.status, said.codes) == (4, ["WI-016"])


def test_a_witness_signs_for_logs_alone(kotak: Kotak) -> None:
    key = witness_vkey()

    said = kotak("cosign", "init", "bawaslu", "--log", key)

    assert (said.status, said.codes) == (4, ["WI-014"])


def test_a_witness_knows_a_log_by_one_key(kotak: Kotak) -> None:
    one, two = other_log(), other_log()

    said = kotak("cosign", "init", "bawaslu", "--log", str(one), "--log", str(two))

    assert (said.status, said.codes) == (6, ["WI-013"])


def witness_vkey() -> str:
    return "witness.example/bawaslu+718e7618+BNU/pjML4i9VVJSyN+KIWVTOIZPKoVoJYIfGsbm56nt4"


def test_one_more_log_is_added_once_and_begins_with_nothing(kotak: Kotak, home: Path) -> None:
    witness(home)
    key = other_log()

    tried, first, again = (kotak("cosign", "add", str(key), *more) for more in (["--dry-run"], [], []))

    assert (tried.status, first.status, again.status, again.codes) == (0, 0, 6, ["WI-013"])
    logs = kotak("cosign", "show").json["data"]["logs"]
    assert [(log["origin"], log["size"]) for log in logs] == [(LOG_KEY.name, 0), (key.name, 0)]


def test_the_log_of_the_trust_file_is_not_added_a_second_time(kotak: Kotak, home: Path) -> None:
    witness(home)

    assert kotak("cosign", "add").codes == ["WI-013"]


def test_adding_a_log_forgets_nothing_that_was_signed_of_it(home: Path) -> None:
    kept = witness(home)
    Desk(kept, (private("witness bawaslu"),)).answer(asked(0, 7))
    known = home / "witness" / "witness"
    known.write_text("".join(line for line in known.read_text().splitlines(keepends=True) if "log " not in line))

    with pytest.raises(Unavailable, match="is not as this log witness wrote it"):
        kept.add(LOG_KEY)


def test_where_there_is_no_witness_nothing_is_signed(kotak: Kotak, tmp_path: Path) -> None:
    for command in (["show"], ["add"], ["file", tmp_path], ["stdin"], ["serve"]):
        (tmp_path / "7.add-checkpoint").write_bytes(asked(0, 7))

        said = kotak("cosign", *command)

        assert (said.status, said.codes) == (10, ["WI-011"]), command


def test_every_damage_to_what_was_signed_is_an_error_and_never_a_beginning(home: Path) -> None:
    kept = witness(home)
    Desk(kept, (private("witness bawaslu"),)).answer(asked(0, 7))
    [path] = (home / "witness").glob("*/signed")
    whole = path.read_bytes()

    for damaged in [whole[:length] for length in range(len(whole))] + [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))
    ]:
        path.write_bytes(damaged)
        with pytest.raises(Unavailable, match="Nothing was signed"):
            kept.head(LOG_KEY)
    path.unlink()
    with pytest.raises(Unavailable, match="Nothing was signed"):
        kept.head(LOG_KEY)


def test_what_was_signed_of_another_log_or_by_another_witness_is_no_record(home: Path, tmp_path: Path) -> None:
    mine, other = witness(home), witness(tmp_path / "other", "partai")
    Desk(other, (private("witness partai"),)).answer(asked(0, 7))
    [path], [strange] = (home / "witness").glob("*/signed"), (tmp_path / "other" / "witness").glob("*/signed")
    path.write_bytes(strange.read_bytes())

    with pytest.raises(Unavailable, match="Nothing was signed"):
        mine.head(LOG_KEY)


def test_a_damaged_witness_says_so_and_signs_nothing(kotak: Kotak, home: Path, tmp_path: Path) -> None:
    witness(home)
    (tmp_path / "7.add-checkpoint").write_bytes(asked(0, 7))
    path = home / "witness" / "witness"
    whole = path.read_text()
    lines = whole.splitlines(keepends=True)
    without_keys = "".join(lines[:2] + lines[3:])

    for damaged in ("", whole[:-1], whole + "\n", "\ufeff" + whole, without_keys, whole.replace("kotak", "x")):
        path.write_text(damaged)

        said = kotak("cosign", "file", tmp_path)

        assert (said.status, said.codes) == (10, ["WI-012"]), damaged
    assert not (tmp_path / "7.bawaslu.cosig").exists()


def test_another_key_file_does_not_make_it_another_witness(kotak: Kotak, home: Path, tmp_path: Path) -> None:
    witness(home)
    (home / "witness" / "key.pem").unlink()
    write_demo_key(home / "witness" / "key.pem", private("somebody"))
    (tmp_path / "7.add-checkpoint").write_bytes(asked(0, 7))

    said = kotak("cosign", "file", tmp_path)

    assert (said.status, said.codes) == (7, ["WI-015"])
    assert last(home).size == 0


def test_a_witness_whose_library_lost_ml_dsa_does_not_sign_with_half_its_keys(
    kotak: Kotak, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kotak("cosign", "init", "bawaslu", "--mldsa")
    (home / "7.add-checkpoint").write_bytes(asked(0, 7))
    monkeypatch.setattr(mldsa, "is_here", lambda: False)

    said = kotak("cosign", "file", home)

    assert (said.status, said.codes) == (7, ["NT-014"])
    assert last(home).size == 0


def test_what_a_witness_signed_is_shown(kotak: Kotak, home: Path) -> None:
    Desk(witness(home), (private("witness bawaslu"),)).answer(asked(0, 7))

    table = kotak("cosign", "show", json=False).out.splitlines()

    assert table[-1].split()[:2] == [LOG_KEY.name, "7"]
    assert kotak("cosign", "show").json["data"]["logs"][0]["signed"] is True
