"""
Which reading pages show: that of now, made anew in the background when papers came in, and a few of other moments.

A page never waits for papers that came in meanwhile: until they are read it shows what was known before, and says as
at which entry. Only one thread reads what is new.
"""

import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock
from typing import Final

from commands.drafting import clock
from commands.drafting.known import Known
from commands.evidence import reference
from commands.looking import dated, looking
from commands.program.context import Context, NotSaid
from commands.program.output import say
from commands.program.refusal import saved, translated
from commands.serving.reading import Reading
from commands.serving.reasons import NOT_READ
from ledger.errors import LedgerError, Unavailable
from ledger.persistence.journal import Journal
from projections import desk
from projections.desk import Moment
from projections.lookout import Lookout

EVERY: Final = 1.0
"""Seconds between two looks for new papers."""
_MINUTE: Final = 60.0
_RARELY: Final = 20.0
"""A deadline passes without a paper: a reading by the clock is made anew, but no more than a twentieth of the time."""
_PAUSE: Final = 3.0
"""Papers come in all the time: they are read no more than a quarter of it, so that pages are answered meanwhile."""
_KEPT: Final = 8
"""Readings of other moments that are kept."""


class Keeper:
    """The readings of one ledger."""

    def __init__(self, context: Context, journal: Journal, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self.context, self.journal = context, journal
        self.lookout = Lookout(journal)
        self.trouble: LedgerError | None = None
        """Why what is new could not be read, if it could not."""
        self._stopwatch = stopwatch
        self._known: tuple[object, ...] = ()
        self._made, self._took = 0.0, 0.0
        self._then: OrderedDict[tuple[int | None, str | None], Reading] = OrderedDict()
        self._lock = Lock()
        self._now = self._read()

    @property
    def now(self) -> Reading:
        """The last reading of everything."""
        return self._now

    def at(self, as_of: str) -> Reading:
        """As at an index or a time. Raises NotUnderstood, Unknown."""
        index, instant = looking.moment(self.journal, as_of)
        known = self._now
        with self._lock:
            found = self._then.get((index, instant))
            if found is None or _is_old(found, known):
                found = Reading(self.lookout, self._moment(index, instant), known.marks)
            self._then[index, instant] = found
            self._then.move_to_end((index, instant))
            while len(self._then) > _KEPT:
                self._then.popitem(last=False)
        return found

    def catch_up(self) -> bool:
        """Read what is new, if anything is. Whether there was."""
        known = self._state()
        passed = self._stopwatch() - self._made
        stale = self._now.moment.by == "clock" and passed > max(_MINUTE, _RARELY * self._took)
        if passed < _PAUSE * self._took or (known == self._known and not stale):
            return False
        self._now = self._read()
        return True

    def keep_up(self, stop: Event) -> None:
        """Look for what is new until told to stop. What cannot be read is said, and tried again."""
        while not stop.wait(EVERY):
            try:
                self.catch_up()
                self.trouble = None
            except LedgerError as error:
                self._trouble(error)
            except Exception as error:  # noqa: BLE001 - a thread that dies would leave pages old without a word
                self._trouble(self.trouble or Unavailable(NOT_READ, path=saved(error, "serve")))

    def _trouble(self, error: LedgerError) -> None:
        if self.trouble is None:
            say(f"{error.code}  {translated(error.reason.text, error.facts)}", sys.stderr)
        self.trouble = error

    def _read(self) -> Reading:
        began, known = self._stopwatch(), self._state()
        self.lookout.refresh(noted_at=_clock())
        made = Reading(self.lookout, self._moment(None, None), dated.marks(self.context, self.journal))
        made.prepare()
        self._known, self._made, self._took = known, self._stopwatch(), self._stopwatch() - began
        return made

    def _moment(self, index: int | None, instant: str | None) -> Moment:
        with self.lookout.view() as view:
            return desk.as_at(view, index=index, time=instant, clock=clock.instant(None, Known(self.journal).hours))

    def _state(self) -> tuple[object, ...]:
        """Entries, and the files of checkpoints: if these are the same, nothing is new."""
        return self.journal.size(), *map(_stamp, self._checkpoints())

    def _checkpoints(self) -> list[Path | None]:
        try:
            trust = self.context.trust()
        except NotSaid:
            return []
        return [reference.published(self.context.ledger, self.context), reference.kept(trust, self.context)]


def _is_old(found: Reading, known: Reading) -> bool:
    """Whether papers or checkpoints came in since that say something of its moment."""
    return found.marks != known.marks or (found.moment.by == "time" and found.moment.entries < known.moment.entries)


def _stamp(path: Path | None) -> tuple[int, int] | None:
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found else None


def _clock() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
