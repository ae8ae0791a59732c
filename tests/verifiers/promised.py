"""Checkpoints and trust files at the edges of what may be written, as `(name, trust file, checkpoint)`."""

from collections.abc import Iterator

from tests.verifiers import mutants
from tests.verifiers.forging import key, root, text64, vkey

Case = tuple[str, bytes, bytes]


def signed_differently(name: str, trust: bytes, file: bytes) -> Iterator[Case]:
    """Other signature lines under the same text."""
    body, lines = file[: file.rindex(b"\n\n") + 2], file[file.rindex(b"\n\n") + 2 :].splitlines(keepends=True)
    stranger = "— stranger.example/saksi AAAAAAAAAAA=\n".encode()
    for at, line in enumerate(lines):
        others = [*lines[:at], *lines[at + 1 :]]
        yield f"{name}: without signature {at}", trust, body + b"".join(others)
        yield f"{name}: only signature {at}", trust, body + line
        yield f"{name}: signature {at} altered", trust, body + b"".join([*others, line[:-9] + b"AAAAAAA=\n"])
        yield f"{name}: signature {at} twice", trust, body + b"".join([*lines, line])
    yield f"{name}: backwards", trust, body + b"".join(lines[::-1])
    yield f"{name}: a stranger too", trust, body + b"".join([stranger, *lines])
    for many in (100 - len(lines), 101 - len(lines)):
        yield f"{name}: {many} strangers", trust, body + b"".join([*lines, *[stranger] * many])
    for what, written in {
        "a stranger of 4 bytes": "— stranger AAAAAA==\n",
        "a stranger of 5 bytes": "— stranger AAAAAAA=\n",
        "stray bits": "— stranger AAAAAAB=\n",
        "two blanks": "—  stranger AAAAAAA=\n",
        "a blank at the end": "— stranger AAAAAAA= \n",
        "a plus in the name": "— a+b AAAAAAA=\n",
        "a tab": "— a\tb AAAAAAA=\n",
        "a no-break space": "— a\u00a0b AAAAAAA=\n",
        "a line separator": "— a\u2028b AAAAAAA=\n",
        "a delete": "— a\x7fb AAAAAAA=\n",
        "next line": "— a\u0085b AAAAAAA=\n",
        "no name": "— AAAAAAA=\n",
        "another dash": "- a AAAAAAA=\n",
    }.items():
        yield f"{name}: {what}", trust, body + b"".join(lines) + written.encode()


def checkpoints() -> Iterator[Case]:
    """Checkpoints that the log itself signed, in every spelling."""
    genesis = "ab" * 32
    number, log = vkey("kpu.example/uji", key("log"), 1)
    trust = f"log {log}\ngenesis {genesis}\nquorum none\n".encode()
    nothing, some = text64(root([])), text64(bytes(32))
    for what, body in {
        "good": f"kpu.example/uji\n7\n{some}\n",
        "empty": f"kpu.example/uji\n0\n{nothing}\n",
        "empty, another root": f"kpu.example/uji\n0\n{some}\n",
        "size 2^62": f"kpu.example/uji\n{2**62}\n{some}\n",
        "size 2^63 - 1": f"kpu.example/uji\n{2**63 - 1}\n{some}\n",
        "size 2^63": f"kpu.example/uji\n{2**63}\n{some}\n",
        "size 10^19": f"kpu.example/uji\n{10**19}\n{some}\n",
        "size of 4,300 digits": f"kpu.example/uji\n{'9' * 4300}\n{some}\n",
        "size of 100,000 digits": f"kpu.example/uji\n{'9' * 100_000}\n{some}\n",
        "leading zero": f"kpu.example/uji\n07\n{some}\n",
        "plus": f"kpu.example/uji\n+7\n{some}\n",
        "full width": f"kpu.example/uji\n\uff17\n{some}\n",
        "blank": f"kpu.example/uji\n 7\n{some}\n",
        "another origin": f"kpu.example/lain\n7\n{some}\n",
        "an extension": f"kpu.example/uji\n7\n{some}\nmore\n",
        "an empty extension": f"kpu.example/uji\n7\n{some}\n\n",
        "two texts": f"kpu.example/uji\n7\n{some}\n\nkpu.example/uji\n8\n{some}\n",
        "two lines": "kpu.example/uji\n7\n",
        "a root of 31 bytes": f"kpu.example/uji\n7\n{text64(bytes(31))}\n",
        "a root in hex": f"kpu.example/uji\n7\n{'ab' * 32}\n",
        "a root unpadded": f"kpu.example/uji\n7\n{some[:-1]}\n",
        "a root of stray bits": f"kpu.example/uji\n7\n{some[:-2]}B=\n",
        "a delete": f"kpu.example/uji\n7\n{some}\x7f\n",
    }.items():
        line = f"— kpu.example/uji {text64(number + key('log').sign(body.encode()))}\n"
        yield f"checkpoint, {what}", trust, f"{body}\n{line}".encode()
    for what, (name, raw) in {
        "64 zeros": ("kpu.example/uji", number + bytes(64)),
        "63 bytes": ("kpu.example/uji", number + bytes(63)),
        "an ID alone": ("kpu.example/uji", number),
        "another ID": ("kpu.example/uji", b"abcd" + bytes(64)),
        "another name": ("kpu.example/lain", number + bytes(64)),
    }.items():
        body = f"kpu.example/uji\n7\n{some}\n"
        good = f"— kpu.example/uji {text64(number + key('log').sign(body.encode()))}\n"
        line = f"— {name} {text64(raw)}\n"
        yield f"checkpoint signed with {what}", trust, f"{body}\n{line}".encode()
        yield f"checkpoint signed well and with {what}", trust, f"{body}\n{good}{line}".encode()


