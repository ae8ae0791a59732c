"""What the watch remembers while it takes papers in: loaded when it is needed, and handed back changed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from projections.watch import state
from projections.watch.state import State

StateT = TypeVar("StateT", bound=State)
Load = Callable[[Collection[str]], Mapping[str, bytes]]
"""What was kept of some subjects; of the others nothing is known."""


class Memory:
    """By subject its state. What was loaded with the same bytes is one value."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._known: dict[str, State | None] = {}
        self._changed: set[str] = set()
        self._alike: dict[tuple[str, bytes], State] = {}

    def expect(self, subjects: Iterable[str]) -> None:
        """Load these together; they will be asked for."""
        wanted = [subject for subject in dict.fromkeys(subjects) if subject not in self._known]
        found = self._load(wanted) if wanted else {}
        for subject in wanted:
            value = found.get(subject)
            self._known[subject] = self._read(subject, value) if value is not None else None

    def states(self) -> Iterator[State]:
        """Each state that is in memory, once."""
        yield from {id(state): state for state in self._known.values() if state is not None}.values()

    def get(self, subject: str, kind: type[StateT]) -> StateT | None:
        """The state of a subject, if anything is known of it."""
        try:
            found = self._known[subject]
        except KeyError:
            self.expect([subject])
            found = self._known[subject]
        return found if isinstance(found, kind) else None

    def put(self, subject: str, value: State) -> None:
        """The state of a subject from here on."""
        self._known[subject] = value
        self._changed.add(subject)

    def alike(self, subjects: Iterable[str], kind: type[StateT]) -> list[tuple[StateT | None, list[str]]]:
        """Subjects that were expected, those together whose state is one value."""
        groups: dict[int, tuple[State | None, list[str]]] = {}
        for subject in subjects:
            found = self._known[subject]
            group = groups.get(id(found))
            if group is None:
                group = groups[id(found)] = found, []
            group[1].append(subject)
        return [(found if isinstance(found, kind) else None, own) for found, own in groups.values()]

    def put_all(self, subjects: Collection[str], value: State) -> None:
        """The state of several subjects from here on."""
        self._known.update(dict.fromkeys(subjects, value))
        self._changed.update(subjects)

    def changes(self) -> dict[str, bytes]:
        """What is to be kept, and is no longer in memory afterwards."""
        printed: dict[int, bytes] = {}
        changed = {}
        for subject in sorted(self._changed):
            value = self._known[subject]
            found = printed.get(id(value))
            if found is None:
                found = printed[id(value)] = state.encode(value)
            changed[subject] = found
        self._known.clear()
        self._changed.clear()
        self._alike.clear()
        return changed

    def _read(self, subject: str, value: bytes) -> State:
        # Boxes travel together: many have the same state, and it is decoded once.
        alike = subject.partition(":")[0], value
        found = self._alike.get(alike)
        if found is None:
            found = self._alike[alike] = state.decode(subject, value)
        return found
