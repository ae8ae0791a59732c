"""
One box handed over twice: two papers that follow the same one, and both reached the other side.

Proved by the signatures of officers alone, whatever any log says. The further papers are acceptances of the two, and
those that show whose the keys are, from genesis on, in the order in which they were recorded. That none of these keys
had ended, and which of the two was signed first, is not proved.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ledger.audit.belonging import check_ledger
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.government import Authorities, Genesis
from ledger.domain.documents.movement import Acceptance
from ledger.domain.documents.people import Enrolment, Revocation, Rotation
from ledger.errors import Malformed, Reason
from ledger.log.policy import Trust
from ledger.receipt import chains, content, excerpt
from ledger.receipt.chains import Link
from ledger.receipt.contradiction import NO_CLASH, NOT_SORTED, SAME_AFTER, Contradiction
from ledger.receipt.excerpt import UNPLACED, Excerpt
from ledger.receipt.keylist import KeyList
from ledger.receipt.report import Shown
from ledger.receipt.vouching import Vouchers

TWICE = Reason(
    "RE-069",
    "Box {box} was handed over twice after the paper {after}: by {first} and by {second}.",
    "Keep this file, and ask both sides for the box: kotak chain {box}",
)
NOT_SHOWN = Reason(
    "RE-065",
    "The file does not show whose the keys of {officers} are, so nobody can tell who signed.",
    "Compare again, with a passport of the box on either side: kotak compare A B",
)

_ROSTER: Final = (Genesis, Authorities, Enrolment, Rotation, Revocation)


@dataclass(frozen=True)
class Piece:
    """An entry as somebody shows it with at most one line, and the content that says so."""

    shown: Excerpt
    content: bytes


@dataclass(frozen=True)
class Pair:
    """The two papers, who signed them, and what is said of them."""

    shown: tuple[Shown, ...]
    facts: Mapping[str, object]


def prove(members: Sequence[bytes], trust: Trust) -> Pair:
    """What the papers prove. Raises Malformed, BadSignature or BadProof if that is nothing."""
    if members[0] >= members[1]:
        raise Malformed(NOT_SORTED)
    read = [excerpt.of_content(content.read(member), UNPLACED) for member in members]
    moved = [one for number, one in enumerate(read) if number <= 1 or not isinstance(one.document, _ROSTER)]
    roster = _placed(one for one in read[2:] if isinstance(one.document, _ROSTER))
    vouchers = Vouchers(roster, KeyList())
    shown = [_shown(one, vouchers, trust) for one in (*moved, *roster)]
    first, second = (one.digest for one in read[:2])
    box, after = _followed(read[0])
    pairs = [{one.digest, other.digest} for one, other in chains.forks(chains.by_box(moved)[box])]
    if _followed(read[1]) != (box, after) or {first, second} not in pairs:
        raise Malformed(NO_CLASH)
    return Pair(tuple(shown[:2]), {"box": box, "after": after, "first": first, "second": second})


def find(pieces: Iterable[Piece]) -> Iterator[Contradiction]:
    """Every box that these papers hand over twice."""
    ordered = sorted(pieces, key=lambda piece: piece.shown.index)
    roster = {piece.content: piece.shown for piece in ordered if isinstance(piece.shown.document, _ROSTER)}
    contents = {
        (piece.shown.digest, getattr(line, "box", "")): piece.content for piece in ordered for line in piece.shown.lines
    }
    for box, chain in sorted(chains.by_box(piece.shown for piece in ordered).items()):
        for pair in chains.forks(chain):
            moved = {one.digest: one for one in (*pair, *_answers(chain, pair))}
            officers = {signer.officer for one in moved.values() for signer in one.document.signers}
            both, answers = (sorted(contents[one, box] for one in some) for some in _parted(moved, pair))
            yield Contradiction(SAME_AFTER, (*both, *answers, *_who_enrolled(officers, roster)))


def _parted(moved: Iterable[str], pair: tuple[Link, Link]) -> tuple[set[str], set[str]]:
    """The digests of the two, and those of the others."""
    both = {one.digest for one in pair}
    return both, {one for one in moved if one not in both}


def _who_enrolled(officers: set[str], roster: Mapping[bytes, Excerpt]) -> list[bytes]:
    """Of all that is shown of keys, what concerns these officers, those who enrolled them, and so on."""
    known = set(officers)
    while True:
        needed = [content for content, one in roster.items() if _concerns(one, known)]
        signed = {signer.officer for content in needed for signer in roster[content].document.signers}
        if signed <= known:
            return needed
        known |= signed


def _concerns(one: Excerpt, officers: set[str]) -> bool:
    return isinstance(one.document, Genesis | Authorities) or any(
        getattr(line, "id", None) in officers for line in one.lines
    )


def _answers(chain: Sequence[Link], pair: tuple[Link, Link]) -> list[Link]:
    """What accepts one of the two."""
    named = pair[0].names | pair[1].names
    return [one for one in chain if isinstance(one.document, Acceptance) and one.document.of in named]


def _followed(one: Excerpt) -> tuple[str, str]:
    """The box whose line is shown, and the paper it follows."""
    line = one.lines[0] if len(one.lines) == 1 else None
    if not isinstance(line, LinkLine) or line.after is None:
        raise Malformed(NO_CLASH)
    return line.box, line.after


def _placed(roster: Iterable[Excerpt]) -> list[Excerpt]:
    """In the order of the file, which stands for their index. Lines of one paper have one."""
    places: dict[bytes, int] = {}
    return [replace(one, index=places.setdefault(one.cover.data, len(places))) for one in roster]


def _shown(one: Excerpt, vouchers: Vouchers, trust: Trust) -> Shown:
    """Who signed, all of them with keys that the file shows."""
    check_ledger(one, one.index, trust.genesis)
    vouched = vouchers.of(one)
    if vouched.problems or vouched.unknown:
        raise Malformed(NOT_SHOWN, officers=", ".join(signer.officer for signer in one.document.signers))
    return Shown(one, vouched)
