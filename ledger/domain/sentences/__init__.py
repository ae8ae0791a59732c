"""
What a signer is shown before he signs: a pure function of payload and annex, in Indonesian and in English.

    Serah terima kotak: 5 kotak.
    Rabu, 14 Februari 2029 pukul 17.08 WIB.
    Dari KPPS 35.79.02.2009 TPS 004 kepada PPS 35.79.02.2009.
    …
    Sidik berkas: 3f2a 91bc …

The language and the edition are signed with the paper (`shown`: `id/1`). An edition is published with the format and
never changes: another wording is another edition. No clock, no locale and no registry of names is asked.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec

from ledger.domain.documents.base import BoxLine, Document, Line
from ledger.domain.documents.government import Authorities, Closing, Continuation, Genesis, Plan, Rules
from ledger.domain.documents.people import Enrolment, Revocation, Rotation, Units
from ledger.domain.sentences import chain, frame, government, remarks, roster, things
from ledger.domain.sentences.tongue import Tongue, grouped
from ledger.errors import Reason, Unknown

EDITION: Final = 1
LANGUAGES: Final = ("id", "en")

NO_SUCH_LANGUAGE = Reason(
    "NA-002",
    "What signers are shown is published in Indonesian (id) and English (en), not in {language}.",
    "Choose one of the two: --lang id",
)
_encode: Final = msgspec.json.Encoder(order="sorted").encode
_Roster = Units | Enrolment | Rotation | Revocation
_Government = Genesis | Authorities | Continuation | Closing | Rules | Plan


def sentences(document: Document, lines: Sequence[Line], language: str) -> list[str]:
    """Everything a signer answers for, and last the digest of the payload. Raises Unknown for a third language."""
    tongue = _tongue(language)
    accepted = chain.outcomes(lines)["accepted"]
    return [
        *frame.opening(tongue, document, len(lines)),
        *_matter(tongue, document, lines),
        *things.listed(tongue, [line for line in lines if isinstance(line, BoxLine)]),
        *frame.closing(tongue, document, len(lines), accepted),
        tongue.say("Sidik berkas: {digest}.", "Fingerprint of the paper: {digest}.", digest=_digest(document)),
    ]


def excerpt(document: Document, lines: Sequence[Line], language: str) -> list[str]:
    """
    What a cover and some of its lines say, to whoever holds no more of the paper. Raises Unknown.

    What depends on the whole list is left out, and nobody is addressed: these sentences are signed by no one.
    """
    tongue = _tongue(language)
    about_boxes = [line for line in lines if isinstance(line, BoxLine)]
    return [
        *frame.opening(tongue, document, document.annex.lines if document.annex else 0),
        *_matter(tongue, document, [] if about_boxes else lines),
        *things.listed(tongue, about_boxes),
    ]


def _tongue(language: str) -> Tongue:
    if language not in LANGUAGES:
        raise Unknown(NO_SUCH_LANGUAGE, language=language)
    return Tongue(indonesian=language == "id")


def _matter(tongue: Tongue, document: Document, lines: Sequence[Line]) -> list[str]:
    if isinstance(document, _Roster):
        return roster.matter(tongue, document, lines)
    if isinstance(document, _Government):
        return government.matter(tongue, document, lines)
    return chain.matter(tongue, document, lines) or remarks.matter(tongue, document, lines)


def _digest(document: Document) -> str:
    return grouped(hashlib.sha256(_encode(document)).hexdigest())
