"""
`kotak key`: make a key, look at it, ask to be enrolled with it, take it elsewhere.

The key is made on the officer's own machine and never leaves it; what the registrar gets is the request.
"""

from pathlib import Path
from typing import Final

import click

from commands.drafting import keyring
from commands.founding import registry, requests
from commands.program import files
from commands.program.context import NO_OFFICER, Context, NotSaid
from commands.program.files import saves
from commands.program.frame import group, option
from commands.program.language import _
from commands.program.output import Answer, table
from commands.program.passphrase import Passphrases, signs
from commands.program.refusal import remedy, translated
from ledger.domain import names
from ledger.errors import KeyProblem, Reason
from ledger.signing import keyfile
from ledger.signing.keys import PrivateKey, PublicKey, fingerprint

NO_KEY = Reason("SU-030", "No key of {officer} lies on this machine.", "Make one: kotak --as {officer} key new")
THERE_ALREADY = Reason(
    "SU-031",
    "A key of {officer} lies here already, at {path}; keys are never overwritten.",
    "Use it, look at it with kotak key show, or take a new one: kotak rotate",
)
NO_FILE = Reason("SU-032", "It is not said into which file.", "Add -o FILE.")

LOG: Final = "log"
"""Whose key it is that signs checkpoints; not an officer's."""


@group("key")
def key() -> None:
    """
    The keys on this machine.

    A key is made where it is used, under a passphrase of its own. Nobody else ever sees it, the registrar included.
    """


@key.command("new", alias="baru")
@option("--log", is_flag=True, help="The key of the log, which signs checkpoints, instead of an officer's.")
@option("--name", metavar="NAME", help="Your name, for the registrar's registry. It stands in no paper.")
@saves
@signs
@click.pass_obj
def new(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    *,
    log: bool,
    name: str | None,
    output: str | None,
    force: bool,
    dry_run: bool,
    passphrases: Passphrases,
) -> Answer:
    """
    Make a key for the officer named with --as.

    With a trust file at hand, it also writes the request for enrolment that the registrar needs.
    """
    holder = LOG if log else _said(context)
    path = log_key(context) if log else context.key_file(holder)
    if path.exists():
        raise KeyProblem(THERE_ALREADY, officer=holder, path=path)
    if name:
        # It goes into the request alone, which needs to know the ledger.
        registry.checked(name)
        context.trust()
    if output:
        # Before the key is made: it is made once.
        files.check_free(output, force=force)
    made = PrivateKey.generate()
    if dry_run:
        return Answer(
            [_("A key of {holder} would be made at {path}.").format(holder=holder, path=path)], _where(holder, path)
        )
    keyring.store(path, made, passphrases.new(holder))
    request = None
    if not log and _knows_ledger(context):
        request = _ask(context, holder, made, name, output, force=force)
    return _made(holder, path, made.public, request)


@key.command("request", alias="mohon")
@option("--name", metavar="NAME", help="Your name, for the registrar's registry. It stands in no paper.")
@saves
@signs
@click.pass_obj
def request(  # noqa: PLR0913 - one word of the command line each
    context: Context, *, name: str | None, output: str | None, force: bool, dry_run: bool, passphrases: Passphrases
) -> Answer:
    """Ask to be enrolled with the key that lies here: the file the registrar needs."""
    officer = context.officer
    path = _there(context, officer)
    if dry_run:
        context.trust()
        return Answer([_("A request of {holder} would be written.").format(holder=officer)], _where(officer, path))
    unlocked = keyring.unlock(path, officer, passphrases)
    written = _ask(context, officer, unlocked, name, output, force=force)
    return _made(officer, path, unlocked.public, written)


@key.command("show", alias="lihat")
@click.argument("officer", required=False)
@click.pass_obj
def show(context: Context, officer: str | None) -> Answer:
    """The fingerprint of a key, to be read over the telephone, and whether others may use its file."""
    holder = officer or context.officer
    path = log_key(context) if holder == LOG else _there(context, names.parse("an officer", holder))
    if not path.exists():
        raise KeyProblem(NO_KEY, officer=holder)
    public = keyring.public(path)
    problem = keyfile.mode_problem(path)
    said = fingerprint(public) if public else _("not known before it was used once")
    lines = [
        f"{holder}",
        _("  fingerprint  {fingerprint}").format(fingerprint=said),
        _("  key id       {id}").format(id=public.id if public else "-"),
        _("  file         {path}").format(path=path),
    ]
    warnings = [translated(problem.reason.text, problem.facts)] if problem else []
    remedies = [remedy(problem.reason, problem.facts)] if problem else []
    return Answer(lines, _facts(holder, path, public), warnings=warnings, next=remedies)


