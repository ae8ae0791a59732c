"""The page in a real browser: what it accepts, what it refuses, what it shows, and what it cannot do."""

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from commands.verifiers import assembling
from commands.verifiers.assembling import admitted, assembled
from tests.vectors import vectors
from tests.verifiers.conftest import Election, Page
from tests.verifiers.forging import Forged, ForgedLog, key, raw, text64

BOX = "35.79.02.2009/004/DPD"
AT = {"at": "2029-02-14T17:08:00+07:00", "device": "d" * 32, "device_seq": 0, "id": "a" * 32}
INTACT = {"box": BOX, "seals": {"ties": {"on": 2}}, "state": "intact"}
UNIT, TO = "pps/35.79.02.2009", "ppk/35.79.02"
pytestmark = pytest.mark.slow


def enrolled() -> dict[str, str]:
    """Two authorities, one of each family."""
    return {"custody": "kpu/35.79#1", "supervision": "bawaslu/35.79#1"}


def genesis() -> Forged:
    """A ledger whose two authorities hold keys of ours."""
    authorities = {
        family: {
            "keys": [{"key": {"alg": "ed25519", "public": text64(raw(key(officer)))}, "officer": officer}],
            "threshold": 1,
        }
        for family, officer in enrolled().items()
    }
    payload = {
        **AT,
        "kind": "genesis",
        "authorities": authorities,
        "box_types": [{"level": "station", "type": "dpd"}],
        "election": "uji",
        "origin": "kpu.example/uji",
        "zone": "Asia/Jakarta",
    }
    return Forged.of(payload, [], [(officer, "authorises") for officer in enrolled().values()])


def link(log: ForgedLog, kind: str, line: dict[str, Any], *signers: tuple[str, str], **more: Any) -> Forged:
    """A paper about one box, signed by whom you like, in that ledger."""
    seen = {"root": "0" * 64, "size": 0}
    payload = {**AT, "kind": kind, "ledger": log.entries[0].digest, "seen": seen, "unit": UNIT, "place": f"{UNIT}/1"}
    made = Forged.of({**payload, **more}, [{**INTACT, **line}], signers)
    log.entries.append(made)
    return made


def shown(page: Page, election: Election, file: Path, language: str = "en") -> str:
    """Choose both files, press the button, and read what is there."""
    page.browser.find_element(By.CSS_SELECTOR, f"[lang={language}][data-language]").click()
    (election.folder / "trust").write_bytes(election.trust)
    page.browser.find_element(By.ID, "trust").send_keys(str(election.folder / "trust"))
    page.browser.find_element(By.ID, "proof").send_keys(str(file))
    page.browser.find_element(By.CSS_SELECTOR, "button.main").click()
    WebDriverWait(page.browser, 30).until(lambda browser: browser.find_elements(By.ID, "verdict"))
    return page.browser.find_element(By.ID, "result").text


def codes(said: Any) -> list[str]:
    """What was found."""
    return [found["code"] for found in said["findings"]]


def test_the_page_admits_nothing_but_its_own_script_and_style() -> None:
    page = assembled().decode()

    script, style = (
        re.findall(r"<script>(.*)</script>", page, re.DOTALL),
        re.findall(r"<style>(.*?)</style>", page, re.DOTALL),
    )

    assert [len(script), len(style)] == [1, 1]
    assert f"default-src 'none'; script-src '{admitted(script[0])}'; style-src '{admitted(style[0])}'" in page
    assert not re.search(r"innerHTML|insertAdjacent|document\.write|eval\(|\bfetch\(|XMLHttp|https?://", page)


def test_each_problem_has_words_in_both_languages() -> None:
    folder = Path(assembling.__file__).with_name("page")
    pieces = "".join(piece.read_text() for piece in sorted(folder.glob("*.js")))

    raised = set(re.findall(r'(?:\bneed\(.*, |new Refused\(|push\(\{ code: )"([a-z0-9-]+)"', pieces))
    worded = set(re.findall(r'^ +"?([a-z0-9-]+)"?: \[', (folder / "words.js").read_text(), re.MULTILINE))
    rules = set(re.findall(r'\brule\(.*, "([a-z-]+)"', pieces))
    assert raised | rules <= worded


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


