"""What a quorum asks for and what it withstands, counted over every set of cosigners."""

from collections.abc import Iterator
from itertools import combinations

import pytest

from ledger.log.quorum import Group, Quorum, Strength, Witness
from tests.ledger.log.quorums import BAWASLU_AND_PARTIES, KEY, TWO_OF_THREE_PAIRS, UNEVEN, quorum


def k_of_n(threshold: int, number: int) -> Quorum:
    names = "abcdefg"[:number]
    return quorum("all", names, Group("all", threshold, tuple(names)))


def subsets(names: str) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        yield from map(frozenset, combinations(names, size))


def counted(asked: Quorum) -> Strength:
    """The definition: the smallest overlap of two sets that suffice, and the smallest set whose absence stops it."""
    names = "".join(witness.name for witness in asked.witnesses)
    enough = [found for found in subsets(names) if asked.met_by(found)]
    return Strength(
        min(len(one & other) for one in enough for other in enough),
        min(len(absent) for absent in subsets(names) if not asked.met_by(frozenset(names) - absent)),
    )


@pytest.mark.parametrize(("threshold", "number"), [(k, n) for n in range(1, 8) for k in range(1, n + 1)])
def test_k_of_n_witnesses_withstand_what_the_formulas_say(threshold: int, number: int) -> None:
    found = k_of_n(threshold, number).strength

    assert found == (max(0, 2 * threshold - number), number - threshold + 1)
    assert found == counted(k_of_n(threshold, number))


@pytest.mark.parametrize("asked", [BAWASLU_AND_PARTIES, TWO_OF_THREE_PAIRS, UNEVEN])
def test_groups_of_groups_withstand_what_counting_all_sets_says(asked: Quorum) -> None:
    assert asked.strength == counted(asked)


def test_one_witness_alone_can_split_and_stall() -> None:
    assert quorum("a", "ab").strength == (1, 1)


def test_without_a_quorum_nothing_is_asked_for_and_nothing_is_withstood() -> None:
    nothing = Quorum()

    assert nothing.met_by(())
    assert nothing.strength is None


def test_a_supervisor_who_is_mandatory_cannot_be_outvoted() -> None:
    assert BAWASLU_AND_PARTIES.met_by(set("bpqrs"))
    assert not BAWASLU_AND_PARTIES.met_by(set("pqrst"))
    assert not BAWASLU_AND_PARTIES.met_by(set("bpqr"))


def test_a_cosigner_cannot_vote_under_the_name_of_a_group_or_of_none() -> None:
    assert not BAWASLU_AND_PARTIES.met_by({"rule", "parties", "b", "none", "nobody"})


def test_ten_thousand_groups_within_each_other_are_counted() -> None:
    groups = [Group(str(number + 1), 1, (str(number),)) for number in range(10_000)]
    deep = Quorum((Witness("0", KEY),), tuple(groups), "10000")

    assert deep.met_by({"0"})
    assert deep.strength == (1, 1)


@pytest.mark.parametrize(
    ("group", "text"),
    [
        (Group("g", 1, ("a",)), "group g all a"),
        (Group("g", 1, ("a", "b")), "group g any a b"),
        (Group("g", 2, ("a", "b")), "group g all a b"),
        (Group("g", 2, ("a", "b", "c")), "group g 2 a b c"),
    ],
)
def test_a_group_is_printed_in_words_where_there_are_words(group: Group, text: str) -> None:
    assert str(group) == text


def test_a_quorum_is_printed_as_lines_of_a_trust_file() -> None:
    asked = Quorum((Witness("a", KEY), Witness("b", KEY, "https://b.example/")), (Group("g", 2, ("a", "b")),), "g")

    assert str(asked).split("\n") == [
        f"witness a {KEY}",
        f"witness b {KEY} https://b.example/",
        "group g all a b",
        "quorum g",
        "",
    ]
