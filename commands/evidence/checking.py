"""
`kotak check`: what somebody brings, checked with a trust file and nothing else.

No ledger is opened, no database imported, no network used. How each sort of file is checked stands in
`ledger.receipt.examine`; how the outcome is shown, in `commands.evidence.checked`.
"""

from collections.abc import Sequence
from typing import Final

import click

from commands.evidence import checked, outcome
from commands.evidence.outcome import Checked
from commands.program import files
from commands.program.context import Context, NotSaid
from commands.program.frame import command, option
from commands.program.output import Answer, worst
from ledger.errors import LedgerError, Reason
from ledger.log import policy
from ledger.receipt import keylist
from ledger.receipt.examine import examine, report_of
from ledger.receipt.keylist import KeyList
from ledger.receipt.vouching import Vouchers

NOTHING_ANCHORED = Reason(
    "CK-001",
    "An anchor is checked for one file that rests on a checkpoint: a receipt, a passport or the checkpoint itself.",
    "kotak check FILE --anchored ANCHOR TRUST",
)

_LIMIT: Final = 4 * 2**20
"""Bytes of the largest file that is checked alone."""


@command("check")
@click.argument("names", nargs=-1, required=True, metavar="FILE...")
@option("--keys", metavar="LIST", help="Officers' keys you know to be right, one a line: OFFICER ALGORITHM KEY.")
@option(
    "--anchored",
    nargs=2,
    multiple=True,
    metavar="ANCHOR TRUST",
    help="The receipt of an anchor in another ledger and its trust file; again for the ledger above that.",
)
@click.pass_obj
def check(
    context: Context, *, names: tuple[str, ...], keys: str | None, anchored: tuple[tuple[str, str], ...]
) -> Answer:
    """
    Check receipts, passports, papers and checkpoints that somebody brings, without any ledger.

    The check starts from the trust file you hold. Files named together share the keys they show, so name a passport
    beside a receipt. What is said is what the files prove; what was not checked is said too.
    """
    trust, pinned = context.trust(), keylist.read(files.read(keys)) if keys else KeyList()
    data = [files.read(name, _LIMIT) for name in names]
    outcomes = examine(data, trust, pinned)
    found = [Checked(name, each, outcome, trust) for name, each, outcome in zip(names, data, outcomes, strict=True)]
    return _answer([*found, *_anchors(found, anchored, pinned)])


def _anchors(found: Sequence[Checked], anchored: Sequence[tuple[str, str]], pinned: KeyList) -> list[Checked]:
    """Each anchors the checkpoint of the one before."""
    if not anchored:
        return []
    below = found[0].outcome
    if isinstance(below, LedgerError):
        raise below
    if len(found) > 1 or below.promise is None:
        raise NotSaid(NOTHING_ANCHORED)
    from ledger.receipt.anchor import open_anchor  # noqa: PLC0415 - only where one is named

    above, promise = [], below.promise
    for name, trust_name in anchored:
        trust, data = policy.read(files.read(trust_name)), files.read(name, _LIMIT)
        anchor = open_anchor(data, trust, promise.checkpoint)
        above.append(Checked(name, data, report_of(anchor, Vouchers(anchor.entries, pinned), trust), trust))
        promise = anchor.promise
    return above


def _answer(found: Sequence[Checked]) -> Answer:
    """One file that does not hold is refused like anything else; beside others it is one of the outcomes."""
    if len(found) == 1 and isinstance(found[0].outcome, LedgerError):
        raise found[0].outcome
    return Answer(
        [*(line for one in found for line in checked.lines(one)), *checked.trusted(found)],
        {"files": [outcome.plain(one) for one in found]},
        [finding for one in found for finding in outcome.findings(one)],
        next=[remedy for one in found for remedy in outcome.remedies(one)][:3],
        status=worst(*(one.status for one in found)),
    )
