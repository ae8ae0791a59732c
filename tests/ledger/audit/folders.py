"""Folders of tiles in memory."""

import io
from collections.abc import Iterable

from ledger.audit.report import Report
from ledger.errors import Malformed
from ledger.log.tiler import Tiler
from ledger.log.tiles import NO_SIZE
from tests.ledger.dishonest import LAST

SIZE = LAST + 1


class Files(dict[str, bytes]):
    """A directory in memory, and what its checkpoint claims; None if it cannot be read."""

    claimed: int | None = SIZE

    @property
    def size(self) -> int:
        if self.claimed is None:
            raise Malformed(NO_SIZE, size=-1)
        return self.claimed

    def open(self, path: str) -> io.BytesIO | None:
        return io.BytesIO(self[path]) if path in self else None

    def paths(self) -> Iterable[str]:
        return reversed(self)


def laid_out(papers: Iterable[bytes], files: Files | None = None) -> Files:
    """Tiles as they are written at once, or added to those that were there."""
    grown = Files() if files is None else files
    tiler = Tiler(grown.size if files else 0, grown.open)
    for paper in [*papers][tiler.start :]:
        cover, _, annex = paper.partition(b"\n")
        grown.update((file.path, data) for file, data in tiler.append(cover, annex))
    grown.update((file.path, data) for file, data in tiler.rest())
    grown.claimed = tiler.size
    return grown


def codes(report: Report) -> list[str]:
    return [found.reason.code for found in report.findings]
