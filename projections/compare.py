"""
Comparing what is kept with what the papers say: row by row, naming the box, what was expected and what was found.

`kotak verify` hands over what its own fold made of each entry; nothing kept beside the papers is trusted here.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import msgspec
from sqlalchemy import Connection, Table, and_, func, inspect, literal_column, select

from ledger.domain.custody.effects import Effects, Gathered, gather
from ledger.errors import Reason
from ledger.persistence.journal import Journal
from projections import shelf
from projections.page import Papers
from projections.projection import Projection, Row, Tables, ordered
from projections.scratch import Scratch

DIFFERS = Reason(
    "PR-010",
    "The read model {projection} does not say of {row} what the papers say: expected {expected}, found {found}.",
    "The papers decide: kotak rebuild makes the read models again.",
)

NOTHING: Final = "–"  # noqa: RUF001 - a dash
_SHOWN: Final = 5
_LONGEST: Final = 200
_LAST: Final = (2, "")
_NAMES: Final = ("box", "officer", "subject", "digest", "number")
"""What a row is called by, the first that it has."""

_raw: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode

Pair = tuple[Row | None, Row | None]


@dataclass(frozen=True)
class Difference:
    """One row that is not as the papers make it, and the members in which it differs."""

    projection: str
    row: str
    box: str | None
    index: int | None
    expected: str
    found: str

    @property
    def facts(self) -> dict[str, str]:
        """What `DIFFERS` is told with."""
        return {"projection": self.projection, "row": self.row, "expected": self.expected, "found": self.found}


class Comparison:
    """The kept read models, as they were when it began, against effects handed over one by one."""

    def __init__(self, journal: Journal) -> None:
        self._open = ExitStack()
        self._connection = self._open.enter_context(journal.database.reading())
        there = shelf.reached(self._connection)
        self._kept = {one: there[one.name] for one in shelf.ALL if shelf.is_current(one, there)}
        self.absent = tuple(one.name for one in shelf.ALL if one not in self._kept)
        """Read models that are not kept: of these nothing is compared."""
        before = {one.name: kept.position for one, kept in self._kept.items()}
        self._scratch = self._open.enter_context(Scratch(Papers(journal.data), self._kept, before))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def take(self, effects: Effects) -> None:
        """What the next entry did."""
        self.take_gathered(gather(effects))

    def take_gathered(self, did: Gathered) -> None:
        """The same, as a journal keeps it."""
        self._scratch.take(did)

    def differences(self) -> Iterator[Difference]:
        """Once all effects were taken in: every row that is not as they make it."""
        self._scratch.finish()
        for one, kept in self._kept.items():
            if kept.position > self._scratch.size:
                said, there = f"{self._scratch.size}", f"{kept.position}"
                yield Difference(one.name, "position", None, None, said, there)
            expected = self._scratch.tables[one.name]
            yield from between(
                one, (self._scratch.connection, expected), (self._connection, one.tables(kept.generation))
            )


def compare(journal: Journal) -> list[Difference]:
    """The kept read models against what is kept of what each entry did."""
    with Comparison(journal) as comparison:
        for index, value in journal.effects():
            comparison.take_gathered(shelf.gathered(index, value))
        return list(comparison.differences())


def between(
    one: Projection, expected: tuple[Connection, Tables], found: tuple[Connection, Tables]
) -> Iterator[Difference]:
    """The rows that are not the same in two generations of a read model."""
    for wanted, there in zip(expected[1], found[1], strict=True):
        if missing := sorted(set(wanted.columns.keys()) - _columns(found[0], there)):
            yield Difference(one.name, there.name, None, None, ", ".join(missing), NOTHING)
            continue
        if expected[0] is found[0] and _agree(expected[0], wanted, there):
            continue
        keys = [column.name for column in wanted.primary_key]
        for pair in _merged(ordered(expected[0], wanted), ordered(found[0], there), keys):
            if pair[0] != pair[1]:
                yield _difference(one.name, *pair)


def _agree(connection: Connection, wanted: Table, there: Table) -> bool:
    """Whether two tables hold the same rows: quickly, and without saying where they differ."""
    as_many = [select(func.count()).select_from(table).scalar_subquery() for table in (wanted, there)]
    # In the order of the key, in which both are stored: they are read beside each other, and nothing is looked up.
    names = sorted(wanted.columns.keys(), key=lambda name: not wanted.columns[name].primary_key)
    ours, theirs = (select(*(table.columns[name] for name in names)) for table in (wanted, there))
    more = ours.except_(theirs).order_by(*(literal_column(f"{nth}") for nth in range(1, len(names) + 1))).limit(1)
    same = and_(as_many[0] == as_many[1], ~select(more.subquery()).exists())
    return bool(connection.execute(select(same)).scalar())


def _columns(connection: Connection, table: Table) -> set[str]:
    looked = inspect(connection)
    return {column["name"] for column in looked.get_columns(table.name)} if looked.has_table(table.name) else set()


def _merged(expected: Iterator[Row], found: Iterator[Row], keys: list[str]) -> Iterator[Pair]:
    """Rows of both with the same key beside each other; both come in the order of their keys."""
    wanted, there = next(expected, None), next(found, None)
    while wanted is not None or there is not None:
        ours, theirs = _key(wanted, keys), _key(there, keys)
        yield (wanted if ours <= theirs else None), (there if theirs <= ours else None)
        if ours <= theirs:
            wanted = next(expected, None)
        if theirs <= ours:
            there = next(found, None)


def _key(row: Row | None, keys: Iterable[str]) -> tuple[Any, ...]:
    """Numbers before texts, as the database has them; anything else in a key is not ours and comes last."""
    if row is None:
        return (_LAST,)
    values = [row[name] for name in keys]
    return tuple((0, v) if isinstance(v, int) else (1, v) if isinstance(v, str) else (1, repr(v)) for v in values)


def _difference(projection: str, expected: Row | None, found: Row | None) -> Difference:
    row = expected or found or {}
    differing = [name for name in row if expected is None or found is None or expected[name] != found[name]]
    box, index = row.get("box"), row.get("paper", row.get("took"))
    name = next((row[each] for each in _NAMES if row.get(each) is not None), None)
    return Difference(
        projection,
        f"{index}" if name is None else f"{name}" if index is None else f"{name} ({index})",
        None if box is None else f"{box}",
        index if isinstance(index, int) else None,
        _said(expected, found, differing),
        _said(found, expected, differing),
    )


def _said(row: Row | None, other: Row | None, names: list[str]) -> str:
    if row is None:
        return NOTHING
    told = [
        f"{name}={_apart(row[name], other[name] if other else b'')}"
        for name in names
        if row[name] is not None or len(names) < _SHOWN
    ]
    return ", ".join(told[:_SHOWN])


def _apart(value: Any, other: Any) -> Any:
    """Of JSON arrays behind each other, which may be very many, the first that is not the same."""
    if not isinstance(value, bytes):
        return value
    there = _arrays(other)
    first = next((one for nth, one in enumerate(_arrays(value)) if there[nth : nth + 1] != [one]), b"")
    return first[:_LONGEST].decode(errors="backslashreplace")


def _arrays(value: Any) -> list[bytes]:
    if not isinstance(value, bytes):
        return []
    try:
        return [bytes(one) for one in _raw(b"[" + value + b"]")]
    except msgspec.DecodeError:
        return [value]
