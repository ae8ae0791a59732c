"""
`kotak cosign`: the desk of a log witness, who signs a checkpoint once it is seen to continue the last one signed.

A party or the election supervisor runs it on a machine of their own. Requests come on a memory stick, through a pipe or
over HTTP; the bytes are the same everywhere.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from commands.program.context import Context
from commands.program.frame import group, option, writes
from commands.program.language import _
from commands.program.output import Answer, table
from commands.program.passphrase import Passphrases, signs
from commands.witnessing import desk, sticks, store, web
from commands.witnessing.store import Identity, Store
from ledger.errors import Malformed, Reason
from ledger.signing import keyfile, mldsa
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import WITNESS_MLDSA, VerifierKey, witness_key

NOT_A_NAME = Reason(
    "WI-016",
    "{name} cannot be the name of a log witness in trust files and on memory sticks.",
    "Use small letters, digits and hyphens, like bawaslu or saksi-07.",
)

_NAME: Final = re.compile(r"(?!none\Z)[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


@group("cosign")
def cosign() -> None:
    """
    The desk of a log witness: sign checkpoints that continue what was signed before.

    A log whose checkpoints you sign cannot show you one history and others another. You attest no paper and no count.
    """


@cosign.command("init", alias="buat")
@click.argument("name")
@option("--key-name", metavar="NAME", help="The name of the key, like bawaslu.example/saksi; else that of the witness.")
@option("--log", "logs", metavar="VKEY", multiple=True, help="A log to sign for; else that of the trust file.")
@option(
    "--mldsa", "post_quantum", is_flag=True, help="A second key, ML-DSA-44, whose lines not every reader can check."
)
@signs
@click.pass_obj
def init(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    *,
    name: str,
    key_name: str | None,
    logs: tuple[str, ...],
    post_quantum: bool,
    dry_run: bool,
    passphrases: Passphrases,
) -> Answer:
    """
    Make a log witness on this machine that has signed nothing yet.

    It is made once. Never copy its folder to another machine and never put an older copy back: two that sign with one
    key can be shown two histories.
    """
    if not _NAME.fullmatch(name):
        raise Malformed(NOT_A_NAME, name=name)
    known = store.read_logs(logs) or (context.trust().log.key,)
    made = {witness_key(key_name or name, key.public): key for key in _new_keys(post_quantum=post_quantum)}
    identity = Identity(name, tuple(made), known)
    path = desk.folder(context)
    store.check_new(path)
    if not dry_run:
        passphrase = passphrases.new(name)
        store.create(path, identity, lambda file, key: keyfile.write_key(file, made[key], passphrase))
    return _made(identity, path, dry_run=dry_run)


@cosign.command("add", alias="tambah")
@click.argument("log", metavar="[VKEY]", required=False)
@writes
@click.pass_obj
def add(context: Context, log: str | None, *, dry_run: bool) -> Answer:
    """Sign for one more log from now on: the one of this verifier key, or else of the trust file."""
    [key] = store.read_logs([log]) if log else [context.trust().log.key]
    kept = Store(desk.folder(context))
    kept.check_unknown(key)
    if not dry_run:
        kept.add(key)
    return Answer(
        [_("This witness signs for the log {origin}, from its first checkpoint on.").format(origin=key.name)],
        {"origin": key.name, "key": str(key), "dry_run": dry_run},
        warnings=[_("A witness that is serving has to be started again.")],
    )


@cosign.command("show", alias="lihat")
@click.pass_obj
def show(context: Context) -> Answer:
    """The witness of this machine, and the last checkpoint it signed of each log."""
    at = desk.closed(context)
    identity = at.identity
    heads = [(log, at.last(log.name)) for log in identity.logs]
    rows = [(log.name, head.size if head.note else "-", head.root.hex() if head.note else "-") for log, head in heads]
    signed = [
        {"origin": log.name, "key": str(log), "size": head.size, "root": head.root.hex(), "signed": bool(head.note)}
        for log, head in heads
    ]
    return Answer(
        [*_lines(identity), "", *table((_("log"), _("entries"), _("root")), rows)],
        {**_facts(identity, desk.folder(context)), "logs": signed},
    )


for _command in (sticks.file, sticks.stdin, web.serve):
    cosign.add_command(_command)


def _new_keys(*, post_quantum: bool) -> Iterator[PrivateKey | mldsa.PrivateKey]:
    yield PrivateKey.generate()
    if post_quantum:
        yield mldsa.PrivateKey.generate()


def _made(identity: Identity, path: Path, *, dry_run: bool) -> Answer:
    logs = {"logs": [{"origin": log.name, "key": str(log)} for log in identity.logs], "dry_run": dry_run}
    if dry_run:
        # The keys it would have were made only to be looked at.
        said = _("A log witness would be made at {path}.").format(path=path)
        return Answer([said], {"name": identity.name, "path": str(path), "keys": [], "policy": [], **logs})
    said = _("The log witness {name} lies at {path}.").format(name=identity.name, path=path)
    return Answer([said, *_lines(identity)], {**_facts(identity, path), **logs}, next=["kotak cosign file DIR"])


def _lines(identity: Identity) -> list[str]:
    """What the trust files of others need."""
    return [_("For trust files:"), *(f"  {line}" for line in _policy(identity))]


def _policy(identity: Identity) -> list[str]:
    return [f"witness {_called(identity, key)} {key}" for key in identity.keys]


def _called(identity: Identity, key: VerifierKey) -> str:
    """Each key is a witness of its own in a trust file."""
    return f"{identity.name}-mldsa" if key.kind == WITNESS_MLDSA else identity.name


def _facts(identity: Identity, path: Path) -> dict[str, object]:
    return {
        "name": identity.name,
        "path": str(path),
        "keys": list(map(str, identity.keys)),
        "policy": _policy(identity),
    }
