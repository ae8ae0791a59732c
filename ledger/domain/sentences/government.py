"""What papers of the ledger itself say: who governs it, what is wanted and when, and where it ends."""

from collections import defaultdict
from collections.abc import Sequence

from ledger.domain.documents.base import Document, Line
from ledger.domain.documents.government import (
    Authorities,
    Authority,
    Closing,
    Continuation,
    Deadline,
    Genesis,
    Plan,
    PlanLine,
    Rules,
    Wanted,
)
from ledger.domain.sentences import ranges, words
from ledger.domain.sentences.roster import key
from ledger.domain.sentences.tongue import Tongue, note


def matter(tongue: Tongue, document: Document, lines: Sequence[Line]) -> list[str]:
    """Sentences of the cover, and of the legs of a plan."""
    match document:
        case Genesis():
            return _genesis(tongue, document)
        case Authorities():
            return [_replaces(tongue, document.replaces), *_authority(tongue, document.family, document.authority)]
        case Continuation():
            return _continuation(tongue, document)
        case Closing():
            return [
                tongue.say(
                    "Buku ditutup dengan {papers} naskah dan {boxes} kotak.",
                    "The ledger is closed with {papers} papers and {boxes} boxes.",
                    papers=tongue.number(document.papers),
                    boxes=tongue.number(document.boxes),
                )
            ]
        case Rules():
            return _rules(tongue, document)
        case _:
            assert isinstance(document, Plan)  # noqa: S101 - the last of the closed list
            return [_replaces(tongue, document.replaces), *_legs(tongue, lines)]


def _genesis(tongue: Tongue, document: Genesis) -> list[str]:
    levels = [f"{one.type} ({tongue.word(words.LEVELS, one.level)})" for one in document.box_types]
    return [
        tongue.say(
            "Buku {origin} untuk {election}, zona waktu {zone}.",
            "Ledger {origin} for {election}, time zone {zone}.",
            origin=document.origin,
            election=document.election,
            zone=document.zone,
        ),
        tongue.say("Jenis kotak: {types}.", "Types of boxes: {types}.", types=", ".join(levels)),
        *_authority(tongue, "custody", document.authorities.custody),
        *_authority(tongue, "supervision", document.authorities.supervision),
    ]


def _authority(tongue: Tongue, family: str, authority: Authority) -> list[str]:
    threshold = tongue.say(
        "Keluarga {family}: {threshold} dari {n} pemberi wewenang harus menandatangani.",
        "Family {family}: {threshold} of {n} authorities must sign.",
        family=tongue.word(words.FAMILIES, family),
        threshold=authority.threshold,
        n=len(authority.keys),
    )
    return [threshold, *(f"{tongue.officer(one.officer)}: {key(one.key)}." for one in authority.keys)]


def _replaces(tongue: Tongue, digest: str | None) -> str:
    if digest is None:
        return tongue.say("Tidak menggantikan naskah lain.", "It replaces no other paper.")
    return tongue.say("Menggantikan naskah {digest}.", "It replaces the paper {digest}.", digest=tongue.short(digest))


def _continuation(tongue: Tongue, document: Continuation) -> list[str]:
    return [
        tongue.say(
            "Buku berlanjut sebagai {origin}, dipulihkan sampai {size} naskah.",
            "The ledger goes on as {origin}, restored up to {size} papers.",
            origin=document.origin,
            size=tongue.number(document.size),
        ),
        tongue.say("Tonggak terakhir: {note}.", "Last checkpoint: {note}.", note=note(document.last)),
    ]


def _rules(tongue: Tongue, document: Rules) -> list[str]:
    said = [_replaces(tongue, document.replaces), *(_wanted(tongue, one) for one in document.wanted)]
    said += [_deadline(tongue, one) for one in document.deadlines]
    for one in document.transits:
        longest = tongue.duration(one.seconds)
        said.append(tongue.say("Ruas {leg} paling lama {t}.", "Leg {leg} at most {t}.", leg=one.leg, t=longest))
    if document.bases:
        bases = "; ".join(document.bases)
        said.append(tongue.say("Dasar pembukaan: {w}.", "Bases of openings: {w}.", w=bases))
    if document.holders:
        holders = "; ".join(document.holders)
        said.append(tongue.say("Yang boleh menahan: {w}.", "Who may hold boxes: {w}.", w=holders))
    if document.ties is not None:
        said.append(tongue.say("Kabel ties tiap kotak: {n}.", "Ties a box: {n}.", n=tongue.number(document.ties)))
    if document.retention_days is not None:
        days = tongue.number(document.retention_days)
        said.append(tongue.say("Disimpan {n} hari.", "Kept for {n} days.", n=days))
    return said


def _wanted(tongue: Tongue, wanted: Wanted) -> str:
    parts = ", ".join(tongue.word(words.PARTS, part) for part in wanted.parts)
    leg = tongue.say(" di ruas {leg}", " on the leg {leg}", leg=wanted.leg) if wanted.leg else ""
    return tongue.say(
        "Pada {kind}{leg} diharapkan: {parts}.",
        "Wanted on {kind}{leg}: {parts}.",
        kind=wanted.kind,
        leg=leg,
        parts=parts,
    )


def _deadline(tongue: Tongue, one: Deadline) -> str:
    due = _due(tongue, one.due, one.grace)
    return tongue.say("Ruas {leg}: diterima {due}.", "Leg {leg}: accepted {due}.", leg=one.leg, due=due)


def _due(tongue: Tongue, due: str | None, grace: int) -> str:
    if due is None:
        by = tongue.say("pada hari penghitungan selesai", "on the day the count ends")
    else:
        by = tongue.say("paling lambat {time}", "by {time}", time=tongue.time(due))
    more = tongue.say("{by}, kelonggaran {t}", "{by}, grace {t}", by=by, t=tongue.duration(grace))
    return more if grace else by


def _legs(tongue: Tongue, lines: Sequence[Line]) -> list[str]:
    alike: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        assert isinstance(line, PlanLine)  # noqa: S101 - a plan has no other lines
        alike[_due(tongue, line.due, line.grace)].append(line.leg)
    by_size = sorted(alike.items(), key=lambda one: (-len(one[1]), one[1][0]))
    return [
        tongue.say(
            "{n} ruas [{legs}]: diterima {due}.",
            "{n} legs [{legs}]: accepted {due}.",
            n=tongue.number(len(legs)),
            legs=ranges.of_legs(tongue, legs),
            due=due,
        )
        for due, legs in by_size
    ]
