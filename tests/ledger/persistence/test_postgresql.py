"""What befalls a ledger on a server: other people's triggers, cancelled waits, settings that forget."""

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from ledger.errors import CheckFailed, LedgerError, OutcomeUnknown, Refused, Unavailable
from ledger.persistence import postgresql
from ledger.persistence.journal import Journal, NewEntry, open_journal
from tests.ledger.persistence.harness import append, paper
from tests.postgres import Server, interrupt_the_wait, server_setting

pytestmark = pytest.mark.postgres


@pytest.fixture
def address(postgres_url: str) -> str:
    """A ledger of two papers."""
    with open_journal(postgres_url, create=True) as journal:
        append(journal, 0, "box:1")
        append(journal, 1, "box:2")
    return postgres_url


@pytest.fixture
def psql(postgres_server: Server, postgres_url: str) -> Callable[[str], object]:
    """What the owner of the server does by hand."""
    database = postgres_url.partition("?")[0].rpartition("/")[2]

    def run(statement: str) -> object:
        with postgres_server.connect(database) as connection:
            connection.execute("SET search_path TO kotak")
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else None

    return run


FUNCTION = "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
LATER = "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON entries INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()"
ENTRY_2 = "UPDATE kotak.entries SET data = 'x' WHERE position = 3; RETURN NULL;"
ATTACKS = {
    "swallow": ("RETURN NULL;", "CREATE TRIGGER t BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION f()"),
    "rewrite": (
        "NEW.data := 'x'; RETURN NEW;",
        "CREATE TRIGGER t BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION f()",
    ),
    "rewrite at commit": (ENTRY_2, LATER),
}


@pytest.mark.parametrize(("body", "trigger"), ATTACKS.values(), ids=ATTACKS)
def test_a_trigger_that_comes_while_the_ledger_is_open_is_not_called_recorded(
    address: str, psql: Callable[[str], object], body: str, trigger: str
) -> None:
    with open_journal(address) as journal:
        psql(FUNCTION.format(body=body))
        psql(trigger.replace("f()", "public.f()"))

        with pytest.raises(CheckFailed, match="other bytes than it was given for entry 2"):
            append(journal, 2)

    with pytest.raises(CheckFailed, match="trigger t"):
        open_journal(address)


FOREIGN = {
    "a rule": ("CREATE RULE r AS ON INSERT TO entries DO INSTEAD NOTHING", "rule r"),
    "row security": ("ALTER TABLE entries ENABLE ROW LEVEL SECURITY", "table entries"),
    "a policy": ("CREATE POLICY p ON entries USING (position < 2)", "policy p"),
    "a child": ("CREATE TABLE p_more () INHERITS (entries)", "table entries"),
    "a child elsewhere": ("CREATE TABLE public.more () INHERITS (entries)", "table entries"),
    "a default": ("ALTER TABLE states ALTER COLUMN value SET DEFAULT ''", "column value"),
    "another collation": ('ALTER TABLE entry_tags ALTER COLUMN tag TYPE text COLLATE "default"', "column tag"),
    "another type": ("ALTER TABLE nodes ALTER COLUMN level TYPE integer", "column level"),
    "a check": ("ALTER TABLE entries ADD CHECK (position < 3)", "constraint entries_position_check"),
    "an index that hides": ("CREATE INDEX i ON entry_tags (tag) WHERE position > 1", "index i"),
    "a lost key": ("ALTER TABLE entries DROP CONSTRAINT entries_pkey", "index entries_pkey"),
    "a function": ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function f"),
    "a sequence": ("CREATE SEQUENCE s", "table s"),
    "a view": ("ALTER TABLE entries RENAME TO p_e; CREATE VIEW entries AS SELECT * FROM p_e", "table entries"),
    "a table without a log": ("ALTER TABLE states SET UNLOGGED", "table states"),
}


@pytest.mark.parametrize(("statement", "named"), FOREIGN.values(), ids=FOREIGN)
def test_what_is_not_ours_is_named(address: str, psql: Callable[[str], object], statement: str, named: str) -> None:
    for one in statement.split("; "):
        psql(one)

    with pytest.raises(CheckFailed, match=named):
        open_journal(address)


