"""`kotak help`: a command, a topic, or a code somebody was told over the telephone."""

from collections.abc import Iterator
from importlib import import_module
from typing import Final

import click

from commands.machine import coded
from commands.program import topics
from commands.program.context import Context
from commands.program.frame import command
from commands.program.language import _
from commands.program.output import Answer, Styled
from ledger.errors import Reason, Unknown
from projections import codes

NO_SUCH_CODE = Reason("CL-060", "There is no command, no topic and no code {word}.", "kotak help")

REASONS: Final = (
    "commands.evidence.auditing",
    "commands.typed.boxes",
    "commands.evidence.bundles",
    "commands.evidence.checking",
    "commands.evidence.checkpoints",
    "commands.evidence.timestamps",
    "commands.evidence.tilefolder",
    "commands.exporting.tiling",
    "commands.program.below",
    "commands.program.listening",
    "commands.program.staged",
    "commands.serving.reasons",
    "ledger.audit.tiled",
    "ledger.log.tiler",
    "ledger.log.tiles",
    "commands.drafting.circumstances",
    "commands.exporting.tables",
    "commands.exporting.extras",
    "commands.exporting.source",
    "commands.drafting.clock",
    "commands.program.context",
    "commands.founding.anchoring",
    "commands.founding.continuing",
    "commands.founding.description",
    "commands.drafting.device",
    "commands.drafting.drafting",
    "commands.program.files",
    "commands.everyday.findings",
    "commands.founding.disclosing",
    "commands.founding.founding",
    "commands.founding.goods",
    "commands.founding.governing",
    "commands.machine.help",
    "commands.drafting.keyring",
    "commands.looking.inquiries",
    "commands.operating.asking",
    "commands.operating.cosigners",
    "commands.operating.courier",
    "commands.operating.notes",
    "commands.operating.publishing",
    "commands.operating.state",
    "commands.operating.stick",
    "commands.founding.keys",
    "commands.everyday.laptop",
    "commands.typed.named",
    "commands.founding.names",
    "commands.everyday.noticing",
    "commands.founding.orders",
    "commands.typed.outcomes",
    "commands.everyday.overviews",
    "commands.everyday.papers",
    "commands.evidence.pocket",
    "commands.program.passphrase",
    "commands.everyday.printing",
    "commands.evidence.receipts",
    "commands.everyday.receiving",
    "commands.program.refusal",
    "commands.reporting.areas",
    "commands.reporting.reporting",
    "commands.founding.registry",
    "commands.founding.requests",
    "commands.founding.roster",
    "commands.founding.ruling",
    "commands.sampling.sampling",
    "commands.sampling.told",
    "commands.sampling.typed",
    "commands.everyday.sealing",
    "commands.typed.seen",
    "commands.typed.serials",
    "commands.program.settings",
    "commands.verifiers.verifying",
    "commands.typed.sheets",
    "commands.drafting.showing",
    "commands.simulation.folder",
    "commands.typed.spread",
    "commands.program.terminal",
    "commands.program.web",
    "commands.founding.trusting",
    "commands.founding.units",
    "ledger.audit.belonging",
    "commands.witnessing.cosign",
    "commands.witnessing.desk",
    "commands.witnessing.sticks",
    "commands.witnessing.store",
    "commands.witnessing.web",
    "ledger.audit.beside",
    "ledger.audit.continued",
    "ledger.audit.outside",
    "ledger.audit.publish",
    "ledger.domain.canonical",
    "ledger.domain.custody.application",
    "ledger.domain.custody.corrections",
    "ledger.domain.custody.fold",
    "ledger.domain.custody.government",
    "ledger.domain.custody.lists",
    "ledger.domain.custody.paperwork",
    "ledger.domain.custody.remarks",
    "ledger.domain.custody.roster",
    "ledger.domain.custody.signers",
    "ledger.domain.custody.states",
    "ledger.domain.names",
    "ledger.domain.sentences",
    "ledger.export",
    "ledger.log.checkpoint",
    "ledger.log.head",
    "ledger.log.cosigning",
    "ledger.log.lines",
    "ledger.log.policy",
    "ledger.log.proof",
    "ledger.log.quorum",
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
    "ledger.receipt.anchor",
    "ledger.receipt.chains",
    "ledger.receipt.check",
    "commands.evidence.sides",
    "ledger.receipt.clash",
    "ledger.receipt.contradiction",
    "ledger.receipt.twice",
    "ledger.receipt.content",
    "ledger.receipt.examine",
    "ledger.receipt.excerpt",
    "ledger.receipt.gather",
    "ledger.receipt.keylist",
    "ledger.receipt.make",
    "ledger.receipt.passport",
    "ledger.receipt.report",
    "ledger.receipt.roster",
    "ledger.receipt.vouching",
    "ledger.record",
    "ledger.sampling.dice",
    "ledger.sampling.sample",
    "ledger.signing.armour",
    "ledger.signing.cosignature",
    "ledger.signing.envelope",
    "ledger.signing.keyfile",
    "ledger.signing.keys",
    "ledger.signing.mldsa",
    "ledger.signing.note",
    "ledger.signing.pkcs8",
    "ledger.signing.strict",
    "ledger.signing.timestamp",
    "ledger.signing.vkey",
    "ledger.verify",
    "projections.boxes",
    "projections.compare",
    "projections.heard",
    "projections.inquiry",
    "projections.lines",
    "projections.moves",
    "projections.page",
    "projections.refold",
    "projections.said",
    "projections.shelf",
    "projections.signatories",
    "projections.standing",
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
@click.argument("words", nargs=-1, metavar="[COMMAND|TOPIC|CODE]")
@click.pass_context
def explain(running: click.Context, words: tuple[str, ...]) -> Answer:
    """
    Explain a command, a topic, or a code like HO-006.

    Without a word: all commands, all topics, and what each exit status means.
    """
    root = running.find_root()
    if not words:
        return _everything(root)
    if len(words) == 1:
        found = _topic(words[0]) or _break(words[0]) or _code(words[0])
        if found:
            return found
    lines = _of_command(root, words).get_help().splitlines()
    return Answer(lines, {"help": "\n".join(lines)})


def _everything(root: click.Context) -> Answer:
    lines = root.get_help().splitlines()
    told = {
        "help": "\n".join(lines),
        "topics": [{"topic": name, "summary": _(topic.summary)} for name, topic in topics.TOPICS.items()],
        "exit_statuses": [{"status": s, "meaning": _(m)} for s, m in STATUSES.items()],
    }
    return Answer([*lines, *_all_topics(), *_statuses()], told)


def _of_command(root: click.Context, words: tuple[str, ...]) -> click.Context:
    running = click.Context(root.command, info_name="kotak", help_option_names=["-h", "--help"], obj=Context())
    for word in words:
        found = running.command.get_command(running, word) if isinstance(running.command, click.Group) else None
        if found is None:
            raise Unknown(NO_SUCH_CODE, word=" ".join(words))
        running = click.Context(found, info_name=found.name, parent=running)
    return running


def _all_topics() -> Iterator[str]:
    yield from ("", _("Topics:"))
    for name, topic in topics.TOPICS.items():
        yield f"  kotak help {name:8} {topic.alias:10} {_(topic.summary)}"


def _statuses() -> list[str]:
    return ["", _("Exit status:"), *(f"  {status:>3}  {_(meaning)}" for status, meaning in STATUSES.items())]


def _topic(word: str) -> Answer | None:
    found = topics.find(word)
    if found is None:
        return None
    lines = [*found.lines()]
    return Answer([Styled.of("strong", _(found.summary)), "", *lines], {"help": "\n".join(lines)})


def _break(word: str) -> Answer | None:
    found = codes.find(word)
    return coded.explained(found) if found else None


def _code(word: str) -> Answer | None:
    for module in REASONS:
        import_module(module)
    reason = Reason.known.get(word.upper())
    if reason is None:
        return None
    text, remedy = _(reason.text), _(reason.remedy)
    return Answer(
        [Styled.of("strong", reason.code), text, "", _("What to do:"), remedy],
        {"code": reason.code, "text": text, "remedy": remedy},
    )
