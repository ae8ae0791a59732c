"""
What lies in the folder of a demo beside its ledger.

    trust.txt            what an audit starts from
    checkpoints          everything the log published
    log.pem, keys/       the keys of the log and of all officers, unencrypted and marked as simulated
    logs/                what the log signed last: the folder can be used as KOTAK_HOME
    papers/              the paper that was withheld, and those in which something was planted
    receipts/            passports of some stations and receipts of some boxes, as their witnesses carry them home
    witnesses/           the keys of the log witnesses, unencrypted and marked as simulated
    planted.json         what went wrong on purpose
    areas.csv            the names of areas, for reports
    ledger.names.json    invented names, which the ledger holds only as salted commitments
    SIMULASI.txt         that nothing of this happened

An existing folder is used only if it is empty.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from commands.founding import registry
from commands.operating.state import LogState
from commands.pages.areas import FILE
from commands.program import files
from commands.simulation import area
from commands.simulation.cast import Cast
from commands.simulation.planted import Planted
from commands.simulation.pockets import Pocket
from commands.simulation.publishing import Log
from ledger import export
from ledger.errors import Reason
from ledger.paper import Paper
from ledger.persistence.journal import Journal
from ledger.signing import keyfile

NOT_EMPTY = Reason(
    "DE-001",
    "The folder {folder} is there already and is not empty.",
    "Name a folder that is not there yet: kotak demo {folder}-2",
)
NOTE: Final = (
    "SIMULASI. Places and numbers of stations are those of Kota Batu in 2024; the voting day (14 February 2029), all "
    "people, all incidents and all papers are invented."
)


class Folder:
    """A folder of one demo."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ledger = path / "ledger.db"
        self.trust = path / "trust.txt"
        self.areas = path / FILE
        self._keys = path / "keys"
        self._papers = path / "papers"
        self._receipts = path / "receipts"
        self._witnesses = path / "witnesses"

    def check(self) -> None:
        """Raise FileTrouble if something lies there."""
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise files.FileTrouble(NOT_EMPTY, folder=self.path)

    def make(self) -> None:
        """The folder, empty: whoever cannot open a ledger may try again."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise files.FileTrouble(files.NOT_WRITTEN, path=self.path, why=error.strerror) from error

    def furnish(self) -> None:
        """Folders in it, and the note that nothing of this happened."""
        self._keys.mkdir(mode=0o700)
        self._papers.mkdir()
        self._receipts.mkdir()
        self._witnesses.mkdir(mode=0o700)
        files.write(str(self.path / "SIMULASI.txt"), f"{NOTE}\n".encode())

    def keep_log(self, log: Log) -> None:
        """Write trust file and published checkpoints, the key of the log and what it signed last."""
        LogState(self.path, log.trust.origin).adopt(log.trust, log.head.checkpoint)
        files.write(str(self.trust), log.trust.data)
        files.write(str(self.path / "checkpoints"), map(export.frame, log.notes))
        keyfile.write_demo_keys({self.path / "log.pem": log.key})
        keyfile.write_demo_keys({self._witnesses / f"{one.name}.pem": one.key for one in log.witnesses.all})

    def keep_cast(self, cast: Cast) -> None:
        """Write keys and names."""
        keyfile.write_demo_keys(
            {self._keys / f"{officer.replace('/', '_')}.pem": key for officer, key in cast.keys.items()}
        )
        registry.add(self.path / "ledger.names.json", cast.names)

    def keep_planted(self, planted: Planted) -> None:
        """Write the list of what went wrong on purpose."""
        content = {"note": NOTE, "counts": planted.counts(), "planted": [plant.plain() for plant in planted.all]}
        files.write(str(self.path / "planted.json"), f"{json.dumps(content, indent=1)}\n".encode())

    def keep_areas(self) -> None:
        """Write how areas are called; no ledger holds it."""
        files.write(str(self.areas), area.seed().encode())

    def keep_receipts(self, pockets: Iterable[Pocket]) -> None:
        """Write what witnesses carry home."""
        for pocket in pockets:
            files.write(str(self._receipts / pocket.name), pocket.data)

    def keep_papers(self, journal: Journal, indexes: Iterable[int], withheld: Iterable[Paper]) -> None:
        """Write papers as files: `01234-opening.paper`, `withheld-handover.paper`."""
        for index in indexes:
            for entry in journal.entries(index, index + 1):
                self._keep_paper(f"{index:05}-{entry.kind}", entry.data)
        for paper in withheld:
            self._keep_paper(f"withheld-{paper.document.kind}", bytes(paper))

    def _keep_paper(self, name: str, data: bytes) -> None:
        (self._papers / f"{name}.paper").write_bytes(data)
