#!/usr/bin/env python3
"""
A second verifier of Kotak's evidence, written from docs/format.md alone: one file, for Python 3.9 or later.

    python3 kotak_verify.py --trust trust.txt [--lang id|en] FILE…

It reads receipts, passports, checkpoints, contradictions, each by itself, and ends with 0: all agrees, 3: something does not,
4: a file is not what it claims, 2: it cannot be read. [n] is a section of that page; members [4] and custody [6] are not here.
"""
from __future__ import annotations
import argparse, hashlib, json, re, sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, Callable
Json = dict[str, Any]  # an object of a paper
Keys = dict[str, tuple[str, Json]]  # by key id the officer and his key
Vkey = tuple[str, bytes, int, bytes]  # name, ID, type and key
Chain = list[tuple["Entry", Json, set[str]]]  # links of a box, and what later lines may call each
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519: the field, the order
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
EIGHTH = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826  # y of a point of order eight
SMALL = {0, 1, P - 1, EIGHTH, P - EIGHTH}
F, N = 2**256 - 2**224 + 2**192 + 2**96 - 1, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B  # P-256: y² = x³ - 3x + B over F, order N
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
FOREIGN, NAME = re.compile("[^\x20-\x7e\xa0-\xac\xae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]"), re.compile(r"[^\s+\x00-\x1f\x7f\ud800-\udfff]+")
AREA, KIND = r"\d\d(\.\d\d(\.\d\d(\.\d{4}(/\d{3})?)?)?)?", r"[A-Z][A-Z0-9]{0,15}(-[A-Z0-9]{1,15}){0,3}(\.[1-9]\d{0,5})?"
BOX, ORIGIN = re.compile(f"{AREA}/{KIND}", re.ASCII), re.compile("(?!cosignature/|subtree/)[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*")
LINKS = {"manifest", "sealing", "release", "acceptance", "handover", "withdrawal", "deposit", "opening", "correction", "disposal"}
KEYS, PAPER = ("genesis", "authorities", "enrolment", "rotation", "revocation"), "application/vnd.kotak.paper.v1+json"
OTHERS = {"continuation", "closing", "rules", "units", "plan", "stock", "inspection", "access", "finding", "answer", "hold", "lift", "attestation", "anchor"}
POLICE, SUPERVISION = ("polri", "tni", "satpolpp", "linmas"), ("bawaslu", "panwascam", "pkd", "ptps")
MAY = {**dict.fromkeys(("kpu", "ppk", "pps", "kpps"), "acts releases receives keeps unlocks inspects reports registers operates"),
       **dict.fromkeys(SUPERVISION, "unlocks witnesses inspects reports registers operates"),
       **dict.fromkeys(POLICE, "keeps unlocks inspects escorts reports"), "carrier": "keeps", "vendor": "keeps", "saksi": "witnesses inspects reports"}
SEATS, GRAVITY = {"custody": "kpu/", "supervision": "bawaslu/"}, {"": 0, "rotated": 1, "ended": 2, "lost": 3, "stolen": 3}
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
def climb(index: int, last: int, path: list[bytes], start: bytes) -> tuple[bytes, bytes]:
    new = old = start
    for one in path:
        need(last > 0 and len(one) == 32, "a path is too long")
        if index & 1 or index == last:
            new, old = sha256(b"\1" + one + new), sha256(b"\1" + one + old)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            new = sha256(b"\1" + new + one)
        index, last = index >> 1, last >> 1
    need(last == 0, "a path is too short")
    return new, old
def included(index: int, size: int, data: bytes, path: list[bytes], root: bytes) -> None:  # RFC 9162, 2.1.3.2
    need(0 <= index < size and climb(index, size - 1, path, sha256(b"\0" + data))[0] == root, "a path leads elsewhere")
