"""
The whole story, from genesis to storage, then read models, a last checkpoint and an audit of everything.

Between acts the log publishes a checkpoint, which is what drafting machines have seen from then on.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Final, Protocol, TypeVar

from commands.simulation import (
    consequences,
    delivery,
    eve,
    founding,
    homeward,
    outward,
    packing,
    pockets,
    recapitulation,
    stations,
    voting,
)
from commands.simulation.area import KINDS, City, kota_batu
from commands.simulation.cast import Cast
from commands.simulation.folder import Folder
from commands.simulation.irregularities import Irregularities
from commands.simulation.planted import Planted
from commands.simulation.player import Player, Tally
from commands.simulation.publishing import Log
from commands.simulation.world import Act, World
from ledger import verify
from ledger.audit.held import Held, Kept
from ledger.audit.report import Report
from ledger.domain.documents.base import HOUR, Seen
from ledger.log.checkpoint import Checkpoint
from ledger.persistence.journal import Journal, open_journal
from projections import shelf

ACTS: Final[dict[str, Act]] = {
    "founding": founding.play,
    "delivery": delivery.play,
    "packing": packing.play,
    "outward": outward.play,
    "stations": stations.play,
    "eve": eve.play,
    "voting": voting.play,
    "homeward": homeward.play,
    "recapitulation": recapitulation.play,
}
HOURLY: Final = frozenset({"outward", "homeward"})
"""Acts during which the log publishes a checkpoint an hour."""
Item = TypeVar("Item")


class Watch(Protocol):
    """Whoever looks on while things are done: gets every item on its way."""

    def __call__(self, items: Iterable[Item], phase: str, /) -> Iterable[Item]:
        """The same items; `phase` is what is being done."""


@dataclass
class Told:
    """What came of it."""

    city: City
    tally: Tally
    planted: Planted
    checkpoint: Checkpoint
    report: Report
    seconds: dict[str, float]


def tell(folder: Folder, ledger: str | None, stations: int | None, seed: int, watch: Watch) -> Told:
    """Play it in an empty folder; the ledger may stand elsewhere."""
    folder.make()
    with open_journal(ledger or folder.ledger, create=True) as journal:
        folder.furnish()
        story = _Story(folder, _world(journal, stations, seed), watch)
        for name, act in ACTS.items():
            story.play(name, act)
        return story.finish()


def _world(journal: Journal, stations: int | None, seed: int) -> World:
    chance = Random(seed)  # noqa: S311 - a seed is there to tell the same story again; no key is drawn from it
    city = kota_batu(stations, chance)
    odd = Irregularities(city, chance)
    cast = Cast(city, chance)
    player = Player(journal, cast, chance)
    player.follow(f"{odd.unlinked}/{kind}" for kind in KINDS)
    return World(city, cast, player, odd)


class _Story:
    """The acts, and what follows them, each with the seconds it took."""

    def __init__(self, folder: Folder, world: World, watch: Watch) -> None:
        self._folder = folder
        self._world = world
        self._player = world.player
        self._watch = watch
        self._seconds: dict[str, float] = {}
        self._published = 0

    @cached_property
    def _log(self) -> Log:
        """It begins once there is a genesis paper."""
        return Log(self._player.journal, founding.ORIGIN, self._player.ledger)

    def play(self, name: str, act: Act) -> None:
        """One act, and then a checkpoint; while boxes are on the move, one every hour."""
        with self._timed(name):
            for _ in self._watch(act(self._world), name):
                if name in HOURLY and self._player.now - self._published >= HOUR:
                    self._publish()
            self._publish()

    def _publish(self) -> None:
        self._published = self._player.now
        self._last = self._log.publish(self._published)
        self._player.publish(Seen(size=self._last.size, root=self._last.root.hex()))

    def finish(self) -> Told:
        """What follows from the plants, read models, what lies in the folder, and an audit with its trust file."""
        consequences.follow(self._world)
        with self._timed("read-models"):
            self._read_models(self._player.journal)
        with self._timed("files"):
            self._keep()
        with self._timed("receipts"):
            self._carry_home()
        with self._timed("audit"):
            published = [Kept("checkpoints", note) for note in self._log.notes]
            report = verify.verify_database(self._player.journal, self._log.trust, Held(published=published))
        return Told(self._world.city, self._player.tally, self._world.planted, self._last, report, self._seconds)

    def _read_models(self, journal: Journal) -> None:
        shelf.prepare(journal)
        for _ in self._watch(shelf.fill(journal, shelf.ALL, journal.size()), "read-models"):
            pass

    def _keep(self) -> None:
        folder, planted = self._folder, self._world.planted
        folder.keep_log(self._log)
        folder.keep_cast(self._world.cast)
        folder.keep_planted(planted)
        folder.keep_areas()
        folder.keep_papers(self._player.journal, planted.indexes(), self._world.withheld)

    def _carry_home(self) -> None:
        log, journal = self._log, self._player.journal
        made = pockets.fill(journal, self._world.city, log.notes[-1], log.trust)
        self._folder.keep_receipts(self._watch(made, "receipts"))

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self._seconds[name] = round(time.monotonic() - began, 2)
