"""`kotak start` sets a laptop up from one election file; `kotak status` says what it and its officer have to do."""

from collections.abc import Iterator
from shlex import quote
from typing import Any

import click

from commands.drafting import delivery, keyring, unsent
from commands.drafting.drafting import Desk
from commands.drafting.statement import Way
from commands.looking import crowd
from commands.program import files
from commands.program.context import Context
from commands.program.frame import command, option, writes
from commands.program.language import _, counted, moment, short_moment
from commands.program.output import Answer, Styled
from commands.program.passphrase import Passphrases
from commands.program.spoken import tongue, words
from ledger import paper as papers
from ledger.domain import names
from ledger.domain.custody import Custody
from ledger.domain.custody.fold import OTHER_LEDGER
from ledger.errors import Malformed, Reason
from ledger.log import policy
from ledger.log.policy import Trust
from ledger.paper import Paper

NOT_TO_REPLACE = Reason(
    "CO-090",
    "This laptop is set up for the ledger {found} already, and the file is for {expected}.",
    "If it is to serve another election, use another KOTAK_HOME, or add --force.",
)


@command("start")
@click.argument("path", metavar="FILE")
@option("--force", is_flag=True, help="Replace what the laptop was set up with.")
@writes
@click.pass_obj
def start(context: Context, path: str, *, force: bool, dry_run: bool) -> Answer:
    """
    Set up this laptop from one election file: whom it trusts, and the founding papers.

    Compare the number shown with the one that was announced before you sign anything.
    """
    said, data = _divided(files.read(path))
    trust, found = policy.read(said), [papers.read(one) for one in unsent.split(data)]
    check_founding(trust, found)
    if not dry_run:
        _set_up(context, trust, said, data, force=force)
    lines = [
        _("Ledger {origin}").format(origin=trust.origin),
        _("Genesis {digest}").format(digest=trust.genesis),
        _("The trust file has the SHA-256 {hash}").format(hash=trust.hash),
        counted(
            "{n} founding paper, signed as it should be", "{n} founding papers, each signed as it should be", len(found)
        )
        if found
        else _("The file holds no papers: without a network no box will be known here."),
    ]
    facts = {"origin": trust.origin, "genesis": trust.genesis, "trust": trust.hash, "papers": len(found)}
    following = ["kotak --as OFFICER key new"] if not context.holders else ["kotak status"]
    return Answer(lines, {**facts, "dry_run": dry_run}, next=following)


@command("status")
@click.pass_obj
def status(context: Context) -> Answer:
    """Say who you are here, what your unit holds, what is on its way to it, and what was not sent yet."""
    desk = Desk(context, Passphrases(context.terminal), Way(dry_run=True))
    unit = names.unit_of(context.officer)
    # A newer election file holds what was recorded in the meantime.
    recorded = {paper.digest for paper in unsent.catalogue(context)}
    waiting = [
        {"file": str(path), **delivery.facts(paper), "missing": unsent.unsigned(paper)}
        for path, paper in unsent.waiting(context)
        if paper.digest not in recorded
    ]
    facts: dict[str, Any] = {
        "officer": context.officer,
        "unit": unit,
        "key": desk.known.key_of(context.officer),
        "keys_here": context.holders,
        "ledger": context.setting("ledger").shown,
        "held": desk.known.held_by(unit),
        "arriving": desk.known.addressed_to(unit),
        "unsent": waiting,
    }
    return Answer(_told(facts, known=_is_known(desk, facts["key"])), facts, next=_due(context, waiting))


def _is_known(desk: Desk, enrolled: str | None) -> bool:
    """Whether the officer was enrolled, or is an authority, as far as is known here."""
    public = keyring.public(desk.context.key_file(desk.context.officer))
    return enrolled is not None or (public is not None and desk.known.key(public.id) is not None)


def _due(context: Context, waiting: list[dict[str, Any]]) -> list[str]:
    """The one thing to do next: a signature that can be given here, else what can be recorded."""
    mine = context.holders
    for one in waiting:
        if set(one["missing"]) & set(mine):
            return [f"kotak paper sign {quote(one['file'])}"]
    whole = [one for one in waiting if not one["missing"]]
    if not whole:
        return []
    if whole[0]["kind"] == "genesis":
        return [f"kotak --ledger LEDGER init --record {quote(whole[0]['file'])}"]
    return ["kotak paper record" if context.setting("ledger").value else "kotak --ledger LEDGER paper record"]


def check_founding(trust: Trust, found: list[Paper]) -> None:
    """The papers of an election file follow from the genesis the trust file names, every one signed as it should be."""
    custody = Custody()
    for index, paper in enumerate(found):
        if index == 0 and paper.digest != trust.genesis:
            raise Malformed(OTHER_LEDGER, found=paper.digest[:16], expected=trust.genesis[:16])
        custody.learn(custody.missing(paper), {})
        papers.authenticate(paper, custody.keys(paper))
        custody.apply(paper, index)


def _divided(data: bytes) -> tuple[bytes, bytes]:
    """The lines of the trust file, then papers."""
    at = data.find(b'{"payload":')
    return (data, b"") if at < 0 else (data[:at], data[at:])


def _set_up(context: Context, trust: Trust, said: bytes, data: bytes, *, force: bool) -> None:
    path = context.home / "trust.txt"
    if path.exists() and not force:
        there = policy.read(files.read(str(path)))
        if there.genesis != trust.genesis:
            raise files.FileTrouble(NOT_TO_REPLACE, found=there.genesis[:16], expected=trust.genesis[:16])
    files.make_folder(context.home, mode=0o700)
    if data:
        files.write(str(context.home / unsent.CATALOGUE), data, force=True)
    # Last: a laptop with a trust file is set up.
    files.write(str(path), said, force=True)


def _told(facts: dict[str, Any], *, known: bool) -> Iterator[str]:
    yield Styled.of("strong", _("You are {officer}, of {unit}.").format(**facts))
    if not known:
        yield _("No enrolment of yours is known here: whoever registers officers needs your request.")
    if facts["ledger"] is None:
        yield _("No ledger is named; what follows is from the papers at hand.")
    yield counted("Your unit answers for {n} box.", "Your unit answers for {n} boxes.", len(facts["held"]))
    yield from (f"  {line}" for line in crowd.briefly(facts["held"]))
    yield counted(
        "On the way to it, NOT ACCEPTED: {n} box.",
        "On their way to it, NOT ACCEPTED: {n} boxes.",
        len(facts["arriving"]),
    )
    for (giver, at), boxes in _releases(facts["arriving"]).items():
        yield _("  from {giver}, since {since}:").format(giver=giver, since=moment(at))
        yield from (f"    {line}" for line in crowd.briefly(boxes))
    yield counted("Not recorded yet: {n} paper.", "Not recorded yet: {n} papers.", len(facts["unsent"]))
    for one in facts["unsent"]:
        lacks = _("; missing {officers}").format(officers=", ".join(one["missing"])) if one["missing"] else ""
        yield f"  {tongue().word(words.TITLES, one['kind'])}, {short_moment(one['at'])}{lacks}"
        yield f"    {one['file']}"


def _releases(arriving: list[dict[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Boxes on their way, by who gave them and when."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in arriving:
        found.setdefault((one["from"], one["at"]), []).append(one["box"])
    return found
