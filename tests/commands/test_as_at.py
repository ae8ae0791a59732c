"""As at an entry a ledger answers as one that ends there; as at a time it leaves out what claims to be later."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commands.main import main
from ledger.domain.documents.base import Cited, Times
from ledger.domain.documents.remarks import InspectionLine, StockLine
from ledger.persistence.journal import open_journal
from ledger.record import record
from tests.commands.cli import conforms
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    KPPS,
    KPU,
    PPS,
    PTPS,
    TIES,
    WATI,
    TestLedger,
    founded,
)
from tests.projections.expecting import plan
from tests.projections.story import tell

FOUNDED = 6
"""The entry with which the boxes are listed."""
QUESTIONS = (
    ("where",),
    ("where", "--unit", PPS),
    ("where", DPD),
    *(("chain", box) for box in (DPD, BOXES[3], BOXES[4])),
    ("coverage",),
    ("breaks", "--all"),
    ("seals",),
    ("ballots",),
    ("finding", "list"),
    ("plan", "show"),
    ("rules", "show"),
    ("units", "show"),
    ("units", "show", "35.79.02"),
    ("manifest", "show"),
    ("stock", "show"),
    ("officers",),
    *(("officers", officer) for officer in (BUDI, WATI)),
    ("sample", "plan", "--rate", "10%", "--confidence", "90%"),
    ("sample", "exposure", "--margin", "100"),
    *(("export", "csv", "--table", name, "-o", "-") for name in ("boxes", "links", "papers")),
    ("export", "jsonl", "-o", "-"),
    ("export", "epcis", "-o", "-"),
)
OF_THE_PRESENT = frozenset({"entries", "as_of", "recorded_at"})
"""Members that say what was asked, or what this machine noted."""

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def story() -> TestLedger:
    """All of station 004: late, missing, contested, waiting; goods; a sample; findings, answers, a correction."""
    ledger = founded()
    plan(ledger, home={"due": "2029-02-14T18:00:00+07:00"}, up={"due": "2029-02-14T23:59:00+07:00"})
    lines = [StockLine(batch="t1", item="ties", giver="vendor/a", to=KPU, promised=20, good=20)]
    ledger.put("stock", {WATI: "acts"}, lines, unit=KPU, action="delivered")
    tell(ledger)
    ledger.at = "2029-02-16T09:00:00+07:00"
    _say(ledger)
    return ledger


def _say(ledger: TestLedger) -> None:
    seen = [InspectionLine(box=box, seals=TIES, state="intact") for box in BOXES[:2]]
    ledger.put("inspection", {DEWI: "inspects"}, seen, unit=PTPS, place=f"{PPS}/1", purpose="sample")
    found = next(did for did in ledger.effects if did.kind == "finding")
    ledger.put("answer", {BUDI: "reports"}, unit=PPS, of=found.digest, does="explains")
    ledger.put("answer", {DEWI: "reports"}, [Cited(box=DPD)], unit=PTPS, of=found.digest, does="closes")
    released = next(did for did in ledger.effects if did.kind == "release")
    ledger.accept(released.digest, *BOXES[:2], by=CITRA, at="2029-02-17T09:00:00+07:00")
    ledger.put("answer", {DEWI: "reports"}, unit=PTPS, of=released.digest, does="closes")
    ledger.seal(BOXES[0], by=CITRA, at="2029-02-17T10:00:00+07:00", times=Times(ended="2029-02-14T17:00:00+07:00"))
    lines = [Cited(box=BOXES[2])]
    ledger.put("finding", {ANI: "reports"}, lines, unit=KPPS, sort="event", code="IR-13", place=f"{KPPS}/1")


@pytest.fixture(scope="module")
def prefixes(story: TestLedger, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Ledgers that end with each entry; the last is whole."""
    folder, paths = tmp_path_factory.mktemp("prefixes"), []
    for end in range(len(story.papers)):
        paths.append(folder / f"{end}.db")
        if end:
            shutil.copy(paths[-2], paths[-1])
        with open_journal(paths[-1], create=not end) as journal:
            record(journal, story.papers[end])
    return paths


