"""
The one path of everything that is signed: draft, rehearse, show, confirm, sign, and then record or keep.

    return desk.carry_out(Statement("release", [Hand(me, "releases")], lines, {"unit": …, "to": …, "place": …}))

A command says what is to be stated; who signs with which key, what the machine knows, what is asked and where the paper
goes is decided here for all of them. No rule of custody is: the fold is asked.
"""

import dataclasses
import secrets
from collections.abc import Callable
from functools import cached_property, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.drafting import beside, delivery, device, keyring, showing, unsent
from commands.drafting.known import Known
from commands.drafting.statement import Hand, Statement, Way
from commands.program import files, verdicts
from commands.program.context import Context
from commands.program.frame import option
from commands.program.layout import SIGNING
from commands.program.output import Answer
from commands.program.passphrase import Passphrases, signs
from commands.typed import times
from ledger import paper as papers
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Document, Seen, Signer
from ledger.errors import KeyProblem, Reason, Refused, Unknown
from ledger.log import checkpoint
from ledger.merkle import EMPTY_ROOT
from ledger.paper import Paper
from ledger.signing.keys import PrivateKey

if TYPE_CHECKING:
    from ledger.log.policy import Trust
    from ledger.persistence.journal import Journal

NO_KEY = Reason(
    "DR-020",
    "No key of officer {officer} lies on this machine, and none is known here.",
    "See which keys are here: kotak key show",
)
NEEDS_PUBLIC = Reason(
    "DR-021",
    "Without a passphrase it cannot be told which key {path} holds, and a dry run asks for none.",
    "kotak key show",
)
CONTESTED = Reason(
    "DR-022",
    "This would be contested, so it is not drafted: {contested}",
    "Look what the ledger has: kotak chain {box}. If it has to be said all the same, add --anyway REASON.",
)
ON_HOLD = Reason(
    "DR-023",
    "These boxes are on hold, so the paper is not drafted: {boxes}.",
    "Wait until the hold is lifted. If they had to be moved all the same, add --anyway REASON.",
)


class Desk:
    """The table a paper is signed at: what is known there, whose keys lie there."""

    def __init__(self, context: Context, passphrases: Passphrases, way: Way) -> None:
        self.context = context
        self.passphrases = passphrases
        self.way = way
        self.papers: list[Paper] = []
        """Papers named on the command line, which are known besides those at hand."""

    @cached_property
    def journal(self) -> "Journal | None":
        """The ledger, if one is named."""
        if self.way.offline or not self.context.setting("ledger").value:
            return None
        return self.context.journal(read_only=self.way.dry_run)

    @cached_property
    def known(self) -> Known:
        """What can be known here. Asked for after `papers` was filled."""
        recorded = [] if self.journal else [*unsent.catalogue(self.context), *unsent.sent(self.context)]
        signed = [paper for _, paper in unsent.waiting(self.context) if not unsent.unsigned(paper)]
        return Known(self.journal, {paper.digest: paper for paper in (*recorded, *signed, *self.papers)}.values())

    @cached_property
    def trust(self) -> "Trust":
        """The trust file: which ledger papers are for."""
        return self.context.trust()

    @cached_property
    def at(self) -> str:
        """The time the paper bears."""
        return times.instant(self.way.at, self.known.hours)

    def carry_out(self, statement: Statement) -> Answer:
        """Draft, sign and deliver one paper."""
        delivery.check_free(self.way.output, force=self.way.force)
        statement = self._with_reason(statement)
        drafted = self.rehearsed(statement)
        if self.way.dry_run:
            return delivery.dry(drafted, showing.sentences(drafted, showing.language()))
        self.confirm(drafted, statement.typed)
        keys = [self.unlock(hand, drafted) for hand in statement.hands if self.path(hand).exists()]
        # The number is used up here; dying before the signature leaves a gap and no paper.
        while not device.take(self.context.home, device.of(drafted.document)):
            drafted = self.rehearsed(statement)
            self.confirm(drafted, statement.typed)
        for attached in statement.files:
            beside.keep(self.context.home, attached)
        return self.deliver(papers.sign(drafted, keys))

    def rehearsed(self, statement: Statement) -> Paper:
        """The draft of a statement, once the ledger was asked about it."""
        drafted = self.draft(statement)
        self.rehearse(drafted)
        return drafted

    def draft(self, statement: Statement) -> Paper:
        """The paper without signatures, under the number the next one will bear."""
        kind: type[Document] = KINDS[statement.kind]
        machine = device.peek(self.context.home)
        members: dict[str, Any] = dict(statement.members)
        if statement.kind != "genesis":
            members = {"ledger": self.trust.genesis, "seen": self._seen(), **members}
        if statement.files:
            members["files"] = tuple(one.file for one in statement.files)
        signers = tuple(
            Signer(officer=hand.officer, key=self.key_id(hand), part=hand.part, shown=showing.edition())
            for hand in statement.hands
        )
        members |= {"device": machine.id, "device_seq": machine.seq}
        document = kind(id=secrets.token_hex(16), at=self.at, signers=signers, **members)
        return papers.draft(document, statement.lines)

    def rehearse(self, paper: Paper) -> None:
        """Refuse what the ledger is known to contest or to hold back, unless a reason is given."""
        if paper.document.kind == "genesis" or self.journal is None:
            return
        from ledger.record import rehearse  # noqa: PLC0415 - brings the journal, which an offline laptop never opens

        effects = rehearse(self.journal, paper).effects
        if effects is None or self.way.anyway:
            return
        if effects.contested:
            said = " ".join(each.message for each in verdicts.findings(effects))
            raise Refused(CONTESTED, contested=said, box=effects.contested[0].box)
        held = verdicts.held(effects.changes)
        if held:
            raise Refused(ON_HOLD, boxes=held)

    def confirm(self, paper: Paper, typed: str | None = None) -> None:
        """Show every signer what he signs, and let it be confirmed; what cannot be undone by typing a word."""
        for language in dict.fromkeys(signer.shown for signer in paper.document.signers):
            showing.show(paper, language)
        showing.confirm(self.context.terminal, paper, self.way.confirmed, typed)

    def unlock(self, hand: Hand, paper: Paper) -> PrivateKey:
        """The key of a hand, which must be the one the paper names."""
        path = self.path(hand)
        wanted = {signer.key for signer in paper.document.signers if signer.officer == hand.officer}
        key = keyring.unlock(path, hand.officer, self.passphrases)
        if key.public.id not in wanted:
            raise KeyProblem(
                keyring.OTHER_KEY, officer=hand.officer, found=key.public.id[:16], expected=min(wanted)[:16]
            )
        return key

    def deliver(self, paper: Paper) -> Answer:
        """Record a whole paper where a ledger is named; else keep it, and say what it lacks."""
        if self.journal is None or unsent.unsigned(paper):
            return delivery.keep(self.context, paper, self.way.output, force=self.way.force)
        unsent.keep(self.context, paper)
        if self.way.output:
            files.write(self.way.output, bytes(paper), force=self.way.force)
        answer = delivery.recorded_answer(paper, delivery.record(self.context, self.journal, paper))
        return delivery.carried(answer, paper, self.way.output) if self.way.output else answer

    def path(self, hand: Hand) -> Path:
        """Where the key of a hand lies, if it lies here."""
        return hand.path or self.context.key_file(hand.officer)

    def key_id(self, hand: Hand) -> str:
        """Which key a hand signs with, if possible without a passphrase."""
        if hand.key:
            return hand.key
        path = self.path(hand)
        public = keyring.public(path)
        found = public.id if public else self.known.key_of(hand.officer)
        if found is not None:
            return found
        if not path.exists():
            raise Unknown(NO_KEY, officer=hand.officer)
        if self.way.dry_run:
            raise KeyProblem(NEEDS_PUBLIC, path=path)
        return keyring.unlock(path, hand.officer, self.passphrases).public.id

    def _seen(self) -> Seen:
        path = self.context.home / "checkpoint"
        note = files.read(str(path)) if path.exists() else b""
        # Of a log that was lost since, what this machine saw may be lost too.
        if checkpoint.origin_of(note) != self.trust.origin:
            return Seen(size=0, root=EMPTY_ROOT.hex())
        opened = checkpoint.open_checkpoint(note, self.trust)
        return Seen(size=opened.checkpoint.size, root=opened.checkpoint.root.hex())

    def _with_reason(self, statement: Statement) -> Statement:
        """A paper made against better knowledge binds the words that say why."""
        if not self.way.anyway:
            return statement
        words = beside.bind("words", self.way.anyway.encode())
        return dataclasses.replace(statement, files=(*statement.files, words))


def drafts(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Decorator: the command signs a paper. It gets `desk`, and with it every option of this path."""
    said = partial(option, section=SIGNING)

    @signs
    @said("--offline", is_flag=True, help="Do not look at the ledger; keep the paper to be sent later.")
    @said("--confirm", "confirmed", metavar="ANSWER", help="Answer beforehand: the number of boxes, or yes.")
    @said("--anyway", metavar="REASON", help="Sign although it will be contested or a box is on hold; say why.")
    @said("--at", metavar="TIME", help="When it happened, if not now: 17:08 or 2029-02-14T17:08.")
    @said("--force", is_flag=True, help="Replace the file if it is there.")
    @said("-o", "--output", metavar="FILE", callback=files.not_beside_json, help="Where to write it; - is stdout.")
    @click.pass_obj
    @wraps(function)
    def with_desk(context: Context, /, *arguments: Any, passphrases: Passphrases, **options: Any) -> Answer:
        way = Way(**{name: options.pop(name) for name in Way.__dataclass_fields__})
        return function(*arguments, desk=Desk(context, passphrases, way), **options)

    return with_desk