def test_the_page_can_reach_no_network_and_breaks_none_of_its_own_rules(page: Page, election: Election) -> None:
    shown(page, election, election.passport)
    assert page.complaints() == []
    assert page.browser.execute_script("return performance.getEntriesByType('resource').length") == 0

    refused = page.browser.execute_async_script(
        """
        const done = arguments[0];
        const broken = [];
        document.addEventListener("securitypolicyviolation", (event) => broken.push(event.effectiveDirective));
        const image = new Image();
        image.src = "http://127.0.0.1:9/x.png";
        fetch("http://127.0.0.1:9/").then(() => "sent", () => "refused")
          .then((said) => setTimeout(() => done([said, broken.sort()]), 200));
        """
    )

    assert refused == ["refused", ["connect-src", "img-src"]]


def test_names_made_to_act_are_shown_as_text(page: Page, election: Election, tmp_path: Path) -> None:
    """A file may hold anything until it is refused; what it says is told, and never run."""
    hostile = tmp_path / "<img src=x onerror=alert(1)>\u202e.passport"
    origin = "<script>document.title='owned'</script>\u202e"
    hostile.write_text(f"{origin}\n1\n{text64(bytes(32))}\n\n— x AAAAAAAAAAA=\n")

    text = shown(page, election, hostile)

    assert "<script>document.title='owned'</script>\\u{202e}" in text
    assert "<img src=x onerror=alert(1)>\\u{202e}.passport" in text
    assert page.browser.find_elements(By.CSS_SELECTOR, "#result script, #result img") == []
    assert page.browser.title == "Check the proof of a ballot box"


def test_everything_can_be_done_with_the_keyboard(page: Page, election: Election) -> None:
    page.browser.find_element(By.ID, "trust").send_keys(str(election.folder / "trust.txt"))
    page.browser.find_element(By.ID, "proof").send_keys(str(election.receipt))
    reached = []
    for _ in range(5):
        ActionChains(page.browser).send_keys(Keys.TAB).perform()
        focus = page.browser.switch_to.active_element
        reached.append(focus.get_attribute("id") or focus.text)

    ActionChains(page.browser).send_keys(Keys.ENTER).perform()
    WebDriverWait(page.browser, 30).until(lambda browser: browser.find_elements(By.ID, "verdict"))

    assert reached == ["Bahasa Indonesia", "English", "trust", "proof", "Check"]
    assert page.browser.switch_to.active_element.get_attribute("id") == "verdict"


@pytest.mark.parametrize(
    ("language", "names"), [("en", ["Trust file", "Proof"]), ("id", ["Berkas kepercayaan", "Bukti"])]
)
def test_whoever_listens_is_told_what_each_thing_is(
    page: Page, election: Election, language: str, names: list[str]
) -> None:
    shown(page, election, election.receipt, language)

    tree = page.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]

    told = {
        (node["role"]["value"], node["name"]["value"])
        for node in tree
        if "role" in node and node.get("name", {}).get("value")
    }
    roles = {role for role, _ in told}
    assert {"button", "heading", "table", "columnheader", "cell", "RootWebArea"} <= roles
    assert all(any(name in said for _, said in told) for name in names)
    assert page.browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language


def test_nothing_runs_off_a_narrow_screen(page: Page, election: Election) -> None:
    page.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    )

    shown(page, election, election.passport, "id")

    wide = page.browser.execute_script("return document.documentElement.scrollWidth")
    page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide == 360


@pytest.mark.parametrize("size", [4 * 2**20 + 1, 6 * 2**20])
def test_a_file_too_large_is_refused_before_it_is_read(
    page: Page, election: Election, tmp_path: Path, size: int
) -> None:
    large = tmp_path / "large.passport"
    large.write_bytes(b"kotak-passport/v1\n" + b"x" * size)

    assert "This file is larger than 4194304 bytes." in shown(page, election, large)
