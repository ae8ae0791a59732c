"""
Material for Bawaslu's Form A (Formulir A): what a ledger knows about a finding, gathered.

It is not the form, and says so first. It accuses nobody: each line is what a paper says, with the paper. Words kept
beside the ledger are in it where they are on this machine and are those that were signed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from commands.drafting import beside
from commands.everyday import found as telling
from commands.everyday import simulated
from commands.everyday.material import Material, Part
from commands.looking import broken, linked, whereabouts
from commands.program import verdicts
from commands.program.context import Context
from commands.program.language import _, moment, short_moment
from commands.program.output import NOWHERE
from commands.program.spoken import tongue, words
from ledger.domain.documents.base import Document, SeenLine
from ledger.domain.documents.government import Genesis
from ledger.domain.sentences import things
from ledger.domain.sentences.tongue import grouped
from projections import codes, desk
from projections.exported.histories import Told, of_boxes
from projections.moment import NOW, boxes_then
from projections.reading import read
from projections.where import Question, where

if TYPE_CHECKING:
    from ledger.log.bracket import Marks
    from projections.findings import Found
    from projections.looking import View
    from projections.moment import Moment
    from projections.standing import Standing


def gathered(context: Context, view: "View", now: "Moment", one: "Found", marks: "Marks") -> Material:
    """Everything about a finding that the ledger has, and what it has not; `marks` date the papers."""
    papers = dict(read(view, [0, one.index, *(answer.index for answer in one.answers)]))
    genesis, document = papers[0], papers[one.index].document
    home = simulated.of_genesis(genesis.digest, genesis.document) if isinstance(genesis.document, Genesis) else None
    marked = [f"{home.mark}."] if home and home.mark else []
    return Material(
        title=_("Material for Form A (Formulir A): finding {index}").format(index=one.index),
        about=[*marked, *_about()],
        parts=[
            _finding(one, document, papers[one.index].digest),
            *_words(context, document, _("Words beside it")),
            *_boxes(view, now, one),
            *_papers(view, now, one, marks),
            _answers(one),
            *(
                part
                for answer in one.answers
                for part in _words(context, papers[answer.index].document, _beside(answer.index))
            ),
            *_breaks(view, now, one),
            _checking(genesis.digest, one),
        ],
    )


def _about() -> list[str]:
    return [
        _("This is material, and not Form A: it is no form of Bawaslu and takes the place of none."),
        _("It says what the ledger knows. What a supervisor saw and concludes is written by the supervisor."),
        _("Officers stand here by their numbers; names are disclosed on request: kotak names disclose."),
    ]


def _finding(one: "Found", document: Document, digest: str) -> Part:
    own = tongue()
    lines = [
        _("{sort}, code {code}: {name}").format(
            sort=own.word(words.SORTS, one.sort), code=one.code, name=_(codes.of(one.code).name)
        ),
        _("raised by {unit}, {time}").format(unit=own.unit(one.unit), time=moment(one.at)),
        _("place: {place}").format(place=own.place(one.place)),
        _("signed: {who}").format(who=_who(document)),
        _("paper: entry {index}, digest {digest}").format(index=one.index, digest=grouped(digest)),
    ]
    refs = [f"{ref.what} {ref.number}, {own.day(ref.date)}" for ref in document.refs]
    files = [f"{file.what}, {file.bytes} B, {grouped(file.hash[:16])}" for file in document.files]
    lines += [_("refers to: {refs}").format(refs="; ".join(refs))] if refs else []
    lines += [_("files bound by their hash: {files}").format(files="; ".join(files))] if files else []
    return Part(_("The finding"), lines)


def _beside(index: int) -> str:
    return _("Words beside answer {index}").format(index=index)


def _words(context: Context, document: Document, title: str) -> Iterator[Part]:
    """The words beside a paper, if they are on this machine and were not changed."""
    for file in document.files:
        if file.what != "words":
            continue
        path = context.home / "files" / file.hash
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == file.hash:
            yield Part(title, data[beside.SALT :].decode(errors="replace").splitlines())
        else:
            yield Part(title, [_("They are not on this machine; ask the unit that raised it.")])


def _boxes(view: "View", now: "Moment", one: "Found") -> Iterator[Part]:
    if not one.boxes:
        return
    heads = _("box"), _("custodian"), _("keeper"), _("place"), _("seals"), _("marks")
    as_now = _("The boxes as they stand now")
    for title, then in (
        (_("The boxes when the finding was recorded"), Question(index=one.index)),
        (as_now if now.by in NOW else _("The boxes as at the moment asked about"), boxes_then(view, now)),
    ):
        stood = where(view, replace(then, words=one.boxes))
        yield Part(title, heads=heads, rows=[_standing(box) for box in stood])


def _standing(box: "Standing") -> list[str]:
    known = [box.custodian, box.keeper, box.place]
    return [box.box, *(each or NOWHERE for each in known), whereabouts.seals(box), ", ".join(whereabouts.marks(box))]


def _papers(view: "View", now: "Moment", one: "Found", marks: "Marks") -> Iterator[Part]:
    """Every paper about each box."""
    heads = (
        *(_("entry"), _("time"), _("paper"), _("from and to"), _("place"), _("seals"), _("condition")),
        *(_("signed"), _("grade"), _("flags"), _("digest")),
    )
    for history in of_boxes(view, one.boxes, boxes_then(view, now), marks):
        rows = [_told(told, history.box) for told in history.told]
        yield Part(_("Papers about {box}").format(box=history.box), heads=heads, rows=rows)


def _told(told: Told, box: str) -> list[str]:
    own, link, line = tongue(), told.link, told.line
    seen = line if isinstance(line, SeenLine) else None
    return [
        str(link.index),
        short_moment(link.at),
        ". ".join(filter(None, (own.word(words.TITLES, link.kind), linked.verdict(link, box)))),
        " → ".join(filter(None, (link.giver, link.receiver))),
        link.place or "",
        things.seals(own, seen.seals) if seen else "",
        own.word(words.CONDITIONS, seen.state) if seen else "",
        _who(told.document),
        link.grade or "",
        "; ".join(verdicts.named(link.flags)),
        grouped(link.digest[:16]),
    ]


def _who(document: Document) -> str:
    own = tongue()
    return "; ".join(f"{one.officer} ({own.word(words.PARTS, one.part)})" for one in document.signers)


def _answers(one: "Found") -> Part:
    answers = [broken.answered(answer) for answer in one.answers] or [_("no answer")]
    lines = [*telling.seen_again(one), *answers]
    closing = _("may close it: {units}, or a ruling").format(units=", ".join(one.may_close))
    return Part(_("Answers"), [*lines, closing] if one.open else lines)


def _breaks(view: "View", now: "Moment", one: "Found") -> Iterator[Part]:
    """What else does not agree about these boxes."""
    about = set(one.boxes)
    found = [each for each in desk.breaks(view, now) if about.intersection(each.boxes)]
    rows = [
        [
            each.code,
            _(each.severity),
            broken.message(each),
            ", ".join(str(cite.index) for cite in each.papers),
            _("settled") if each.settled else _("open"),
            _(each.question),
        ]
        for each in found
    ]
    heads = _("code"), _("severity"), _("what"), _("papers"), _("state"), _("ask next")
    if rows:
        yield Part(_("What does not agree about these boxes"), heads=heads, rows=rows)


def _checking(ledger: str, one: "Found") -> Part:
    return Part(
        _("How to check it"),
        [
            _("Ledger {ledger}.").format(ledger=grouped(ledger)),
            _("Each paper is shown with its signatures by: kotak paper show {index}").format(index=one.index),
            _("The whole ledger is checked, without trust in whoever runs it, by: kotak verify"),
        ],
    )
