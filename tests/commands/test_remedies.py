"""Every command a refusal tells to use exists, and can be typed as it is written."""

import re
from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from commands.machine import reasons
from commands.main import kotak
from commands.program.topics import TOPICS
from ledger.errors import Reason
from tests.commands.typed import understood

for _module in reasons.REASONS:
    import_module(_module)

_COMMAND = re.compile(r"\bkotak(?: (?:[^\s;`,]*[^\s;`,.:]))+")
_FACT = re.compile(r"\{[^}]*\}")
_METAVARS = {"N": "7", "SIZE": "7"}
_FILLED = {
    "{index}": "7",
    "{kind}": "csv",
    "{table}": "boxes",
    "{found_size}": "7",
    "{command}": "verify",
    "{officer}": "pps/35.79.02.2009#1",
    "{unit}": "pps/35.79.02.2009",
    "{last}": "7",
}
REMEDIES = {code: reason.remedy for code, reason in Reason.known.items() if _COMMAND.search(reason.remedy)}


def _lines(remedy: str) -> Iterator[list[str]]:
    for found in _COMMAND.finditer(remedy.replace("{{}}", "")):
        words = _FACT.sub(lambda fact: _FILLED.get(fact[0], "x"), found[0]).split()[1:]
        yield [_METAVARS.get(word, word) for word in words]


def _told(words: list[str]) -> int:
    """How many of the words are the command for certain: options, their values, and what stands in capitals."""
    sure = 0
    context = click.Context(kotak)
    command: click.Command = kotak
    for at, word in enumerate(words):
        below = command.get_command(context, word) if isinstance(command, click.Group) else None
        if below is not None:
            command, sure = below, at + 1
        elif word.startswith("-") or word.isupper() or not word.isalpha():
            sure = at + 1
    return sure


@pytest.mark.parametrize("code", REMEDIES)
def test_each_command_in_a_remedy_can_be_typed(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in _lines(REMEDIES[code]):
        shortest = _told(words)

        lengths = [n for n in range(len(words), shortest - 1, -1) if n and understood(words[:n])]

        assert lengths, f"kotak {' '.join(words)}"
    capsys.readouterr()


@pytest.mark.parametrize("code", [code for code, remedy in REMEDIES.items() if "kotak help " in remedy])
def test_each_topic_in_a_remedy_is_explained(code: str) -> None:
    named = re.findall(r"kotak help ([a-z]+)", REMEDIES[code])

    assert named
    assert set(named) <= TOPICS.keys()


def test_a_command_that_is_not_there_is_noticed() -> None:
    assert not understood(["restore"])
    assert not understood(["verify", "--nothing"])
    assert not understood(["key", "show", "one", "too", "many"])
    assert _told(["verify", "tells", "whether"]) == 1
    assert _told(["key", "show", "OFFICER"]) == 3
