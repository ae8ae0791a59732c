"""
Whose keys are whose, as far as entries that were proved to be in the log show it: step 5 where keys are shown.

Entries come in the order of their index. Genesis, `authorities`, enrolments, rotations and revocations are judged by
the fold like anywhere else, but for one thing: units are taken as registered, since no receipt shows that. An entry
shows keys only if all who signed it are known in this way. What nobody shows may be pinned (`keylist`), which lets a
signature be verified and nothing more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ledger import paper as papers
from ledger.domain.custody import Custody, signers
from ledger.domain.custody.slate import Slate
from ledger.domain.custody.states import UnitState
from ledger.domain.documents.base import Key, Line
from ledger.domain.documents.government import Authorities, Genesis
from ledger.domain.documents.people import Enrolment, EnrolmentLine, Revocation, RevocationLine, Rotation
from ledger.errors import LedgerError, Malformed, Reason, Refused
from ledger.receipt.excerpt import Excerpt
from ledger.receipt.keylist import KeyList
from ledger.receipt.vouching import Vouched
from ledger.signing import envelope

ANOTHERS = Reason(
    "RE-032",
    "The key {key} is shown to be that of {owner}; under this paper it stands for {officer}.",
    "Keep the file as it is; a signature counts only for whom the key was enrolled.",
)
REVOKED = Reason(
    "RE-033",
    "The key {key} of {officer} had ended ({why}) at index {since} when the paper came to index {index}.",
    "See in the ledger what became of the paper: kotak verify",
)

_SHOWN: Final = 16


class Roster:
    """The keys shown so far."""

    def __init__(self, pinned: KeyList) -> None:
        self._custody = Custody()
        self._pinned = pinned

    def take(self, entry: Excerpt) -> Vouched:
        """5, and what the entry shows of keys for those that come after it. Raises as `judge` does."""
        vouched = self.judge(entry)
        problem = self._learn(entry)
        return replace(vouched, problems=(*vouched.problems, problem)) if problem else vouched

    def judge(self, entry: Excerpt) -> Vouched:
        """
        5. Exactly the signers its payload names signed, each with the key of that id, so far as their keys are known.

        Raises Malformed or BadSignature.
        """
        named = entry.document.signers
        envelope.check_signers(entry.envelope, {one.key for one in named})
        keys = self._keys(entry)
        if keys:
            papers.check(papers.claim(entry, keys)._replace(envelope=envelope.only(entry.envelope, keys.keys())))
        known = tuple(one for one in named if one.key in keys)
        return Vouched(known, tuple(one for one in named if one.key not in keys), tuple(self._ended(entry)))

    def _keys(self, entry: Excerpt) -> dict[str, Key]:
        shown = signers.known(entry, Slate(self._custody.states))
        found = {}
        for one in entry.document.signers:
            held = shown.get(one.key)
            if held is not None and held.officer != one.officer:
                raise Malformed(ANOTHERS, key=one.key[:_SHOWN], owner=held.officer, officer=one.officer)
            key = held.key if held else self._pinned.find(one.officer, one.key)
            if key is not None:
                found[one.key] = key
        return found

    def _ended(self, entry: Excerpt) -> Iterator[LedgerError]:
        """Keys that had been revoked, or replaced by another."""
        slate = Slate(self._custody.states)
        for one in entry.document.signers:
            state, flags = slate.key(one.key), set[str]()
            if state is None or state.ended is None:
                continue
            try:
                signers.judge_key(one, state, entry.document, slate, flags)
            except Refused as error:
                yield error
            if state.ended.why != "rotated":
                facts = {"officer": one.officer, "since": state.ended.index, "why": state.ended.why}
                yield Refused(REVOKED, key=one.key[:_SHOWN], index=entry.index, **facts)

    def _learn(self, entry: Excerpt) -> LedgerError | None:
        """Let the fold take in what the entry says of keys, if all who signed it are known. Why it did not."""
        if not isinstance(entry.document, Genesis | Authorities | Enrolment | Rotation | Revocation):
            return None
        shown = signers.known(entry, Slate(self._custody.states))
        numbered = tuple((number, line) for number, line in entry.numbered if self._is_about_known(line))
        says_nothing = entry.document.line is not None and not numbered
        if says_nothing or any(one.key not in shown for one in entry.document.signers):
            return None
        self._register_units(entry.lines)
        try:
            self._custody.apply(replace(entry, numbered=numbered), entry.index)
        except LedgerError as error:
            return error
        return None

    def _is_about_known(self, line: Line) -> bool:
        """Of a revocation only what is said of officers whose enrolment is shown can be judged."""
        return not isinstance(line, RevocationLine) or f"officer:{line.id}" in self._custody.states

    def _register_units(self, lines: Iterable[Line]) -> None:
        units = {f"unit:{line.unit}" for line in lines if isinstance(line, EnrolmentLine)}
        self._custody.learn(units - self._custody.states.keys(), dict.fromkeys(units, UnitState()))
