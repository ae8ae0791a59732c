"""What pages say of the boxes of station 004, and how they are asked."""

import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest

from commands.looking import whereabouts
from commands.pages.areas import Areas
from ledger.domain.documents.base import Cited
from ledger.domain.documents.boxes import Counts, SealingLine
from ledger.domain.documents.people import UnitLine
from ledger.domain.documents.remarks import StockLine
from ledger.export import frame
from tests.harness import (
    ANI,
    BAWASLU,
    BOXES,
    BUDI,
    CITRA,
    DPD,
    EKO,
    KPPS,
    KPU,
    KPU_REGISTRAR,
    PPK,
    PPS,
    TIES,
    WATI,
    TestLedger,
)
from tests.ledger.receipt import pocket
from tests.projections.story import record_all
from tests.serving.conftest import Desk, Get, getting
from tests.serving.pages import PAGES, STATION


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_that_it_is_a_simulation_and_no_evidence(page: str, get: Get) -> None:
    found = get(page)

    assert (found.status_code, found.content_type) == (200, "text/html; charset=utf-8")
    assert "SIMULASI" in found.text
    assert "kotak verify" in found.text


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_there_in_both_languages(page: str, get: Get) -> None:
    english, indonesian = get(page), get(f"{page}{'&' if '?' in page else '?'}lang=id")

    assert '<html lang="en">' in english.text
    assert '<html lang="id">' in indonesian.text
    assert "Langsung ke isi" in indonesian.text
    assert "To the content" not in indonesian.text


def test_from_the_whole_one_comes_to_the_station_the_box_and_the_paper(get: Get, told: TestLedger) -> None:
    assert f'href="/area/{STATION}"' in get("/area/35.79.02.2009").text
    assert f'href="/box/{DPD}"' in get(f"/area/{STATION}").text
    assert 'href="/paper/' in get(f"/box/{DPD}").text
    index = next(n for n, one in enumerate(told.effects) if one.kind == "handover")
    assert told.effects[index].digest in get(f"/box/{DPD}").text
    assert f"kotak receipt {index}" in get(f"/paper/{index}").text


def test_a_box_is_shown_with_its_chain_breaks_findings_and_marks(get: Get) -> None:
    text = get(f"/box/{DPD}").text

    assert "ON HOLD" in text
    assert "Hand-over" in text
    assert "What does not agree" in text
    assert re.search(r'<li><a href="/paper/[0-9]+">[^<]*IR-', text)
    assert f"kotak passport {DPD}" in text


def test_a_contested_line_is_told_on_the_page_of_its_box_and_of_its_paper(get: Get, told: TestLedger) -> None:
    index = next(n for n, one in enumerate(told.effects) if one.contested)

    assert "CONTESTED, without effect." in get(f"/box/{BOXES[4]}").text
    assert "contested, without effect" in get(f"/paper/{index}").text


def test_the_exact_bytes_of_a_paper_can_be_taken_along(desk: Desk, get: Get) -> None:
    data = desk.journal.data([5])[5]

    found = get("/paper/5/raw")

    assert found.data == data
    assert found.headers["Content-Disposition"] == "attachment; filename=00005.paper"
    page = get("/paper/5").text.replace(" ", "")
    assert hashlib.sha256(data).hexdigest() in page


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("5", "/paper/5"),
        (DPD, f"/box/{DPD}"),
        ("004/dpd", f"/box/{DPD}"),
        ("004", f"/area/{STATION}"),
        ("IR-01", "/breaks?code=IR-01&state=all"),
        (ANI, "/papers?officer=kpps/35.79.02.2009/004%231"),
        (f"{PPS}/1", "/boxes?place=pps/35.79.02.2009/1"),
    ],
)
def test_what_can_be_only_one_thing_is_shown_at_once(asked: str, leads: str, get: Get) -> None:
    found = get("/search", query_string={"q": asked})

    assert (found.status_code, found.headers["Location"]) == (303, leads)
    assert get(leads).status_code == 200


def test_a_paper_is_found_by_the_beginning_of_its_digest(get: Get, told: TestLedger) -> None:
    found = get(f"/search?q={told.effects[7].digest[:12]}")

    assert found.headers["Location"] == "/paper/7"


def test_what_may_be_several_things_is_listed_and_what_is_nothing_is_said(get: Get) -> None:
    assert "boxes of: " in get(f"/search?q={KPPS}").text
    assert "Nothing of that name is known here." in get("/search?q=999/XYZ").text


def test_the_beginning_of_a_name_that_is_no_area_is_not_offered_as_one(own: Desk) -> None:
    own.told.list_boxes(f"{STATION}/DPD.2")
    record_all(own.journal, own.told)
    own.keeper.catch_up()

    found = own.get("/search", query_string={"q": DPD})

    assert (found.status_code, found.headers["Location"]) == (303, f"/box/{DPD}")
    assert own.get("/search?q=35.79.02").headers["Location"] == "/area/35.79.02"


