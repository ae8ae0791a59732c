"""How officers name papers: the file they lie in, their index in the ledger, or the beginning of their digest."""

import os
import re
from typing import Final

from commands.drafting import unsent
from commands.drafting.drafting import Desk
from commands.typed import entries
from commands.typed.boxes import NotUnderstood
from ledger import paper as papers
from ledger.domain.custody import states
from ledger.domain.custody.fold import OTHER_LEDGER
from ledger.domain.custody.states import PaperState
from ledger.domain.documents.base import Document, LaterDocument
from ledger.errors import Malformed, Reason, Unknown
from ledger.paper import Paper

NO_PAPER = Reason(
    "CO-030", "There is no paper {name}: no such file, and none known here.", "Name its file, its index or its digest."
)
ANOTHER_KIND = Reason("CO-031", "{name} is of the kind {found}; here it takes {expected}.", "kotak paper show {name}")
SEVERAL = Reason("CO-032", "{name} holds {n} papers; one is needed.", "Name a file that holds one.")
NOT_SIGNED = Reason(
    "CO-033", "{name} is not signed by {missing}, so nothing can rest on it.", "Have it signed: kotak paper sign {name}"
)

_DIGEST: Final = re.compile(r"[0-9a-f]{8,64}", re.ASCII)


def paper(desk: Desk, name: str) -> Paper:
    """The paper of that name; those read from files are known from here on."""
    if name == "-" or os.path.isfile(name):  # noqa: PTH113 - for Path an impossible name is an error
        found = unsent.read(name)
        if len(found) != 1:
            raise NotUnderstood(SEVERAL, name=name, n=len(found))
        desk.papers.append(found[0])
        return found[0]
    return _by_index(desk, name) or _by_digest(desk, name) or _none(name)


def signed(desk: Desk, name: str, *kinds: type[Document]) -> Paper:
    """A paper of this ledger that everybody has signed, as far as their keys are known here."""
    found = paper(desk, name)
    document = found.document
    if kinds and not isinstance(document, kinds):
        expected = ", ".join(str(kind.__struct_config__.tag) for kind in kinds)
        raise NotUnderstood(ANOTHER_KIND, name=name, found=document.kind, expected=expected)
    missing = unsent.unsigned(found)
    if missing:
        raise Malformed(NOT_SIGNED, name=name, missing=missing)
    if isinstance(document, LaterDocument) and document.ledger != desk.trust.genesis:
        raise Malformed(OTHER_LEDGER, found=document.ledger[:16], expected=desk.trust.genesis[:16])
    keys = {signer.key: desk.known.key(signer.key) for signer in document.signers}
    known = {id_: key for id_, key in keys.items() if key is not None}
    if len(known) == len(keys):
        papers.authenticate(found, known)
    return found


def index(desk: Desk, digest: str) -> int | None:
    """Where a paper is recorded, if it is and a ledger is named."""
    if desk.journal is None:
        return None
    value = desk.journal.load([f"paper:{digest}"]).states.get(f"paper:{digest}")
    state = states.decode(f"paper:{digest}", value) if value else None
    return state.index if isinstance(state, PaperState) else None


def _by_index(desk: Desk, name: str) -> Paper | None:
    at = entries.index(name)
    if desk.journal is None or at is None:
        return None
    entry = next(desk.journal.entries(at, at + 1), None)
    return papers.read(entry.data) if entry else None


def _by_digest(desk: Desk, name: str) -> Paper | None:
    if not _DIGEST.fullmatch(name):
        return None
    found = desk.known.paper(name)
    if found is not None or desk.journal is None:
        return found
    subjects = [subject for subject, _, _ in desk.journal.states() if subject.startswith(f"paper:{name}")]
    at = index(desk, subjects[0][6:]) if len(subjects) == 1 else None
    return _by_index(desk, str(at)) if at is not None else None


def _none(name: str) -> Paper:
    raise Unknown(NO_PAPER, name=name)
