"""`kotak trust`: what every check starts from. The file is looked at and compared; no command ever makes it weaker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from commands.program.context import Context
from commands.program.frame import group
from commands.program.language import _
from commands.program.output import Answer, Finding
from commands.program.refusal import translated
from ledger import paper as papers
from ledger.errors import Reason
from ledger.log.policy import Trust
from ledger.signing.keys import fingerprint

OTHER_GENESIS = Reason(
    "SU-060",
    "The ledger begins with the paper {found}, the trust file is for one that begins with {expected}.",
    "Compare the trust file with the one that was published: kotak trust show",
)

_FOUND_WRONG: Final = 3


@group("trust")
def trust() -> None:
    """The file every check starts from: origin, genesis, key of the log, log witnesses."""


@trust.command("show", alias="lihat")
@click.pass_obj
def show(context: Context) -> Answer:
    """What the trust file says, and its hash, to be compared with what was published."""
    held, path = context.trust(), context.trust_path()
    return Answer(lines(held, path), facts(held, path))


@trust.command("check", alias="cek")
@click.pass_obj
def check(context: Context) -> Answer:
    """The trust file is one, and the ledger begins with the paper it names."""
    held, path = context.trust(), context.trust_path()
    first = _first(context) if context.setting("ledger").value else None
    data = {**facts(held, path), "ledger": first}
    if first is None or first == held.genesis:
        agrees = _("The ledger begins with that paper.") if first else _("No ledger was named to compare it with.")
        return Answer([*lines(held, path), agrees], data)
    said = {"found": first[:16], "expected": held.genesis[:16]}
    finding = Finding(OTHER_GENESIS.code, translated(OTHER_GENESIS.text, said), index=0)
    shown = [*lines(held, path), finding.message]
    return Answer(shown, data, findings=[finding], next=[_(OTHER_GENESIS.remedy)], status=_FOUND_WRONG)


def lines(held: Trust, path: Path) -> Iterator[str]:
    """What a trust file says, for a person."""
    yield _("Trust file   {path}").format(path=path)
    yield _("  SHA-256    {hash}").format(hash=held.hash)
    yield _("  origin     {origin}").format(origin=held.origin)
    yield _("  genesis    {digest}").format(digest=held.genesis)
    yield _("  log key    {fingerprint}").format(fingerprint=fingerprint(held.log.key.public))
    strength = held.quorum.strength
    if strength is None:
        yield _("  witnesses  none: a checkpoint rests on the log's signature alone")
        return
    yield _("  witnesses  {n}; the quorum is {quorum}").format(n=len(held.quorum.witnesses), quorum=held.quorum.asked)
    yield _("             {n} of them together could show two histories").format(n=strength.split_by)
    yield _("             {n} of them absent stop the log").format(n=strength.stalled_by)


def facts(held: Trust, path: Path) -> dict[str, object]:
    """The same for a program."""
    strength = held.quorum.strength
    return {
        "path": str(path),
        "sha256": held.hash,
        "origin": held.origin,
        "genesis": held.genesis,
        "log_key": str(held.log.key),
        "log_fingerprint": fingerprint(held.log.key.public),
        "witnesses": [witness.name for witness in held.quorum.witnesses],
        "quorum": held.quorum.asked,
        "split_by": strength.split_by if strength else None,
        "stalled_by": strength.stalled_by if strength else None,
    }


def _first(context: Context) -> str:
    """The digest of the ledger's first paper; nothing if it is empty."""
    entry = next(context.journal(read_only=True).entries(0, 1), None)
    return papers.read(entry.data).digest if entry else "-"
