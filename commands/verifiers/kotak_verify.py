#!/usr/bin/env python3
"""
A second verifier of Kotak's evidence: one file without dependencies, written from docs/format.md alone.

    python3 kotak_verify.py --trust trust.txt [--lang id|en] FILE…

It reads receipts, passports, checkpoints and contradictions. Exit status: 0 everything that was checked agrees, 3 something
does not, 4 a file is not what it claims. Numbers in brackets are sections of that page. The rules of custody [6] are not
here: whether a line took effect, only the whole ledger can say.
"""
from __future__ import annotations

import argparse, hashlib, json, re, sys
from base64 import b64decode, b64encode
from collections import defaultdict
from pathlib import Path
from typing import Any, Callable, Dict, Sequence, Tuple
Json = Dict[str, Any]  # an object of a paper
Vkey = Tuple[str, bytes, int, bytes]  # name, ID, type and key
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519: the field, the order
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
SMALL = {0, 1, P - 1} | {int.from_bytes(bytes.fromhex(one), "little") for one in (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")}
F, N = 2**256 - 2**224 + 2**192 + 2**96 - 1, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B  # P-256: y² = x³ - 3x + B over F, order N
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
FOREIGN = re.compile("[^\x20-\x7e\xa0-\xac\xae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]")
BOX = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4}(/\d{3})?)?)?)?/[A-Z][A-Z0-9-]*(\.[1-9]\d*)?", re.ASCII)
LINKS = set("manifest sealing release acceptance handover withdrawal deposit opening correction disposal".split())
KEYS = ("genesis", "authorities", "enrolment", "rotation", "revocation")

class Refused(Exception):
    """The file is not what it claims."""


def need(holds: object, why: str) -> None:
    if not holds:
        raise Refused(why)

def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

def unbase64(text: str) -> bytes:  # Padded base64 in its one spelling [1]
    data = b64decode(text.encode("ascii"), validate=True)
    need(b64encode(data).decode() == text, "base64 is not in its one spelling")
    return data

def number(text: str) -> int:  # Below 2^63, without leading zeros [9, 12]
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text, re.ASCII) and int(text) < 2**63, "a number is not one")
    return int(text)

# Trees: RFC 9162, 2.1
def node(left: bytes, right: bytes, tag: bytes = b"\1") -> bytes:
    return sha256(tag + left + right)

def climb(index: int, last: int, path: Sequence[bytes], start: bytes) -> tuple[bytes, bytes]:
    new = old = start
    for one in path:
        need(last > 0 and len(one) == 32, "a path is too long")
        if index & 1 or index == last:
            new, old = node(one, new), node(one, old)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            new = node(new, one)
        index, last = index >> 1, last >> 1
    need(last == 0, "a path is too short")
    return new, old

def included(index: int, size: int, data: bytes, path: Sequence[bytes], root: bytes) -> None:  # RFC 9162, 2.1.3.2
    need(0 <= index < size and climb(index, size - 1, path, node(data, b"", b"\0"))[0] == root, "a path leads elsewhere")

def consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    need(0 < old < new and path and len(old_root) == 32, "sizes and path do not fit")
    shift = (old & -old).bit_length() - 1
    index, last = (old - 1) >> shift, (new - 1) >> shift
    start, *rest = path if index else [old_root, *path]
    need(len(start) == 32 and climb(index, last, rest, start) == (new_root, old_root), "the path does not join the trees")

# Signatures [2]
def point(data: bytes) -> tuple[int, int, int, int]:
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[-1:] >= b"\x80"
    need(len(data) == 32 and y < P and y not in SMALL, "a key or R is of small order or not canonical")
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    need((x * x - square) % P == 0 and (x or not sign), "a key or R is not on the curve")
    return (x, y, 1, x * y % P) if (x & 1) == sign else (P - x, y, 1, (P - x) * y % P)

