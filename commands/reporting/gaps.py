"""What is not here, each paper told once: that others follow it, that the reader holds it, what it explains."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commands.evidence.holding import told_of_none
from commands.program.language import _, counted, number, short_moment
from commands.program.spoken import tongue, words
from commands.reporting.gathering import Desk
from commands.reporting.kept import Folder, Withheld
from commands.reporting.lacking import Lacking
from ledger.domain import names
from projections import codes
from projections.desk import Break
from projections.numbers import Numbers


@dataclass(frozen=True)
class Gap:
    """A paper that papers here follow: the paper itself where the reader holds it, and the breaks it explains."""

    lacking: Lacking
    held: Withheld | None
    explains: tuple[Break, ...]


def gaps(desk: Desk, kept: Folder | None) -> list[Gap]:
    """Each paper that others here follow."""
    found = ((one, kept.holding(one.digest) if kept else None) for one in desk.lacking)
    return [Gap(one, held, tuple(_explained(desk, one, held))) for one, held in found]


def _explained(desk: Desk, lacks: Lacking, held: Withheld | None) -> Iterator[Break]:
    """What waits for it, boxes that are missing since all later papers wait, and the number of its device."""
    for one in desk.open:
        waits = one.code == "waiting" or one.case == "waits"
        if (waits and one.boxes and set(one.boxes) <= set(lacks.boxes)) or (held is not None and _fits(one, held)):
            yield one


def _fits(one: Break, held: Withheld) -> bool:
    """Whether the number its device gave a paper is what is missing here."""
    document = held.paper.document
    if one.code != "device-gap" or one.case != "gap" or one.facts.device != document.device:
        return False
    missing = Numbers.read(str(one.facts.expected))
    return missing is not None and missing.first <= document.device_seq <= missing.last


def told(desk: Desk, kept: Folder | None, area: str | None) -> list[str]:
    """For the summary of a report about an area or everything."""
    found = gaps(desk, kept)
    said = [_told(one) for one in found]
    rest = [one for one in kept.withheld if not any(gap.held == one for gap in found)] if kept else []
    said.extend(_unfollowed(rest, area))
    explained = {id(each) for one in found for each in one.explains}
    devices = sum(one.settled is None and id(one) not in explained for one in desk.devices)
    if devices:
        said.append(_("Gaps in the numbers of devices: {n}.").format(n=number(devices)))
    if kept and kept.compared and not said:
        said.append(_("None that was looked for, and none that others here follow."))
    return [*said, *compared(kept)]


def compared(kept: Folder | None) -> Iterator[str]:
    """Whether papers of the reader were looked for, and how many where all of them are here."""
    if kept is None:
        yield _("No papers that an auditor kept were looked for.")
    elif not kept.compared:
        yield told_of_none(kept.name, kept.counted)
    elif not kept.withheld:
        yield counted(
            "The {n} paper found in the folder you named is in this ledger.",
            "All {n} papers found in the folder you named are in this ledger.",
            kept.compared,
        )


def _unfollowed(rest: Sequence[Withheld], area: str | None) -> Iterator[str]:
    """That nothing follows a paper is known of those alone whose boxes were all looked at."""
    if within := [one for one in rest if _is_within(one, area)]:
        yield _("Papers you kept that are not in it, and that nothing here follows: {files}.").format(
            files=_files(within)
        )
    if elsewhere := [one for one in rest if not _is_within(one, area)]:
        said = _("Papers you kept that are not in it, about boxes of other areas, not looked at here: {files}.")
        yield said.format(files=_files(elsewhere))


def _is_within(one: Withheld, area: str | None) -> bool:
    return area is None or all(names.covers(area, box) for box in one.boxes)


def _files(papers: Iterable[Withheld]) -> str:
    return "; ".join(f"{one.name} (SHA-256 {one.paper.digest[:8]}…)" for one in papers)


def _told(one: Gap) -> str:
    return f"{_named(one)} {explaining(one)}"


def _named(one: Gap) -> str:
    if one.held is None:
        said = _("A paper that others here follow is not here (its SHA-256 begins {digest}).")
        return said.format(digest=one.lacking.digest)
    document = one.held.paper.document
    said = _(
        "A paper that others here follow is not here, and you hold it: {title}, {at}, file {file}, SHA-256 {digest}…"
    )
    title = tongue().word(words.TITLES, document.kind)
    return said.format(title=title, at=short_moment(document.at), file=one.held.name, digest=one.lacking.digest[:8])


def explaining(one: Gap) -> str:
    """How many of the open breaks a paper would end, by their names."""
    by_name = Counter(each.code for each in one.explains)
    named = ", ".join(f"{_(codes.of(each).name)} {number(count)}" for each, count in by_name.items())
    said = counted("It explains {n} open break", "It explains {n} open breaks", len(one.explains))
    return f"{said}: {named}." if named else ""
