"""
`kotak init`: found a ledger.

In two steps, which may lie weeks apart: the genesis paper is drafted from a description of the election and signed by
every authority it names; then the signed paper makes the ledger and the trust file. Nothing else makes a ledger.
"""

from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

import click

from commands.drafting import delivery, device, keyring, showing, unsent
from commands.drafting.drafting import Desk
from commands.drafting.statement import Way
from commands.founding import description, trusting
from commands.founding.keys import log_key
from commands.operating.state import LogState
from commands.program import files
from commands.program.context import Context
from commands.program.files import saves
from commands.program.frame import command, option
from commands.program.language import _
from commands.program.output import Answer
from commands.program.passphrase import Passphrases, signs
from ledger import paper as papers
from ledger.domain.custody import Custody
from ledger.domain.documents.government import Genesis
from ledger.errors import Conflict, KeyProblem, Malformed, Reason, Unavailable
from ledger.log import policy
from ledger.log.policy import Trust
from ledger.paper import Paper
from ledger.signing import vkey
from ledger.signing.keys import PublicKey

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

NOT_GENESIS = Reason(
    "SU-040", "{path} holds a {kind} and not a genesis paper.", "Make one from a description: kotak init FILE"
)
NOT_SIGNED = Reason(
    "SU-041",
    "The genesis paper still lacks the signatures of {missing}.",
    "Have each of them sign it: kotak --as OFFICER paper sign {path}",
)
NO_LOG_KEY = Reason(
    "SU-042",
    "It is not known with which key the log will sign its checkpoints.",
    "Make it here: kotak key new --log; or name that of another machine: --log ORIGIN+ID+KEY",
)
OTHER_TRUST = Reason(
    "SU-043",
    "There is another trust file at {path}.",
    "Look at it: kotak --trust {path} trust show; and name another place for this one with -o FILE",
)
OTHER_ORIGIN = Reason(
    "SU-044", "The key of the log is named {found}, the ledger {expected}.", "Name the key that was made for this log."
)
ANOTHER_LEDGER = Reason(
    "SU-045",
    "There is another ledger at {ledger}; it begins with the paper {found}.",
    "Name another place for this one: --ledger FILE",
)
NOT_AN_AUTHORITY = Reason(
    "SU-046", "{officer} is not among the authorities that {path} names.", "Name one of them: {officers}"
)
_THERE_ALREADY = "DB-006"


@command("init")
@click.argument("file", required=False)
@option("--example", is_flag=True, help="Write a description of an election to begin with.")
@option("--record", is_flag=True, help="FILE is the genesis paper, signed by all: make the ledger and the trust file.")
@option("--log", metavar="KEY", help="The key of the log, if it was not made here: ORIGIN+ID+KEY.")
@option("--sign-here", multiple=True, metavar="OFFICER", help="An authority whose key lies here, to sign at once.")
@option("--confirm", "confirmed", metavar="ANSWER", help="Answer beforehand: yes.")
@saves
@signs
@click.pass_obj
def init(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    /,
    file: str | None,
    *,
    example: bool,
    record: bool,
    log: str | None,
    sign_here: tuple[str, ...],
    passphrases: Passphrases,
    **way: str | bool | None,
) -> Answer:
    """
    Found a ledger.

    From a description of the election it drafts the genesis paper, which every authority named in it signs with kotak
    paper sign. With --record the signed paper makes the ledger and the trust file. Where all authorities sign with
    --sign-here and a ledger is named, both are done at once.
    """
    desk = Desk(context, passphrases, Way(offline=True, **way))  # type: ignore[arg-type] # the options above
    if example:
        return _example(desk.way)
    if file is None:
        raise click.UsageError(_("Name the description of the election, or write one: kotak init --example -o FILE"))
    if record:
        return _found(desk, _genesis(file), file, log)
    delivery.check_free(desk.way.output, force=desk.way.force)
    paper = _draft(desk, file, sign_here, log)
    if desk.way.dry_run:
        return delivery.dry(paper, showing.sentences(paper, showing.language()))
    if unsent.unsigned(paper) or not context.setting("ledger").value:
        return _keep(desk, paper)
    return _found(desk, paper, file, log)


def _example(way: Way) -> Answer:
    text = description.EXAMPLE
    if way.output and not way.dry_run:
        files.write(way.output, text.encode(), force=way.force)
    data = {"file": way.output, "example": text}
    if not way.output or way.output == "-":
        return Answer(() if way.output else text.splitlines(), data)
    written = [] if way.dry_run else [_("Written to {file}.").format(file=way.output)]
    return Answer(written, data, next=[f"kotak init {quote(way.output)}"])


def _draft(desk: Desk, path: str, sign_here: tuple[str, ...], log: str | None) -> Paper:
    """The genesis paper, signed by those who sign here; without them a draft."""
    described = description.read(path, desk.context)
    officers = [hand.officer for hand in described.hands]
    for officer in sign_here:
        if officer not in officers:
            raise Malformed(NOT_AN_AUTHORITY, officer=officer, path=path, officers=officers)
    desk.at = described.now()
    drafted = desk.draft(described.statement)
    if desk.context.setting("ledger").value and set(officers) <= set(sign_here):
        _promise(desk, drafted, log)
    if desk.way.dry_run:
        return drafted
    hands = [hand for hand in described.hands if hand.officer in sign_here]
    if hands:
        desk.confirm(drafted)
    keys = [desk.unlock(hand, drafted) for hand in hands]
    while not device.take(desk.context.home, device.of(drafted.document)):
        drafted = desk.draft(described.statement)
    return papers.sign(drafted, keys)


