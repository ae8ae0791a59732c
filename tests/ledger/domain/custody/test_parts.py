"""The table of parts: who may do what, whoever signs."""

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings

from ledger.domain.custody.parts import HOLDING, MAY, SORTS, may, sides
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Document, Part
from tests.ledger.domain import made

PARTS = {word for group in get_args(Part) for word in get_args(group) or (group,)}
COMMISSION, SUPERVISORS = ("kpu", "ppk", "pps", "kpps"), ("bawaslu", "panwascam", "pkd", "ptps")
SIDES = {
    **dict.fromkeys(("sealing", "opening", "disposal", "stock", "access"), ("acts",)),
    **dict.fromkeys(("release", "withdrawal"), ("releases",)),
    **dict.fromkeys(("finding", "answer"), ("reports",)),
    "acceptance": ("receives",),
    "handover": ("releases", "receives"),
    "deposit": ("acts", "keeps"),
    "inspection": ("inspects",),
}
GUARDS, OTHERS = ("polri", "tni", "satpolpp", "linmas"), ("carrier", "vendor")


@pytest.mark.parametrize(
    ("types", "yes", "no"),
    [
        (
            COMMISSION,
            {"acts", "releases", "receives", "keeps", "unlocks", "inspects", "reports"},
            {"witnesses", "escorts"},
        ),
        (SUPERVISORS, {"unlocks", "witnesses", "inspects", "reports"}, {*HOLDING, "keeps", "escorts"}),
        (("saksi",), {"witnesses", "inspects", "reports"}, PARTS - {"witnesses", "inspects", "reports"}),
        (GUARDS, {*HOLDING, "keeps", "unlocks", "inspects", "escorts", "reports"}, {"witnesses", "registers"}),
        (OTHERS, {"keeps"}, PARTS - {"keeps"}),
    ],
)
def test_units_take_the_parts_of_the_table_and_no_others(types: tuple[str, ...], yes: set[str], no: set[str]) -> None:
    for type_ in types:
        assert all(may(f"{type_}/35.79", part) for part in yes)
        assert not any(may(f"{type_}/35.79", part) for part in no)


def test_every_type_of_unit_stands_in_the_table() -> None:
    assert set(MAY) == {*COMMISSION, *SUPERVISORS, *GUARDS, *OTHERS, "saksi"}
    assert set().union(*MAY.values()) <= PARTS


def test_carriers_and_vendors_find_nothing() -> None:
    assert set(SORTS) == set(MAY) - set(OTHERS)
    assert set(SORTS.values()) == {"event", "supervision", "objection"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_side_is_a_unit_the_paper_names_with_a_part_of_its_kind(kind: str) -> None:
    @settings(max_examples=3, suppress_health_check=list(HealthCheck))
    @given(made.documents(kind))
    def holds(document: Document) -> None:
        parts = tuple(side.part for side in sides(document))
        named = {getattr(document, name, None) for name in ("unit", "to", "keeper")}

        assert parts == SIDES.get(kind, ())
        assert {side.unit for side in sides(document)} <= named

    holds()
