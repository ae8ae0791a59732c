"""A ledger whose log asks witnesses: in memory, at addresses of this machine."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.program import web
from ledger.log import cosigning, policy
from ledger.log import witness as desks
from ledger.log.witness import NOTHING, Head
from tests.commands.answering import Reply, Witness
from tests.commands.evidence import Kotak, Said
from tests.commands.operators import key_of
from tests.harness import private
from tests.ledger.dishonest import ORIGIN, trust


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for longer than a second."""
    monkeypatch.setattr(web, "PATIENCE", 1.0)


def watched(folder: Path, *witnesses: tuple[str, str], quorum: str = "") -> None:
    """The trust file names these, and asks for the first of them unless told."""
    lines = [f"witness {name} {key_of(name)} {url}".strip() for name, url in witnesses]
    (folder / "trust.txt").write_bytes(policy.extended(trust(), lines, quorum or witnesses[0][0]).data)


def publish(kotak: Kotak, folder: Path) -> Said:
    return kotak("checkpoint", "publish", "--key", folder / "log.pem")


def honest(name: str = "bawaslu", head: Head = NOTHING) -> Callable[[bytes], Reply]:
    """A witness as the specification has it, in memory."""
    known = desks.Witness(f"{name}.example/saksi", {ORIGIN: trust().log.key}, (private(f"witness {name}"),))
    state = {"now": {ORIGIN: head}}

    def answer(body: bytes) -> Reply:
        said, state["now"] = desks.add_checkpoint(state["now"], body, known, int(time.time()))  # type: ignore[assignment]  # a mapping of the same
        return Reply(said.status, said.body, (("Content-Type", said.content_type),))

    return answer


def size_of(witness: Witness) -> list[int]:
    return [cosigning.read_request(asked).old for asked in witness.asked]