def _keep(desk: Desk, paper: Paper) -> Answer:
    kept = delivery.keep(desk.context, paper, desk.way.output, force=desk.way.force)
    lies = kept.data["file"]
    following = [f"kotak --as {officer} paper sign {quote(str(lies))}" for officer in unsent.unsigned(paper)]
    return Answer(kept.lines, kept.data, next=[*following, f"kotak --ledger LEDGER init --record {quote(str(lies))}"])


def _genesis(path: str) -> Paper:
    paper = papers.read(files.read(path, papers.MAX_PAPER))
    if not isinstance(paper.document, Genesis):
        raise Malformed(NOT_GENESIS, path=path, kind=paper.document.kind)
    return paper


def _found(desk: Desk, paper: Paper, path: str, log: str | None) -> Answer:
    """Make the ledger and the trust file. Everything is checked before anything is made."""
    context = desk.context
    _check(paper, path)
    held, place, state = _promise(desk, paper, log)
    if desk.way.dry_run:
        return delivery.dry(paper, showing.sentences(paper, showing.language()))
    journal = _founded(context, paper)
    signs_here = keyring.public(log_key(context)) == held.log.key.public
    if signs_here and not journal.size():
        # A ledger that is founded has signed nothing yet; of one that is there already nobody can say so.
        state.begin(held)
    answer = delivery.recorded_answer(paper, delivery.record(context, journal, paper))
    # Dying here leaves a ledger without a trust file; the same command makes it.
    if not place.exists():
        files.make_folder(place.parent, mode=0o700)
        files.write(str(place), held.data)
    facts = {**answer.data, "trust": trusting.facts(held, place)}
    following = [] if state.begun or not signs_here else ["kotak checkpoint adopt --help"]
    return Answer([*answer.lines, *trusting.lines(held, place)], facts, next=[*_next(context), *following])


class Promise(NamedTuple):
    """What the ledger will be trusted by, where that goes, and what is known here of its log."""

    held: Trust
    place: Path
    state: LogState


def _promise(desk: Desk, paper: Paper, log: str | None) -> Promise:
    """
    What can be said before anybody signs. Raises Conflict where another ledger, another trust file or a log of that
    name is here.
    """
    _check_free(desk.context, paper)
    context, origin = desk.context, str(getattr(paper.document, "origin", ""))
    text = policy.trust_text(origin, paper.digest, named_key(context, origin, log)).encode()
    held, state = policy.read(text), LogState(context.home, origin)
    place = _trust_place(context, text, desk.way.output)
    state.check_free(held)
    return Promise(held, place, state)


def _check(paper: Paper, path: str) -> None:
    """The paper is one that can begin a ledger: all signed, and the fold accepts it."""
    if missing := unsent.unsigned(paper):
        raise Malformed(NOT_SIGNED, missing=missing, path=path)
    fold = Custody()
    fold.learn(fold.missing(paper), {})
    papers.authenticate(paper, fold.keys(paper))
    fold.apply(paper, 0)


def named_key(context: Context, origin: str, said: str | None) -> PublicKey:
    """The key a new log will sign with: the one that is named, or the one that was made here."""
    if said:
        named = vkey.read_key(said)
        if named.name != origin:
            raise Malformed(OTHER_ORIGIN, found=named.name, expected=origin)
        return named.public
    here = keyring.public(log_key(context))
    if here is None:
        raise KeyProblem(NO_LOG_KEY)
    return here


def _trust_place(context: Context, text: bytes, output: str | None) -> Path:
    """Where the trust file goes: free, or holding the same."""
    place = Path(output or context.flags.get("trust") or context.home / "trust.txt")
    if place.exists() and files.read(str(place)) != text:
        raise Conflict(OTHER_TRUST, path=place)
    return place


def _founded(context: Context, paper: Paper) -> "Journal":
    """A journal that is empty, or begins with this very paper."""
    try:
        return context.journal(create=True)
    except Conflict as error:
        if error.code != _THERE_ALREADY:
            raise
    journal = context.journal()
    _compare_first(context, journal, paper)
    return journal


def _check_free(context: Context, paper: Paper) -> None:
    """Where the ledger goes there is no other one."""
    # That nothing is there is as it should be; what else cannot be opened is told when the ledger is made.
    with suppress(Unavailable):
        _compare_first(context, context.journal(read_only=True), paper)


def _compare_first(context: Context, journal: "Journal", paper: Paper) -> None:
    first = next(journal.entries(0, 1), None)
    found = papers.read(first.data).digest if first is not None else paper.digest
    if found != paper.digest:
        raise Conflict(ANOTHER_LEDGER, ledger=context.setting("ledger").shown, found=found[:16])


def _next(context: Context) -> list[str]:
    named = context.setting("ledger")
    if context.stored.get("ledger"):
        return ["kotak units add --help"]
    place = named.shown if "://" in (named.value or "") else Path(named.value or "").resolve()
    return [f"kotak config set ledger {quote(str(place))}", "kotak units add --help"]
