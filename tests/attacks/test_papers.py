"""Papers as an attacker sends them, through every command that reads one."""

import json
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger import paper as papers
from ledger.signing.envelope import Envelope, Signature
from tests.attacks.lab import Lab, good
from tests.commands.cli import EXECUTABLE
from tests.harness import BOXES, CITRA, KPU, PPK, WATI
from tests.ledger import attacks, dishonest
from tests.ledger.dishonest import HANDED, SEALED, shown


def cover(**members: Any) -> bytes:
    """The good paper with other members in its envelope."""
    first, _, annex = good().partition(b"\n")
    changed = json.loads(first) | members
    return json.dumps(changed, sort_keys=True, separators=(",", ":")).encode() + b"\n" + annex


def payload(data: bytes) -> bytes:
    return cover(payload=b64encode(data).decode())


def said(**members: Any) -> bytes:
    """The good paper with other members in its payload."""
    document = json.loads(papers.read(good()).envelope.payload) | members
    return payload(json.dumps(document, sort_keys=True, separators=(",", ":")).encode())


def without_proof(cover: Envelope) -> Envelope:
    """The keys are named, and none of them signed."""
    return Envelope(cover.payload, tuple(Signature(one.keyid, bytes(64)) for one in cover.signatures))


MALFORMED: dict[str, Callable[[], bytes]] = {
    "send nothing": lambda: b"",
    "send zeros": lambda: bytes(1000),
    "send only line ends": lambda: b"\n" * 100,
    "send a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "send a database": lambda: b"SQLite format 3\0" + bytes(2000),
    "send other JSON": lambda: b'{"hello":"world"}\n',
    "send it through a chat window": lambda: good().replace(b"\n", b"\r\n"),
    "send it through an editor": lambda: b"\xef\xbb\xbf" + good(),
    "send it in another encoding": lambda: good().decode().encode("utf-16"),
    "cut the last line end": lambda: good()[:-1],
    "add an empty line": lambda: good() + b"\n",
    "add a line": lambda: good() + b"{}\n",
    "send the cover alone": lambda: good().partition(b"\n")[0] + b"\n",
    "send the annex alone": lambda: good().partition(b"\n")[2],
    "exchange the annex": lambda: dishonest.with_the_annex_of(good(), shown()[SEALED]),
    "hide a control sequence in front": lambda: b"\x1b]0;owned\x07" + good(),
    "use another type": lambda: cover(payloadType="application/vnd.kotak.key.v1+json"),
    "use a type with a control sequence": lambda: cover(payloadType="\x9b31m\u202e"),
    "use a newer form": lambda: cover(payloadType="application/vnd.kotak.paper.v2+json"),
    "sign twice": lambda: cover(signatures=json.loads(good().partition(b"\n")[0])["signatures"] * 2),
    "add a member to the cover": lambda: cover(more=1),
    "send a payload that is a list": lambda: payload(b"[]"),
    "send a payload that is no text": lambda: payload(b"\xff\xfe"),
    "nest a payload deeply": lambda: payload(b"[" * 9000),
    "nest objects deeply": lambda: payload(b'{"a":' * 2000),
    "say two kinds": lambda: payload(b'{"kind":"release",' + papers.read(good()).envelope.payload[1:]),
    "invent a kind": lambda: said(kind="murder"),
    "name a module as the kind": lambda: said(kind="unittest.__main__:x"),
    "leave the kind out": lambda: said(kind=None),
    "add a member": lambda: said(more=1),
    "say half a number": lambda: said(device_seq=1.5),
    "say a number nobody can hold": lambda: said(device_seq=2**70),
    "say a time that never was": lambda: said(at="2029-13-45T99:99:99+07:00"),
    "say the year nought": lambda: said(at="0000-01-01T00:00:00+07:00"),
    "name a unit with a control sequence": lambda: said(unit="\x1b]0;owned\x07"),
    "name a unit backwards": lambda: said(unit="\u202ekpu/35.79"),
    "make a cover too long": lambda: said(more="a" * 20_000),
    "make a file too long": lambda: good() + b"{}\n" * 2_000_000,
}
READERS = (
    ("paper", "record"),
    ("paper", "record", "--dry-run"),
    ("paper", "show"),
    ("paper", "sign", "--offline"),
    ("accept", "--as", CITRA),
)


