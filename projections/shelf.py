"""
Where read models are kept beside the papers, and how they catch up: the head first, then pages of effects.

A page's rows and the position they reach are one transaction, and the position is moved only from where the page
began: of two who catch up at once one finds that it was done, and dying in between leaves what the last page left.
There are no threads; what is not asked for does not catch up.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from sqlalchemy import Connection, delete, func, insert, inspect, select, update

from ledger.domain.custody.effects import Effects, Gathered, decode, decode_gathered
from ledger.errors import CheckFailed, Conflict, Reason
from ledger.persistence.journal import ROWS, Journal
from projections.accounts import ACCOUNTS
from projections.breaks import BREAKS
from projections.chain import CHAIN
from projections.columns import as_kept
from projections.deadlines import DEADLINES
from projections.location import LOCATION
from projections.officers import OFFICERS
from projections.page import Page, Papers
from projections.papers import PAPERS
from projections.projection import Projection, Put, Reached, Tables, metadata, notes, projections, put

ALL: Final = (LOCATION, CHAIN, OFFICERS, DEADLINES, ACCOUNTS, PAPERS, BREAKS)
BESIDE: Final = "+"
"""Ends the name under which a read model is made anew, until it takes the place of the one in use."""
PAGE: Final = 5000
"""Entries in one transaction at most."""
CHANGES: Final = 50_000
"""Changes in one transaction, before the last entry: the rows of which are written in less than a second."""

UNREADABLE = Reason(
    "PR-001",
    "What is kept beside the papers does not say what entry {index} did.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)
REPLACED = Reason(
    "PR-002",
    "Somebody else replaced the read model {projection} at the same moment.",
    "Nothing is lost. Run the command again.",
)


class _Overtaken(Exception):
    """The position is not where the page begins any more."""


def catch_up(
    journal: Journal, *, noted_at: str | None = None, page: int = PAGE, wanted: Sequence[Projection] = ALL
) -> int:
    """
    Take in what was recorded since; how many entries they know then.

    With a time on this machine's clock, it is noted beside entries that no read model had taken in before.
    """
    head = journal.size()
    prepare(journal, wanted)
    for _ in fill(journal, wanted, head, page=page, noted_at=noted_at):
        pass
    return head


def prepare(journal: Journal, wanted: Sequence[Projection] = ALL) -> None:
    """Make the tables of those that are not there, or are of another version."""
    with journal.database.reading() as connection:
        there = reached(connection)
    if all(is_current(one, there) for one in wanted):
        return
    with journal.database.writing() as connection:
        metadata.create_all(connection)
        there = reached(connection)
        for one in (one for one in wanted if not is_current(one, there)):
            before = there.get(one.name)
            generation = before.generation + 1 if before else 1
            make(connection, one, one.name, generation)
            if before:
                drop(connection, one, before.generation)


def fill(  # noqa: PLR0913 - how far, in which steps, under which name, and what is noted
    journal: Journal,
    wanted: Sequence[Projection],
    head: int,
    *,
    page: int = PAGE,
    beside: str = "",
    noted_at: str | None = None,
) -> Iterator[int]:
    """Take entries in until all of them know the first `head`; the number they know, page by page."""
    papers = Papers(journal.data)
    while True:
        with journal.database.reading() as connection:
            there = reached(connection)
        kept = {one: standing_of(there, one, beside) for one in wanted}
        at = {one: each.position for one, each in kept.items()}
        start = min(at.values())
        yield start
        if start >= head:
            return
        stop = min(head, start + page, *(other for other in at.values() if other > start))
        taken = Page(take(journal, start, stop), papers)
        stop = start + len(taken.did)
        due = {one: each for one, each in kept.items() if at[one] == start}
        try:
            # What is to be written is known before anybody is kept from writing.
            puts = _rows(journal, due, beside, taken)
            with journal.database.writing() as connection:
                for one, each in due.items():
                    _advance(connection, one.name + beside, each, stop)
                put(connection, puts)
                if noted_at and start == max(at.values()):
                    _note(connection, start, stop, noted_at)
        except _Overtaken:
            continue
        finally:
            papers.forget()


def _rows(journal: Journal, due: Mapping[Projection, Reached], beside: str, page: Page) -> list[Put]:
    with journal.database.reading() as connection:
        there = reached(connection)
        if any(there.get(one.name + beside) != each for one, each in due.items()):
            raise _Overtaken
        return [put for one, each in due.items() for put in one.rows(connection, one.tables(each.generation), page)]


def take(journal: Journal, start: int, stop: int) -> list[Gathered]:
    """What these entries did, without a gap; fewer if they did much. Raises CheckFailed."""
    did: list[Gathered] = []
    much = 0
    for index, value in islice(journal.effects(start, ROWS), stop - start):
        one = gathered(index, value)
        if one.effects.index != start + len(did):
            break
        did.append(one)
        much += changes(one)
        if much >= CHANGES:
            return did
    if start + len(did) < stop:
        raise CheckFailed(UNREADABLE, index=start + len(did))
    return did


def changes(did: Gathered) -> int:
    """How many boxes an entry changed, each as often as it did."""
    return sum(len(one.boxes) for one in did.together)


def gathered(index: int, value: bytes) -> Gathered:
    """What is stored of the effects of an entry. Raises CheckFailed."""
    try:
        return decode_gathered(value)
    except (ValueError, RecursionError) as error:
        raise CheckFailed(UNREADABLE, index=index) from error


def read(index: int, value: bytes) -> Effects:
    """The same, each box by itself."""
    try:
        return decode(value)
    except (ValueError, RecursionError) as error:
        raise CheckFailed(UNREADABLE, index=index) from error


def reached(connection: Connection) -> dict[str, Reached]:
    """By name which read models there are and how far they have come."""
    if not inspect(connection).has_table(projections.name):
        return {}
    rows = connection.execute(select(*map(as_kept, projections.columns))).all()
    # What SQLite stores in a column of numbers may be a text, if somebody else wrote it.
    return {name: Reached(*numbers) for name, *numbers in rows if all(type(number) is int for number in numbers)}


def is_current(one: Projection, there: Mapping[str, Reached]) -> bool:
    """Whether a read model is there, in the version of this program."""
    return one.name in there and there[one.name].version == one.version


def lacking(connection: Connection) -> list[str]:
    """Read models that should be there, and of which somebody took tables away."""
    there, tables = reached(connection), set(inspect(connection).get_table_names())
    current = (one for one in ALL if is_current(one, there))
    return [one.name for one in current if not tables.issuperset(map(str, one.tables(there[one.name].generation)))]


def standing_of(there: Mapping[str, Reached], one: Projection, beside: str) -> Reached:
    """How far one has come. Raises Conflict if somebody else took it away."""
    if one.name + beside not in there:
        raise Conflict(REPLACED, projection=one.name)
    return there[one.name + beside]


def make(connection: Connection, one: Projection, name: str, generation: int) -> Tables:
    """Empty tables of a generation, in the place of any that an interrupted rebuild left."""
    drop(connection, one, generation)
    tables = one.tables(generation)
    for table in tables:
        table.create(connection)
    connection.execute(delete(projections).where(projections.c.name == name))
    row = {"name": name, "version": one.version, "generation": generation, "position": 0}
    connection.execute(insert(projections), row)
    return tables


def drop(connection: Connection, one: Projection, generation: int) -> None:
    """Take the tables of a generation away."""
    for table in one.tables(generation):
        table.drop(connection, checkfirst=True)


def _advance(connection: Connection, name: str, there: Reached, stop: int) -> None:
    kept = projections.c
    moved = (
        update(projections)
        .where(kept.name == name, kept.generation == there.generation, kept.position == there.position)
        .values(position=stop)
        .returning(kept.position)
    )
    if connection.execute(moved).first() is None:
        raise _Overtaken


def _note(connection: Connection, start: int, stop: int, noted_at: str) -> None:
    noted = connection.execute(select(func.max(notes.c.stop))).scalar() or 0
    if noted < stop:
        connection.execute(insert(notes), {"start": max(start, noted), "stop": stop, "noted_at": noted_at})
