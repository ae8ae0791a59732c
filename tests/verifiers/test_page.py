"""The page in a real browser: what it shows, to whom, and what it cannot do."""

import re
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from commands.verifiers import assembling
from commands.verifiers.assembling import admitted, assembled
from tests.verifiers.conftest import Election, Page
from tests.verifiers.forging import text64
from tests.verifiers.page import shown

pytestmark = pytest.mark.slow


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
