"""
What is in boxes and on them, by their openings and sealings: ballots that must add up, seals that bear numbers.

    received = valid + invalid + unused + damaged            valid + invalid = voters who came
"""

from typing import Final

from msgspec.structs import replace

from ledger.domain.custody.effects import Change, Gathered
from ledger.domain.documents.base import DAY, seconds
from ledger.domain.documents.boxes import Counts, OpeningLine, Sealing, SealingLine
from projections.watch import serials
from projections.watch.flagged import contents, rules
from projections.watch.state import ContentsWatch
from projections.watch.watching import Facts, Watching

_LINES: Final = (SealingLine, OpeningLine)
_PARTS: Final = ("valid", "invalid", "unused", "damaged")


def take(w: Watching, did: Gathered) -> None:
    """What each line says of its box, where it took effect."""
    index = did.effects.index
    paper = w.papers.of(index)
    done: dict[str, Change] = {}
    for group in did.together:
        if group.change.index == index and group.change.verdict in {"link", "waiting"}:
            done.update(dict.fromkeys(group.boxes, group.change))
    times = paper.document.times if isinstance(paper.document, Sealing) else None
    ended = times.ended if times is not None else None
    lines = [line for line in paper.lines if isinstance(line, _LINES) and line.box in done]
    numbered = serials.named(paper, lines)
    if numbered:
        serials.expect(w, (line for line in lines if line.box in numbered))
    for line in lines:
        if isinstance(line, SealingLine):
            _sealed(w, line, done[line.box], ended)
        else:
            _opened(w, line, done[line.box])
        if line.box in numbered:
            serials.take(w, line, done[line.box].flags)


def disposed(w: Watching, did: Gathered) -> None:
    """Boxes are kept as long as the rules say, from the end of the count at their station, where that is known."""
    index, document = rules(w)
    days = document.retention_days if document else None
    if days is None:
        return
    for group in did.together:
        if group.change.index != did.effects.index or group.change.verdict != "link":
            continue
        for box in group.boxes:
            held = contents(w, box)
            if held.counted is not None and seconds(group.change.at) < seconds(held.counted) + days * DAY:
                told = Facts(expected=days * DAY, found=seconds(group.change.at) - seconds(held.counted))
                unit = group.change.giver or group.change.now.custodian
                w.find("disposed-early", "retention", told, rests_on=[index, held.counted_by], box=box, unit=unit)


def _sealed(w: Watching, line: SealingLine, change: Change, ended: str | None) -> None:
    before = after = contents(w, line.box)
    if line.counts is not None:
        after = _counted(before)
        _add_up(w, line.box, after, line.counts, change)
    if line.packed is not None:
        after = replace(after, packed=line.packed.ballots, packed_by=w.effects.index)
    if ended is not None:
        after = replace(after, counted=ended, counted_by=w.effects.index)
    if after is not before:
        w.memory.put(line.box, after)


def _counted(before: ContentsWatch) -> ContentsWatch:
    """The box at a count: what the first one received, later ones are held against as well."""
    if before.is_counted:
        return before
    came = (before.packed, before.packed_by) if before.found is None else (before.found, before.found_by)
    return replace(before, is_counted=True, received=came[0], received_by=came[1])


def _opened(w: Watching, line: OpeningLine, change: Change) -> None:
    if line.found is not None:
        before = contents(w, line.box)
        w.memory.put(line.box, replace(before, found=line.found.ballots, found_by=change.index))


def _add_up(w: Watching, box: str, held: ContentsWatch, counts: Counts, change: Change) -> None:
    received, by = held.received, held.received_by
    unit = change.giver or change.now.custodian
    parts = [getattr(counts, name) for name in _PARTS]
    if received is not None and None not in parts and sum(parts) != received:
        w.find(
            "ballots-differ", "received", Facts(expected=received, found=sum(parts)), rests_on=[by], box=box, unit=unit
        )
    used = None if counts.valid is None or counts.invalid is None else counts.valid + counts.invalid
    if used is not None and counts.voters is not None and used != counts.voters:
        w.find("ballots-differ", "voters", Facts(expected=counts.voters, found=used), box=box, unit=unit)
