"""The desk in a real browser: clicks, keys, what assistive technology meets, a telephone, paper, and live papers."""

import re
import shutil
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.commands.cli import kotak
from tests.serving.browsing import axe, complaints, violations
from tests.serving.conftest import environment, fetched, opened, serving
from tests.serving.pages import addresses

__all__ = ["axe"]

pytestmark = pytest.mark.slow

BOX = "35.79.01.1001/001/DPD"
PAGES = {**addresses(BOX), "past": "/?as_of=100", "refused": "/nowhere"}
SEEN = (
    *("--as", "bawaslu/35.79#5", "inspect", BOX, "--seen", "ties:2,papers:1"),
    *("--place", "kpu/35.79/1", "--confirm", "yes"),
)


@pytest.mark.parametrize(
    ("page", "spoken"), [*((page, "en") for page in PAGES), *((page, "id") for page in ("overview", "box", "breaks"))]
)
def test_assistive_technology_finds_its_way(
    page: str, spoken: str, browser: Chrome, axe: str, address_of_city: str
) -> None:
    path = PAGES[page]
    opened(browser, f"{address_of_city}{path}{'&' if '?' in path else '?'}lang={spoken}")

    assert violations(browser, axe) == []
    assert complaints(browser) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_a_telephone(page: str, browser: Chrome, address_of_city: str) -> None:
    browser.set_window_size(360, 740)
    try:
        opened(browser, address_of_city + PAGES[page])
        width, needed = browser.execute_script(
            "const e = document.documentElement; return [e.clientWidth, e.scrollWidth]"
        )
    finally:
        browser.set_window_size(1280, 900)

    assert needed <= width


def test_on_a_telephone_keys_lines_and_sentences_in_tables_are_not_squeezed_into_a_column_of_letters(
    browser: Chrome, address_of_city: str
) -> None:
    browser.set_window_size(360, 740)
    try:
        opened(browser, f"{address_of_city}/paper/97")
        widths = browser.execute_script("return [...document.querySelectorAll('td code')].map(e => e.offsetWidth)")
        captions = browser.execute_script("return [...document.querySelectorAll('caption')].map(e => e.offsetWidth)")
        opened(browser, f"{address_of_city}/coverage")
        told = browser.execute_script("return [...document.querySelectorAll('td.told')].map(e => e.offsetWidth)")
    finally:
        browser.set_window_size(1280, 900)

    assert min(widths) > 150
    assert max(captions) <= 360
    assert min(told) > 150


def test_on_a_telephone_the_name_of_a_box_is_broken_after_a_stroke_alone(browser: Chrome, address_of_city: str) -> None:
    browser.set_window_size(360, 740)
    try:
        opened(browser, f"{address_of_city}/box/{BOX}")
        lines = browser.execute_script(
            "return [...document.querySelector('h1').childNodes].filter(e => e.data).map(e => {"
            " const range = document.createRange(); range.selectNode(e); return range.getClientRects().length })"
        )
    finally:
        browser.set_window_size(1280, 900)

    assert lines == [1] * len(BOX.split("/"))


def test_open_breaks_by_area_and_those_told_beside_them_add_up(
    browser: Chrome, city: Path, address_of_city: str
) -> None:
    open_ = kotak("breaks", "--json", env=environment(city)).json["data"]["open"]

    opened(browser, address_of_city)

    for section, numbers in (("map", "svg title"), ("areas", "tbody tr")):
        within = browser.find_element(By.CSS_SELECTOR, f"section[aria-labelledby={section}]")
        beside = re.search(r"(\d+) open breaks? stands? in none of these areas", within.text)
        assert beside
        assert "of boxes of several" not in within.text
        assert sum(_open(one) for one in within.find_elements(By.CSS_SELECTOR, numbers)) == open_ - int(beside[1])


def _open(told: WebElement) -> int:
    """The open breaks of an area, as its rectangle or its line tells them."""
    if told.tag_name == "title":
        said = re.search(r": (\d+) open breaks?,", str(told.get_attribute("textContent")))
        return int(said[1]) if said else 0
    return sum(int(cell.text) for cell in told.find_elements(By.TAG_NAME, "td")[1:4])


