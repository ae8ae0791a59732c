"""
What every event about one line of a paper shares: its identity, time and place, and what EPCIS has no word for.

    "kotak:paper": "https://…/paper/<digest>",  "kotak:index": 98,  "kotak:kind": "release",  "kotak:grade": "B",
    "kotak:signers": [{"kotak:key": "<key id>", "kotak:part": "releases", "kotak:unit": "https://…/unit/pps/…"}]
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from msgspec import to_builtins

from ledger.domain import names
from ledger.domain.documents.base import CustodyDocument, LinkDocument, Seals, SeenLine
from projections.epcis.uris import Uris
from projections.exported.histories import Told

Event = dict[str, Any]

PREFIX: Final = "kotak"
NAMESPACE: Final = "urn:uuid:68998f06-640f-47ff-bc40-166aeb582f55#"
"""Of everything that EPCIS cannot say."""


class Words(NamedTuple):
    """The words of EPCIS and its vocabulary (CBV 2.0) for what happens: bare words, which alone are accepted."""

    action: str
    step: str
    disposition: str


@dataclass(frozen=True)
class Scene:
    """One line of a paper, told by events."""

    told: Told
    uris: Uris

    @property
    def box(self) -> str:
        """The box it is about, as EPCIS names it."""
        return self.uris.box(self.told.line.box)

    @property
    def place(self) -> str | None:
        """Where it happened."""
        document = self.told.document
        coordinates = document.coordinates if isinstance(document, CustodyDocument) else None
        return self.uris.place(self.told.link.place, coordinates)

    def observed(self, words: Words, **more: Any) -> Event:
        """The event of the line, about the box itself."""
        return self._event("ObjectEvent", words, {"epcList": [self.box]}, {**self._all(), **more})

    def joined(self, words: Words, children: Mapping[str, Any], **more: Any) -> Event:
        """The event of the line, about seals on the box."""
        return self._event("AssociationEvent", words, self._parent(children), {**self._all(), **more})

    def sealed(self, part: str, words: Words, children: Mapping[str, Any]) -> Event:
        """One more event of the same line, about seals on the box."""
        return self._event("AssociationEvent", words, self._parent(children), self._paper(), part)

    def filled(self, part: str, words: Words, children: Mapping[str, Any], **more: Any) -> Event:
        """One more event of the same line, about what is in the box."""
        return self._event("AggregationEvent", words, self._parent(children), {**self._paper(), **more}, part)

    def _parent(self, children: Mapping[str, Any]) -> Event:
        return {"parentID": self.box, **children}

    def _paper(self) -> Event:
        return own(paper=self.uris.paper(self.told.link.digest))

    def _event(
        self, type_: str, words: Words, about: Mapping[str, Any], more: Mapping[str, Any], part: str = ""
    ) -> Event:
        link = self.told.link
        return {
            "type": type_,
            "eventID": self.uris.event(link.digest, self.told.line.box, part),
            "eventTime": link.at,
            "eventTimeZoneOffset": link.at[-6:],
            **about,
            "action": words.action,
            "bizStep": words.step,
            "disposition": words.disposition,
            **({"readPoint": {"id": self.place}} if self.place else {}),
            **{name: value for name, value in more.items() if value not in (None, (), [], {})},
        }

    def _all(self) -> Event:
        """What the line and its paper say beyond EPCIS."""
        link, document, line = self.told
        return {
            "certificationInfo": [self.uris.ref(ref) for ref in document.refs],
            **self._paper(),
            **own(
                index=link.index,
                kind=link.kind,
                grade=link.grade,
                flags=list(link.flags),
                signers=self._signers(),
                seals=stated(line.seals) if isinstance(line, SeenLine) else None,
                state=line.state if isinstance(line, SeenLine) else None,
                cause=line.cause if isinstance(line, SeenLine) else None,
                crate=line.crate,
            ),
            **self._circumstances(),
        }

    def _signers(self) -> list[Event]:
        """By key, part and unit: never whose names they bear."""
        link, document, _line = self.told
        signed = [
            own(key=one.key, part=one.part, unit=self.uris.unit(names.unit_of(one.officer))) for one in document.signers
        ]
        attested = [
            own(part=one.part, unit=self.uris.unit(names.unit_of(one.officer)), attested=later.index)
            for later in link.later
            for one in later.signers
        ]
        return signed + attested

    def _circumstances(self) -> Event:
        document = self.told.document
        times = document.times if isinstance(document, CustodyDocument) else None
        copied = document.transcribed if isinstance(document, LinkDocument) else None
        return {
            **own(**(to_builtins(times) if times else {})),
            **own(transcribed=f"{copied.form} {copied.number}" if copied else None),
        }


def own(**members: Any) -> Event:
    """Members of our namespace; those that say nothing are left out."""
    return {f"{PREFIX}:{name}": value for name, value in members.items() if value not in (None, (), [], {})}


def stated(seals: Seals | None) -> Event:
    """Seals as somebody stated them, in our namespace."""
    return _ours(to_builtins(seals)) if seals is not None else {}


def _ours(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"{PREFIX}:{name}": _ours(each) for name, each in value.items()}
    return value
