"""How well a link is witnessed, best first (`docs/format.md`, section 6)."""

from typing import Final

GRADES: Final = {
    "A": "every party and a witness, where the paper asks for one; its time is known from outside",
    "B": "every party signed, and a witness where the paper asks for one",
    "C": "every party signed, and it is said why no witness did",
    "D": "a party is missing, or neither a witness nor a reason is there",
    "E": "a transcript of a form written by hand",
}
