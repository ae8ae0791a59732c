"""`kotak doctor`: is this laptop fit for the work? Looks, and changes nothing."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import click

from commands.program import files
from commands.program.context import Context
from commands.program.frame import command
from commands.program.language import _, counted, moment, number
from commands.program.output import FOUND_WRONG, Answer, Finding, Styled
from commands.program.refusal import remedy, translated
from ledger.errors import Conflict, LedgerError

if TYPE_CHECKING:
    from ledger.log.head import Head
    from ledger.persistence.journal import Journal

State = Literal["ok", "warn", "fail"]

MARKS: Final = {"ok": ("✓", "good"), "warn": ("!", "doubtful"), "fail": ("✗", "bad")}
_MEGABYTE: Final = 10**6
_LITTLE, _TOO_LITTLE = 500 * _MEGABYTE, 50 * _MEGABYTE
_WAL_BUG: Final = ((3, 7, 0), (3, 51, 2))
# No laptop that runs this program lives before it was written.
_WRITTEN: Final = datetime(2026, 11, 1, tzinfo=UTC)


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    state: State
    message: str
    remedy: str = ""


@command("doctor")
@click.pass_obj
def doctor(context: Context) -> Answer:
    """
    Is this laptop fit for the work?

    Looks at clock, disk, versions, keys, unsent papers, the ledger and what logs signed here, and changes nothing.
    """
    checks = [check for look in _LOOKS for check in look(context)]
    failed = [check for check in checks if check.state == "fail"]
    return Answer(
        [line for check in checks for line in _lines(check)],
        {"checks": [check._asdict() for check in checks]},
        findings=[Finding(f"DOCTOR-{check.name}", check.message) for check in failed],
        next=[check.remedy for check in failed],
        status=FOUND_WRONG if failed else 0,
    )


def _lines(check: Check) -> Iterator[str]:
    mark, style = MARKS[check.state]
    yield Styled.of(style, f"{mark} {_(check.state):5} {_(check.name)}: {check.message}")
    if check.remedy:
        yield f"        {check.remedy}"


def _clock(_context: Context) -> Iterator[Check]:
    now = datetime.now().astimezone()
    if now < _WRITTEN:
        remedy = _("Set the clock: signed papers carry its time.")
        yield Check("clock", "fail", _("it is set to {time}").format(time=moment(now)), remedy)
    else:
        yield Check("clock", "ok", _("it is {time}; compare it with another clock").format(time=moment(now)))


def _disk(context: Context) -> Iterator[Check]:
    folder = next(path for path in (context.home, *context.home.absolute().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    state: State = "fail" if free < _TOO_LITTLE else "warn" if free < _LITTLE else "ok"
    message = _("{free} MB free at {folder}").format(free=number(free // _MEGABYTE), folder=folder)
    yield Check("disk", state, message, "" if state == "ok" else _("Make room on this disk."))


def _versions(_context: Context) -> Iterator[Check]:
    yield Check("python", "ok", sys.version.partition(" ")[0])
    version = sqlite3.sqlite_version
    if _WAL_BUG[0] <= sqlite3.sqlite_version_info <= _WAL_BUG[1]:
        message = _("{version} can damage a ledger that two programs write at once").format(version=version)
        yield Check("sqlite", "warn", message, _("Use 3.51.3 or later, or PostgreSQL where a ledger is shared."))
    else:
        yield Check("sqlite", "ok", version)


def _keys(context: Context) -> Iterator[Check]:
    """Officers' keys, and that of the log: whether others may use them."""
    from commands.founding.keys import log_key  # noqa: PLC0415 - brings the cryptography of keys
    from ledger.signing import keyfile  # noqa: PLC0415 - likewise

    paths = [*sorted(context.keys.glob("*.pem")), *filter(Path.exists, (log_key(context),))]
    problems = [problem for path in paths if (problem := keyfile.mode_problem(path)) is not None]
    yield from (_of_error("keys", "fail", problem) for problem in problems)
    if not paths:
        yield Check("keys", "warn", _("no key in {folder}").format(folder=context.keys), "kotak key --help")
    elif not problems:
        yield Check("keys", "ok", counted("{n} key file", "{n} key files", len(paths)))


def _unsent(context: Context) -> Iterator[Check]:
    count = sum(1 for path in context.unsent.iterdir() if path.is_file()) if context.unsent.is_dir() else 0
    if count:
        message = counted(
            "{n} signed paper is recorded nowhere yet", "{n} signed papers are recorded nowhere yet", count
        )
        yield Check("unsent", "warn", message, "kotak paper record")
    else:
        yield Check("unsent", "ok", _("no paper waits to be sent"))


def _settings(context: Context) -> Iterator[Check]:
    try:
        trust = context.trust_path()
        readable = os.access(trust, os.R_OK)
        state: State = "ok" if readable else "fail"
        yield Check("trust", state, str(trust), "" if readable else f"ls -l '{trust}'")
        context.setting("lang")
    except LedgerError as error:
        yield _of_error("settings", "warn", error)


def _ledger(context: Context) -> Iterator[Check]:
    try:
        said = context.setting("ledger").shown
        if said is None:
            yield Check("ledger", "warn", _("no ledger is named"), "kotak config set ledger FILE")
        else:
            journal = context.journal(read_only=True)
            yield Check(
                "ledger", "ok", counted("{n} paper in {ledger}", "{n} papers in {ledger}", journal.size(), ledger=said)
            )
            yield from _read_models(journal)
    except LedgerError as error:
        yield _of_error("ledger", "fail", error)


def _read_models(journal: "Journal") -> Iterator[Check]:
    """No question is answered where tables of them are gone, and to catch up makes none that was there."""
    from projections import shelf  # noqa: PLC0415 - with SQLAlchemy

    with journal.database.reading() as connection:
        gone = shelf.lacking(connection)
    if gone:
        message = _("tables of these read models are gone: {names}").format(names=", ".join(gone))
        yield Check("projections", "fail", message, "kotak rebuild")


def _logs(context: Context) -> Iterator[Check]:
    """What was signed for logs on this machine, and whether the ledger still holds it."""
    from ledger.log import head as heads  # noqa: PLC0415 - brings the cryptography of keys

    for path in sorted(context.home.glob("logs/*/head")):
        try:
            head = heads.read(files.read(str(path), heads.LONGEST), str(path))
            _check_holds(context, head)
            signed = head.checkpoint.size
            said = counted("{origin} signed {n} entry", "{origin} signed {n} entries", signed, origin=head.log.name)
            yield Check("log", "ok", said)
        except LedgerError as error:
            yield _of_error("log", "fail", error)


def _check_holds(context: Context, head: "Head") -> None:
    """Raise Conflict if the ledger named here is that of the log, and has fewer entries than the log signed."""
    from ledger import paper  # noqa: PLC0415 - likewise
    from ledger.log.head import LOWER  # noqa: PLC0415 - likewise

    if context.setting("ledger").shown is None:
        return
    journal = context.journal(read_only=True)
    size, first = journal.size(), journal.data([0]).get(0)
    if first and paper.read(first).digest == head.genesis and size < head.checkpoint.size:
        raise Conflict(LOWER, origin=head.log.name, signed=head.checkpoint.size, offered=size)


def _of_error(name: str, state: State, error: LedgerError) -> Check:
    reason, facts = error.reason, error.facts
    return Check(name, state, translated(reason.text, facts), remedy(reason, facts))


_LOOKS: Final[tuple[Callable[[Context], Iterator[Check]], ...]] = (
    _clock,
    _disk,
    _versions,
    _keys,
    _unsent,
    _settings,
    _ledger,
    _logs,
)
