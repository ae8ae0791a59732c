"""How well a link is witnessed, best first (`docs/format.md`, section 6)."""

from typing import Final

GRADES: Final = {
    "A": "both parties and a witness, and its time is known from outside",
    "B": "both parties and a witness signed",
    "C": "both parties signed, and it is said why no witness did",
    "D": "a party is missing, or neither a witness nor a reason is there",
    "E": "a transcript of a form written by hand",
}
