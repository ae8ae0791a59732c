"""
Boxes read by a scanner as they are carried in. A USB scanner types lines, so stdin is the scanner.

    KOTAK_HOME/scans/5f0c…      what was scanned for one release, a line a box; an interrupted scan goes on after it

A box is on the disk before the next is read. Of a line that the power left unfinished nothing is believed.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from commands.program import files
from commands.program.context import Context
from commands.program.language import _, number
from commands.program.output import say
from commands.typed import boxes


class Scanned(NamedTuple):
    """Boxes of the list that are here, and boxes that are here and not on the list."""

    here: list[str]
    unlisted: list[str]


def scan(context: Context, release: str, source: str, listed: Sequence[str], *, dry_run: bool) -> Scanned:
    """Read boxes until the source ends; each is written down before the next is read."""
    path = context.home / "scans" / release[:16]
    found = dict.fromkeys(_before(path))
    if not dry_run:
        files.make_folder(path.parent, mode=0o700)
        files.write(str(path), "".join(f"{box}\n" for box in found).encode(), force=True)
    for line in files.lines(source):
        for box in boxes.among([line], listed, ""):
            known = box in found
            found[box] = None
            if not dry_run and not known:
                files.append(path, f"{box}\n".encode())
            say(_told(box, listed, found, known=known), sys.stderr)
    here = [box for box in found if box in listed]
    return Scanned(sorted(here), sorted(found.keys() - set(listed)))


def forget(context: Context, release: str) -> None:
    """The paper is signed; what was scanned for it stands there now."""
    (context.home / "scans" / release[:16]).unlink(missing_ok=True)


def _before(path: Path) -> list[str]:
    whole, _end, _unfinished = (files.read_text(str(path)) if path.exists() else "").rpartition("\n")
    return whole.split()


def _told(box: str, listed: Sequence[str], found: dict[str, None], *, known: bool) -> str:
    if known:
        return _("{box}: scanned already").format(box=box)
    if box not in listed:
        return _("{box}: not on the list").format(box=box)
    count = sum(one in listed for one in found)
    return _("{box}: {n} of {of}").format(box=box, n=number(count), of=number(len(listed)))
