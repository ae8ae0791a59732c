"""Serials of seals: committed to when the stock is counted, revealed when a seal is put on."""

import hashlib
from base64 import b64decode

from ledger import merkle
from ledger.domain.custody.slate import Slate
from ledger.domain.documents.boxes import Revealed, SealingLine
from ledger.errors import BadProof


def flags(line: SealingLine, slate: Slate) -> set[str]:
    """`serial-unproved` where a serial is not one of the stock it is said to come from."""
    return {"serial-unproved"} if any(not _proved(one, slate) for one in line.revealed) else set()


def _proved(revealed: Revealed, slate: Slate) -> bool:
    committed = slate.paper(revealed.stock).serials.get(revealed.batch)
    if committed is None:
        return False
    commitment = hashlib.sha256(bytes.fromhex(revealed.salt) + revealed.serial.encode()).digest()
    try:
        merkle.verify_inclusion(
            revealed.number,
            committed.count,
            merkle.leaf_hash(commitment),
            [b64decode(one) for one in revealed.path],
            bytes.fromhex(committed.root),
        )
    except BadProof:
        return False
    return True