def cosigned() -> Iterator[Case]:
    """One text under cosignatures at the edges of time, and witnesses named in octets."""
    (number, log), (own, saksi) = vkey("kpu.example/uji", key("log"), 1), vkey("saksi.example/x", key("saksi"), 4)
    body = f"kpu.example/uji\n7\n{text64(bytes(32))}\n"
    good = f"{body}\n— kpu.example/uji {text64(number + key('log').sign(body.encode()))}\n"
    for witness in (b"saksi", b"saks\xed", "saksí".encode(), b"+", b"a#b"):
        trust = f"log {log}\ngenesis {'ab' * 32}\n".encode() + b"witness %b %b\nquorum %b\n" % (
            witness,
            saksi.encode(),
            witness,
        )
        for time in (0, 1, 2**53, 2**63 - 1, 2**63, 2**64 - 1):
            signature = key("saksi").sign(f"cosignature/v1\ntime {time}\n{body}".encode())
            line = f"— saksi.example/x {text64(own + time.to_bytes(8, 'big') + signature)}\n"
            yield f"{witness!r} at {time}", trust, (good + line).encode()
        yield f"{witness!r} signed nothing", trust, good.encode()


def quorums(trust: bytes, note: bytes) -> Iterator[Case]:
    """A good checkpoint under altered trust files."""
    for what, made in mutants.of_trust(trust):
        yield what, made, note
    line = next(line for line in trust.split(b"\n") if line.startswith(b"log "))
    again = trust.replace(line, line.replace(b"log ", b"witness again ", 1) + b"\n" + line)
    yield "the log is a witness", again, note
    for at in range(0, len(trust), 41):
        for octet in (b"\x00", b"\x1f", b"\x7f", b"\x80", b"\xff", b"\r", b"\t"):
            yield f"octet {octet!r} at {at}", trust[:at] + octet + trust[at:], note
    for size in (2**16, 2**16 + 1):
        yield f"{size} bytes of comments", b"#" + b"x" * (size - len(trust) - 2) + b"\n" + trust, note
    many = b"".join(b"group g%d any %b\n" % (one, b"g%d" % (one - 1) if one else b"bawaslu") for one in range(1500))
    yield "1,500 groups in one another", _asking(trust, many, b"g1499"), note
    loops = b"group a any b\ngroup b any a\n"
    yield "two groups in each other", _asking(trust, loops, b"a"), note


def _asking(trust: bytes, lines: bytes, name: bytes) -> bytes:
    kept = [line for line in trust.splitlines(keepends=True) if not line.startswith((b"group", b"quorum"))]
    return b"".join(kept) + lines + b"quorum " + name + b"\n"
