"""What a line says of its box: seals, condition, contents, counts. Boxes of which the same is said stand together."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from ledger.domain.documents.base import BoxLine, Packed, Seal, Seals, SeenLine
from ledger.domain.documents.boxes import (
    CorrectionLine,
    Counts,
    ManifestLine,
    OpeningLine,
    Revealed,
    SealingLine,
)
from ledger.domain.documents.movement import AcceptanceLine
from ledger.domain.documents.remarks import InspectionLine
from ledger.domain.sentences import ranges, words
from ledger.domain.sentences.tongue import Tongue, joined


def listed(tongue: Tongue, lines: Iterable[BoxLine]) -> list[str]:
    """A sentence for all boxes of which the same is said, most boxes first: who differs stands out at the end."""
    alike: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        alike[_said(tongue, line)].append(line.box)
    by_size = sorted(alike.items(), key=lambda one: (-len(one[1]), one[1][0]))
    return [_group(tongue, said, boxes) for said, boxes in by_size]


def _group(tongue: Tongue, said: str, boxes: list[str]) -> str:
    count, named = tongue.boxes(len(boxes)), ranges.of_boxes(tongue, boxes)
    return f"{count} [{named}]: {said}." if said else f"{count} [{named}]."


def _said(tongue: Tongue, line: BoxLine) -> str:
    crate = tongue.say("di peti {crate}", "in crate {crate}", crate=line.crate) if line.crate else ""
    match line:
        case ManifestLine():
            return joined(_expected(tongue, line), crate)
        case CorrectionLine():
            return joined(_corrected(tongue, line), crate)
        case SeenLine():
            return joined(_outcome(tongue, line), _condition(tongue, line), _more(tongue, line), crate)
        case _:
            return crate


def _outcome(tongue: Tongue, line: SeenLine) -> str:
    if not isinstance(line, AcceptanceLine):
        return ""
    outcome = tongue.word(words.OUTCOMES, line.outcome)
    return f"{outcome} ({line.reason})" if line.reason else outcome


def _condition(tongue: Tongue, line: SeenLine) -> str:
    state = tongue.word(words.CONDITIONS, line.state)
    if line.cause:
        cause = tongue.word(words.CAUSES, line.cause)
        state = tongue.say("{state}, penyebab {cause}", "{state}, cause {cause}", state=state, cause=cause)
    return joined(
        seals(tongue, line.seals),
        tongue.say("keadaan {state}", "condition {state}", state=state),
    )


def seals(tongue: Tongue, on: Seals) -> str:
    """`kabel ties 2; segel kertas 1, tidak utuh 1`; without any it says so."""
    sorts = [(name, getattr(on, name)) for name in words.SEALS]
    told = [_seal(tongue, tongue.word(words.SEALS, name), one) for name, one in sorts if one is not None]
    return "; ".join(told) or tongue.say("tanpa segel", "no seals")


def _seal(tongue: Tongue, name: str, seal: Seal) -> str:
    return ", ".join(
        [
            f"{name} {tongue.number(seal.on)}",
            *([tongue.say("tidak utuh {n}", "not intact {n}", n=tongue.number(seal.bad))] if seal.bad else []),
            *([tongue.say("di {at}", "at {at}", at=" + ".join(seal.at))] if seal.at else []),
            *([tongue.say("nomor {n}", "serials {n}", n=" + ".join(seal.serials))] if seal.serials else []),
        ]
    )


def _more(tongue: Tongue, line: SeenLine) -> str:
    match line:
        case SealingLine():
            return _sealed(tongue, line)
        case OpeningLine():
            return _opened(tongue, line)
        case InspectionLine() if line.counts is not None:
            return _counts(tongue, line.counts)
        case _:
            return ""


def _sealed(tongue: Tongue, line: SealingLine) -> str:
    return joined(
        _packed(tongue, line.packed, "berisi {n} surat suara", "holds {n} ballots"),
        _counts(tongue, line.counts) if line.counts is not None else "",
        _words(tongue, line.items, "dimasukkan: {words}", "put in: {words}"),
        *(_revealed(tongue, one) for one in line.revealed),
        tongue.say("badan kotak ke-{n}", "body number {n}", n=line.body) if line.body else "",
    )


def _opened(tongue: Tongue, line: OpeningLine) -> str:
    return joined(
        _bracketed(tongue, line.broken, "segel yang dibuka [{seals}]", "seals broken [{seals}]"),
        _packed(tongue, line.found, "ditemukan {n} surat suara", "found {n} ballots"),
        _words(tongue, line.taken, "dikeluarkan: {words}", "taken out: {words}"),
        _bracketed(tongue, line.resealed, "disegel lagi [{seals}]", "sealed again [{seals}]")
        or tongue.say("TIDAK DISEGEL LAGI", "NOT SEALED AGAIN"),
    )


def _bracketed(tongue: Tongue, on: Seals | None, indonesian: str, english: str) -> str:
    return "" if on is None else tongue.say(indonesian, english, seals=seals(tongue, on))


def _words(tongue: Tongue, said: tuple[str, ...], indonesian: str, english: str) -> str:
    return tongue.say(indonesian, english, words=" + ".join(said)) if said else ""


def _packed(tongue: Tongue, packed: Packed | None, indonesian: str, english: str) -> str:
    if packed is None:
        return ""
    told = tongue.say(indonesian, english, n=tongue.number(packed.ballots))
    return told if packed.dapil is None else f"{told} (dapil {packed.dapil})"


def _counts(tongue: Tongue, counts: Counts) -> str:
    told = [
        f"{tongue.word(words.COUNTS, name)} {tongue.number(number)}"
        for name in words.COUNTS
        if (number := getattr(counts, name)) is not None
    ]
    return tongue.say("hitungan [{counts}]", "counts [{counts}]", counts="; ".join(told))


def _revealed(tongue: Tongue, one: Revealed) -> str:
    return tongue.say(
        "nomor segel {serial} [ke-{n} dari kelompok {batch}, naskah {stock}, garam {salt}, jalur {path}]",
        "seal serial {serial} [number {n} of batch {batch}, paper {stock}, salt {salt}, path {path}]",
        serial=one.serial,
        n=tongue.number(one.number),
        batch=one.batch,
        stock=tongue.short(one.stock),
        salt=one.salt,
        path=" + ".join(one.path) or "0",
    )


def _expected(tongue: Tongue, line: ManifestLine) -> str:
    number: Callable[[int | None, str, str], str] = lambda n, id_, en: (  # noqa: E731 - said thrice, here alone
        "" if n is None else tongue.say(id_, en, n=tongue.number(n))
    )
    return joined(
        tongue.say("jenis {type}", "type {type}", type=line.type) if line.type else "",
        f"dapil {line.dapil}" if line.dapil else "",
        number(line.voters, "{n} pemilih", "{n} voters"),
        number(line.ballots, "{n} surat suara", "{n} ballots"),
        tongue.say("penanggung jawab {u}", "custodian {u}", u=tongue.unit(line.unit)) if line.unit else "",
        tongue.say("di {p}", "at {p}", p=tongue.place(line.place)) if line.place else "",
    )


def _corrected(tongue: Tongue, line: CorrectionLine) -> str:
    return joined(
        tongue.say("penanggung jawab {u}", "custodian {u}", u=tongue.unit(line.custodian)) if line.custodian else "",
        tongue.say("penyimpan {u}", "keeper {u}", u=tongue.unit(line.keeper)) if line.keeper else "",
        tongue.say("tempat {p}", "place {p}", p=tongue.place(line.place)) if line.place else "",
        _bracketed(tongue, line.seals, "segel [{seals}]", "seals [{seals}]"),
    )
