"""
Log witnesses, their groups, and the quorum that makes a checkpoint final (C2SP tlog-policy).

    witness bawaslu bawaslu.example/saksi+718e7618+BNU/pjML4i9VVJSyN+KIWVTOIZPKoVoJYIfGsbm56nt4
    group parties 4 p1 p2 p3 p4 p5
    group rule all bawaslu parties
    quorum rule

Who cosigned is found out elsewhere; here names are counted. A group names only what stands above it: nothing recurses.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from ledger.errors import Reason
from ledger.signing.vkey import VerifierKey

NONE: Final = "none"
NO_QUORUM = Reason(
    "VE-107",
    "The trust file asks for no quorum: only the log itself signed the checkpoint, and it could sign two histories.",
    "Ask the election supervisor and the parties to run log witnesses, and take a trust file that names them.",
)


@dataclass(frozen=True)
class Witness:
    """A log witness: the name it has in the file, its key, and where it can be reached."""

    name: str
    key: VerifierKey
    url: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, ["witness", self.name, str(self.key), self.url]))


@dataclass(frozen=True)
class Group:
    """So many of these witnesses and groups."""

    name: str
    threshold: int
    members: tuple[str, ...]

    def __str__(self) -> str:
        number = "any" if self.threshold == 1 else str(self.threshold)
        rule = "all" if self.threshold == len(self.members) else number
        return " ".join(["group", self.name, rule, *self.members])


class Strength(NamedTuple):
    """
    What a quorum withstands. For k of n witnesses these are 2k - n and n - k + 1.

    `split_by` corrupt witnesses can make two views of one log both final; `stalled_by` absent ones let no checkpoint
    become final.
    """

    split_by: int
    stalled_by: int


@dataclass(frozen=True)
class Quorum:
    """Witnesses and groups in the order of the file, and the one of them that is asked for, or `none`."""

    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    asked: str = NONE

    def met_by(self, cosigners: Collection[str]) -> bool:
        """Whether these witnesses are enough. Names that are no witnesses do not count, also not those of groups."""
        met = {NONE, *(witness.name for witness in self.witnesses if witness.name in cosigners)}
        for group in self.groups:
            if sum(member in met for member in group.members) >= group.threshold:
                met.add(group.name)
        return self.asked in met

    @property
    def strength(self) -> Strength | None:
        """None where no cosignature is asked for."""
        found = {witness.name: Strength(1, 1) for witness in self.witnesses}
        for group in self.groups:
            found[group.name] = _strength(group.threshold, [found[member] for member in group.members])
        return found.get(self.asked)

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in [*self.witnesses, *self.groups, f"quorum {self.asked}"])


def _strength(threshold: int, members: list[Strength]) -> Strength:
    """Two views share at least 2k - n members, and n - k + 1 stop a group: an attacker takes the weakest of them."""
    shared, missing = 2 * threshold - len(members), len(members) - threshold + 1
    return Strength(
        _sum_of_least(shared, (member.split_by for member in members)),
        _sum_of_least(missing, (member.stalled_by for member in members)),
    )


def _sum_of_least(count: int, numbers: Iterable[int]) -> int:
    return sum(sorted(numbers)[: max(0, count)])