def consistent(old: int, new: int, path: list[bytes], old_root: bytes, new_root: bytes) -> None:
    need(0 < old < new and path and len(old_root) == 32, "sizes and path do not fit")
    shift = (old & -old).bit_length() - 1
    start, *rest = path if (old - 1) >> shift else [old_root, *path]
    roots = climb((old - 1) >> shift, (new - 1) >> shift, rest, start)
    need(len(start) == 32 and roots == (new_root, old_root), "the path does not join the trees")

# Keys and signatures, as section 2 has them
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
    name, hex_id, encoded = text.split("+", 2)
    raw = unbase64(encoded)
    need(NAME.fullmatch(name) and len(raw) == {b"\1": 33, b"\4": 33, b"\6": 1313}.get(raw[:1]), "a verifier key is of no known form")
    key_id = sha256(name.encode("utf-8", "surrogateescape") + b"\n" + raw)[:4]
    need(key_id.hex() == hex_id and (raw[0] == 6 or point(raw[1:])), "the ID of a verifier key is another")
    return name, key_id, raw[0], raw[1:]
class Trust:
    def __init__(self, data: bytes) -> None:
        need(len(data) <= 2**16 and re.fullmatch(rb"([\t\x20-\x7e\x80-\xff]*\n)+", data), "the trust file is not of its form")
        self.keys, self.groups = {}, {}  # type: dict[str, Vkey], dict[str, tuple[int, list[str]]]
        self.members, self.common = set(), {}  # type: set[str], dict[str, int] # common to any two quorums at least
        self.said: dict[str, list[str]] = {"log": [], "genesis": [], "quorum": []}
        for line in data[:-1].split(b"\n"):
            words = [word.decode("utf-8", "surrogateescape") for word in re.split(rb"[ \t]+", line) if word]
            if words and not words[0].startswith("#"):
                self.take(words[0], words[1:])
        need(all(len(words) == 1 for words in self.said.values()), "one log, genesis, quorum are needed")
        self.log, self.genesis, self.quorum = read_vkey(self.said["log"][0]), self.said["genesis"][0], self.said["quorum"][0]
        need(ORIGIN.fullmatch(self.log[0]) and len(self.log[0]) <= 120, "the name of the log is no origin")
        need(self.log[2] == 1 and len({key[3] for key in (self.log, *self.keys.values())}) > len(self.keys), "a key stands twice")
        need(self.common.get(self.quorum, 1), "the quorum can be met twice without a common witness")
        counted = {key[2] for name, key in self.keys.items() if name in self.members | {self.quorum}}
        need(6 not in counted, "type 06 counts for no quorum")
    def take(self, word: str, rest: list[str]) -> None:
        known, many = self.common.keys(), len(rest)
        if word in ("witness", "group"):
            need(many > 1 and rest[0] not in {"none", *known}, "a name is given twice")
        if word == "witness" and many <= 3:
            self.keys[rest[0]], self.common[rest[0]] = read_vkey(rest[1]), 1
            need(self.keys[rest[0]][2] in (4, 6), "the key of a witness is of another type")
        elif word == "group" and many > 2:
            named = set(rest[2:])
            need(named <= known - self.members and len(named) == many - 2, "a member is not defined, or is one already")
            self.members |= named
            threshold = {"all": many - 2, "any": 1}.get(rest[1]) or number(rest[1])
            need(0 < threshold <= many - 2, "a group asks for no member, or for more than it has")
            self.groups[rest[0]], least = (threshold, rest[2:]), sorted(self.common[one] for one in rest[2:])
            self.common[rest[0]] = sum(least[:max(0, 2 * threshold - len(least))])
        else:
            form = {"log": many in (1, 2), "genesis": many == 1 and re.fullmatch("[0-9a-f]{64}", rest[0]),
                    "quorum": many == 1 and rest[0] in {"none", *known}}
            need(form.get(word), "a line of the trust file is not of its form")
            self.said[word].append(rest[0])
    def met(self, cosigners: set[str]) -> bool:
        enough = {"none", *cosigners}
        for name, (threshold, members) in self.groups.items():
            enough |= {name} if sum(one in enough for one in members) >= threshold else set()
        return self.quorum in enough
