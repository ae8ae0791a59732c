"""
`kotak timestamp`: by when a checkpoint existed, as an authority outside the election says (RFC 3161).

    LEDGER's folder/checkpoints
    LEDGER's folder/<size>-<root in hex>-<8 hex digits>.tsr     a stamp over one of them; the digits are of its SHA-256

A request is made and an answer checked without a network; only `fetch` asks. No stamp is evidence for anything the
log did not sign: every checkpoint is opened with the trust file first.
"""

import hashlib
from http import HTTPStatus
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Final

import click

from commands.evidence import reference
from commands.program import files
from commands.program.context import Context, NotSaid
from commands.program.files import saves
from commands.program.frame import group, option, writes
from commands.program.language import _, number
from commands.program.output import Answer, Styled
from ledger.errors import Reason, Unreachable

if TYPE_CHECKING:
    from ledger.log.checkpoint import Opened
    from ledger.log.policy import Trust
    from ledger.signing.timestamp import Stamp

NO_FILE = Reason(
    "TS-010", "It is not said into which file.", "Name it, as in: kotak timestamp request CHECKPOINT -o FILE.tsq"
)
NOT_AN_ANSWER = Reason(
    "TS-012",
    "The server at {url} answered with the status {status} and {size} bytes, which is no time stamp.",
    "Compare the address with what the authority publishes, and run the command again later.",
)

LONGEST: Final = 2**16
"""Bytes of a request, an answer or a file of certificates."""

QUERY: Final = "application/timestamp-query"

_roots = option("--roots", required=True, metavar="FILE", help="Certificates of the authorities you believe, in PEM.")


@group("timestamp")
def timestamp() -> None:
    """
    Time stamps: by when a checkpoint existed, as an authority says that has nothing to do with the election.

    The clock of a laptop is a claim. A stamp over a checkpoint proves that nothing under it was written later.
    """


@timestamp.command("request", alias="minta")
@click.argument("checkpoint")
@saves
@click.pass_obj
def request(context: Context, checkpoint: str, *, output: str | None, force: bool) -> Answer:
    """
    Write the request for a stamp over a checkpoint, the last one of the file. No network is needed.

    Whoever is online fetches the answer with it, also with other programs.
    """
    from ledger.signing import timestamp as stamps  # noqa: PLC0415 - with the cryptography of keys

    target = _target(output)
    opened = reference.open_one(reference.notes(checkpoint)[-1], context.trust())
    asked = stamps.request(str(opened.checkpoint))
    files.write(target, bytes(asked), force=force)
    lines = [_("A request for a stamp over the checkpoint of {n} entries.").format(n=number(opened.checkpoint.size))]
    data = {"file": target, **_facts(opened), "sha256": asked.imprint.hex()}
    following = [f"kotak timestamp fetch {quote(target)} --tsa URL -o FILE.tsr"]
    return Answer(lines if target != "-" else (), data, next=following)


@timestamp.command("fetch", alias="jemput")
@click.argument("asked", metavar="FILE.tsq")
@option("--tsa", "url", required=True, metavar="URL", help="The address of the time-stamping authority.")
@saves
def fetch(asked: str, *, url: str, output: str | None, force: bool) -> Answer:
    """
    Send a request to a time-stamping authority and save its answer. This asks the network.

    The authority learns a hash and nothing of the ledger. The answer must be to this very request; whether somebody you
    believe signed it, attach and verify say.
    """
    from ledger.signing import timestamp as stamps  # noqa: PLC0415 - with the cryptography of keys

    target = _target(output)
    question = stamps.read_request(files.read(asked, LONGEST))
    answer = _ask(url, bytes(question))
    stamps.check_answer(question, answer)
    files.write(target, answer, force=force)
    said = _("The answer of {url} is in {file}.").format(url=url, file=target)
    data = {"file": target, "url": url, "bytes": len(answer), "sha256": hashlib.sha256(answer).hexdigest()}
    following = [f"kotak timestamp attach CHECKPOINT {quote(target)} --roots CA.pem"]
    return Answer([said] if target != "-" else (), data, next=following)


