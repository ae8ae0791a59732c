"""
`kotak names disclose`: who signed some papers, for a court that asked by letter.

    sha256(salt ‖ name)                     the commitment in the officer's enrolment, which the court checks itself

Nobody is named as a signer before every paper up to those asked for was verified, as an audit does it: a payload alone
proves nothing. Name and salt are shown only where they lead to that commitment. Nothing is recorded anywhere; whoever
discloses keeps the letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING, Any, Final

import click

from commands.drafting import circumstances
from commands.founding import registry
from commands.founding.registry import Registry
from commands.looking import looking
from commands.program import files
from commands.program.context import Context
from commands.program.files import saves
from commands.program.frame import Whole, command, option
from commands.program.language import _, short_moment
from commands.program.output import FOUND_WRONG, Answer, Finding, safe
from commands.program.refusal import translated
from commands.program.spoken import tongue, words
from ledger.audit.held import Held
from ledger.errors import CheckFailed, Reason
from ledger.verify import verify_export

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from ledger.recorded import Recorded
    from projections.enrolments import Enrolment

NOT_ENROLLED = Reason(
    "XP-012",
    "Officer {officer} was not enrolled but named by genesis or as an authority, without a name.",
    "Ask whoever founded the ledger.",
)
NOT_KEPT = Reason(
    "XP-013",
    "The registry here has no name of officer {officer}.",
    "Ask whoever keeps the registry of {officer}.",
)
GONE = Reason("XP-014", "The name of officer {officer} was erased on {at} by order {order}.", "It does not come back.")
ANOTHER = Reason(
    "XP-015",
    "Name and salt of officer {officer} do not lead to the enrolment, entry {index}; they are not disclosed.",
    "Look at the registry: kotak names show {officer}",
)
UNVERIFIED = Reason(
    "XP-016",
    "Entry {index} does not verify ({found}); nobody is named as a signer of these papers.",
    "Keep this copy as it is, and see what does not agree: kotak verify",
)
UNVERIFIED_LEDGER = Reason(
    "XP-017",
    "The entries up to {index} do not verify; nobody is named as a signer of these papers.",
    "Keep this copy as it is, and see what does not agree: kotak verify",
)

_PARTLY: Final = 9


@dataclass(frozen=True)
class Signature:
    """Where an officer signed, and as what."""

    index: int
    part: str


@dataclass(frozen=True)
class Disclosed:
    """An officer whose name and salt lead to his enrolment."""

    officer: str
    signed: Sequence[Signature]
    name: str
    salt: str
    enrolment: "Enrolment"


@dataclass(frozen=True)
class Withheld:
    """An officer whose name is not shown, and why."""

    officer: str
    signed: Sequence[Signature]
    why: Reason
    facts: Mapping[str, object]


@command("disclose", alias="ungkap")
@click.argument("indexes", nargs=-1, required=True, type=Whole(min=0), metavar="INDEX…")
@option("--order", required=True, metavar="WHAT:NUMBER:DATE", help="The letter that asked.")
@saves
@click.pass_obj
def disclose(context: Context, indexes: tuple[int, ...], *, order: str, output: str | None, force: bool) -> Answer:
    """
    Disclose who signed these papers, for a court that asked by letter.

    Each name is shown with its salt and the enrolment they lead to, so that the court checks it: sha256(salt, name).
    One that does not lead there is not shown. Nothing is recorded, neither in the ledger nor in the registry.
    """
    from projections.enrolments import enrolments  # noqa: PLC0415 - brings SQLAlchemy
    from projections.reading import read  # noqa: PLC0415 - likewise
    from projections.where import check_entry  # noqa: PLC0415 - likewise

    circumstances.reference(order)
    kept = registry.read(registry.place(context))
    with looking.view_of(context) as (journal, view):
        for index in indexes:
            check_entry(view, index)
        papers = dict(read(view, set(indexes)))
        signed = _signed(papers)
        enrolled = enrolments(view, signed.keys())
        through = _verified(context, journal, {*papers, *(one.index for one in enrolled.values())})
    people = [_judged(officer, own, enrolled.get(officer), kept) for officer, own in sorted(signed.items())]
    lines = [*_lines(order, papers, people, through)]
    if output is not None:
        files.write(output, "".join(f"{safe(line)}\n" for line in lines).encode(), force=force, mode=0o600)
        lines = [] if output == "-" else [_("Written to {file}.").format(file=output)]
    facts = {**_plain(order, papers, people), "verified_through": through, "file": output}
    return Answer(lines, facts, _findings(people), status=_status(people))


def _verified(context: Context, journal: "Journal", indexes: set[int]) -> int:
    """The last entry that was verified. Raises CheckFailed if one of these does not verify, or not all are there."""
    last = max(indexes)
    report = verify_export(journal.entries(stop=last + 1), context.trust(), Held())
    for found in report.findings:
        if found.index in indexes:
            raise CheckFailed(UNVERIFIED, index=found.index, found=found.reason.code)
    # Of one code only so many findings are kept; and behind an entry that is missing, nothing is in its place.
    if report.found[1] or report.found.total() > len(report.findings) or report.entries != last + 1:
        raise CheckFailed(UNVERIFIED_LEDGER, index=last)
    return last


def _signed(papers: "Mapping[int, Recorded]") -> dict[str, list[Signature]]:
    found: dict[str, list[Signature]] = {}
    for index, paper in papers.items():
        for signer in paper.document.signers:
            found.setdefault(signer.officer, []).append(Signature(index, signer.part))
    return found


def _judged(
    officer: str, signed: Sequence[Signature], enrolment: "Enrolment | None", kept: Registry
) -> Disclosed | Withheld:
    """A name is disclosed if it leads to the enrolment; what the registry says of the commitment is not asked."""
    named = kept.names.get(officer)
    facts: dict[str, object] = {"officer": officer}
    if enrolment is None:
        return Withheld(officer, signed, NOT_ENROLLED, facts)
    if named is None:
        return Withheld(officer, signed, NOT_KEPT, facts)
    if named.erased is not None or named.name is None or named.salt is None:
        erased = named.erased
        gone = {"at": erased.at if erased else "-", "order": erased.order if erased else "-"}
        return Withheld(officer, signed, GONE, {**facts, **gone})
    if registry.commit(named.name, named.salt) != enrolment.line.name:
        return Withheld(officer, signed, ANOTHER, {**facts, "index": enrolment.index})
    return Disclosed(officer, signed, named.name, named.salt, enrolment)


def _status(people: Sequence[Disclosed | Withheld]) -> int:
    withheld = [one for one in people if isinstance(one, Withheld)]
    if any(one.why is ANOTHER for one in withheld):
        return FOUND_WRONG
    return _PARTLY if withheld else 0


def _findings(people: Sequence[Disclosed | Withheld]) -> list[Finding]:
    return [
        Finding(one.why.code, translated(one.why.text, one.facts), index=one.signed[0].index)
        for one in people
        if isinstance(one, Withheld)
    ]


def _lines(
    order: str, papers: "Mapping[int, Recorded]", people: Sequence[Disclosed | Withheld], through: int
) -> Iterator[str]:
    own = tongue()
    yield _("Disclosed on request: {order}").format(order=order)
    yield _("For this case alone: names are personal data (UU 27/2022).")
    for index, paper in papers.items():
        title, at = own.word(words.TITLES, paper.document.kind), short_moment(paper.document.at)
        said = _("paper {index}: {title}, {at}, digest {digest}")
        yield said.format(index=index, title=title, at=at, digest=paper.digest)
    checked = _("Every signature up to entry {index} was checked against the key in force at that point.")
    yield checked.format(index=through)
    yield _("Whether this ledger is the one that witnesses cosigned is told by: kotak verify")
    for one in people:
        yield ""
        parts = ", ".join(f"{each.index} ({own.word(words.PARTS, each.part)})" for each in one.signed)
        yield _("{officer} signed {papers}").format(officer=one.officer, papers=parts)
        yield from (f"  {line}" for line in _told(one))


def _told(one: Disclosed | Withheld) -> Iterator[str]:
    if isinstance(one, Withheld):
        yield translated(one.why.text, one.facts)
        return
    enrolment = one.enrolment
    yield _("name        {name}").format(name=one.name)
    yield _("salt        {salt}").format(salt=one.salt)
    yield _("commitment  {hash}").format(hash=enrolment.line.name)
    yield _("enrolment   entry {index}, digest {digest}").format(index=enrolment.index, digest=enrolment.digest)
    yield f"{{ printf '%s' {one.salt} | xxd -r -p; printf '%s' {quote(one.name)}; }} | sha256sum"


def _plain(order: str, papers: "Mapping[int, Recorded]", people: Sequence[Disclosed | Withheld]) -> dict[str, Any]:
    return {
        "order": order,
        "papers": [
            {"index": index, "digest": paper.digest, "kind": paper.document.kind, "at": paper.document.at}
            for index, paper in papers.items()
        ],
        "disclosed": [_disclosed(one) for one in people if isinstance(one, Disclosed)],
        "withheld": [{"officer": one.officer, "code": one.why.code} for one in people if isinstance(one, Withheld)],
    }


def _disclosed(one: Disclosed) -> dict[str, Any]:
    return {
        "officer": one.officer,
        "signed": [{"index": each.index, "part": each.part} for each in one.signed],
        "name": one.name,
        "salt": one.salt,
        "commitment": one.enrolment.line.name,
        "enrolment": {"index": one.enrolment.index, "digest": one.enrolment.digest},
    }
