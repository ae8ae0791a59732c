"""Where a sample is drawn: a story's ledger, and boxes that somebody looks into."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.documents.base import Seals
from ledger.domain.documents.remarks import InspectionLine
from tests.commands.evidence import Kotak, speaking
from tests.harness import BOXES, DEWI, KPPS, TIES, TestLedger
from tests.projections.story import lay_out

SEED = "20290214170800123456"
ALL = ("--rate", "20%", "--confidence", "95%")
HERE = f"{KPPS}/1"


@dataclass
class Room:
    """Where a sample is drawn: the ledger of a story, and the program that looks into it."""

    ledger: TestLedger
    folder: Path
    run: Kotak

    def __post_init__(self) -> None:
        self._record()

    def __call__(self, *words: object, json: bool = True) -> Any:
        """Run `kotak sample`, once what happened in the story is recorded."""
        self._record()
        return self.run("sample", *words, json=json)

    @property
    def file(self) -> Path:
        """A sample of all five boxes, drawn when eight papers were recorded."""
        path = self.folder / "sample.txt"
        if not path.exists():
            self("draw", *ALL, "--as-of", "7", "--seed", SEED, "-o", path)
        return path

    def _record(self) -> None:
        lay_out(self.folder / "ledger.db", self.ledger)


@pytest.fixture
def room(
    tmp_path: Path, ledger: TestLedger, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Room:
    ledger.seal(*BOXES)
    return Room(ledger, tmp_path, speaking(tmp_path, capfd, monkeypatch))


def inspect(
    ledger: TestLedger, *boxes: str, seals: Seals = TIES, state: Any = "intact", by: str = DEWI, **members: Any
) -> None:
    lines = [InspectionLine(box=box, seals=seals, state=state) for box in boxes or BOXES]
    said = {"unit": by.partition("#")[0], "place": HERE, "purpose": "sample", **members}
    ledger.put("inspection", {by: "inspects"}, lines, **said)
