"""
One request at a log witness, however it came: read what was signed, decide, keep what is signed now, then answer.

All of that is one step behind the lock of the store, so that two requests at once, by stick and network, never take the
witness back. Killed at any point it has kept the new state or the old one; an answer is given only to what was kept.
"""

import time
from pathlib import Path
from typing import Final, NamedTuple

from commands.drafting import keyring
from commands.program.context import Context
from commands.program.passphrase import Passphrases
from commands.witnessing.store import Store
from ledger.errors import KeyProblem, LedgerError, Malformed, Reason
from ledger.log import checkpoint as checkpoints
from ledger.log.checkpoint import Checkpoint
from ledger.log.cosigning import SIGNED, read_answer, read_request
from ledger.log.witness import NOTHING, Answer, Head, Witness, add_checkpoint, origin_of
from ledger.signing import keyfile, mldsa, note
from ledger.signing.cosignature import LAST_TIME
from ledger.signing.keys import Signer
from ledger.signing.vkey import WITNESS_MLDSA, VerifierKey, witness_key

OTHER_KEY = Reason(
    "WI-015",
    "The key in {path} is not the one by which the log witness {name} is known.",
    "Put back the key file that was made with the witness. Another key makes another witness.",
)

REFUSED: Final = 422


class Answered(NamedTuple):
    """The answer, the log it is about, and where the request is kept if it does not continue what was signed."""

    answer: Answer
    origin: str
    kept: Path | None = None


class Desk:
    """A witness with its store and, to sign, its keys."""

    def __init__(self, store: Store, signers: tuple[Signer, ...] = ()) -> None:
        self._store = store
        self.identity = store.identity
        self._logs = {log.name: log for log in self.identity.logs}
        self._witness = Witness(self.identity.keys[0].name, self._logs, signers)

    def judge(self, data: bytes) -> Answered:
        """What would be answered. Nothing is kept, so nothing may be given away."""
        return Answered(self._decide(data, self._last(data))[0], origin_of(data))

    def answer(self, data: bytes) -> Answered:
        """Answer a request. What was signed is on the disk when this returns."""
        assert self._witness.signers  # noqa: S101 - without its keys it judges and no more
        origin = origin_of(data)
        with self._store.locked():
            last = self._last(data)
            answer, head = self._decide(data, last)
            if answer.status == SIGNED:
                self._store.keep(origin, head)
            kept = self._keep_refused(data, last) if answer.status == REFUSED else None
        return Answered(answer, origin, kept)

    def would_grow(self, data: bytes) -> bool:
        """Whether the request is about a larger tree than was signed, which only the log can sign."""
        try:
            return _checkpoint(data).size > self._last(data).size
        except Malformed:
            return False

    def given(self, data: bytes) -> bytes:
        """The lines given to this very checkpoint, if it is the last that was signed: nothing more is promised."""
        last = self._last(data).note
        if not last or note.read(last).text != note.read(read_request(data).note).text:
            return b""
        mine = {(key.name, key.id) for key in self.identity.keys}
        return "".join(str(line) for line in note.read(last).lines if (line.name, line.key_id) in mine).encode()

    def gave(self, lines: bytes, data: bytes) -> bool:
        """Whether these are lines of this witness under the checkpoint of the request."""
        try:
            read_answer(SIGNED, lines, read_request(data).note, self.identity.keys, LAST_TIME)
        except LedgerError:
            return False
        return True

    def last(self, origin: str) -> Head:
        """The last checkpoint signed of a log that is known."""
        return self._store.head(self._logs[origin])

    def _last(self, data: bytes) -> Head:
        origin = origin_of(data)
        return self.last(origin) if origin in self._logs else NOTHING

    def _decide(self, data: bytes, last: Head) -> tuple[Answer, Head]:
        origin = origin_of(data)
        answer, after = add_checkpoint({origin: last}, data, self._witness, int(time.time()))
        return answer, after[origin]

    def _keep_refused(self, data: bytes, last: Head) -> Path | None:
        return self._store.keep_refused(_checkpoint(data), data, last)


def folder(context: Context) -> Path:
    """Where the witness of this machine is."""
    return context.home / "witness"


def closed(context: Context) -> Desk:
    """The desk without its keys: it judges and does not sign."""
    return Desk(Store(folder(context)))


def opened(context: Context, passphrases: Passphrases) -> Desk:
    """The desk with its keys."""
    store = Store(folder(context))
    identity = store.identity
    return Desk(store, tuple(_unlock(store, key, identity.name, passphrases) for key in identity.keys))


def _checkpoint(data: bytes) -> Checkpoint:
    return checkpoints.read_form(note.read(read_request(data).note).text)


def _unlock(store: Store, key: VerifierKey, name: str, passphrases: Passphrases) -> Signer:
    path = store.key_file(key)
    signer: Signer
    if key.kind == WITNESS_MLDSA:
        passphrase = passphrases.of(name) if keyfile.is_encrypted(path) else None
        signer = mldsa.PrivateKey.from_pkcs8(keyfile.open_key(path, passphrase))
    else:
        signer = keyring.unlock(path, name, passphrases)
    if witness_key(key.name, signer.public) != key:
        raise KeyProblem(OTHER_KEY, path=path, name=name)
    return signer
