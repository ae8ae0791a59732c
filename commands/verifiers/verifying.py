"""`kotak verifier`: programs that check receipts and passports without this one, to give away."""

from hashlib import sha256
from importlib import resources
from io import BytesIO
from shlex import quote
from typing import Final
from zipfile import ZipFile, ZipInfo

from commands.program import files
from commands.program.context import NotSaid
from commands.program.files import saves
from commands.program.frame import group, writes
from commands.program.language import _, number
from commands.program.output import Answer
from commands.verifiers.assembling import assembled
from ledger.errors import Reason

NO_FILE = Reason("VF-001", "It is not said into which file.", "kotak verifier page -o passport.html")
NO_PROGRAM = Reason("VF-002", "It is not said into which file.", "kotak verifier python -o kotak-verify.pyz")

_PROGRAM: Final = resources.files("commands.verifiers") / "kotak_verify.py"
_STARTED_BY: Final = b"#!/usr/bin/env python3\n"


@group("verifier")
def verifier() -> None:
    """
    Programs that check receipts and passports without kotak.

    They were written from the published format alone, so that nobody has to believe this program about itself.
    """


@verifier.command("page", alias="halaman")
@saves
@writes
def page(*, output: str | None, force: bool, dry_run: bool) -> Answer:
    """
    One page for any recent browser that checks passports, receipts and checkpoints, without a server or a network.

    Compare its SHA-256 with one from another source before you rely on it.
    """
    if output is None:
        raise NotSaid(NO_FILE)
    return _given(assembled(), output, force=force, dry_run=dry_run)


@verifier.command("python")
@saves
@writes
def python(*, output: str | None, force: bool, dry_run: bool) -> Answer:
    """
    One file for any Python from 3.9 on that checks receipts, passports, checkpoints and contradictions.

    It needs nothing but Python itself. It is a zip archive with a program of under 500 lines in it, to be read before
    it is believed: unzip -p kotak-verify.pyz
    """
    if output is None:
        raise NotSaid(NO_PROGRAM)
    answer = _given(_zipped(_PROGRAM.read_bytes()), output, force=force, dry_run=dry_run)
    run = _("Check with it: python3 {file} --trust trust.txt FILE…").format(file=quote(output))
    return Answer([*answer.lines, run] if answer.lines else [], answer.data)


def _zipped(program: bytes) -> bytes:
    """A zip application (PEP 441) with the same bytes on every machine: not compressed, and of no day."""
    made = BytesIO()
    made.write(_STARTED_BY)
    member = ZipInfo("__main__.py")
    member.create_system = 3  # Unix, also where this runs on another
    with ZipFile(made, "a") as archive:
        archive.writestr(member, program)
    return made.getvalue()


def _given(made: bytes, output: str, *, force: bool, dry_run: bool) -> Answer:
    data = {"file": output, "bytes": len(made), "sha256": sha256(made).hexdigest(), "dry_run": dry_run}
    if not dry_run:
        files.write(output, made, force=force)
    said = _("{n} bytes would be written to {file}") if dry_run else _("{n} bytes in {file}")
    lines = [said.format(n=number(len(made)), file=output), f"  SHA-256   {data['sha256']}"]
    return Answer([] if output == "-" else lines, data)