TAKES_LONG = "make a file too long"


@pytest.mark.parametrize(
    "aim", [pytest.param(aim, marks=[pytest.mark.slow] if aim == TAKES_LONG else []) for aim in MALFORMED]
)
def test_what_is_no_paper_is_not_taken_for_one(lab: Lab, aim: str) -> None:
    file, before = lab.file(MALFORMED[aim]()), lab.ledger.read_bytes()

    codes = {code for command in READERS for code in lab.answer(4, *command, file)}

    assert codes
    assert lab.ledger.read_bytes() == before


FORGED: dict[str, tuple[Callable[[], bytes], str]] = {
    "change a byte": (lambda: said(device_seq=99), "KE-009"),
    "move a signature": (lambda: dishonest.with_the_signature_of(shown()[HANDED], shown()[SEALED]), "KE-009"),
    "add a signature": (lambda: dishonest.with_one_more_signature(good()), "EN-009"),
    "send noughts for a signature": (lambda: dishonest.with_envelope(good(), without_proof), "KE-008"),
}


@pytest.mark.parametrize("aim", FORGED)
def test_a_paper_is_not_shown_as_signed_by_whom_it_was_not(lab: Lab, aim: str) -> None:
    forge, code = FORGED[aim]
    file = lab.file(forge())

    assert lab.answer(4, "paper", "show", file) == [code]


@pytest.mark.parametrize("aim", sorted(set(FORGED) - {"move a signature"}))  # that paper is recorded with its own
def test_a_forged_paper_is_recorded_neither_for_good_nor_on_trial(lab: Lab, aim: str) -> None:
    forge, code = FORGED[aim]
    file = lab.file(forge())

    tried = lab.answer(4, "paper", "record", "--dry-run", file)

    assert tried == lab.answer(4, "paper", "record", file) == [code]
    lab.honest()


def test_a_release_is_no_acceptance(lab: Lab) -> None:
    given = lab.file(shown()[HANDED])

    assert lab.answer(2, "accept", given, "--as", CITRA) == ["CO-031"]


@pytest.mark.slow
def test_many_who_send_one_paper_at_once_record_it_once(lab: Lab) -> None:
    file = lab.file(good())

    ran = [started(lab, file) for _ in range(4)]
    answers = [json.loads(one.communicate()[0])["data"]["papers"][0] for one in ran]

    assert sorted(answer["already"] for answer in answers) == [False, True, True, True]
    assert len({answer["index"] for answer in answers}) == 1
    lab.honest()


@pytest.mark.slow
def test_two_who_contradict_each_other_at_once_are_both_recorded_and_one_is_contested(lab: Lab) -> None:
    first = lab.file(handed(WATI, KPU), "first")
    second = lab.file(attacks.sealed(CITRA, unit=PPK)(dishonest.story()), "second")

    ran = [started(lab, file) for file in (first, second)]
    for one in ran:
        one.communicate()

    assert sorted(one.returncode for one in ran) == [0, 9]
    lab.honest()


def handed(to: str, unit: str) -> bytes:
    """Citra hands on the box that the good paper seals."""
    ledger = dishonest.story()
    lines = [ledger.accepted(BOXES[2], ledger.last(BOXES[2]))]
    signers = {CITRA: "releases", to: "receives"}
    return bytes(ledger.write("handover", signers, lines, unit=PPK, to=unit, place=f"{unit}/1"))


@pytest.mark.slow
def test_what_was_said_to_be_recorded_is_there_after_a_power_cut(lab: Lab, story: Path) -> None:
    file = lab.file(good())
    for pause in (0.15, 0.25, 0.3, 0.35, 0.4, 0.5):
        lab.ledger.write_bytes((story / "ledger.db").read_bytes())
        Path(f"{lab.ledger}-wal").unlink(missing_ok=True)
        running = started(lab, file)
        time.sleep(pause)
        running.kill()
        acknowledged = b'"ok":true' in running.communicate()[0]

        status, out, _ = lab.run("--json", "paper", "record", file)

        assert status == 0
        assert json.loads(out)["data"]["papers"][0]["already"] or not acknowledged
        lab.honest()


def started(lab: Lab, file: str) -> "subprocess.Popen[bytes]":
    """The installed program, recording."""
    command = [str(EXECUTABLE), "--json", "--ledger", str(lab.ledger), "paper", "record", file]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
