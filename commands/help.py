"""`kotak help`: a command, or a code somebody was told over the telephone."""

from importlib import import_module
from typing import Final

import click

from commands.context import Context
from commands.frame import command
from commands.language import _
from commands.output import Answer, Styled
from ledger.errors import Reason, Unknown

NO_SUCH_CODE = Reason("CL-060", "There is no code and no command {word}.", "kotak help")

REASONS: Final = (
    "commands.auditing",
    "commands.boxes",
    "commands.bundles",
    "commands.checkpoints",
    "commands.circumstances",
    "commands.clock",
    "commands.context",
    "commands.description",
    "commands.device",
    "commands.drafting",
    "commands.files",
    "commands.findings",
    "commands.founding",
    "commands.governing",
    "commands.help",
    "commands.keyring",
    "commands.keys",
    "commands.laptop",
    "commands.named",
    "commands.names",
    "commands.noticing",
    "commands.orders",
    "commands.outcomes",
    "commands.papers",
    "commands.passphrase",
    "commands.printing",
    "commands.receiving",
    "commands.refusal",
    "commands.registry",
    "commands.requests",
    "commands.roster",
    "commands.ruling",
    "commands.sealing",
    "commands.seen",
    "commands.settings",
    "commands.sheets",
    "commands.showing",
    "commands.simulation.folder",
    "commands.spread",
    "commands.terminal",
    "commands.trusting",
    "commands.units",
    "ledger.audit.beside",
    "ledger.audit.outside",
    "ledger.audit.publish",
    "ledger.domain.custody.application",
    "ledger.domain.custody.corrections",
    "ledger.domain.custody.fold",
    "ledger.domain.custody.government",
    "ledger.domain.custody.lists",
    "ledger.domain.custody.paperwork",
    "ledger.domain.custody.remarks",
    "ledger.domain.custody.roster",
    "ledger.domain.custody.signers",
    "ledger.domain.names",
    "ledger.domain.sentences",
    "ledger.export",
    "ledger.log.checkpoint",
    "ledger.log.lines",
    "ledger.log.policy",
    "ledger.merkle",
    "ledger.paper",
    "ledger.persistence.address",
    "ledger.persistence.checks",
    "ledger.persistence.database",
    "ledger.persistence.entries",
    "ledger.persistence.journal",
    "ledger.persistence.postgresql",
    "ledger.persistence.rebuild",
    "ledger.persistence.sqlite",
    "ledger.persistence.states",
    "ledger.record",
    "ledger.signing.armour",
    "ledger.signing.envelope",
    "ledger.signing.keyfile",
    "ledger.signing.keys",
    "ledger.signing.note",
    "ledger.signing.pkcs8",
    "ledger.signing.strict",
    "ledger.signing.vkey",
    "ledger.verify",
    "projections.boxes",
    "projections.compare",
    "projections.lines",
    "projections.refold",
    "projections.shelf",
    "projections.where",
)
"""Every module that gives reasons their codes."""

STATUSES: Final = {
    0: "done, or verified with nothing to report",
    1: "a mistake in kotak; the details were saved, the path is shown",
    2: "wrong usage",
    3: "the check ran and found something that does not agree",
    4: "the input is not what it claims to be; nothing was recorded",
    5: "no such box, officer, unit or paper",
    6: "conflict: somebody else was first, a fork, or another answer to the same line",
    7: "a key, passphrase or token cannot be used",
    8: "an answer was needed and there is no terminal",
    9: "done in part; the exceptions are recorded",
    10: "the ledger is missing, locked, unreadable or of a newer version",
    11: "the server cannot be reached; the work stays queued",
    12: "refused by a rule of custody or by the officer's role",
    13: "the outcome is unknown; the command says how to find out",
    130: "interrupted with Ctrl-C; nothing is half-written",
    141: "whoever read the output went away",
}


@command("help", alias=None)
@click.argument("words", nargs=-1, metavar="[CODE|COMMAND]")
@click.pass_context
def explain(running: click.Context, words: tuple[str, ...]) -> Answer:
    """
    Explain a command, or a code like HO-006.

    Without a word: all commands, and what each exit status means.
    """
    if len(words) == 1 and words[0][-1].isdigit():
        return _code(words[0].upper())
    root = running.find_root()
    context = _of_command(root, words) if words else root
    lines = context.get_help().splitlines()
    return Answer(
        lines if words else [*lines, *_statuses()],
        {"help": "\n".join(lines), "exit_statuses": [{"status": s, "meaning": _(m)} for s, m in STATUSES.items()]},
    )


def _of_command(root: click.Context, words: tuple[str, ...]) -> click.Context:
    running = click.Context(root.command, info_name="kotak", help_option_names=["-h", "--help"], obj=Context())
    for word in words:
        found = running.command.get_command(running, word) if isinstance(running.command, click.Group) else None
        if found is None:
            raise Unknown(NO_SUCH_CODE, word=" ".join(words))
        running = click.Context(found, info_name=found.name, parent=running)
    return running


def _statuses() -> list[str]:
    return ["", f"{_('Exit status')}:", *(f"  {status:>3}  {_(meaning)}" for status, meaning in STATUSES.items())]


def _code(code: str) -> Answer:
    for module in REASONS:
        import_module(module)
    if code not in Reason.known:
        raise Unknown(NO_SUCH_CODE, word=code)
    reason = Reason.known[code]
    text, remedy = _(reason.text), _(reason.remedy)
    return Answer(
        [Styled.of("strong", code), text, "", _("What to do:"), remedy],
        {"code": code, "text": text, "remedy": remedy},
    )
