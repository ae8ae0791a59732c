"""
Papers made from the tables of `docs/format.md` alone: one of each kind with all its members, and each member altered.

Neither the program nor the page is asked what a paper looks like, so where they differ one of them misread the text.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

FORMAT: Final = Path(__file__).parents[2] / "docs" / "format.md"
HASH: Final = "ab" * 32
_GOOD: Final[dict[str, list[Any]]] = {
    "instant": ["2029-02-14T17:08:00+07:00", "2028-02-29T23:59:59+00:00", "2029-02-14T00:00:00-03:30"],
    "128 bits, hex": ["0f" * 16],
    "integer": [0, 1, 2**53 - 1],
    "hash, hex": [HASH],
    "unit": [
        "kpps/35.79.02.2009/004",
        "kpu/35",
        "saksi/35.79/02",
        "polri/polres-batu",
        "pps/35.79.02.2009",
        "ppk/35.79.02",
    ],
    "place": ["ppk/35.79.02/1", "kpps/35.79.02.2009/004/12", "carrier/pos/1"],
    "place, or `?`": ["?", "ppk/35.79.02/1"],
    "unit or place": ["kpu/35.79/1", "kpu/35.79/21"],
    "officer": ["ppk/35.79.02#2", "saksi/35.79/02#1", "vendor/a#10"],
    "box": ["35.79.02.2009/004/DPD", "35.79.02.2009/004/DPD.2", "35.79.02/RECAP-DPD", "35.79/RESERVE.17"],
    "word": ["a", "a1-b2", "0"],
    "number on a paper": ["B-1", "12/2029", "N 1234 K", "a" * 60],
    "date": ["2028-02-29"],
    "language/edition": ["id/1", "en/12"],
    "decimal degrees, as text": ["-7.87", "90.0"],
    "area or station": ["35.79", "35.79.02.2009/004"],
    "leg": ["35.79.02.2009/004:pps-kpps", "35.79:kpu-xxx"],
    "origin": ["kpu.example/pemilu-2029/kota-batu"],
    "base64": ["AAAA", "AAA=", "AA=="],
    "`true`": [True],
}
_STRANGE: Final[list[Any]] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        2**53,
        [],
        {},
        "",
        " ",
        "x",
        "X",
        "?",
        "1",
        "a b",
        "é",
        "Ω",
        "­",
        "“ok”",
        "a\u0301",
    ),
    *("2029-02-14", "2029-02-30", "2029-02-14T17:08:00Z", "2029-02-14T17:08:00-00:00", "2029-02-14T24:00:00+07:00"),
    *("2029-02-14T17:08:60+07:00", "2029-02-14T17:08:00+24:00", "2029-02-14T17:08+07:00", "0000-01-01", "10000-01-01"),
    *(
        "0001-01-01T00:00:00+07:00",
        "9999-12-31T23:59:59-07:00",
        "2029-02-14T17:08:00.5+07:00",
        "1970-01-01T00:00:00+14:00",
    ),
    *(
        "AB" * 32,
        "ab" * 31,
        "ab" * 33,
        "ab" * 16,
        "-a",
        "a-",
        "a--b",
        "a-" * 8 + "a",
        "a-" * 7 + "a",
        "a" * 61,
        "a" * 60,
    ),
    *("1" * 16, "12/1234567890123456", "a" * 61, "-1", "A", "A.B", "A_B", " A", "A ", "IR-01", "IR-1"),
    *(
        "kpu/35.7",
        "kpu/3",
        "kpu/35.79.02.2009/004",
        "kpps/35.79",
        "kpps/35.79.02.2009/4",
        "saksi/35.79/2",
        "saksi/35.79/002",
    ),
    *(
        "saksi/35.79",
        "saksi/35.79.02.2009/004/02",
        "polri/Batu",
        "polri/35.79",
        "kpps/",
        "bawaslu/35.79",
        "KPU/35.79",
        "/",
        "saksi/35/00",
    ),
    *("kpu/35.79/0", "kpu/35.79/01", "kpu/35.79/1", "kpu/35.79/1/1", "kpu/35.79/1000000000", "kpu/35.79/999999999"),
    *(
        "kpu/35.79#0",
        "kpu/35.79#01",
        "kpu/35.79#1#1",
        "kpu/35.79#1 ",
        "kpu/35.79#1000000",
        "kpu/35.79#٣",
        "polri/" + "a" * 60,
        "polri/" + "a" * 61,
    ),
    *(
        "35.79/DPD",
        "35.79/dpd",
        "35.79/DPD.0",
        "35.79/DPD.1",
        "35.79/DPD.01",
        "35.79/DPD-",
        "35.79/D1",
        "35.79/1D",
        "35.79/A-B-C-D-E-F-G-H-I",
    ),
    *(
        "35.79/A-B-C-D-E-F-G-H",
        "35.79/" + "A" * 60,
        "35.79/" + "A" * 61,
        "35.79/A.1000000000",
        "35.79.02.2009/000/DPD",
        "35.79.02.2009/0004/DPD",
        "35/A",
    ),
    *(
        "35.79:kpu-ppk",
        "35.79:kpu",
        "35.79:kpu-xxx",
        "35.79:kpu-ppk-pps",
        ":kpu-ppk",
        "35.79.02.2009/004:kpu-ppk",
        "35.79:carrier-vendor",
    ),
    *("id", "id/0", "id/01", "ID/1", "ind/1", "id/1/1", "xx/1", "id/1000000"),
    *(
        "0",
        "-0",
        "1.",
        ".5",
        "+1",
        "01.5",
        "180",
        "181",
        "-180.0000001",
        "90.0",
        "91",
        "112.1234567",
        "112.12345678",
        "1e1",
        "-0.0",
        "00",
    ),
    *(
        "kpu.example",
        "kpu.example/",
        "/a",
        "a//b",
        "A/b",
        "a b/c",
        "a+b/c",
        "kpu/x/y/z",
        "DSSEv1/x",
        "cosignature/v1",
        "kpu.example/a_b/c",
        "a/b",
    ),
    *("AAA", "A===", "AAAB=", "AA=A", "AB==", "AA-_", "AA A", "AAAA\n"),
    *([None], [[]], [""], ["a", "a"], ["b", "a"], [{}], {"x": 1}, {"on": 1}, 1, 2, 32, 33, 99, 100, 10000, 10001),
]


@dataclass
class Table:
    """The members of one payload, line or object: name, what it is, whether it may be left out."""

    members: dict[str, tuple[str, bool]] = field(default_factory=dict)


@cache
def tables() -> dict[str, Table]:
    """`release`, `release line`, `Seal` and so on, as section 4 has them."""
    text = FORMAT.read_text()
    text = text[text.index("<!-- tables") : text.index("<!-- end of tables")]
    found: dict[str, Table] = {}
    for block in re.split(r"^#{3} |\n(?=`[A-Z]\w*`\n)", text, flags=re.MULTILINE)[1:]:
        name = re.match(r"`?([\w ]+)`?", block)
        assert name
        head, _, annex = block.partition("Annex lines")
        found[name[1].strip()] = _table(head, found)
        if annex:
            found[f"{name[1]} line"] = _table(annex, {})
    return found


def _table(text: str, above: dict[str, Table]) -> Table:
    table = Table()
    for name, sort in {
        "every payload": "Every payload",
        "all but genesis": "All but genesis",
        "papers about boxes": "About boxes",
        "links": "Links",
    }.items():
        if f"Members of {name}" in text:
            table.members.update(above[sort].members)
    above_of = {"About boxes": "All but genesis", "All but genesis": "Every payload", "Links": "About boxes"}
    title = text.split("\n", 1)[0]
    if title in above_of:
        table.members.update(above[above_of[title]].members)
    for row in re.findall(r"^\| `(\w+)` \| (.+?) \| ?(optional)? ?\|$", text, flags=re.MULTILINE):
        table.members[row[0]] = (row[1].replace("\\|", "|"), row[2] == "optional")
    return table


def kinds() -> list[str]:
    """Every kind of paper."""
    return re.findall(r"^### `(\w+)` \(", FORMAT.read_text(), flags=re.MULTILINE)


def good(sort: str) -> list[Any]:
    """Values of that sort, as the tables name it."""
    if sort.startswith("list of "):
        return [[good(sort.removeprefix("list of "))[0]]]
    if sort in _GOOD:
        return _GOOD[sort]
    if sort.startswith("`(?:IR"):
        return ["IR-01", "a-word"]
    if bounds := re.fullmatch(r"integer ≥ (\d+) ≤ (\d+)", sort):
        return [int(bounds[1]), int(bounds[2])]
    words = re.findall(r"`([^`]+)`", sort)
    if len(words) == 1 and words[0] in tables():
        return [specimen(words[0])]
    return words


def specimen(name: str, *, most: bool = True) -> dict[str, Any]:
    """With all its members, or with those it must have."""
    members = tables()[name].members
    made = {each: good(sort)[0] for each, (sort, optional) in members.items() if most or not optional}
    made |= _MUST.get(name, {})
    return {each: value for each, value in made.items() if value is not ...}


_KEY: Final = {"alg": "ed25519", "public": "51JmxL25FfrfbaZ1doUZZK8FR10xgdbem56/Ig/PENk="}
_MUST: Final[dict[str, dict[str, Any]]] = {
    "Key": _KEY,
    "units line": {"id": "kpu/35.79/1", "successor": ..., "until": ...},
    "enrolment line": {"proof": "A" * 86 + "==", "id": "ppk/35.79.02#2", "unit": "ppk/35.79.02"},
    "Seal": {"bad": 1},
    "manifest": {"withdrawn": ...},
    "plan line": {"until": ...},
    "Deadline": {"same_day": ..., "due": "2029-02-14T17:08:00+07:00"},
    "Term": {"from": "2028-02-29T23:59:59+00:00"},
}


def altered(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each member left out, of every other sort, and one too many."""
    whole = specimen(name)
    yield f"{name}", whole
    yield f"{name}: least", specimen(name, most=False)
    yield f"{name}: one member too many", {**whole, "zz": 1}
    for each, (sort, _) in tables()[name].members.items():
        if each in {"annex", "signers"} or each not in whole:
            continue
        yield f"{name}: no {each}", {key: value for key, value in whole.items() if key != each}
        for value in (*good(sort), *_STRANGE):
            yield f"{name}: {each} is {value!r}", {**copy.deepcopy(whole), each: value}
