"""Log witnesses: published requests, each check in its order, and what no sequence of requests can bring about."""

import json
from base64 import b64encode

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ledger import merkle
from ledger.log.checkpoint import Checkpoint, read, sign
from ledger.log.cosigning import LONGEST, Cosigned, Elsewhere, Request, read_answer, request
from ledger.log.witness import NOTHING, Answer, Head, Witness, add_checkpoint, origin_hash
from ledger.merkle import EMPTY_ROOT, leaf_hash, nodes_of, prove_consistency
from ledger.signing import mldsa, note
from ledger.signing.keys import PrivateKey
from ledger.signing.note import Note, SignatureLine, open_note
from ledger.signing.vkey import LOG, VerifierKey, read_key, witness_key
from tests.vectors import vectors

ORIGIN = "kpu.example/pemilu-2029/kota-batu"
NOW = 1_867_300_000
KPU, BAWASLU, STRANGER = (PrivateKey.generate() for _ in range(3))
KEY = VerifierKey(ORIGIN, LOG, KPU.public)
WITNESS = Witness("bawaslu.example/saksi", {ORIGIN: KEY}, (BAWASLU,))
KEYS = [witness_key(WITNESS.name, BAWASLU.public)]
LEAVES = [leaf_hash(b"%d" % number) for number in range(12)]
FORKED = [*LEAVES[:5], *(leaf_hash(b"another %d" % number) for number in range(5, 12))]
NEW = {ORIGIN: NOTHING}


def checkpoint(size: int, leaves: list[bytes] = LEAVES) -> Checkpoint:
    return Checkpoint(ORIGIN, size, merkle.root(leaves[:size]))


def proof(old: int, size: int, leaves: list[bytes] = LEAVES) -> list[bytes]:
    return prove_consistency(old, size, nodes_of(leaves[:size])) if 0 < old <= size else []


def asked(old: int, size: int, leaves: list[bytes] = LEAVES) -> bytes:
    return request(old, proof(old, size, leaves), sign(checkpoint(size, leaves), KPU))


def at(size: int) -> dict[str, Head]:
    """A witness that signed so many entries last."""
    return {ORIGIN: Head(size, merkle.root(LEAVES[:size]), b"")}


def status(state: dict[str, Head], data: bytes) -> int:
    answer, after = add_checkpoint(state, data, WITNESS, NOW)
    assert answer.status == 200 or after is state
    return answer.status


def test_published_requests_are_answered_as_published() -> None:
    published = json.loads(vectors("tlog-witness", "add-checkpoint-sequence.json").read_text())
    origin, raw = published["log_origin"], bytes.fromhex(published["log_public_key_hex"])
    key = VerifierKey(origin, LOG, PrivateKey.generate().public.read("ed25519", b64encode(raw).decode()))
    witness = Witness(published["witness_name"], {origin: key}, (BAWASLU,))
    state = {origin: NOTHING}

    for step in published["steps"]:
        answer, state = add_checkpoint(state, step["body"].encode(), witness, NOW)  # type: ignore[assignment]

        assert answer.status == step["spec_status_now"]
        assert answer.status != 200 or step["body_contains"] in answer.body.decode()
        assert answer.status != 409 or (answer.body.decode(), answer.content_type) == (
            step["body_equals"],
            "text/x.tlog.size",
        )


def test_the_request_of_the_demonstration_log_is_signed() -> None:
    data = vectors("derived", "demo-log", "add-checkpoint.4-7").read_bytes()
    key = read_key(vectors("derived", "demo-log", "vkeys").read_text().split()[0])
    four = note.read(vectors("derived", "demo-log", "checkpoint.4").read_bytes()).text
    state = {key.name: Head(4, read(four).root, b"")}

    answer, after = add_checkpoint(state, data, Witness("w.example", {key.name: key}, (BAWASLU,)), NOW)

    assert (answer.status, after[key.name].size) == (200, 7)


