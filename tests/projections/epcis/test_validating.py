"""Our checks of EPCIS documents, on documents that are known to be good or bad."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped] # it ships no types

from tests.projections.epcis.validating import errors, schema, slips
from tests.vectors import vectors

GOOD = ("custody-good.jsonld", "ok-association-delete-without-children.json")
BAD = {
    **dict.fromkeys(("badstep", "naive-time", "nonuri-box", "srctype", "unknown-prop"), False),
    **dict.fromkeys(("badtz", "notz", "cbvuri-step", "ilmd-on-observe", "nodecl"), True),
}
"""Whether it is refused even where formats are not checked."""


def _read(name: str) -> Any:
    return json.loads(vectors("epcis", name).read_text())


@pytest.mark.parametrize("name", GOOD)
def test_good_documents_are_taken(name: str) -> None:
    assert errors(_read(name)) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_documents_are_refused_with_formats_checked(name: str) -> None:
    document = _read(f"neg-{name}.json")

    assert errors(document)
    assert Draft7Validator(schema()).is_valid(document) is not BAD[name]


MADE_BAD: dict[str, Callable[[Any, Any, Any], object]] = {
    "another version": lambda document, _event, _error: document.update(schemaVersion="2"),
    "without the context of GS1": lambda document, _event, _error: document["@context"].pop(0),
    "no event": lambda document, _event, _error: document["epcisBody"].update(eventList=[]),
    "without an id": lambda _document, event, _error: event.pop("eventID"),
    "two events of one id": lambda document, event, _error: document["epcisBody"]["eventList"].append(event),
    "another offset than the time's": lambda _document, event, _error: event.update(eventTimeZoneOffset="+08:00"),
    "two ends of one type": lambda _document, event, _error: event["sourceList"].append(event["sourceList"][0]),
    "a prefix that is not declared": lambda _document, event, _error: event.update({"sealed:by": "x"}),
    "null": lambda _document, event, _error: event.update({"bcc:box": None}),
    "small letters in a time": lambda _document, event, _error: event.update(eventTime="2029-02-14t18:42:10+07:00"),
    "an error without a reason": lambda _document, _event, error: error["errorDeclaration"].pop("reason"),
    "what did not occur is corrected": lambda _document, _event, error: error["errorDeclaration"].update(
        reason="did_not_occur"
    ),
    "another event than the one it declares an error": lambda _document, _event, error: error.update(action="ADD"),
    "no bare word of the vocabulary": lambda _document, event, _error: event.update(
        bizStep="https://ref.gs1.org/cbv/BizStep-shipping"
    ),
    "names an officer": lambda _document, event, _error: event.update({"bcc:by": "pps/35.79.02.2009#1"}),
}


@pytest.mark.parametrize("slip", MADE_BAD)
def test_what_the_schema_does_not_see_is_seen(slip: str) -> None:
    document = _read(GOOD[0])
    events = document["epcisBody"]["eventList"]
    events[-1] = {**deepcopy(events[3]), "errorDeclaration": events[-1]["errorDeclaration"]}
    assert slips(document) == []

    MADE_BAD[slip](document, events[3], events[-1])

    assert slip in slips(document)
