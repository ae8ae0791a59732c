"""What a log signed last: it only goes up, and its file has one spelling."""

from typing import Any

import pytest

from ledger.errors import Conflict, Malformed
from ledger.log import head as heads
from ledger.log import policy
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import Head
from ledger.merkle import EMPTY_ROOT, leaf_hash
from tests.harness import private

ORIGIN = "kpu.example/pemilu-2029/kota-batu"
TRUST = policy.read(policy.trust_text(ORIGIN, "5f" * 32, private("log").public).encode())
NEW = Head.of(TRUST)


def at(size: int, data: bytes = b"kotak") -> Checkpoint:
    return Checkpoint(ORIGIN, size, leaf_hash(data))


def test_a_new_log_has_signed_the_empty_tree() -> None:
    assert (NEW.checkpoint.size, NEW.checkpoint.root) == (0, EMPTY_ROOT)
    NEW.check_of(TRUST)


def test_a_head_prints_and_reads_back() -> None:
    head = NEW.raised(at(1205))

    assert str(head).splitlines()[:2] == ["kotak-log/v1", f"log {TRUST.log.key}"]
    assert heads.read(str(head).encode(), "head") == head


def test_a_head_is_raised_and_never_lowered_or_moved_aside() -> None:
    head = NEW.raised(at(5)).raised(at(5)).raised(at(7))

    assert head.checkpoint == at(7)
    with pytest.raises(Conflict, match="signed 7 entries"):
        head.raised(at(6))
    with pytest.raises(Conflict, match="At 7 entries"):
        head.raised(at(7, b"another"))


@pytest.mark.parametrize(
    ("genesis", "name"), [("6f" * 32, "log"), ("5f" * 32, "another log")], ids=["another ledger", "another key"]
)
def test_an_origin_is_not_used_again(genesis: str, name: str) -> None:
    other = policy.read(policy.trust_text(ORIGIN, genesis, private(name).public).encode())

    with pytest.raises(Conflict, match="was used on this machine"):
        NEW.check_of(other)


SPOILT: dict[str, Any] = {
    "cut short": lambda text: text[:-1],
    "a line more": lambda text: text + "root x\n",
    "another version": lambda text: text.replace("v1", "v2"),
    "another spelling of the size": lambda text: text.replace("size 1205", "size 01205"),
    "no size": lambda text: text.replace("size 1205", "size many"),
    "another key": lambda text: text.replace("+A", "+B", 1),
    "a word left out": lambda text: text.replace("log ", ""),
    "not UTF-8": lambda text: text.encode()[:-1] + b"\xff",
    "nothing": lambda _text: "",
}


@pytest.mark.parametrize("aim", SPOILT)
def test_a_spoilt_head_is_refused(aim: str) -> None:
    spoilt = SPOILT[aim](str(NEW.raised(at(1205))))

    with pytest.raises(Malformed, match="does not say what a log signed last"):
        heads.read(spoilt if isinstance(spoilt, bytes) else spoilt.encode(), "head")
