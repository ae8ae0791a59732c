"""What somebody in between changes in a receipt or a passport."""

from collections.abc import Callable

from ledger.signing import armour

Alter = Callable[[bytes], bytes]


def extra_of(part: bytes, act: Alter) -> bytes:
    """The first part with another `extra`: cover, line, or path of the line."""
    head, mark, rest = part.partition(b"extra ")
    encoded, newline, rest = rest.partition(b"\n")
    return head + mark + armour.encode(act(armour.decode(encoded.decode()))).encode() + newline + rest


def quoted(number: int, act: Alter) -> Alter:
    """A receipt with another line of its `extra`: header, cover, number, line, hashes."""
    return lambda receipt: extra_of(receipt, lambda extra: line_of(extra, number, act))


def line_of(part: bytes, number: int, act: Alter) -> bytes:
    """The file with another line of this number."""
    lines = part.split(b"\n")
    lines[number] = act(lines[number])
    return b"\n".join(lines)


def signed_by(checkpoint: bytes, *names: str) -> bytes:
    """The checkpoint with the line of its log and those of these witnesses, in this order."""
    text, _empty, lines = checkpoint.partition(b"\n\n")
    log, *others = lines.splitlines(keepends=True)
    kept = [line for name in names for line in others if line.startswith(f"— {name}.example/".encode())]
    return b"".join([text, b"\n\n", log, *kept])


def other_number(line: bytes) -> bytes:
    """`index 7` is `index 8`."""
    word, _blank, digits = line.rpartition(b" ")
    return word + b" %d" % (int(digits) + 1)


def other_hash(line: bytes) -> bytes:
    """The hash with one bit changed."""
    data = armour.decode(line.decode())
    return armour.encode(bytes([data[0] ^ 1]) + data[1:]).encode()


def other_letter(line: bytes) -> bytes:
    """Somewhere in base64 another letter stands."""
    at = len(line) // 2
    return line[:at] + (b"B" if line[at : at + 1] != b"B" else b"C") + line[at + 1 :]
