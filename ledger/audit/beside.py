"""
What a database keeps beside the papers, compared with what the papers say: steps 3 and 9 of an audit.

Kinds, tags, effects, states and nodes are an index of the papers; no verdict about a paper rests on them. What rests on
a paper without effect is not compared, since the database still says what that paper said before.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ledger.audit.report import Report
from ledger.audit.source import Database, DatabaseEntry
from ledger.audit.tree import Tree
from ledger.domain.custody import Custody, Effects, effects, states
from ledger.domain.custody.states import State
from ledger.errors import Phrase, Reason
from ledger.merkle import Node
from ledger.paper import Paper

_REBUILD: Final = "What stands beside the papers can be made again from them: kotak rebuild"
_KEEP: Final = "Keep the database as it is and copy the papers out of it: kotak bundle export -o FILE"

OTHER_KIND = Reason("VE-010", "The database calls the paper at index {index} {found}; it is {expected}.", _REBUILD)
OTHER_TAGS = Reason(
    "VE-011",
    "The paper at index {index} is filed under the wrong subjects: {missing} missing, {extra} too many.",
    _REBUILD,
)
OTHER_EFFECTS = Reason("VE-012", "The stored effects of index {index} are not those of the paper there.", _REBUILD)
NO_EFFECTS = Reason("VE-013", "The effects of the paper at index {index} are not stored.", _REBUILD)
NO_SUCH_ENTRY = Reason("VE-014", "There are stored {what} of index {index}, and no paper is there.", _REBUILD)
OTHER_STATE = Reason("VE-015", "The stored state of {subject} is not what the papers say.", _REBUILD)
NO_STATE = Reason("VE-016", "The state of {subject} is not stored.", _REBUILD)
OTHER_NODE = Reason(
    "VE-017", "The stored node {number} of level {level} is not that of the tree of these papers.", _REBUILD
)
NO_NODE = Reason("VE-018", "The stored tree lacks node {number} of level {level}.", _REBUILD)
FOREIGN = Reason("VE-090", "The database holds {what}, which is not as kotak made it.", _KEEP)
NOT_WHOLE = Reason("VE-091", "The database finds fault with its own file: {what}.", _KEEP)

NO_DATABASE = Reason(
    "VE-101",
    "An exported copy has nothing beside the papers, so nothing was compared with them.",
    "Verify the database itself: kotak --ledger LEDGER verify",
)
NO_SCHEMA = Reason(
    "VE-102",
    "An exported copy has no tables or triggers that could be looked at.",
    "Verify the database itself: kotak --ledger LEDGER verify",
)
RESTS = Reason(
    "VE-103",
    "{effects} effects and {states} states were not compared: they rest on papers without effect.",
    "First settle the papers named above.",
)
NOT_ASKED = Reason(
    "VE-112",
    "The database was not asked whether its file is whole: to answer, it would run what is not ours.",
    "First settle what does not belong there.",
)
LATER = Reason(
    "VE-104",
    "{rows} rows belong to papers that came in while this ran, and were not compared.",
    "Run it again: kotak verify",
)
NO_TREE = Reason(
    "VE-105",
    "The stored tree was not compared beyond {size} entries: a paper is missing there.",
    "First settle the missing entry.",
)


class Outcome(NamedTuple):
    """What the fold made of an entry."""

    paper: Paper
    effects: Effects
    written: Mapping[str, State]


class Beside:
    """The comparison of one database, entry by entry and then at the end."""

    def __init__(self, database: Database, report: Report) -> None:
        self._database = database
        self._report = report
        self._effects = database.effects()
        self._next = next(self._effects, None)
        self._strays = list(database.stray_tags())
        self._end = 0
        self._written: dict[str, int] = {}
        self._doubtful: set[str] = set()
        self._skipped = 0
        self._later = 0

    def compare(self, entry: DatabaseEntry, outcome: Outcome | None, reads: Iterable[str]) -> None:
        """3: kind, tags and effects of one entry. `reads` are the subjects the paper reads."""
        stored = self._effects_of(entry.index)
        if entry.index > self._end:
            self._doubtful |= {tag for _, tag in self._strays}
        self._end = max(self._end, entry.index + 1)
        if outcome is None:
            self._doubtful |= entry.tags
            self._skipped += 1
            return
        self._report.checked[3] += 1
        self._compare_kind_and_tags(entry, outcome)
        self._written |= dict.fromkeys(outcome.written, entry.index)
        if self._doubtful and not self._doubtful.isdisjoint((*reads, *outcome.written)):
            self._doubtful.update(outcome.written)
            self._skipped += 1
        elif stored is None:
            self._report.find(3, NO_EFFECTS, index=entry.index)
        elif stored != effects.encode(outcome.effects):
            self._report.find(3, OTHER_EFFECTS, index=entry.index)

    @property
    def doubts(self) -> bool:
        """Whether anything rests on a paper without effect."""
        return bool(self._doubtful)

    def finish(self, custody: Custody, tree: Tree, *, whole: bool) -> None:
        """3, at the end: states, nodes, and rows of entries that do not exist. 9: what is not ours."""
        size = self._database.size()
        for index in self._rest_of_effects():
            if not self._came_later(index, size):
                self._report.find(3, NO_SUCH_ENTRY, index=index, what=Phrase("effects"))
        for index in dict.fromkeys(index for index, _ in self._strays):
            self._report.find(3, NO_SUCH_ENTRY, index=index, what=Phrase("tags"))
        skipped = self._compare_states(custody, size)
        self._compare_nodes(tree, size, whole=whole)
        if self._skipped or skipped:
            self._report.omit(3, RESTS, effects=self._skipped, states=skipped)
        if self._later:
            self._report.omit(3, LATER, rows=self._later)
        self._look_for_foreign()

    def _effects_of(self, index: int) -> bytes | None:
        while self._next is not None and self._next[0] < index:
            self._report.find(3, NO_SUCH_ENTRY, index=self._next[0], what=Phrase("effects"))
            self._next = next(self._effects, None)
        if self._next is None or self._next[0] != index:
            return None
        value, self._next = self._next[1], next(self._effects, None)
        return value

    def _rest_of_effects(self) -> Iterator[int]:
        if self._next is not None:
            yield self._next[0]
            yield from (index for index, _ in self._effects)

    def _compare_kind_and_tags(self, entry: DatabaseEntry, outcome: Outcome) -> None:
        kind, tags = outcome.paper.document.kind, outcome.written.keys()
        if entry.kind != kind:
            self._report.find(3, OTHER_KIND, index=entry.index, found=entry.kind, expected=kind)
        if entry.tags != tags:
            missing, extra = len(tags - entry.tags), len(entry.tags - tags)
            self._report.find(3, OTHER_TAGS, index=entry.index, missing=missing, extra=extra)

    def _came_later(self, index: int, size: int) -> bool:
        later = self._end <= index < size
        self._later += later
        return later

    def _compare_states(self, custody: Custody, size: int) -> int:
        """How many were not compared."""
        skipped = 0
        for subject, index, value in self._database.states():
            expected = self._written.pop(subject, None)
            state = custody.states.get(subject)
            if subject in self._doubtful:
                skipped += 1
            elif self._came_later(index, size):
                pass
            elif state is None or index != expected or value != states.encode(state):
                self._find_state(OTHER_STATE, subject)
            self._report.checked[3] += 1
        for subject in sorted(self._written.keys() - self._doubtful):
            self._find_state(NO_STATE, subject)
        return skipped

    def _find_state(self, reason: Reason, subject: str) -> None:
        kind, _, name = subject.partition(":")
        self._report.find(3, reason, box=name if kind == "box" else None, subject=subject)

    def _compare_nodes(self, tree: Tree, size: int, *, whole: bool) -> None:
        if not whole:
            self._report.omit(3, NO_TREE, size=tree.size)
        stored = self._database.nodes()
        found = next(stored, None)
        for level, number, hash_ in tree.nodes():
            self._report.checked[3] += 1
            while found is not None and found[:2] < (level, number):
                self._find_extra(found, tree, size, whole=whole)
                found = next(stored, None)
            if found is None or found[:2] != (level, number):
                self._report.find(3, NO_NODE, level=level, number=number)
                continue
            if found[2] != hash_:
                self._report.find(3, OTHER_NODE, level=level, number=number)
            found = next(stored, None)
        while found is not None:
            self._find_extra(found, tree, size, whole=whole)
            found = next(stored, None)

    def _find_extra(self, node: Node, tree: Tree, size: int, *, whole: bool) -> None:
        level, number, _ = node
        if 0 <= level < size.bit_length() and tree.size <= ((number + 1) << level) - 1 < size:
            self._later += whole
        else:
            self._report.find(3, OTHER_NODE, level=level, number=number)

    def _look_for_foreign(self) -> None:
        # 9. The database holds nothing that is not ours.
        self._report.checked[9] += 1
        foreign = self._database.foreign_objects()
        for what in foreign:
            self._report.find(9, FOREIGN, what=what)
        if foreign:
            self._report.omit(9, NOT_ASKED)
            return
        for what in self._database.integrity_check():
            self._report.find(9, NOT_WHOLE, what=what)
