"""Files that somebody altered, in every way a line, a part, a signature or a list can be: `(what was done, file)`."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

PROOF: Final = b"c2sp.org/tlog-proof@v1"
Mutant = tuple[str, bytes]


def of_bytes(file: bytes, places: Sequence[int]) -> Iterator[Mutant]:
    """One bit, one byte more, one less, another case."""
    for at in places:
        yield f"bit at {at}", file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        yield f"high bit at {at}", file[:at] + bytes([file[at] ^ 128]) + file[at + 1 :]
        yield f"byte {at} gone", file[:at] + file[at + 1 :]
        yield f"byte {at} twice", file[: at + 1] + file[at:]
        yield f"case at {at}", file[:at] + file[at : at + 1].swapcase() + file[at + 1 :]


def of_list(file: bytes, between: bytes, only: Callable[[bytes], bool] = bool) -> Iterator[Mutant]:
    """Each member left out, there twice, exchanged with the next."""
    members = file.split(between)
    for at, member in enumerate(members):
        if not only(member):
            continue
        yield f"{at} left out", between.join(members[:at] + members[at + 1 :])
        yield f"{at} twice", between.join(members[: at + 1] + members[at:])
        swapped = members[:at] + members[at : at + 2][::-1] + members[at + 2 :]
        yield f"{at} and the next exchanged", between.join(swapped)


def of_spelling(file: bytes) -> Iterator[Mutant]:
    """Other bytes for the same meaning, or for nothing."""
    yield "with a mark in front", b"\xef\xbb\xbf" + file
    yield "without its last byte", file[:-1]
    yield "with an empty line more", file + b"\n"
    yield "with returns", file.replace(b"\n", b"\r\n")
    yield "with a NUL", file + b"\0"
    yield "with blanks at the end", file.replace(b"\n", b" \n")
    yield "twice", file + file
    yield "empty", b""
    yield "only its first line", file.split(b"\n", 1)[0] + b"\n"
    for at in range(1, 10):
        yield f"{at} tenths of it", file[: len(file) * at // 10]


def of_heads(passport: bytes) -> Iterator[Mutant]:
    """Other boxes in the first lines."""
    head, rest = passport.split(b"\n\n", 1)
    lines = head.split(b"\n")
    for name, said in {
        "no box": lines[:1],
        "one box": lines[:2],
        "another box": [*lines, b"box 36.01.01.2001/001/DPD"],
        "no such name": [*lines, b"box ZZZ"],
        "a box of lower case": [*lines, lines[-1].replace(b"PPWP", b"ppwp")],
        "a later vote": [*lines, lines[-1] + b".2"],
        "vote 0": [*lines, lines[-1] + b".0"],
        "vote 1": [*lines, lines[-1] + b".1"],
        "vote 02": [*lines, lines[-1] + b".02"],
        "twice": [*lines, lines[-1]],
        "backwards": [lines[0], *lines[:0:-1]],
        "another version": [b"kotak-passport/v2", *lines[1:]],
    }.items():
        yield f"head: {name}", b"\n".join(said) + b"\n\n" + rest


def of_trust(trust: bytes) -> Iterator[Mutant]:
    """The trust file with each of its lines altered."""
    yield from of_list(trust, b"\n")
    for old, new in (
        (b"group parties 4", b"group parties 5"),
        (b"group parties 4", b"group parties 3"),
        (b"group parties 4", b"group parties 2"),
        (b"group parties 4", b"group parties any"),
        (b"group parties 4", b"group parties all"),
        (b"group parties 4", b"group parties 0"),
        (b"group parties 4", b"group parties 6"),
        (b"group parties 4", b"group parties 04"),
        (b"group parties 4", b"group parties +4"),
        (b"group parties 4 saksi-1", b"group parties 4 saksi-1 saksi-1"),
        (b"rule all bawaslu parties", b"rule any bawaslu parties"),
        (b"rule all bawaslu parties", b"rule 2 parties bawaslu"),
        (b"rule all bawaslu parties", b"rule all bawaslu parties saksi-1"),
        (b"rule all bawaslu parties", b"rule all bawaslu rule"),
        (b"quorum rule", b"quorum none"),
        (b"quorum rule", b"quorum bawaslu"),
        (b"quorum rule", b"quorum saksi-4"),
        (b"quorum rule", b"quorum parties"),
        (b"quorum rule", b"quorum nobody"),
        (b"quorum rule", b"quorum rule rule"),
        (b"quorum rule", b"QUORUM rule"),
        (b"quorum rule\n", b"quorum rule"),
        (b"quorum rule", b" \tquorum\t rule "),
        (b"quorum rule", b"# a comment \xc3\xa9\nquorum rule"),
        (b"quorum rule", b"\t# \xff\nquorum rule"),
        (b"quorum rule", b"\x07quorum rule"),
        (b"quorum rule", b"\n\nquorum rule"),
        (b"quorum rule", b"quorum rule # so"),
        (b"quorum rule", b"quorum rule\r"),
        (b"quorum rule", b"\xef\xbb\xbfquorum rule"),
        (b"quorum rule", b"quorum rule\nword x"),
        (b"witness bawaslu ", b"witness none "),
        (b"witness bawaslu ", b"witness saksi-1 "),
        (b"group parties", b"group bawaslu"),
        (b"genesis ", b"genesis  "),
        (b"genesis ", b"genesis 0"),
        (b"\nwitness", b" https://log.example/\nwitness"),
        (b"\nwitness", b" https://log.example/ more\nwitness"),
    ):
        yield f"{old!r} is {new!r}", trust.replace(old, new, 1)
    for at, line in enumerate(trust.split(b"\n")):
        if b"+" in line:
            yield f"line {at}: upper case", trust.replace(line, _id_upper(line))
            yield from (
                (f"line {at}: {what}", trust.replace(line, altered))
                for what, altered in of_bytes(line, (-3 % len(line), line.index(b"+") + 2))
            )


def _id_upper(line: bytes) -> bytes:
    name, number, key = line.split(b"+", 2)
    return b"+".join((name, number.upper(), key))
