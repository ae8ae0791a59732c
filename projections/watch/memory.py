"""What the watch remembers while it takes papers in: loaded when it is needed, and handed back changed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from ledger.errors import CheckFailed, Reason
from projections.watch import state
from projections.watch.state import State

UNREADABLE = Reason(
    "BR-005",
    "The read model breaks remembers of {subject} what nobody can read.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)

StateT = TypeVar("StateT", bound=State)
Load = Callable[[Collection[str]], Mapping[str, bytes]]
"""What was kept of some subjects; of the others nothing is known."""


class Memory:
    """By kind and name its state. What was loaded with the same bytes is one value."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._known: dict[type[State], dict[str, Any]] = {kind: {} for kind in state.WORDS}
        self._changed: dict[type[State], set[str]] = {kind: set() for kind in state.WORDS}
        self._alike: dict[tuple[type[State], bytes], State] = {}

    def expect(self, kind: type[State], names: Iterable[str]) -> None:
        """Load these together; they will be asked for."""
        known = self._known[kind]
        wanted = {name for name in names if name not in known}
        if not wanted:
            return
        prefix = state.prefix(kind)
        known.update(dict.fromkeys(wanted))
        for subject, value in self._load([prefix + name for name in wanted]).items():
            name = subject.removeprefix(prefix)
            known[name] = self._read(kind, name, value)

    def states(self, kind: type[StateT]) -> Iterator[StateT]:
        """Each state of a kind that is in memory, once."""
        yield from {id(one): one for one in self._known[kind].values() if one is not None}.values()

    def get(self, kind: type[StateT], name: str) -> StateT | None:
        """The state of a subject, if anything is known of it."""
        known = self._known[kind]
        try:
            found: StateT | None = known[name]
        except KeyError:
            self.expect(kind, [name])
            found = known[name]
        return found

    def put(self, name: str, value: State) -> None:
        """The state of a subject from here on."""
        self._known[type(value)][name] = value
        self._changed[type(value)].add(name)

    def alike(self, kind: type[StateT], names: Sequence[str]) -> list[tuple[StateT | None, Sequence[str]]]:
        """Subjects that were expected, those together whose state is one value; all, if they are equal."""
        found: list[StateT | None] = [*map(self._known[kind].__getitem__, names)]
        if found and found.count(found[0]) == len(found):
            return [(found[0], names)]
        groups: dict[int, tuple[StateT | None, list[str]]] = {}
        for name, one in zip(names, found, strict=True):
            groups.setdefault(id(one), (one, []))[1].append(name)
        return list(groups.values())

    def put_all(self, names: Collection[str], value: State) -> None:
        """The state of several subjects from here on."""
        self._known[type(value)].update(dict.fromkeys(names, value))
        self._changed[type(value)].update(names)

    def changes(self) -> dict[str, bytes]:
        """What is to be kept, and is no longer in memory afterwards."""
        printed: dict[int, bytes] = {}
        changed: dict[str, bytes] = {}
        for kind, names in self._changed.items():
            known, prefix = self._known[kind], state.prefix(kind)
            for name in names:
                value = known[name]
                if id(value) not in printed:
                    printed[id(value)] = state.encode(value)
                changed[prefix + name] = printed[id(value)]
            names.clear()
        for known in self._known.values():
            known.clear()
        self._alike.clear()
        return {subject: changed[subject] for subject in sorted(changed)}

    def _read(self, kind: type[State], name: str, value: bytes) -> State:
        # Boxes travel together: many have the same state, and it is decoded once.
        found = self._alike.get((kind, value))
        if found is None:
            found = self._alike[kind, value] = _decoded(kind, name, value)
        return found


def _decoded(kind: type[State], name: str, value: bytes) -> State:
    try:
        return state.decode(kind, value)
    except (ValueError, RecursionError) as error:
        raise CheckFailed(UNREADABLE, subject=state.prefix(kind) + name) from error
