"""What links say: who gives, who receives, why a box is opened, what is corrected. Their lines are told by `things`."""

from collections import Counter
from collections.abc import Sequence

from ledger.domain.documents.base import Document, Line
from ledger.domain.documents.boxes import Correction, Disposal, Manifest, Opening, Sealing
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover, Release, Withdrawal
from ledger.domain.sentences import words
from ledger.domain.sentences.tongue import Tongue


def matter(  # noqa: C901, PLR0911 - one return for each kind of a closed list
    tongue: Tongue, document: Document, lines: Sequence[Line]
) -> list[str]:
    """Sentences of the cover that come before the boxes."""
    match document:
        case Release():
            return _release(tongue, document)
        case Acceptance():
            return _acceptance(tongue, document, lines)
        case Handover():
            return _handover(tongue, document, lines)
        case Withdrawal():
            return _withdrawal(tongue, document)
        case Deposit():
            return _deposit(tongue, document)
        case Sealing():
            return [*_by(tongue, document.unit), _purpose(tongue, document.purpose)]
        case Opening():
            return [*_by(tongue, document.unit), _purpose(tongue, document.purpose), _basis(tongue, document)]
        case Correction():
            return _correction(tongue, document)
        case Disposal():
            return _disposal(tongue, document)
        case Manifest():
            return _manifest(tongue, document)
        case _:
            return []


def outcomes(lines: Sequence[Line]) -> Counter[str]:
    """How many boxes were accepted, refused, missing, extra."""
    return Counter(line.outcome for line in lines if isinstance(line, AcceptanceLine))


def _by(tongue: Tongue, unit: str) -> list[str]:
    return [tongue.say("Yang bertindak: {unit}.", "Acting: {unit}.", unit=tongue.unit(unit))]


def _purpose(tongue: Tongue, purpose: str) -> str:
    told = tongue.word(words.PURPOSES, purpose)
    return tongue.say("Keperluan: {purpose}.", "Purpose: {purpose}.", purpose=told)


def _release(tongue: Tongue, document: Release) -> list[str]:
    said = [_from_to(tongue, document.unit, document.to)]
    if document.carrier is not None:
        carrier = tongue.unit(document.carrier)
        said.append(tongue.say("Pengangkut: {carrier}.", "Carried by: {carrier}.", carrier=carrier))
    if document.vehicle is not None:
        said.append(tongue.say("Kendaraan: {vehicle}.", "Vehicle: {vehicle}.", vehicle=document.vehicle))
    if document.escort:
        escort = "; ".join(map(tongue.unit, document.escort))
        said.append(tongue.say("Pengawal: {escort}.", "Escorted by: {escort}.", escort=escort))
    if document.via:
        via = "; ".join(map(tongue.place, document.via))
        said.append(tongue.say("Lewat: {via}.", "By way of: {via}.", via=via))
    return said


def _from_to(tongue: Tongue, giver: str, receiver: str) -> str:
    return tongue.say(
        "Dari {giver} kepada {receiver}.",
        "From {giver} to {receiver}.",
        giver=tongue.unit(giver),
        receiver=tongue.unit(receiver),
    )


def _acceptance(tongue: Tongue, document: Acceptance, lines: Sequence[Line]) -> list[str]:
    said = [
        tongue.say("Yang menerima: {unit}.", "Received by: {unit}.", unit=tongue.unit(document.unit)),
        tongue.say("Jawaban atas penyerahan {of}.", "In answer to the release {of}.", of=tongue.short(document.of)),
        *_kept(tongue, document.keeper),
        *_late(tongue, document.late),
    ]
    if document.stops:
        stops = "; ".join(map(tongue.place, document.stops))
        said.append(tongue.say("Berhenti di: {stops}.", "Stopped at: {stops}.", stops=stops))
    return [*said, *_turned_away(tongue, tongue.say("yang menyerahkan", "the one who released them"), lines)]


def _handover(tongue: Tongue, document: Handover, lines: Sequence[Line]) -> list[str]:
    return [
        _from_to(tongue, document.unit, document.to),
        *_kept(tongue, document.keeper),
        *_late(tongue, document.late),
        *_turned_away(tongue, tongue.unit(document.unit), lines),
    ]


