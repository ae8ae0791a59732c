"""What signers are shown: complete, in two languages, and the same for ever."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import paper as papers
from ledger.domain.documents.base import Line, Present, Seal, Seals, Seen, Shown, Transcribed
from ledger.domain.documents.boxes import Opening, OpeningLine
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Handover
from ledger.domain.sentences import EDITION, LANGUAGES, ranges, sentences
from ledger.domain.sentences.tongue import Tongue, note
from ledger.errors import Unknown
from ledger.paper import Paper
from tests.ledger.domain import made

INDONESIAN, ENGLISH = Tongue(indonesian=True), Tongue(indonesian=False)
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
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


def test_there_is_no_third_language() -> None:
    with pytest.raises(Unknown, match="not in jv"):
        shown(tailgate(), "jv")


def test_every_language_and_edition_is_one_a_signer_can_sign() -> None:
    for language in LANGUAGES:
        assert msgspec.convert(f"{language}/{EDITION}", Shown)


# Times, numbers, names.


@pytest.mark.parametrize(
    ("instant", "indonesian", "english"),
    [
        (
            "2029-02-14T17:08:00+07:00",
            "Rabu, 14 Februari 2029 pukul 17.08 WIB",
            "Wednesday, 14 February 2029 at 17:08 WIB",
        ),
        (
            "2029-02-16T00:00:09+08:00",
            "Jumat, 16 Februari 2029 pukul 00.00.09 WITA",
            "Friday, 16 February 2029 at 00:00:09 WITA",
        ),
        ("2029-08-05T09:30:00+09:00", "Minggu, 5 Agustus 2029 pukul 09.30 WIT", "Sunday, 5 August 2029 at 09:30 WIT"),
        (
            "2029-12-31T09:30:00-03:30",
            "Senin, 31 Desember 2029 pukul 09.30 UTC-03:30",
            "Monday, 31 December 2029 at 09:30 UTC-03:30",
        ),
    ],
)
def test_times_are_said_with_the_zone_of_their_place(instant: str, indonesian: str, english: str) -> None:
    assert INDONESIAN.time(instant) == indonesian
    assert ENGLISH.time(instant) == english


def test_numbers_have_the_points_of_their_language() -> None:
    assert (INDONESIAN.boxes(3055), ENGLISH.boxes(3055), ENGLISH.boxes(1)) == ("3.055 kotak", "3,055 boxes", "1 box")
    assert (INDONESIAN.duration(5400), ENGLISH.duration(61)) == ("90 menit", "61 seconds")


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        (["A/004/DPD"], "A TPS 004: DPD"),
        (["A/004/DPD", "A/005/DPD"], "A TPS 004 s.d. TPS 005: DPD"),
        (["A/004/DPD", "A/005/DPR"], "A TPS 004: DPD; A TPS 005: DPR"),
        (["A/004/DPD", "A/006/DPD"], "A TPS 004: DPD; A TPS 006: DPD"),
        (["A/999/DPD", "B/001/DPD"], "A TPS 999: DPD; B TPS 001: DPD"),
        (["35.79/RESERVE.1", "35.79/RESERVE.2"], "35.79: RESERVE.1, RESERVE.2"),
        ([f"35.79/RESERVE.{n}" for n in (10, 9, 11, 13)], "35.79: RESERVE.9 s.d. RESERVE.11, RESERVE.13"),
        (["A/004/DPD", "A/004/DPD.1", "A/004/DPD.2"], "A TPS 004: DPD, DPD.1, DPD.2"),
        (["35.79.02/RECAP-DPD", "35.79.02.2009/001/DPD"], "35.79.02: RECAP-DPD; 35.79.02.2009 TPS 001: DPD"),
    ],
)
def test_stations_in_a_row_stand_together(boxes: list[str], said: str) -> None:
    assert ranges.of_boxes(INDONESIAN, boxes) == said


@QUICK
@given(st.data())
def test_no_two_sets_of_boxes_read_the_same(data: st.DataObject) -> None:
    box = st.builds(
        lambda village, station, kind, number: f"{village}{station}/{kind}{number}",
        st.sampled_from(["35.79.02.2009", "35.79.02.2010"]),
        st.sampled_from(["", "/001", "/002", "/003", "/004", "/010"]),
        st.sampled_from(["DPD", "DPR"]),
        st.sampled_from(["", ".1", ".2", ".3", ".4", ".10"]),
    )
    one, other = data.draw(st.sets(box, min_size=1)), data.draw(st.sets(box, min_size=1))

    assert (ranges.of_boxes(ENGLISH, one) == ranges.of_boxes(ENGLISH, other)) == (one == other)


def test_a_note_is_told_by_its_body_and_one_that_is_none_as_it_came() -> None:
    body = "a.example/x\n7\n" + "A" * 43 + "=\n"
    signed = made.base64(f"{body}\n— a.example/x AAAA\n".encode())
    hostile = made.base64(b"\x1b[2Jevil")

    assert note(signed).startswith("a.example/x; 7; AAAA")
    assert note(hostile).startswith(hostile)
