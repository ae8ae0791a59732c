import shlex

import click
import pytest

from commands.main import kotak
from commands.program import language
from commands.program.examples import EXAMPLES
from commands.program.frame import Command, Group, Option
from commands.program.layout import AROUND, SIGNING
from commands.table import SECTIONS
from tests.commands.cli import SCHEMAS
from tests.commands.tree import leaves, walk
from tests.commands.typed import understood

TREE = dict(walk())
LEAVES = dict(leaves())
STATES = {
    *("utuh", "lepas", "putus", "sobek", "rusak", "basah", "hilang", "diganti"),
    *("dititipkan", "diterima", "ditolak", "tersegel", "terbuka", "ditahan"),
    *("disengketakan", "terlambat", "dimusnahkan", "dilelang", "ditemukan", "pos"),
}
GLOBAL = {"--ledger", "--trust", "--as", "--lang", "--json", "--no-input", "--debug"}
STRENGTH = ("reads", "writes", "signs")


def _options(command: click.Command) -> set[str]:
    return {word for each in command.params if isinstance(each, click.Option) for word in each.opts}


def _effect(command: click.Command) -> str:
    if isinstance(command, click.Group):
        return max((_effect(each) for each in command.commands.values()), key=STRENGTH.index)
    options = _options(command)
    return "signs" if "--passphrase-fd" in options else "writes" if "--dry-run" in options else "reads"


@pytest.mark.parametrize("path", TREE)
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_each_command_has_help_in_both_languages(path: str, spoken: str) -> None:
    command = TREE[path]
    language.speak(spoken)

    text = command.get_help(click.Context(command, info_name=path))

    assert isinstance(command, Command)
    assert command.english
    assert command.help is not None
    assert command.help in language._(command.english)
    assert text
    assert (command.help != command.english) == (spoken == "id")


@pytest.mark.parametrize("path", TREE)
def test_each_option_has_help_that_is_translated(path: str) -> None:
    options = [each for each in TREE[path].params if isinstance(each, click.Option)]

    assert all(isinstance(each, Option) and each.english for each in options)


@pytest.mark.parametrize("path", LEAVES)
def test_each_command_publishes_what_its_json_looks_like(path: str) -> None:
    assert (SCHEMAS / f"{path.replace(' ', '-')}.json").exists()


@pytest.mark.parametrize("path", TREE)
def test_no_command_takes_an_option_of_kotak_itself(path: str) -> None:
    assert not _options(TREE[path]) & GLOBAL


@pytest.mark.parametrize("entry", kotak.entries.values(), ids=lambda entry: entry.name)
def test_the_help_says_truly_which_commands_write_and_sign(entry: object) -> None:
    name, effect = entry.name, entry.effect  # type: ignore[attr-defined] # pytest's ids take the entry too

    assert effect == _effect(TREE[name])


@pytest.mark.parametrize("path", LEAVES)
def test_whoever_signs_takes_a_passphrase_from_anywhere_and_can_be_tried_dry(path: str) -> None:
    options = _options(LEAVES[path])

    assert "--dry-run" in options or "--passphrase-fd" not in options


def test_no_word_calls_two_commands() -> None:
    entries = [entry for section in SECTIONS for entry in section.entries]

    words = [word for entry in entries for word in (entry.name, entry.alias) if word]

    assert len(words) == len(set(words))
    assert not STATES & set(words)


@pytest.mark.parametrize("path", [path for path, command in TREE.items() if isinstance(command, Group)])
def test_no_word_below_a_command_is_taken_twice_or_is_a_state(path: str) -> None:
    group = TREE[path]
    assert isinstance(group, Group)

    words = [w for each in group.commands.values() for w in (each.name, getattr(each, "alias", None)) if w]

    assert len(words) == len(set(words))
    assert not STATES & set(words)


@pytest.mark.parametrize("path", LEAVES)
def test_each_command_shows_examples_that_can_be_typed(path: str) -> None:
    lines = [shlex.split(line.partition(" > ")[0]) for line in EXAMPLES[path]]

    assert all(words[0] == "kotak" and f" {path} " in f" {' '.join(words)} " for words in lines)
    assert all(understood(words[1:]) for words in lines)


def test_no_example_is_for_a_command_that_is_not_there() -> None:
    assert EXAMPLES.keys() == LEAVES.keys()


def test_what_many_commands_share_stands_under_headings_of_its_own() -> None:
    text = TREE["release"].get_help(click.Context(TREE["release"], info_name="kotak release"))

    headings = [line for line in text.splitlines() if line.endswith(":") and not line.startswith(" ")]

    assert headings == ["Examples:", "Options:", f"{AROUND}:", f"{SIGNING}:"]


def test_the_help_of_a_group_breaks_no_sentence_off() -> None:
    text = " ".join(TREE["checkpoint"].get_help(click.Context(TREE["checkpoint"])).split())

    assert "The checkpoints published beside the ledger, and which of them are kept here." in text


def test_no_unknown_command_hides_in_the_folder_of_schemas() -> None:
    shipped = {path.stem for path in SCHEMAS.glob("*.json")}

    assert shipped == {"envelope", "version", *(path.replace(" ", "-") for path in LEAVES)}