@pytest.fixture
def ask(capfd: pytest.CaptureFixture[str]) -> Ask:
    """The status of a question, and what is said; members that are of the present alone are left out."""

    def asked(ledger: Path, *words: object) -> tuple[int, Any]:
        is_file = "-o" in words
        capfd.readouterr()
        status = main(["--ledger", str(ledger), *map(str, words), *([] if is_file else ["--json"])])
        out = capfd.readouterr().out
        if is_file:
            return status, _without(out)
        conforms(json.loads(out))
        return status, _stripped({**json.loads(out), "next": []})

    return asked


def _without(out: str) -> object:
    """A file; EPCIS says of itself what was asked."""
    return json.loads(out)["epcisBody"] if '"epcisBody"' in out else out


def _stripped(said: Any) -> Any:
    match said:
        case dict():
            return {name: _stripped(one) for name, one in said.items() if name not in OF_THE_PRESENT}
        case list():
            return [_stripped(one) for one in said]
        case _:
            return said


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_as_at_an_entry_is_what_a_ledger_says_that_ends_there(
    ask: Ask, prefixes: list[Path], words: tuple[str, ...], every: int
) -> None:
    for index in range(FOUNDED, len(prefixes), every):
        assert ask(prefixes[-1], *words, "--as-of", index) == ask(prefixes[index], *words), index


def _without_grade(link: dict[str, Any]) -> dict[str, Any]:
    """A signature that came after that time betters no grade as at it."""
    return {name: said for name, said in link.items() if name not in {"grade", "attested"}}


@pytest.mark.parametrize("time", ["2029-02-14T18:00", "2029-02-14T20:30", "2029-02-16T09:00"])
def test_as_at_a_time_is_of_each_box_the_last_link_that_claims_to_be_no_later(
    ask: Ask, prefixes: list[Path], time: str
) -> None:
    _, where = ask(prefixes[-1], "where", "--as-of", time)
    for box in where["data"]["boxes"]:
        _, now = ask(prefixes[-1], "chain", box["box"])
        _, then = ask(prefixes[-1], "chain", box["box"], "--as-of", time)
        links = [link for link in now["data"]["links"] if link["at"] <= f"{time}:00+07:00"]

        assert [_without_grade(link) for link in then["data"]["links"]] == [_without_grade(link) for link in links]
        assert box["index"] == [link["index"] for link in links if link["verdict"] == "link"][-1]


def test_material_about_a_finding_is_as_at_the_entry_asked_about(ask: Ask, prefixes: list[Path]) -> None:
    _, found = ask(prefixes[-1], "finding", "list")
    index = found["data"]["findings"][-1]["index"]
    _, then = ask(prefixes[-1], "finding", "form", index, "--as-of", index)
    _, now = ask(prefixes[-1], "finding", "form", index)

    assert "no answer" in then["data"]["text"].splitlines()
    assert "no answer" not in now["data"]["text"].splitlines()
    assert "as at the moment asked about" in then["data"]["text"].lower()


def test_results_of_a_sample_count_what_was_inspected_by_then(
    ask: Ask, prefixes: list[Path], story: TestLedger, tmp_path: Path
) -> None:
    file = tmp_path / "sample"
    drawn = ("--rate", "20%", "--confidence", "95%", "--seed", "1" * 20, "--as-of", FOUNDED)
    main(["--ledger", str(prefixes[-1]), *map(str, ("sample", "draw", *drawn, "-o", file))])
    inspected = next(did.index for did in story.effects if did.kind == "inspection")

    seen = [
        ask(prefixes[-1], "sample", "results", file, "--as-of", index)[1]["data"]["strata"][0]["inspected"]
        for index in (inspected - 1, inspected)
    ]

    assert seen == [0, 2]
