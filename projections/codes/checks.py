"""
The checks other election systems make (EAC, Colorado, Michigan, ACE, Elections Canada, Perbawaslu), by short ids, and
what of them papers can tell. Which codes make a check stands with the codes.
"""

from typing import Final, NamedTuple


class Check(NamedTuple):
    """What is checked, and whose rule it is. `beyond` says why papers alone cannot make it."""

    text: str
    source: str
    beyond: str = ""


_OLDER: Final = "Perbawaslu 14/2018"
_NO_PAPER: Final = "No paper says it."
_BY_HAND: Final = "Votes are cast on paper and counted by hand: there is nothing to compare with."

CHECKS: Final = {
    "A1": Check("the seal at the close is the seal at the next opening", "ACE, Michigan R168.782"),
    "A2": Check("the seal on arrival is the one in the log, before two verifiers", "Colorado Rule 20.9.1"),
    "A3": Check("all papers about a box agree on its seal", "Michigan 168.679a"),
    "A4": Check("the seal is that of record, or the inner package is sealed", "Michigan 168.871"),
    "A5": Check("the container is of an approved kind", "Michigan 168.24j", _NO_PAPER),
    "A6": Check(
        "the box is shown empty before it is sealed", "ACE", "No paper says it; that it was not done, a finding."
    ),
    "A7": Check("no box moves unsealed", "Michigan 168.24j, ACE"),
    "B1": Check("there is no interval without somebody who answers for the box", "CISA, Colorado Rule 20.2.2"),
    "B2": Check("two officials are with the boxes at all times", "Colorado Rule 20.9.3"),
    "B3": Check("the hand-over comes within its limit", "Georgia, Perbawaslu 14/2018"),
    "B4": Check("receipt is not before release", "Fulton County"),
    "B5": Check("every place has its papers, and none twice", "Harris County"),
    "B6": Check("each entry to a store is on paper, with the same number of boxes before and after", "Arizona EPM"),
    "B7": Check("each person was entitled at that time", "Arizona EPM"),
    "C1": Check("what is received is what the delivery note says", "ACE"),
    "C2": Check("received = used + spoiled + unused", "Elections Canada"),
    "C3": Check("ballots in the box = voters who came", "Michigan R168.782, Arizona 16-602"),
    "C4": Check("ballots printed less those spoiled = ballots scanned = voters", "Georgia .12(a)2", _BY_HAND),
    "C5": Check(
        "by mail: received = counted + rejected", "Verified Voting", "No box of the ledger holds votes by mail."
    ),
    "C6": Check("ballots add up for each kind of ballot", "Verified Voting"),
    "C7": Check("the stock balances", "EAC"),
    "C8": Check("parts add up to the whole", "electionaudits.org"),
    "C9": Check("the weight agrees with the number", "Larimer County", "No paper says what a box weighs."),
    "C10": Check("votes on media = voters", "Texas", _BY_HAND),
    "C11": Check("the order of ballots is never set beside that of voters", "–", "No paper tells either order."),  # noqa: RUF001 - a dash
    "D1": Check("equipment is whole before it is handed on", _OLDER),
    "D2": Check(
        "the box contains the result papers it should",
        _OLDER,
        "What was put in stands in the sealing; no rule of the ledger says what should be.",
    ),
    "D3": Check("the box is locked and sealed", _OLDER),
    "D4": Check("a cover letter goes with the boxes", _OLDER, "No rule of the ledger wants it; it stands in `refs`."),
    "D5": Check("same day, sealed and escorted", _OLDER),
    "D6": Check("a delay has one of the reasons listed", _OLDER),
    "D7": Check("what supervisors find is reported", _OLDER),
    "D8": Check("the right time, kind, number and target", "Perbawaslu 12/2015"),
    "E1": Check("boxes are kept as long as they must be", "Texas, Wisconsin, EAC"),
    "E2": Check("destruction is watched, and nothing can be read afterwards", "EAC, Keelty", _NO_PAPER),
}
