"""`kotak names`: who an officer is, kept beside the ledger, shown for one case, erased on order."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from commands.drafting import circumstances, clock, showing
from commands.drafting.known import Known
from commands.founding import disclosing, registry
from commands.founding.governing import states_of
from commands.founding.registry import Erasure, Named
from commands.program.context import Context
from commands.program.frame import group, option, writes
from commands.program.language import _, counted, number
from commands.program.output import FOUND_WRONG, Answer, Finding, table
from commands.program.refusal import translated
from commands.typed import sheets
from commands.typed.boxes import NotUnderstood
from commands.typed.sheets import Column
from ledger.domain import names as ids
from ledger.domain.custody.states import OfficerState
from ledger.domain.names import Digest, OfficerId
from ledger.errors import Conflict, Malformed, Reason, Unknown

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

NOBODY = Reason("SU-090", "No officer is named.", "Name one, or a CSV list of officer and name: --from-file FILE")
OTHER_COMMITMENT = Reason(
    "SU-091",
    "Officer {officer} was enrolled under another name or salt than this.",
    "Keep the registry as it is; the salt is in the registry in use at the enrolment, or in a copy of it.",
)
NEEDS_SALT = Reason(
    "SU-092",
    "Officer {officer} is enrolled, and the registry here does not know under which salt.",
    "Take it from the registry in use then: kotak names add {officer} NAME --salt SALT",
)
NOT_A_SALT = Reason("SU-093", "This is not a salt: 64 hexadecimal digits.", "Copy it from kotak names show.")


@group("names")
def names() -> None:
    """
    The registry of names, beside the ledger and never in it.

    The ledger holds of a name only what salt and name together prove. Erased here, nobody can tell it from there.
    """


@names.command("add", alias="tambah")
@click.argument("officer", required=False)
@click.argument("name", required=False)
@option("--salt", metavar="HEX", help="The salt of an enrolment made with another registry.")
@option("--from-file", metavar="FILE", help="A CSV list of officer and name; - is stdin.")
@writes
@click.pass_obj
def add(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    /,
    officer: str | None,
    name: str | None,
    *,
    salt: str | None,
    from_file: str | None,
    dry_run: bool,
) -> Answer:
    """
    Keep the name of an officer, and make the salt the enrolment will need.

    Without NAME it is asked for, and then stands in no history of the shell. Never a NIK.
    """
    if salt and from_file:
        raise click.UsageError(_("--salt goes with one officer, and not with a list."))
    wanted = _wanted(context, officer, name, from_file)
    place = registry.place(context)
    kept, enrolled = registry.read(place).names, _enrolled(context, wanted)
    added = {}
    for each, called in wanted.items():
        if each in kept:
            registry.check_same(each, kept[each], called)
        else:
            added[each] = _new(each, called, salt, enrolled.get(each))
    if added and not dry_run:
        registry.add(place, added)
    said = counted(
        "{n} name added, {known} were there already.",
        "{n} names added, {known} were there already.",
        len(added),
        known=number(len(wanted) - len(added)),
    )
    warnings = [_("This was a dry run: nothing was changed.")] if dry_run else []
    data = {"path": str(place), "added": sorted(added), "known": sorted(wanted.keys() - added), "dry_run": dry_run}
    return Answer([said], data, warnings=warnings)


@names.command("show", alias="lihat")
@click.argument("officer", required=False)
@click.pass_obj
def show(context: Context, officer: str | None) -> Answer:
    """
    Names and whether they are those of the enrolments.

    Of one officer also the salt, with which a court can check the name itself: sha256(salt, name).
    """
    kept = registry.read(registry.place(context))
    found = {officer: registry.found(kept, ids.parse("an officer", officer))} if officer else kept.names
    enrolled = _enrolled(context, found)
    rows = [(each, one.name or _("erased"), _agrees(one, enrolled.get(each))) for each, one in sorted(found.items())]
    wrong = [each for each, one in found.items() if enrolled.get(each, one.commitment) != one.commitment]
    findings = [Finding(OTHER_COMMITMENT.code, translated(OTHER_COMMITMENT.text, {"officer": each})) for each in wrong]
    lines = [*table((_("officer"), _("name"), _("enrolment")), rows)]
    if officer:
        lines += _disclosed(found[officer])
    shown = [_facts(each, one, enrolled.get(each), salted=officer is not None) for each, one in sorted(found.items())]
    status = FOUND_WRONG if findings else 0
    return Answer([*lines, *(each.message for each in findings)], {"names": shown}, findings=findings, status=status)


names.add_command(disclosing.disclose)


@names.command("erase", alias="hapus")
@click.argument("officer")
@option("--order", required=True, metavar="WHAT:NUMBER:DATE", help="On whose order.")
@option("--confirm", "confirmed", metavar="OFFICER", help="Answer beforehand: the officer.")
@writes
@click.pass_obj
def erase(context: Context, officer: str, *, order: str, confirmed: str | None, dry_run: bool) -> Answer:
    """
    Destroy the name of an officer and its salt; a note of when and on whose order stays.

    Papers and proofs verify as before. Copies of the registry are erased where they lie. To confirm, type the officer.
    """
    place = registry.place(context)
    one = registry.found(registry.read(place), ids.parse("an officer", officer))
    circumstances.reference(order)
    if one.erased:
        return Answer([_("It was erased before.")], _facts(officer, one, None, salted=False))
    if not dry_run:
        question = _("This cannot be undone. To erase the name, type {word}:").format(word=officer)
        showing.type_out(context.terminal, question, officer, confirmed)
        registry.erase(place, officer, Erasure(at=clock.instant(None, Known(_journal(context)).hours), order=order))
        one = registry.read(place).names[officer]
    said = _("The name of {officer} would be erased.") if dry_run else _("The name of {officer} is erased.")
    warnings = [_("Copies and backups of {path} still hold it.").format(path=place)]
    return Answer([said.format(officer=officer)], _facts(officer, one, None, salted=False), warnings=warnings)


def _wanted(context: Context, officer: str | None, name: str | None, from_file: str | None) -> dict[str, str]:
    """By officer the names of the command line or of a list."""
    if from_file:
        columns = (
            Column("officer", sheets.form(OfficerId), "kpps/35.79.02.2009/004#1"),
            Column("name", registry.checked, "Ani Wijaya"),
        )
        return {row.cells["officer"]: row.cells["name"] for row in sheets.read(from_file, columns, "officer")}
    if officer is None:
        raise NotUnderstood(NOBODY)
    ids.parse("an officer", officer)
    asked = context.terminal.ask(_("Name of {officer}:").format(officer=officer), "NAME") if name is None else name
    return {officer: registry.checked(asked)}


def _new(officer: str, name: str, salt: str | None, enrolled: str | None) -> Named:
    """A name under a new salt; of an officer enrolled before under the one that leads to his enrolment."""
    if enrolled and salt is None:
        raise Unknown(NEEDS_SALT, officer=officer)
    if salt is not None and not _is_salt(salt):
        raise Malformed(NOT_A_SALT)
    made = registry.new(name, salt)
    if enrolled and made.commitment != enrolled:
        raise Conflict(OTHER_COMMITMENT, officer=officer)
    return made


def _is_salt(text: str) -> bool:
    try:
        sheets.form(Digest)(text)
    except ValueError:
        return False
    return True


def _journal(context: Context) -> "Journal | None":
    return context.journal(read_only=True) if context.setting("ledger").value else None


def _enrolled(context: Context, officers: Iterable[str]) -> dict[str, str]:
    """By officer the commitment of his enrolment, as far as a ledger is named."""
    journal = _journal(context)
    if journal is None:
        return {}
    found = states_of(journal, [f"officer:{officer}" for officer in officers], OfficerState)
    return {subject.removeprefix("officer:"): state.name for subject, state in found.items()}


def _agrees(one: Named, enrolled: str | None) -> str:
    if enrolled is None:
        return _("not enrolled here")
    return _("agrees") if enrolled == one.commitment else _("does not agree")


def _disclosed(one: Named) -> Iterator[str]:
    yield _("  commitment  {hash}").format(hash=one.commitment)
    if one.salt:
        yield _("  salt        {salt}").format(salt=one.salt)
    if one.erased:
        yield _("  erased      {at}, order {order}").format(at=one.erased.at, order=one.erased.order)


def _facts(officer: str, one: Named, enrolled: str | None, *, salted: bool) -> dict[str, object]:
    return {
        "officer": officer,
        "name": one.name,
        "commitment": one.commitment,
        "salt": one.salt if salted else None,
        "agrees": None if enrolled is None else enrolled == one.commitment,
        "erased": {"at": one.erased.at, "order": one.erased.order} if one.erased else None,
    }
