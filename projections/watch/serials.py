"""
Seals that bear numbers: one that is on another box, or was taken off, is not put on.

A number proved to be of a batch is that seal and no other; two batches may bear the same numbers. A number that is only
stated may be any seal that bears it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ledger.domain.documents.base import Seals
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from ledger.recorded import Recorded
from projections.watch.state import SerialWatch
from projections.watch.watching import Facts, Watching

_SORTS: Final = Seals.__struct_fields__
UNPROVED: Final = "serial-unproved"
"""The flag of a line that shows a number which is not of the batch it is said to be of."""


def named(paper: Recorded, lines: Iterable[SealingLine | OpeningLine]) -> set[str]:
    """Boxes of which lines name numbers; most papers name none."""
    if not paper.mentions(b"serials") and not paper.mentions(b"revealed"):
        return set()
    return {line.box for line in lines if _are_named(line)}


def _are_named(line: SealingLine | OpeningLine) -> bool:
    if isinstance(line, SealingLine):
        return bool(line.revealed) or _bear(line.seals)
    return _bear(line.seals) or _bear(line.broken) or _bear(line.resealed)


def _bear(seals: Seals | None) -> bool:
    return seals is not None and bool(
        (seals.ties and seals.ties.serials)
        or (seals.papers and seals.papers.serials)
        or (seals.padlocks and seals.padlocks.serials)
        or (seals.party and seals.party.serials)
    )


def expect(w: Watching, lines: Iterable[SealingLine | OpeningLine]) -> None:
    """Load what will be asked for of the numbers that lines put on."""
    named = [(serial, batch) for line in lines for serial, batch in _put_on(line, ()).items()]
    w.memory.expect(SerialWatch, (serial for serial, _batch in named))
    w.memory.expect(SerialWatch, (_proved(serial, batch) for serial, batch in named if batch))


def take(w: Watching, line: SealingLine | OpeningLine, flags: Iterable[str]) -> None:
    """Seals broken, and seals put on."""
    if isinstance(line, OpeningLine):
        _take_off(w, line.box, line.broken or line.seals)
    for serial, batch in _put_on(line, flags).items():
        known = _known(w, serial, batch)
        told = Facts(expected=serial.partition(":")[2], found=known.box if known else "")
        if known is not None and known.on and known.box != line.box:
            w.find("serial-twice", "clone", told, rests_on=[known.index], box=line.box)
        elif known is not None and not known.on:
            w.find("serial-again", "again", told, rests_on=[known.index], box=line.box)
        _remember(w, serial, SerialWatch(line.box, w.effects.index, batch=batch))


def _put_on(line: SealingLine | OpeningLine, flags: Iterable[str]) -> Mapping[str, str]:
    """Each number with the sort of seal, where it is stated, and the batch it is proved to be of."""
    if isinstance(line, OpeningLine):
        return dict.fromkeys(_serials(line.resealed), "") if line.resealed is not None else {}
    shown = {one.serial: "" if UNPROVED in flags else f"{one.stock}/{one.batch}" for one in line.revealed}
    stated = {serial: shown.pop(serial.partition(":")[2], "") for serial in _serials(line.seals)}
    return {**stated, **{f":{serial}": batch for serial, batch in shown.items()}}


def _serials(on: Seals) -> Iterator[str]:
    for sort in _SORTS:
        seal = getattr(on, sort)
        yield from (f"{sort}:{serial}" for serial in (seal.serials if seal is not None else ()))


def _known(w: Watching, serial: str, batch: str) -> SerialWatch | None:
    known = w.memory.get(SerialWatch, serial)
    if known is not None and batch and known.batch not in {"", batch}:
        return w.memory.get(SerialWatch, _proved(serial, batch))
    return known


def _take_off(w: Watching, box: str, broken: Seals) -> None:
    for serial in _serials(broken):
        known = w.memory.get(SerialWatch, serial)
        batch = known.batch if known is not None and known.box == box else ""
        _remember(w, serial, SerialWatch(box, w.effects.index, on=False, batch=batch))


def _remember(w: Watching, serial: str, watch: SerialWatch) -> None:
    w.memory.put(serial, watch)
    if watch.batch:
        w.memory.put(_proved(serial, watch.batch), watch)


def _proved(serial: str, batch: str) -> str:
    return f"{serial}@{batch}"
