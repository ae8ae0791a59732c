"""
Signatures, checked ahead of the fold and on all cores.

A key id is the hash of its key, so the keys that papers offer (genesis, authorities, enrolments, rotations) make a
directory that needs no order and no trust. What is proved here is that a signature is of that key. Whether the key was
in force, and whose it is, only the fold decides; what was not proved here it checks itself.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final, Generic, TypeVar

from ledger import paper as papers
from ledger.audit.source import Entry
from ledger.domain.custody.signers import key_id
from ledger.domain.documents.base import Key
from ledger.domain.documents.government import Authorities, Genesis
from ledger.domain.documents.people import EnrolmentLine, RotationLine
from ledger.errors import LedgerError
from ledger.paper import Claim, Paper

PAGE: Final = 32
"""Papers checked at once."""
AHEAD: Final = 8
"""Pages read before the fold needs them."""


EntryT = TypeVar("EntryT", bound=Entry)


@dataclass(frozen=True, slots=True)
class Read(Generic[EntryT]):
    """An entry, the paper in it or why there is none, and the keys its signatures were proved to be of."""

    entry: EntryT
    paper: Paper | LedgerError
    proved: Mapping[str, Key] | None


def read_ahead(entries: Iterable[EntryT]) -> Iterator[Read[EntryT]]:
    """Read the papers, in order, a few pages ahead of whoever takes them."""
    directory: dict[str, Key] = {}
    source = iter(entries)
    window: deque[tuple[list[Read[EntryT]], Future[list[bool]]]] = deque()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        while page := list(islice(source, PAGE)):
            read = _read_page(page, directory)
            window.append((read, pool.submit(_hold, [_claim(one) for one in read])))
            if len(window) > AHEAD:
                yield from _proved(*window.popleft())
        while window:
            yield from _proved(*window.popleft())


def _read_page(page: list[EntryT], directory: dict[str, Key]) -> list[Read[EntryT]]:
    found = [(entry, _read(entry.data)) for entry in page]
    for _, paper in found:
        if isinstance(paper, Paper):
            for key in _offered(paper):
                directory.setdefault(key_id(key), key)
    return [Read(entry, paper, _known(paper, directory)) for entry, paper in found]


def _read(data: bytes) -> Paper | LedgerError:
    try:
        return papers.read(data)
    except LedgerError as error:
        return error


def _offered(paper: Paper) -> Iterator[Key]:
    match paper.document:
        case Genesis() as document:
            for family in (document.authorities.custody, document.authorities.supervision):
                yield from (one.key for one in family.keys)
        case Authorities() as document:
            yield from (one.key for one in document.authority.keys)
        case _:
            for line in paper.lines:
                if isinstance(line, EnrolmentLine | RotationLine):
                    yield line.key if isinstance(line, EnrolmentLine) else line.new


def _known(paper: Paper | LedgerError, directory: Mapping[str, Key]) -> Mapping[str, Key] | None:
    if isinstance(paper, LedgerError) or any(one.key not in directory for one in paper.document.signers):
        return None
    return {one.key: directory[one.key] for one in paper.document.signers}


def _claim(read: Read[EntryT]) -> Claim | None:
    if isinstance(read.paper, LedgerError) or read.proved is None:
        return None
    return papers.claim(read.paper, read.proved)


def _hold(claims: list[Claim | None]) -> list[bool]:
    return [claim is not None and _holds(claim) for claim in claims]


def _holds(claim: Claim) -> bool:
    try:
        papers.check(claim)
    except LedgerError:
        return False
    return True


def _proved(page: list[Read[EntryT]], verdicts: Future[list[bool]]) -> Iterator[Read[EntryT]]:
    for read, holds in zip(page, verdicts.result(), strict=True):
        yield read if holds else Read(read.entry, read.paper, None)
