"""
A quorum in words: whom it asks for, who together could show two histories, and whose absence stops it.

    bawaslu and 4 of 5 parties (p1, p2, p3, p4, p5)         group parties 4 p1 p2 p3 p4 p5
                                                            group rule all bawaslu parties
    two histories: bawaslu and 3 of 5 parties (…)           2k - n of each group, in both
    stopped: bawaslu or 2 of 5 parties (…)                  n - k + 1

How many they are at least, the quorum counts itself.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from commands.program.language import _
from ledger.log.quorum import Group, Quorum


def asked(quorum: Quorum) -> str:
    """Whose cosignatures make a checkpoint final."""
    return _said(quorum, lambda group: group.threshold)


def splitting(quorum: Quorum) -> str:
    """Who would have to sign both of two histories."""
    return _said(quorum, lambda group: 2 * group.threshold - len(group.members))


def stalling(quorum: Quorum) -> str:
    """Without whom no checkpoint becomes final."""
    return _said(quorum, lambda group: len(group.members) - group.threshold + 1)


def _said(quorum: Quorum, number: Callable[[Group], int]) -> str:
    said = {witness.name: _Words(witness.name) for witness in quorum.witnesses}
    for group in quorum.groups:
        # Of a member whose own rule takes nobody nothing is said: it is there for nothing.
        members = [said[member] for member in group.members if said[member].text]
        free = len(group.members) - len(members)
        said[group.name] = _some(number(group) - free, members, group.name)
    return said[quorum.asked].text


class _Words(NamedTuple):
    text: str
    joined: bool = False
    """By a word that would be misread within another one's."""

    @property
    def within(self) -> str:
        return f"({self.text})" if self.joined else self.text


def _some(count: int, members: Sequence[_Words], name: str) -> _Words:
    if count <= 0:
        return _Words("")
    *others, last = members
    if not others:
        return last
    if 1 < count < len(members):
        listed = ", ".join(each.text for each in members)
        said = _("{count} of {n} {name} ({members})")
        return _Words(said.format(count=count, n=len(members), name=name, members=listed))
    said = _("{others} or {last}") if count == 1 else _("{others} and {last}")
    return _Words(said.format(others=", ".join(each.within for each in others), last=last.within), joined=True)
