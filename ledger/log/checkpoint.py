"""
Checkpoints: what a log promises about its size and root, as a signed note (C2SP tlog-checkpoint v1.0.0).

Extension lines are neither written nor read. That one checkpoint continues another is proved with `merkle`, not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.errors import BadSignature, Malformed, Reason
from ledger.log.policy import Trust, check_origin
from ledger.merkle import EMPTY_ROOT
from ledger.signing import armour, note
from ledger.signing.cosignature import read_tree
from ledger.signing.keys import Signer

_AGAIN = "Get the checkpoint again from where it was published, and keep this one."
NOT_A_CHECKPOINT = Reason("CP-001", "The text is not a checkpoint: three lines with origin, size and root.", _AGAIN)
NOT_EMPTY = Reason(
    "CP-002", "The checkpoint of an empty log has the root {found} and not that of an empty tree.", _AGAIN
)
OTHER_LOG = Reason(
    "CP-003",
    "The checkpoint is of the log {found}; the trust file is for {expected}.",
    "Take the trust file of that log, or the checkpoint of this one: `kotak trust show`",
)
LOG_DID_NOT_SIGN = Reason(
    "CP-004",
    "The log {origin} did not sign this checkpoint; only witnesses did.",
    "Get the checkpoint again with the signature of the log, and keep this one.",
)
NOT_CHECKED = Reason(
    "NT-018",
    "Under {notes} checkpoints the cosignatures of {witnesses} were not checked: the cryptography library here has no"
    " ML-DSA-44. They count for no quorum.",
    "Install a newer one, or do without: pip install --upgrade cryptography",
)


@dataclass(frozen=True)
class Checkpoint:
    """
    Printed as the text of a note:

    kpu.example/pemilu-2029/kota-batu
    1205
    nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=
    """

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{armour.encode(self.root)}\n"


@dataclass(frozen=True)
class Opened:
    """
    A checkpoint its log has signed: the witnesses who cosigned it, by their names in the trust file, and when.

    Of a witness with several cosignatures the earliest time stands here. Without quorum a checkpoint is provisional.
    `not_checked` are witnesses whose cosignatures could not be verified on this machine; they count for nothing.
    """

    checkpoint: Checkpoint
    times: Mapping[str, int]
    quorum_met: bool
    not_checked: frozenset[str] = frozenset()

    @property
    def cosigned_by(self) -> frozenset[str]:
        """The witnesses whose cosignatures verified."""
        return frozenset(self.times)


def read(text: str) -> Checkpoint:
    """Read the text of a note: what does not print back to the same text is refused."""
    checkpoint = read_form(text)
    if not checkpoint.size and checkpoint.root != EMPTY_ROOT:
        raise Malformed(NOT_EMPTY, found=checkpoint.root.hex())
    return checkpoint


def origin_of(data: bytes) -> str:
    """The log a note says it is of: its first line. Nothing is verified."""
    return data.partition(b"\n")[0].decode(errors="replace")


def read_form(text: str) -> Checkpoint:
    """The same, whatever the root of an empty log is said to be: a log witness answers that in its own place."""
    try:
        return Checkpoint(*read_tree(text))
    except Malformed as error:
        raise Malformed(NOT_A_CHECKPOINT) from error


def sign(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """Sign as the log whose origin it is. That it continues all signed before, the caller has made sure."""
    check_origin(checkpoint.origin)
    return note.sign(str(read(str(checkpoint))), checkpoint.origin, signer)


def open_checkpoint(data: bytes, trust: Trust) -> Opened:
    """
    Open a note that the log of the trust file signed, and count its witnesses.

    One bad line of a known key spoils the whole note. A missing quorum does not: the caller says it in words.
    """
    witnesses = {witness.key: witness.name for witness in trust.quorum.witnesses}
    opened = note.open_note(data, [trust.log.key, *witnesses])
    checkpoint = read(opened.text)
    if checkpoint.origin != trust.origin:
        raise Malformed(OTHER_LOG, found=checkpoint.origin, expected=trust.origin)
    if trust.log.key not in opened.signed_by:
        raise BadSignature(LOG_DID_NOT_SIGN, origin=trust.origin)
    times = {witnesses[key]: min(found) for key, found in opened.signed_by.items() if key in witnesses}
    not_checked = frozenset(witnesses[key] for key in opened.not_checked)
    return Opened(checkpoint, times, trust.quorum.met_by(times), not_checked)
