"""
A log that shows two next entries at once, to one witness that is asked from several sides and killed in between.

Each step has two continuations of what was signed, both with a good proof. One may be signed, never both.
"""

import http.client
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from commands.witnessing.desk import Desk
from commands.witnessing.store import Store
from ledger import merkle
from ledger.log import checkpoint
from ledger.log.checkpoint import Checkpoint
from ledger.log.cosigning import SIGNED, Cosigned, read_answer, request
from ledger.merkle import leaf_hash, nodes_of, prove_consistency
from ledger.signing.vkey import witness_key
from tests.commands.listening import Served, serving
from tests.commands.witnesses import last, witness
from tests.harness import private
from tests.ledger.dishonest import LOG, ORIGIN

SIGNER = private("witness bawaslu")
KEY = witness_key("bawaslu.example/saksi", SIGNER.public)
Ask = Callable[[bytes], tuple[int, bytes]]


class TwoFaced:
    """The log: the entries as the witness signed them so far, and everything it got signed."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.signed: dict[int, set[bytes]] = {}

    def step(self, home: Path, asks: list[Ask]) -> None:
        """Ask every side for a continuation of its own, all at once; go on with whatever the witness kept."""
        nexts = [leaf_hash(b"%d, shown to %d" % (len(self.leaves), side)) for side in range(len(asks))]
        with ThreadPoolExecutor(len(asks)) as pool:
            list(pool.map(self._ask, asks, nexts))
        head = last(home)
        if head.size > len(self.leaves):
            [found] = [leaf for leaf in nexts if merkle.root([*self.leaves, leaf]) == head.root]
            self.leaves.append(found)
        assert (head.size, head.root) == (len(self.leaves), merkle.root(self.leaves))

    def _ask(self, ask: Ask, leaf: bytes) -> None:
        old, leaves = len(self.leaves), [*self.leaves, leaf]
        note = checkpoint.sign(Checkpoint(ORIGIN, old + 1, merkle.root(leaves)), LOG)
        proof = prove_consistency(old, old + 1, nodes_of(leaves)) if old else []
        try:
            status, body = ask(request(old, proof, note))
        except (OSError, http.client.HTTPException):
            return
        if status == SIGNED:
            assert isinstance(read_answer(status, body, note, [KEY], 2**62), Cosigned)
            self.signed.setdefault(old + 1, set()).add(merkle.root(leaves))

    def check(self) -> None:
        """No size was signed twice, and what was signed is what was kept."""
        assert all(roots == {merkle.root(self.leaves[:size])} for size, roots in self.signed.items())


def at_a_desk(home: Path) -> Ask:
    desk = Desk(Store(home / "witness"), (SIGNER,))

    def ask(data: bytes) -> tuple[int, bytes]:
        answer = desk.answer(data).answer
        return answer.status, answer.body

    return ask


def over_http(served: Served) -> Ask:
    def ask(data: bytes) -> tuple[int, bytes]:
        status, _type, body = served.add(data)
        return status, body

    return ask


def test_of_several_requests_at_once_one_is_signed(home: Path) -> None:
    witness(home)
    log = TwoFaced()

    for _ in range(40):
        log.step(home, [at_a_desk(home) for _ in range(4)])

    log.check()
    assert len(log.signed) == 40


@pytest.mark.slow
def test_two_processes_and_a_stick_never_take_the_witness_back(home: Path) -> None:
    witness(home)
    log = TwoFaced()

    with serving(home, "--rate", "6000") as one, serving(home, "--rate", "6000") as two:
        for _ in range(60):
            log.step(home, [over_http(one), over_http(two), at_a_desk(home)])

    log.check()
    assert len(log.signed) == 60


@pytest.mark.slow
def test_killed_at_any_point_it_signs_one_history(home: Path) -> None:
    witness(home)
    log, chance = TwoFaced(), random.Random(2029)  # noqa: S311 - it says when to kill
    before = []

    for _ in range(20):
        with serving(home, "--rate", "6000") as one, serving(home, "--rate", "6000") as two:
            killers = [Timer(chance.uniform(0, 0.08), served.process.kill) for served in (one, two)]
            for killer in killers:
                killer.start()
            while one.process.poll() is None or two.process.poll() is None:
                log.step(home, [over_http(one), over_http(two)])
            for killer in killers:
                killer.join()
        before.append(len(log.leaves))

    log.check()
    assert len(set(before)) > 10, "it goes on after each time"
