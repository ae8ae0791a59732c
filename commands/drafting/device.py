"""
The machine as papers name it: a random id, and the number of the next paper signed here.

    5f0c…e1        KOTAK_HOME/device, line 1
    17             line 2

A number is used up before the paper that bears it is signed, so a paper that is withheld leaves a gap. The file belongs
to the machine: no backup copies it, and it is never made again while it is there.
"""

import re
import secrets
from pathlib import Path
from typing import Final, NamedTuple

from commands.program import files
from ledger.domain.documents.base import Document
from ledger.errors import Malformed, Reason

NOT_A_DEVICE = Reason(
    "DR-001",
    "The file {path} does not hold the id of this machine and a number.",
    "Move it away: mv {path} {path}.bad. The machine then takes a new id, and the gap in its numbers is seen.",
)
_FORM: Final = re.compile(r"([0-9a-f]{32})\n(0|[1-9][0-9]{0,14})\n")


class Device(NamedTuple):
    """The id of this machine and the number of one paper."""

    id: str
    seq: int


def peek(home: Path) -> Device:
    """What the next paper would bear. Nothing is written; a machine without an id is given one in passing."""
    path = home / "device"
    if not path.exists():
        return Device(secrets.token_hex(16), 0)
    found = _FORM.fullmatch(files.read_text(str(path), 128))
    if found is None:
        raise Malformed(NOT_A_DEVICE, path=path)
    return Device(found[1], int(found[2]))


def of(document: Document) -> Device:
    """What a paper bears."""
    return Device(document.device, document.device_seq)


def take(home: Path, device: Device) -> bool:
    """Use up this number, unless another paper was signed here since it was looked at. Nobody else gets it now."""
    files.make_folder(home, mode=0o700)
    path = home / "device"
    with files.locked(home / "device.lock"):
        if path.exists() and peek(home) != device:
            return False
        files.write(str(path), f"{device.id}\n{device.seq + 1}\n".encode(), force=True, mode=0o600)
    return True