class Checkpoint:
    def __init__(self, data: bytes, trust: Trust) -> None:
        end = data.rfind(b"\n\n")
        need(len(data) <= 2**20 and end >= 0 and data.endswith(b"\n"), "a note is too long, or has no signatures")
        need(data.count(b"\n", end + 2) <= 100 and not re.search(rb"[\x00-\x09\x0b-\x1f]", data), "a note is not of its form")
        self.text, signed = data[:end + 1], data[end + 2:-1].decode().split("\n")
        known = {key[:2]: (name, key) for name, key in [("", trust.log), *trust.keys.items()]}
        self.by, self.unchecked = set(), set()  # type: set[str], set[str]
        for line in signed:
            dash, name, encoded = line.split(" ")
            raw = unbase64(encoded)
            need(dash == "\u2014" and NAME.fullmatch(name) and len(raw) > 4, "a signature line is not of its form")
            if (name, raw[:4]) in known:
                self.verify(*known[name, raw[:4]], raw[4:])
        need("" in self.by, "the log of the trust file did not sign this checkpoint")
        lines = self.text.decode().split("\n")
        need(len(lines) == 4 and lines[0] == trust.log[0], "the checkpoint is not of the log in the trust file")
        self.size, self.root, self.final = number(lines[1]), unbase64(lines[2]), trust.met(self.by)
        need(len(self.root) == 32 and (self.size or self.root == sha256(b"")), "the root of the checkpoint is not one")
    def verify(self, name: str, key: Vkey, raw: bytes) -> None:
        seconds, sort = int.from_bytes(raw[:8], "big"), key[2]
        need(len(raw) == {1: 64, 4: 72, 6: 2428}[sort] and (sort == 1 or seconds < 2**63), "a signature is not of its form")
        if sort != 6:
            ed25519(key[3], (b"" if sort == 1 else b"cosignature/v1\ntime %d\n" % seconds) + self.text, raw[-64:])
        (self.unchecked if sort == 6 else self.by).add(name)

# Papers [1, 3] and whose keys are whose [5, 12]
def printed(value: Json) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
def canonical(data: bytes, most: int) -> Json:
    need(len(data) <= most, "a cover or line is too long")
    text, values = data.decode(), [json.loads(data.decode())]
    for one in values:
        values += list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
        fits = not FOREIGN.search(one) if type(one) is str else type(one) in (dict, list) or one is True
        need(fits or (type(one) is int and 0 <= one < 2**53), "a value is of no kind")
    need(type(values[0]) is dict and printed(values[0]) == text and not FOREIGN.search(text), "a cover or line does not print back")
    return dict(values[0])
class Entry:
    def __init__(self, extra: bytes, index: int) -> None:
        self.cover, self.number, line, path = read_extra(extra)
        said, self.index, self.lines = canonical(self.cover, 2**14), index, {}  # type: Json, int, dict[int, Json]
        need(set(said) == {"payload", "payloadType", "signatures"} and said["payloadType"] == PAPER, "a cover is not one")
        self.payload = unbase64(said["payload"])
        self.says, self.digest = canonical(self.payload, 2**14), sha256(self.payload).hex()
        self.kind: str = self.says["kind"]
        need(self.kind in {*LINKS, *KEYS, *OTHERS}, "this kind of paper is not known here")
        self.signatures = {one["keyid"]: unbase64(one["sig"]) for one in said["signatures"] if set(one) == {"keyid", "sig"}}
        self.signers = {one["key"]: one for one in self.says["signers"]}
        stands = [[one["keyid"] for one in said["signatures"]], [one["key"] for one in self.says["signers"]]]
        need(stands[0] == stands[1] == sorted(self.signatures) and stands[0], "others signed than the paper names")
        if self.number >= 0:
            lines, root = self.says["annex"]["lines"], bytes.fromhex(self.says["annex"]["root"])
            need(lines <= 10**4 and root.hex() == self.says["annex"]["root"], "the annex is not of its form")
            included(self.number, lines, line, path, root)
            self.lines[self.number] = canonical(line, 4096)
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
def seated(entry: Entry) -> list[tuple[str, str, Json]]:  # The authorities an entry names: family, officer and key
    sets = entry.says.get("authorities", {entry.says.get("family"): entry.says.get("authority")}) if entry.kind in KEYS[:2] else {}
    need(set(sets) <= set(SEATS) and (entry.kind != "genesis" or len(sets) == 2), "a family is not one of the two")
    for one in sets.values():
        officers, keys = {each["officer"] for each in one["keys"]}, {key_id(each["key"]) for each in one["keys"]}
        need(0 < one["threshold"] <= len(one["keys"]) == len(keys) == len(officers), "a set of authorities is not of its form")
    return [(family, each["officer"], each["key"]) for family, one in sets.items() for each in one["keys"]]
