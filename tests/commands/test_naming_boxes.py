"""How boxes are named on the line: by their shortest end, and by a scanner."""

from tests.commands.office import SEEN, Office, facts
from tests.harness import ANI, BOXES, BUDI, PPS


def test_the_shortest_end_names_a_box_where_it_is_unambiguous(office: Office) -> None:
    office.ledger.list_boxes("35.79.02.2009/005/DPD")
    office.sync()
    laptop = office.laptop(BUDI)

    known = laptop("inspect", "005/DPD", *SEEN, "--confirm", "yes", "--dry-run", "--json")
    several = laptop("inspect", "DPD", *SEEN, "--dry-run")
    none = laptop("inspect", "4/DPD", *SEEN, "--dry-run")

    assert (known.status, several.status, none.status) == (0, 5, 5)
    assert "35.79.02.2009/005/DPD" in several.err


def test_a_scanner_types_boxes_line_by_line(office: Office) -> None:
    scanned = "".join(f"{box}\r\n" for box in BOXES[:2])

    released = office.laptop(ANI)(
        "release", "--from-file", "-", *SEEN, "--to", PPS, "--confirm", "2", "--json", input=scanned
    )

    assert (released.status, facts(released)["lines"]) == (0, 2)
