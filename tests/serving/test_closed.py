"""What the desk does not do: answer others, change anything, keep anything, run anything, or show its insides."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.serving import routes
from commands.serving.visit import Visit
from tests.harness import DPD
from tests.serving.conftest import Desk, Get

PATHS = ("/", f"/box/{DPD}", "/paper/5", "/paper/5/raw", "/live", "/desk.css", "/desk.js", "/nowhere")


@pytest.mark.parametrize("path", PATHS)
def test_each_answer_forbids_everything_that_does_not_come_from_here(path: str, get: Get) -> None:
    headers = get(path).headers

    policy = dict(each.split(" ", 1) for each in headers["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers
    assert "Server" not in headers


@pytest.mark.parametrize("path", ["/", f"/box/{DPD}", "/paper/5", "/breaks", "/goods"])
def test_no_page_holds_a_script_a_style_or_an_address_elsewhere(path: str, get: Get) -> None:
    text = get(path).text

    assert re.findall(r"<script[^>]*>", text) == ['<script src="/desk.js" defer>']
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|https?:|=.//", text)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:7390", "192.168.1.7", "[::2]", ""]
)
def test_an_address_that_another_name_leads_to_is_not_answered(host: str, get: Get) -> None:
    found = get("/", headers={"Host": host})

    assert found.status_code == 400
    assert "entries" not in found.text
    assert "kpu/" not in found.text


@pytest.mark.parametrize("host", ["127.0.0.1:7390", "localhost:7390", "LOCALHOST", "[::1]:7390", "127.0.0.1:8000"])
def test_this_machine_is_answered_also_through_a_tunnel_at_another_port(host: str, get: Get) -> None:
    assert get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_nothing_can_be_changed(method: str, get: Get) -> None:
    found = get("/", method)

    assert (found.status_code, found.headers["Allow"]) == (405, "GET, HEAD")


def test_who_asks_for_the_head_gets_no_body(get: Get) -> None:
    found = get("/", "HEAD")

    assert (found.status_code, found.data) == (200, b"")
    assert int(found.headers["Content-Length"]) > 1000


def test_an_endless_address_is_refused(get: Get) -> None:
    found = get(f"/search?q=1&x={'x' * 2000}")

    assert found.status_code == 414
    assert "This address is too long." in found.text


def test_a_mistake_of_ours_is_told_without_its_insides(
    get: Get, monkeypatch: pytest.MonkeyPatch, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(_visit: Visit) -> None:
        message = "secret insides"
        raise RuntimeError(message)

    monkeypatch.setitem(routes.PAGES, "overview", stumble)

    found = get("/")

    assert found.status_code == 500
    assert "could not be made" in found.text
    assert "insides" not in found.text
    assert "Traceback" not in found.text
    [kept] = home.glob("kotak-bug-*.txt")
    assert "secret insides" in kept.read_text()
    assert str(kept) in capsys.readouterr().err


HOSTILE = "\"'><script>alert(1)</script>\u202e\x1b[2J\x07"
TABLES = {"p_location_1": ("custodian", "keeper", "place", "in_transit_to"), "p_papers_1": ("kind", "unit", "grade")}


@pytest.mark.parametrize("path", ["/boxes", "/papers", f"/box/{DPD}", "/area/35.79.02.2009/004"])
def test_what_somebody_wrote_into_the_read_models_is_text(path: str, own: Desk) -> None:
    with own.journal.database.writing() as connection:
        for table, columns in TABLES.items():
            for column in columns:
                connection.exec_driver_sql(f"UPDATE {table} SET {column} = ?", (HOSTILE,))  # noqa: S608 - names of ours
    own.keeper._now = own.keeper._read()

    found = own.get(path)

    assert found.status_code == 200
    assert "alert(1)" in found.text
    assert "<script>alert" not in found.text
    assert not re.search("[\u202e\x1b\x07]", found.text)


def test_what_an_address_says_is_text(get: Get) -> None:
    for found in (get("/search", query_string={"q": HOSTILE}), get("/boxes", query_string={"area": HOSTILE})):
        assert "alert(1)" in found.text
        assert "<script>alert" not in found.text
        assert not re.search("[\u202e\x1b\x07]", found.text)


FIELDS = (
    *("area", "unit", "place", "mark", "code", "severity", "state", "leg", "kind", "officer", "q"),
    *("as_of", "lang", "follow", "from", "shown", "endpoint", "self", "values"),
)
PLACES = (
    "/",
    "/area/",
    "/box/",
    f"/box/{DPD}",
    "/paper/",
    "/papers",
    "/boxes",
    "/breaks",
    "/coverage",
    "/search",
    "/live",
)
WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(
        ["0", "-1", "35.79", DPD, "kpu/35.79", "kpps-pps", "IR-01", "2029-02-14T23:59", "23:59", "{0}", "%ff"]
    ),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), WORDS, st.dictionaries(st.sampled_from(FIELDS), WORDS, max_size=4))
def test_whatever_is_asked_is_answered_or_refused_with_a_reason(
    get: Get, place: str, word: str, asked: dict[str, str]
) -> None:
    found = get(place + quote(word), query_string=asked)

    assert found.status_code in {200, 303, 304, 400, 404, 503}
    assert not re.search("[\u202e\x00\x1b]", found.text)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/breaks"])
@pytest.mark.parametrize("field", ["as_of", "lang", "q"])
def test_words_of_any_length_are_refused_within_our_own_headers(path: str, field: str, get: Get) -> None:
    found = get(f"{path}?{field}={'1' * 1200}")

    assert found.status_code in {200, 400, 404}
    assert found.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00%2B07:00", "9999-12-31T23:59:59-12:00", "9" * 90, "%D9%A3", "07", "1e3"]
)
def test_a_moment_that_is_none_is_a_mistake_of_whoever_asks(moment: str, get: Get, home: Path) -> None:
    before = set(home.iterdir())

    assert get(f"/?as_of={moment}").status_code in {400, 404}
    assert set(home.iterdir()) == before


def test_a_page_of_somebody_else_gets_no_answer(get: Get) -> None:
    asked = {
        site: get("/", headers={"Sec-Fetch-Site": site}).status_code for site in ("cross-site", "same-origin", "none")
    }

    assert asked == {"cross-site": 400, "same-origin": 200, "none": 200}


def test_a_mistake_is_kept_once_however_often_it_is_asked_for(
    get: Get, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    before = set(home.iterdir())

    monkeypatch.setattr(routes, "PAGES", {**routes.PAGES, "overview": broken})

    assert [get("/").status_code for _ in range(3)] == [500, 500, 500]
    (kept,) = set(home.iterdir()) - before
    assert str(kept) in capsys.readouterr().err
