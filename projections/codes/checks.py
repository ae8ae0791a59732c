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

CHECKS: Final = {
    "A1": Check("the seal at the close is the seal at the next opening", "ACE, Michigan R168.782"),
    "A2": Check("the seal on arrival is the one in the log, before two verifiers", "Colorado Rule 20.9.1"),
    "A3": Check("all papers about a box agree on its seal", "Michigan 168.679a"),
    "A4": Check("the seal is that of record, or the inner package is sealed", "Michigan 168.871"),
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
    "C7": Check("the stock balances", "EAC"),
    "C8": Check("parts add up to the whole", "electionaudits.org"),
    "D1": Check("equipment is whole before it is handed on", _OLDER),
    "D2": Check("the box contains the result papers it should", _OLDER, _NO_PAPER),
    "D3": Check("the box is locked and sealed", _OLDER),
    "D4": Check("a cover letter goes with the boxes", _OLDER, "No rule of the ledger wants it; it stands in `refs`."),
    "D5": Check("same day, sealed and escorted", _OLDER),
    "D6": Check("a delay has one of the reasons listed", _OLDER),
    "D7": Check("what supervisors find is reported", _OLDER),
    "D8": Check("the right time, kind, number and target", "Perbawaslu 12/2015"),
}
