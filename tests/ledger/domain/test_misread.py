import tomllib
from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta

from ledger.domain.documents.base import Times
from ledger.domain.misread import misread
from ledger.errors import Phrase


class Card(msgspec.Struct, forbid_unknown_fields=True):
    box: Annotated[str, Meta(pattern=r"\A[a-z]+ - at `.`\Z")]
    seals: Annotated[int, Meta(ge=0)] = 0
    signers: Annotated[tuple[str, ...], Meta(max_length=1)] = ()
    state: Literal["intact", "torn"] = "intact"
    counts: dict[str, int] = {}
    pair: tuple[int, int] = (0, 0)


def said_of(data: bytes) -> str:
    """What a reader of such a card says."""
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError, RecursionError)) as refused:
        msgspec.json.decode(data, type=Card)
    return misread(refused.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{}", "the member box is missing at $"),
        (b'{"sealed":1}', "at $ is a member sealed, which this form does not have"),
        (b'{"a - at `b`":1}', "at $ is a member a - at `b`, which this form does not have"),
        (b'{"seals":"two"}', "at $.seals is str and not int"),
        (b'{"counts":{"ties":"two"}}', "at $.counts[...] is str and not int"),
        (b"[]", "at $ is array and not object"),
        (b'{"box":"?"}', "what is at $.box is not spelt as this form asks"),
        (b'{"seals":-1}', "the length or number at $.seals has to be >= 0"),
        (b'{"signers":["a","b"]}', "the length or number at $.signers has to be <= 1"),
        (b'{"state":"lost"}', "'lost' at $.state is none of the words of this form"),
        (b'{"seals":1,}', "it is not JSON, at byte 11"),
        (b'{"seals":', "it is cut off"),
        (b'{"box":"\xff"}', "it is not UTF-8"),
    ],
)
def test_what_json_does_not_say_is_a_sentence_that_can_be_translated(data: bytes, sentence: str) -> None:
    said = said_of(data)

    assert isinstance(said, Phrase)
    assert said == sentence


@pytest.mark.parametrize(
    ("text", "sentence"), [("zone = ?", "it is not TOML, at line 1, column 8"), ("zone = ", "it is cut off")]
)
def test_so_is_what_toml_does_not_say(text: str, sentence: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as refused:
        tomllib.loads(text)

    assert (misread(refused.value), type(misread(refused.value))) == (sentence, Phrase)


def test_a_rule_of_the_form_itself_is_said_with_its_place() -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.json.decode(b'{"first":{}}', type=dict[str, Times])

    said = misread(refused.value)

    assert isinstance(said, Phrase)
    assert (said, said.facts["what"]) == ("times without a time, at $[...]", Phrase("times without a time"))


def test_what_is_nested_without_end_is_not_read() -> None:
    with pytest.raises(RecursionError) as refused:
        msgspec.json.decode(b"[" * 100_000)

    assert misread(refused.value) == "it is nested too deeply"


def test_a_message_of_no_known_shape_stands_as_it_came() -> None:
    said = said_of(b'{"pair":[1]}')

    assert said == "Expected `array` of length 2 - at `$.pair`"


def test_of_what_somebody_wrote_without_end_the_beginning_is_quoted() -> None:
    said = said_of(b'{"' + b"x" * 10_000 + b'":1}')

    assert len(said) < 300
