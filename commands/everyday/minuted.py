"""
What a minute (berita acara) says, gathered once, and as text and as a page; `printing.py` makes the PDF of the same.

It has the common administrative form. It is not KPU's form, and says so; the signatures in the ledger are not
certified, and it says that too. It names officers by their numbers, unless their names were asked for.
"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from commands.drafting import showing, unsent
from commands.drafting.drafting import Desk
from commands.everyday.simulated import Home
from commands.founding import registry
from commands.founding.governing import states_of
from commands.program.language import _, moment, spoken
from commands.program.spoken import tongue, words
from commands.typed import named
from ledger.domain.custody.states import OfficerState
from ledger.domain.documents.base import CustodyDocument, Document, SeenLine, Signer
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover, Release
from ledger.domain.sentences.tongue import grouped
from ledger.errors import Unknown
from ledger.paper import Paper

_FINGERPRINT: Final = 32
_WIDTHS: Final = (4, 32, 26, 10, 10)
_STYLE: Final = (
    "body{font:11pt/1.4 serif;max-width:18cm;margin:1cm auto}h1{font-size:14pt;text-align:center}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid;padding:2pt 4pt;text-align:left}"
    "thead{display:table-header-group}.sign{display:inline-block;width:45%;margin:1.5cm 2% 0 0}.small{font-size:9pt}"
    ".mark{position:fixed;top:0;left:0;right:0;text-align:center;font:bold 20pt sans-serif;opacity:.5}"
    "@media print{tr,.sign{break-inside:avoid}}"
)


@dataclass(frozen=True)
class Minute:
    """What a minute says, before it is text, a page or a PDF. `mark` stands on every page; `digest` is in groups."""

    mark: str
    at: str
    title: str
    opening: str
    parties: list[str]
    heads: list[str]
    rows: list[list[str]]
    signatures: list[str]
    digest: str
    closing: list[str]
    hands: list[str]


def written(
    paper: Paper, index: int | None, home: Home | None, *, given: Document | None, called: Mapping[str, str]
) -> Minute:
    """
    The minute of a paper; where it is recorded is part of what it says.

    `given` is the release an acceptance answers, as far as it is known; `called` are names by officer.
    """
    document, own = paper.document, tongue()
    rows = [_row(number, line) for number, line in enumerate(paper.lines, 1) if isinstance(line, SeenLine)]
    return Minute(
        mark=home.mark if home else "",
        at=document.at,
        title=_("MINUTE: {kind}").format(kind=own.word(words.TITLES, document.kind)).upper(),
        opening=_opening(document),
        parties=_parties(document, given) if rows else showing.sentences(paper, spoken()),
        heads=[_("No."), _("Box"), _("Seals"), _("Condition"), _("Outcome")],
        rows=rows,
        signatures=_signatures(paper, called),
        digest=grouped(paper.digest),
        closing=list(_closing(index, home, called)),
        hands=_hands(document.signers, document, called),
    )


def release_of(desk: Desk, paper: Paper) -> Document | None:
    """The release an acceptance answers, if it is known here."""
    if not isinstance(paper.document, Acceptance):
        return None
    try:
        return named.paper(desk, paper.document.of).document
    except Unknown:
        return None


def names_of(desk: Desk, paper: Paper) -> dict[str, str]:
    """By officer the name in the registry, if it is still there and is the one of his enrolment."""
    kept = registry.read(registry.place(desk.context)).names
    officers = [one.officer for one in paper.document.signers if one.officer in kept]
    subjects = [f"officer:{officer}" for officer in officers]
    enrolled = states_of(desk.journal, subjects, OfficerState) if desk.journal else {}
    found = {}
    for officer in officers:
        name, salt, state = kept[officer].name, kept[officer].salt, enrolled.get(f"officer:{officer}")
        expected = state.name if state else kept[officer].commitment
        if name and salt and registry.commit(name, salt) == expected:
            found[officer] = name
    return found


def in_text(said: Minute) -> Iterator[str]:
    """Plain text, as wide as a page."""
    marked = (said.mark, "") if said.mark else ()
    yield from (*marked, said.title, "", said.opening, "", *said.parties, "")
    for row in (said.heads, *said.rows) if said.rows else ():
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, _WIDTHS, strict=True)).rstrip()
    yield from ("", *said.signatures, "", said.digest, "", *said.closing, "")
    for hand in said.hands:
        yield from ("", "", "____________________", hand)
    yield from ("", *marked)


def in_html(said: Minute) -> str:
    """A page without a script and without anything from elsewhere."""
    mark = f'<div class="mark">{said.mark}</div>' if said.mark else ""
    heads = "".join(f"<th>{html.escape(one)}" for one in said.heads)
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row) for row in said.rows)
    parties = "".join(f"<p>{html.escape(one)}" for one in said.parties)
    small = (*said.signatures, said.digest, *said.closing)
    closing = "".join(f'<p class="small">{html.escape(one)}' for one in small)
    hands = "".join(f'<div class="sign">____________________<br>{html.escape(one)}</div>' for one in said.hands)
    table = f"<table><thead><tr>{heads}<tbody>{rows}</table>" if said.rows else ""
    return (
        f'<!doctype html><html lang="{spoken()}"><meta charset="utf-8"><title>{html.escape(said.title)}</title>'
        f"<style>{_STYLE}</style>{mark}<h1>{html.escape(said.title)}</h1><p>{html.escape(said.opening)}"
        f"{parties}{table}{closing}{hands}</html>\n"
    )


def _opening(document: Document) -> str:
    place = getattr(document, "place", None)
    if place is None:
        return _("On this day, {moment}, the following was done:").format(moment=moment(document.at))
    return _("On this day, {moment}, at {place}, the following was done:").format(
        moment=moment(document.at), place=tongue().place(place)
    )


def _parties(document: Document, given: Document | None) -> list[str]:
    first = _("FIRST PARTY (PIHAK PERTAMA): {unit}")
    second = _("SECOND PARTY (PIHAK KEDUA): {unit}")
    match document:
        case Release() | Handover():
            named_ = [(first, document.unit), (second, document.to)]
        case Deposit():
            named_ = [(first, document.unit), (second, document.keeper)]
        case Acceptance():
            giver = [(first, given.unit)] if isinstance(given, Release) else []
            named_ = [*giver, (second, document.unit)]
        case CustodyDocument():
            named_ = [(_("BY: {unit}"), document.unit)]
        case _:
            named_ = []
    return [text.format(unit=tongue().unit(unit)) for text, unit in named_]


def _row(number: int, line: SeenLine) -> list[str]:
    own = tongue()
    counted = [(name, getattr(line.seals, name)) for name in line.seals.__struct_fields__]
    seals = [
        f"{own.word(words.SEALS, name)} {seal.on}" + (f"/{seal.bad}" if seal.bad else "")
        for name, seal in counted
        if seal is not None
    ]
    outcome = own.word(words.OUTCOMES, line.outcome) if isinstance(line, AcceptanceLine) else ""
    return [str(number), line.box, ", ".join(seals), own.word(words.CONDITIONS, line.state), outcome]


def _signatures(paper: Paper, called: Mapping[str, str]) -> list[str]:
    missing = unsent.unsigned(paper)
    said = _("{who}: signed electronically with the key {key}")
    lacks = _("{who}: NOT SIGNED; the signature of the key {key} is missing")
    return [
        (lacks if one.officer in missing else said).format(who=_who(one, called), key=grouped(one.key[:_FINGERPRINT]))
        for one in paper.document.signers
    ]


def _who(signer: Signer, called: Mapping[str, str]) -> str:
    own = tongue()
    name = called.get(signer.officer)
    who = f"{own.officer(signer.officer)}, {own.word(words.PARTS, signer.part)}"
    return f"{who} ({name})" if name else who


def _hands(signers: tuple[Signer, ...], document: object, called: Mapping[str, str]) -> list[str]:
    """Room for ink: who signed electronically, and who is stated to sign on paper or later."""
    own = tongue()
    present = document.present if isinstance(document, CustodyDocument) else ()
    by_hand = [one for one in present if one.how in {"paper", "later"}]
    return [
        *(_who(one, called) for one in signers),
        *(f"{own.unit(one.unit)}, {own.word(words.PARTS, one.part)}" for one in by_hand),
    ]


def _closing(index: int | None, home: Home | None, called: Mapping[str, str]) -> Iterator[str]:
    where = _("recorded at index {index}").format(index=index) if index is not None else _("not recorded yet")
    yield _(
        "This print is made from the paper with the digest above, {where}. The paper is evidence, not the print."
    ).format(where=where)
    if home is None:
        yield _("No ledger is known here, so it is not known whether this is a simulation.")
    if called:
        yield _("Names are from the registry beside the ledger; they stand nowhere in the ledger.")
    yield _("Its electronic signatures are uncertified (tidak tersertifikasi).")
    yield _("This is not a form of KPU.")
