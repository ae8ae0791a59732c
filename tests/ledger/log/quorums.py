"""Quorums of which more than counting names has to be understood."""

from ledger.log.quorum import Group, Quorum, Witness
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import WITNESS, VerifierKey

KEY = VerifierKey("witness.example", WITNESS, PrivateKey.generate().public)


def quorum(asked: str, names: str, *groups: Group) -> Quorum:
    return Quorum(tuple(Witness(name, KEY) for name in names), groups, asked)


BAWASLU_AND_PARTIES = quorum("rule", "bpqrst", Group("parties", 4, tuple("pqrst")), Group("rule", 2, ("b", "parties")))
TWO_OF_THREE_PAIRS = quorum(
    "top",
    "abcdef",
    Group("x", 2, ("a", "b")),
    Group("y", 2, ("c", "d")),
    Group("z", 2, ("e", "f")),
    Group("top", 2, ("x", "y", "z")),
)
UNEVEN = quorum("top", "abcde", Group("x", 2, ("a", "b", "c")), Group("y", 1, ("d", "x")), Group("top", 2, ("e", "y")))
