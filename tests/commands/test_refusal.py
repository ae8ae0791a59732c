"""What a refusal says in Indonesian: the sentence, and the words within it that are ours."""

import pytest

from commands.program import language
from commands.program.context import Context
from commands.program.files import NOT_READ
from commands.program.refusal import refuse, translated
from ledger import paper
from ledger.domain import canonical, names
from ledger.domain.custody import paperwork, remarks, roster, signers
from ledger.errors import Malformed, Phrase, Reason, Refused, Unknown
from projections.boxes import NO_SUCH_BOX
from projections.refold import NOT_SOUND


@pytest.fixture(autouse=True)
def _indonesian(home: object) -> None:  # noqa: ARG001 - which speaks English again afterwards
    language.speak("id")


@pytest.mark.parametrize(
    ("reason", "facts", "said"),
    [
        (
            paperwork.UNSIGNED,
            {"unit": "pps/35.79.02.2009", "kind": "release", "part": "releases"},
            "Naskah penyerahan kotak ini belum ditandatangani petugas pps/35.79.02.2009 dengan peran yang menyerahkan.",
        ),
        (
            roster.OTHER_FAMILY,
            {"name": "kpu/35.79", "family": "custody", "registrar": "supervision"},
            "kpu/35.79 termasuk keluarga penyelenggara, pencatatnya keluarga pengawas.",
        ),
        (
            remarks.NOT_ITS_SORT,
            {"unit": "saksi/35.79/02", "expected": "objection", "sort": "event"},
            "Catatan dari saksi/35.79/02 dihitung sebagai keberatan, bukan sebagai kejadian khusus.",
        ),
        (
            signers.KEY_ENDED,
            {"key": "5a5a", "officer": "kpu/35.79#1", "since": 7, "why": "stolen"},
            "Kunci 5a5a milik petugas kpu/35.79#1 tidak berlaku lagi sejak nomor urut 7 (kunci dicuri).",
        ),
    ],
)
def test_words_of_papers_are_said_as_officers_say_them(reason: Reason, facts: dict[str, object], said: str) -> None:
    assert translated(reason.text, facts) == said


def test_a_text_within_a_sentence_is_translated_with_its_own_facts() -> None:
    facts = {"where": Phrase("Line {line} of the annex", line=3)}

    assert str(facts["where"]) == "Line 3 of the annex"
    assert translated(canonical.NOT_CANONICAL.text, facts).startswith("Baris 3 lampiran tidak tercetak")


def test_a_refusal_within_a_sentence_is_translated_too() -> None:
    problem = Malformed(paper.NOT_LINES)

    said = translated(NOT_SOUND.text, {"index": 7, "problem": problem})

    assert said.endswith("dasar buku ini: Ini bukan naskah: barisnya tidak berakhir seperti baris naskah.")


def test_what_somebody_typed_is_not_translated() -> None:
    typed = {"word": "boxes", "text": "nothing", "what": "a unit", "kind": "letter"}

    assert translated("{word} {text} {what} {kind}", typed) == "boxes nothing a unit letter"


def test_a_name_of_another_form_is_refused_in_one_language() -> None:
    with pytest.raises(Malformed) as refused:
        names.parse("a unit", "PPS Punten")

    assert translated(refused.value.reason.text, refused.value.facts) == "PPS Punten bukan nama satuan."


def test_what_a_program_reads_is_the_same_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    context = Context()
    context.json = True

    refuse(Refused(paperwork.ONE_SIDE, unit="pps/35.79", kind=Phrase("nothing")), context, debug=False)

    assert '"facts":{"unit":"pps/35.79","kind":"nothing"}' in capsys.readouterr().out


def test_a_hostile_fact_within_a_text_is_made_harmless() -> None:
    assert "\x1b" not in translated("{where}", {"where": Phrase("Line {line} of the annex", line="\x1b[2J")})


def test_of_a_word_that_goes_on_and_on_the_beginning_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    word = "kotak" * 12_000

    refuse(Unknown(NO_SUCH_BOX, word=word), Context(), debug=False)

    said = capsys.readouterr().err
    assert f"{'kotak' * 100}" in said
    assert "…" in said
    assert len(said) < 1000


def test_a_path_is_said_whole_however_long_it_is() -> None:
    path = "/laptop" * 200

    assert path in translated(NOT_READ.text, {"path": path, "why": "-"})