def test_published_origins_have_their_published_paths() -> None:
    for case in json.loads(vectors("tlog-witness", "parse.json").read_text())["origin_hash"]:
        assert origin_hash(case["origin"]) == case["sha256_hex"]


def test_a_new_log_is_signed_from_old_0_once() -> None:
    answer, after = add_checkpoint(NEW, asked(0, 7), WITNESS, NOW)

    assert read_answer(answer.status, answer.body, sign(checkpoint(7), KPU), KEYS, NOW)
    assert (after[ORIGIN].size, after[ORIGIN].root) == (7, checkpoint(7).root)
    assert status(dict(after), asked(0, 9)) == 409


def test_what_was_signed_is_kept_with_the_lines_of_the_log_and_the_witness_alone() -> None:
    signed = note.read(sign(checkpoint(7), KPU))
    crowded = bytes(Note(signed.text, (SignatureLine("x", b"abcd", b"e"), *signed.lines, *signed.lines)))

    answer, after = add_checkpoint(NEW, request(0, [], crowded), WITNESS, NOW)

    assert after[ORIGIN].note == sign(checkpoint(7), KPU) + answer.body
    assert open_note(after[ORIGIN].note, [KEY, *KEYS]).signed_by == {KEY: (), KEYS[0]: (NOW,)}


def test_a_longer_tree_that_continues_is_signed() -> None:
    for old in range(12):
        for size in range(old, 12):
            assert status(at(old), asked(old, size)) == 200


def test_the_same_checkpoint_again_refreshes_the_time() -> None:
    answer, after = add_checkpoint(at(7), asked(7, 7), WITNESS, NOW + 3600)

    assert open_note(after[ORIGIN].note, KEYS).signed_by == {KEYS[0]: (NOW + 3600,)}
    assert answer.content_type == "text/plain; charset=utf-8"


def test_an_empty_log_is_signed_before_its_first_entry() -> None:
    assert status(NEW, asked(0, 0)) == 200


def test_a_witness_with_two_keys_answers_with_two_lines() -> None:
    signers = (BAWASLU, mldsa.PrivateKey.generate())
    keys = [witness_key(WITNESS.name, signer.public) for signer in signers]
    two = Witness(WITNESS.name, {ORIGIN: KEY}, signers)

    answer, _ = add_checkpoint(NEW, asked(0, 7), two, NOW)

    found = read_answer(answer.status, answer.body, sign(checkpoint(7), KPU), keys, NOW)
    assert isinstance(found, Cosigned)
    assert [line.key_id for line in found.lines] == [key.id for key in keys]


def test_a_log_that_is_not_known_is_told_so_before_anything_else() -> None:
    other = sign(Checkpoint("kpu.example/other", 7, EMPTY_ROOT), KPU)

    assert status(NEW, b"old 99\nnothing like a hash\n\n" + other) == 404


@pytest.mark.parametrize(
    "signed",
    [
        sign(checkpoint(7), STRANGER),
        sign(checkpoint(7), KPU).replace(b"\n7\n", b"\n8\n"),
        sign(checkpoint(7), KPU)[:-1],
        sign(checkpoint(7), KPU) + str(SignatureLine(ORIGIN, KEY.id, STRANGER.sign(b"x"))).encode(),
    ],
)
def test_what_the_log_did_not_sign_is_refused_before_the_request_is_read(signed: bytes) -> None:
    assert status(NEW, b"old 99\nnothing like a hash\n\n" + signed) == 403


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        b"old 0\n\n",
        b"old 00\n\n" + sign(checkpoint(7), KPU),
        b"old 8\n\n" + sign(checkpoint(7), KPU),
        b"old 0\nAA==\n\n" + sign(checkpoint(7), KPU),
        b"old 0\n\n" + note.sign(f"{ORIGIN}\n7\n", ORIGIN, KPU),
        b"old 0\n\n" + note.sign(f"{checkpoint(7)}extension\n", ORIGIN, KPU),
        b"old 0\n\n" + sign(checkpoint(7), KPU) + b" " * LONGEST,
    ],
)
def test_what_is_not_of_the_form_is_refused(data: bytes) -> None:
    assert status(at(4), data) == 400


