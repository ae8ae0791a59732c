import hashlib
import io
from collections.abc import Callable

import pytest

from ledger.errors import CheckFailed, Malformed
from ledger.export import Entry, Export, frame, read_checkpoints, write_papers
from ledger.paper import MAX_PAPER
from ledger.signing.note import LONGEST
from tests.ledger.dishonest import note, shown


def entries(data: bytes) -> list[Entry]:
    return list(Export(io.BytesIO(data), "batu.papers").entries())


def test_what_is_exported_comes_back_paper_by_paper() -> None:
    file = b"".join(write_papers(shown()))

    found = entries(file)

    assert [entry.data for entry in found] == shown()
    assert [entry.index for entry in found] == list(range(len(shown())))


def test_the_hash_is_that_of_the_file() -> None:
    file = b"".join(shown())
    copy = Export(io.BytesIO(file), "batu.papers")

    read = list(copy.entries())

    assert read
    assert copy.hash == hashlib.sha256(file).hexdigest()


@pytest.mark.parametrize("data", [b"", b"\n", b"Dear Sir\n", b'{"box":"35.79.02.2009/004/DPD"}\n' + shown()[0]])
def test_a_file_that_does_not_begin_with_a_paper_is_no_copy(data: bytes) -> None:
    with pytest.raises(Malformed, match=r"batu\.papers is neither a ledger nor an exported copy"):
        entries(data)


def test_a_paper_larger_than_any_is_not_kept_whole_and_the_next_is_found() -> None:
    endless = shown()[0] + b"x" * (MAX_PAPER + 100_000) + b'"payload\n' + b'{"box":""}\n'

    found = entries(endless + shown()[1])

    assert [len(entry.data) for entry in found] == [MAX_PAPER + 1, len(shown()[1])]


def test_a_copy_without_its_last_newline_keeps_what_there_is() -> None:
    assert entries(b"".join(shown())[:-1])[-1].data == shown()[-1][:-1]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no cover": lambda paper: paper.partition(b"\n")[2],
    "two papers in one": lambda paper: paper * 2,
    "no newline": lambda paper: paper[:-1],
    "more than a paper holds": lambda paper: paper + b"x" * MAX_PAPER + b"\n",
}


@pytest.mark.parametrize("how", SPOILT)
def test_an_entry_that_would_not_come_back_as_one_is_not_exported(how: str) -> None:
    spoilt = SPOILT[how](shown()[8])

    with pytest.raises(CheckFailed, match="index 1 cannot be told apart"):
        list(write_papers([shown()[0], spoilt]))


def test_checkpoints_come_back_one_by_one() -> None:
    notes = [note(shown(), size) for size in (5, 10, 12)]

    file = b"".join(map(frame, notes))

    assert list(read_checkpoints(io.BytesIO(file), "checkpoints")) == notes
    assert list(read_checkpoints(io.BytesIO(b""), "checkpoints")) == []


@pytest.mark.parametrize("cut", [1, 3, 4, 20, 158])
def test_a_file_of_checkpoints_that_was_cut_short_says_where(cut: int) -> None:
    whole = frame(note(shown(), 5))
    file = whole + frame(note(shown(), 10))[:cut]

    with pytest.raises(Malformed, match=f"at byte {len(whole)}"):
        list(read_checkpoints(io.BytesIO(file), "checkpoints"))


@pytest.mark.parametrize("length", [0, LONGEST + 1, 2**32 - 1])
def test_a_length_that_no_checkpoint_has_is_not_read(length: int) -> None:
    with pytest.raises(Malformed, match="at byte 0"):
        list(read_checkpoints(io.BytesIO(length.to_bytes(4) + b"x"), "checkpoints"))


@pytest.mark.parametrize("length", [0, LONGEST + 1])
def test_what_is_no_checkpoint_by_its_length_is_not_kept(length: int) -> None:
    with pytest.raises(Malformed, match=f"checkpoint of {length} bytes"):
        frame(b"x" * length)
