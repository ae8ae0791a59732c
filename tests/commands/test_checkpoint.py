from pathlib import Path

import pytest

from commands.evidence import reference
from ledger.export import frame
from ledger.signing.keyfile import write_demo_key, write_key
from tests.commands.evidence import Kotak
from tests.harness import private
from tests.ledger.dishonest import LAST, LOG, Forger, note, shown, sql, story, trust
from tests.ledger.receipt.pocket import cosigned_trust, published


def test_a_checkpoint_is_published_once(kotak: Kotak, folder: Path) -> None:
    first = kotak("checkpoint", "publish", "--key", folder / "log.pem")
    again = kotak("checkpoint", "publish", "--key", folder / "log.pem")

    assert (first.status, first.json["data"]["size"], first.json["data"]["new"]) == (0, LAST + 1, True)
    assert (again.status, again.json["data"]["new"]) == (0, False)
    assert (folder / "checkpoints").read_bytes() == frame(note(shown(), LAST + 1))


def test_a_checkpoint_of_the_genesis_alone_is_told_as_of_one(kotak: Kotak, folder: Path) -> None:
    (folder / "ledger.db").unlink()
    Forger(folder / "ledger.db").show(shown()[:1])

    published_first = kotak("checkpoint", "publish", "--key", folder / "log.pem", json=False)
    again = kotak("checkpoint", "publish", "--key", folder / "log.pem", json=False)

    assert published_first.out.startswith("A checkpoint of 1 entry.\n")
    assert again.out.startswith("The checkpoint of 1 entry is published already.\n")


def test_a_dry_run_signs_nothing_and_asks_for_no_passphrase(kotak: Kotak, folder: Path) -> None:
    said = kotak("checkpoint", "publish", "--dry-run", "--key", folder / "nowhere.pem")

    assert said.status == 0
    assert said.json["data"]["published"] is False
    assert not (folder / "checkpoints").exists()


