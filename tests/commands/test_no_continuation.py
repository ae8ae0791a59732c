"""What is no continuation of a lost log changes nothing: no trust file is written, and the ledger verifies."""

from pathlib import Path
from typing import Any

import pytest

from commands.drafting import keyring
from commands.operating.state import LogState
from ledger.export import frame
from ledger.log import policy
from tests.commands.cli import kotak
from tests.commands.losing import SECOND, SIGNED, WITH, Lost, data, lost
from tests.commands.operators import codes
from tests.harness import EKO, RINA, private
from tests.ledger.dishonest import LOG, ORIGIN, note, shown

__all__ = ["lost"]

pytestmark = pytest.mark.slow


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
