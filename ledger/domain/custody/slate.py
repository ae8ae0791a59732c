"""The states one paper reads and the states it will write. Nothing is written anywhere until the paper stands."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from ledger.domain.custody.states import BoxState, KeyState, OfficerState, PaperState, RulesState, State, UnitState
from ledger.domain.documents.base import Document, Line

StateT = TypeVar("StateT", bound=State)


class Statement(Protocol):
    """What the fold sees of a paper: what was said and by which name it is known, never its signatures."""

    @property
    def document(self) -> Document:
        """The payload."""

    @property
    def lines(self) -> Sequence[Line]:
        """The annex."""

    @property
    def digest(self) -> str:
        """SHA-256 of the payload bytes."""


class Slate:
    """An overlay on what is known: reads see earlier writes of the same paper, and a refusal forgets them all."""

    def __init__(self, known: Mapping[str, State | None]) -> None:
        self._known = known
        self.written: dict[str, State] = {}

    def get(self, subject: str, state: type[StateT]) -> StateT | None:
        """The state of a subject, None if no paper ever wrote it."""
        found = self.written.get(subject) or self._known.get(subject)
        return found if isinstance(found, state) else None

    def put(self, subject: str, state: State) -> None:
        """Write a subject."""
        self.written[subject] = state

    def box(self, box: str) -> BoxState:
        """A box, which may be unknown so far."""
        return self.get(f"box:{box}", BoxState) or BoxState()

    def unit(self, unit: str) -> UnitState | None:
        """A registered unit."""
        return self.get(f"unit:{unit}", UnitState)

    def officer(self, officer: str) -> OfficerState | None:
        """An enrolled officer."""
        return self.get(f"officer:{officer}", OfficerState)

    def key(self, key: str) -> KeyState | None:
        """An enrolled key."""
        return self.get(f"key:{key}", KeyState)

    def paper(self, digest: str) -> PaperState:
        """A paper, which may not be recorded so far."""
        return self.get(f"paper:{digest}", PaperState) or PaperState()

    def rules(self) -> RulesState:
        """The rules in force."""
        return self.get("rules", RulesState) or RulesState()
