"""`kotak rules` and `kotak plan`: what is wanted in this election, and which legs are expected until when."""

from typing import TYPE_CHECKING, Any, Final

import click
import msgspec
from msgspec.structs import fields

from commands.drafting.drafting import Desk
from commands.founding import governing
from commands.founding.governing import Mandate, governs
from commands.looking import inquiries, looking
from commands.program import files
from commands.program.context import Context
from commands.program.frame import group
from commands.program.language import _, counted
from commands.program.output import Answer, table
from commands.typed import sheets
from commands.typed.sheets import Column, Row
from ledger import paper as papers
from ledger.domain.custody.states import PlanState, RulesState
from ledger.domain.documents.base import LaterDocument, Word
from ledger.domain.documents.government import PlanLine, Rules
from ledger.domain.misread import misread
from ledger.domain.names import LegId
from ledger.errors import Malformed, Reason

if TYPE_CHECKING:
    from ledger.recorded import Recorded

NOT_RULES = Reason(
    "SU-100",
    "{path} does not say rules: {problem}.",
    "Look at those in force, or begin with an empty list: kotak rules show --json; {{}}",
)
TOO_LONG = Reason(
    "SU-101",
    "{path} has {found} legs; a plan has at most {limit}.",
    "Leave out the legs that one line for a whole area says.",
)
NO_DUE = Reason("SU-102", "{path}, line {line}: the leg is due at a time, or until day-end.", "Fill in one of the two.")

_LIMIT: Final = 256 * 1024
_OF_ALL: Final = {one.name for one in fields(LaterDocument)} | {"replaces"}
_RULES: Final = {one.name: one.type for one in fields(Rules) if one.name not in _OF_ALL}


@group("rules")
def rules() -> None:
    """What is wanted in this election: signatures, deadlines, transit times. No rule ever refuses a paper."""


@rules.command("set", alias="tetapkan")
@click.argument("file")
@governs
def set_rules(desk: Desk, mandate: Mandate, file: str) -> Answer:
    """
    Put rules into force, from JSON.

    Its members: wanted, deadlines, transits, bases, holders, ties, retention_days. The first rules are signed by the
    authorities of custody, later ones by those of both families.
    """
    members = _rules(file)
    before = governing.state(desk, "rules", RulesState)
    if before and before.rules and all(getattr(before.rules, name) == members.get(name) for name in _RULES):
        return Answer([_("These rules are in force already.")], {"papers": []})
    replaces = before.digest if before else None
    return governing.carry_out(desk, [mandate.statement(desk, "rules", "authorises", replaces=replaces, **members)])


@rules.command("show", alias="lihat")
@looking.AS_OF
@click.pass_obj
def show_rules(context: Context, /, as_of: str | None) -> Answer:
    """The rules in force, as JSON that kotak rules set reads."""
    found = _in_force(context, "rules", as_of)
    if found is None:
        return Answer([_("No rules are in force.")], {"digest": None, "rules": {}})
    _index, paper = found
    said = {name: value for name in _RULES if (value := msgspec.to_builtins(getattr(paper.document, name)))}
    shown = msgspec.json.format(msgspec.json.encode(said), indent=2).decode()
    return Answer(shown.splitlines(), {"digest": paper.digest, "rules": said})


@group("plan")
def plan() -> None:
    """The legs expected of stations and areas, and until when."""


@plan.command("set", alias="tetapkan")
@click.argument("file")
@governs
def set_plan(desk: Desk, mandate: Mandate, file: str) -> Answer:
    """
    Put a plan into force, from a CSV list; a registrar signs.

    Its columns: leg (where, and from which type of unit to which), due or until (day-end), and grace in seconds. It
    takes the place of the plan before.
    """
    rows = sheets.read(file, _columns(desk.known.hours), "leg")
    lines = [_line(file, row) for row in rows]
    if len(lines) > papers.MAX_LINES or len(governing.parts(lines)) > 1:
        raise Malformed(TOO_LONG, path=file, found=len(lines), limit=papers.MAX_LINES)
    before = governing.state(desk, "plan", PlanState)
    replaces = before.digest if before else None
    return desk.carry_out(mandate.statement(desk, "plan", "registers", lines, replaces=replaces))


@plan.command("show", alias="lihat")
@looking.AS_OF
@click.pass_obj
def show_plan(context: Context, /, as_of: str | None) -> Answer:
    """The plan in force."""
    found = _in_force(context, "plan", as_of)
    if found is None:
        return Answer([_("No plan is in force.")], {"digest": None, "legs": []})
    index, paper = found
    lines = [line for line in paper.lines if isinstance(line, PlanLine)]
    rows = [(line.leg, line.due or line.until or "-", line.grace) for line in lines]
    shown = [
        counted(
            "{n} leg, by the paper at index {index}.",
            "{n} legs, by the paper at index {index}.",
            len(lines),
            index=index,
        )
    ]
    shown += table((_("leg"), _("due"), _("grace")), rows)
    return Answer(
        shown, {"digest": paper.digest, "index": index, "legs": [msgspec.to_builtins(line) for line in lines]}
    )


def _in_force(context: Context, kind: str, as_of: str | None) -> "tuple[int, Recorded] | None":
    """The last paper of a kind, each of which takes the place of the one before."""
    from projections import reading  # noqa: PLC0415 - brings SQLAlchemy

    with looking.view_of(context) as (journal, view):
        found = [*reading.papers_of(view, inquiries.as_at(journal, view, as_of), kind)]
    return found[-1] if found else None


def _rules(path: str) -> dict[str, Any]:
    """Every member the rules have, those not said as the format has them by default."""
    try:
        said = msgspec.json.decode(files.read(path, _LIMIT), type=dict[str, Any])
        if strange := sorted(set(said) - set(_RULES)):
            raise Malformed(NOT_RULES, path=path, problem=_("they have no {names}").format(names=", ".join(strange)))
        defaults = {one.name: one.default for one in fields(Rules)}
        return {
            name: msgspec.convert(said[name], type_) if name in said else defaults[name]
            for name, type_ in _RULES.items()
        }
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(NOT_RULES, path=path, problem=misread(error)) from error


def _columns(hours: int) -> tuple[Column, ...]:
    return (
        Column("leg", sheets.form(LegId), "35.79.02.2009/004:pps-kpps"),
        Column("due", lambda text: sheets.day(text, hours), "2029-02-13T16:00", required=False),
        Column("until", sheets.form(Word), "day-end", required=False),
        Column("grace", sheets.count, "3600", required=False),
    )


def _line(path: str, row: Row) -> PlanLine:
    if ("due" in row.cells) == ("until" in row.cells):
        raise Malformed(NO_DUE, path=path, line=row.line)
    return PlanLine(**row.cells)
