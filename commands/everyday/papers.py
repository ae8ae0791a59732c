"""`kotak paper`: the three steps of a paper one by one, for every kind and every machine."""

from typing import Any, Final, TypeVar

import click
import msgspec

from commands.drafting import delivery, showing, signatures, unsent
from commands.drafting.drafting import Desk, drafts
from commands.drafting.statement import Hand, Statement, Way
from commands.program import files, verdicts
from commands.program.context import Context
from commands.program.frame import group, option, writes
from commands.program.language import _
from commands.program.output import Answer, Finding
from commands.program.passphrase import Passphrases
from commands.program.refusal import remedy, translated
from commands.typed import named
from commands.typed.boxes import NotUnderstood
from ledger import paper as papers
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Document, Form, Line, Part
from ledger.domain.misread import misread
from ledger.domain.names import OfficerId
from ledger.errors import Conflict, KeyProblem, Malformed, Phrase, Reason, Refused, Unknown
from ledger.paper import Paper

NOT_A_DRAFT = Reason(
    "CO-070",
    "What was read does not describe a {kind}: {problem}.",
    'Write it like {{"signers":[{{"officer":"…","part":"…"}}],"document":{{…}},"lines":[…]}}; see docs/format.md',
)
NO_KIND = Reason("CO-071", "There is no kind {kind} of paper.", "There are: {kinds}")
NOBODY_TO_SIGN = Reason(
    "CO-072",
    "No key of those who are to sign this paper lies on this machine: {missing}.",
    "Sign it where their keys are: kotak paper sign {name}",
)
SIGNED_BY_ALL = Reason("CO-073", "Everybody has signed this paper already.", "kotak paper record {name}")
NO_LEDGER_TO_RECORD = Reason("CO-075", "To record papers needs a ledger.", "kotak --ledger LEDGER paper record")


class DraftSigner(Form, frozen=True, kw_only=True):
    """Who is to sign a draft, and as what."""

    officer: OfficerId
    part: Part


class Draft(Form, frozen=True, kw_only=True):
    """What `kotak paper draft` reads: members of the kind, lines, and who signs."""

    signers: tuple[DraftSigner, ...]
    document: dict[str, Any] = msgspec.field(default_factory=dict)
    lines: tuple[dict[str, Any], ...] = ()


Read = TypeVar("Read", bound=Document | Line)
_OWN: Final = frozenset({"kind", "id", "at", "signers", "device", "device_seq", "annex", "ledger", "seen"})


@group("paper")
def paper() -> None:
    """Draft, sign, record and show papers of any kind, one step at a time."""


@paper.command("draft", alias="susun")
@click.argument("kind")
@option("--from-file", default="-", metavar="FILE", help="The JSON that says what is stated; - is stdin.")
@drafts
def draft(desk: Desk, kind: str, from_file: str) -> Answer:
    """
    Draft and sign a paper of any kind from JSON on stdin.

    {"signers":[{"officer":…,"part":…}],"document":{…},"lines":[…]}. Number, time and ledger are added here.
    """
    if kind not in KINDS:
        raise Unknown(NO_KIND, kind=kind, kinds=sorted(KINDS))
    said = _read(kind, files.read(from_file))
    hands = [Hand(signer.officer, signer.part) for signer in said.signers]
    return desk.carry_out(Statement(kind, hands, _lines(kind, said.lines), _members(kind, said.document)))


@paper.command("sign", alias="teken")
@click.argument("name", nargs=-1, required=True, metavar="FILE...")
@drafts
def sign(desk: Desk, name: tuple[str, ...]) -> Answer:
    """Add the signatures of the officers whose keys are here; with --as only that one's."""
    return delivery.together([_sign(desk, each) for each in name])


@paper.command("record", alias="bukukan")
@click.argument("name", nargs=-1, metavar="[FILE]...")
@writes
@click.pass_obj
def record(context: Context, name: tuple[str, ...], *, dry_run: bool) -> Answer:
    """
    Record signed papers from files, - for stdin, or all that wait here.

    Recording one twice does no harm.
    """
    desk = Desk(context, Passphrases(context.terminal), Way(dry_run=dry_run))
    found = _named(name) if name else [waiting for _path, waiting in unsent.waiting(context)]
    whole = [each for each in found if name or not unsent.unsigned(each)]
    if desk.journal is None:
        raise NotUnderstood(NO_LEDGER_TO_RECORD)
    if not whole:
        return Answer([_("No paper waits here to be recorded.")], {"papers": []})
    return delivery.together([_record(desk, each, alone=len(whole) == 1) for each in whole])


@paper.command("show", alias="lihat")
@click.argument("name", metavar="FILE|INDEX|DIGEST")
@click.pass_obj
def show(context: Context, name: str) -> Answer:
    """Show what a paper says, line for line as its signers saw it, and who signed."""
    desk = Desk(context, Passphrases(context.terminal), Way(dry_run=True))
    found = named.paper(desk, name)
    index = named.index(desk, found.digest)
    said = showing.sentences(found, showing.language())
    signed = signatures.check(desk, found)
    wrong = signed.findings(index)
    lines = [*said, "", *signed.lines(), *(f"  {each.code}  {each.message}" for each in wrong)]
    if index is not None:
        lines.append(_("Recorded at index {index}.").format(index=index))
    data = {**delivery.facts(found), "index": index, "sentences": said}
    status = Malformed.exit_status if wrong else 0
    return Answer(lines, data, findings=wrong, next=signed.remedies(), status=status)


