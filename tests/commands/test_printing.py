"""What is printed: the same facts as text, page and PDF; the mark of a simulation; letters; codes for scanners."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import segno

from commands.everyday import minuted, pages
from commands.everyday.minuted import Minute
from commands.everyday.simulated import Home
from commands.founding import registry
from commands.program.output import SIMULATED
from ledger import paper as papers
from ledger.domain.sentences.tongue import grouped
from ledger.log import policy
from ledger.paper import Paper
from ledger.signing.keys import PrivateKey
from tests.commands.office import FIVE, SEEN, Office, facts
from tests.harness import ANI, BOXES, BUDI, CITRA, DPD, KPU_REGISTRAR, PPS

pytestmark = pytest.mark.slow

SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\) Tj")
EXTENDED = "Nyi \u0100y\u016b \u2018\u00e9\u2019 \u2013 \u201cB\u00fcdi\u201d \u2026"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office where Ani released five boxes to Budi's PPS, as entry 7."""
    office = Office(tmp_path)
    office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, *FIVE)
    return office


def shown(pdf: bytes) -> str:
    """What stands in a PDF of ours, which is not compressed."""
    pieces = (re.sub(rb"\\([()\\])", rb"\1", piece) for piece in SHOWN.findall(pdf))
    return " ".join(b" ".join(pieces).decode("windows-1252").split())


def minute_of(paper: Paper, mark: str = "", **called: str) -> Minute:
    return minuted.written(paper, 7, Home(paper.digest, mark), given=None, called=called)


def test_text_page_and_pdf_state_the_same_facts(office: Office) -> None:
    paper = office.ledger.papers[-1]
    said = minute_of(paper)
    stated = [said.title, *said.parties, *said.closing, *said.hands, *(cell for row in said.rows for cell in row)]

    text, page, pdf = "\n".join(minuted.in_text(said)), minuted.in_html(said), shown(pages.minute(said))

    for fact in filter(None, stated):
        assert all(_unspaced(fact) in _unspaced(form) for form in (text, page.replace("&#x27;", "'"), pdf)), fact
    assert all(grouped(paper.digest) in form for form in (text, page, pdf))


def _unspaced(text: str) -> str:
    return "".join(text.split())


def test_a_minute_says_both_parties_and_what_it_is_not(office: Office) -> None:
    file, laptop = office.folder / "ba.pdf", office.laptop(CITRA)
    office.laptop(BUDI)("accept", "7", *SEEN, *FIVE)

    written = laptop("minute", "8", "--pdf", "-o", str(file), "--lang", "id")
    said = shown(file.read_bytes())

    assert (written.status, facts(laptop("minute", "8", "--json"))["kind"]) == (0, "acceptance")
    assert "Pada hari ini, " in said
    for words in ("PIHAK PERTAMA", "PIHAK KEDUA", "bukan formulir KPU", "tidak tersertifikasi", *BOXES):
        assert words in said


def test_the_same_minute_has_the_same_bytes(office: Office) -> None:
    first, again = office.folder / "1.pdf", office.folder / "2.pdf"
    laptop = office.laptop(CITRA)

    laptop("minute", "7", "--pdf", "-o", str(first))
    laptop("minute", "7", "--pdf", "-o", str(again))

    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes().startswith(b"%PDF-")


def test_every_page_of_a_simulation_is_marked(office: Office) -> None:
    long = minute_of(office.ledger.papers[-1], SIMULATED)
    rows = [[str(number), DPD, "", "utuh", ""] for number in range(90)]
    said = Minute(**{**vars(long), "rows": rows})

    pdf = pages.minute(said)

    count = pdf.count(b"/Type /Page\n")
    assert count >= 3
    assert f"Page {count} of {count}" in shown(pdf)
    assert shown(pdf).count(SIMULATED) == 2 * count
    assert SIMULATED in minuted.in_html(said)
    assert next(minuted.in_text(said)) == SIMULATED


@pytest.mark.parametrize(
    ("origin", "mark"),
    [
        ("kpu.example/simulasi-2029/kota-batu", "SIMULASI"),
        ("kpu.example/pemilu-2029/kota-batu", ""),
        ("kpu.example/asimulasi/kota-batu", ""),
    ],
)
def test_a_ledger_is_a_simulation_if_its_origin_says_so(office: Office, origin: str, mark: str) -> None:
    laptop = office.laptop(ANI, online=False)
    trust = policy.trust_text(origin, office.ledger.name, PrivateKey.generate().public)
    (laptop.home / "trust.txt").write_text(trust)

    printed = laptop("label", DPD).out.splitlines()

    assert printed == [line for line in ("DPD", DPD, mark) if line] + [""]