class Roster:
    def __init__(self) -> None:
        self.keys, self.officers = {}, {}  # type: Keys, dict[str, Json] # and of officers their lines of an enrolment
        self.sets: dict[str, tuple[int, set[str], str]] = {}  # by family the threshold, the keys, the paper
        self.ended, self.after, self.used = {}, {}, set()  # type: dict[str, tuple[int, str]], dict[str, str], set[str]
    def take(self, entry: Entry) -> tuple[set[str], list[str]]:
        new, unknown, problems = self.offered(entry), set(), []
        for one, signer in entry.signers.items():
            officer, key = self.keys.get(one) or new.get(one) or ("", {})
            if not key:
                unknown.add(signer["officer"])
                continue
            need(officer == signer["officer"], f"a key of {officer} stands for {signer['officer']}")
            verify(key, PAPER, entry.payload, entry.signatures[one])
            since, why = self.ended.get(one, (0, ""))
            if why not in ("", "rotated") or self.late(one, entry):
                problems.append(f"the key {one[:16]} of {officer} had ended at index {since} ({why})")
        lines = [one for one in entry.lines.values() if entry.kind != "revocation" or one["id"] in self.officers]
        if unknown or entry.kind not in KEYS or not (lines or entry.kind in ("genesis", "authorities")):
            return unknown, problems
        for line in lines if entry.kind == "enrolment" else []:
            body = {"key": line["key"], "ledger": entry.says["ledger"], "officer": line["id"], "unit": line["unit"]}
            verify(line["key"], "application/vnd.kotak.key.v1+json", printed(body).encode(), unbase64(line["proof"]))
        try:
            self.judge(entry, new)
            getattr(self, entry.kind)(entry, lines, new)
            self.used |= set(self.after.values()) & set(entry.signers) - set(new)
        except Refused as error:
            problems.append(str(error))
        return unknown, problems
    def late(self, one: str, entry: Entry) -> bool:  # Replaced before, as whoever signed could know
        since, why = self.ended.get(one, (0, ""))
        return why == "rotated" and (entry.says["seen"]["size"] > since or self.after[one] in self.used)
    def offered(self, entry: Entry) -> Keys:  # New keys that sign in their own entry
        if entry.kind == "rotation":
            his = [one for one in entry.lines.values() if self.keys.get(one["old"], ("",))[0] == one["id"]]
            return {key_id(one["new"]): (one["id"], one["new"]) for one in his}
        return {key_id(key): (officer, key) for _, officer, key in seated(entry) if entry.kind == "genesis" or self.sets}
    def judge(self, entry: Entry, new: Keys) -> None:  # Who signs in which part [5, 6]
        judged = [one for key, one in entry.signers.items() if key not in new or one["part"] != "proves"]
        need(len({one["officer"] for one in judged}) == len(judged), "an officer signed twice")
        need(all(officer.startswith(SEATS[family]) for family, officer, _k in seated(entry)), "authorities are of the kpu and bawaslu")
        need(not any(self.late(one, entry) for one in entry.signers), "a key that was replaced signed")
        for one in judged if entry.kind != "genesis" else []:
            takes = MAY[sort := one["officer"].partition("/")[0]] + " proves" + " acts releases receives" * (sort in POLICE and "refs" in entry.says)
            fits = one["officer"] in self.officers and one["part"] in takes.split()
            authority = any(one["key"] in keys for _, keys, _ in self.sets.values())
            need(authority if one["part"] == "authorises" else fits, "one who signed is not enrolled, or has not that part")
    def genesis(self, entry: Entry, _: list[Json], new: Keys) -> None:
        need(set(new) == entry.signed_as("authorises"), "a key of genesis did not sign it")
        self.keys, sets = new, entry.says["authorities"]
        self.sets = {name: (one["threshold"], {key_id(key["key"]) for key in one["keys"]}, entry.digest) for name, one in sets.items()}
    def authorities(self, entry: Entry, _: list[Json], new: Keys) -> None:
        family, (_n, old, digest) = entry.says["family"], self.sets[entry.says["family"]]
        fresh = {one for one, held in new.items() if one not in old or self.keys[one] != held}
        need(entry.says["replaces"] == digest, "the authorities that are replaced are not those in force")
        need(self.reached(family, entry) and fresh <= entry.signed_as("proves"), "too few authorities, or a key is not proved")
        need(not fresh & set(self.keys), "a key is held already")
        self.keys = {**{one: held for one, held in self.keys.items() if one not in old}, **new}
        self.sets[family] = entry.says["authority"]["threshold"], set(new), entry.digest
    def enrolment(self, entry: Entry, lines: list[Json], _: Keys) -> None:
        keys: Keys = {key_id(line["key"]): (line["id"], line["key"]) for line in lines}
        officers, chiefs = {line["id"]: line for line in lines}, ["registrar" in line["roles"] for line in lines]
        need(all(chiefs) or not any(chiefs), "registrars are not enrolled in a paper of their own")
        need(len(keys) == len(officers) == len(lines), "two are enrolled with one key, or under one number")
        need(not {*keys, *officers} & {*self.keys, *self.officers}, "an officer or a key is enrolled twice")
        for line in lines:
            by = self.reached(family_of(line["id"]), entry) if chiefs[0] else self.registered(line, entry)
            need(by and line["id"].rpartition("#")[0] == line["unit"], "an enrolment is not signed by who may")
        self.keys, self.officers = {**self.keys, **keys}, {**self.officers, **officers}
    def rotation(self, entry: Entry, lines: list[Json], new: Keys) -> None:
        keys = {line["old"]: key_id(line["new"]) for line in lines}
        need({*keys, *keys.values()} <= entry.signed_as("proves"), "a key is replaced without its holder")
        fits = all(line["old"] not in self.ended and line["id"] in self.officers for line in lines)
        need(fits and len(new) == len(lines) and not set(new) & set(self.keys), "a key is not in force, or held already")
        self.keys, self.after = {**self.keys, **new}, {**self.after, **keys}
        self.ended.update(dict.fromkeys(keys, (entry.index, "rotated")))
    def revocation(self, entry: Entry, lines: list[Json], _: Keys) -> None:
        for line in lines:
            own, agreed = self.officers[line["id"]], self.reached(family_of(line["id"]), entry)
            by = agreed or ("registrar" not in own["roles"] and self.registered(own, entry))
            held = {one for one, (officer, _k) in self.keys.items() if officer == line["id"]}
            need(by and set(line["keys"]) <= held, "a revocation is not signed by who may, or names the key of another")
        for one, why in ((one, line["why"]) for line in lines for one in line["keys"]):
            self.ended[one] = max(self.ended.get(one, (0, "")), (entry.index, why), key=lambda ended: GRAVITY[ended[1]])
    def registered(self, line: Json, entry: Entry) -> bool:  # By a registrar in office of that family, in his area
        by = [self.officers[entry.signers[one]["officer"]] for one in entry.signed_as("registers")
              if self.ended.get(one, (0, ""))[1] not in ("lost", "stolen")]
        area = "" if line["unit"].startswith((*POLICE, "carrier", "vendor")) else line["unit"].partition("/")[2]
        return any(re.match(re.escape(one["term"].get("area", area)) + r"([./]|\Z)", area) for one in by
                   if "registrar" in one["roles"] and family_of(one["id"]) == family_of(line["id"]))
    def reached(self, family: str, entry: Entry) -> bool:
        return len(self.sets[family][1] & entry.signed_as("authorises")) >= self.sets[family][0]