@timestamp.command("attach", alias="tempel")
@click.argument("checkpoint")
@click.argument("answer", metavar="FILE.tsr")
@_roots
@writes
@click.pass_obj
def attach(context: Context, checkpoint: str, answer: str, *, roots: str, dry_run: bool) -> Answer:
    """
    Check a stamp over a checkpoint, and keep it beside the published checkpoints.

    What lies there is for others. They check it with kotak timestamp verify, or with openssl.
    """
    data = files.read(answer, LONGEST)
    opened, stamp = _verified(checkpoint, data, roots, context.trust())
    path = _place(opened, data, context)
    there = path.exists() and files.read(str(path)) == data
    if not there and not dry_run:
        files.make_folder(path.parent)
        files.write(str(path), data)
    said = _("The stamp of {time} is there already: {path}") if there else _("The stamp of {time} is kept: {path}")
    return Answer(
        [said.format(time=stamp.time.isoformat(), path=path)],
        {"path": str(path), "new": not there, "dry_run": dry_run, **_facts(opened), **_stamped(stamp)},
        warnings=[_("This was a dry run: nothing was kept.")] if dry_run else [],
    )


@timestamp.command("verify", alias="periksa")
@click.argument("checkpoint")
@click.argument("answer", metavar="FILE.tsr")
@_roots
@click.pass_obj
def verify(context: Context, checkpoint: str, answer: str, *, roots: str) -> Answer:
    """
    Check a stamp over a checkpoint: the time, the authority, what it proves and what not.

    The certificates must have been valid at the time of the stamp; that they have expired since does no harm. A root
    that you do not name in --roots is not believed, whatever this machine believes.
    """
    opened, stamp = _verified(checkpoint, files.read(answer, LONGEST), roots, context.trust())
    size = number(opened.checkpoint.size)
    final = _("final") if opened.quorum_met else _("provisional: cosignatures are missing")
    lines = [
        _("Checkpoint  {n} entries, root {root}, {state}").format(
            n=size, root=opened.checkpoint.root.hex(), state=final
        ),
        _("Time        {time}").format(time=stamp.time.isoformat()),
        _("Authority   {name}").format(name=stamp.authority),
        _("            stamp {serial}, policy {policy}").format(serial=stamp.serial, policy=stamp.policy),
        "",
        Styled.of("good", _("The {n} papers under this checkpoint existed at that time, as they are.").format(n=size)),
        Styled.of("strong", _("Not checked")),
        *_not_checked(),
    ]
    return Answer(lines, {**_facts(opened), **_stamped(stamp), "not_checked": _not_checked()})


def _target(output: str | None) -> str:
    if output is None:
        raise NotSaid(NO_FILE)
    return output


def _ask(url: str, question: bytes) -> bytes:
    from commands.program import web  # noqa: PLC0415 - only where the network is asked

    reply = web.ask(url, LONGEST, question, QUERY)
    if reply.status != HTTPStatus.OK or len(reply.body) > LONGEST:
        raise Unreachable(NOT_AN_ANSWER, url=url, status=reply.status, size=len(reply.body))
    return reply.body


def _verified(file: str, data: bytes, roots: str, trust: "Trust") -> "tuple[Opened, Stamp]":
    """Of the checkpoints in the file the one the stamp is over, else the last, which then does not fit."""
    from ledger.signing import note  # noqa: PLC0415 - with the cryptography of keys
    from ledger.signing import timestamp as stamps  # noqa: PLC0415 - likewise

    imprint, notes = stamps.imprint(data), reference.notes(file)
    fitting = (one for one in notes if stamps.hash_of(note.read(one).text) == imprint)
    opened = reference.open_one(next(fitting, notes[-1]), trust)
    return opened, stamps.verify(str(opened.checkpoint), data, files.read(roots, LONGEST))


def _place(opened: "Opened", data: bytes, context: Context) -> Path:
    published = reference.published(context.ledger, context)
    assert published is not None  # noqa: S101 - a ledger is never stdin
    digits = hashlib.sha256(data).hexdigest()[:8]
    return published.with_name(f"{opened.checkpoint.size}-{opened.checkpoint.root.hex()}-{digits}.tsr")


def _not_checked() -> list[str]:
    return [
        _("whether the authority's certificate was withdrawn later"),
        _("when before that time each paper was written, and whether what it says is true"),
        _("whether every paper was brought to the log"),
    ]


def _facts(opened: "Opened") -> dict[str, object]:
    return {
        "size": opened.checkpoint.size,
        "root": opened.checkpoint.root.hex(),
        "quorum_met": opened.quorum_met,
    }


def _stamped(stamp: "Stamp") -> dict[str, object]:
    return {
        "time": stamp.time.isoformat(),
        "authority": stamp.authority,
        "serial": str(stamp.serial),
        "policy": stamp.policy,
    }
