"""What does not print back to the same bytes is no paper, though everything in it is bound and signed."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from ledger import merkle
from ledger import paper as papers
from ledger.domain.documents.government import Closing
from ledger.errors import Malformed
from ledger.paper import MAX_LINE, MAX_LINES, MAX_PAPER
from tests.harness import ANI, BUDI, DPD, KPPS
from tests.ledger.forging import COMMON, MINE, YOURS, assemble, line, parts, refusal, release, signer


def test_a_file_that_does_not_end_in_a_newline_is_cut_off() -> None:
    paper = bytes(release())

    assert refusal(paper[:-1]) == "PA-001"
    assert refusal(b"") == "PA-001"


def test_a_paper_has_at_most_four_mebibytes() -> None:
    assert refusal(bytes(release()) + b"x" * MAX_PAPER) == "PA-002"


def test_a_line_has_at_most_four_kibibytes() -> None:
    payload, lines = parts(release(DPD))
    serials = ["A" * 60] * (MAX_LINE // 60)

    assert refusal(assemble(payload, [lines[0] | {"seals": {"ties": {"on": 2, "serials": serials}}}])) == "PA-002"


def test_a_cover_has_at_most_sixteen_kibibytes() -> None:
    document = replace(release().document, refs=({"what": "x" * 60, "number": "9" * 3, "date": "2029-02-14"},) * 200)

    with pytest.raises(Malformed, match="bytes; a cover has at most"):
        papers.draft(document)


def test_ten_thousand_lines_are_a_paper_and_one_more_are_none() -> None:
    boxes = [f"35.79.02.2009/{station:03}/DPD.{n}" for station in range(1000) for n in range(1, 12)]
    document = release().document

    with pytest.raises(Malformed, match="the annex has 10001, and at most 10000 are allowed"):
        papers.draft(document, map(line, boxes[: MAX_LINES + 1]))
    assert len(papers.draft(document, map(line, boxes[:MAX_LINES])).lines) == MAX_LINES


def test_a_payload_that_claims_more_lines_than_allowed_is_refused() -> None:
    payload, _ = parts(release())
    payload["annex"]["lines"] = MAX_LINES + 1

    assert refusal(assemble(payload, [])) == "PA-004"


SPOILED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "an unknown kind": ("PA-004", lambda body: body.replace(b'"kind":"release"', b'"kind":"relaese"')),
    "a kind that names a Python class": ("PA-004", lambda body: body.replace(b'"release"', b'"os:system"')),
    "no kind": ("PA-004", lambda body: body.replace(b'"kind":"release",', b"")),
    "a member too many": ("PA-004", lambda body: body.replace(b'"unit":', b'"ultra":1,"unit":')),
    "a member too few": ("PA-004", lambda body: body.replace(b'"device_seq":7,', b"")),
    "a number as a word": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":"7"')),
    "a number with a point": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":7.0')),
    "a number with an exponent": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":7e0')),
    "a negative number": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":-7')),
    "minus nought": ("PA-003", lambda body: body.replace(b'"device_seq":7', b'"device_seq":-0')),
    "a number above 2^53": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":9007199254740992')),
    "a huge number": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":' + b"9" * 999)),
    "no number": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":NaN')),
    "infinity": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":Infinity')),
    "yes instead of one": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":true')),
    "nothing": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":null')),
    "a member twice": ("PA-003", lambda body: body.replace(b'"device_seq":7', b'"device_seq":6,"device_seq":7')),
    "members out of order": (
        "PA-003",
        lambda body: b'{"unit":"%s",' % KPPS.encode() + body[1:],
    ),
    "a default written out": ("PA-003", lambda body: body.replace(b'"seen":', b'"refs":[],"seen":')),
    "a null written out": ("PA-003", lambda body: body.replace(b'"unit":', b'"times":null,"unit":')),
    "a space": ("PA-003", lambda body: body.replace(b'"device_seq":7', b'"device_seq": 7')),
    "a line end": ("PA-005", lambda body: body + b"\n"),
    "a carriage return": ("PA-005", lambda body: body + b"\r"),
    "a byte order mark": ("PA-005", lambda body: b"\xef\xbb\xbf" + body),
    "an escaped letter": ("PA-005", lambda body: body.replace(b'"release"', b'"\\u0072elease"')),
    "a Cyrillic letter": ("PA-005", lambda body: body.replace(b"pps/", "p\u0440s/".encode())),
    "a combining accent": ("PA-005", lambda body: body.replace(b"pps/", "pps\u0301/".encode())),
    "a soft hyphen": ("PA-005", lambda body: body.replace(b"pps/", "pps\u00ad/".encode())),
    "an accent where none may stand": ("PA-004", lambda body: body.replace(b"pps/", "pp\u015b/".encode())),
    "a lone surrogate": ("PA-003", lambda body: body.replace(b"pps/", b"pps\xed\xa0\x80/")),
    "bytes that are no text": ("PA-003", lambda body: body.replace(b"pps/", b"pps\xff/")),
    "an overlong slash": ("PA-003", lambda body: body.replace(b"pps/", b"pps\xc0\xaf")),
    "a nought byte": ("PA-005", lambda body: body.replace(b"pps/", b"pps\x00/")),
    "an unknown day": ("PA-004", lambda body: body.replace(b"02-14T", b"02-30T")),
    "a time without a zone": ("PA-004", lambda body: body.replace(b"+07:00", b"")),
    "an unknown zone": ("PA-004", lambda body: body.replace(b"+07:00", b"-00:00")),
    "Greenwich by a letter": ("PA-004", lambda body: body.replace(b"+07:00", b"Z")),
    "a line end in a name": ("PA-005", lambda body: body.replace(b'2009"', b'2009\\n"')),
    "a digest in capitals": ("PA-004", lambda body: body.replace(b"a" * 64, b"A" * 64)),
    "something behind": ("PA-004", lambda body: body + b"{}"),
    "a list": ("PA-004", lambda body: b"[" + body + b"]"),
    "nothing at all": ("PA-004", lambda _: b""),
    "a deep nest": ("PA-004", lambda body: body.replace(b'"device_seq":7', b'"device_seq":' + b"[" * 9000)),
    "a deep nest of a member too many": ("PA-004", lambda _: b'{"a":' * 2000 + b"1" + b"}" * 2000),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_payload_with_a_second_spelling_is_none(spoiled: str) -> None:
    code, spoil = SPOILED[spoiled]
    body = release(DPD).envelope.payload
    changed = spoil(body)

    assert changed != body
    assert refusal(assemble(changed, [release(DPD).annex.rstrip(b"\n")])) == code


SPOILED_LINES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a member too many": ("PA-004", lambda body: body.replace(b'{"after"', b'{"aa":1,"after"')),
    "a kind": ("PA-004", lambda body: body.replace(b'"seals"', b'"kind":"release","seals"')),
    "a member twice": ("PA-003", lambda body: body.replace(b'"on":2', b'"on":1,"on":2')),
    "members out of order": (
        "PA-003",
        lambda body: b'{"state":"intact",' + body[1:-18] + b"}",
    ),
    "a number with a point": ("PA-004", lambda body: body.replace(b'"on":2', b'"on":2.0')),
    "yes instead of one": ("PA-004", lambda body: body.replace(b'"on":2', b'"on":true')),
    "a default written out": ("PA-003", lambda body: body.replace(b'"on":2', b'"bad":0,"on":2')),
    "a carriage return": ("PA-005", lambda body: body + b"\r"),
    "nothing": ("PA-004", lambda _: b""),
    "a space": ("PA-003", lambda body: b" " + body),
    "a Cyrillic letter": ("PA-005", lambda body: body.replace(b"DPD", "DP\u0414".encode())),
    "an unknown condition": ("PA-004", lambda body: body.replace(b"intact", b"whole")),
    "a cover": ("PA-004", lambda _: bytes(release(DPD)).split(b"\n")[0]),
    "a payload": ("PA-004", lambda _: release(DPD).envelope.payload),
}


@pytest.mark.parametrize("spoiled", SPOILED_LINES)
def test_a_line_with_a_second_spelling_is_none_though_it_was_signed(spoiled: str) -> None:
    code, spoil = SPOILED_LINES[spoiled]
    payload, _ = parts(release(DPD))
    body = release(DPD).annex.rstrip(b"\n")

    assert spoil(body) != body
    assert refusal(assemble(payload, [spoil(body)])) == code


def test_a_problem_is_told_shortly_however_long_the_text_that_makes_it() -> None:
    payload, lines = parts(release(DPD))

    with pytest.raises(Malformed) as caught:
        papers.read(assemble(payload | {"kind": "x" * 9000}, [*lines]))

    assert len(str(caught.value)) < 300


def test_a_line_of_an_annex_is_no_cover() -> None:
    assert refusal(release(DPD).annex) == "EN-002"


def test_a_cover_with_a_carriage_return_is_none() -> None:
    assert refusal(bytes(release(DPD)).replace(b"\n", b"\r\n")).startswith("EN-")


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: lines[:-1],
        lambda lines: lines[::-1],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [*lines, b""],
        lambda lines: [b"", *lines],
        lambda lines: [lines[0].replace(b'"on":2', b'"on":1'), *lines[1:]],
        lambda _: [],
    ],
)
def test_another_a_shorter_a_longer_or_a_reordered_annex_is_not_the_one_that_was_signed(change: Any) -> None:
    cover, *lines = bytes(release()).splitlines()

    assert refusal(b"\n".join([cover, *change(lines), b""])) == "PA-006"


def test_lines_are_in_order_and_name_a_box_once_even_if_they_were_signed_otherwise() -> None:
    payload, lines = parts(release())

    assert refusal(assemble(payload, [*lines[::-1]])) == "PA-007"
    assert refusal(assemble(payload, [lines[0], lines[0] | {"state": "torn"}])) == "PA-007"


def test_signers_are_in_order_and_a_key_stands_there_once() -> None:
    first, second = sorted([signer(ANI, MINE), signer(BUDI, YOURS)], key=lambda one: one.key)
    payload, lines = parts(papers.draft(replace(release().document, signers=(first, second)), [line(DPD)]))

    assert refusal(assemble(payload | {"signers": payload["signers"][::-1]}, [*lines])) == "PA-007"
    assert refusal(assemble(payload | {"signers": payload["signers"][:1] * 2}, [*lines])) == "PA-007"


def test_a_kind_that_lists_has_a_list_and_one_that_does_not_has_none() -> None:
    payload, lines = parts(release(DPD))
    closing, _ = parts(papers.draft(Closing(**COMMON, signers=(), papers=1, boxes=0)))
    bound = closing | {"annex": payload["annex"]}

    del payload["annex"]
    assert refusal(assemble(payload, [], bind=False)) == "PA-004"
    assert refusal(assemble(payload, [*lines], bind=False)) == "PA-006"
    assert refusal(assemble(bound, [*lines], bind=False)) == "PA-004"


def test_an_annex_of_no_lines_is_not_claimed() -> None:
    payload, _ = parts(release(DPD))
    payload["annex"] = {"lines": 0, "root": merkle.EMPTY_ROOT.hex()}

    assert refusal(assemble(payload, [], bind=False)) == "PA-004"