def test_a_request_from_another_size_is_told_the_size_that_was_signed() -> None:
    answer, _ = add_checkpoint(at(4), bytes(Request(5, (b"\0" * 32,), sign(checkpoint(7), KPU))), WITNESS, NOW)

    assert answer == Answer(409, "text/x.tlog.size", b"4\n")
    assert read_answer(answer.status, answer.body, b"", (), NOW) == Elsewhere(4)


@pytest.mark.parametrize(
    ("old", "data"),
    [
        (0, bytes(Request(0, (), note.sign(f"{ORIGIN}\n0\n{b64encode(LEAVES[0]).decode()}\n", ORIGIN, KPU)))),
        (0, bytes(Request(0, (LEAVES[0],), sign(checkpoint(7), KPU)))),
        (4, bytes(Request(4, (), sign(checkpoint(7), KPU)))),
        (4, bytes(Request(4, tuple(proof(4, 8)), sign(checkpoint(7), KPU)))),
        (7, bytes(Request(7, (LEAVES[0],), sign(checkpoint(7), KPU)))),
        (7, asked(7, 7, FORKED)),
        (7, asked(7, 9, FORKED)),
    ],
)
def test_what_does_not_continue_is_refused(old: int, data: bytes) -> None:
    assert status(at(old), data) == 422


def test_the_request_is_looked_at_before_the_size_and_the_size_before_the_proof() -> None:
    bad_root = note.sign(f"{ORIGIN}\n0\n{b64encode(LEAVES[0]).decode()}\n", ORIGIN, KPU)

    assert status(at(4), bytes(Request(0, (), bad_root))) == 409
    assert status(at(4), bytes(Request(5, (), bad_root))) == 400
    assert status(at(4), bytes(Request(0, (LEAVES[0],), sign(checkpoint(7), KPU)))) == 409


SIZES = st.integers(0, 12)
HISTORIES = st.sampled_from([LEAVES, FORKED])


class Log(RuleBasedStateMachine):
    """A log that shows two histories, to a witness that is asked whatever its holder likes."""

    def __init__(self) -> None:
        super().__init__()
        self.state = NEW
        self.signed: list[Checkpoint] = []

    def ask(self, old: int, hashes: list[bytes], said: Checkpoint) -> None:
        before = self.state[ORIGIN]
        answer, after = add_checkpoint(self.state, bytes(Request(old, tuple(hashes), sign(said, KPU))), WITNESS, NOW)
        self.state = dict(after)
        if answer.status == 200:
            assert read_answer(200, answer.body, sign(said, KPU), KEYS, NOW)
            self.signed.append(said)
        else:
            assert self.state[ORIGIN] == before

    @rule(old=SIZES, size=SIZES, leaves=HISTORIES)
    def from_any_size(self, old: int, size: int, leaves: list[bytes]) -> None:
        self.ask(old, proof(old, size, leaves), checkpoint(size, leaves))

    @rule(size=SIZES, leaves=HISTORIES)
    def as_the_witness_stands(self, size: int, leaves: list[bytes]) -> None:
        old = self.state[ORIGIN].size
        self.ask(old, proof(old, size, leaves), checkpoint(size, leaves))

    @rule(size=SIZES, leaves=HISTORIES, made=HISTORIES, dropped=st.integers(0, 4))
    def with_a_proof_of_something_else(self, size: int, leaves: list[bytes], made: list[bytes], dropped: int) -> None:
        old = self.state[ORIGIN].size
        self.ask(old, proof(old, size, made)[dropped:], checkpoint(size, leaves))

    @invariant()
    def signed_one_history(self) -> None:
        assert any(all(checkpoint(one.size, leaves) == one for one in self.signed) for leaves in (LEAVES, FORKED))

    @invariant()
    def never_went_down(self) -> None:
        sizes = [one.size for one in self.signed]
        assert sizes == sorted(sizes)


Log.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestNoSequenceOfRequests = Log.TestCase
