"""
`kotak continue`: a ledger whose log was lost goes on under another log.

In the two steps of `init`: the continuation is drafted and signed by authorities of both families, who may sit at
different places; once it is recorded, the new log has a trust file and a state of its own. The old log signs no more.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, Self

import click

from commands.drafting import delivery, keyring, showing, unsent
from commands.drafting.drafting import Desk
from commands.drafting.statement import Statement
from commands.evidence import reference
from commands.founding import trusting
from commands.founding.anchoring import check_length
from commands.founding.founding import named_key
from commands.founding.governing import Mandate, governs
from commands.founding.keys import log_key
from commands.operating.publishing import check_own, governing_log
from commands.operating.state import LogState
from commands.program import files
from commands.program.context import NO_LEDGER, Context
from commands.program.frame import command, option
from commands.program.language import _
from commands.program.output import Answer
from ledger import paper as papers
from ledger.audit.publish import check_continues
from ledger.domain.documents.base import Seen
from ledger.domain.documents.government import Continuation
from ledger.errors import Conflict, KeyProblem, Malformed, Reason, Unavailable
from ledger.log import policy
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.signing import armour

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

SAME_ORIGIN = Reason(
    "LO-050",
    "The lost log had the origin {origin}, and an origin is never used again.",
    "Choose another one: kotak continue {origin}-2 --last CHECKPOINT",
)
SAME_KEY = Reason(
    "LO-051",
    "{path} is the key of the lost log, and signs no more.",
    "Lay it aside: mv {path} {path}.lost; then make another: kotak key new --log",
)
NOT_A_CONTINUATION = Reason(
    "LO-052",
    "{path} holds a {kind} and not a continuation.",
    "Draft one: kotak continue ORIGIN --last CHECKPOINT",
)
NOT_SIGNED = Reason(
    "LO-053",
    "The continuation still lacks the signatures of {missing}.",
    "Have each of them sign it: kotak --as OFFICER paper sign {path}",
)
OTHER_SIZE = Reason(
    "LO-054",
    "The continuation says that {size} entries were restored, and the ledger has {found} now.",
    "Draft it again, and record nothing until it is recorded: kotak continue {origin} --last CHECKPOINT",
)
OTHER_TRUST = Reason(
    "LO-055",
    "There is another trust file at {path}.",
    "Look at it: kotak --trust {path} trust show; and name another place for this one: --new-trust FILE",
)


@command("continue")
@click.argument("origin", required=False)
@option("--last", metavar="CHECKPOINT", help="The last cosigned checkpoint of the lost log, in a file of one or many.")
@option("--record", "signed", metavar="FILE", help="FILE is the continuation, signed by all: record it, begin the log.")
@option("--log", metavar="KEY", help="The key of the new log, if it was not made here: ORIGIN+ID+KEY.")
@option("--new-trust", metavar="FILE", help="Where the new trust file goes; without it trust.new.txt in KOTAK_HOME.")
@governs
def continue_(desk: Desk, mandate: Mandate, origin: str | None, **said: str | None) -> Answer:
    """
    Go on after a log was lost: its key, or its newest entries.

    First record again everything the old log covered that is left, in the same order: a copy of the ledger, or its
    papers. Then authorities of both families sign the continuation under a new origin, which names the last cosigned
    checkpoint. Then record what laptops still hold.
    """
    if desk.journal is None:
        raise Unavailable(NO_LEDGER)
    if said["signed"]:
        return _record(desk, desk.journal, said["signed"], said)
    if origin is None or said["last"] is None:
        raise click.UsageError(_("Name the new origin, and with --last the last checkpoint of the lost log."))
    successor = Successor.of(desk, origin, said)
    note, opened = reference.best(said["last"], desk.trust)
    check_length(said["last"], note)
    answer = desk.carry_out(_statement(desk, desk.journal, mandate, origin, note))
    if not opened.quorum_met:
        lonely = _("No checkpoint in {path} is cosigned as the quorum of the lost log asks.").format(path=said["last"])
        answer = dataclasses.replace(answer, warnings=[*answer.warnings, lonely])
    if answer.data.get("index") is None:
        following = [f"kotak continue --record {quote(str(answer.data.get('file', 'FILE')))}"]
        return dataclasses.replace(answer, next=[*answer.next, *following])
    return successor.begin(answer)


@dataclass(frozen=True)
class Successor:
    """The log that goes on, with its trust file and where that goes, and the trust file of the log before it."""

    context: Context
    old: Trust
    new: Trust
    place: Path
    state: LogState

    @classmethod
    def of(cls, desk: Desk, origin: str, said: Mapping[str, str | None]) -> Self:
        """Refuse an origin, a key or a place that may not be. Nothing is written."""
        context, old = desk.context, desk.trust
        policy.check_origin(origin)
        if origin == old.origin:
            raise Conflict(SAME_ORIGIN, origin=origin)
        key = named_key(context, origin, said["log"])
        if key == old.log.key.public:
            raise KeyProblem(SAME_KEY, path=log_key(context))
        new = policy.succeeded(old, origin, key)
        place = Path(said["new_trust"] or context.home / "trust.new.txt")
        if place.exists() and files.read(str(place)) != new.data:
            raise Conflict(OTHER_TRUST, path=place)
        state = LogState(context.home, origin)
        state.check_free(new)
        return cls(context, old, new, place, state)

    def begin(self, answer: Answer) -> Answer:
        """Write state and trust file, after the continuation is in the ledger. Twice does no harm."""
        signs_here = keyring.public(log_key(self.context)) == self.new.log.key.public
        if signs_here:
            self.state.begin(self.new)
        reference.keep_trust(self.old, self.context)
        # Dying here leaves a ledger without its new trust file; with --record it is made.
        if not self.place.exists():
            files.make_folder(self.place.parent, mode=0o700)
            files.write(str(self.place), self.new.data)
        facts = {**answer.data, "trust": trusting.facts(self.new, self.place)}
        adopt = [] if signs_here else ["checkpoint adopt --nothing-signed"]
        following = [f"kotak --trust {quote(str(self.place))} {words}" for words in (*adopt, "checkpoint publish")]
        return dataclasses.replace(
            answer, lines=[*answer.lines, *trusting.lines(self.new, self.place)], data=facts, next=following
        )


def _statement(desk: Desk, journal: "Journal", mandate: Mandate, origin: str, note: bytes) -> Statement:
    """What the authorities sign: the last checkpoint, and what was restored. All that is kept here agrees with it."""
    check_own(journal, desk.trust)
    size = journal.size()
    for one in _kept(desk, note):
        if one.checkpoint.size <= size:
            check_continues(journal, one.checkpoint)
    seen = Seen(size=size, root=journal.frontier(size).root().hex())
    members: dict[str, Any] = {"origin": origin, "last": armour.encode(note), "size": size, "seen": seen}
    return mandate.statement(desk, "continuation", "authorises", typed=origin, **members)


def _kept(desk: Desk, note: bytes) -> Iterator[Opened]:
    """The last checkpoint of the old log, and what is published and kept of it on this machine."""
    yield reference.open_one(note, desk.trust)
    yield from reference.opened(reference.published(desk.context.ledger, desk.context), desk.trust)
    yield from reference.opened(reference.kept(desk.trust, desk.context), desk.trust)


def _record(desk: Desk, journal: "Journal", path: str, said: Mapping[str, str | None]) -> Answer:
    paper = papers.read(files.read(path, papers.MAX_PAPER))
    document = paper.document
    if not isinstance(document, Continuation):
        raise Malformed(NOT_A_CONTINUATION, path=path, kind=document.kind)
    if missing := unsent.unsigned(paper):
        raise Malformed(NOT_SIGNED, missing=missing, path=path)
    successor = Successor.of(desk, document.origin, said)
    if governing_log(journal) != document.origin:
        check_own(journal, desk.trust)
        if document.size != journal.size():
            raise Conflict(OTHER_SIZE, size=document.size, found=journal.size(), origin=document.origin)
    if desk.way.dry_run:
        return delivery.dry(paper, showing.sentences(paper, showing.language()))
    recorded = delivery.record(desk.context, journal, paper)
    return successor.begin(delivery.recorded_answer(paper, recorded))
