"""
What witnesses of the simulation carry home: of one station in each kecamatan the passport of its boxes, and of the
first box the receipt of its last link. All of them are checked before they are written.
"""

from collections.abc import Iterator
from typing import NamedTuple

from commands.simulation.area import City, Station
from ledger import paper as papers
from ledger.log.policy import Trust
from ledger.persistence.journal import Journal
from ledger.receipt import check, gather, make
from ledger.receipt.keylist import KeyList
from ledger.receipt.passport import open_passport
from ledger.receipt.vouching import Vouchers
from projections import links
from projections.looking import View, look


class Pocket(NamedTuple):
    """A file to carry home."""

    name: str
    data: bytes


def fill(journal: Journal, city: City, note: bytes, trust: Trust) -> Iterator[Pocket]:
    """Passports and receipts, under the last checkpoint."""
    with look(journal) as view:
        for district in city.districts:
            stations = (station for village in district.villages for station in village.stations)
            if (found := next((one for one in stations if _is_told_whole(view, one)), None)) is not None:
                yield _passport(journal, view, found, note, trust)
                yield _receipt(journal, view, found.boxes[0], note, trust)


def _is_told_whole(view: View, station: Station) -> bool:
    """Whether nothing about its boxes waits or is contested."""
    chains = [links.of_box(view, box) for box in station.boxes]
    return all(link.verdict in {"link", "remark"} for chain in chains for link in chain)


def _passport(journal: Journal, view: View, station: Station, note: bytes, trust: Trust) -> Pocket:
    about = {link.index for box in station.boxes for link in links.of_box(view, box)}
    chosen = gather.choose(journal, station.boxes, about, make.size_of(note))
    made = gather.make(station.boxes, chosen, note, journal.nodes_at)
    held = open_passport(made, trust)
    found = held.report(Vouchers(held.entries, KeyList())).findings
    assert not found, found  # noqa: S101 - the story of this station is whole
    return Pocket(f"{station.id.replace('/', '_')}.passport", made)


def _receipt(journal: Journal, view: View, box: str, note: bytes, trust: Trust) -> Pocket:
    last = next(link for link in reversed(links.of_box(view, box)) if link.verdict == "link")
    paper = papers.read(next(journal.entries(last.index, last.index + 1)).data)
    made = make.of_box(paper, box, last.index, note, journal.nodes_at)
    check.open_receipt(made, trust)
    return Pocket(f"{box.replace('/', '_')}.tlog-proof", made)
