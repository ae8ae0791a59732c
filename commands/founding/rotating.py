"""
`kotak rotate`: an officer takes a new key, with the old one as his witness.

    keys/next/…pem        the new key, from when it is made until the paper is signed
    keys/old/….<id>.pem   the old one, which nobody asks for any more

The new key takes the place of the old one as soon as the paper is signed: what is signed here later goes into the
ledger later too. Whoever is interrupted runs the command again; nothing is made twice.
"""

from dataclasses import replace
from pathlib import Path

from commands.drafting import keyring
from commands.drafting.drafting import Desk, drafts
from commands.drafting.statement import Hand, Statement
from commands.founding.keys import NO_KEY
from commands.founding.requests import as_key
from commands.program import files
from commands.program.context import Context
from commands.program.frame import command
from commands.program.language import _
from commands.program.output import Answer
from ledger.domain.documents.people import RotationLine
from ledger.errors import KeyProblem
from ledger.signing import keyfile
from ledger.signing.keys import PrivateKey, PublicKey, fingerprint


@command("rotate")
@drafts
def rotate(desk: Desk) -> Answer:
    """
    Take a new key.

    The paper is signed with the old key and the new one, which gets the same passphrase. A key that was lost or stolen
    is not rotated but revoked, and its officer enrolled anew.
    """
    context, officer = desk.context, desk.context.officer
    old, new = context.key_file(officer), _next(context, officer)
    if new.exists() and (not old.exists() or _is_in_force(desk, new)):
        return _taken(context, officer, Answer([_("The new key was recorded before.")]))
    if not old.exists():
        raise KeyProblem(NO_KEY, officer=officer)
    public = _made(desk, old, new)
    hands = [Hand(officer, "proves", old), Hand(officer, "proves", new, public.id)]
    line = RotationLine(id=officer, old=desk.key_id(hands[0]), new=as_key(public))
    answer = desk.carry_out(Statement("rotation", hands, [line]))
    return answer if desk.way.dry_run else _taken(context, officer, answer)


def _next(context: Context, officer: str) -> Path:
    return context.keys / "next" / context.key_file(officer).name


def _is_in_force(desk: Desk, new: Path) -> bool:
    public = keyring.public(new)
    return public is not None and desk.known.key_of(desk.context.officer) == public.id


def _made(desk: Desk, old: Path, new: Path) -> PublicKey:
    """The new key, made now or before an interruption; for a dry run one that nobody keeps."""
    officer = desk.context.officer
    if new.exists():
        return keyring.public(new) or keyring.unlock(new, officer, desk.passphrases).public
    made = PrivateKey.generate()
    if not desk.way.dry_run:
        keyring.unlock(old, officer, desk.passphrases)
        shared = desk.passphrases.of if keyfile.is_encrypted(old) else desk.passphrases.new
        keyring.store(new, made, shared(officer))
    return made.public


def _taken(context: Context, officer: str, answer: Answer) -> Answer:
    """Put the new key in the place of the old one. Dying here, the next run goes on."""
    old, new = context.key_file(officer), _next(context, officer)
    if old.exists():
        public = keyring.public(old)
        folder = context.keys / "old"
        files.make_folder(folder, mode=0o700)
        _move(old, folder / f"{old.stem}.{public.id[:16] if public else 'unknown'}.pem")
    _move(new, old)
    public = keyring.public(old)
    lines = [
        *answer.lines,
        _("The key of {holder} lies at {path}.").format(holder=officer, path=old),
        _("Its fingerprint: {fingerprint}").format(fingerprint=fingerprint(public) if public else "-"),
    ]
    return replace(answer, lines=lines)


def _move(source: Path, target: Path) -> None:
    if source.with_suffix(".pub").exists():
        source.with_suffix(".pub").replace(target.with_suffix(".pub"))
    source.replace(target)
