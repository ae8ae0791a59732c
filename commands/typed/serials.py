"""
Serial numbers of seals: listed by whoever counts a batch, committed to in the ledger, shown when a seal is put on.

    kotak-serials/v1
    ties-1
    0f1e2d3c4b5a69788796a5b4c3d2e1f0 SIM-00017
    …

The name of the batch, then on each line a salt and a number. Whoever holds this file can prove of a seal that it is of
the batch; from the ledger alone nobody learns a number before it is used. It is kept as keys are.
"""

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

from commands.drafting.known import Known
from commands.program import files
from commands.typed.boxes import NotUnderstood
from ledger import merkle
from ledger.domain.documents.base import Code, Seals
from ledger.domain.documents.boxes import Revealed
from ledger.domain.documents.remarks import StockSerials
from ledger.errors import Malformed, Reason

NOT_A_LIST = Reason(
    "CO-013",
    "{path}, line {line}: this is not a serial number, or it stands there twice.",
    "Write one number on each line: letters, digits, dots, slashes and hyphens.",
)
NOT_KEPT_SO = Reason(
    "CO-014",
    "{path} is not what kotak stock add keeps of serial numbers.",
    "Name the file it wrote beside the list, whose name ends in {ending}.",
)
OTHER_LIST = Reason(
    "CO-015",
    "{path} was made of other numbers than the list has now.",
    "If no paper commits to the numbers yet, remove {path} and try again.",
)
NOT_LISTED = Reason("CO-016", "The seal {serial} stands in none of the lists named.", "Look at the seal again.")
NOT_COMMITTED = Reason(
    "CO-017",
    "No paper known here commits to the numbers of the batch {batch}.",
    "Name the ledger with --ledger, or that paper with --known FILE.",
)

ENDING: Final = ".salts"
_FORMAT: Final = "kotak-serials/v1"
_SALT: Final = 16


@dataclass(frozen=True)
class Batch:
    """The numbers of a batch, each with its salt, in the order in which they are committed to."""

    name: str
    pairs: Sequence[tuple[str, str]]

    def __str__(self) -> str:
        return "\n".join([_FORMAT, self.name, *map(" ".join, self.pairs), ""])

    @cached_property
    def committed(self) -> StockSerials:
        """What the ledger is told."""
        return StockSerials(root=merkle.root(self._leaves).hex(), count=len(self.pairs))

    def revealed(self, number: int, stock: str) -> Revealed:
        """One of them, with the proof that it is of the batch; `stock` is the paper that commits to it."""
        path = merkle.prove_inclusion(number, len(self.pairs), self._nodes)
        salt, serial = self.pairs[number]
        proof = tuple(b64encode(one).decode() for one in path)
        return Revealed(stock=stock, batch=self.name, number=number, salt=salt, serial=serial, path=proof)

    @cached_property
    def _leaves(self) -> list[bytes]:
        return [
            merkle.leaf_hash(hashlib.sha256(bytes.fromhex(salt) + serial.encode()).digest())
            for salt, serial in self.pairs
        ]

    @cached_property
    def _nodes(self) -> merkle.Nodes:
        return merkle.nodes_of(self._leaves)


class Lists:
    """The lists the seals of a paper come from."""

    def __init__(self, known: Known, paths: Iterable[str]) -> None:
        self._known = known
        self._batches = [read(path) for path in paths]
        self._stocks: dict[str, str] = {}

    def revealed(self, seals: Seals) -> tuple[Revealed, ...]:
        """The numbers of these seals, each proved. Raises NotUnderstood if one is in no list."""
        return tuple(self._proved(serial) for serial in _serials(seals)) if self._batches else ()

    def _proved(self, serial: str) -> Revealed:
        if serial not in self._places:
            raise NotUnderstood(NOT_LISTED, serial=serial)
        batch, number = self._places[serial]
        root = batch.committed.root
        if root not in self._stocks:
            self._stocks[root] = committed(self._known, batch)
        return batch.revealed(number, self._stocks[root])

    @cached_property
    def _places(self) -> dict[str, tuple[Batch, int]]:
        return {
            serial: (batch, number) for batch in self._batches for number, (_salt, serial) in enumerate(batch.pairs)
        }


def committed(known: Known, batch: Batch) -> str:
    """The paper that commits to a batch. Raises NotUnderstood if none is known."""
    stock = known.committed(batch.committed.root)
    if stock is None:
        raise NotUnderstood(NOT_COMMITTED, batch=batch.name)
    return stock


def salted(name: str, path: str) -> Batch:
    """The batch of a list, with the salts it was given before or with new ones, which `keep` writes."""
    serials = _listed(path)
    if Path(path + ENDING).exists():
        batch = read(path + ENDING)
        if (batch.name, [serial for _salt, serial in batch.pairs]) != (name, serials):
            raise Malformed(OTHER_LIST, path=path + ENDING)
        return batch
    return Batch(name, [(secrets.token_hex(_SALT), serial) for serial in serials])


def keep(batch: Batch, path: str) -> None:
    """Write the salts before anybody signs what commits to them. Raises Malformed where those of other ones are."""
    if not Path(path + ENDING).exists():
        files.write(path + ENDING, str(batch).encode(), mode=0o600)
    elif read(path + ENDING) != batch:
        raise Malformed(OTHER_LIST, path=path + ENDING)


def read(path: str) -> Batch:
    """What was kept of a list."""
    text = files.read_text(path)
    head, name, *lines = [*text.split("\n"), ""]
    lines = lines[:-1]
    pairs = [(salt, serial) for salt, _, serial in (line.partition(" ") for line in lines[:-1])]
    batch = Batch(name, pairs)
    if head != _FORMAT or str(batch) != text or not all(_is_kept(*pair) for pair in pairs):
        raise Malformed(NOT_KEPT_SO, path=path, ending=ENDING)
    return batch


def _is_kept(salt: str, serial: str) -> bool:
    try:
        msgspec.convert(serial, Code)
        return bytes.fromhex(salt).hex() == salt and len(salt) == 2 * _SALT
    except ValueError:
        return False


def _listed(path: str) -> list[str]:
    found = dict[str, None]()
    for line, text in enumerate(map(str.strip, files.read_text(path).split("\n")), start=1):
        if text and (text in found or not _is_kept("00" * _SALT, text)):
            raise Malformed(NOT_A_LIST, path=path, line=line)
        if text:
            found[text] = None
    if not found:
        raise Malformed(NOT_A_LIST, path=path, line=1)
    return list(found)


def _serials(seals: Seals) -> Iterator[str]:
    for sort in Seals.__struct_fields__:
        seal = getattr(seals, sort)
        yield from seal.serials if seal is not None else ()