def test_the_log_key_opens_with_its_passphrase(
    kotak: Kotak, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_key(home / "log.pem", LOG, b"sembilan gembok")
    (tmp_path / "passphrase").write_bytes(b"sembilan gembok\n")
    (tmp_path / "passphrase").chmod(0o600)
    monkeypatch.setenv("KOTAK_PASSPHRASE_FILE", str(tmp_path / "passphrase"))

    assert kotak("checkpoint", "publish").status == 0
    assert kotak("verify").json["data"]["checkpoint"]["size"] == LAST + 1


def test_another_key_signs_no_checkpoint(kotak: Kotak, folder: Path, tmp_path: Path) -> None:
    write_demo_key(tmp_path / "other.pem", private("somebody"))

    said = kotak("checkpoint", "publish", "--key", tmp_path / "other.pem")

    assert (said.status, said.codes) == (7, ["EX-030"])
    assert not (folder / "checkpoints").exists()


def test_nothing_is_signed_below_what_was_published(kotak: Kotak, folder: Path) -> None:
    kotak("checkpoint", "publish", "--key", folder / "log.pem")
    (folder / "ledger.db").unlink()
    Forger(folder / "ledger.db").show(shown()[:-1])

    said = kotak("checkpoint", "publish", "--key", folder / "log.pem")

    assert (said.status, said.codes) == (6, ["EX-010"])


def test_nothing_is_signed_beside_what_was_published(kotak: Kotak, folder: Path) -> None:
    kotak("checkpoint", "publish", "--key", folder / "log.pem")
    (folder / "ledger.db").unlink()
    Forger(folder / "ledger.db").show([*shown()[:3], shown()[4], shown()[3], *shown()[5:]])

    said = kotak("checkpoint", "publish", "--key", folder / "log.pem")

    assert (said.status, said.codes) == (6, ["EX-011"])


def test_what_the_stored_tree_says_is_not_signed_unless_the_papers_say_it(kotak: Kotak, folder: Path) -> None:
    sql(folder / "ledger.db", "UPDATE nodes SET hash = zeroblob(32) WHERE level = 3")

    said = kotak("checkpoint", "publish", "--key", folder / "log.pem")

    assert (said.status, said.codes) == (3, ["EX-012"])


def test_a_ledger_with_a_gap_is_not_signed(kotak: Kotak, folder: Path) -> None:
    sql(folder / "ledger.db", "DELETE FROM entries WHERE position = 9")

    said = kotak("checkpoint", "publish", "--key", folder / "log.pem")

    assert (said.status, said.codes) == (3, ["EX-013"])


def test_a_kept_checkpoint_shows_that_the_tail_was_cut_off(kotak: Kotak, folder: Path, tmp_path: Path) -> None:
    kotak("checkpoint", "publish", "--key", folder / "log.pem")
    kept = kotak("checkpoint", "keep")
    again = kotak("checkpoint", "keep")
    (tmp_path / "cut").write_bytes(b"".join(shown()[:-2]))

    said = kotak("verify", tmp_path / "cut")

    assert (kept.json["data"]["new"], again.json["data"]["new"], again.status) == (1, 0, 0)
    assert (said.status, said.codes) == (3, ["VE-070"])


def test_a_checkpoint_is_kept_from_a_file_of_one_or_of_many(kotak: Kotak, home: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(note(shown(), 5))
    (tmp_path / "many").write_bytes(frame(note(shown(), 10)) + frame(note(shown(), 8)))

    one, many = kotak("checkpoint", "keep", tmp_path / "one"), kotak("checkpoint", "keep", tmp_path / "many")

    assert (one.json["data"]["size"], many.json["data"]["size"], many.json["data"]["new"]) == (5, 10, 2)
    assert (home / "checkpoint").read_bytes() == note(shown(), 10)


def test_a_dry_run_keeps_nothing(kotak: Kotak, home: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(note(shown(), 5))

    said = kotak("checkpoint", "keep", "--dry-run", tmp_path / "one")

    assert said.status == 0
    assert not (home / "kept").exists()


def test_a_laptop_set_up_for_another_ledger_does_not_claim_to_have_seen_this_one(
    kotak: Kotak, home: Path, tmp_path: Path
) -> None:
    (home / "trust.txt").write_text("of another ledger\n")
    (tmp_path / "one").write_bytes(note(shown(), 5))

    said = kotak("checkpoint", "keep", tmp_path / "one")

    assert said.status == 0
    assert not (home / "checkpoint").exists()


def test_two_checkpoints_of_one_size_are_both_kept_and_called_a_fork(kotak: Kotak, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(note(shown(), 5))
    (tmp_path / "two").write_bytes(note([*shown()[:3], shown()[4], shown()[3]], 5))
    kotak("checkpoint", "keep", tmp_path / "one")

    tried = kotak("checkpoint", "keep", "--dry-run", tmp_path / "two")
    verified = kotak("verify")
    said = kotak("checkpoint", "keep", tmp_path / "two")

    assert (tried.status, tried.codes, verified.codes) == (6, ["EX-032"], [])
    assert (said.status, said.codes) == (6, ["EX-032"])
    assert kotak("verify").codes == ["VE-071"]


def test_what_the_log_did_not_sign_is_not_kept(kotak: Kotak, home: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(note(shown(), 5).replace(b"\n5\n", b"\n6\n"))

    said = kotak("checkpoint", "keep", tmp_path / "one")

    assert (said.status, said.codes) == (4, ["NT-007"])
    assert not (home / "kept").exists()


def test_there_is_nothing_to_keep_before_something_is_published(kotak: Kotak) -> None:
    said = kotak("checkpoint", "keep")

    assert (said.status, said.codes) == (5, ["EX-031"])


def test_what_is_published_is_shown_with_what_is_kept(kotak: Kotak, folder: Path) -> None:
    reference.append(folder / "checkpoints", note(shown(), 5))
    kotak("checkpoint", "keep")
    reference.append(folder / "checkpoints", note(shown(), 9))

    said = kotak("checkpoint", "show")
    table = kotak("checkpoint", "show", json=False)

    assert [(one["size"], one["kept"], one["quorum_met"]) for one in said.json["data"]["checkpoints"]] == [
        (5, True, True),
        (9, False, True),
    ]
    assert len(table.out.splitlines()) == 3
    assert said.json["data"]["origin"] == trust().origin


def test_cosignatures_from_after_this_clock_are_not_called_recent(kotak: Kotak, folder: Path) -> None:
    (folder / "trust.txt").write_text(str(cosigned_trust(story().name)))
    reference.append(folder / "checkpoints", published(story(), LAST + 1))

    [one] = kotak("checkpoint", "show").json["data"]["checkpoints"]
    table = kotak("checkpoint", "show", json=False)

    assert (one["state"], one["age"] < 0) == ("final", True)
    assert "after the time of this clock" in table.out


def test_a_cosignature_from_after_every_calendar_is_shown_in_seconds(kotak: Kotak, folder: Path) -> None:
    (folder / "trust.txt").write_text(str(cosigned_trust(story().name)))
    reference.append(folder / "checkpoints", published(story(), LAST + 1, by=("p1",), after=253_402_300_800))

    [one] = kotak("checkpoint", "show").json["data"]["checkpoints"]

    assert (one["first_cosigned"], one["last_cosigned"]) == ("253402300800 s", "253402300800 s")


def test_an_export_needs_a_file_and_replaces_none(kotak: Kotak, tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"")

    assert kotak("bundle", "export").codes == ["EX-040"]
    assert kotak("bundle", "export", "-o", tmp_path / "there").status == 2
    assert kotak("bundle", "export", "-o", tmp_path / "there", "--force").status == 0


def test_an_export_to_stdout_is_the_papers_alone(kotak: Kotak) -> None:
    said = kotak("bundle", "export", "-o", "-", json=False)

    assert said.status == 0
    assert said.out.encode() == b"".join(shown())


def test_a_file_with_spaces_in_its_name_is_checked_by_the_line_that_is_to_be_copied(
    kotak: Kotak, tmp_path: Path
) -> None:
    said = kotak("bundle", "export", "-o", tmp_path / "all of it.papers")

    assert said.json["next"] == [f"kotak verify '{tmp_path}/all of it.papers'"]


def test_an_export_says_where_papers_and_checkpoints_went(kotak: Kotak, folder: Path, tmp_path: Path) -> None:
    reference.append(folder / "checkpoints", note(shown(), 5))
    stick = tmp_path / "stick"
    stick.mkdir()

    said = kotak("bundle", "export", "-o", stick / "a.papers", json=False)

    assert said.out.splitlines()[0] == f"{LAST + 1} papers in {stick}/a.papers"
    assert said.out.splitlines()[2] == f"  checkpoints in {stick}/checkpoints"


def test_an_export_grows_the_checkpoints_there_and_replaces_no_others(
    kotak: Kotak, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    reference.append(folder / "checkpoints", note(shown(), 5))
    first = kotak("bundle", "export", "-o", stick / "a.papers")
    same = kotak("bundle", "export", "-o", stick / "b.papers")
    reference.append(folder / "checkpoints", note(shown(), 9))
    grown = kotak("bundle", "export", "-o", stick / "c.papers")
    (stick / "checkpoints").write_bytes(b"of another ledger")
    other = kotak("bundle", "export", "-o", stick / "d.papers")
    forced = kotak("bundle", "export", "-o", stick / "d.papers", "--force")

    assert [one.status for one in (first, same, grown, other, forced)] == [0, 0, 0, 2, 0]
    assert same.json["data"]["checkpoints"] is None
    assert not (stick / "d.papers").exists() or forced.status == 0
    assert (stick / "checkpoints").read_bytes() == (folder / "checkpoints").read_bytes()


def test_a_ledger_that_a_file_cannot_hold_is_not_exported(kotak: Kotak, folder: Path, tmp_path: Path) -> None:
    sql(folder / "ledger.db", "UPDATE entries SET data = 'nothing' WHERE position = 9")

    said = kotak("bundle", "export", "-o", tmp_path / "a.papers")

    assert (said.status, said.codes) == (3, ["EX-002"])
    assert not (tmp_path / "a.papers").exists()