@key.command("list", alias="daftar")
@click.pass_obj
def show_all(context: Context) -> Answer:
    """Every key on this machine."""
    log = [LOG] if log_key(context).exists() else []
    paths = {**{one: context.key_file(one) for one in context.holders}, **{one: log_key(context) for one in log}}
    found = [_facts(holder, path, keyring.public(path)) for holder, path in paths.items()]
    rows = [(one["officer"], one["algorithm"] or "-", one["fingerprint"] or "-") for one in found]
    return Answer(table((_("officer"), _("algorithm"), _("fingerprint")), rows), {"keys": found})


@key.command("export", alias="salin")
@click.argument("officer", required=False)
@option("--openssl", is_flag=True, help="The private key, encrypted so that the program openssl reads it too.")
@saves
@signs
@click.pass_obj
def export(  # noqa: PLR0913 - one word of the command line each
    context: Context,
    officer: str | None,
    *,
    openssl: bool,
    output: str | None,
    force: bool,
    dry_run: bool,
    passphrases: Passphrases,
) -> Answer:
    """
    Write the public key as PEM, for openssl pkeyutl.

    With --openssl the private key, under the same passphrase; such a file is easier to guess than ours.
    """
    holder = officer or context.officer
    path = log_key(context) if holder == LOG else _there(context, names.parse("an officer", holder))
    if output is None or (openssl and output == "-"):
        raise NotSaid(NO_FILE)
    data = {**_where(holder, path), "file": output}
    if not dry_run and openssl:
        keyfile.export_for_openssl(output, keyring.unlock(path, holder, passphrases), passphrases.of(holder))
    elif not dry_run:
        files.write(output, _public(path, holder, passphrases).pem, force=force)
    return Answer([_("Written to {file}.").format(file=output)] if output != "-" and not dry_run else [], data)


def log_key(context: Context) -> Path:
    """Where the key of the log lies, if this machine has it."""
    return context.home / "log.pem"


def _said(context: Context) -> str:
    said = context.setting("as").value
    if not said:
        raise NotSaid(NO_OFFICER)
    return said


def _there(context: Context, officer: str) -> Path:
    path = context.key_file(officer)
    if not path.exists():
        raise KeyProblem(NO_KEY, officer=officer)
    return path


def _knows_ledger(context: Context) -> bool:
    try:
        context.trust_path()
    except NotSaid:
        return False
    return True


def _ask(  # noqa: PLR0913 - what stands in a request and where it is put
    context: Context, officer: str, unlocked: PrivateKey, name: str | None, output: str | None, *, force: bool
) -> str:
    made = requests.make(officer, context.trust().genesis, unlocked, name)
    path = output or str(context.keys / f"{context.key_file(officer).stem}.request")
    # A request can be made again at any time, so it may be replaced in its own place.
    files.write(path, bytes(made), force=force or output is None, mode=0o600)
    return path


def _public(path: Path, holder: str, passphrases: Passphrases) -> PublicKey:
    return keyring.public(path) or keyring.unlock(path, holder, passphrases).public


def _made(holder: str, path: Path, public: PublicKey, request: str | None) -> Answer:
    lines = [
        _("The key of {holder} lies at {path}.").format(holder=holder, path=path),
        _("Its fingerprint: {fingerprint}").format(fingerprint=fingerprint(public)),
    ]
    if request:
        lines.append(_("The request for the registrar lies in {file}.").format(file=request))
    following = [] if request or holder == LOG else ["kotak start FILE", f"kotak --as {holder} key request --name NAME"]
    shown = () if request == "-" else lines
    return Answer(shown, {**_facts(holder, path, public), "request": request}, next=following)


def _where(holder: str, path: Path) -> dict[str, object]:
    return {"officer": holder, "path": str(path)}


def _facts(holder: str, path: Path, public: PublicKey | None) -> dict[str, object]:
    return {
        **_where(holder, path),
        "algorithm": public.alg if public else None,
        "public": public.base64 if public else None,
        "key": public.id if public else None,
        "fingerprint": fingerprint(public) if public else None,
        "encrypted": keyfile.is_encrypted(path),
    }
