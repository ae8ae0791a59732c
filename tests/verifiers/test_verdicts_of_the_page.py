"""What the page accepts and what it refuses, of passports that were altered and papers that were forged."""

import json
from base64 import b64decode

import pytest
from selenium.webdriver.common.by import By

from tests.vectors import vectors
from tests.verifiers.conftest import Election, Page
from tests.verifiers.forging import Forged, ForgedLog, text64
from tests.verifiers.page import BOX, TO, UNIT, codes, genesis, link, shown

pytestmark = pytest.mark.slow


def test_an_honest_passport_agrees_and_shows_the_whole_journey(page: Page, election: Election) -> None:
    said = page.verify(election.trust, election.passport.read_bytes())

    text = shown(page, election, election.passport)

    assert (said["verdict"], said["state"], said["findings"]) == ("ok", "final", [])
    assert "IT AGREES" in text
    assert "FINAL: signed by the log and by enough log witnesses" in text
    assert "Hand-over of boxes" in text
    assert "What was recorded later or left out is not known here" in text
    links = [entry for entry in said["entries"] if any(line.get("box") == said["boxes"][0] for line in entry["lines"])]
    tables = page.browser.find_elements(By.CSS_SELECTOR, "table")
    assert len(tables[0].find_elements(By.CSS_SELECTOR, "tbody tr")) == len(links)


def test_a_single_receipt_says_whose_signatures_were_not_checked(page: Page, election: Election) -> None:
    said = page.verify(election.trust, election.receipt.read_bytes())

    assert said["verdict"] == "ok"
    assert "signature-unchecked" in [one["code"] for one in said["notChecked"]]


def test_a_checkpoint_without_enough_witnesses_is_provisional(page: Page, election: Election) -> None:
    passport = election.passport.read_text()
    lines = passport.split("\n")
    few = "\n".join(line for line in lines if not line.startswith("— bawaslu"))

    said = page.verify(election.trust, few.encode())

    assert (said["verdict"], said["state"]) == ("ok", "provisional")


def test_a_cosignature_that_was_altered_refuses_the_passport(page: Page, election: Election) -> None:
    passport = election.passport.read_bytes()
    at = passport.rindex("— bawaslu".encode()) + 60

    said = page.verify(
        election.trust, passport[:at] + (b"A" if passport[at : at + 1] != b"A" else b"B") + passport[at + 1 :]
    )

    assert (said["verdict"], codes(said)) == ("refused", ["cosignature"])


def test_a_trust_file_of_another_election_refuses_everything(page: Page, election: Election) -> None:
    said = page.verify(ForgedLog([genesis()]).trust(), election.passport.read_bytes())

    assert (said["verdict"], codes(said)) == ("refused", ["origin"])


def test_a_line_taken_from_another_box_refuses_the_receipt(page: Page) -> None:
    log = ForgedLog([genesis()])
    paper = link(log, "release", {}, (f"{UNIT}#1", "releases"), to=TO)
    changed = Forged(paper.cover, (paper.lines[0].replace("DPD", "DPR"),), paper.digest)

    said = page.verify(log.trust(), ForgedLog([log.entries[0], changed]).receipt(1, 0))

    assert (said["verdict"], codes(said)) == ("refused", ["line-path"])


def test_a_paper_left_out_breaks_the_chain_and_is_named(page: Page) -> None:
    log = ForgedLog([genesis()])
    first = link(log, "manifest", {"type": "dpd", "unit": UNIT, "place": f"{UNIT}/1"}, ("kpu/35.79#1", "registers"))
    link(log, "release", {"after": "c" * 64}, (f"{UNIT}#1", "releases"), to=TO)
    link(log, "release", {"after": first.digest}, (f"{UNIT}#1", "releases"), to=TO)

    said = page.verify(log.trust(), log.passport([BOX], left_out=[(1, 0)]))

    broken = [found for found in said["findings"] if found["code"] == "broken"]
    assert said["verdict"] == "finding"
    assert [(found["box"], found["index"]) for found in broken] == [(BOX, 2), (BOX, 3)]


def test_a_box_handed_over_twice_is_a_fork(page: Page) -> None:
    log = ForgedLog([genesis()])
    for to in (TO, "ppk/35.79.03"):
        signers = ((f"{UNIT}#1", "releases"), (f"{to}#1", "receives"))
        link(log, "handover", {"after": "c" * 64, "outcome": "accepted"}, *signers, to=to)

    said = page.verify(log.trust(), log.passport([BOX]))

    assert [(found["first"], found["index"]) for found in said["findings"] if found["code"] == "forked"] == [(1, 2)]


def test_nobody_signs_in_the_part_of_another(page: Page) -> None:
    """The parts stand in the payload, so exchanging them is another payload, which nobody signed."""
    log = ForgedLog([genesis()])
    honest = link(
        log, "handover", {"outcome": "accepted"}, ("kpu/35.79#1", "releases"), ("bawaslu/35.79#1", "receives"), to=TO
    )
    cover = json.loads(honest.cover)
    body = b64decode(cover["payload"]).decode()
    body = body.replace("releases", "REL").replace("receives", "releases").replace("REL", "receives")
    cover["payload"] = text64(body.encode())
    swapped = Forged(json.dumps(cover, separators=(",", ":"), sort_keys=True), honest.lines, honest.digest)

    said = page.verify(log.trust(), ForgedLog([log.entries[0], swapped]).passport([BOX]))

    assert (said["verdict"], codes(said)) == ("refused", ["signature"])


def test_the_signatures_of_wycheproof_have_the_verdict_they_must(page: Page) -> None:
    """Of those that are valid under every rule all hold; none that is invalid does."""
    groups = json.loads(vectors("wycheproof", "ed25519_test.json").read_text())["testGroups"]
    cases = [(group["publicKey"]["pk"], each) for group in groups for each in group["tests"]]

    held = page.browser.execute_async_script(
        """
        const [cases, done] = arguments;
        const { verifies, unhex } = kotakPrimitives;
        Promise.all(cases.map(([pk, sig, msg]) =>
          verifies({ alg: "ed25519", raw: unhex(pk) }, unhex(sig), unhex(msg)))).then(done);
        """,
        [(pk, each["sig"], each["msg"]) for pk, each in cases],
    )

    wrong = [each["tcId"] for (_, each), one in zip(cases, held, strict=True) if one != (each["result"] == "valid")]
    assert len(cases) > 100
    assert wrong == []
