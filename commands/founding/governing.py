"""
Papers of the ledger itself, and who signs them: a registrar, or authorities to their threshold.

Whoever holds an authority key authorises; everybody else registers. Whether that is enough, the fold says.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from commands.drafting import circumstances, delivery
from commands.drafting.drafting import Desk, drafts
from commands.drafting.statement import Hand, Statement
from commands.program.frame import option
from commands.program.output import Answer
from commands.typed.boxes import NotUnderstood
from ledger import paper as papers
from ledger.domain import names
from ledger.domain.custody import states
from ledger.domain.custody.states import AuthoritiesState, State
from ledger.domain.documents.base import Line, Part, Word
from ledger.domain.documents.government import Authorities, Authority, Genesis
from ledger.errors import Reason

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

NOT_A_WORD = Reason(
    "SU-009", "{text} is not a word that papers hold.", "Write it like printed-twice: small letters, digits, hyphens."
)
SEVERAL_PAPERS = Reason(
    "SU-015", "These are {n} papers, and -o names one file.", "Leave out -o; kotak status tells where each paper lies."
)

_COVER: Final = 32 * 1024
StateT = TypeVar("StateT", bound=State)
LineT = TypeVar("LineT", bound=Line)


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """Who signs with me, and on the strength of which papers."""

    others: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()

    def hands(self, desk: Desk, part: Part) -> list[Hand]:
        """Me and the others: `authorises` where an authority key is held, else this part."""
        held = authority_keys(desk)
        officers = [desk.context.officer, *(names.parse("an officer", other) for other in self.others)]
        return [
            Hand(officer, "authorises", key=held[officer]) if officer in held else Hand(officer, part)
            for officer in officers
        ]

    def statement(
        self,
        desk: Desk,
        kind: str,
        part: Part,
        lines: Sequence[Line] = (),
        *,
        typed: str | None = None,
        **members: Any,
    ) -> Statement:
        """What these people say."""
        named = [circumstances.reference(text) for text in self.refs]
        letters = [letter for _ref, letter in named if letter]
        members["refs"] = tuple(ref for ref, _letter in named)
        return Statement(kind, self.hands(desk, part), lines, members, letters, typed)


def governs(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Decorator: the command signs a paper of the ledger itself. It gets `desk` and `mandate`."""

    @drafts
    @option("--with", "others", multiple=True, metavar="OFFICER", help="Who signs with me: another authority.")
    @option("--ref", "refs", multiple=True, metavar="WHAT:NUMBER:DATE", help="The official paper behind it.")
    @wraps(function)
    def with_mandate(
        *arguments: Any, desk: Desk, others: tuple[str, ...], refs: tuple[str, ...], **options: Any
    ) -> Answer:
        return function(*arguments, desk=desk, mandate=Mandate(others=others, refs=refs), **options)

    return with_mandate


def state(desk: Desk, subject: str, type_: type[StateT]) -> StateT | None:
    """What the ledger has of a subject, if a ledger is named."""
    return states_of(desk.journal, [subject], type_).get(subject) if desk.journal else None


def states_of(journal: "Journal", subjects: Iterable[str], type_: type[StateT]) -> dict[str, StateT]:
    """What the ledger has of these subjects, read at once."""
    loaded = journal.load(subjects).states
    found = {subject: states.decode(subject, value) for subject, value in loaded.items()}
    return {subject: one for subject, one in found.items() if isinstance(one, type_)}


def authority_keys(desk: Desk) -> dict[str, str]:
    """By officer the authority key he holds, by what the ledger says, or the founding papers at hand."""
    if desk.journal is not None:
        found = state(desk, "authorities", AuthoritiesState)
        sets = found.families.values() if found else ()
        return {holder.officer: key for one in sets for key, holder in one.holders.items()}
    held: dict[str, str] = {}
    for paper in desk.known.at_hand:
        match paper.document:
            case Genesis(authorities=families):
                held |= _holders(families.custody) | _holders(families.supervision)
            case Authorities(authority=authority):
                held |= _holders(authority)
            case _:
                pass
    return held


def carry_out(desk: Desk, statements: Sequence[Statement]) -> Answer:
    """Several papers that belong together: none is signed before all were rehearsed."""
    if len(statements) > 1:
        if desk.way.output:
            raise NotUnderstood(SEVERAL_PAPERS, n=len(statements))
        rehearse(desk, statements)
    whole = str(sum(len(statement.lines) for statement in statements))
    way, answers = desk.way, []
    for statement in statements:
        # The number of all was said for all; each paper asks for its own.
        said = str(len(statement.lines)) if way.confirmed == whole else way.confirmed
        desk.way = replace(way, confirmed=said)
        answers.append(desk.carry_out(statement))
    return delivery.together(answers)


def authorised(desk: Desk, statement: Statement) -> Statement:
    """The same, with the keys authorities hold as authorities."""
    held = authority_keys(desk)
    hands = [replace(one, key=held.get(one.officer)) if one.part == "authorises" else one for one in statement.hands]
    return replace(statement, hands=hands)


def word(text: str) -> str:
    """A word of the command line as papers hold it: small letters, digits and hyphens."""
    try:
        return str(msgspec.convert(text, Word))
    except msgspec.ValidationError as error:
        raise NotUnderstood(NOT_A_WORD, text=text) from error


def rehearse(desk: Desk, statements: Iterable[Statement]) -> None:
    """Refuse what the ledger would refuse, before anything is written."""
    for statement in statements:
        desk.rehearse(desk.draft(statement))


def after(said: Sequence[str], answer: Answer) -> Answer:
    """The answer, with something said before it."""
    return replace(answer, lines=[*said, *answer.lines])


def parts(lines: Sequence[LineT]) -> list[list[LineT]]:
    """The lines in papers of at most 10,000 lines and 4 MiB."""
    found: list[list[LineT]] = [[]]
    size = 0
    for line in lines:
        length = len(msgspec.json.encode(line)) + 1
        if len(found[-1]) == papers.MAX_LINES or size + length > papers.MAX_PAPER - _COVER:
            found.append([])
            size = 0
        found[-1].append(line)
        size += length
    return found


def _holders(authority: Authority) -> dict[str, str]:
    return {one.officer: papers.public(one.key).id for one in authority.keys}