def plus(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, int, int, int]:
    a, b = (one[1] - one[0]) * (two[1] - two[0]), (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * one[3] * two[3] * D, 2 * one[2] * two[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P
BASE = point(bytes.fromhex("58" + "66" * 31))

def ed25519(key: bytes, message: bytes, signature: bytes) -> None:  # RFC 8032, with one verdict in every library
    s, (x, y, _, t) = int.from_bytes(signature[32:], "little"), point(key)
    need(len(signature) == 64 and s < Q and point(signature[:32]), "a signature is not of its form")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    found, own = (0, 1, 1, 0), (P - x, y, 1, P - t)
    table = found, BASE, own, plus(BASE, own)
    for bit in range(252, -1, -1):
        found = plus(plus(found, found), table[(s >> bit & 1) + 2 * (h >> bit & 1)])
    inverse = pow(found[2], -1, P)
    made = (found[1] * inverse % P | (found[0] * inverse % P & 1) << 255).to_bytes(32, "little")
    need(made == signature[:32], "a signature does not belong to these bytes")

def add(one: tuple[int, int] | None, two: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or two is None or (one[0] == two[0] and (one[1] + two[1]) % F == 0):
        return None if one and two else one or two
    above, below = (3 * one[0] ** 2 - 3, 2 * one[1]) if one == two else (two[1] - one[1], two[0] - one[0])
    slope = above * pow(below, -1, F)
    x = (slope * slope - one[0] - two[0]) % F
    return x, (slope * (one[0] - x) - one[1]) % F

def p256(key: bytes, message: bytes, signature: bytes) -> None:
    x, r, s = (int.from_bytes(one, "big") for one in (key[1:], signature[:32], signature[32:]))
    square = (x**3 - 3 * x + B) % F
    y = pow(square, (F + 1) // 4, F)
    need(len(key) == 33 and key[0] in (2, 3) and x < F and y * y % F == square, "a key is not on its curve")
    need(len(signature) == 64 and 0 < r < N and 0 < s <= N // 2, "a signature is not of its form")
    u, v = (part * pow(s, -1, N) % N for part in (int.from_bytes(sha256(message), "big"), r))
    found, own = None, (x, y if y & 1 == key[0] & 1 else F - y)
    table = found, G, own, add(G, own)
    for bit in range(255, -1, -1):
        found = add(add(found, found), table[(u >> bit & 1) + 2 * (v >> bit & 1)])
    need(found and found[0] % N == r, "a signature does not belong to these bytes")

VERIFY: dict[str, Callable[[bytes, bytes, bytes], None]] = {"ed25519": ed25519, "p256-sha256": p256}

# Trust files and checkpoints [9, 10]
def read_vkey(text: str) -> Vkey:
    name, hex_id, encoded = (text.split("+", 2) + ["", ""])[:3]
    raw = unbase64(encoded)
    need(name and not re.search(r"\s", name) and raw, "a verifier key has no proper name, or is empty")
    need(len(raw) == {1: 33, 4: 33, 6: 1313}.get(raw[0], 0), "a verifier key is of no type that is known")
    key_id = sha256(name.encode("utf-8", "surrogateescape") + b"\n" + raw)[:4]
    need(key_id.hex() == hex_id and (raw[0] == 6 or point(raw[1:])), "the ID of a verifier key is another")
    return name, key_id, raw[0], raw[1:]

class Trust:
    def __init__(self, data: bytes) -> None:
        need(data.endswith(b"\n") and len(data) <= 2**16, "the trust file does not end, or is too long")
        need(not re.search(rb"[^\t\n\x20-\x7e\x80-\xff]", data), "the trust file holds a control character")
        self.keys: dict[str, Vkey] = {}
        self.groups, self.said = {}, defaultdict(list)  # type: dict[str, tuple[int, list[str]]], dict[str, list[str]]
        for line in data[:-1].split(b"\n"):
            words = [word.decode("utf-8", "surrogateescape") for word in re.split(rb"[ \t]+", line) if word]
            if words and not words[0].startswith("#"):
                self.take(words[0], words[1:])
        need(all(len(self.said[word]) == 1 for word in ("log", "genesis", "quorum")), "one log, genesis, quorum are needed")
        self.log, self.genesis, self.quorum = read_vkey(self.said["log"][0]), self.said["genesis"][0], self.said["quorum"][0]
        public = [self.log[3], *(key[3] for key in self.keys.values())]
        need(self.log[2] == 1 and len(set(public)) == len(public), "a key is of another type, or stands twice")
        need(self.quorum == "none" or self.split(self.quorum) > 0, "the quorum can be met twice without a common witness")
        used = {member for _, members in self.groups.values() for member in members} | {self.quorum}
        need(all(key[2] == 4 for name, key in self.keys.items() if name in used), "type 06 counts for no quorum")
    def take(self, word: str, rest: list[str]) -> None:
        known, many = {*self.keys, *self.groups}, len(rest)
        if word in ("witness", "group"):
            need(many > 1 and rest[0] not in known | {"none"}, "a name is given twice")
        if word == "witness" and many <= 3:
            self.keys[rest[0]] = read_vkey(rest[1])
            need(self.keys[rest[0]][2] in (4, 6), "the key of a witness is of another type")
        elif word == "group" and many > 2:
            taken = [one for _, members in self.groups.values() for one in members] + rest[2:]
            need(known.issuperset(rest[2:]) and len(set(taken)) == len(taken), "a member is not defined, or is one already")
            need(rest[1] in ("all", "any") or re.fullmatch("[1-9][0-9]{0,4}", rest[1], re.ASCII), "a group asks for no number")
            threshold = {"all": many - 2, "any": 1}.get(rest[1]) or int(rest[1])
            need(threshold <= many - 2, "a group asks for more members than it has")
            self.groups[rest[0]] = threshold, rest[2:]
        else:
            form = {"log": many in (1, 2), "genesis": many == 1 and re.fullmatch("[0-9a-f]{64}", rest[0]),
                    "quorum": many == 1 and rest[0] in known | {"none"}}
            need(form.get(word), "a line of the trust file is not of its form")
            self.said[word].append(rest[0])
    def split(self, name: str) -> int:
        if name in self.keys:
            return 1
        threshold, members = self.groups[name]
        return sum(sorted(map(self.split, members))[:max(0, 2 * threshold - len(members))])
    def met(self, cosigners: set[str]) -> bool:
        enough = {"none", *cosigners}
        for name, (threshold, members) in self.groups.items():
            enough |= {name} if sum(one in enough for one in members) >= threshold else set()
        return self.quorum in enough

class Checkpoint:
    def __init__(self, data: bytes, trust: Trust) -> None:
        end = data.rfind(b"\n\n")
        need(len(data) <= 2**20 and end >= 0 and data.endswith(b"\n"), "a note is too long, or has no signatures")
        need(not re.search(rb"[\x00-\x09\x0b-\x1f]", data), "a note holds a control character")
        self.text, signed = data[:end + 1], data[end + 2:-1].decode().split("\n")
        known = {key[:2]: (name, key) for name, key in [("", trust.log), *trust.keys.items()]}
        self.by, self.unchecked = set(), set()  # type: set[str], set[str]
        need(len(signed) <= 100, "a note has too many signature lines")
        for line in signed:
            need(re.fullmatch("\u2014 [^\\s+]+ [^ ]+", line), "a signature line is not of its form")
            name, raw = line.split(" ")[1], unbase64(line.split(" ")[2])
            need(len(raw) > 4, "a signature line is too short")
            if (name, raw[:4]) in known:
                self.verify(*known[name, raw[:4]], raw[4:])
        need("" in self.by, "the log of the trust file did not sign this checkpoint")
        lines = self.text.decode().split("\n")
        need(len(lines) == 4 and lines[0] == trust.log[0], "the checkpoint is not of the log in the trust file")
        self.size, self.root, self.final = number(lines[1]), unbase64(lines[2]), trust.met(self.by)
        need(len(self.root) == 32 and (self.size or self.root == sha256(b"")), "the root of the checkpoint is not one")
    def verify(self, name: str, key: Vkey, raw: bytes) -> None:
        seconds = int.from_bytes(raw[:8], "big")
        need(key[2] == 1 or seconds < 2**63, "a cosignature is from after the end of time")
        if key[2] == 6:
            need(len(raw) == 2428, "a cosignature has another length")
            self.unchecked.add(name)
            return
        before, signature = (b"", raw) if key[2] == 1 else (b"cosignature/v1\ntime %d\n" % seconds, raw[8:])
        ed25519(key[3], before + self.text, signature)
        self.by.add(name)

# Papers [1, 3] and whose keys are whose [5, 12]
def canonical(data: bytes) -> Json:
    text, values = data.decode(), [json.loads(data.decode())]
    same = json.dumps(values[0], sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
    for one in values:
        values += list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
        fine = isinstance(one, (dict, list, str)) or one is True or (type(one) is int and 0 <= one < 2**53)
        need(fine, "a value is of no kind that papers hold")
    need(isinstance(values[0], dict) and same and not FOREIGN.search(text), "a cover or line does not print back")
    return dict(values[0])

class Entry:
    def __init__(self, cover: bytes, index: int) -> None:
        said, self.cover, self.index, self.lines = canonical(cover), cover, index, {}  # type: ignore[var-annotated]
        need(len(cover) <= 2**14 and set(said) == {"payload", "payloadType", "signatures"}, "a cover is not one")
        need(said["payloadType"] == "application/vnd.kotak.paper.v1+json", "the envelope holds no paper")
        self.payload = unbase64(said["payload"])
        self.says, self.digest = canonical(self.payload), sha256(self.payload).hex()
        self.kind: str = self.says["kind"]
        self.signatures = {one["keyid"]: unbase64(one["sig"]) for one in said["signatures"]}
        self.signers = {one["key"]: one for one in self.says["signers"]}
        stands = [one["keyid"] for one in said["signatures"]], [one["key"] for one in self.says["signers"]]
        need(stands[0] == stands[1] == sorted(set(stands[0])) and stands[0], "others signed than the paper names")
    def show(self, content: list[str]) -> None:
        annex, at = self.says.get("annex") or {"lines": 0, "root": ""}, content[0].partition("line ")[2]
        need(len(content) > 1 and len(content) < 66 and content[0] == f"line {at}", "a receipt is not of its form")
        path = [unbase64(one) for one in content[2:]]
        included(number(at), annex["lines"], content[1].encode(), path, bytes.fromhex(annex["root"]))
        need(len(content[1].encode()) <= 4096, "a line is too long")
        self.lines[number(at)] = canonical(content[1].encode())
    def check_ledger(self, genesis: str) -> None:  # 7. It is of the ledger in the trust file
        first = self.index == 0 if self.index >= 0 else self.kind == "genesis"
        need(first == (self.kind == "genesis"), "genesis does not stand at index 0, or another paper does")
        need((self.digest if first else self.says["ledger"]) == genesis, "the paper is of another ledger")
    def signed_as(self, part: str) -> set[str]:
        return {key for key, one in self.signers.items() if one["part"] == part}

def key_id(key: Json) -> str:
    need(key["alg"] in VERIFY, "a key is of another algorithm")
    return sha256(unbase64(key["public"])).hex()

def verify(key: Json, type_: str, body: bytes, signature: bytes) -> None:  # A signature over PAE(type, body) [1]
    message = b"DSSEv1 %d %b %d %b" % (len(type_), type_.encode(), len(body), body)
    VERIFY[key["alg"]](unbase64(key["public"]), message, signature)

class Roster:
    def __init__(self) -> None:
        self.keys, self.ended = {}, {}  # type: dict[str, tuple[str, Json]], dict[str, tuple[str, int]]
        self.officers, self.sets = {}, {}  # type: dict[str, Json], dict[str, tuple[int, set[str], str]]
    def take(self, entry: Entry) -> tuple[set[str], list[str]]:
        sets = {"genesis": entry.says.get("authorities", {}).values(), "authorities": [entry.says.get("authority")]}
        new = {key_id(one["key"]): (one["officer"], one["key"]) for one in (o for s in sets.get(entry.kind, ()) for o in s["keys"])}
        if entry.kind == "rotation":
            new |= {key_id(one["new"]): (one["id"], one["new"]) for one in entry.lines.values()}
        unknown, problems = set(), []
        for one, signer in entry.signers.items():
            officer, key = self.keys.get(one) or new.get(one) or ("", {})
            if not key:
                unknown.add(signer["officer"])
                continue
            need(officer == signer["officer"], f"a key of {officer} stands for {signer['officer']}")
            verify(key, "application/vnd.kotak.paper.v1+json", entry.payload, entry.signatures[one])
            why, since = self.ended.get(one, ("", 0))
            if why and not (why == "rotated" and entry.says["seen"]["size"] <= since):
                problems.append(f"the key {one[:16]} of {officer} had ended at index {since} ({why})")
        if not unknown and entry.kind in KEYS:
            try:
                self.learn(entry, new)
            except Refused as error:
                problems.append(str(error))
        return unknown, problems
    def learn(self, entry: Entry, new: dict[str, tuple[str, Json]]) -> None:
        signed, proved = entry.signed_as("authorises"), entry.signed_as("proves")
        if entry.kind == "genesis":
            need(set(new) <= signed, "a key of genesis did not sign it")
            self.sets = {name: (one["threshold"], {key_id(key["key"]) for key in one["keys"]}, entry.digest)
                         for name, one in entry.says["authorities"].items()}
        elif entry.kind == "authorities":
            family, (_, old, digest) = entry.says["family"], self.sets[entry.says["family"]]
            need(self.reached(family, signed) and set(new) - old <= proved, "too few authorities, or a key is not proved")
            need(entry.says["replaces"] == digest, "the authorities that are replaced are not those in force")
            self.keys = {one: held for one, held in self.keys.items() if one not in old}
            self.sets[family] = entry.says["authority"]["threshold"], set(new), entry.digest
        fresh, ended = {}, {}  # type: dict[str, Json], dict[str, tuple[str, int]]
        for line in entry.lines.values():
            if entry.kind == "enrolment":
                said = {"key": line["key"], "ledger": entry.says["ledger"], "officer": line["id"], "unit": line["unit"]}
                body = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
                own, name = key_id(line["key"]), line["id"]
                verify(line["key"], "application/vnd.kotak.key.v1+json", body, unbase64(line["proof"]))
                need(name not in {**self.officers, **fresh} and own not in {**self.keys, **new}, "an officer or key is enrolled twice")
                need(name.startswith(line["unit"] + "#") and self.may(line, entry), "an enrolment is not signed by who may")
                fresh[name], new[own] = line, (name, line["key"])
            elif entry.kind == "rotation":
                fits = self.keys[line["old"]][0] == line["id"] and {line["old"], key_id(line["new"])} <= proved
                need(fits, "a key is replaced without its holder")
                ended[line["old"]] = "rotated", entry.index
            elif line["id"] in self.officers:
                keys = {one for one in line["keys"] if one in self.keys and self.keys[one][0] == line["id"]}
                need(keys == set(line["keys"]) and self.may(self.officers[line["id"]], entry), "a revocation is not by who may")
                ended |= dict.fromkeys(keys, (line["why"], entry.index))
        self.keys, self.officers, self.ended = {**self.keys, **new}, {**self.officers, **fresh}, {**self.ended, **ended}
    def may(self, line: Json, entry: Entry) -> bool:
        family, area = family_of(line["id"]), line["unit"].partition("/")[2]
        able = [self.officers.get(self.keys[one][0], {}) for one in entry.signed_as("registers")
                if self.ended.get(one, ("", 0))[0] not in ("lost", "stolen")]
        by = [one for one in able if "registrar" in one.get("roles", ()) and family_of(one["id"]) == family]
        covered = any(re.match(re.escape(one["term"].get("area", area)) + r"([./]|\Z)", area) for one in by)
        return self.reached(family, entry.signed_as("authorises")) or ("registrar" not in line["roles"] and covered)
    def reached(self, family: str, signed: set[str]) -> bool:
        return len(self.sets[family][1] & signed) >= self.sets[family][0]

def family_of(officer: str) -> str:  # By the type of the unit an id begins with [3]
    return "supervision" if re.match("(bawaslu|panwascam|pkd|ptps|saksi)/", officer) else "custody"

# Receipts, passports, contradictions [12, 13]
def read_part(data: bytes) -> tuple[Entry, int, list[bytes]]:
    lines = data.decode().split("\n")
    need(len(lines) < 68 and lines[0] == "c2sp.org/tlog-proof@v1" and lines.pop() == "", "a proof is not of its form")
    need(len(lines) > 2 and lines[1][:6] == "extra " and lines[2][:6] == "index ", "a proof is not that of a paper")
    return *read_extra(unbase64(lines[1][6:]), number(lines[2][6:])), [unbase64(one) for one in lines[3:]]

def read_extra(data: bytes, index: int) -> tuple[Entry, int]:
    head, cover, *rest = [*data.decode().split("\n"), ""][:-1]
    need(head == "kotak-receipt/v1" and data.endswith(b"\n"), "a receipt is not of its form")
    entry = Entry(cover.encode(), index)
    if rest[:-1]:
        entry.show(rest[:-1])
    return entry, next(iter(entry.lines), -1)

def prove(parts: list[bytes], note: bytes, trust: Trust) -> tuple[list[Entry], Checkpoint]:
    under, found, last = Checkpoint(note, trust), {}, (-1, -1)  # type: Any, dict[tuple[int, bytes], Entry], Any
    for part in parts:
        entry, line, path = read_part(part)
        place = entry.index, line
        need(place > last and last != (entry.index, -1), "a part is not in its place")
        included(place[0], under.size, entry.cover, path, under.root)
        entry.check_ledger(trust.genesis)
        found.setdefault((place[0], entry.cover), entry).lines.update(entry.lines)
        last = place
    return list(found.values()), under

def split(data: bytes, at: int = 0) -> tuple[list[bytes], bytes]:
    parts: list[bytes] = []
    while data.startswith((b"c2sp.org/tlog-proof@v1\n", b"kotak-passport/"), at) and len(parts) < 2002:
        end = data.find(b"\n\n", at)
        need(end >= 0, "a file ends within a part")
        parts.append(data[at:end + 1])
        at = end + 2
    return parts, data[at:]

def links(box: str, entries: list[Entry]) -> list[tuple[Entry, Json, set[str]]]:
    kept = [e for e in entries if e.kind in LINKS and not e.says.get("withdrawn")]
    return [(e, line, {e.digest, e.says.get("transcribed", {}).get("stands_for", e.digest)})
            for e in kept for line in e.lines.values() if line.get("box") == box]

def forks(chain: list[tuple[Entry, Json, set[str]]]) -> list[tuple[Entry, Entry, str]]:
    def reached(entry: Entry, line: Json, names: set[str]) -> bool:
        if entry.kind in ("handover", "deposit"):
            accepted = entry.kind == "deposit" or line["outcome"] == "accepted"
            return accepted and bool(entry.signed_as("keeps" if entry.kind == "deposit" else "receives"))
        return any(e.kind == "acceptance" and e.says["of"] in names and one["outcome"] == "accepted" and e.signed_as("receives")
                   for e, one, _ in chain)
    firsts: dict[str, tuple[Entry, set[str]]] = {}
    found = []
    for entry, line, names in (one for one in chain if "after" in one[1] and reached(*one)):
        first, own = firsts.setdefault(line["after"], (entry, names))
        found += [] if own & names else [(first, entry, line["after"])]
    return found

def chain_of(box: str, entries: list[Entry]) -> list[str]:  # 8. Where the chain of a box is broken or forked
    chain, listed, problems = links(box, entries), False, []
    named = [name for _, _, names in chain for name in names]
    for entry, line, names in chain:
        listed |= entry.kind == "manifest"
        may_begin = entry.kind in ("manifest", "correction") or line.get("outcome") == "extra" or not listed
        if "after" in line and line["after"] not in set(named) - names or "after" not in line and not may_begin:
            problems.append(f"{box}: the chain is broken at index {entry.index}; a paper is missing")
    problems += [f"{box}: handed over twice after {after[:16]}, at {a.index} and {b.index}" for a, b, after in forks(chain)]
    return problems if chain else [f"{box}: no part is about it"]

def clash(data: bytes, trust: Trust) -> str:  # 13. What a contradiction proves
    head, sort, *rest = data.decode().split("\n")
    need(len(data) <= 2**22 and head == "kotak-contradiction/v1" and rest[-1] == "", "a contradiction is not of its form")
    names, members = [line.partition(" ")[0] for line in rest[:-1]], [unbase64(line.partition(" ")[2]) for line in rest[:-1]]
    more = len(members) - {"prefix": 3}.get(sort, 2)
    forms = {"same-size": ["note"] * 2, "prefix": ["note", "note", "root"] + ["hash"] * more,
             "same-index": ["receipt"] * 2, "same-after": ["paper"] * (2 + more)}
    need(forms.get(sort) == names and (sort == "prefix" or members[0] < members[1]), "the members of a contradiction are others")
    if sort == "same-after":
        return twice(members, trust)
    if sort == "same-index":
        read = [(*read_part(parts[0]), len(parts), Checkpoint(note, trust)) for parts, note in map(split, members)]
        for entry, _, path, many, under in read:
            need(many == 1, "a receipt has one part")
            included(entry.index, under.size, entry.cover, path, under.root)
        first, second = read[0][0], read[1][0]
        need(first.index == second.index and first.cover != second.cover, "the two receipts do not contradict each other")
        return f"the log promised two papers at index {first.index}"
    one, two = (Checkpoint(note, trust) for note in members[:2])
    need((members[2] if sort == "prefix" else two.root) != one.root, "the two checkpoints do not contradict each other")
    if sort == "prefix":
        consistent(one.size, two.size, members[3:], members[2], two.root)
    need(sort == "prefix" or one.size == two.size, "the two checkpoints are of two sizes")
    return f"the log signed two histories: {one.size} entries, and {two.size}"

def twice(members: list[bytes], trust: Trust) -> str:
    read = [read_extra(one, -1)[0] for one in members]
    roster, moved = Roster(), [e for at, e in enumerate(read) if at < 2 or e.kind not in KEYS]
    covers: dict[bytes, Entry] = {}
    for entry in (e for e in read[2:] if e.kind in KEYS):
        covers.setdefault(entry.cover, entry).lines.update(entry.lines)
    for index, entry in enumerate([*covers.values(), *moved]):
        entry.index = index if entry.cover in covers else -1
        entry.check_ledger(trust.genesis)
        need(roster.take(entry) == (set(), []), "the file does not show who signed, or a key had ended")
    boxes = {(line.get("box"), line.get("after")) for entry in read[:2] for line in entry.lines.values()}
    box, after = next(iter(boxes))
    pairs = [{one.digest, two.digest} for one, two, _ in forks(links(box, moved))]
    need(len(boxes) == 1 and after and {read[0].digest, read[1].digest} in pairs, "the box was not handed over twice")
    return f"{box} was handed over twice after {after}: {read[0].digest} and {read[1].digest}"

def check(data: bytes, trust: Trust) -> dict[str, Any]:
    report: dict[str, Any] = {"sort": "", "problems": [], "unknown": set()}
    try:
        if data.startswith(b"kotak-contradiction/"):
            return {**report, "sort": "contradiction", "problems": [clash(data, trust)]}
        parts, note = split(data)
        report["sort"] = ("passport" if data.startswith(b"kotak-passport/") else "receipt") if parts else "checkpoint"
        need(len(data) <= {"passport": 2**22, "receipt": 2**16, "checkpoint": 2**20}[report["sort"]], "the file is too long")
        head = parts.pop(0).decode().split("\n")[1:-1] if report["sort"] == "passport" else []
        boxes = [line.partition("box ")[2] for line in head]
        need(all(map(BOX.fullmatch, boxes)), "a passport names what is no box")
        fits = head == [f"box {box}" for box in sorted(set(boxes))] and data.startswith(b"kotak-passport/v1\n") and parts
        need(fits if report["sort"] == "passport" else len(parts) < 2, "the file is not of its form")
        entries, report["under"] = prove(parts, note, trust)
        roster = Roster()
        for entry in entries:
            unknown, problems = roster.take(entry)
            report["unknown"] |= unknown
            report["problems"] += problems + (["nobody shows a key"] if unknown and boxes else [])
        report["problems"] += [problem for box in boxes for problem in chain_of(box, entries)]
    except (Refused, KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration, RecursionError) as error:
        report["refused"] = str(error) if isinstance(error, Refused) else "it is not of the form of its kind"
    return report

TEXTS = {"ok": ("agrees", "sesuai"), "found": ("DOES NOT AGREE", "TIDAK SESUAI"), "refused": ("REFUSED", "DITOLAK"),
         True: ("final", "final"), False: ("provisional, no quorum", "sementara, kuorum belum ada"),
         "not": ("Not checked: whether it took effect; what came later or was left out; members of each kind of paper",
                 "Tidak diperiksa: apakah berlaku; apa yang datang kemudian atau ditinggalkan; anggota tiap jenis naskah"),
         "keys": ("Not checked: signatures of {}", "Tidak diperiksa: tanda tangan {}"),
         "under": ("Under the checkpoint of {} entries, {}; cosigned by {}", "Di bawah tonggak {} entri, {}; saksi {}")}

def main() -> int:
    parser = argparse.ArgumentParser(description="Checks evidence of Kotak against a trust file.")
    parser.add_argument("--trust", required=True)
    parser.add_argument("--lang", choices=["en", "id"], default="en")
    parser.add_argument("file", nargs="+")
    asked, worst = parser.parse_args(), 0
    say = {name: texts[asked.lang == "id"] for name, texts in TEXTS.items()}
    try:
        trust = Trust(Path(asked.trust).read_bytes())
        for name in asked.file:
            with Path(name).open("rb") as file:
                report = check(file.read(2**22 + 1), trust)
            outcome = "refused" if "refused" in report else "found" if report["problems"] else "ok"
            lines = [f"{name}: {say[outcome]}: {report['sort']}", *report["problems"], report.get("refused", ""), say["not"]]
            if under := report.get("under"):
                lines.append(say["under"].format(under.size, say[under.final], ", ".join(sorted(under.by - {""})) or "-"))
            lines += [say["keys"].format(one) for one in sorted(report["unknown"].union(under.unchecked if under else ()))]
            sys.stdout.write("".join(f"{ascii(line)[1:-1]}\n" for line in lines if line))
            worst = max(worst, {"refused": 4, "found": 3, "ok": 0}[outcome])
    except (OSError, Refused, ValueError, IndexError) as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, OSError) else 4
    return worst

if __name__ == "__main__":
    sys.exit(main())
