"""`kotak compare`: two copies of one log, held by two people. Where they contradict, a file that proves it alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from commands.evidence.sides import open_side
from commands.program import files
from commands.program.context import Context
from commands.program.frame import command, option, writes
from commands.program.language import _, number
from commands.program.output import Answer, Finding, Styled, worst
from commands.program.refusal import remedy, translated
from ledger.errors import LedgerError
from ledger.receipt import clash
from ledger.receipt.compare import compare as compared
from ledger.receipt.contradiction import Contradiction

if TYPE_CHECKING:
    from ledger.log.policy import Trust
    from ledger.receipt.compare import Compared

_FORK: Final = 6
_IN_PART: Final = 9
_MOST: Final = 20
"""Contradictions that are written; one is enough."""


@command("compare")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@option("-d", "--directory", metavar="DIR", default=".", help="Where the files of proof are written; here if not said.")
@writes
@click.pass_obj
def compare(context: Context, first: str, second: str, *, directory: str, dry_run: bool) -> Answer:
    """
    Hold two copies against each other: ledgers, exported copies, checkpoints, receipts, passports, papers.

    If the log signed two histories, or one box was handed over twice, a file is written that proves it to anybody who
    has the trust file: kotak check FILE. Needs no network, and neither side has to be believed.
    """
    trust = context.trust()
    outcome = compared(open_side(first, trust, context), open_side(second, trust, context))
    proofs = [Proof.of(one, trust, Path(directory)) for one in outcome.contradictions[:_MOST]]
    if not dry_run:
        for one in proofs:
            one.write()
    return Answer(
        _lines(outcome, proofs),
        {
            "joined": list(outcome.joined),
            "apart": list(outcome.apart),
            "contradictions": [{"sort": one.made.sort, "file": str(one.file) if one.file else None} for one in proofs],
            "dry_run": dry_run,
        },
        [one.finding for one in proofs],
        next=list(dict.fromkeys(one.remedy for one in proofs)),
        status=worst(_FORK if proofs else 0, _IN_PART if outcome.apart else 0),
    )


@dataclass(frozen=True)
class Proof:
    """A contradiction, what is said of it, and the file that proves it; none if the sides do not show enough."""

    made: Contradiction
    finding: Finding
    remedy: str
    file: Path | None

    @classmethod
    def of(cls, made: Contradiction, trust: "Trust", folder: Path) -> "Proof":
        """The file is named by what it proves."""
        try:
            proved = clash.prove(made, trust)
        except LedgerError as error:
            said = Finding(error.code, translated(error.reason.text, error.facts))
            return cls(made, said, remedy(error.reason, error.facts), None)
        found = proved.finding
        said = Finding(found.reason.code, translated(found.reason.text, found.facts), found.box, found.index)
        what = next(str(proved.facts[name]) for name in ("index", "box", "size") if name in proved.facts)
        name = f"{made.sort}-{what.replace('/', '_')}-{sha256(bytes(made)).hexdigest()[:8]}.contradiction"
        return cls(made, said, remedy(found.reason, found.facts), folder / name)

    def write(self) -> None:
        """The same proof is not written twice."""
        data = bytes(self.made)
        if self.file and not (self.file.exists() and files.read(str(self.file)) == data):
            files.write(str(self.file), data)


def _lines(outcome: "Compared", proofs: list[Proof]) -> Iterator[str]:
    for one in proofs:
        yield Styled.of("bad", f"{one.finding.code}  {one.finding.message}")
        yield _("  proved by {file}").format(file=one.file) if one.file else _("  not proved by these files alone")
    if outcome.joined:
        yield _("Compared: {n} checkpoints, the largest of {size} entries.").format(**_sizes(outcome.joined))
    if outcome.apart:
        said = _("Not compared, since neither side has the entries between: {n} checkpoints, the largest of {size}.")
        yield said.format(**_sizes(outcome.apart))
    if not proofs:
        said = _("Nothing contradicts.") if outcome.joined or not outcome.apart else _("Nothing could be compared.")
        yield Styled.of("good" if outcome.joined else "doubtful", said)


def _sizes(sizes: Sequence[int]) -> dict[str, str]:
    return {"n": number(len(sizes)), "size": number(max(sizes))}
