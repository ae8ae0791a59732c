"""
One text, three readers: what the format says of a story is what `kotak check`, the second verifier and the page say.

The verdict stands in the story, so that no two of them can be wrong together.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.verifiers import chaining, governing
from tests.verifiers.answers import program, second
from tests.verifiers.chaining import Moves
from tests.verifiers.conftest import Page
from tests.verifiers.registering import BOX, Story

Case = tuple[str, str, bytes, bytes]
Reader = Callable[[bytes, bytes], str]


def cases() -> Iterator[Case]:
    """Name, verdict, trust file and file of every story."""
    for name, (verdict, told) in governing.STORIES.items():
        story = Story()
        told(story)
        yield name, verdict, story.trust(), story.passport([BOX])
    for name, (verdict, first) in governing.FOUNDED.items():
        yield f"founded {name}", verdict, Story(first).trust(), Story(first).receipt(0)
    for name, (verdict, moved) in chaining.STORIES.items():
        moves = Moves()
        moved(moves)
        yield name, verdict, moves.trust(), moves.passport([BOX])
    for name, moves in (("a box never listed", chaining.unlisted()), ("a box listed later", chaining.listed_later())):
        yield name, "ok", moves.trust(), moves.passport([BOX])


def misread(reader: Reader) -> list[tuple[str, str, str]]:
    """The stories of which it says something else: name, what the format says, what it said."""
    said = [(name, verdict, reader(trust, file)) for name, verdict, trust, file in cases()]
    return [one for one in said if one[1] != one[2]]


def test_kotak_check_reads_every_story_as_the_format_has_it() -> None:
    assert misread(lambda trust, file: program(trust, file)[0]) == []


@pytest.mark.slow
def test_the_second_verifier_reads_every_story_as_the_format_has_it() -> None:
    assert misread(lambda trust, file: second(trust, file)[0]) == []


@pytest.mark.slow
def test_the_page_reads_every_story_as_the_format_has_it(page: Page) -> None:
    assert misread(lambda trust, file: str(page.verify(trust, file)["verdict"])) == []


def test_a_fork_is_a_contradiction_and_nothing_else_is_one() -> None:
    proved = {}
    for name, (verdict, moved) in chaining.STORIES.items():
        moves = Moves()
        moved(moves)
        if (file := chaining.clash(moves)) is not None:
            said = {program(moves.trust(), file)[0], second(moves.trust(), file)[0]}
            proved[name] = (said, {"finding" if verdict == "finding" else "refused"})

    assert {"handed over twice", "two forms of one paper", "handed over, and sealed"} <= set(proved)
    assert {name: said for name, said in proved.items() if said[0] != said[1]} == {}
