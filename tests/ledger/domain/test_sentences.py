"""What signers are shown: complete, in two languages, and the same for ever."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings

from ledger import paper as papers
from ledger.domain.documents.base import Line, Present, Seal, Seals, Seen, Shown, Transcribed
from ledger.domain.documents.boxes import Opening, OpeningLine
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover, Release
from ledger.domain.documents.remarks import Inspection
from ledger.domain.sentences import EDITION, LANGUAGES, excerpt, sentences
from ledger.domain.sentences.tongue import Tongue
from ledger.errors import Unknown
from ledger.paper import Paper

INDONESIAN, ENGLISH = Tongue(indonesian=True), Tongue(indonesian=False)
QUICK = settings(max_examples=12, suppress_health_check=list(HealthCheck))
UNTOLD = {"id", "device", "device_seq", "seen", "shown", "after", "annex", "proof"}
"""Members no signer answers for one by one: the digest in the last sentence covers them."""
VILLAGE = "35.79.02.2009"
KPPS, PPS, SAKSI = f"kpps/{VILLAGE}/004", f"pps/{VILLAGE}", "saksi/35.79/02"
INTACT = Seals(ties=Seal(on=2), papers=Seal(on=1))
COVER: dict[str, Any] = {
    "id": "0" * 32,
    "at": "2029-02-14T17:08:00+07:00",
    "device": "d" * 32,
    "device_seq": 7,
    "ledger": "a" * 64,
    "seen": Seen(size=0, root="e" * 64),
    "unit": KPPS,
    "place": f"{PPS}/1",
}


def signer(officer: str, key: str, part: str) -> Any:
    return {"officer": officer, "key": key * 64, "part": part, "shown": "id/1"}


def drafted(kind: type[Any], lines: Sequence[Line], *signers: Any, **members: Any) -> Paper:
    document = msgspec.convert(
        {
            **msgspec.to_builtins(COVER),
            "signers": signers,
            "kind": kind.__struct_config__.tag,
            **msgspec.to_builtins(members),
        },
        kind,
    )
    return papers.draft(document, lines)


def accepted(box: str, outcome: str = "accepted", **members: Any) -> AcceptanceLine:
    after = None if outcome == "extra" else "b" * 64
    members = {"seals": INTACT, "state": "intact"} | members
    return AcceptanceLine(box=f"{VILLAGE}/004/{box}", after=after, outcome=outcome, **members)  # type: ignore[arg-type]  # a word of the list


def shown(paper: Paper, language: str) -> list[str]:
    return sentences(paper.document, paper.lines, language)


# A hand-over, as two officers read it at one tailgate.


def tailgate() -> Paper:
    lines = [accepted(kind) for kind in ("DPR", "DPRD-PROV", "PPWP")]
    lines += [accepted("DPD", "refused", reason="segel-lepas", seals=Seals(ties=Seal(on=2, bad=1)), state="came-off")]
    return drafted(
        Handover,
        lines,
        signer(f"{KPPS}#1", "1", "releases"),
        signer(f"{PPS}#1", "2", "receives"),
        to=PPS,
        present=(Present(unit=SAKSI, part="witnesses", how="absent", reason="invited"),),
    )


def test_a_handover_reads_like_this_in_indonesian() -> None:
    assert shown(tailgate(), "id")[:-1] == [
        "Serah terima kotak: 4 kotak.",
        "Rabu, 14 Februari 2029 pukul 17.08 WIB.",
        "Tempat: PPS 35.79.02.2009, tempat 1.",
        "Saksi 35.79 nomor 02 sebagai yang menyaksikan: tidak hadir; alasan: sudah diundang.",
        "Dari KPPS 35.79.02.2009 TPS 004 kepada PPS 35.79.02.2009.",
        (
            "Diterima 3, ditolak 1, tidak ada 0, di luar daftar 0. Yang ditolak atau tidak ada tetap tanggung jawab "
            "KPPS 35.79.02.2009 TPS 004. Yang di luar daftar tidak berpindah tanggung jawab."
        ),
        "3 kotak [35.79.02.2009 TPS 004: DPR, DPRD-PROV, PPWP]: DITERIMA; kabel ties 2; segel kertas 1; keadaan utuh.",
        "1 kotak [35.79.02.2009 TPS 004: DPD]: DITOLAK (segel-lepas); kabel ties 2, tidak utuh 1; keadaan lepas.",
        (
            "Sebagai yang menyerahkan, Anda (KPPS 35.79.02.2009 TPS 004 petugas 1, kunci 1111 1111 1111 1111): "
            "Tanggung jawab Anda atas 3 kotak yang diterima berakhir sekarang."
        ),
        (
            "Sebagai yang menerima, Anda (PPS 35.79.02.2009 petugas 1, kunci 2222 2222 2222 2222): "
            "Anda menjawab atas 3 kotak yang diterima sejak sekarang."
        ),
        "Buku: aaaa aaaa aaaa aaaa.",
        "Tanda tangan elektronik ini tidak tersertifikasi.",
    ]


def test_a_handover_reads_like_this_in_english() -> None:
    read = shown(tailgate(), "en")

    assert read[1] == "Wednesday, 14 February 2029 at 17:08 WIB."
    assert "stays the responsibility of KPPS 35.79.02.2009 TPS 004" in read[5]
    assert read[7] == (
        "1 box [35.79.02.2009 TPS 004: DPD]: REFUSED (segel-lepas); cable ties 2, not intact 1; condition came off."
    )
    assert read[9].endswith("You are answerable for 3 boxes accepted from now on.")


def test_the_last_sentence_is_the_digest_of_the_paper() -> None:
    paper = tailgate()

    last = shown(paper, "id")[-1]

    assert last.removeprefix("Sidik berkas: ").removesuffix(".").replace(" ", "") == paper.digest


def test_whole_acceptances_say_nothing_of_refusals() -> None:
    whole = drafted(Acceptance, [accepted("DPR")], unit=PPS, of="c" * 64)
    odd = drafted(Acceptance, [accepted("DPR", "extra")], unit=PPS, of="c" * 64)

    assert not [one for one in shown(whole, "id") if "ditolak" in one]
    assert [one for one in shown(odd, "id") if "di luar daftar 1" in one]


@pytest.mark.parametrize(
    ("basis", "refs", "said"),
    [
        ("none", (), "TANPA DASAR HUKUM; alasan: banjir."),
        (
            "ref",
            ({"what": "order", "number": "547/PY", "date": "2029-07-03"},),
            "Dasar: surat di bawah ini; alasan: banjir.",
        ),
        ("ref", (), "TANPA SURAT YANG DISEBUT; alasan: banjir."),
        ("recount", (), "Dasar: recount; alasan: banjir."),
    ],
)
def test_an_opening_says_on_what_basis_or_that_there_is_none(basis: str, refs: Any, said: str) -> None:
    line = OpeningLine(box=f"{VILLAGE}/004/DPD", after="b" * 64, seals=INTACT, state="intact")

    paper = drafted(Opening, [line], purpose="evidence", basis=basis, reason="banjir", refs=refs)

    assert said in shown(paper, "id")
    assert "TIDAK DISEGEL LAGI" in "".join(shown(paper, "id"))


def test_a_transcript_says_first_that_it_was_copied() -> None:
    copied = Transcribed(form="bast", number="12", written_at="2029-02-14T16:00:00+07:00", signed_on_paper=(KPPS, PPS))

    paper = drafted(Acceptance, [accepted("DPR")], unit=PPS, of="c" * 64, transcribed=copied)

    assert "DISALIN dari formulir kertas bast nomor 12 yang ditulis Rabu, 14 Februari 2029 pukul 16.00 WIB." in shown(
        paper, "id"
    )
    assert "COPIED from the paper form bast number 12 written Wednesday, 14 February 2029 at 16:00 WIB." in shown(
        paper, "en"
    )


def test_every_signature_is_said_to_be_uncertified() -> None:
    assert "Tanda tangan elektronik ini tidak tersertifikasi." in shown(tailgate(), "id")
    assert "This electronic signature is not certified." in shown(tailgate(), "en")


def test_an_excerpt_tells_the_cover_and_the_lines_there_are_and_addresses_nobody() -> None:
    paper = tailgate()

    said = excerpt(paper.document, paper.lines[1:2], "en")

    assert said[0] == "Hand-over of boxes: 4 boxes."
    assert "From KPPS 35.79.02.2009 TPS 004 to PPS 35.79.02.2009." in said
    assert said[-1].startswith("1 box [35.79.02.2009 TPS 004: DPR]: ACCEPTED;")
    assert not [line for line in said if "refused" in line or "you (" in line]


def test_there_is_no_third_language() -> None:
    with pytest.raises(Unknown, match="not in jv"):
        shown(tailgate(), "jv")


def test_every_language_and_edition_is_one_a_signer_can_sign() -> None:
    for language in LANGUAGES:
        assert msgspec.convert(f"{language}/{EDITION}", Shown)


@pytest.mark.parametrize(
    ("kind", "members", "part", "said"),
    [
        (Deposit, {"keeper": PPS}, "acts", "Anda tetap menjawab atas 1 kotak ini."),
        (Deposit, {"keeper": PPS}, "keeps", "1 kotak ini ada pada Anda sejak sekarang; Anda tidak menjadi penanggung"),
        (Deposit, {"keeper": PPS, "back": True}, "acts", "Anda menyimpan 1 kotak ini sendiri lagi dan tetap menjawab"),
        (Deposit, {"keeper": PPS, "back": True}, "keeps", "Anda tidak lagi menyimpan 1 kotak ini."),
        (Inspection, {"here": True}, "inspects", "Anda menyatakan bahwa 1 kotak ini ada pada satuan Anda"),
        (Inspection, {}, "inspects", "Anda menyatakan apa yang Anda lihat; tanggung jawab tidak berpindah."),
        (Release, {"to": PPS}, "releases", "Anda tetap menjawab atas 1 kotak ini sampai diterima."),
        (Release, {"to": PPS}, "escorts", "Anda menyatakan bahwa Anda mengawalnya; Anda tidak menjadi penanggung"),
        (Release, {"to": PPS}, "witnesses", "Anda menyatakan bahwa Anda menyaksikannya; Anda tidak menjadi"),
    ],
)
def test_everybody_is_told_what_he_takes_upon_himself(kind: Any, members: Any, part: str, said: str) -> None:
    line = kind.line(box=f"{VILLAGE}/004/DPD", seals=INTACT, state="intact")

    paper = drafted(kind, [line], signer(f"{KPPS}#1", "1", part), **members)

    assert [one for one in shown(paper, "id") if one.startswith("Sebagai") and said in one]
