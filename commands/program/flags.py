"""What the codes mean that stand beside a paper or a box: irregularities, other flags, grades. Texts only, no rules."""

from collections.abc import Iterable
from typing import Final

from commands.program.language import _

FLAGS: Final = {
    "IR-01": "unsealed: a seal came off, was cut or torn, or fewer good ones than stated last",
    "IR-02": "damaged at delivery",
    "IR-03": "accepted after the deadline",
    "IR-04": "the numbers do not agree: a box refused, missing or not on the list",
    "IR-05": "the label is of another area than the receiver's",
    "IR-06": "ballots of another electoral district",
    "IR-07": "other contents than packed or listed",
    "IR-08": "water or termites",
    "IR-09": "the place is not registered, or its keeper may not keep boxes there",
    "IR-10": "no escort, or a longer journey than the rules allow",
    "IR-11": "a padlock holder was not there, or the seals changed without an opening",
    "IR-12": "opened without a legal basis",
    "IR-13": "lost, stolen or burned",
    "IR-14": "late on the way back, or at a time before that of the last paper",
    "IR-15": "no supervisor witnessed it, and no reason is given",
    "key-rotated": "signed with the key from before a rotation",
    "key-ended": "signed with a key of an officer whose term ended",
    "key-lost": "signed with a key that was reported lost",
    "key-stolen": "signed with a key that was reported stolen",
    "term-ended": "dated after the signer's term",
    "term-not-begun": "dated before the signer's term",
    "unit-ended": "dated after the end of the signer's unit",
    "after-closing": "recorded after the ledger was closed",
    "on-hold": "the box was on hold",
    "released-twice": "released while an earlier release was open",
    "giver-went-on": "the giver had gone on with the box before the acceptance came",
    "nothing-to-withdraw": "there was no open release to withdraw",
    "answered-late": "the release had been answered or withdrawn before",
    "accepted-after-withdrawal": "accepted although the giver had withdrawn the release",
    "serial-unproved": "the number of a seal is not among those counted",
    "part-missing": "a signature the rules want is missing, and no reason is given",
    "final-count": "the final count is not that of the ledger",
    "stood-for-already": "another transcript stands for the same lost paper",
}
"""By code what a flag says, in half a sentence. Finding codes an election makes itself are not among them."""

GRADES: Final = {
    "A": "both parties and a witness, and its time is known from outside",
    "B": "both parties and a witness signed",
    "C": "both parties signed, and it is said why no witness did",
    "D": "a party is missing, or neither a witness nor a reason is there",
    "E": "a transcript of a form written by hand",
}
"""How well a paper is witnessed, best first."""


def named(codes: Iterable[str]) -> list[str]:
    """`IR-04 (the numbers do not agree: …)`, one for each code."""
    return [f"{code} ({_(FLAGS[code])})" if code in FLAGS else code for code in codes]
