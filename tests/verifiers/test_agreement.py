"""Two implementations of one text: whatever is brought, `kotak check` and the page come to the same verdict."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from commands.main import main
from tests.verifiers import mutants, registering, specimens
from tests.verifiers.conftest import Election, Page
from tests.verifiers.forging import Forged, ForgedLog

pytestmark = pytest.mark.slow
Case = tuple[str, bytes, bytes]
VERDICTS: Final = {0: "ok", 3: "finding", 4: "refused"}
ACCEPTED: Final = {f"manifest line: {what}" for what in ("least", "no type", "no unit", "no place")}
"""`kotak check` does not miss these members in the receipt of a line (section 1); the page does."""


@pytest.fixture
def verdicts(page: Page, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[[Case], tuple[Any, Any]]:
    """What the program and the page say: verdict and state."""

    def both(case: Case) -> tuple[Any, Any]:
        _, trust, file = case
        (tmp_path / "trust.txt").write_bytes(trust)
        (tmp_path / "file").write_bytes(file)
        capfd.readouterr()
        status = main(["--trust", str(tmp_path / "trust.txt"), "check", str(tmp_path / "file"), "--json"])
        files = (json.loads(capfd.readouterr().out)["data"] or {}).get("files", [{}])
        said = page.verify(trust, file)
        state = files[0].get("checkpoint", {}).get("state")
        return (VERDICTS.get(status, status), state), (said["verdict"], said["state"])

    return both


def differing(cases: Iterator[Case] | list[Case], verdicts: Callable[[Case], tuple[Any, Any]]) -> list[Any]:
    """Every case in which they differ, with what each said."""
    answers = [(case[0], *verdicts(case)) for case in cases]
    assert len({program for _, program, _ in answers}) > 1, "a corpus with one verdict shows nothing"
    return [answer for answer in answers if answer[1] != answer[2]]


def chosen(made: Iterator[Any], number: int) -> list[Any]:
    """As many of them, the same every time."""
    everything = list(made)
    return random.Random(2029).sample(everything, min(number, len(everything)))  # noqa: S311 - not for secrets


def test_on_bytes_that_were_altered(election: Election, verdicts: Callable[[Case], tuple[Any, Any]]) -> None:
    note = election.receipt.read_bytes().partition(b"\n\n")[2]
    cases = [("untouched", election.trust, note)]
    for name, file in (
        ("passport", election.passport.read_bytes()),
        ("receipt", election.receipt.read_bytes()),
        ("checkpoint", note),
    ):
        places = random.Random(1).sample(range(len(file)), 8)  # noqa: S311 - not for secrets
        made = [*mutants.of_bytes(file, places), *mutants.of_spelling(file)]
        cases += [(f"{name}: {what}", election.trust, altered) for what, altered in made]

    assert differing(cases, verdicts) == []


def test_on_parts_and_lines_that_were_moved(election: Election, verdicts: Callable[[Case], tuple[Any, Any]]) -> None:
    passport, receipt = election.passport.read_bytes(), election.receipt.read_bytes()
    made = [
        *chosen(mutants.of_list(passport, b"\n\n"), 50),
        *mutants.of_list(receipt, b"\n"),
        *mutants.of_heads(passport),
    ]

    assert differing([(what, election.trust, altered) for what, altered in made], verdicts) == []


def test_on_trust_files_that_were_altered(election: Election, verdicts: Callable[[Case], tuple[Any, Any]]) -> None:
    note = election.receipt.read_bytes().partition(b"\n\n")[2]

    cases = [(what, trust, note) for what, trust in mutants.of_trust(election.trust)]

    assert differing(cases, verdicts) == []


def test_on_registrations_honest_and_not(verdicts: Callable[[Case], tuple[Any, Any]]) -> None:
    cases = []
    for what, story in registering.stories():
        cases.append((what, story.trust(), story.passport([registering.BOX])))
        for index, paper in enumerate(story.entries):
            hidden = [(index, line) for line in (None, *range(len(paper.lines)))]
            cases.append((f"{what}, without {index}", story.trust(), story.passport([registering.BOX], hidden)))

    assert differing(chosen(iter(cases), 200), verdicts) == []


def test_on_members_of_every_kind(verdicts: Callable[[Case], tuple[Any, Any]]) -> None:
    cases = list(_specimens(200))

    assert differing(cases, verdicts) == []


def _specimens(number: int) -> Iterator[Case]:
    founding = registering.genesis()
    every = [
        (kind, where, each)
        for kind in specimens.kinds()
        for where in (kind, f"{kind} line")
        for each in _altered(where)
    ]
    untouched = [one for one in every if one[2][0] == one[1]]
    for kind, where, (what, altered) in [*untouched, *random.Random(7).sample(every, number)]:  # noqa: S311 - not for secrets
        if kind == "genesis" or what in ACCEPTED:
            continue
        payload = altered if where == kind else specimens.specimen(kind)
        has_lines = f"{kind} line" in specimens.tables()
        lines = [altered if where != kind else specimens.specimen(f"{kind} line")] if has_lines else []
        payload = {name: value for name, value in payload.items() if name not in {"annex", "signers"}}
        if payload.get("ledger") == specimens.HASH:
            payload["ledger"] = founding.digest
        log = ForgedLog([founding, Forged.of({**payload, "kind": kind}, lines, [("kpu/35.79#1", "acts")])])
        yield what, log.trust(), log.receipt(1, 0 if has_lines else None)


def _altered(where: str) -> list[tuple[str, dict[str, Any]]]:
    return list(specimens.altered(where)) if where in specimens.tables() else []
