"""
What makes an EPCIS document good: GS1's schema with its formats, and what the schema does not see.

The schema is GS1's own file among the published vectors; it is never part of the project.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft7Validator, FormatChecker  # type: ignore[import-untyped] # it ships no types

from projections.epcis.document import CONTEXT
from tests.vectors import vectors

_REPEATED = {"recordTime", "errorDeclaration"}
_TIMES = {"eventTime", "recordTime", "declarationTime", "creationDate", "time"}
_CBV = {"bizStep": "bizStep", "disposition": "disposition", "reason": "error-reason"}
_LISTS = {"sourceList": "source-dest-type", "destinationList": "source-dest-type"}
_OFFICER = re.compile(r"(?:kpu|ppk|pps|kpps|bawaslu|panwascam|pkd|ptps|saksi|polri|tni|satpolpp|linmas)/[^\"]*#[0-9]")


@cache
def schema() -> Any:
    """GS1's schema of EPCIS 2.0."""
    return json.loads(vectors("epcis", "EPCIS-JSON-Schema.json").read_text())


@cache
def validator() -> Any:
    """It, with formats checked; without the two checkers bad documents pass in silence."""
    formats = FormatChecker()
    assert {"uri", "date-time"} <= set(formats.checkers)
    return Draft7Validator(schema(), format_checker=formats)


def errors(document: Any) -> list[str]:
    """What the schema finds."""
    return [error.message for error in validator().iter_errors(document)]


def slips(document: Mapping[str, Any]) -> list[str]:
    """What the schema lets pass and is wrong all the same."""
    return [*_of_document(document), *_of_events(document["epcisBody"]["eventList"]), *_of_values(document, document)]


def _of_document(document: Mapping[str, Any]) -> Iterator[str]:
    if document["schemaVersion"] != "2.0":
        yield "another version"
    if CONTEXT not in document["@context"]:
        yield "without the context of GS1"
    if not document["epcisBody"]["eventList"]:
        yield "no event"


def _of_events(events: list[dict[str, Any]]) -> Iterator[str]:
    first = {event["eventID"]: event for event in reversed(events) if "eventID" in event}
    plain = Counter(event["eventID"] for event in events if "eventID" in event and "errorDeclaration" not in event)
    if any(count > 1 for count in plain.values()):
        yield "two events of one id"
    for event in events:
        if "eventID" not in event:
            yield "without an id"
        elif "errorDeclaration" in event and _said(event) != _said(first[event["eventID"]]):
            yield "another event than the one it declares an error"
        yield from _of_event(event)


def _said(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in _REPEATED}


def _of_event(event: Mapping[str, Any]) -> Iterator[str]:
    declared = event.get("errorDeclaration", {"reason": ""})
    if "reason" not in declared:
        yield "an error without a reason"
    if declared.get("reason") == "did_not_occur" and "correctiveEventIDs" in declared:
        yield "what did not occur is corrected"
    if not event["eventTime"].endswith(event["eventTimeZoneOffset"]):
        yield "another offset than the time's"
    if "persistentDisposition" in event and event["type"] != "ObjectEvent":
        yield "a lasting disposition of another event"
    for name in _LISTS:
        if any(count > 1 for count in Counter(one["type"] for one in event.get(name, ())).values()):
            yield "two ends of one type"
    if _OFFICER.search(json.dumps(event)):
        yield "names an officer"


def _of_values(value: Any, document: Mapping[str, Any]) -> Iterator[str]:
    """Everywhere: nulls, prefixes that are not declared, words that are not bare, small letters in times."""
    if value is None:
        yield "null"
    elif isinstance(value, list):
        for each in value:
            yield from _of_values(each, document)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _of_member(name, each, document)
            yield from _of_values(each, document)


def _of_member(name: str, value: Any, document: Mapping[str, Any]) -> Iterator[str]:
    prefix, colon, _ = name.partition(":")
    if colon and not any(prefix in each for each in document["@context"] if isinstance(each, dict)):
        yield "a prefix that is not declared"
    if name in _CBV and value not in _words(_CBV[name]):
        yield "no bare word of the vocabulary"
    if name in _TIMES and value != value.upper():
        yield "small letters in a time"


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(word for each in schema()["definitions"][name]["anyOf"] for word in each.get("enum", ()))


def shape(event: Any, formats: FormatChecker | None = None) -> str:
    """
    The event with every URI and time in it checked and replaced by one like it, and every number by 1.

    What the schema says of the shape it says of the event: besides formats it looks at words alone.
    """
    checker, named = formats or validator().format_checker, dict[str, str]()

    def like(value: Any) -> Any:
        match value:
            case dict():
                return {name: like(each) for name, each in value.items()}
            case list():
                return [like(each) for each in value]
            case str() if checker.conforms(value, "date-time"):
                return "2029-02-14T17:08:00+07:00"
            case str() if value.startswith("https://kpu.example/") and checker.conforms(value, "uri"):
                return named.setdefault(value, f"https://kpu.example/{len(named)}")
            case int():
                return 1
            case _:
                return value

    return json.dumps(like(event))
