"""What is new: when it is read, how often, and what is said while it cannot be read."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from commands.drafting import clock
from commands.program.context import Context
from commands.serving import keeping
from ledger.export import frame
from ledger.persistence.journal import open_journal
from tests.ledger.receipt import pocket
from tests.projections.story import record_all
from tests.serving import conftest
from tests.serving.conftest import Desk, hold
from tests.serving.pages import PAGES


def test_where_reading_takes_long_it_is_not_done_all_the_time(own: Desk) -> None:
    now = [0.0]
    kept = conftest.keeping(own.address, own.journal, lambda: now[0])
    kept._took = 10.0
    index = hold(own.told)
    record_all(own.journal, own.told)

    at_once = kept.catch_up()
    now[0] = 31.0
    later = kept.catch_up()
    kept.lookout.close()

    assert (at_once, later) == (False, True)
    assert kept.now.moment.entries == index + 1


def test_a_deadline_passes_without_a_paper(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now, day = [0.0], ["2031-01-01T00:00:00+07:00"]
    monkeypatch.setattr(clock, "instant", lambda _said, _hours: day[0])
    kept = conftest.keeping(own.address, own.journal, lambda: now[0])
    before = kept.now.moment

    now[0], day[0] = 59.0, "2031-01-01T00:00:59+07:00"
    early = kept.catch_up()
    now[0], day[0] = 61.0, "2031-01-01T00:01:01+07:00"
    late = kept.catch_up()
    kept.lookout.close()

    assert (before.by, early, late) == ("clock", False, True)
    assert kept.now.moment.at == day[0]


def test_a_moment_of_the_past_is_looked_at_again_when_a_checkpoint_dates_it(own: Desk, tmp_path: Path) -> None:
    (tmp_path / "trust.txt").write_bytes(pocket.cosigned_trust(own.told.name).data)
    context = Context()
    context.flags = {"ledger": own.address, "trust": str(tmp_path / "trust.txt")}
    kept = keeping.Keeper(context, own.journal, lambda: 0.0)
    before, same = kept.at("5"), kept.at("5")

    (tmp_path / "checkpoints").write_bytes(frame(pocket.published(own.told)))
    kept.catch_up()
    after = kept.at("5")
    kept.lookout.close()

    assert same is before
    assert (bool(before.marks), bool(after.marks)) == (False, True)


def test_now_is_told_in_the_zone_of_the_stations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    with open_journal(tmp_path / "empty.db", create=True) as journal:
        kept = conftest.keeping(str(tmp_path / "empty.db"), journal)
        now = kept.now.moment
        kept.lookout.close()
    monkeypatch.undo()
    time.tzset()

    assert (now.by, now.at[-6:]) == ("clock", "+07:00")


def test_many_ask_at_once_in_two_languages_while_papers_come_in(
    own: Desk,
) -> None:
    hold(own.told)

    def ask(nth: int) -> bool:
        if nth == 20:
            record_all(own.journal, own.told)
            own.keeper.catch_up()
        spoken, page = ("id", "en")[nth % 2], PAGES[nth // 2 % len(PAGES)]
        found = own.get(f"{page}{'&' if '?' in page else '?'}lang={spoken}")
        mine = f'<html lang="{spoken}">' in found.text and ("Langsung ke isi" in found.text) == (spoken == "id")
        return found.status_code == 200 and mine

    with ThreadPoolExecutor(8) as threads:
        answered = list(threads.map(ask, range(80)))

    assert all(answered)


def test_what_cannot_be_read_is_said_on_each_page_until_it_can(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "EVERY", 0.01)
    keeper, journal, get, index = own.keeper, own.journal, own.get, hold(own.told)
    record_all(journal, own.told)
    with journal.database.writing() as connection:
        [(did,)] = connection.exec_driver_sql("SELECT value FROM effects WHERE position = ?", (index + 1,)).fetchall()
        connection.exec_driver_sql("DELETE FROM effects WHERE position = ?", (index + 1,))
    stop = Event()
    thread = Thread(target=keeper.keep_up, args=(stop,))
    thread.start()

    _until(lambda: keeper.trouble is not None)
    broken = get("/").text
    with journal.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO effects (position, value) VALUES (?, ?)", (index + 1, did))
    _until(lambda: keeper.now.moment.entries == index + 1)
    _until(lambda: keeper.trouble is None)
    stop.set()
    thread.join()

    assert "What was recorded since could not be read" in broken
    assert f"It knows {index} entries." in broken
    assert "could not be read" not in get("/").text


def _until(happened: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_mistake_of_ours_is_said_too_and_what_comes_in_is_looked_for_again(
    own: Desk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "EVERY", 0.01)
    keeper, index, before = own.keeper, hold(own.told), set(home.iterdir())
    record_all(own.journal, own.told)
    stop = Event()
    thread = Thread(target=keeper.keep_up, args=(stop,))
    with monkeypatch.context() as broken:
        broken.setattr(keeper.lookout, "refresh", lambda **_: 1 // 0)
        thread.start()
        _until(lambda: keeper.trouble is not None)
        said = own.get("/").text

    _until(lambda: keeper.now.moment.entries == index + 1)
    stop.set()
    thread.join()

    assert "This is a mistake in kotak" in said
    assert len(set(home.iterdir()) - before) == 1
