"""What somebody with a client of the server's own can do to a ledger, and the step of the audit that finds it."""

import pytest

from tests.commands.served import Served

pytestmark = pytest.mark.postgres

DO_NOTHING = "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
STATEMENTS = {
    "a paper changed": (2, "UPDATE entries SET data = data || '\\x0a' WHERE position = 9"),
    "a paper put in the place of another": (
        3,
        "UPDATE entries SET data = (SELECT data FROM entries WHERE position = 8) WHERE position = 9",
    ),
    "a kind changed": (3, "UPDATE entries SET type = 'hold' WHERE position = 9"),
    "a paper taken out": (1, "DELETE FROM entries WHERE position = 9"),
    "the last hour cut off": (7, "DELETE FROM entries WHERE position > 110"),
    "a state changed": (3, "UPDATE states SET value = '{}' WHERE subject LIKE 'box:%DPR'"),
    "a state forgotten": (3, "DELETE FROM states WHERE subject LIKE 'officer:ppk%'"),
    "a tag taken away": (3, "DELETE FROM entry_tags WHERE position = 60"),
    "a node changed": (3, "UPDATE nodes SET hash = sha256('x') WHERE level = 0 AND number = 4"),
    "an effect changed": (3, "UPDATE effects SET value = '{}' WHERE position = 60"),
    "a foreign table": (9, "CREATE TABLE notes (said text)"),
    "a rule": (9, "CREATE RULE r AS ON DELETE TO entries DO INSTEAD NOTHING"),
    "a trigger": (
        9,
        f"{DO_NOTHING}; CREATE TRIGGER t BEFORE INSERT ON kotak.entries FOR EACH ROW EXECUTE FUNCTION public.f()",
    ),
    "a check": (9, "ALTER TABLE entries ADD CHECK (position < 1000)"),
}
HIDES_ROWS = "ALTER TABLE entries ENABLE ROW LEVEL SECURITY"
FAST = {"a paper changed", "the last hour cut off", "a state changed", "a trigger"}
SOME_OF_THEM = [
    pytest.param(*each, id=name, marks=() if name in FAST else pytest.mark.slow) for name, each in STATEMENTS.items()
]
FOREIGN = [statement for step, statement in STATEMENTS.values() if step == 9]


@pytest.mark.parametrize(("step", "statement"), SOME_OF_THEM)
def test_what_was_done_by_hand_is_found_at_its_step(served: Served, step: int, statement: str) -> None:
    served.psql(statement)

    ran = served("verify", "--projections", "--json")

    assert ran.status == 3, ran.out
    found = {each["step"]: each["found"] for each in ran.json["data"]["checks"]}
    assert found[step] > 0, found


def test_a_read_model_that_was_changed_is_told_from_the_papers_which_decide(served: Served) -> None:
    served.psql("UPDATE p_location_1 SET state = 'torn' WHERE box LIKE '%1001/001/DPR'")

    compared, plain = served("verify", "--projections", "--json"), served("verify")

    assert (compared.status, plain.status) == (3, 0)
    assert [(each["code"], each["box"]) for each in compared.json["findings"]] == [("PR-010", "35.79.01.1001/001/DPR")]
    assert served("rebuild").status == 0
    assert served("verify", "--projections").status == 0


@pytest.mark.slow
@pytest.mark.parametrize("statement", [*FOREIGN, HIDES_ROWS])
def test_nothing_is_recorded_where_the_schema_holds_what_is_not_ours(served: Served, statement: str) -> None:
    served.psql(statement)

    ran = served.hand_over()

    assert ran.status == 3
    assert "is not as kotak made it" in ran.err


def test_a_table_that_can_hide_rows_is_not_read_as_evidence(served: Served) -> None:
    served.psql(HIDES_ROWS)

    ran = served("verify")

    assert ran.status == 3
    assert "is not as kotak made it: table entries" in ran.err