def family_of(officer: str) -> str:  # By the type of the unit an id begins with [3]
    return "supervision" if officer.partition("/")[0] in (*SUPERVISION, "saksi") else "custody"

# Receipts and passports [12], contradictions [13]: what is brought
def read_part(data: bytes) -> tuple[int, bytes, list[bytes]]:
    lines = data.decode().split("\n")
    need(len(lines) < 68 and lines[0] == "c2sp.org/tlog-proof@v1" and lines.pop() == "", "a proof is not of its form")
    need(len(lines) > 2 and lines[1][:6] == "extra " and lines[2][:6] == "index ", "a proof is not that of a paper")
    return number(lines[2][6:]), unbase64(lines[1][6:]), [unbase64(one) for one in lines[3:]]
def read_extra(data: bytes) -> tuple[bytes, int, bytes, list[bytes]]:
    head, cover, *rest = data.split(b"\n")
    need(head == b"kotak-receipt/v1" and rest and rest.pop() == b"" and len(rest) < 66, "a receipt is not of its form")
    if not rest:
        return cover, -1, b"", []
    path = [unbase64(one.decode()) for one in rest[2:]]
    need(len(rest) > 1 and rest[0][:5] == b"line " and {len(one) for one in path} <= {32}, "a receipt is not of its form")
    return cover, number(rest[0][5:].decode()), rest[1], path
