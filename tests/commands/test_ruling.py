import json

import pytest

from tests.commands.office import Laptop, Office, facts, sheet
from tests.harness import ANI, EKO, KPPS, PPS, RINA, STATION

pytestmark = pytest.mark.slow

YES = ("--confirm", "yes")


def rules(office: Office, said: object) -> str:
    file = office.folder / "rules.json"
    file.write_text(said if isinstance(said, str) else json.dumps(said))
    return str(file)


def test_the_first_rules_are_the_commissions_and_later_ones_of_both(office: Office) -> None:
    first, second = {"ties": 2}, {"ties": 3, "bases": ["recount"]}
    authorities = office.laptop(RINA, EKO)

    one = authorities("rules", "set", rules(office, first), *YES)
    alone = authorities("rules", "set", rules(office, second), *YES)
    both = authorities("rules", "set", rules(office, second), "--with", EKO, *YES, "--json")

    assert [one.status, alone.status, both.status] == [0, 12, 0]
    assert facts(authorities("rules", "show", "--json"))["rules"] == second


def test_rules_in_force_are_not_set_again(office: Office) -> None:
    authority, file = office.laptop(RINA), rules(office, {"ties": 2})
    authority("rules", "set", file, *YES)
    size = office.size

    again = authority("rules", "set", file, *YES)

    assert (again.status, office.size) == (0, size)


@pytest.mark.parametrize(
    "said", ["{", "[]", {"refuse": "all"}, {"ties": "two"}, {"wanted": [{"kind": "x"}]}, {"ties": -1}]
)
def test_what_is_no_rule_is_not_set(office: Office, said: object) -> None:
    size = office.size

    done = office.laptop(RINA)("rules", "set", rules(office, said), *YES)

    assert done.status == 4
    assert "SU-100" in done.err
    assert office.size == size


def test_a_plan_takes_the_place_of_the_one_before(office: Office, registrar: Laptop) -> None:
    headings = "leg,due,until,grace"
    first = sheet(
        office, f"{STATION}:pps-kpps,2029-02-13T16:00,,", f"{STATION}:kpps-pps,,day-end,3600", headings=headings
    )
    registrar("plan", "set", first, *YES)

    second = registrar("plan", "set", sheet(office, f"{STATION}:pps-kpps,2029-02-13,,", headings=headings), *YES)

    assert second.status == 0
    shown = facts(registrar("plan", "show", "--json"))
    assert shown["legs"] == [{"leg": f"{STATION}:pps-kpps", "due": "2029-02-13T00:00:00+07:00"}]
    assert shown["index"] == office.size - 1


@pytest.mark.parametrize("line", [f"{STATION}:pps-kpps,,,", f"{STATION}:pps-kpps,2029-02-13,day-end,", "x,,day-end,"])
def test_a_leg_is_due_at_a_time_or_at_the_end_of_the_day(office: Office, registrar: Laptop, line: str) -> None:
    done = registrar("plan", "set", sheet(office, line, headings="leg,due,until,grace"), *YES)

    assert done.status == 4
    assert "line 2" in done.err


def test_without_rules_and_plan_there_is_nothing_to_show(office: Office) -> None:
    laptop = office.laptop(ANI)

    assert facts(laptop("rules", "show", "--json")) == {"digest": None, "rules": {}}
    assert facts(laptop("plan", "show", "--json")) == {"digest": None, "legs": []}


def test_goods_are_counted_before_they_are_boxes(office: Office) -> None:
    laptop = office.laptop(ANI)
    headings = "batch,item,from,to,promised,good,damaged,missing"
    file = sheet(office, f"karton-1,carton,{KPPS},{PPS},10,8,1,1", headings=headings)

    counted = laptop("stock", "add", file, "--action", "returned", "--ref", "surat-jalan:1:2029-02-01", *YES, "--json")

    assert facts(counted)["papers"][0]["index"] == office.size - 1
    (line,) = facts(laptop("stock", "show", "--json"))["stock"]
    assert (line["promised"], line["good"], line["damaged"], line["missing"]) == (10, 8, 1, 1)
