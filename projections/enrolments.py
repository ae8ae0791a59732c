"""By which line of which paper an officer was enrolled: what a name that is disclosed is held against."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from ledger.domain.documents.people import EnrolmentLine
from ledger.persistence.entries import chunks
from projections.looking import View
from projections.reading import read


class Enrolment(NamedTuple):
    """The paper, and its line about the officer."""

    index: int  # type: ignore[assignment]  # the word of the ledger, which tuple.index shadows for nobody here
    digest: str
    line: EnrolmentLine


def enrolments(view: View, officers: Collection[str]) -> dict[str, Enrolment]:
    """Of those who were enrolled; authorities that genesis names were not. Raises CheckFailed."""
    _signed, keys = view.tables["officers"]
    asked = select(keys.c.paper).where(keys.c.event == "enrolled").distinct()
    indexes = {
        index
        for some in chunks(sorted(officers))
        for index in view.connection.execute(asked.where(keys.c.officer.in_(some))).scalars()
    }
    return {
        line.id: Enrolment(index, paper.digest, line)
        for index, paper in read(view, indexes)
        for line in paper.lines
        if isinstance(line, EnrolmentLine) and line.id in officers
    }