def test_boxes_are_narrowed_by_area_unit_place_and_mark(get: Get) -> None:
    held = get("/boxes?mark=on-hold").text
    units = get(f"/boxes?unit={PPS}").text

    assert f'href="/box/{DPD}"' in held
    assert f'href="/box/{BOXES[2]}"' not in held
    assert get("/boxes?area=35.79.01").text.count('href="/box/') == 0
    assert 'href="/box/' in units


def test_boxes_that_are_shown_with_a_mark_are_those_found_by_it(desk: Desk, get: Get) -> None:
    boxes = desk.keeper.now.boxes.values()

    for mark, word in whereabouts.MARKS.items():
        marked = {one.box for one in boxes if mark in whereabouts.keys(one)}
        shown = {one.box for one in boxes if marked & {one.box} and word(one) in whereabouts.marks(one)}
        found = set(re.findall('href="/box/([^"?]+)"', get(f"/boxes?mark={mark}").text))
        assert found == marked == shown


def test_papers_are_narrowed_by_kind_unit_and_officer(get: Get, told: TestLedger) -> None:
    kinds = get("/papers?kind=handover").text
    signed = get("/papers", query_string={"officer": ANI}).text
    mine = [n for n, one in enumerate(told.effects) if any(each.officer == ANI for each in one.signers)]

    assert kinds.count('<th scope="row">') == sum(one.kind == "handover" for one in told.effects)
    assert signed.count('<th scope="row">') == len(mine)


def test_every_page_can_be_asked_as_at_an_index_or_a_time_and_its_links_stay_there(get: Get, told: TestLedger) -> None:
    index = next(n for n, one in enumerate(told.effects) if one.kind == "handover")

    before, after = get(f"/box/{DPD}?as_of={index - 1}").text, get(f"/box/{DPD}?as_of={index}").text
    at_time = get(f"/box/{DPD}?as_of=2029-02-14T17:30").text

    assert f"#entry-{index}" not in before
    assert f"#entry-{index}" in after
    assert "Back to now" in after
    assert f"?as_of={index}" in after
    assert f"#entry-{index}" not in at_time
    assert "As at 14 Feb 2029 17:30 WIB" in at_time


def test_areas_have_names_where_a_file_tells_them_and_are_found_by_them(desk: Desk) -> None:
    names = Areas({"35.79.02.2009": "Sumberbrantas", "35.79.02": "<b>Bumiaji</b>\u202e"})
    get = getting(desk.keeper, names)

    found = get("/search?q=sumber")
    page = get("/area/35.79.02").text

    assert found.headers["Location"] == "/area/35.79.02.2009"
    assert "Sumberbrantas (35.79.02.2009)" in page
    assert "&lt;b&gt;Bumiaji" in page
    assert not re.search("<b>Bum|\u202e", page)
    assert "PPS Sumberbrantas (35.79.02.2009)" in get(f"/box/{DPD}").text
    assert "kotak serve --areas FILE" not in page + get("/search?q=nowhere").text


def test_where_no_file_names_areas_it_says_how_to_name_them(get: Get) -> None:
    pages = [get("/").text, get("/search?q=junrejo").text]

    assert [page.count("kotak serve --areas FILE") for page in pages] == [1, 1]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/boxes?area=somewhere", 400, "somewhere is not the name of an area."),
        ("/breaks?code=XX-99", 400, "XX-99 cannot be chosen as code."),
        ("/breaks?severity=huge", 400, "huge cannot be chosen as severity."),
        ("/papers?from=-1", 400, "-1 cannot be chosen as from."),
        ("/?as_of=yesterday", 400, "yesterday is not a time."),
        ("/?as_of=99999", 404, "There is no entry 99999 yet"),
        (f"/search?q={'x' * 101}", 400, "more than 100 characters"),
        ("/box/35.79.02.2009/004/XYZ", 404, "There is no such page."),
        ("/area/11.01", 404, "There is no such page."),
        ("/paper/99999", 404, "There is no such page."),
        ("/paper/99999/raw", 404, "There is no such page."),
        ("/passport/35.79.02.2009/004/DPD", 503, "No trust file is named"),
        ("/live?shown=many", 400, "many cannot be chosen as shown."),
        ("/nowhere", 404, "There is no such page."),
        ("/../etc/passwd", 404, "There is no such page."),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_reason_and_a_way_back(
    path: str, status: int, said: str, get: Get
) -> None:
    found = get(path)

    assert (found.status_code, said in unescape(found.text)) == (status, True)
    assert "To the overview" in found.text


def test_a_moment_that_was_refused_is_left_behind(get: Get) -> None:
    refused, other = get("/boxes?as_of=yesterday&lang=en").text, get("/boxes?as_of=7&area=somewhere").text

    assert "yesterday" not in "".join(re.findall(r'(?:href|value)="[^"]*"', refused))
    assert 'href="/coverage?lang=en"' in refused
    assert 'href="/coverage?as_of=7"' in other