def _sign(desk: Desk, name: str) -> Answer:
    found = _one(name)
    missing = unsent.unsigned(found)
    if not missing:
        return desk.deliver(found) if desk.journal else _nothing_to_sign(name)
    mine = desk.context.flags.get("as")
    hands = [
        Hand(signer.officer, signer.part)
        for signer in found.document.signers
        if signer.officer in missing
        and desk.path(Hand(signer.officer, signer.part)).exists()
        and mine in {None, signer.officer}
    ]
    if not hands:
        raise KeyProblem(NOBODY_TO_SIGN, missing=missing, name=name)
    desk.rehearse(found)
    if desk.way.dry_run:
        return delivery.dry(found, showing.sentences(found, showing.language()))
    desk.confirm(found)
    signed = papers.sign(found, [desk.unlock(hand, found) for hand in hands])
    return _deliver(desk, signed, name)


def _nothing_to_sign(name: str) -> Answer:
    raise Refused(SIGNED_BY_ALL, name=name)


def _deliver(desk: Desk, signed: Paper, name: str) -> Answer:
    """The file grows by a signature where it lies, unless another place is named."""
    if signed.document.kind == "genesis" or desk.journal is None or unsent.unsigned(signed):
        output = desk.way.output or (None if name == "-" else name)
        return delivery.keep(desk.context, signed, output, force=desk.way.force or desk.way.output is None)
    if desk.way.output is None and name != "-":
        files.write(name, bytes(signed), force=True)
    return desk.deliver(signed)


def _record(desk: Desk, found: Paper, *, alone: bool) -> Answer:
    """One of several papers does not keep the others from being recorded; what it lacks is told with them."""
    assert desk.journal is not None  # noqa: S101 - the command has looked
    try:
        if not desk.way.dry_run:
            return delivery.recorded_answer(found, delivery.record(desk.context, desk.journal, found))
        return _foreseen(desk, found)
    except (Malformed, Refused, Conflict) as error:
        if alone:
            raise
        message = translated(error.reason.text, error.facts)
        line = f"{delivery.described(found)}: {error.code}  {message}"
        data = {**delivery.facts(found), "index": None, "contested": 0, "flags": []}
        following = [remedy(error.reason, error.facts)]
        return Answer([line], data, findings=[Finding(error.code, message)], next=following, status=error.exit_status)


def _foreseen(desk: Desk, found: Paper) -> Answer:
    from ledger.record import rehearse  # noqa: PLC0415 - brings the journal, which an offline laptop never opens

    missing = unsent.unsigned(found)
    if missing:
        raise Malformed(named.NOT_SIGNED, name=found.digest[:16], missing=missing)
    assert desk.journal is not None  # noqa: S101 - the command has looked
    foreseen = rehearse(desk.journal, found)
    if foreseen.effects is None:
        return delivery.already(found, foreseen.index)
    told, flagged = verdicts.findings(foreseen.effects), verdicts.flags(foreseen.effects)
    lines = [_("Not recorded, this was a dry run: {what}.").format(what=delivery.described(found))]
    data = {**delivery.facts(found), "index": None, "dry_run": True, "contested": len(told), "flags": flagged}
    return Answer(
        [*lines, *(f"  {each.code}  {each.message}" for each in told), *delivery.flagged(flagged)],
        data,
        findings=told,
        warnings=verdicts.waiting(foreseen.effects),
        status=delivery.DONE_IN_PART if told else 0,
    )


def _named(paths: tuple[str, ...]) -> list[Paper]:
    return [found for path in paths for found in unsent.read(path)]


def _one(name: str) -> Paper:
    found = unsent.read(name)
    if len(found) != 1:
        raise NotUnderstood(named.SEVERAL, name=name, n=len(found))
    return found[0]


def _members(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """The members a kind names, read the way a paper's are."""
    own = sorted(said.keys() & _OWN)
    if own:
        raise Malformed(NOT_A_DRAFT, kind=kind, problem=", ".join(own))
    filled = {"kind": kind, "id": "0" * 32, "at": "2029-01-01T00:00:00+07:00", "signers": [], **said}
    filled |= {"device": "0" * 32, "device_seq": 0}
    if kind != "genesis":
        filled |= {"ledger": "0" * 64, "seen": {"size": 0, "root": "0" * 64}}
    document = _converted(kind, filled, KINDS[kind])
    fields = {one.encode_name: one.name for one in msgspec.structs.fields(KINDS[kind])}
    return {fields[name]: getattr(document, fields[name]) for name in said}


def _lines(kind: str, said: tuple[dict[str, Any], ...]) -> list[Line]:
    line = KINDS[kind].line
    if line is None and said:
        raise Malformed(NOT_A_DRAFT, kind=kind, problem=Phrase("a paper of this kind has no lines"))
    return [_converted(kind, each, line) for each in said] if line is not None else []


def _converted(kind: str, said: object, to: type[Read]) -> Read:
    try:
        return msgspec.convert(said, to)
    except msgspec.ValidationError as error:
        raise Malformed(NOT_A_DRAFT, kind=kind, problem=misread(error)) from error


def _read(kind: str, data: bytes) -> Draft:
    try:
        return msgspec.json.decode(data, type=Draft)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(NOT_A_DRAFT, kind=kind, problem=misread(error)) from error
