"""What may be named as a ledger."""

from pathlib import Path

import pytest
from sqlalchemy import URL

from ledger.errors import Unavailable
from ledger.persistence.journal import open_journal
from tests.ledger.persistence.harness import append


def test_a_path_is_a_path_whatever_it_holds(tmp_path: Path) -> None:
    names = ["a?mode=memory&x=.db", "b#c%3f%.db", "kota é 箱.db", "d;e'f\".db", " "]

    for name in names:
        with open_journal(tmp_path / name, create=True) as journal:
            append(journal, 1)

    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)
    for name in names:
        for read_only in (False, True):
            with open_journal(str(tmp_path / name), read_only=read_only) as journal:
                assert journal.size() == 1


@pytest.mark.parametrize(
    "address",
    ["", ":memory:", "file:ledger.db", "file::memory:?cache=shared", "sqlite://", "sqlite:///x.db?mode=memory", "a\0b"],
)
def test_what_does_not_last_is_no_ledger(address: str) -> None:
    with pytest.raises(Unavailable, match="no file that lasts"):
        open_journal(address, create=True)


@pytest.mark.parametrize("address", ["mysql://ani@host/kotak", "http://kpu.example/", "://", "nonsense://"])
def test_other_addresses_are_no_ledger(address: str) -> None:
    with pytest.raises(Unavailable, match="neither a file nor a PostgreSQL database"):
        open_journal(address)


def test_a_url_of_a_file_is_its_path(ledger: Path) -> None:
    with open_journal(URL.create("sqlite", database=str(ledger))) as journal:
        assert journal.size() == 5
