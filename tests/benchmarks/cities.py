"""
A ledger of several cities, made of a demo's: the same papers under the code and with the keys of another city, as often
as wanted, and what the fold made of them.

    python -m tests.benchmarks.cities DEMO/ledger.db LARGE.db 10

Boxes, officers, keys, devices and digests of each city are its own, and papers name each other as they did. Nobody
signed them: such a ledger is for read models, which do not look at signatures, and fails every audit.
"""

import base64
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import insert

from ledger import merkle
from ledger.persistence import tables
from ledger.persistence.journal import Entry, Journal, open_journal

CITY: Final = b"35.79"
_TOGETHER: Final = 500
_ID = re.compile(
    rb"\b(?:[0-9a-f]{64}|[0-9a-f]{32}|35\.79|SIM-[0-9]{5}"
    rb"|(?:polri|tni|satpolpp|linmas|carrier|vendor)/[a-z0-9]+(?:-[a-z0-9]+)*)\b"
)
_PLACE = re.compile(rb'"index":(\d+)')
_ANNEX = re.compile(rb'"root":"[0-9a-f]{64}"')

Pair = tuple[Entry, bytes]
"""A paper, and what it did."""


class City:
    """The papers of a city, said of another one: `number` is what takes the place of the 79."""

    def __init__(self, number: int, moved: int) -> None:
        self._names: dict[bytes, bytes] = {CITY: b"35.%02d" % number}
        self._salt = b"%d:" % number
        self._suffix = b"-%d" % number
        self._moved = moved

    def paper(self, data: bytes) -> bytes:
        """The same paper, its annex under a root of its own; from here on it is named by its new digest."""
        cover, _, annex = data.partition(b"\n")
        envelope = msgspec.json.decode(cover)
        payload = base64.b64decode(envelope["payload"])
        lines = self._said(annex)
        said = self._said(payload)
        if lines:
            root = merkle.root([merkle.leaf_hash(line) for line in lines.split(b"\n")[:-1]])
            head, here, tail = said.partition(b'"annex":{')
            said = head + here + _ANNEX.sub(b'"root":"%b"' % root.hex().encode(), tail, count=1)
        self._names[_digest(payload)] = _digest(said)
        envelope["payload"] = base64.b64encode(said).decode()
        return msgspec.json.encode(envelope) + b"\n" + lines

    def effects(self, value: bytes) -> bytes:
        """What it did, at its new place."""
        moved = _PLACE.sub(lambda found: b'"index":%d' % (int(found[1]) + self._moved), value)
        return self._said(moved)

    def tag(self, tag: str) -> str:
        """A subject it wrote."""
        return self._said(tag.encode()).decode()

    def _said(self, text: bytes) -> bytes:
        return _ID.sub(lambda found: self._name(found[0]), text)

    def _name(self, name: bytes) -> bytes:
        if name not in self._names:
            other = hashlib.sha256(self._salt + name).hexdigest()[: len(name)].encode()
            self._names[name] = other if name.isalnum() else name + self._suffix
        return self._names[name]


def _digest(payload: bytes) -> bytes:
    return hashlib.sha256(payload).hexdigest().encode()


def repeat(demo: Journal, large: Journal, cities: int) -> None:
    """The demo's own city first, as it is; then the others, each without a genesis."""
    pairs = [(entry, value) for entry, (_, value) in zip(demo.entries(), demo.effects(), strict=True)]
    _append(large, 0, pairs)
    for nth in range(1, cities):
        start = len(pairs) + (nth - 1) * (len(pairs) - 1)
        _append(large, start, _of_another(pairs[1:], City(79 - nth, start - 1)))


def _of_another(pairs: Iterable[Pair], city: City) -> Iterator[Pair]:
    for entry, value in pairs:
        data = city.paper(entry.data)
        yield entry._replace(data=data, tags=frozenset(map(city.tag, entry.tags))), city.effects(value)


def _append(journal: Journal, start: int, pairs: Iterable[Pair]) -> None:
    rows = list(enumerate(pairs, start=start + 1))
    with journal.database.writing() as connection:
        for begin in range(0, len(rows), _TOGETHER):
            some = rows[begin : begin + _TOGETHER]
            papers = [{"position": at, "type": entry.kind, "data": entry.data} for at, (entry, _) in some]
            connection.execute(insert(tables.entries), papers)
            tags = [{"tag": tag, "position": at} for at, (entry, _) in some for tag in sorted(entry.tags)]
            connection.execute(insert(tables.entry_tags), tags)
            connection.execute(insert(tables.effects), [{"position": at, "value": value} for at, (_, value) in some])


def main(demo: str, large: str, cities: str) -> None:
    """Make the ledger, which must not be there yet."""
    with open_journal(Path(demo), read_only=True) as known, open_journal(Path(large), create=True) as made:
        repeat(known, made, int(cities))
        sys.stdout.write(f"{made.size()} papers\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
