"""
What may be brought to a verifier: good files, broken ones and hostile ones, as `(name, trust file, file)`.

Everything is bytes, made from bytes. Nobody here says what the answer is: verifiers are to give the same one.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from ledger.receipt import compare
from ledger.receipt.compare import Side
from ledger.receipt.contradiction import Contradiction
from tests.commands.cli import kotak
from tests.ledger.receipt import pocket
from tests.ledger.receipt.forked import honest, other
from tests.ledger.receipt.sides import notes, pieces, receipts, whole
from tests.verifiers import mutants, promised, registering
from tests.verifiers.forging import Forged, ForgedLog, text64

Case = tuple[str, bytes, bytes]
PART: Final = b"c2sp.org/tlog-proof@v1\n"


def altered(name: str, trust: bytes, file: bytes, step: int) -> Iterator[Case]:
    """One byte after another changed, dropped and doubled, and every line and part of the file moved."""
    places = range(step // 2, len(file), step)
    for what, made in (*mutants.of_bytes(file, places), *mutants.of_spelling(file)):
        yield f"{name}: {what}", trust, made


def moved(name: str, trust: bytes, file: bytes, every: int = 1) -> Iterator[Case]:
    """Parts and lines left out, doubled, exchanged."""
    made = [*mutants.of_list(file, b"\n\n"), *mutants.of_list(file, b"\n")]
    for what, one in made[::every]:
        yield f"{name}: {what}", trust, one


def renumbered(name: str, trust: bytes, receipt: bytes) -> Iterator[Case]:
    """Other numbers in a receipt, and other paths."""
    head, _, note = receipt.partition(b"\n\n")
    first, extra, index, *hashes = head.split(b"\n")
    number = int(index.split(b" ")[1])
    numbers = [b"%d" % said for said in (number - 1, number + 1, 0, 2**53, 2**62, 2**63 - 1, 2**63, 10**18, 10**19)]
    for said in (*numbers, b"9" * 40_000, b"+7", b"07", "\uff17".encode(), b"", b"-1", b"7 "):
        yield f"{name}: index {said[:20]!r}", trust, b"\n".join([first, extra, b"index " + said, *hashes, b"", note])
    for what, lines in {
        "no path": [],
        "path backwards": hashes[::-1],
        "64 hashes": (hashes * 64)[:64],
        "63 hashes": (hashes * 64)[:63],
        "a short hash": [text64(b"x" * 31).encode(), *hashes[1:]],
        "a long hash": [text64(b"x" * 33).encode(), *hashes[1:]],
        "an empty hash": [b"", *hashes],
        "stray bits": [hashes[0][:-2] + bytes([hashes[0][-2] + 1]) + b"=", *hashes[1:]],
        "10,000 hashes": hashes[:1] * 10_000,
    }.items():
        yield f"{name}: {what}", trust, b"\n".join([first, extra, index, *lines, b"", note])
    yield f"{name}: no extra", trust, b"\n".join([first, index, *hashes, b"", note])
    yield f"{name}: empty extra", trust, b"\n".join([first, b"extra ", index, *hashes, b"", note])


def huge(trust: bytes, receipt: bytes, passport: bytes) -> Iterator[Case]:
    """Files that take time or memory where nobody counts."""
    head, _, note = receipt.partition(b"\n\n")
    line = note.splitlines(keepends=True)[-1]
    text = note[: note.rindex(b"\n\n") + 2]
    nested = b'{"a":' * 9000 + b"1" + b"}" * 9000
    deep = b"kotak-receipt/v1\n" + nested + b"\n"
    part = passport[passport.index(PART) : passport.index(b"\n\n", passport.index(PART)) + 2]
    yield "no bytes", trust, b""
    yield "a million signature lines", trust, text + line * 10**6
    yield "8 MiB of blanks", trust, b" " * 2**23
    yield "5 MiB of lines", trust, b"kotak-passport/v1\n" + b"\n" * (5 * 2**20)
    yield "5 MiB of hashes", trust, head + b"\n" + b"A" * 2**22 + b"\n\n" + note
    yield "2,001 parts", trust, b"kotak-passport/v1\nbox 35/A\n\n" + (PART + b"index 0\n\n") * 2001 + note
    yield "2,001 good parts", trust, passport[: passport.index(PART)] + part * 2001 + note
    yield "100,000 boxes", trust, b"kotak-passport/v1\n" + b"box 35/A\n" * 100_000 + b"\n" + part + note
    yield "deep", trust, PART + b"extra " + text64(deep).encode() + b"\nindex 0\n\n" + note
    for what, cover in {
        "lists": b"[" * 20000,
        "digits": b"1" * 16000,
        "an exponent": b"1e999999999",
        "a float": b"1.0",
        "not a number": b"NaN",
        "an object": b"{}",
        "doubled members": b'{"payload":"","payload":""}',
        "half a pair": b'{"payload":"\\ud800","payloadType":"x","signatures":[]}',
        "text": b"\xff\xfe",
        "nothing": b"",
    }.items():
        extra = text64(b"kotak-receipt/v1\n" + cover + b"\n").encode()
        yield f"{what} for a cover", trust, PART + b"extra " + extra + b"\nindex 0\n\n" + note
    for what, sort in (("a sort", b"same-moon"), ("nothing", b""), ("same-size", b"same-size"), ("prefix", b"prefix")):
        yield f"a contradiction of {what}", trust, b"kotak-contradiction/v1\n" + sort + b"\n"
        yield f"a contradiction of {what}, no members", trust, b"kotak-contradiction/v1\n" + sort + b"\nnote \nnote \n"
    yield "a huge contradiction", trust, b"kotak-contradiction/v1\nprefix\n" + b"hash AAAA\n" * 500_000


def registrations() -> Iterator[Case]:
    """Whole small ledgers with honest and other registrars, and each with one of its papers left out."""
    for what, story in registering.stories():
        trust = story.trust()
        yield what, trust, story.passport([registering.BOX])
        for index, paper in enumerate(story.entries):
            hidden = [(index, line) for line in (None, *range(len(paper.lines)))]
            yield f"{what}, without {index}", trust, story.passport([registering.BOX], hidden)
            yield f"{what}, index {index} alone", trust, story.receipt(index, 0 if paper.lines else None)


def replaced() -> Iterator[Case]:
    """Logs the operator signed over what he or a stranger made of an honest entry."""
    story = _honest_story()
    for index, paper in enumerate(story.entries):
        for what, cover in _covers(paper.cover):
            log = _with(story, index, Forged(cover, paper.lines, paper.digest))
            yield f"entry {index}: {what}", story.trust(), log.passport([registering.BOX])
            yield f"entry {index} alone: {what}", story.trust(), log.receipt(index, 0 if paper.lines else None)
        for at, line in enumerate(paper.lines):
            for what, said in _lines(line):
                log = _with(story, index, Forged(paper.cover, (*paper.lines[:at], said, *paper.lines[at + 1 :]), ""))
                yield f"entry {index}, line {at}: {what}", story.trust(), log.receipt(index, at)
    yield from _doubled(story)


def _honest_story() -> registering.Story:
    story = registering.Story()
    story.registrar()
    story.officers()
    story.custody()
    return story


def _with(story: ForgedLog, index: int, paper: Forged) -> ForgedLog:
    return ForgedLog([*story.entries[:index], paper, *story.entries[index + 1 :]])


def _covers(cover: str) -> Iterator[tuple[str, str]]:
    start = cover.index('"sig":"') + 7
    signature = cover[start : start + 88]
    yield "no signature", cover[: cover.index('"signatures":')] + '"signatures":[]}'
    yield "zeros for a signature", cover.replace(signature, text64(bytes(64)))
    yield "a short signature", cover.replace(signature, text64(bytes(63)))
    yield "a blank", cover.replace(":", ": ", 1)
    yield "an escaped letter", cover.replace("payloadType", "payload\\u0054ype")
    yield "an escaped slash", cover.replace("application/vnd", "application\\/vnd")
    yield "another type", cover.replace("paper.v1", "paper.v2")
    yield "the type of keys", cover.replace("paper.v1", "key.v1")
    yield "one member more", cover[:-1] + ',"z":1}'
    number = cover[cover.index("keyid") + 8 : start - 9]
    more = f'{{"keyid":"{"0" * 64}","sig":"{signature}"}},'
    yield "key id in capitals", cover.replace(number, number.upper())
    yield "a signature more", cover.replace('"signatures":[', f'"signatures":[{more}')
    yield "a member more in a signature", cover.replace('"sig":', '"kid":1,"sig":', 1)
    yield "the signatures twice", cover[:-2] + "," + cover[cover.index('[{"keyid"') + 1 :]
    yield "another payload", cover.replace('"payload":"ey', '"payload":"ez')
    yield "an empty payload", '{"payload":"",' + cover[cover.index('"payloadType"') :]


def _lines(line: str) -> Iterator[tuple[str, str]]:
    yield "a blank", line.replace(":", ": ", 1)
    yield "a member more", line[:-1] + ',"zz":1}'
    yield "empty", "{}"
    yield "null", "null"
    yield "another", line.replace("35.79", "35.78")


def _doubled(story: ForgedLog) -> Iterator[Case]:
    passport = story.passport([registering.BOX])
    start = passport.index(PART)
    *parts, note = passport[start:].split(b"\n\n", passport.count(PART))
    head = passport[:start]
    for at in range(len(parts)):
        whole = story.part(min(at, len(story.entries) - 1), None).encode().removesuffix(b"\n\n")
        for what, made in {
            "whole paper before": [*parts[:at], whole, *parts[at:]],
            "whole paper after": [*parts[: at + 1], whole, *parts[at + 1 :]],
            "whole paper instead": [*parts[:at], whole, *parts[at + 1 :]],
        }.items():
            yield f"part {at}: {what}", story.trust(), head + b"\n\n".join([*made, note])


def contradictions() -> Iterator[Case]:
    """One operator with two ledgers, and each proof of it altered."""
    trust = pocket.cosigned_trust(honest().name).data
    sides: Sequence[tuple[Side, Side]] = (
        (notes(10, of=honest()), notes(10, of=other())),
        (notes(9, of=honest()), whole(other(), 10)),
        (receipts(honest(), 7, 8), receipts(other(), 8)),
        (Side("passport", pieces=pieces(honest())), Side("passport", pieces=pieces(other()))),
    )
    for sort, (one, two) in zip(("same-size", "prefix", "same-index", "same-after"), sides, strict=True):
        (found,) = compare.compare(one, two).contradictions
        file = bytes(found)
        yield f"{sort}", trust, file
        yield from altered(sort, trust, file, max(1, len(file) // 40))
        yield from moved(sort, trust, file)
        for another in ("same-size", "prefix", "same-index", "same-after"):
            yield f"{sort} as {another}", trust, file.replace(sort.encode(), another.encode(), 1)


def promised_twice() -> Iterator[Case]:
    """Two receipts of one index, whatever the operator put there."""
    story = _honest_story()
    for what, cover in (
        ("nothing", ""),
        ("no cover", "{}"),
        ("a false signature", story.entries[2].cover.replace("A", "B")),
    ):
        log = _with(story, 1, Forged(cover, (), ""))
        two = sorted((story.receipt(1, None), log.receipt(1, None)))
        yield f"promised {what}", story.trust(), bytes(Contradiction("same-index", tuple(two)))


def long_notes(trust: bytes, passport: bytes) -> Iterator[Case]:
    """A passport under a checkpoint with so many strangers that its parts are no receipts any more."""
    for many in (1, 2, 80):
        yield f"strangers of {many} KiB", trust, passport + f"\u2014 stranger {text64(bytes(768 * many))}\n".encode()


def both_histories() -> Iterator[Case]:
    """Passports of an operator who keeps two histories."""
    trust = pocket.cosigned_trust(honest().name).data
    for what, ledger in (("honest", honest()), ("other", other())):
        boxes = sorted({str(getattr(line, "box", "")) for paper in ledger.papers for line in paper.lines} - {""})
        passport = pocket.passport(ledger, boxes[0])
        yield f"passport, {what}", trust, passport
        for index in range(len(ledger.papers)):
            yield f"passport, {what}, without {index}", trust, pocket.without(passport, index)


def passports(folder: Path, code: str = "") -> list[bytes]:
    """Of a simulated election, the passports of the stations where something was planted, or this."""
    planted = json.loads((folder / "planted.json").read_text())["planted"]
    stations = sorted({one["station"] for one in planted if "station" in one and code in {"", one["code"]}})
    where = ("--ledger", str(folder / "ledger.db"), "--trust", str(folder / "trust.txt"))
    return [kotak(*where, "passport", station, "-o", "-").out.encode() for station in stations]


def everything(trust: bytes, receipt: bytes, passport: bytes) -> Iterator[Case]:
    """All of it, about a good receipt and a good passport of one ledger."""
    note = receipt.partition(b"\n\n")[2]
    yield from (("receipt", trust, receipt), ("passport", trust, passport), ("checkpoint", trust, note))
    yield from altered("receipt", trust, receipt, 61)
    yield from altered("passport", trust, passport, len(passport) // 160)
    yield from altered("checkpoint", trust, note, 23)
    yield from moved("receipt", trust, receipt)
    yield from moved("passport", trust, passport, 7)
    yield from renumbered("receipt", trust, receipt)
    yield from promised.signed_differently("checkpoint", trust, note)
    yield from promised.signed_differently("receipt", trust, receipt)
    yield from ((what, trust, made) for what, made in mutants.of_heads(passport))
    yield from long_notes(trust, passport)
    yield from huge(trust, receipt, passport)
    yield from promised.quorums(trust, note)
    yield from promised.checkpoints()
    yield from promised.cosigned()
    yield from registrations()
    yield from replaced()
    yield from contradictions()
    yield from promised_twice()
    yield from both_histories()


def sample(cases: Iterable[Case], every: int) -> Iterator[Case]:
    """One of so many, the same ones every time."""
    return islice(cases, 0, None, every)
