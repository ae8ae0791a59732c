"""Rows of coverage are added up with all that is counted of them, and keep a deadline only where it is the same."""

from dataclasses import fields

from projections.desk import Row, total, totals

DUE = "2029-02-14T23:59:59+07:00"


def row(leg: str, area: str, due: str | None = DUE) -> Row:
    """Each count another number."""
    names = [each.name for each in fields(Row) if each.name not in {"leg", "area", "due"}]
    return Row(leg=leg, area=area, due=due, **{name: number for number, name in enumerate(names, 1)})


def test_nothing_that_is_counted_is_lost() -> None:
    one, two = row("kpps-pps", "35.79.01"), row("kpps-pps", "35.79.02")

    added = total("kpps-pps", "both", [one, two])

    assert (added.leg, added.area, added.due) == ("kpps-pps", "both", DUE)
    for each in fields(Row):
        if each.name not in {"leg", "area", "due"}:
            assert getattr(added, each.name) == 2 * getattr(one, each.name) > 0, each.name


def test_legs_are_added_up_each_for_itself_and_deadlines_that_differ_are_none() -> None:
    rows = [row("kpps-pps", "a"), row("kpps-pps", "b", None), row("pps-ppk", "a")]

    assert [(one.leg, one.area, one.expected, one.due) for one in totals(rows)] == [
        ("kpps-pps", "", 2, None),
        ("pps-ppk", "", 1, DUE),
    ]
