"""`kotak enrol` and `kotak revoke`: who may sign for whom, from when and until when."""

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

import click
import msgspec

from commands.drafting.drafting import Desk
from commands.founding import governing, registry, requests
from commands.founding.governing import Mandate, governs
from commands.founding.registry import Named
from commands.founding.requests import Request
from commands.program.frame import command, option
from commands.program.language import counted
from commands.program.output import Answer
from commands.typed import sheets, times
from commands.typed.boxes import NotUnderstood
from commands.typed.sheets import Column
from ledger.domain import names
from ledger.domain.custody.states import OfficerState
from ledger.domain.documents.people import EnrolmentLine, RevocationLine, Role, Term
from ledger.domain.names import KeyId, Location, OfficerId
from ledger.errors import Malformed, Reason, Unknown

NO_TERM = Reason(
    "SU-070",
    "It is not said as what officer {officer} serves, from when and until when.",
    "Add --role, --from and --until, or a list of all: --terms FILE",
)
NO_REQUEST = Reason(
    "SU-071", "{path} names officer {officer}, and no request of that officer is there.", "Add the file of the request."
)
NO_SUCH_KEY = Reason("SU-072", "No key of officer {officer} is known here.", "Name it: --key ID")
BACKWARDS = Reason(
    "SU-073", "The term of officer {officer} ends before it begins.", "Look at --from and --until again."
)

NOT_A_KEY = Reason("SU-074", "{text} is not the id of a key.", "See which keys there are: kotak officers {officer}")


class Service(NamedTuple):
    """As what somebody serves, in which time and area, and what he is called."""

    roles: tuple[Role, ...] = ()
    begins: str | None = None
    until: str | None = None
    area: str | None = None
    name: str | None = None


@command("enrol")
@click.argument("file", nargs=-1, required=True, metavar="FILE...")
@option("--role", "roles", multiple=True, type=click.Choice(get_args(Role)), help="As what they serve.")
@option("--from", "begins", metavar="DAY", help="From which day.")
@option("--until", metavar="DAY", help="Until which day, that day included.")
@option("--area", metavar="AREA", help="Of a registrar: for which area.")
@option("--terms", metavar="FILE", help="A CSV list of officer, roles, from, until, area, name, where they differ.")
@option("--decree", required=True, metavar="WHAT:NUMBER:DATE", help="The decree that appointed them.")
@option("--checked", multiple=True, metavar="OFFICER", help="Who saw the persons; without it, you.")
@governs
def enrol(desk: Desk, mandate: Mandate, file: tuple[str, ...], decree: str, **said: Any) -> Answer:
    """
    Enrol officers with the keys they made themselves.

    FILE holds requests made with kotak key request, one or many. Compare the fingerprints with the officers before you
    sign. Registrars are enrolled by the authorities of their family, all others by its registrar.
    """
    given = requests.read(file, desk.trust.genesis)
    found = _not_enrolled(desk, given)
    said_first = _already(len(given) - len(found))
    if not found:
        return Answer(said_first, {"papers": []})
    services = _services(desk, found, said)
    place = registry.place(desk.context)
    kept = registry.read(place).names
    added = _new_names(found, services, kept)
    named = {**kept, **added}
    lines = [_line(one, services[officer], named[officer]) for officer, one in sorted(found.items())]
    checked = tuple(names.parse("an officer", one) for one in said["checked"]) or (desk.context.officer,)
    letters = Mandate(others=mandate.others, refs=(decree, *mandate.refs))
    statements = [
        letters.statement(desk, "enrolment", "registers", part, checked=checked) for part in governing.parts(lines)
    ]
    if added and not desk.way.dry_run:
        governing.rehearse(desk, statements)
        # A name without an enrolment does no harm; an enrolment whose salt is lost could never be resolved.
        registry.add(place, added)
    return governing.after(said_first, governing.carry_out(desk, statements))