def prove(parts: list[bytes], note: bytes, trust: Trust) -> tuple[list[Entry], Checkpoint]:
    under, found, last = Checkpoint(note, trust), {}, (-1, -1)  # type: Any, dict[tuple[int, bytes], Entry], Any
    for part in parts:
        index, extra, path = read_part(part)
        entry = Entry(extra, index)
        need((index, entry.number) > last and last != (index, -1), "a part is not in its place")
        need(len(part) + 1 + len(note) <= 2**16, "a part with its checkpoint is too long")
        included(index, under.size, entry.cover, path, under.root)
        entry.check_ledger(trust.genesis)
        found.setdefault((index, entry.cover), entry).lines.update(entry.lines)
        last = index, entry.number
    return list(found.values()), under
def split(data: bytes, at: int = 0) -> tuple[list[bytes], bytes]:
    parts: list[bytes] = []
    while data.startswith((b"c2sp.org/tlog-proof@v1\n", b"kotak-passport/"), at) and len(parts) < 2002:
        end = data.find(b"\n\n", at)
        need(end >= 0, "a file ends within a part")
        parts.append(data[at:end + 1])
        at = end + 2
    return parts, data[at:]
def links(entries: list[Entry]) -> dict[str, Chain]:
    found: dict[str, Chain] = {}
    for one, line in ((e, line) for e in entries if e.kind in LINKS and "withdrawn" not in e.says for line in e.lines.values()):
        found.setdefault(line["box"], []).append((one, line, {one.digest, one.says.get("transcribed", {}).get("stands_for", one.digest)}))
    return found
def forks(chain: Chain) -> list[tuple[Entry, Entry, str]]:
    def reached(entry: Entry, line: Json, names: set[str]) -> bool:
        if entry.kind in ("handover", "deposit"):
            accepted = entry.kind == "deposit" or line["outcome"] == "accepted"
            return accepted and bool(entry.signed_as("keeps" if entry.kind == "deposit" else "receives"))
        answers = (one for e, one, _ in chain if e.kind == "acceptance" and e.says["of"] in names and e.signed_as("receives"))
        return any(one["outcome"] == "accepted" for one in answers)
    firsts, found = {}, []  # type: dict[str, tuple[Entry, set[str]]], list[tuple[Entry, Entry, str]]
    for entry, line, names in (one for one in chain if "after" in one[1] and reached(*one)):
        first, own = firsts.setdefault(line["after"], (entry, names))
        found += [] if own & names else [(first, entry, line["after"])]
    return found
