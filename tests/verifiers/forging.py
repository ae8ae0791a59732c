"""
Logs, receipts and passports written from `docs/format.md` with any keys: files that nobody honest would make.

Nothing here asks the program; a file comes out as it was told, right or wrong.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN: Final = "kpu.example/uji/halaman"
PAPER: Final = "application/vnd.kotak.paper.v1+json"


def sha(*pieces: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(b"".join(pieces)).digest()


def key(name: str) -> Ed25519PrivateKey:
    """The same key for the same name."""
    return Ed25519PrivateKey.from_private_bytes(sha(name.encode()))


def raw(private: Ed25519PrivateKey) -> bytes:
    """The public half, 32 bytes."""
    return private.public_key().public_bytes_raw()


def text64(data: bytes) -> str:
    """Base64 as the format has it."""
    return b64encode(data).decode()


def canonical(value: Any) -> str:
    """One spelling."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def pae(sort: str, body: bytes) -> bytes:
    """What an officer's key signs."""
    return f"DSSEv1 {len(sort)} {sort} {len(body)} ".encode() + body


def root(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162, 2.1.1, over leaf hashes."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1", root(leaves[:half]), root(leaves[half:]))


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """RFC 9162, 2.1.3.1, the leaf's sibling first."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(leaves[:half], index), root(leaves[half:])]
    return [*path(leaves[half:], index - half), root(leaves[:half])]


def leaf(data: str) -> bytes:
    """The hash of an entry or of a line."""
    return sha(b"\0", data.encode())


def vkey(name: str, private: Ed25519PrivateKey, sort: int) -> tuple[bytes, str]:
    """The key's ID, and the key as trust files write it."""
    typed = bytes([sort]) + raw(private)
    number = sha(name.encode(), b"\n", typed)[:4]
    return number, f"{name}+{number.hex()}+{text64(typed)}"


@dataclass(frozen=True)
class Forged:
    """A paper: its cover and its lines, as text."""

    cover: str
    lines: tuple[str, ...]
    digest: str

    @classmethod
    def of(
        cls, payload: dict[str, Any], lines: Iterable[Any], signers: Iterable[tuple[str, str]], **more: Any
    ) -> "Forged":
        """Signed by `(officer, part)` with the keys of those names; a third word is the name of another key."""
        written = tuple(line if isinstance(line, str) else canonical(line) for line in lines)
        named = sorted((hashlib.sha256(raw(key(who))).hexdigest(), who, part) for who, part in signers)
        body = {**payload, **more}
        body["signers"] = [
            {"key": number, "officer": who.partition("!")[0], "part": part, "shown": "id/1"}
            for number, who, part in named
        ]
        if written:
            body["annex"] = {"lines": len(written), "root": root([leaf(line) for line in written]).hex()}
        return cls.signed(canonical(body).encode(), written, [who for _, who, _ in named])

    @classmethod
    def signed(cls, body: bytes, lines: tuple[str, ...], who: Iterable[str]) -> "Forged":
        """These very bytes, signed by the keys of these names."""
        signatures = [
            {"keyid": hashlib.sha256(raw(key(name))).hexdigest(), "sig": text64(key(name).sign(pae(PAPER, body)))}
            for name in who
        ]
        cover = {"payload": text64(body), "payloadType": PAPER, "signatures": signatures}
        return cls(canonical(cover), lines, hashlib.sha256(body).hexdigest())


@dataclass
class ForgedLog:
    """Entries under one checkpoint of a log whose key we hold."""

    entries: list[Forged]

    def trust(self) -> bytes:
        """No quorum: the log's word is enough."""
        return f"log {vkey(ORIGIN, key('log'), 1)[1]}\ngenesis {self.entries[0].digest}\nquorum none\n".encode()

    def checkpoint(self) -> str:
        """Signed by the log."""
        leaves = [leaf(one.cover) for one in self.entries]
        text = f"{ORIGIN}\n{len(leaves)}\n{text64(root(leaves))}\n"
        number, _ = vkey(ORIGIN, key("log"), 1)
        return f"{text}\n— {ORIGIN} {text64(number + key('log').sign(text.encode()))}\n"

    def part(self, index: int, line: int | None) -> str:
        """A receipt up to its empty line."""
        one = self.entries[index]
        extra = ["kotak-receipt/v1", one.cover]
        if line is not None:
            extra += [f"line {line}", one.lines[line]]
            extra += map(text64, path([leaf(each) for each in one.lines], line))
        written = text64("".join(f"{each}\n" for each in extra).encode())
        hashes = map(text64, path([leaf(each.cover) for each in self.entries], index))
        return "\n".join(["c2sp.org/tlog-proof@v1", f"extra {written}", f"index {index}", *hashes, "", ""])

    def receipt(self, index: int, line: int | None = None) -> bytes:
        """One paper, or one line of it."""
        return (self.part(index, line) + self.checkpoint()).encode()

    def passport(self, boxes: Sequence[str], left_out: Iterable[tuple[int, int | None]] = ()) -> bytes:
        """Every line of every entry, but for those left out."""
        head = "".join(["kotak-passport/v1\n", *(f"box {box}\n" for box in boxes), "\n"])
        parts = [
            (index, line)
            for index, one in enumerate(self.entries)
            for line in (range(len(one.lines)) if one.lines else [None])
            if (index, line) not in left_out
        ]
        return (head + "".join(self.part(*each) for each in parts) + self.checkpoint()).encode()