def _kept(tongue: Tongue, keeper: str | None) -> list[str]:
    if keeper is None:
        return []
    return [tongue.say("Disimpan oleh: {keeper}.", "Kept by: {keeper}.", keeper=tongue.unit(keeper))]


def _late(tongue: Tongue, late: str | None) -> list[str]:
    return [tongue.say("TERLAMBAT, alasan: {why}.", "LATE, reason: {why}.", why=late)] if late else []


def _turned_away(tongue: Tongue, giver: str, lines: Sequence[Line]) -> list[str]:
    said = outcomes(lines)
    if said["accepted"] == len(lines):
        return []
    return [
        tongue.say(
            "Diterima {accepted}, ditolak {refused}, tidak ada {missing}, di luar daftar {extra}. Yang ditolak atau "
            "tidak ada tetap tanggung jawab {giver}. Yang di luar daftar tidak berpindah tanggung jawab.",
            "Accepted {accepted}, refused {refused}, missing {missing}, not on the list {extra}. What was refused or "
            "is missing stays the responsibility of {giver}. For what is not on the list no responsibility moves.",
            accepted=tongue.number(said["accepted"]),
            refused=tongue.number(said["refused"]),
            missing=tongue.number(said["missing"]),
            extra=tongue.number(said["extra"]),
            giver=giver,
        )
    ]


def _withdrawal(tongue: Tongue, document: Withdrawal) -> list[str]:
    return [
        tongue.say(
            "Penyerahan {of} oleh {unit} tidak pernah diterima dan dibatalkan; kotaknya ada di sini. Alasan: {why}.",
            "The release {of} by {unit} was never accepted and is void; the boxes are here. Reason: {why}.",
            of=tongue.short(document.of),
            unit=tongue.unit(document.unit),
            why=document.why,
        )
    ]


def _deposit(tongue: Tongue, document: Deposit) -> list[str]:
    facts = {"unit": tongue.unit(document.unit), "keeper": tongue.unit(document.keeper)}
    if document.back:
        said = tongue.say("{keeper} mengembalikan titipan {unit}.", "{keeper} gives back what {unit} left.", **facts)
    else:
        said = tongue.say("{unit} menitipkan kepada {keeper}.", "{unit} leaves them with {keeper}.", **facts)
    return [said, tongue.say("Penanggung jawab tetap {unit}.", "{unit} stays answerable.", **facts)]


def _basis(tongue: Tongue, document: Opening) -> str:
    reason = tongue.say("; alasan: {why}", "; reason: {why}", why=document.reason) if document.reason else ""
    if document.basis == "none":
        return tongue.say("TANPA DASAR HUKUM{r}.", "WITHOUT LEGAL BASIS{r}.", r=reason)
    if document.basis == "ref":
        said = tongue.say("Dasar: surat di bawah ini{r}.", "Basis: the letter below{r}.", r=reason)
        none = tongue.say("TANPA SURAT YANG DISEBUT{r}.", "NO LETTER IS NAMED{r}.", r=reason)
        return said if document.refs else none
    return tongue.say("Dasar: {basis}{r}.", "Basis: {basis}{r}.", basis=document.basis, r=reason)


def _correction(tongue: Tongue, document: Correction) -> list[str]:
    return [
        *_by(tongue, document.unit),
        tongue.say(
            "Naskah {of} dibetulkan, alasan: {why}. Sejak naskah ini dicatat berlaku yang di bawah.",
            "The paper {of} is corrected, reason: {why}. What stands below holds once this paper is recorded.",
            of=tongue.short(document.of),
            why=document.why,
        ),
    ]


def _disposal(tongue: Tongue, document: Disposal) -> list[str]:
    how = tongue.word(words.DISPOSALS, document.how)
    said = [*_by(tongue, document.unit), tongue.say("Cara: {how}.", "How: {how}.", how=how)]
    if document.kept:
        said.append(tongue.say("Yang disimpan: {kept}.", "Kept back: {kept}.", kept="; ".join(document.kept)))
    return said


def _manifest(tongue: Tongue, document: Manifest) -> list[str]:
    if document.withdrawn is None:
        return [tongue.say("Kotak ini diharapkan ada.", "These boxes are expected.")]
    why = document.withdrawn
    return [tongue.say("DICORET dari daftar, alasan: {why}.", "STRUCK from the manifest, reason: {why}.", why=why)]