def test_clicks_lead_from_the_map_to_a_station_a_box_and_the_paper(browser: Chrome, address_of_city: str) -> None:
    opened(browser, address_of_city)
    by = browser.find_element

    by(By.CSS_SELECTOR, "svg a[href^='/area/35.79.01.1001']").click()
    assert by(By.TAG_NAME, "h1").text == "Temas (35.79.01.1001)"
    by(By.PARTIAL_LINK_TEXT, "(35.79.01.1001/001)").click()
    by(By.LINK_TEXT, BOX).click()
    assert by(By.TAG_NAME, "h1").text == BOX
    by(By.CSS_SELECTOR, "ol.chain h3 a").click()

    assert by(By.TAG_NAME, "h1").text.startswith("Entry ")
    assert "SIMULASI" in by(By.CLASS_NAME, "mark").text


def test_with_the_keyboard_alone_one_skips_to_the_content_searches_and_changes_the_language(
    browser: Chrome, address_of_city: str
) -> None:
    opened(browser, address_of_city)

    browser.switch_to.active_element.send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "main"
    browser.find_element(By.ID, "q").send_keys("01.1001/001/dpd" + Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda one: one.find_element(By.TAG_NAME, "h1").text == BOX)
    browser.find_element(By.LINK_TEXT, "Bahasa Indonesia").send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda one: one.find_element(By.TAG_NAME, "html").get_attribute("lang") == "id")

    assert browser.find_element(By.TAG_NAME, "h1").text == BOX
    assert "lang=id" in str(browser.find_element(By.CSS_SELECTOR, "nav a").get_attribute("href"))


def test_a_filter_and_a_moment_are_kept_together(browser: Chrome, address_of_city: str) -> None:
    opened(browser, f"{address_of_city}/papers?as_of=100")

    browser.find_element(By.ID, "unit").send_keys("kpu/35.79" + Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda one: "unit=kpu" in one.current_url)

    assert "as_of=100" in browser.current_url
    assert "As at entry 100" in browser.find_element(By.CLASS_NAME, "moment").text


def test_a_page_is_printed_without_what_is_only_for_a_screen(browser: Chrome, address_of_city: str) -> None:
    opened(browser, f"{address_of_city}/breaks?state=all")

    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = {
            one.tag_name for one in browser.find_elements(By.CSS_SELECTOR, "form, nav, h1, .mark") if one.is_displayed()
        }
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    assert shown == {"h1", "p"}


@pytest.mark.parametrize("page", PAGES)
def test_no_table_is_cut_on_paper(page: str, browser: Chrome, address_of_city: str) -> None:
    """A4 less its margins is 186 mm, 703 pixels of the browser."""
    size = {"width": 703, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        opened(browser, address_of_city + PAGES[page])
        tables = browser.execute_script("return [...document.querySelectorAll('table')].map(e => e.offsetWidth)")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert max(tables, default=0) <= 703


def test_without_scripts_everything_can_be_read_and_reloaded(browser: Chrome, address_of_city: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        opened(browser, f"{address_of_city}/breaks")
        browser.find_element(By.CSS_SELECTOR, ".card h3 a").click()
        title, asked = browser.find_element(By.TAG_NAME, "h1").text, browser.current_url
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    assert title == "What does not agree"
    assert "code=" in asked


def test_papers_that_come_in_are_announced_and_not_thrust_upon_the_reader(
    browser: Chrome, city: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "batu"
    shutil.copytree(city, folder)
    here = {
        "KOTAK_LEDGER": str(folder / "ledger.db"),
        "KOTAK_TRUST": str(folder / "trust.txt"),
        "KOTAK_HOME": str(folder),
    }
    with serving(folder) as address:
        opened(browser, f"{address}/box/{BOX}")
        before = browser.find_element(By.CLASS_NAME, "moment").text

        told = kotak(
            "--as",
            "bawaslu/35.79#5",
            "inspect",
            BOX,
            "--seen",
            "ties:2,papers:1",
            "--place",
            "kpu/35.79/1",
            "--confirm",
            "yes",
            env=here,
        )
        assert told.status in {0, 9}, told.err
        news = browser.find_element(By.ID, "news")
        WebDriverWait(browser, 20).until(lambda _: "1 paper was recorded" in news.text)
        kept = browser.find_element(By.CLASS_NAME, "moment").text
        news.find_element(By.LINK_TEXT, "Show them").click()
        WebDriverWait(browser, 10).until(lambda one: one.find_element(By.CLASS_NAME, "moment").text != before)

    assert kept == before
    assert complaints(browser) == []


def test_a_passport_from_the_desk_is_accepted_by_the_verifier(city: Path, address_of_city: str, tmp_path: Path) -> None:
    file = tmp_path / "box.passport"
    file.write_bytes(fetched(address_of_city, f"/passport/{BOX}"))

    checked = kotak("check", str(file), env=environment(city))

    assert checked.status == 0, checked.out + checked.err
