"""What papers of the roster say, a sentence a line: units and places, officers and their keys."""

from collections.abc import Sequence

from ledger.domain import names
from ledger.domain.documents.base import Document, Key, Line
from ledger.domain.documents.people import Enrolment, EnrolmentLine, RevocationLine, RotationLine, Term, UnitLine
from ledger.domain.sentences import words
from ledger.domain.sentences.tongue import Tongue, joined


def matter(tongue: Tongue, document: Document, lines: Sequence[Line]) -> list[str]:
    """Who checked the persons, then a sentence a line."""
    said = []
    if isinstance(document, Enrolment) and document.checked:
        checked = "; ".join(map(tongue.officer, document.checked))
        said.append(tongue.say("Orangnya diperiksa oleh: {c}.", "The persons were checked by: {c}.", c=checked))
    return said + [_line(tongue, line) for line in lines]


def key(key: Key) -> str:
    """An algorithm and the whole key: keys are compared, not trusted."""
    return f"{key.alg} {key.public}"


def _line(tongue: Tongue, line: Line) -> str:
    match line:
        case UnitLine():
            return _unit(tongue, line)
        case EnrolmentLine():
            return _enrolled(tongue, line)
        case RotationLine():
            return tongue.say(
                "{officer}: kunci {old} diganti dengan {new}.",
                "{officer}: key {old} is replaced by {new}.",
                officer=tongue.officer(line.id),
                old=tongue.short(line.old),
                new=key(line.new),
            )
        case _:
            assert isinstance(line, RevocationLine)  # noqa: S101 - the last of the closed list
            return _revoked(tongue, line)


def _unit(tongue: Tongue, line: UnitLine) -> str:
    at = line.coordinates
    name = tongue.unit(line.id) if names.is_unit(line.id) else tongue.place(line.id)
    heir = tongue.unit(line.successor) if line.successor else ""
    keepers = ", ".join(map(tongue.unit, line.keepers))
    return (
        joined(
            name,
            tongue.say("sampai {t}", "until {t}", t=tongue.time(line.until)) if line.until else "",
            tongue.say("diteruskan oleh {u}", "succeeded by {u}", u=heir) if heir else "",
            tongue.say("koordinat {lat}, {lon}", "coordinates {lat}, {lon}", lat=at.lat, lon=at.lon) if at else "",
            tongue.say("boleh menyimpan: {u}", "may keep boxes: {u}", u=keepers) if keepers else "",
        )
        + "."
    )


def _enrolled(tongue: Tongue, line: EnrolmentLine) -> str:
    return tongue.say(
        "{officer} untuk {unit}: {roles}; {term}; kunci {key}; nama terikat oleh {name}.",
        "{officer} for {unit}: {roles}; {term}; key {key}; name bound by {name}.",
        officer=tongue.officer(line.id),
        unit=tongue.unit(line.unit),
        roles=", ".join(tongue.word(words.ROLES, role) for role in line.roles),
        term=_term(tongue, line.term),
        key=key(line.key),
        name=tongue.short(line.name),
    )


def _term(tongue: Tongue, term: Term) -> str:
    begins, until = tongue.time(term.begins), tongue.time(term.until)
    served = tongue.say("dari {begins} sampai {until}", "from {begins} until {until}", begins=begins, until=until)
    if term.area is None:
        return served
    return joined(served, tongue.say("wilayah {area}", "area {area}", area=tongue.area(term.area)))


def _revoked(tongue: Tongue, line: RevocationLine) -> str:
    return (
        joined(
            tongue.say(
                "{officer}: {why}; kunci {keys}",
                "{officer}: {why}; key {keys}",
                officer=tongue.officer(line.id),
                why=tongue.word(words.ENDINGS, line.why),
                keys=", ".join(map(tongue.short, line.keys)),
            ),
            tongue.say("diduga sejak {t}", "suspected since {t}", t=tongue.time(line.since)) if line.since else "",
        )
        + "."
    )
