"""
Make everything again that stands beside the papers: tags, kinds, states, effects, nodes. Papers are not touched.

One transaction: others see what was there until all of it is replaced, and if we die nothing is.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, update

from ledger.errors import CheckFailed, Reason
from ledger.merkle import Frontier
from ledger.persistence.entries import head
from ledger.persistence.states import write, write_nodes
from ledger.persistence.tables import effects, entries, entry_tags, nodes, states

NOT_ALL = Reason(
    "JO-010",
    "{found} of {expected} entries were read again, so nothing was replaced.",
    "Run it again: kotak rebuild",
)

_BATCH: Final = 200
_CORRECT_KIND: Final = (
    update(entries)
    .where(entries.c.position == bindparam("at"), entries.c.type != bindparam("kind"))
    .values(type=bindparam("kind"))
)


class Folded(NamedTuple):
    """What the fold made of one entry."""

    index: int  # type: ignore[assignment]  # the word of the log, as in Entry
    kind: str
    tags: frozenset[str]
    leaf: bytes
    states: Mapping[str, bytes]
    effects: bytes


def rebuild(connection: Connection, folded: Iterable[Folded]) -> None:
    """Replace what stands beside the papers; every one must be there, in order."""
    for table in (entry_tags, states, effects, nodes):
        connection.execute(delete(table))
    tree = Frontier()
    latest: dict[str, tuple[int, bytes]] = {}
    for papers in _batches(folded):
        if [paper.index for paper in papers] != list(range(tree.size, tree.size + len(papers))):
            raise CheckFailed(NOT_ALL, found=tree.size, expected=head(connection))
        _write_tags_and_effects(connection, papers)
        write_nodes(connection, [node for paper in papers for node in tree.append(paper.leaf)])
        latest |= {name: (paper.index + 1, value) for paper in papers for name, value in paper.states.items()}
    if tree.size != head(connection):
        raise CheckFailed(NOT_ALL, found=tree.size, expected=head(connection))
    for name, (position, value) in latest.items():
        write(connection, position, {name: value})


def _write_tags_and_effects(connection: Connection, papers: list[Folded]) -> None:
    connection.execute(_CORRECT_KIND, [{"at": paper.index + 1, "kind": paper.kind} for paper in papers])
    connection.execute(insert(effects), [{"position": paper.index + 1, "value": paper.effects} for paper in papers])
    if tags := [{"tag": tag, "position": paper.index + 1} for paper in papers for tag in sorted(paper.tags)]:
        connection.execute(insert(entry_tags), tags)


def _batches(folded: Iterable[Folded]) -> Iterator[list[Folded]]:
    papers = iter(folded)
    while batch := list(islice(papers, _BATCH)):
        yield batch
