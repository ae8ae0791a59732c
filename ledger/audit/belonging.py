"""That a paper is of the ledger the trust file names: by the digest of genesis, which every later paper repeats."""

from typing import TYPE_CHECKING

from ledger.domain.documents.base import LaterDocument
from ledger.errors import Malformed, Reason

if TYPE_CHECKING:
    from ledger.domain.custody import Statement

OTHER_GENESIS = Reason(
    "VE-003",
    "The first paper is {found}, the trust file begins with {expected}.",
    "Compare the trust file with the copy you were given; it may be that of another ledger.",
)
OTHER_LEDGER = Reason(
    "VE-004",
    "The paper was signed for the ledger {found}, the trust file is for {expected}.",
    "Look for it in the ledger it was signed for.",
)


def check_ledger(paper: "Statement", index: int, genesis: str) -> None:
    """Its `ledger` is the genesis of the trust file; of the first entry its digest is. Raises Malformed."""
    if index == 0 and paper.digest != genesis:
        raise Malformed(OTHER_GENESIS, found=paper.digest, expected=genesis)
    if isinstance(paper.document, LaterDocument) and paper.document.ledger != genesis:
        raise Malformed(OTHER_LEDGER, found=paper.document.ledger, expected=genesis)
