"""A passport made from the ledger, opened again as whoever checks it will, and what must be said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commands.evidence import pocket
from commands.program.context import Context
from commands.program.language import _, counted
from commands.program.refusal import translated
from ledger.log.checkpoint import Opened
from ledger.receipt import gather
from ledger.receipt.gather import Chosen
from ledger.receipt.keylist import KeyList
from ledger.receipt.passport import OpenedPassport, open_passport
from ledger.receipt.report import Report
from ledger.receipt.vouching import Vouchers

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from projections.looking import View


@dataclass(frozen=True)
class Made:
    """Its bytes, what was chosen for it, and what was found when it was opened."""

    data: bytes
    chosen: Chosen
    held: OpenedPassport
    report: Report


def made(context: Context, journal: "Journal", view: "View", boxes: Sequence[str]) -> Made:
    """All proofs of these boxes under the largest published checkpoint. Raises what checking it would, and Unknown."""
    from projections import links  # noqa: PLC0415 - with SQLAlchemy

    trust = context.trust()
    about = {link.index for box in boxes for link in links.of_box(view, box)}
    promise = pocket.largest_over(pocket.published(context, trust), about)
    chosen = gather.choose(journal, boxes, about, promise.size)
    data = gather.make(boxes, chosen, promise.note, journal.nodes_at)
    held = open_passport(data, trust)
    return Made(data, chosen, held, held.report(Vouchers(held.entries, KeyList())))


def warnings(one: Made) -> list[str]:
    """What is not in it or not final, and what does not agree in it."""
    found = [translated(finding.reason.text, finding.facts) for finding in one.report.findings]
    return [*provisional(one.held.promise), *_left_out(one.chosen), *found]


def provisional(promise: Opened) -> list[str]:
    """That the witnesses have not cosigned what it rests on, where they have not."""
    if promise.quorum_met:
        return []
    return [_("Provisional: the quorum has not cosigned this checkpoint yet. Ask again once it has.")]


def _left_out(chosen: Chosen) -> Iterator[str]:
    if chosen.later:
        yield counted(
            "{n} paper about these boxes was recorded after the checkpoint and is not in it.",
            "{n} papers about these boxes were recorded after the checkpoint and are not in it.",
            len(chosen.later),
        )
    for index in chosen.unread:
        said = _("The answer at index {index} cannot be read; whether it belongs in it is not known.")
        yield said.format(index=index)