def faults(box: str, chain: Chain) -> list[str]:  # 8. Where it is broken or forked
    named, listed, problems = [name for _, _, names in chain for name in names], False, []
    for entry, line, names in chain:
        listed |= entry.kind == "manifest"
        may_begin = entry.kind in ("manifest", "correction") or line.get("outcome") == "extra" or not listed
        if ("after" in line and line["after"] not in set(named) - names) or ("after" not in line and not may_begin):
            problems.append(f"{box}: the chain is broken at index {entry.index}; a paper is missing")
    problems += [f"{box}: handed over twice after {after[:16]}, at {a.index} and {b.index}" for a, b, after in forks(chain)]
    return problems if chain else [f"{box}: no part is about it"]
def clash(data: bytes, trust: Trust) -> str:  # 13. What a contradiction proves
    head, sort, *rest = data.decode().split("\n")
    need(len(data) <= 2**22 and head == "kotak-contradiction/v1" and rest[-1] == "", "a contradiction is not of its form")
    names, members = [line.partition(" ")[0] for line in rest[:-1]], [unbase64(line.partition(" ")[2]) for line in rest[:-1]]
    forms = {"same-size": ["note"] * 2, "prefix": ["note", "note", "root"] + ["hash"] * (len(members) - 3),
             "same-index": ["receipt"] * 2, "same-after": ["paper"] * max(2, len(members))}
    need(forms.get(sort) == names and (sort == "prefix" or members[0] < members[1]), "the members of a contradiction are others")
    if sort == "same-after":
        return twice(members, trust)
    if sort == "same-index":
        first, second = (promised(one, trust) for one in members)
        need(first[0] == second[0] and first[1] != second[1], "the two receipts do not contradict each other")
        return f"the log promised two papers at index {first[0]}"
    one, two = (Checkpoint(note, trust) for note in members[:2])
    root = members[2] if sort == "prefix" else two.root
    need(root != one.root and (sort == "prefix" or one.size == two.size), "the two checkpoints do not contradict each other")
    if sort == "prefix":
        consistent(one.size, two.size, members[3:], root, two.root)
    return f"the log signed two histories: {one.size} entries, and {two.size}"
def promised(receipt: bytes, trust: Trust) -> tuple[int, bytes]:  # Steps 1, 2 and 4; a log may promise anything
    (part,), note = split(receipt)
    (index, extra, path), under = read_part(part), Checkpoint(note, trust)
    need(len(receipt) <= 2**16, "a receipt is too long")
    included(index, under.size, read_extra(extra)[0], path, under.root)
    return index, read_extra(extra)[0]
def twice(members: list[bytes], trust: Trust) -> str:
    read = [Entry(one, -1) for one in members]
    roster, moved = Roster(), [e for at, e in enumerate(read) if at < 2 or e.kind not in KEYS]
    covers: dict[bytes, Entry] = {}
    for entry in (e for e in read[2:] if e.kind in KEYS):
        covers.setdefault(entry.cover, entry).lines.update(entry.lines)
    for index, entry in enumerate([*covers.values(), *moved]):
        entry.index = index if entry.cover in covers else -1
        entry.check_ledger(trust.genesis)
        need(roster.take(entry) == (set(), []), "the file does not show who signed, or a key had ended")
    (box, after), = {(line["box"], line["after"]) for entry in read[:2] for line in entry.lines.values()}
    pairs = [{one.digest, two.digest} for one, two, _ in forks(links(moved)[box])]
    need({read[0].digest, read[1].digest} in pairs, "the box was not handed over twice")
    return f"{box} was handed over twice after {after}: {read[0].digest} and {read[1].digest}"
