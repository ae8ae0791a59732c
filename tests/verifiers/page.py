"""The page that verifies, as somebody uses it, and papers forged for it."""

from pathlib import Path
from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.verifiers.conftest import Election, Page
from tests.verifiers.forging import Forged, ForgedLog, key, raw, text64

BOX = "35.79.02.2009/004/DPD"
AT = {"at": "2029-02-14T17:08:00+07:00", "device": "d" * 32, "device_seq": 0, "id": "a" * 32}
INTACT = {"box": BOX, "seals": {"ties": {"on": 2}}, "state": "intact"}
UNIT, TO = "pps/35.79.02.2009", "ppk/35.79.02"


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
