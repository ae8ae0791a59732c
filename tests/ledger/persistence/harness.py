"""Papers that nobody signed: bytes, for a journal that does not read them."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from ledger.merkle import leaf_hash
from ledger.persistence.journal import Journal, NewEntry
from ledger.persistence.rebuild import Folded


def paper(number: int, *boxes: str, size: int = 200) -> NewEntry:
    """The paper of that number about these boxes."""
    data = f"paper {number} Ānanda\n".encode() * (size // 20 + 1)
    tags = frozenset({*boxes, f"paper:{hashlib.sha256(data).hexdigest()}"})
    told = f"{number}".encode()
    return NewEntry("handover", data, tags, leaf_hash(data), dict.fromkeys(tags, b"state " + told), b"effects " + told)


def append(journal: Journal, number: int, *boxes: str) -> int:
    """Append it on what the journal says now."""
    new = paper(number, *boxes)
    return put(journal, new, new.tags, journal.size())


def put(journal: Journal, new: NewEntry, reads: Collection[str], size: int) -> int:
    """Append a paper that is the same wherever it comes to lie."""
    return journal.append(reads, size, lambda _index: new)


def folded(journal: Journal) -> Iterator[Folded]:
    """What a fold of these papers makes."""
    for index, _, data, _ in journal.entries():
        number = int(data.split()[1])
        boxes = {f"box:{number % 3}"}
        new = paper(number, *boxes)
        yield Folded(index, new.kind, new.tags, leaf_hash(data), new.states, new.effects)


def shell(path: Path, *statements: str) -> None:
    """What somebody does with the sqlite3 shell."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
