"""`kotak verifier`: programs that check receipts and passports without this one, to give away."""

from hashlib import sha256
from importlib import resources
from typing import Final

from commands.program import files
from commands.program.context import NotSaid
from commands.program.files import saves
from commands.program.frame import group, writes
from commands.program.language import _, number
from commands.program.output import Answer
from ledger.errors import Reason

NO_FILE = Reason("VF-001", "It is not said into which file.", "kotak verifier page -o passport.html")

_PAGE: Final = resources.files("commands.verifiers") / "passport.html"


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
    return _given(_PAGE.read_bytes(), output, force=force, dry_run=dry_run)


def _given(made: bytes, output: str, *, force: bool, dry_run: bool) -> Answer:
    data = {"file": output, "bytes": len(made), "sha256": sha256(made).hexdigest(), "dry_run": dry_run}
    if not dry_run:
        files.write(output, made, force=force)
    said = _("{n} bytes would be written to {file}") if dry_run else _("{n} bytes in {file}")
    lines = [said.format(n=number(len(made)), file=output), f"  SHA-256   {data['sha256']}"]
    return Answer([] if output == "-" else lines, data)