def check(data: bytes, trust: Trust) -> dict[str, Any]:
    sort = next((one for one in ("contradiction", "passport") if data.startswith(b"kotak-%b/" % one.encode())), "receipt")
    report: dict[str, Any] = {"sort": sort, "problems": [], "unknown": set(), "under": None}
    try:
        if sort == "contradiction":
            return {**report, "problems": [clash(data, trust)]}
        parts, note = split(data)
        report["sort"] = sort = sort if parts else "checkpoint"
        need(len(data) <= {"passport": 2**22, "receipt": 2**16}.get(sort, 2**20), "the file is too long")
        head = parts.pop(0).decode().split("\n") if sort == "passport" else []
        boxes = [one[4:] for one in head if one[:4] == "box " and BOX.fullmatch(one[4:])]
        said = "".join(["kotak-passport/v1\n", *(f"box {one}\n" for one in sorted(set(boxes)))]).encode()
        fits = boxes and parts and data.startswith(said + b"\n") if sort == "passport" else len(parts) < 2
        need(fits and len(parts) <= 2000, "the file is not of its form")
        (entries, report["under"]), roster = prove(parts, note, trust), Roster()
        for entry in entries:
            unknown, problems = roster.take(entry)
            report["unknown"] |= unknown
            problems += ["nobody shows the key of " + one for one in sorted(unknown) if boxes]
            report["problems"] += [f"index {entry.index}: {problem}" for problem in problems]
        chains = links(entries)
        report["problems"] += [problem for box in boxes for problem in faults(box, chains.get(box, []))]
    except Exception as error:  # noqa: BLE001 - whatever hostile bytes lead to, they are refused
        report["refused"] = str(error) if isinstance(error, Refused) else "it is not of the form of its kind"
    return report
TEXTS = {"ok": ("agrees", "sesuai"), "found": ("DOES NOT AGREE", "TIDAK SESUAI"), "refused": ("REFUSED", "DITOLAK"),
         True: ("final", "final"), False: ("provisional, no quorum", "sementara, kuorum belum ada"),
         "not": ("Not checked: whether it took effect; what came later or is left out; members of each kind of paper",
                 "Tidak diperiksa: apakah berlaku; yang datang kemudian atau ditinggalkan; anggota tiap jenis naskah"),
         "keys": ("Not checked: signatures of {}", "Tidak diperiksa: tanda tangan {}"),
         "under": ("Under the checkpoint of {} entries, {}; cosigned by {}", "Di bawah tonggak {} catatan, {}; saksi {}")}
def read(name: str, most: int) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(most + 1)
def tell(name: str, report: dict[str, Any], say: dict[object, str]) -> int:
    outcome, under = "refused" if "refused" in report else "found" if report["problems"] else "ok", report["under"]
    lines = [f"{name}: {say[outcome]}: {report['sort']}", *report["problems"], report.get("refused", ""), say["not"]]
    if under:
        lines.append(say["under"].format(under.size, say[under.final], ", ".join(sorted(under.by - {""})) or "-"))
    lines += [say["keys"].format(one) for one in sorted({*report["unknown"], *(under.unchecked if under else ())})]
    sys.stdout.write("".join(f"{ascii(line)[1:-1]}\n" for line in lines if line))
    return {"refused": 4, "found": 3, "ok": 0}[outcome]
def main() -> int:
    parser = argparse.ArgumentParser(description="Checks evidence of Kotak against a trust file.")
    parser.add_argument("--trust", required=True)
    parser.add_argument("--lang", choices=["en", "id"], default="en")
    parser.add_argument("file", nargs="+")
    asked = parser.parse_args()
    try:
        trust = Trust(read(asked.trust, 2**16))
        say = {name: texts[asked.lang == "id"] for name, texts in TEXTS.items()}
        return max([tell(name, check(read(name, 2**22), trust), say) for name in asked.file])
    except Exception as error:  # noqa: BLE001 - the same of a trust file
        sys.stderr.write(f"{asked.trust}: {error!a}\n")
        return 2 if isinstance(error, OSError) else 4

if __name__ == "__main__":
    sys.exit(main())
