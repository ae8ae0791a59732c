"""The recorder against the library's own tests, on both databases."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.dcb.tests import DCBRecorderTestCase
from eventsourcing.persistence import IntegrityError, ProgrammingError

from ledger.persistence.journal import Journal, open_journal
from ledger.persistence.recorder import SQLAlchemyRecorder


@pytest.fixture
def recorder(journal: Journal) -> SQLAlchemyRecorder:
    return SQLAlchemyRecorder(journal.database)


def test_the_library_finds_that_it_appends_and_reads(recorder: SQLAlchemyRecorder) -> None:
    DCBRecorderTestCase()._test_append_read(recorder)


def test_the_library_finds_that_it_goes_on_from_what_is_there(recorder: SQLAlchemyRecorder) -> None:
    recorder.append([DCBEvent("first", b"", ["elsewhere"])])
    DCBRecorderTestCase()._test_append_read(recorder, initial_position=1)


def test_the_library_finds_that_it_can_be_followed(recorder: SQLAlchemyRecorder) -> None:
    DCBRecorderTestCase()._test_append_subscribe(recorder)


def test_a_subscription_that_was_stopped_ends_without_a_thread(recorder: SQLAlchemyRecorder) -> None:
    recorder.append([DCBEvent("a", b"1", ["box"]), DCBEvent("b", b"2", ["box"]), DCBEvent("a", b"3", ["other"])])

    with recorder.subscribe(DCBQuery([DCBQueryItem(tags=["box"])]), after=1) as subscription:
        first = next(subscription)
        subscription.stop()

    assert first.position == 2
    assert list(subscription) == []


def test_nothing_cannot_be_appended(recorder: SQLAlchemyRecorder) -> None:
    with pytest.raises(ProgrammingError):
        recorder.append([])


def test_a_tag_given_twice_is_one_tag_and_odd_characters_are_kept(recorder: SQLAlchemyRecorder) -> None:
    odd = ["", "%", "'; DROP TABLE entries; --", "é", "𝄞", "a\nb", "?", ":tag", "%(tag)s", "\\"]

    recorder.append([DCBEvent("kind", bytes(range(256)), [*odd, *odd])])

    (found,) = recorder.read(DCBQuery([DCBQueryItem(tags=odd)]))
    assert sorted(found.event.tags) == sorted(odd)
    assert found.event.data == bytes(range(256))


def test_an_empty_query_means_everything(recorder: SQLAlchemyRecorder) -> None:
    recorder.append([DCBEvent("kind", b"", ["box"])])

    assert [event.position for event in recorder.read(DCBQuery())] == [1]
    with pytest.raises(IntegrityError):
        recorder.append([DCBEvent("kind", b"")], DCBAppendCondition(after=0))
    assert recorder.append([DCBEvent("kind", b"")], DCBAppendCondition(after=1)) == 2


def test_two_thousand_boxes_can_be_asked_for_at_once(recorder: SQLAlchemyRecorder) -> None:
    tags = [f"box:{number}" for number in range(2000)]
    query = DCBQuery([DCBQueryItem(tags=[tag]) for tag in tags])

    recorder.append([DCBEvent("manifest", b"", tags)], DCBAppendCondition(query))

    assert [event.position for event in recorder.read(query)] == [1]
    with pytest.raises(IntegrityError):
        recorder.append([DCBEvent("manifest", b"", tags)], DCBAppendCondition(query))


def test_more_events_than_a_page_come_in_order(recorder: SQLAlchemyRecorder) -> None:
    recorder.append([DCBEvent("kind", b"%d" % number, ["box"]) for number in range(100)])

    everything = recorder.read(after=3)
    of_the_box = recorder.read(DCBQuery([DCBQueryItem(tags=["box"])]), after=3, limit=50)

    assert [event.position for event in everything] == list(range(4, 101))
    assert [event.position for event in of_the_box] == list(range(4, 54))
    assert of_the_box.head == 53


def test_what_is_appended_while_reading_is_not_read(recorder: SQLAlchemyRecorder) -> None:
    recorder.append([DCBEvent("kind", b"", ["box"]) for _ in range(40)])

    reading = recorder.read()
    next(reading)
    recorder.append([DCBEvent("kind", b"", ["box"])])

    assert len(list(reading)) == 39
    assert reading.head == 40


READ = """
import sys
from ledger.persistence.journal import open_journal
with open_journal(sys.argv[1], read_only=True) as journal:
    journal.load(["box:1"]), list(journal.entries())
assert not [name for name in sys.modules if name.startswith("eventsourcing")]
"""


def test_who_only_reads_does_not_load_the_library(address: str) -> None:
    open_journal(address, create=True).close()

    subprocess.run([sys.executable, "-c", READ, address], check=True, cwd=Path(__file__).parents[3])


VARIABLES = {"PERSISTENCE_MODULE": "eventsourcing.popo", "STORED_PERSISTENCE_MODULE": "eventsourcing.popo"}
TOPICS = {"TZINFO_TOPIC": "this_module_says_boo:x", "MAPPER_TOPIC": "this_module_says_boo:x"}
ON_A_SERVER = {"PGHOST": "/nowhere", "PGPORT": "1", "PGDATABASE": "other", "PGOPTIONS": "-csearch_path=elsewhere"}
APPEND = """
import json, sys
from ledger.persistence.journal import open_journal
from tests.ledger.persistence.harness import append
with open_journal(sys.argv[1]) as journal:
    print(json.dumps([append(journal, 7, "box:1"), "this_module_says_boo" in sys.modules]))
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    (tmp_path / "this_module_says_boo.py").write_text("raise SystemExit(0)\n")
    return tmp_path


def test_no_variable_of_the_shell_leads_entries_elsewhere(address: str, elsewhere: Path) -> None:
    open_journal(address, create=True).close()
    here = f"{Path(__file__).parents[3]}{os.pathsep}{elsewhere}"
    environment = {**os.environ, **VARIABLES, **TOPICS, **ON_A_SERVER, "PYTHONPATH": here}

    said = subprocess.run(
        [sys.executable, "-c", APPEND, address], env=environment, check=True, capture_output=True, cwd=elsewhere
    )

    assert json.loads(said.stdout) == [0, False]
    with open_journal(address) as journal:
        assert journal.size() == 1
