"""What is exported: which ledger, how much of it, and as at when."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from commands.drafting.known import ZONES
from commands.everyday import simulated
from commands.looking import dated, looking
from commands.program.context import Context
from commands.program.language import _, number
from commands.program.terminal import progress
from ledger.domain import names
from ledger.domain.documents.base import seconds
from ledger.domain.documents.government import Genesis
from ledger.errors import Reason, Unknown
from ledger.log.bracket import Marks

if TYPE_CHECKING:
    from projections.exported.tables import Table
    from projections.looking import View
    from projections.moment import Moment
    from projections.where import Question

NOT_FOUNDED = Reason("XP-004", "The ledger has no papers yet, so there is nothing to export.", "kotak init")


@dataclass(frozen=True)
class Source:
    """A ledger, and what is asked of it."""

    view: "View"
    question: "Question"
    digest: str
    genesis: Genesis
    entries: int
    """The number of entries that are asked about."""
    at: str
    """What the last of them says of time."""
    time: str | None
    """The time that is asked about, on the clocks of the stations."""
    moment: "Moment"
    marks: Callable[[], Marks]
    """What dates papers, as in every other answer; read where grades are told."""

    @property
    def hours(self) -> int:
        """The zone of the stations, before UTC."""
        return ZONES[self.genesis.zone]

    def about(self) -> dict[str, str | int]:
        """What stands beside a table that has room for it."""
        question = self.question
        papers_say = None if self.time is not None else self.moment.at
        then = {
            "papers_say": papers_say,
            "area": question.area,
            "as_of_index": question.index,
            "as_of_time": self.time,
        }
        mark = simulated.of_genesis(self.digest, self.genesis).mark
        return {
            "ledger": self.digest,
            "origin": self.genesis.origin,
            "entries": self.entries,
            "last_paper_at": self.at,
            **{name: said for name, said in then.items() if said is not None},
            **({"simulation": mark} if mark else {}),
        }

    def said(self) -> str:
        """As at when it is, for a person: the same words for the same question, whenever it is asked."""
        from commands.looking import moments  # noqa: PLC0415 - with SQLAlchemy

        return _("{moment}; entries: {n}.").format(moment=moments.in_file(self.moment), n=number(self.entries))


@contextmanager
def source(context: Context, area: str | None, as_of: str | None) -> Iterator[Source]:
    """The ledger in use. Raises Unknown if there is nothing to export, or no such entry."""
    from projections import desk, heard  # noqa: PLC0415 - brings SQLAlchemy
    from projections.exported import histories  # noqa: PLC0415 - likewise
    from projections.moment import EARLIEST  # noqa: PLC0415 - likewise
    from projections.where import Question  # noqa: PLC0415 - likewise

    within = names.parse("an area", area) if area is not None else None
    with looking.view_of(context) as (journal, view):
        index, time = looking.moment(journal, as_of)
        question = Question(area=within, index=index, seconds=seconds(time) if time else None)
        if not view.size:
            raise Unknown(NOT_FOUNDED)
        heard.check(view, within)
        founded = view.papers.of(0)
        assert isinstance(founded.document, Genesis)  # noqa: S101 - no other paper is recorded first
        entries = histories.known(view, question)
        at = view.gathered([entries - 1])[entries - 1].effects.at
        moment = desk.as_at(view, index=index, time=time, clock=EARLIEST)
        marks = partial(dated.marks, context, journal)
        yield Source(view, question, founded.digest, founded.document, entries, at, time, moment, marks)


Item = TypeVar("Item")


class Tally:
    """What went into a file: rows or events by the name of their table, and the hash of the bytes."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self._hash = sha256()

    def counted(self, table: "Table") -> "Table":
        """The table, its rows counted as they are read, with progress on a terminal."""
        return replace(table, rows=self.count(table.name, table.rows))

    def count(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """The same, counted under a name as they are read."""
        self.rows[name] = 0
        for item in progress(items, _("writing {table}").format(table=name)):
            self.rows[name] += 1
            yield item

    def hashed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The bytes, hashed as they are written."""
        for piece in pieces:
            self._hash.update(piece)
            yield piece

    @property
    def hash(self) -> str:
        """SHA-256 of what was written."""
        return self._hash.hexdigest()
