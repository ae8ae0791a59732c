"""What every paper says besides its own matter: when, where, who was there, letters, files, and who signs as what."""

from ledger.domain.documents.base import (
    CustodyDocument,
    Document,
    File,
    LaterDocument,
    LinkDocument,
    Present,
    Ref,
    Times,
    Transcribed,
)
from ledger.domain.sentences import words
from ledger.domain.sentences.duties import duty
from ledger.domain.sentences.tongue import Tongue, joined


def opening(tongue: Tongue, document: Document, lines: int) -> list[str]:
    """What sort of paper it is, when and where."""
    title = tongue.word(words.TITLES, document.kind)
    if lines and document.key == "box":
        title = f"{title}: {tongue.boxes(lines)}"
    said = [f"{title}.", f"{tongue.time(document.at)}."]
    if isinstance(document, CustodyDocument):
        said += _where(tongue, document)
    if isinstance(document, LinkDocument) and document.transcribed is not None:
        said += _transcript(tongue, document.transcribed)
    return said


def closing(tongue: Tongue, document: Document, lines: int, accepted: int) -> list[str]:
    """Letters, files, who signs as what, and what the signature is worth."""
    said = [_ref(tongue, ref) for ref in document.refs] + [_file(tongue, file) for file in document.files]
    said += [
        tongue.say(
            "Sebagai {part}, Anda ({officer}, kunci {key}): {duty}",
            "As {part}, you ({officer}, key {key}): {duty}",
            part=tongue.word(words.PARTS, signer.part),
            officer=tongue.officer(signer.officer),
            key=tongue.short(signer.key),
            duty=duty(tongue, document, signer.part, lines, accepted),
        )
        for signer in document.signers
    ]
    if isinstance(document, LaterDocument):
        said.append(tongue.say("Buku: {ledger}.", "Ledger: {ledger}.", ledger=tongue.short(document.ledger)))
    said.append(
        tongue.say(
            "Tanda tangan elektronik ini tidak tersertifikasi.",
            "This electronic signature is not certified.",
        )
    )
    return said


def _where(tongue: Tongue, document: CustodyDocument) -> list[str]:
    at = document.coordinates
    said = [
        joined(
            tongue.say("Tempat: {place}", "Place: {place}", place=tongue.place(document.place)),
            tongue.say("koordinat {lat}, {lon}", "coordinates {lat}, {lon}", lat=at.lat, lon=at.lon) if at else "",
        )
        + "."
    ]
    if document.times is not None:
        said += _times(tongue, document.times)
    said += [_present(tongue, one) for one in document.present]
    return said


def _times(tongue: Tongue, times: Times) -> list[str]:
    told = (
        (times.departed, ("Berangkat {time}.", "Departed {time}.")),
        (times.arrived, ("Tiba {time}.", "Arrived {time}.")),
        (times.ended, ("Penghitungan suara selesai {time}.", "The count ended {time}.")),
    )
    return [tongue.say(*template, time=tongue.time(at)) for at, template in told if at is not None]


def _present(tongue: Tongue, one: Present) -> str:
    return (
        joined(
            tongue.say(
                "{unit} sebagai {part}: {how}",
                "{unit} as {part}: {how}",
                unit=tongue.unit(one.unit),
                part=tongue.word(words.PARTS, one.part),
                how=tongue.word(words.HOW, one.how),
            ),
            "" if one.count is None else tongue.say("{n} orang", "number of people {n}", n=tongue.number(one.count)),
            ""
            if one.reason is None
            else tongue.say("alasan: {why}", "reason: {why}", why=tongue.word(words.ABSENCES, one.reason)),
        )
        + "."
    )


def _transcript(tongue: Tongue, copied: Transcribed) -> list[str]:
    said = [
        tongue.say(
            "DISALIN dari formulir kertas {form} nomor {number} yang ditulis {time}.",
            "COPIED from the paper form {form} number {number} written {time}.",
            form=copied.form,
            number=copied.number,
            time=tongue.time(copied.written_at),
        ),
        tongue.say(
            "Yang menandatangani formulir itu: {units}.",
            "Who signed that form: {units}.",
            units="; ".join(map(tongue.unit, copied.signed_on_paper)) or tongue.say("tidak ada", "nobody"),
        ),
    ]
    if copied.stands_for is not None:
        said.append(
            tongue.say(
                "Salinan ini menggantikan naskah {digest} yang hilang.",
                "This copy stands for the lost paper {digest}.",
                digest=tongue.short(copied.stands_for),
            )
        )
    return said


def _ref(tongue: Tongue, ref: Ref) -> str:
    return tongue.say(
        "Surat: {what} nomor {number} tanggal {day}{file}.",
        "Letter: {what} number {number} of {day}{file}.",
        what=ref.what,
        number=ref.number,
        day=tongue.day(ref.date),
        file="" if ref.file is None else tongue.say("; berkas {h}", "; file {h}", h=tongue.short(ref.file)),
    )


def _file(tongue: Tongue, file: File) -> str:
    return tongue.say(
        "Berkas: {what}, {size} byte, {hash}.",
        "File: {what}, {size} bytes, {hash}.",
        what=tongue.word(words.FILES, file.what),
        size=tongue.number(file.bytes),
        hash=tongue.short(file.hash),
    )
