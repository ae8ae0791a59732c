"""What remarks say: stock, inspections, stores, findings and their answers, holds, attestations, anchors."""

from collections.abc import Sequence

from ledger.domain.documents.base import Document, Line
from ledger.domain.documents.remarks import (
    Access,
    AccessLine,
    Anchor,
    Answer,
    Attestation,
    Finding,
    Hold,
    Inspection,
    Lift,
    Stock,
    StockLine,
)
from ledger.domain.sentences import words
from ledger.domain.sentences.tongue import Tongue, joined, note


def matter(  # noqa: PLR0911 - one return for each kind of a closed list
    tongue: Tongue, document: Document, lines: Sequence[Line]
) -> list[str]:
    """Sentences of the cover, and of lines that are not about boxes."""
    match document:
        case Stock():
            return _stock(tongue, document, lines)
        case Access():
            return _access(tongue, document, lines)
        case Inspection():
            return _inspection(tongue, document)
        case Finding():
            return _finding(tongue, document)
        case Answer():
            return _answer(tongue, document)
        case Hold():
            return [*_by(tongue, document.unit), tongue.say("DITAHAN: {why}.", "ON HOLD: {why}.", why=document.why)]
        case Lift():
            return [
                *_by(tongue, document.unit),
                tongue.say("Penahanan {of} dilepas.", "The hold {of} is lifted.", of=tongue.short(document.of)),
            ]
        case Attestation():
            return _attestation(tongue, document)
        case _:
            assert isinstance(document, Anchor)  # noqa: S101 - the last of the closed list
            return [
                tongue.say(
                    "Tonggak buku lain: {note}.", "Checkpoint of another ledger: {note}.", note=note(document.note)
                )
            ]


def _by(tongue: Tongue, unit: str) -> list[str]:
    return [tongue.say("Oleh {unit}.", "By {unit}.", unit=tongue.unit(unit))]


def _stock(tongue: Tongue, document: Stock, lines: Sequence[Line]) -> list[str]:
    action = tongue.word(words.ACTIONS, document.action)
    said = [*_by(tongue, document.unit), tongue.say("Barang {action}.", "Goods {action}.", action=action)]
    return said + [_goods(tongue, line) for line in lines if isinstance(line, StockLine)]


def _goods(tongue: Tongue, line: StockLine) -> str:
    told = tongue.say(
        "Kelompok {batch}, {item}, dari {giver} kepada {to}: dijanjikan {promised}, baik {good}, rusak {damaged}, "
        "tidak ada {missing}",
        "Batch {batch}, {item}, from {giver} to {to}: promised {promised}, good {good}, damaged {damaged}, "
        "missing {missing}",
        batch=line.batch,
        item=line.item,
        giver=tongue.unit(line.giver),
        to=tongue.unit(line.to),
        promised=tongue.number(line.promised),
        good=tongue.number(line.good),
        damaged=tongue.number(line.damaged),
        missing=tongue.number(line.missing),
    )
    serials = ""
    if line.serials is not None:
        serials = tongue.say(
            "{n} nomor segel, akar {root}",
            "{n} serials, root {root}",
            n=tongue.number(line.serials.count),
            root=tongue.short(line.serials.root),
        )
    return f"{joined(told, serials)}."


def _access(tongue: Tongue, document: Access, lines: Sequence[Line]) -> list[str]:
    said = tongue.say(
        "Gudang {action} oleh {unit}, alasan: {why}. Kotak di dalamnya: {n}.",
        "Store {action} by {unit}, reason: {why}. Boxes inside: {n}.",
        action=tongue.word(words.ACTIONS, document.action),
        unit=tongue.unit(document.unit),
        why=document.why,
        n=tongue.number(document.boxes),
    )
    return [said, *(_padlock(tongue, line) for line in lines if isinstance(line, AccessLine))]


def _padlock(tongue: Tongue, line: AccessLine) -> str:
    return tongue.say(
        "Gembok atau segel pintu {id}, kunci pada {holder}: {seen}.",
        "Padlock or door seal {id}, key held by {holder}: {seen}.",
        id=line.id,
        holder=tongue.unit(line.holder),
        seen=tongue.word(words.CONDITIONS, line.seen),
    )


def _inspection(tongue: Tongue, document: Inspection) -> list[str]:
    said = _by(tongue, document.unit)
    if document.purpose is not None:
        said.append(tongue.say("Keperluan: {why}.", "Purpose: {why}.", why=document.purpose))
    if document.here:
        said.append(tongue.say("Kotaknya ada di sini.", "The boxes are here."))
    return said


def _finding(tongue: Tongue, document: Finding) -> list[str]:
    return [
        *_by(tongue, document.unit),
        tongue.say(
            "{sort}, kode {code}.",
            "{sort}, code {code}.",
            sort=tongue.word(words.SORTS, document.sort).capitalize(),
            code=document.code,
        ),
    ]


def _answer(tongue: Tongue, document: Answer) -> list[str]:
    return [
        tongue.say(
            "{unit} {does} catatan {of}.",
            "{unit} {does} the finding {of}.",
            unit=tongue.unit(document.unit),
            does=tongue.word(words.ANSWERS, document.does),
            of=tongue.short(document.of),
        )
    ]


def _attestation(tongue: Tongue, document: Attestation) -> list[str]:
    said = tongue.say(
        "{unit} kini menandatangani naskah {of}.",
        "{unit} now signs the paper {of}.",
        unit=tongue.unit(document.unit),
        of=tongue.short(document.of),
    )
    if document.place is None:
        return [said]
    return [said, tongue.say("Tempat: {place}.", "Place: {place}.", place=tongue.place(document.place))]