def test_a_minute_of_another_ledger_is_refused(office: Office) -> None:
    laptop, file = office.laptop(ANI, online=False), office.folder / "other.paper"
    trust = laptop.home / "trust.txt"
    trust.write_text(trust.read_text().replace(office.ledger.name, "0" * 64))
    file.write_bytes(bytes(office.ledger.papers[-1]))

    refused = laptop("minute", str(file), "--pdf", "-o", str(office.folder / "ba.pdf"))

    assert refused.status == 4
    assert not (office.folder / "ba.pdf").exists()


def test_a_machine_that_knows_no_ledger_says_so(office: Office) -> None:
    laptop, file = office.laptop(ANI, online=False), office.folder / "one.paper"
    (laptop.home / "trust.txt").unlink()
    file.write_bytes(bytes(office.ledger.papers[-1]))

    printed = laptop("minute", str(file))

    assert printed.status == 0
    assert "not known whether this is a simulation" in printed.out


def test_who_has_not_signed_is_not_said_to_have(office: Office) -> None:
    paper = office.ledger.papers[-1]
    document = paper.document
    draft = papers.draft(document, paper.lines)

    said = minute_of(draft)

    assert all("NOT SIGNED" in one for one in said.signatures)
    assert len(said.signatures) == len(document.signers)
    assert not any("NOT SIGNED" in one for one in minute_of(paper).signatures)


def test_a_name_stands_in_print_only_if_asked_for(office: Office) -> None:
    laptop, file = office.laptop(KPU_REGISTRAR, online=False), office.folder / "one.paper"
    file.write_bytes(bytes(office.ledger.papers[-1]))
    laptop("names", "add", KPU_REGISTRAR, "Rini Setyowati")

    without, named = laptop("minute", str(file)), laptop("minute", str(file), "--names")

    assert "Setyowati" not in without.out
    assert "(Rini Setyowati)" in named.out
    assert "Names are from the registry" in named.out


def test_a_name_that_is_not_the_one_enrolled_is_not_printed(office: Office) -> None:
    laptop = office.laptop(CITRA)
    registry.add(office.path.with_suffix(".names.json"), {ANI: registry.new("Ani Setyowati")})

    printed = laptop("minute", "7", "--names")

    assert printed.status == 0
    assert "Setyowati" not in printed.out
    assert f"The registry has no name of: {ANI}" in printed.err


def test_letters_these_fonts_lack_are_replaced_and_named(office: Office) -> None:
    paper = office.ledger.papers[-1]
    called = {paper.document.signers[0].officer: EXTENDED}

    said = shown(pages.minute(minute_of(paper, **called)))

    assert "Nyi Ayu \u2018\u00e9\u2019 \u2013 \u201cB\u00fcdi\u201d \u2026" in said
    assert "A = U+0100, u = U+016B" in said


def test_all_letters_of_a_paper_are_printed_or_named() -> None:
    letters = [*map(chr, range(0xA0, 0x250)), *"\u2013\u2014\u2018\u2019\u201c\u201d\u2026"]
    sheet = pages.Sheet("", "", pages._LONG_AGO, "A4", "portrait")

    written = [sheet.letters(letter) for letter in letters if letter != "\u00ad"]

    assert "".join(written).encode("windows-1252")
    assert set(sheet.lacking) == {one for one in letters if one != "\u00ad" and one not in written}


def test_a_label_is_read_by_a_scanner_as_the_id_of_its_box(office: Office) -> None:
    laptop, file = office.laptop(ANI), office.folder / "label"

    pdf = laptop("label", *BOXES, "--pdf", "-o", str(file))
    page = laptop("label", DPD, "--html")

    assert (pdf.status, page.status) == (0, 0)
    assert all(box in shown(file.read_bytes()) for box in BOXES)
    assert file.read_bytes().count(b"/Type /Page\n") == len(BOXES)
    assert segno.make_qr(DPD, error="m").svg_inline(scale=6, border=4) in page.out
    assert "<script" not in page.out


def test_a_pdf_needs_a_file(office: Office) -> None:
    laptop = office.laptop(ANI)

    assert laptop("minute", "7", "--pdf").status == 2
    assert laptop("label", DPD, "--pdf").status == 2


@pytest.mark.parametrize("form", [("--pdf", "-o", "-"), ("--html",)])
def test_without_the_extra_it_is_said_what_to_install(
    run: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    form: tuple[str, ...],
) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    monkeypatch.delitem(sys.modules, "commands.everyday.pages", raising=False)
    monkeypatch.delattr("commands.everyday.pages", raising=False)

    status = run("label", DPD, *form)

    assert status == 2
    assert "pip install 'kotak[print]'" in capsys.readouterr().err
