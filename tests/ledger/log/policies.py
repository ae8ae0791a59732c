"""Lines of trust files, with keys that are made when they are named."""

import json
import re
from collections import defaultdict
from typing import Any

from ledger.signing.keys import PrivateKey, PublicKey
from ledger.signing.vkey import LOG, WITNESS, VerifierKey, read_key
from tests.vectors import vectors

ORIGIN = "kpu.example/pemilu-2029/kota-batu"
GENESIS = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"
LAXER = {
    "whitespace and comments": "does not read like: witness",
    "group numerical": "stands there a second time",
    "group all": "stands there a second time",
    "group any": "stands there a second time",
}
"""Published as good, with comments at the ends of lines and with one key under two names."""


KEYS: defaultdict[str, PrivateKey] = defaultdict(PrivateKey.generate)


def public(name: str) -> PublicKey:
    return KEYS[name].public


def log(name: str = ORIGIN) -> str:
    return str(VerifierKey(name, LOG, public(name)))


def witness(name: str) -> str:
    return f"witness {name} {VerifierKey(f'{name}.example', WITNESS, public(name))}"


def trust(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in [f"log {log()}", f"genesis {GENESIS}", *lines]).encode()


def with_keys(text: str) -> str:
    """Put a verifier key where sigsum writes 64 hex digits."""

    def named(found: re.Match[str]) -> str:
        kind = LOG if found[1].strip().startswith("log") else WITNESS
        return found[1] + str(VerifierKey(f"example/{found[2][:8]}", kind, public(found[2])))

    return re.sub(r"(log +|witness +\S+ +)([0-9a-f]{64})", named, text)


def with_witness_keys(text: str) -> str:
    """Make keys of type 04 of those which one published set writes with type 01."""

    def typed(found: re.Match[str]) -> str:
        key = read_key(found[2])
        return found[1] + str(VerifierKey(key.name, WITNESS, key.public))

    return re.sub(r"(witness +\S+ +)(\S+)", typed, text)


def cases(*parts: str, of: str = "cases") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(vectors(*parts).read_text())[of]
    return found
