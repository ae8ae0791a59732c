"""The page on exports names every column there is, in order, with its sort."""

import re
from pathlib import Path

import pytest

from projections.exported import boxes, links, papers

PAGE = (Path(__file__).parents[1] / "docs" / "exports.md").read_text()
TABLES = {"boxes": boxes.COLUMNS, "links": links.COLUMNS, "papers": papers.COLUMNS}


@pytest.mark.parametrize("table", TABLES)
def test_the_page_names_every_column(table: str) -> None:
    described = PAGE.partition("<!-- columns -->")[2].partition(f"### {table}\n")[2].partition("\n##")[0]

    named = re.findall(r"^\| `([a-z_]+)` \| ([a-z]+) \|", described, re.MULTILINE)

    assert named == [(column.name, column.sort) for column in TABLES[table]]
