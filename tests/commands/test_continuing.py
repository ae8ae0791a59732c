"""The newest entries of a ledger are lost, with them the right of its log to sign; the ledger goes on under another."""

import shutil
from pathlib import Path

import pytest

from commands.operating.state import LogState
from ledger.log import policy
from tests.commands.cli import kotak
from tests.commands.losing import RESTORED, SECOND, SIGNED, WITH, Lost, data, lost, omitted
from tests.commands.operators import codes
from tests.harness import EKO, RINA, private
from tests.ledger.dishonest import note, shown

__all__ = ["lost"]

pytestmark = pytest.mark.slow


def test_a_ledger_goes_on_and_everything_verifies_with_the_new_trust_file(lost: Lost) -> None:
    assert codes(lost.operator.publish()) == ["EX-010"]

    continued = data(lost.go_on(*WITH))
    again = lost.recorded_again()
    published = data(lost.trusting("checkpoint", "publish"))

    assert (continued["index"], continued["kind"], continued["trust"]["origin"]) == (RESTORED, "continuation", SECOND)
    assert continued["trust"]["witnesses"] == ["bawaslu"]
    assert again.status == 0
    assert published["size"] == len(shown()) + 1
    verified = lost.trusting("verify")
    assert data(verified)["lost"] == 3
    assert data(verified)["provisional"] == 0


def test_covers_recorded_again_in_the_same_order_keep_the_root(lost: Lost) -> None:
    """Nothing is left of the database; an exported copy is."""
    before = data(lost.operator("verify", "--json"))["root"]
    copy, genesis = lost.folder / "copy.papers", lost.folder / "genesis.paper"
    copy.write_bytes(b"".join(shown()[:RESTORED]))
    genesis.write_bytes(shown()[0])
    lost.operator.ledger.unlink()
    old = str(lost.operator.trust.log.key)

    lost.operator("init", "--record", genesis, "--log", old, "-o", lost.folder / "again.txt")
    lost.operator("paper", "record", copy)

    assert data(lost.operator("verify", "--json"))["root"] == before
    assert lost.go_on(*WITH).status == 0
    lost.recorded_again()
    assert lost.trusting("checkpoint", "publish").status == 0
    assert data(lost.trusting("verify"))["lost"] == 3


def test_auditors_who_kept_checkpoints_of_the_lost_log_find_no_fork(lost: Lost) -> None:
    auditor = lost.folder / "auditor"
    held = lost.folder / "holding"
    held.mkdir()
    shutil.copy(lost.old_trust, held / "t")
    (held / "five").write_bytes(note(shown(), 5))
    (held / "twelve").write_bytes(note(shown(), SIGNED))
    kotak("checkpoint", "keep", str(lost.folder / "last"), env={**lost.operator.env, "KOTAK_HOME": str(auditor)})
    lost.go_on(*WITH)
    lost.recorded_again()
    lost.trusting("checkpoint", "publish")
    env = {**lost.operator.env, "KOTAK_TRUST": str(lost.new_trust)}

    kept = kotak("verify", "--json", env={**env, "KOTAK_HOME": str(auditor)})
    holding = kotak("verify", "--holding", str(held), "--json", env={**env, "KOTAK_HOME": str(lost.folder / "nobody")})
    neither = kotak("verify", "--json", env={**env, "KOTAK_HOME": str(lost.folder / "nobody")})

    assert "LO-067" in omitted(kept)
    assert "LO-067" in omitted(holding)
    assert "LO-068" in omitted(neither)
    forked = [*shown()[:3], shown()[4], shown()[3]]
    (held / "other").write_bytes(note(forked, 5))
    fork = kotak("verify", "--holding", str(held), "--json", env={**env, "KOTAK_HOME": str(lost.folder / "nobody")})
    assert (fork.status, codes(fork)) == (3, ["VE-071"])


