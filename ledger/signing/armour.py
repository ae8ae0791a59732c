"""Padded standard base64 (RFC 4648, section 4) in its one spelling: no foreign characters, no stray bits."""

from binascii import a2b_base64, b2a_base64

from ledger.errors import Malformed, Reason

NOT_BASE64 = Reason(
    "KE-002",
    "{text} is not padded base64 in its one spelling.",
    "Copy the text again, whole and without line breaks.",
)
_SHOWN = 60


def encode(data: bytes) -> str:
    """Print with padding and on one line."""
    return b2a_base64(data, newline=False).decode("ascii")


def decode(text: str) -> bytes:
    """Read by round trip."""
    try:
        data = a2b_base64(text, strict_mode=True)
    except ValueError as error:
        raise Malformed(NOT_BASE64, text=text[:_SHOWN]) from error
    if encode(data) != text:
        raise Malformed(NOT_BASE64, text=text[:_SHOWN])
    return data
