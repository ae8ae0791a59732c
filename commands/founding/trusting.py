"""`kotak trust`: what every check starts from. The file is looked at and compared; a stronger one is a new file."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from commands.founding import quorums
from commands.program import files
from commands.program.context import Context
from commands.program.frame import group, option, writes
from commands.program.language import _
from commands.program.output import FOUND_WRONG, Answer, Finding
from commands.program.refusal import translated
from ledger import paper as papers
from ledger.errors import Malformed, Reason
from ledger.log import policy
from ledger.log.policy import Trust
from ledger.signing.keys import fingerprint

OTHER_GENESIS = Reason(
    "SU-060",
    "The ledger begins with the paper {found}, the trust file is for one that begins with {expected}.",
    "Compare the trust file with the one that was published: kotak trust show",
)

NOT_SAID = Reason("TR-016", "{said} does not read like: {form}", "Write it like that, without blanks.")

_WITNESS: Final = re.compile(r"(?P<name>[^=\s]+)=(?P<vkey>[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+)(?:@(?P<url>\S+))?")
_GROUP: Final = re.compile(r"(?P<name>[^=\s]+)=(?P<number>all|any|[0-9]+):(?P<members>[^,\s]+(?:,[^,\s]+)*)", re.ASCII)


@group("trust")
def trust() -> None:
    """The file every check starts from: origin, genesis, key of the log, log witnesses."""


@trust.command("show", alias="lihat")
@click.pass_obj
def show(context: Context) -> Answer:
    """What the trust file says, and its hash, to be compared with what was published."""
    held, path = context.trust(), context.trust_path()
    return Answer(lines(held, path), facts(held, path))


@trust.command("make", alias="buat")
@option(
    "--witness", "witnesses", metavar="NAME=VKEY[@URL]", multiple=True, help="A log witness, and where to reach it."
)
@option("--group", "groups", metavar="NAME=K:MEMBER,…", multiple=True, help="K of these; or all, or any.")
@option("--quorum", metavar="NAME", help="The witness or group that is asked for; else the one asked for before.")
@option("-o", "--output", metavar="FILE", required=True, callback=files.not_beside_json, help="A new file.")
@writes
@click.pass_obj
def make(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    *,
    witnesses: tuple[str, ...],
    groups: tuple[str, ...],
    quorum: str | None,
    output: str,
    dry_run: bool,
) -> Answer:
    """
    Write a new trust file: the one in use, with more log witnesses, groups of them, and the quorum that is asked for.

    It says who would have to sign two histories, and who can stop the log by staying away. The file in use stays as it
    is; whoever checks decides which one to hold.
    """
    files.check_free(output, force=False)
    held = context.trust()
    more = [*map(_witness, witnesses), *map(_group, groups)]
    made = policy.extended(held, more, quorum or held.quorum.asked)
    if not dry_run:
        files.write(output, made.data)
    said = lines(made, output) if output != "-" else ()
    return Answer(said, {**facts(made, output), "dry_run": dry_run})


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
    return Answer(shown, data, findings=[finding], next=[_(OTHER_GENESIS.remedy)], status=FOUND_WRONG)


def lines(held: Trust, path: str | Path) -> Iterator[str]:
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
    yield _("  asked for  {who}").format(who=quorums.asked(held.quorum))
    split, stall = quorums.splitting(held.quorum), quorums.stalling(held.quorum)
    yield _("             two histories need {n} who sign both: {who}").format(n=strength.split_by, who=split)
    yield _("             {n} who stay away stop the log: {who}").format(n=strength.stalled_by, who=stall)


def facts(held: Trust, path: str | Path) -> dict[str, object]:
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
        "groups": [asdict(group) for group in held.quorum.groups],
        "quorum": held.quorum.asked,
        "split_by": strength.split_by if strength else None,
        "stalled_by": strength.stalled_by if strength else None,
    }


def _witness(said: str) -> str:
    found = _WITNESS.fullmatch(said)
    if not found:
        raise Malformed(NOT_SAID, said=said, form="--witness NAME=VKEY[@URL]")
    return " ".join(filter(None, ("witness", *found.group("name", "vkey", "url"))))


def _group(said: str) -> str:
    found = _GROUP.fullmatch(said)
    if not found:
        raise Malformed(NOT_SAID, said=said, form="--group NAME=K:MEMBER,MEMBER")
    return " ".join(("group", *found.group("name", "number"), *found["members"].split(",")))


def _first(context: Context) -> str:
    """The digest of the ledger's first paper; nothing if it is empty."""
    entry = next(context.journal(read_only=True).entries(0, 1), None)
    return papers.read(entry.data).digest if entry else "-"
