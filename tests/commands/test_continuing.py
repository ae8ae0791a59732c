"""The newest entries of a ledger are lost, with them the right of its log to sign; the ledger goes on under another."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from commands.drafting import keyring
from commands.operating.state import LogState
from ledger.export import frame
from ledger.log import policy
from ledger.signing.keyfile import write_demo_key
from tests.commands.cli import Result, kotak
from tests.commands.operators import Operator, codes
from tests.harness import EKO, RINA, private
from tests.ledger.dishonest import LOG, ORIGIN, note, shown, story

pytestmark = pytest.mark.slow

SECOND = f"{ORIGIN}-2"
WITH = ("--with", EKO, "--confirm", SECOND)
RESTORED, SIGNED = 9, 12


class Lost:
    """A log that signed 12 entries; its machine has a copy of the first 9. The authorities' keys lie there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.operator = Operator(folder / "log", papers=RESTORED)
        self.operator.watched_by({"bawaslu": ""}, "none")
        self.operator.publish()
        copy = self.operator.copy(folder / "copy")
        self.operator.grow(to=SIGNED)
        self.operator.publish()
        shutil.copy(self.operator.folder / "checkpoints", folder / "last")
        self.operator.restore(copy)
        self.old_trust = folder / "old-trust.txt"
        shutil.copy(self.operator.trust_file, self.old_trust)
        self.give(self.operator.home, RINA, EKO)

    def give(self, home: Path, *officers: str) -> None:
        """Keys of these authorities, as if unlocked."""
        (home / "keys").mkdir(parents=True, exist_ok=True)
        for officer in officers:
            path = home / "keys" / f"{officer.replace('/', '_')}.pem"
            write_demo_key(path, story().key_of(officer))
            keyring.store_public(path, story().key_of(officer).public)

    def new_key(self) -> None:
        """The old key is laid aside and another one made."""
        home = self.operator.home
        (home / "log.pem").rename(home / "log.pem.lost")
        write_demo_key(home / "log.pem", private("the second log"))
        keyring.store_public(home / "log.pem", private("the second log").public)

    def go_on(self, *arguments: str, origin: str = SECOND) -> Result:
        return self.operator("--as", RINA, "continue", origin, "--last", self.folder / "last", *arguments, "--json")

    @property
    def new_trust(self) -> Path:
        return self.operator.home / "trust.new.txt"

    def trusting(self, *arguments: str) -> Result:
        """A command with the new trust file."""
        return self.operator("--trust", self.new_trust, *arguments, "--json")

    def recorded_again(self) -> Result:
        """What laptops hold is recorded."""
        file = self.folder / "held.papers"
        file.write_bytes(b"".join(shown()[RESTORED:]))
        return self.operator("paper", "record", file, "--json")


@pytest.fixture
def lost(tmp_path: Path) -> Lost:
    made = Lost(tmp_path)
    made.new_key()
    return made


def data(said: Result) -> Any:
    assert said.status == 0, said.out
    return said.json["data"]


def omitted(said: Result) -> set[str]:
    return {one["code"] for one in data(said)["not_checked"]}


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


def test_one_family_alone_continues_nothing(lost: Lost) -> None:
    said = lost.go_on("--confirm", SECOND)

    assert (said.status, codes(said)) == (12, ["GO-003"])
    assert not lost.new_trust.exists()


def test_the_new_origin_is_typed_to_confirm(lost: Lost) -> None:
    assert lost.go_on("--with", EKO, "--confirm", "yes").status == 8
    assert lost.go_on("--with", EKO).status == 8
    assert not lost.new_trust.exists()


def test_a_dry_run_continues_nothing(lost: Lost) -> None:
    said = lost.go_on(*WITH, "--dry-run")

    assert data(said)["dry_run"]
    assert not lost.new_trust.exists()
    assert not LogState(lost.operator.home, SECOND).begun


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


REFUSED: dict[str, tuple[Any, int, str]] = {
    "use the origin again": (lambda lost: lost.go_on(*WITH, origin=ORIGIN), 6, "LO-050"),
    "use a name that is no origin": (lambda lost: lost.go_on(*WITH, origin="Batu"), 4, "TR-012"),
    "name what is no checkpoint": (lambda lost: spoilt(lost, b"no note\n").go_on(*WITH), 4, "NT-003"),
    "name another history": (lambda lost: spoilt(lost, note([shown()[1], shown()[0]], 2)).go_on(*WITH), 6, "EX-011"),
    "name too much": (lambda lost: spoilt(lost, frame(crowded())).go_on(*WITH), 4, "SU-111"),
    "record another paper": (lambda lost: lost.operator("continue", "--record", another(lost), "--json"), 4, "LO-052"),
    "replace a trust file": (lambda lost: lost.go_on(*WITH, "--new-trust", str(lost.old_trust)), 6, "LO-055"),
    "do it without the ledger": (lambda lost: lost.go_on(*WITH, "--offline"), 10, "CL-040"),
    "say nothing": (lambda lost: lost.operator("--as", RINA, "continue", "--json"), 2, "CL-001"),
}


def spoilt(lost: Lost, said: bytes) -> Lost:
    (lost.folder / "last").write_bytes(said)
    return lost


def crowded() -> bytes:
    """A checkpoint under which so many signed that no paper can hold it."""
    return note(shown(), SIGNED) + b"".join("— x{} {}\n".format(number, "A" * 100).encode() for number in range(90))


def another(lost: Lost) -> Path:
    (lost.folder / "paper").write_bytes(shown()[0])
    return lost.folder / "paper"


@pytest.mark.parametrize("aim", REFUSED)
def test_what_is_no_continuation_changes_nothing(lost: Lost, aim: str) -> None:
    attempt, status, code = REFUSED[aim]

    said = attempt(lost)

    assert (said.status, codes(said)) == (status, [code])
    assert not lost.new_trust.exists()
    assert lost.operator("verify").status == 0


def test_the_key_of_the_lost_log_is_not_used_again(tmp_path: Path) -> None:
    lost = Lost(tmp_path)
    keyring.store_public(lost.operator.home / "log.pem", LOG.public)

    said = lost.go_on(*WITH)

    assert (said.status, codes(said)) == (7, ["LO-051"])


def test_nothing_is_recorded_between_the_draft_and_the_continuation(lost: Lost) -> None:
    paper = str(lost.folder / "continuation.paper")
    (lost.operator.home / "keys" / f"{EKO.replace('/', '_')}.pem").rename(lost.folder / "eko.pem")
    lost.go_on(*WITH, "-o", paper)
    lost.give(lost.folder / "bawaslu", EKO)
    kotak("paper", "sign", paper, "--confirm", "yes", env={"KOTAK_HOME": str(lost.folder / "bawaslu")})
    lost.recorded_again()

    said = lost.operator("continue", "--record", paper, "--json")

    assert (said.status, codes(said)) == (6, ["LO-054"])


def test_an_origin_of_another_log_on_this_machine_is_not_used(lost: Lost) -> None:
    other = policy.read(policy.trust_text(SECOND, "5f" * 32, private("other").public).encode())
    LogState(lost.operator.home, SECOND).begin(other)

    said = lost.go_on(*WITH)

    assert (said.status, codes(said)) == (6, ["LO-004"])


def test_a_log_that_only_lost_its_key_goes_on_with_all_its_entries(tmp_path: Path) -> None:
    lost = Lost(tmp_path)
    lost.operator.grow(to=SIGNED)
    lost.new_key()

    continued = data(lost.go_on(*WITH))

    assert continued["index"] == SIGNED
    assert lost.trusting("checkpoint", "publish").status == 0
