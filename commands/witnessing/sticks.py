"""
Requests to a log witness as files on a memory stick, and through a pipe.

    7.add-checkpoint            what the log wrote
    7.bawaslu.cosig             the lines of the witness, to be put under the checkpoint
    7.bawaslu.409               or what it says instead, under its status

A stick that comes a second time gets the same answers. What the witness signed it signed once: an answer that was lost
is written again from what is kept.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import click

from commands.program import files
from commands.program.context import Context
from commands.program.frame import command
from commands.program.language import _, number
from commands.program.output import Answer, say, table, worst
from commands.program.passphrase import Passphrases, signs
from commands.witnessing import desk
from commands.witnessing.desk import Answered, Desk
from ledger.errors import Malformed, Reason
from ledger.log import witness
from ledger.log.cosigning import LONGEST, OTHER_SIZE, SIGNED, answer_name

NOT_NAMED = Reason(
    "WI-017",
    "{path} is not named like a request to a log witness, and the answer stands under the same number.",
    "Leave the name the log gave it, like 1205.add-checkpoint",
)
NO_REQUESTS = Reason(
    "WI-018", "There is no request to a log witness in {path}.", "Ask the log for one: kotak checkpoint request -o DIR"
)

EXIT: Final = {200: 0, 400: 4, 403: 4, 404: 5, 409: 9, 422: 3}
"""The exit status that goes with each answer."""
_NAMED: Final = re.compile(r"(0|[1-9][0-9]{0,18})\.add-checkpoint", re.ASCII)


class Done(NamedTuple):
    """One request of a stick: its number, what is answered, and in which file; `new` unless that stood there before."""

    size: int
    path: Path
    answered: Answered
    answer: Path
    new: bool


@command("file", alias="berkas")
@click.argument("paths", metavar="FILE|DIR…", nargs=-1, required=True)
@signs
@click.pass_obj
def file(context: Context, paths: tuple[str, ...], *, dry_run: bool, passphrases: Passphrases) -> Answer:
    """
    Answer requests on a memory stick: each file NNNN.add-checkpoint named, or in a folder.

    The answer stands beside it, as NNNN.NAME.cosig if it is signed, else as NNNN.NAME.STATUS.
    """
    requests = [request for path in paths for request in _requests(Path(path))]
    at = desk.closed(context) if dry_run else desk.opened(context, passphrases)
    done = [_tried(at, size, path) if dry_run else _answered(at, size, path) for size, path in requests]
    rows = [(one.size, one.answered.origin, one.answered.answer.status, meaning(one.answered)) for one in done]
    return Answer(
        table((_("entries"), _("log"), _("answer"), _("which means")), rows),
        {"witness": at.identity.name, "dry_run": dry_run, "answers": [_facts(one) for one in done]},
        warnings=[kept for one in done for kept in told(one.answered)],
        status=worst(*(EXIT[one.answered.answer.status] for one in done)),
    )


@command("stdin", alias="-")
@signs
@click.pass_obj
def stdin(context: Context, *, dry_run: bool, passphrases: Passphrases) -> Answer:
    """
    Answer one request from standard input.

    The body of the answer goes to standard output as it would over HTTP, its status to standard error.
    """
    at = desk.closed(context) if dry_run else desk.opened(context, passphrases)
    data = sys.stdin.buffer.read(LONGEST + 1)
    answered = at.judge(data) if dry_run else at.answer(data)
    answer = answered.answer
    if not context.json:
        files.write("-", answer.body)
        say(f"{answer.status} {meaning(answered)}", sys.stderr)
    return Answer(
        data={
            "origin": answered.origin,
            "status": answer.status,
            "content_type": answer.content_type,
            "body": answer.body.decode(),
            "kept": str(answered.kept) if answered.kept else None,
            "dry_run": dry_run,
        },
        warnings=told(answered),
        status=EXIT[answer.status],
    )


def meaning(answered: Answered) -> str:
    """An answer in words."""
    answer = answered.answer
    said = {
        200: _("signed"),
        400: _("not a request, or its old size is above the new one"),
        403: _("the log did not sign it"),
        404: _("a log this witness does not know"),
        409: _("it signed {size} entries last; the log has to ask from there"),
        422: _("it does not continue what was signed"),
    }[answer.status]
    return said.format(size=number(int(answer.body))) if answer.status == OTHER_SIZE else said


def told(answered: Answered) -> list[str]:
    """Where a request lies that may become a proof."""
    if answered.kept is None:
        return []
    said = _(
        "The request and what was signed before are kept at {path}. If no proof joins them, they prove two histories."
    )
    return [said.format(path=answered.kept)]


def _requests(path: Path) -> Iterator[tuple[int, Path]]:
    """In the order of their numbers."""
    if not path.is_dir():
        named = _NAMED.fullmatch(path.name)
        if not named:
            raise Malformed(NOT_NAMED, path=path)
        yield int(named[1]), path
        return
    # What is no file, as a named pipe, would be waited for.
    found = [(number, each) for each in path.iterdir() if (number := _NAMED.fullmatch(each.name)) and each.is_file()]
    if not found:
        raise Malformed(NO_REQUESTS, path=path)
    yield from sorted((int(number[1]), each) for number, each in found)


def _tried(at: Desk, size: int, path: Path) -> Done:
    answered = at.judge(_read(path))
    return Done(size, path, answered, _beside(at, size, path, answered.answer.status), new=False)


def _answered(at: Desk, size: int, path: Path) -> Done:
    data = _read(path)
    cosig = _beside(at, size, path, SIGNED)
    if cosig.exists() and at.gave(_read(cosig), data):
        answer = witness.Answer(SIGNED, witness.TEXT, _read(cosig))
        return Done(size, path, Answered(answer, witness.origin_of(data)), cosig, new=False)
    answered = at.answer(data)
    if answered.answer.status == OTHER_SIZE and (lines := at.given(data)):
        answered = answered._replace(answer=witness.Answer(SIGNED, witness.TEXT, lines))
    target = _beside(at, size, path, answered.answer.status)
    files.write(str(target), answered.answer.body, force=True)
    _drop_others(at, size, target)
    return Done(size, path, answered, target, new=True)


def _drop_others(at: Desk, size: int, target: Path) -> None:
    """An older answer of this witness under this number says no longer what holds. Lines it signed stay."""
    for status in EXIT.keys() - {SIGNED}:
        other = _beside(at, size, target, status)
        if other != target:
            other.unlink(missing_ok=True)


def _beside(at: Desk, size: int, path: Path, status: int) -> Path:
    return path.with_name(answer_name(size, at.identity.name, status))


def _read(path: Path) -> bytes:
    """What is too long for a request is cut where it shows that it is."""
    try:
        with path.open("rb") as stream:
            return stream.read(LONGEST + 1)
    except OSError as error:
        raise files.FileTrouble(files.NOT_READ, path=path, why=error.strerror) from error


def _facts(one: Done) -> dict[str, object]:
    return {
        "file": str(one.path),
        "size": one.size,
        "origin": one.answered.origin,
        "status": one.answered.answer.status,
        "answer": str(one.answer),
        "new": one.new,
        "kept": str(one.answered.kept) if one.answered.kept else None,
    }
