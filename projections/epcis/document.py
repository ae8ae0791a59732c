"""
One EPCIS document: its head, then an event after the other while they are made.

    {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"kotak":"urn:uuid:…#"}],
     "type":"EPCISDocument","schemaVersion":"2.0","creationDate":"<at of the last paper>",
     "kotak:ledger":"<digest of genesis>","kotak:entries":4094,"epcisBody":{"eventList":[
    {"type":"ObjectEvent",…},
    …
    ]}}

`creationDate` is what the last paper says of time: the same ledger and checkpoints make the same bytes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from projections.epcis.scene import NAMESPACE, PREFIX, Event, own

CONTEXT: Final = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_COMPACT: Final = (",", ":")


def written(about: Mapping[str, str | int], events: Iterable[Event], *, at: str) -> Iterator[bytes]:
    """The document, in ASCII; `about` says of what it is made."""
    head = {
        "@context": [CONTEXT, {PREFIX: NAMESPACE}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": at,
        **own(**about),
    }
    yield _text(head)[:-1] + b',"epcisBody":{"eventList":['
    between = b"\n"
    for event in events:
        yield between + _text(event)
        between = b",\n"
    yield b"\n]}}\n"


def _text(value: Any) -> bytes:
    # json leaves DEL as it is; it can only stand inside a string.
    return json.dumps(value, separators=_COMPACT).replace("\x7f", "\\u007f").encode()
