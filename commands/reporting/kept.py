"""The folder of papers a reader kept: what lies in it, and which of its papers this copy lacks."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import paper
from ledger.audit.outside import WITHHELD
from ledger.paper import Paper

if TYPE_CHECKING:
    from commands.evidence.holding import Counted, Holding
    from ledger.audit.report import Report


@dataclass(frozen=True)
class Withheld:
    """A paper the reader kept and this copy lacks: its file in the folder that was named, and the paper itself."""

    name: str
    paper: Paper

    @property
    def boxes(self) -> tuple[str, ...]:
        """The boxes it speaks of."""
        return tuple(line.box for line in self.paper.lines if hasattr(line, "box"))


@dataclass(frozen=True)
class Folder:
    """A folder as it was named, how much lies in it, and the papers in it that the audit looked for in vain."""

    path: str
    counted: "Counted"
    compared: int
    """Papers in it that were looked for."""
    withheld: tuple[Withheld, ...]

    @property
    def name(self) -> str:
        """What it is called; where it lies on this machine is nobody's business."""
        return Path(self.path).name or self.path

    def holding(self, digest: str) -> Withheld | None:
        """The paper whose SHA-256 begins so, if it lies there."""
        return next((one for one in self.withheld if one.paper.digest.startswith(digest)), None)


def folder(path: str, holding: "Holding", report: "Report") -> Folder:
    """After the audit."""
    return Folder(path, holding.counted(), report.kept_papers, tuple(_withheld(holding, report)))


def _withheld(holding: "Holding", report: "Report") -> list[Withheld]:
    lacked = {(found.facts["name"], found.facts["digest"]) for found in report.findings if found.reason is WITHHELD}
    if not lacked:
        return []
    names = {name for name, _digest in lacked}
    kept = ((one.name, paper.read(one.data)) for one in holding.papers() if one.name in names)
    return [Withheld(holding.name_of(name), one) for name, one in kept if (name, one.digest) in lacked]
