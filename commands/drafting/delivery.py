"""
Where a signed paper goes: into the ledger, into a file to carry, or among those that wait to be sent.

A whole paper is laid among the unsent ones before it is recorded and taken away after; whatever happens in between, it
is either in the ledger or still here, and recording it twice does no harm.
"""

import dataclasses
import errno
import os
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from commands.drafting import unsent
from commands.program import files, verdicts
from commands.program.context import Context
from commands.program.language import _, counted, number
from commands.program.output import Answer, Finding, worst
from commands.program.spoken import tongue, words
from ledger.paper import Paper

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from ledger.record import Recorded

DONE_IN_PART = 9


def check_free(output: str | None, *, force: bool) -> None:
    """Refuse a file that is there already, or a folder that is not, before anything is signed."""
    if not output or output == "-":
        return
    files.check_free(output, force=force)
    if not Path(output).absolute().parent.is_dir():
        raise files.FileTrouble(files.NOT_WRITTEN, path=output, why=os.strerror(errno.ENOENT))


def record(context: Context, journal: "Journal", paper: Paper) -> "Recorded":
    """Put a whole paper into the ledger."""
    from ledger.record import record as put  # noqa: PLC0415 - brings the journal, which an offline laptop never opens

    recorded = put(journal, paper)
    # From here on the paper is recorded; left among the unsent it would only be sent once more.
    unsent.drop(context, recorded.digest)
    return recorded


def recorded_answer(paper: Paper, recorded: "Recorded") -> Answer:
    """Say where a paper lies and which of its lines were contested."""
    effects = recorded.effects
    if effects is None:
        return already(paper, recorded.index)
    lines = [_("Recorded at index {index}: {what}.").format(index=recorded.index, what=described(paper))]
    found: list[Finding] = verdicts.findings(effects)
    if found:
        of = number(len(paper.lines))
        lines.append(
            counted("{n} of {of} lines was contested:", "{n} of {of} lines were contested:", len(found), of=of)
        )
        lines += [f"  {each.code}  {each.message}" for each in found]
    flags = verdicts.flags(effects)
    lines += flagged(flags)
    outcome = {"index": recorded.index, "already": False, "contested": len(found), "flags": flags}
    data = {**facts(paper), **outcome}
    status = DONE_IN_PART if found else 0
    return Answer(lines, data, findings=found, warnings=verdicts.waiting(effects), status=status)


def flagged(flags: list[str]) -> list[str]:
    """What is regrettable about a paper, in a line; none where nothing is."""
    return [_("Flagged: {flags}.").format(flags="; ".join(verdicts.named(flags)))] if flags else []


def carried(answer: Answer, paper: Paper, output: str) -> Answer:
    """The same of a recorded paper that was also written to a file: who is to accept it takes it from there."""
    if output == "-":
        return dataclasses.replace(answer, lines=())
    lines = [*answer.lines, _("It lies in {file} too.").format(file=output)]
    following = [f"kotak accept {quote(output)}"] if paper.document.kind == "release" else []
    return dataclasses.replace(answer, lines=lines, next=[*answer.next, *following])


def already(paper: Paper, index: int) -> Answer:
    """Say where a paper has been all along."""
    lines = [_("Already there: index {index}, {what}.").format(index=index, what=described(paper))]
    return Answer(lines, {**facts(paper), "index": index, "already": True, "contested": 0, "flags": []})


def lies_here(paper: Paper) -> Answer:
    """Say that a paper was signed before and waits here."""
    lines = [_("Already there, not recorded yet: {what}.").format(what=described(paper))]
    data = {**facts(paper), "index": None, "already": True, "contested": 0, "flags": []}
    return Answer(lines, data, next=["kotak paper record"])


def keep(context: Context, paper: Paper, output: str | None, *, force: bool) -> Answer:
    """Leave a paper where it can be carried from, and say what it still lacks."""
    missing = unsent.unsigned(paper)
    kept = None if missing and output else unsent.keep(context, paper)
    # A whole paper lies here from now on, also where the file cannot be written.
    if output:
        files.write(output, bytes(paper), force=force)
    lies = output or str(kept)
    lines = [_("Signed: {what}. It lies in {file}.").format(what=described(paper), file=lies)]
    if missing:
        said = _("Signed, but not by all: {what}. It lies in {file}.")
        if len(missing) == len(paper.document.signers):
            said = _("Drafted: {what}. It lies in {file}.")
        lines = [
            said.format(what=described(paper), file=lies),
            _("Missing: {officers}.").format(officers=", ".join(missing)),
        ]
    place = quote(lies)
    following = [f"kotak paper sign {place}"] if missing else _next(paper, place)
    data = {**facts(paper), "index": None, "file": lies, "missing": missing, "contested": 0, "flags": []}
    return Answer(() if output == "-" else lines, data, next=following)


def _next(paper: Paper, place: str) -> list[str]:
    if paper.document.kind == "genesis":
        return [f"kotak --ledger LEDGER init --record {place}"]
    if paper.document.kind == "release":
        return [f"kotak accept {place}", "kotak paper record"]
    return ["kotak paper record"]


def dry(paper: Paper, shown: list[str]) -> Answer:
    """Say what would be signed."""
    lines = [*shown, "", _("Not signed, nothing was written: this was a dry run.")]
    data = {**facts(paper), "index": None, "dry_run": True, "contested": 0, "flags": [], "sentences": shown}
    return Answer(lines, data)


def together(answers: list[Answer]) -> Answer:
    """Many papers, one answer."""
    return Answer(
        [line for answer in answers for line in answer.lines],
        {"papers": [dict(answer.data) for answer in answers]},
        findings=[each for answer in answers for each in answer.findings],
        warnings=[each for answer in answers for each in answer.warnings],
        next=list(dict.fromkeys(step for answer in answers for step in answer.next)),
        status=worst(*(answer.status for answer in answers)),
    )


def described(paper: Paper) -> str:
    """`Release of boxes, 5 boxes`."""
    own, count = tongue(), len(paper.lines)
    title = own.word(words.TITLES, paper.document.kind)
    if not count:
        return title
    if paper.document.key == "box":
        return f"{title}, {own.boxes(count)}"
    return counted("{kind}, {n} line", "{kind}, {n} lines", count, kind=title)


def facts(paper: Paper) -> dict[str, object]:
    """What a program is told of a paper."""
    signed = {signature.keyid for signature in paper.envelope.signatures}
    return {
        "kind": paper.document.kind,
        "digest": paper.digest,
        "at": paper.document.at,
        "lines": len(paper.lines),
        "signers": [
            {"officer": one.officer, "key": one.key, "part": one.part, "signed": one.key in signed}
            for one in paper.document.signers
        ],
    }