def test_the_codes_that_occur_are_counted_in_the_area_that_is_asked_about(get: Get) -> None:
    everywhere, station = get("/breaks").text, get(f"/breaks?area={STATION}").text

    assert "Codes that occur" in station
    assert "Codes that occur" in everywhere
    assert "Codes that occur" not in get("/breaks?area=35.79.01").text


def test_what_does_not_add_up_is_told_beside_seals_and_ballots_in_the_area_it_is_of(own: Desk) -> None:
    own.told.put("units", {KPU_REGISTRAR: "registers"}, [UnitLine(id="ppk/35.79.01")])
    counts, last = Counts(valid=100, invalid=5, voters=103), own.told.last(BOXES[4])
    line = SealingLine(box=BOXES[4], after=last, seals=TIES, state="intact", counts=counts)
    own.told.put("sealing", {BUDI: "acts"}, [line], unit=PPS, purpose="recap")
    delivered = StockLine(batch="a", item="tie", giver="vendor/segel", to=KPU, promised=3, good=3)
    own.told.put("stock", {WATI: "acts"}, [delivered], unit=KPU, action="delivered")
    record_all(own.journal, own.told)
    own.keeper.catch_up()

    here, elsewhere = own.get(f"/goods?area={STATION}").text, own.get("/goods?area=35.79.01").text

    assert [("code=seals-surplus" in page, "code=ballots-differ" in page) for page in (here, elsewhere)] == [
        (True, True),
        (True, False),
    ]


def test_an_open_finding_says_whose_turn_it_is_and_that_the_box_was_seen_again(own: Desk) -> None:
    members = {"unit": PPK, "sort": "event", "code": "IR-13", "place": f"{PPK}/1"}
    lost = own.told.put("finding", {CITRA: "reports"}, [Cited(box=BOXES[3])], **members)
    seen = own.told.seal(BOXES[3], by=CITRA)
    record_all(own.journal, own.told)
    own.keeper.catch_up()

    page = own.get("/findings").text
    said = re.sub(r"<[^>]*>|\s+", " ", page[page.index(f'id="entry-{lost.index}"') :].split("</li>")[0])

    assert re.search(rf"seen again .*\b{seen.index}\b", said)
    assert re.search(r"to answer +PPK 35\.79\.02", said)


def test_a_passport_is_taken_along_at_once_or_after_it_was_said_what_is_not_in_it(own: Desk, tmp_path: Path) -> None:
    (tmp_path / "trust.txt").write_bytes(pocket.cosigned_trust(own.told.name).data)
    own.keeper.context.flags["trust"] = str(tmp_path / "trust.txt")
    asked = f"/passport/{DPD}"

    (tmp_path / "checkpoints").write_bytes(frame(pocket.published(own.told)))
    whole = own.get(asked)
    (tmp_path / "checkpoints").write_bytes(frame(pocket.published(own.told, len(own.told.papers) - 3)))
    warned, told = own.get(asked), own.get(f"{asked}?told=1")

    assert (whole.mimetype, whole.data[:17]) == ("application/octet-stream", b"kotak-passport/v1")
    assert (warned.status_code, warned.mimetype) == (200, "text/html")
    assert "1 paper about these boxes was recorded after the checkpoint and is not in it" in warned.text
    assert f'href="{asked}?told=1"' in warned.text
    assert told.data[:17] == b"kotak-passport/v1"


def test_one_entry_is_told_as_one(get: Get) -> None:
    assert "It knows 1 entry." in get("/?as_of=0").text


@pytest.mark.parametrize("page", ["/boxes", "/papers"])
def test_a_list_asked_for_after_its_end_is_shown_from_its_last_page_on(page: str, get: Get) -> None:
    whole, after = get(page).text, get(f"{page}?from=3060").text

    assert after.count("<tr>") == whole.count("<tr>") > 2


def test_a_page_does_not_change_while_papers_come_in_and_says_that_there_are_more(own: Desk) -> None:
    get, keeper = own.get, own.keeper
    shown = keeper.now.moment.entries
    asked = f"/live?shown={shown}"
    before, tag = get(asked), get(asked).headers["ETag"]
    own.told.put("hold", {EKO: "authorises"}, [Cited(box=BOXES[1])], unit=BAWASLU, why="court")
    record_all(own.journal, own.told)

    meanwhile = get(asked, headers={"If-None-Match": tag})
    keeper.catch_up()
    after = get(asked, headers={"If-None-Match": tag})

    assert json.loads(before.data)["said"] == ""
    assert meanwhile.status_code == 304
    assert json.loads(after.data) == {"entries": shown + 1, "said": "1 paper was recorded since this page was made."}
    assert f"It knows {shown + 1} entries." in get("/").text
    assert "ON HOLD" in get(f"/box/{BOXES[1]}").text
