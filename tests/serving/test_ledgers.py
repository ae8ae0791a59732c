"""The desk over ledgers of other sorts: on a server, in a file that may only be read, and one without a paper."""

import re
from pathlib import Path

import pytest

from ledger import record
from ledger.domain.documents.base import Cited
from ledger.persistence.journal import open_journal
from tests.harness import ANI, BAWASLU, BOXES, DPD, EKO, PPS, TestLedger, founded
from tests.projections.expecting import EVENING, MIDNIGHT, plan
from tests.projections.story import record_all, recorded, tell
from tests.serving.conftest import getting, keeping
from tests.serving.pages import PAGES


@pytest.mark.postgres
def test_over_a_server_pages_say_the_same_as_over_a_file(postgres_url: str, tmp_path: Path, told: TestLedger) -> None:
    said, address = [], str(tmp_path / "ledger.db")
    for ledger in (postgres_url, address):
        with open_journal(ledger, create=True) as journal:
            record_all(journal, told)
            keeper = keeping(ledger, journal)
            get = getting(keeper)
            more = "/search?q=" + told.effects[7].digest[:12], "/?as_of=5", f"/box/{DPD}?as_of=2029-02-14T17:30"
            said.append([(page, get(page).status_code, get(page).text) for page in (*PAGES, *more)])
            keeper.lookout.close()

    assert said[0] == said[1]


def test_a_file_that_may_only_be_read_is_left_as_it_is_and_followed_all_the_same(
    tmp_path: Path,
) -> None:
    address, told = str(tmp_path / "ledger.db"), tell(founded())
    with open_journal(address, create=True) as journal:
        record_all(journal, told)
    before = Path(address).read_bytes()

    with open_journal(address, read_only=True) as journal:
        keeper = keeping(address, journal)
        get = getting(keeper)
        shown = keeper.now.moment.entries
        held = [page for page in PAGES if get(page).status_code == 200]
        unchanged = Path(address).read_bytes() == before
        told.put("hold", {EKO: "authorises"}, [Cited(box=BOXES[1])], unit=BAWASLU, why="court")
        with open_journal(address) as other:
            record.record(other, told.papers[-1])
        caught_up = keeper.catch_up()
        text = get(f"/box/{BOXES[1]}").text
        keeper.lookout.close()

    assert held == list(PAGES)
    assert unchanged
    assert caught_up
    assert keeper.now.moment.entries == shown + 1
    assert "ON HOLD" in text


def test_a_ledger_without_a_paper_has_a_desk_that_says_so(tmp_path: Path) -> None:
    address = str(tmp_path / "ledger.db")
    with open_journal(address, create=True) as journal:
        keeper = keeping(address, journal)
        found = [
            getting(keeper)(page) for page in ("/", "/boxes", "/papers", "/breaks", "/coverage", "/goods", "/findings")
        ]
        keeper.lookout.close()

    assert [one.status_code for one in found] == [200] * 7
    assert "It knows 0 entries." in found[0].text


def test_boxes_on_their_way_are_late_only_once_the_deadline_has_passed(tmp_path: Path) -> None:
    address, ledger = str(tmp_path / "ledger.db"), founded()
    plan(ledger, home={"due": MIDNIGHT})
    ledger.seal(*BOXES, at=EVENING)
    ledger.release(*BOXES, by=ANI, to=PPS, at=EVENING)
    with recorded(Path(address), ledger) as journal:
        keeper = keeping(address, journal)
        get = getting(keeper)
        before, after = (
            [get(f"{page}?as_of={time}").text for page in ("/area/35.79.02", "/coverage")]
            for time in ("2029-02-14T22:00", "2029-02-15T06:00")
        )
        keeper.lookout.close()

    late = [re.findall(r'<td class="n">(\d+)</td></tr>', text)[0] for text in (before[0], after[0])]
    assert late == ["0", "5"]
    assert "<b>0</b> groups of boxes not in time" in before[0]
    assert "Everything was there in time." in before[1]
    assert "NOT COME" in after[1]
