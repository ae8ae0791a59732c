"""
Transcripts: links copied from a paper form, and the lost papers they stand for.

A transcript that stands for a lost paper enters the chain under that paper's digest, so that what honest people signed
on top of it holds. When the paper comes after all it takes the transcript's place; where the two differ the box is
disputed.
"""

import hashlib
from typing import Final

import msgspec
from msgspec.structs import replace

from ledger.domain.custody.acts import Act
from ledger.domain.custody.changes import change, dispute, tell
from ledger.domain.custody.effects import Change, Regraded, Verdict
from ledger.domain.custody.slate import Slate
from ledger.domain.custody.states import BoxState, Facts, PaperState, Standing
from ledger.domain.documents.base import LinkDocument

_encode: Final = msgspec.json.Encoder(order="sorted").encode


def stand(box: BoxState, act: Act) -> BoxState:
    """
    The box, now that this line is its last link under the name of a paper: nothing else of that name waits any longer,
    and of a transcript it is kept what it said.
    """
    link, said = act.facts.link, fingerprint(act)
    others = [one for one in box.pending if one.facts.link == link]
    settled = {link, *(one.facts.digest for one in others)}
    after = replace(
        box,
        pending=tuple(one for one in box.pending if one.facts.link != link),
        disputes=tuple(one for one in box.disputes if one.digest not in settled),
    )
    if link != act.facts.digest:
        after = replace(after, standing=(*after.standing, Standing(digest=link, fingerprint=said)))
    if any(fingerprint(Act.of(one)) != said for one in others):
        return dispute(after, act.facts, "differs")
    return after


def compare(box: BoxState, act: Act) -> tuple[BoxState, Change]:
    """A line under a name that is in the chain already: the lost paper itself, or one more that would stand for it."""
    stood = next((one for one in box.standing if one.digest == act.facts.link), None)
    if stood is None or act.facts.link != act.facts.digest or act.facts.flaw is not None:
        act.flags.add("stood-for-already")
        return box, change(box, act, "remark")
    after = replace(box, standing=tuple(one for one in box.standing if one is not stood))
    if stood.fingerprint == fingerprint(act):
        return after, change(after, act, "remark")
    after = dispute(after, act.facts, "differs")
    return after, change(after, act, "contested", code="differs")


def remember(facts: Facts, changes: list[Change], slate: Slate) -> None:
    """Keep which boxes a transcript names with standing, and with the lost paper which transcripts stand for it."""
    if facts.link == facts.digest:
        return
    slate.put(f"paper:{facts.digest}", replace(slate.paper(facts.digest), boxes=tuple(_named(facts, changes))))
    lost = slate.paper(facts.link)
    slate.put(f"paper:{facts.link}", replace(lost, stood_by=(*lost.stood_by, facts.digest)))


def meet(
    document: LinkDocument, facts: Facts, changes: list[Change], slate: Slate
) -> tuple[list[Change], list[Regraded]]:
    """The lost paper has come: boxes that only it names, or only its transcripts, are disputed; it gives the grade."""
    stood_by = slate.paper(facts.digest).stood_by
    if not stood_by or facts.flaw is not None:
        return [], []
    named = _named(facts, changes)
    copied = dict.fromkeys(box for digest in stood_by for box in slate.paper(digest).boxes)
    made = []
    for name in sorted(named.keys() ^ copied.keys()):
        box = dispute(slate.box(name), facts, "differs")
        slate.put(f"box:{name}", box)
        # What only the lost paper names has been judged as its own line: that stands, and the box is disputed.
        verdict: Verdict = "remark" if name in named else "contested"
        made.append(tell(document, name, box, facts, verdict, code="differs"))
    return made, [Regraded(digest=digest, grade=facts.grade, by=facts.digest) for digest in stood_by]


def led_to(paper: PaperState, slate: Slate) -> set[str]:
    """The subjects read because transcripts stand for this paper."""
    boxes = {f"box:{box}" for digest in paper.stood_by for box in slate.paper(digest).boxes}
    return boxes | {f"paper:{digest}" for digest in paper.stood_by}


def fingerprint(act: Act) -> str:
    """What a line says, its paper's signers and dates apart: equal for a form and the paper it was copied from."""
    said = (act.document.kind, act.document.unit, act.receiver, act.document.place, act.line)
    return hashlib.sha256(_encode(said)).hexdigest()


def _named(facts: Facts, changes: list[Change]) -> dict[str, None]:
    return {one.box: None for one in changes if one.digest == facts.digest and one.verdict != "foreign"}
