"""Eight who write at once and fight for five boxes, and one who follows, each a process of its own."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ledger.persistence.journal import open_journal

WRITER = """
import secrets, sys, time
from ledger.errors import Conflict
from ledger.merkle import leaf_hash
from ledger.persistence.journal import NewEntry, open_journal

def handed_over(box, before):
    mine = secrets.token_hex(8)
    data = f"{box} {before} {mine}".encode()
    return NewEntry("handover", data, frozenset({box}), leaf_hash(data), {box: mine.encode()}, data)

appended = refused = 0
with open_journal(sys.argv[1]) as journal:
    ends = time.monotonic() + float(sys.argv[2])
    while time.monotonic() < ends:
        box = f"box:{secrets.randbelow(5)}"
        size, states = journal.load([box])
        new = handed_over(box, states.get(box, b"sealed").decode())
        try:
            journal.append([box], size, lambda index: new)
            appended += 1
        except Conflict:
            refused += 1
print(appended, refused)
"""
FOLLOWER = """
import sys
from ledger.persistence.journal import open_journal
from ledger.persistence.recorder import SQLAlchemyRecorder

with open_journal(sys.argv[1]) as journal:
    for event in SQLAlchemyRecorder(journal.database).subscribe():
        print(event.position, flush=True)
"""


@contextmanager
def python(program: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def fight(address: str, seconds: float) -> tuple[Counter[str], list[int]]:
    """What the eight say they did, and the positions the ninth saw."""
    with python(FOLLOWER, address) as follower:
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, address, str(seconds)], stdout=subprocess.PIPE, text=True)
            for _ in range(8)
        ]
        said = [writer.communicate(timeout=120)[0].split() for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * 8
        appended = sum(int(mine) for mine, _ in said)
        assert follower.stdout is not None
        seen = [int(follower.stdout.readline()) for _ in range(appended)]
    return Counter(appended=appended, refused=sum(int(lost) for _, lost in said)), seen


@pytest.mark.slow
def test_no_box_is_handed_over_twice_and_nobody_who_follows_misses_a_paper(address: str) -> None:
    open_journal(address, create=True).close()

    did, seen = fight(address, seconds=3)

    with open_journal(address) as journal:
        papers = [entry.data.decode().split() for entry in journal.entries()]
        assert journal.size() == did["appended"] == len(papers)
        assert journal.frontier(len(papers)).size == len(list(journal.effects())) == len(papers)
    assert seen == list(range(1, len(papers) + 1))
    assert did["refused"] > 0
    for number in range(5):
        chain = [(before, after) for box, before, after in papers if box == f"box:{number}"]
        assert [before for before, _ in chain] == ["sealed", *(after for _, after in chain)][:-1]
