"""
The keys that lie on this machine: `pps_35.79.02.2009#2.pem`, and beside each its public half as papers write it.

    {"alg":"ed25519","public":"…"}        pps_35.79.02.2009#2.pub

The public half is there so that a paper can be drafted and looked at before anybody types a passphrase.
"""

from pathlib import Path

import msgspec

from commands.program import files
from commands.program.passphrase import Passphrases
from ledger.domain.documents.base import Key
from ledger.errors import Malformed, Reason
from ledger.signing import keyfile
from ledger.signing.keys import PrivateKey, PublicKey

NOT_A_PUBLIC_KEY = Reason(
    "DR-010",
    "The file {path} does not hold a public key.",
    "Remove it; the key itself then tells, with its passphrase.",
)
OTHER_KEY = Reason(
    "DR-011",
    "The key of officer {officer} on this machine is {found}, and the paper is to be signed with {expected}.",
    "Sign on the machine where that key lies: kotak paper sign FILE",
)


def store(path: Path, key: PrivateKey, passphrase: bytes) -> None:
    """Make a key file and its public half. Nothing is overwritten."""
    files.make_folder(path.parent, mode=0o700)
    keyfile.write_key(path, key, passphrase)
    store_public(path, key.public)


def store_public(path: Path, public: PublicKey) -> None:
    """Write the public half beside a key file."""
    line = msgspec.json.encode({"alg": public.alg, "public": public.base64}) + b"\n"
    files.write(str(path.with_suffix(".pub")), line, force=True)


def public(path: Path) -> PublicKey | None:
    """The public half of a key file, if that can be told without a passphrase."""
    beside = path.with_suffix(".pub")
    if beside.exists():
        try:
            key = msgspec.json.decode(files.read(str(beside), 1024), type=Key)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(NOT_A_PUBLIC_KEY, path=beside) from error
        return PublicKey.read(key.alg, key.public)
    if path.exists() and not keyfile.is_encrypted(path):
        return keyfile.read_key(path, None).public
    return None


def unlock(path: Path, officer: str, passphrases: Passphrases) -> PrivateKey:
    """The key itself."""
    passphrase = passphrases.of(officer) if keyfile.is_encrypted(path) else None
    return keyfile.read_key(path, passphrase)
