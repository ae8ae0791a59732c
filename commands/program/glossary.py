"""
What the words of this program mean, for whoever never heard them: for `kotak help words` and the end of the report.

Words of one language are looked for by their beginnings, so that of a page only those it uses are explained.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from commands.program.language import _, spoken


class Word(NamedTuple):
    """A word, what it means, and how it begins in Indonesian and in English texts."""

    name: str
    means: str
    begins: dict[str, str]


WORDS: Final = (
    Word(
        "paper",
        "one signed statement of who did what with which boxes; everybody concerned signs the same paper",
        {"id": "naskah", "en": "paper"},
    ),
    Word(
        "entry",
        "a paper at its place in the ledger; entries are numbered from 0 and never change their place",
        {"id": "catatan", "en": "entry"},
    ),
    Word(
        "link, chain",
        "the papers that say who answered for a box, one after the other, are its chain; each of them is a link",
        {"id": "mata rantai", "en": "link"},
    ),
    Word("leg", "the way of boxes from one body to the next", {"id": "etape", "en": "leg"}),
    Word(
        "checkpoint",
        "how many entries the ledger had, and the one number that stands for all of them, signed by whoever runs it",
        {"id": "tonggak", "en": "checkpoint"},
    ),
    Word(
        "root",
        "the one number that stands for all entries: if anything in them is changed, it is another",
        {"id": "akar", "en": "root"},
    ),
    Word(
        "cosigned by others",
        "signed by others as well, who made sure that nothing before it was changed; so nobody is shown another ledger",
        {"id": "ikut ditandatangani", "en": "cosign"},
    ),
    Word("quorum", "who of these others must have signed, by the trust file", {"id": "kuorum", "en": "quorum"}),
    Word(
        "trust file",
        "what an auditor got beforehand and starts from: which ledger is meant, and whose keys count",
        {"id": "berkas kepercayaan", "en": "trust file"},
    ),
    Word("genesis", "the first paper of a ledger, by which it is known", {"id": "genesis", "en": "genesis"}),
    Word(
        "SHA-256",
        "a number calculated from a file or a paper; whoever calculates another has not the same file",
        {"id": "sha-256", "en": "sha-256"},
    ),
    Word(
        "read model",
        "a table made from the papers to answer quickly; it can be made again from them, and proves nothing by itself",
        {"id": "model baca", "en": "read model"},
    ),
    Word(
        "provisional",
        "recorded after the last checkpoint that enough others cosigned",
        {"id": "sementara", "en": "provisional"},
    ),
    Word(
        "contested",
        "recorded and without effect, since it does not follow from the papers before; who is right is still open",
        {"id": "disengketakan", "en": "contested"},
    ),
    Word(
        "break",
        "a point at which papers do not agree, or at which nothing shows that rules were kept; it proves no guilt",
        {"id": "ketidaksesuaian", "en": "break"},
    ),
    Word(
        "bracket",
        "the time in which a paper was signed, seen from outside: from one checkpoint to a later one",
        {"id": "rentang", "en": "bracket"},
    ),
    Word(
        "grade",
        "how well a link is witnessed: from A, the best, to E, copied from a form written by hand",
        {"id": "tingkat", "en": "grade"},
    ),
    Word("manifest", "the signed list of all boxes that are expected", {"id": "daftar kotak", "en": "manifest"}),
    Word(
        "device",
        "the machine on which papers are written; it numbers them, so that one that is lacking leaves a gap",
        {"id": "perangkat", "en": "device"},
    ),
    Word(
        "KPU, PPK, PPS, KPPS",
        "those who hold elections and boxes: the commission, and its committees in district, village and station",
        {"id": "kpps", "en": "kpps"},
    ),
    Word(
        "Bawaslu, Panwascam, PKD, PTPS",
        "those who supervise elections: the body itself, and its people in district, village and station",
        {"id": "(?:bawaslu|panwascam|pkd|ptps)", "en": "(?:bawaslu|panwascam|pkd|ptps)"},
    ),
    Word(
        "leaf, tree",
        "the SHA-256 of each entry is a leaf; all of them, joined two by two up to the root, are the tree",
        {"id": "(?:daun|pohon)", "en": "(?:leaf|tree)"},
    ),
    Word(
        "tile",
        "a piece of the tree in a file of its own, so that anybody can fetch and check a part of it",
        {"id": "ubin", "en": "tile"},
    ),
    Word("line", "what a paper says of one box", {"id": "baris", "en": "line"}),
    Word(
        "deposit",
        "boxes are left in another's care; who answers for them stays the same",
        {"id": "penitipan", "en": "deposit"},
    ),
    Word(
        "attestation",
        "a paper by which somebody signs later what was seen, or should have been",
        {"id": "penyaksian", "en": "attestation"},
    ),
    Word(
        "hold",
        "an order that a box stay where it is, until another paper lifts it",
        {"id": "(?:penahanan|ditahan)", "en": "hold"},
    ),
    Word(
        "receipt",
        "proof that an entry stands in the tree, which whoever signed it can keep and show",
        {"id": "tanda terima", "en": "receipt"},
    ),
    Word(
        "saksi",
        "whoever watches for a party or a candidate; such witnesses may also cosign the ledger",
        {"id": "saksi", "en": "saksi"},
    ),
    Word("TPS", "a polling station", {"id": "tps", "en": "tps"}),
)


def explained(text: str | None = None) -> Iterator[tuple[str, str]]:
    """Each word and what it means, in the order of the alphabet; of a text those that stand in it."""
    found = [word for word in WORDS if text is None or _stands(word, text)]
    yield from sorted(((_(word.name), _(word.means)) for word in found), key=lambda each: each[0].casefold())


def _stands(word: Word, text: str) -> bool:
    return re.search(rf"\b{word.begins[spoken()]}", text, re.IGNORECASE) is not None