def test_a_ledger_in_another_schema_is_another_matter(address: str, psql: Callable[[str], object]) -> None:
    psql("CREATE VIEW public.entries AS SELECT 1 AS position")

    with open_journal(address) as journal:
        assert journal.size() == 2


def test_an_empty_database_and_a_server_that_is_not_there_hold_no_ledger(postgres_url: str) -> None:
    for read_only in (False, True):
        with pytest.raises(Unavailable, match="There is no ledger at"):
            open_journal(postgres_url, read_only=read_only)
    with pytest.raises(Unavailable, match="cannot be used"):
        open_journal("postgresql://ani:rahasia@127.0.0.1:1/kotak")


def test_no_message_shows_the_password() -> None:
    with pytest.raises(Unavailable) as refused:
        open_journal("postgresql://ani:rahasia@127.0.0.1:1/kotak")

    assert "rahasia" not in f"{refused.value} {refused.value.remedy}"


def test_another_writer_is_waited_for_and_then_said_to_be_there(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "WAITS", 1)

    with open_journal(address) as first, open_journal(address) as second:
        with first.database.writing(), pytest.raises(Unavailable, match="Somebody else is writing"):
            append(second, 2)

        assert append(second, 2) == 2


def test_positions_have_no_gaps_after_papers_that_were_given_up(address: str) -> None:
    def refuse(index: int) -> NewEntry:
        raise Refused(postgresql.NO_DRIVER, index=index)

    with open_journal(address) as journal:
        for _ in range(3):
            with pytest.raises(Refused):
                journal.append(["box:1"], 2, refuse)

        assert append(journal, 2) == 2


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_may_forget_is_not_written_to(address: str, postgres_server: Server, setting: str) -> None:
    with server_setting(postgres_server, setting, "off"):
        with pytest.raises(Unavailable, match=f"{setting} is off"):
            open_journal(address)
        with open_journal(address, read_only=True) as journal:
            assert journal.size() == 2


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_wait_for_the_standby_that_was_cut_off_is_no_acknowledgement(
    address: str, postgres_server: Server, how: str
) -> None:
    with open_journal(address) as journal:
        append(journal, 2)
        with server_setting(postgres_server, "synchronous_standby_names", "nobody"):
            other = threading.Thread(target=interrupt_the_wait, args=(postgres_server, how))
            other.start()
            with pytest.raises(OutcomeUnknown, match="not known whether this was recorded") as unknown:
                append(journal, 3)
            other.join()

        assert "Record the same paper again" in unknown.value.remedy
        assert journal.size() == 4, "this time it was"
        assert append(journal, 4) == 4


def test_a_connection_lost_before_the_commit_recorded_nothing(address: str, postgres_server: Server) -> None:
    with open_journal(address) as journal:

        def cut_off(index: int) -> NewEntry:
            with postgres_server.connect() as owner:
                owner.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            return paper(index)

        with pytest.raises(Unavailable, match="terminating connection"):
            journal.append(["box:1"], 2, cut_off)
        assert journal.size() == 2
        assert append(journal, 2) == 2


def test_a_server_that_stopped_is_said_to_be_unavailable(address: str, postgres_server: Server) -> None:
    with open_journal(address) as journal:
        postgres_server.stop()
        try:
            with pytest.raises(LedgerError, match="cannot be used"):
                append(journal, 2)
        finally:
            postgres_server.start()

    with open_journal(address) as journal:
        assert append(journal, 2) == 2


WITHOUT_DRIVER = """
import sys
sys.modules["psycopg"] = None
from ledger.persistence.journal import open_journal
try:
    open_journal("postgresql://ani@host/kotak")
except Exception as error:
    print(type(error).__name__, error.remedy)
"""


def test_without_the_driver_the_remedy_is_to_install_it() -> None:
    said = subprocess.run([sys.executable, "-c", WITHOUT_DRIVER], capture_output=True, text=True, check=True)

    assert said.stdout == "Unavailable pip install 'kotak[postgres]'\n"


def assert_sees_one_snapshot(journal: Journal) -> None:
    with journal.database.reading() as connection:
        before = connection.execute(text("SELECT count(*) FROM entries")).scalar_one()
        append(journal, before)
        assert connection.execute(text("SELECT count(*) FROM entries")).scalar_one() == before


def test_a_reader_sees_one_snapshot(address: str) -> None:
    with open_journal(address) as journal:
        assert_sees_one_snapshot(journal)