def test_the_old_log_signs_no_more_and_its_trust_file_says_where_the_ledger_went(lost: Lost) -> None:
    lost.go_on(*WITH)
    lost.recorded_again()
    (lost.operator.home / "log.pem").rename(lost.operator.home / "new.pem")
    (lost.operator.home / "log.pem.lost").rename(lost.operator.home / "log.pem")

    said = lost.operator.publish()

    assert (said.status, codes(said)) == (6, ["LO-021"])
    assert "LO-066" in omitted(lost.operator("verify", "--json"))


def test_two_logs_of_one_ledger_are_a_fork_without_a_continuation(lost: Lost) -> None:
    trust = policy.succeeded(lost.operator.trust, SECOND, private("the second log").public)
    lost.new_trust.write_bytes(trust.data)
    LogState(lost.operator.home, SECOND).begin(trust)

    published, verified = lost.trusting("checkpoint", "publish"), lost.trusting("verify")

    assert (published.status, codes(published)) == (6, ["LO-021"])
    assert (verified.status, codes(verified)[0]) == (3, "LO-060")


def test_authorities_at_different_places_sign_one_after_the_other(lost: Lost) -> None:
    bawaslu = lost.folder / "bawaslu"
    lost.give(bawaslu, EKO)
    (lost.operator.home / "keys" / f"{EKO.replace('/', '_')}.pem").unlink()
    paper = str(lost.folder / "continuation.paper")

    drafted = lost.go_on(*WITH, "-o", paper)
    too_early = lost.operator("continue", "--record", paper, "--json")
    signed = kotak("paper", "sign", paper, "--confirm", "yes", "--json", env={"KOTAK_HOME": str(bawaslu)})
    dry = lost.operator("continue", "--record", paper, "--dry-run", "--json")
    before = lost.new_trust.exists()
    recorded = lost.operator("continue", "--record", paper, "--json")
    again = lost.operator("continue", "--record", paper, "--json")

    assert data(drafted)["missing"] == [EKO]
    assert drafted.json["next"][-1] == f"kotak continue --record {paper}"
    assert (too_early.status, codes(too_early)) == (4, ["LO-053"])
    assert data(signed)["papers"][0]["missing"] == []
    assert (data(dry)["dry_run"], before) == (True, False)
    assert (data(recorded)["index"], data(recorded)["already"]) == (RESTORED, False)
    assert (data(again)["index"], data(again)["already"]) == (RESTORED, True)
    assert lost.trusting("checkpoint", "publish").status == 0


def test_a_last_checkpoint_that_no_quorum_cosigned_is_told(lost: Lost) -> None:
    lost.operator.watched_by({}, "bawaslu")

    said = lost.go_on(*WITH)

    assert data(said)["index"] == RESTORED
    assert "quorum" in said.json["warnings"][0]


def test_a_key_that_lies_elsewhere_begins_the_log_there(lost: Lost) -> None:
    elsewhere = private("a log elsewhere")
    vkey = policy.succeeded(lost.operator.trust, SECOND, elsewhere.public).log.key

    said = lost.go_on(*WITH, "--log", str(vkey))

    assert data(said)["trust"]["log_key"] == str(vkey)
    assert said.json["next"][0] == f"kotak --trust {lost.new_trust} checkpoint adopt --nothing-signed"
    assert not LogState(lost.operator.home, SECOND).begun


def test_what_laptops_saw_of_the_lost_log_does_not_keep_them_from_signing(lost: Lost) -> None:
    lost.operator("checkpoint", "keep", lost.folder / "last")
    lost.go_on(*WITH)

    said = lost.operator(
        "--trust", lost.new_trust, "--as", RINA, "hold", "004", "--why", "dispute", "--confirm", "5", "--json"
    )

    assert data(said)["index"] == RESTORED + 1


def test_a_log_that_only_lost_its_key_goes_on_with_all_its_entries(tmp_path: Path) -> None:
    lost = Lost(tmp_path)
    lost.operator.grow(to=SIGNED)
    lost.new_key()

    continued = data(lost.go_on(*WITH))

    assert continued["index"] == SIGNED
    assert lost.trusting("checkpoint", "publish").status == 0