@command("revoke")
@click.argument("officer", metavar="OFFICER")
@option("--why", required=True, type=click.Choice(("ended", "lost", "stolen")), help="Why the key no longer counts.")
@option("--since", metavar="TIME", help="Since when it is suspected.")
@option("--key", "keys", multiple=True, metavar="ID", help="Which key, if not the one in force.")
@governs
def revoke(desk: Desk, mandate: Mandate, officer: str, **said: Any) -> Answer:
    """
    Revoke the key of an officer.

    It counts no longer from the place of this paper in the ledger on; what it signed before stands. The registrar of
    the officer's family signs, for a registrar its authorities. To confirm, type the officer.
    """
    in_force = desk.known.key_of(names.parse("an officer", officer))
    keys, since = tuple(sorted(_key(one, officer) for one in said["keys"])), said["since"]
    if not keys and in_force is None:
        raise Unknown(NO_SUCH_KEY, officer=officer)
    suspected = times.instant(since, desk.known.hours) if since else None
    line = RevocationLine(id=officer, keys=keys or (str(in_force),), why=said["why"], since=suspected)
    return desk.carry_out(mandate.statement(desk, "revocation", "registers", [line], typed=officer))


def _key(text: str, officer: str) -> str:
    try:
        return str(msgspec.convert(text, KeyId))
    except msgspec.ValidationError as error:
        raise NotUnderstood(NOT_A_KEY, text=text, officer=officer) from error


def _not_enrolled(desk: Desk, given: Mapping[str, Request]) -> dict[str, Request]:
    """Whoever is enrolled with this very key is there already; of others the fold judges."""
    if desk.journal is None:
        return dict(given)
    known = governing.states_of(desk.journal, [f"officer:{officer}" for officer in given], OfficerState)
    keys = {subject.removeprefix("officer:"): state.key for subject, state in known.items()}
    return {officer: one for officer, one in given.items() if keys.get(officer) != one.public.id}


def _already(count: int) -> list[str]:
    return [counted("{n} officer was enrolled already.", "{n} officers were enrolled already.", count)] if count else []


def _services(desk: Desk, found: Mapping[str, Request], said: Mapping[str, Any]) -> dict[str, Service]:
    """By officer what the list says, and where it says nothing, the command line."""
    hours = desk.known.hours
    common = Service(
        roles=tuple(dict.fromkeys(said["roles"])),
        begins=sheets.day(said["begins"], hours) if said["begins"] else None,
        until=sheets.day(said["until"], hours, ends=True) if said["until"] else None,
        area=said["area"] and names.parse("an area", said["area"]),
    )
    services = dict.fromkeys(found, common)
    for row in sheets.read(said["terms"], _columns(hours), "officer") if said["terms"] else ():
        cells = dict(row.cells)
        officer = cells.pop("officer")
        if officer not in found:
            raise Malformed(NO_REQUEST, path=said["terms"], officer=officer)
        services[officer] = common._replace(**{"begins" if name == "from" else name: cells[name] for name in cells})
    return services


def _columns(hours: int) -> tuple[Column, ...]:
    return (
        Column("officer", sheets.form(OfficerId), "kpps/35.79.02.2009/004#1"),
        Column("roles", sheets.several(Role), "chair", required=False),
        Column("from", lambda text: sheets.day(text, hours), "2029-01-25", required=False),
        Column("until", lambda text: sheets.day(text, hours, ends=True), "2029-02-25", required=False),
        Column("area", sheets.form(Location), "35.79.02", required=False),
        Column("name", registry.checked, "Ani Wijaya", required=False),
    )


def _new_names(
    found: Mapping[str, Request], services: Mapping[str, Service], kept: Mapping[str, Named]
) -> dict[str, Named]:
    """Names that come with the list or a request and are not in the registry yet; everybody has one or the other."""
    added = {}
    for officer, request in found.items():
        name = services[officer].name or request.name
        if officer in kept:
            registry.check_same(officer, kept[officer], name)
        elif name is None:
            raise Unknown(registry.NO_NAME, officer=officer)
        else:
            added[officer] = registry.new(name)
    return added


def _line(request: Request, service: Service, named: Named) -> EnrolmentLine:
    if not service.roles or service.begins is None or service.until is None:
        raise NotUnderstood(NO_TERM, officer=request.officer)
    try:
        term = Term(begins=service.begins, until=service.until, area=service.area)
    except ValueError as error:
        raise Malformed(BACKWARDS, officer=request.officer) from error
    return EnrolmentLine(
        id=request.officer,
        unit=request.unit,
        roles=service.roles,
        term=term,
        key=request.key,
        name=named.commitment,
        proof=request.proof,
    )
