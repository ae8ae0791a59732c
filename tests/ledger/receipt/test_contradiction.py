"""Two histories of one log, and one box handed over twice, proved by files that need nobody's word."""

from collections.abc import Callable

import pytest

from ledger import merkle
from ledger.errors import LedgerError, Malformed
from ledger.log import policy
from ledger.log.policy import Trust
from ledger.receipt import clash, compare, contradiction, examine, make, twice
from ledger.receipt.compare import Side
from ledger.receipt.contradiction import PREFIX, SAME_AFTER, SAME_INDEX, SAME_SIZE, Contradiction
from ledger.receipt.keylist import KeyList
from ledger.receipt.report import Report
from tests.harness import ANI, BUDI, CITRA, DPD, PPK, WATI, TestLedger, founded, private
from tests.ledger.dishonest import ORIGIN
from tests.ledger.receipt import pocket
from tests.ledger.receipt.forked import honest, other
from tests.ledger.receipt.sides import found, note, notes, pieces, receipts, trust, whole


def test_two_roots_of_one_size_are_a_contradiction() -> None:
    assert found(notes(10, of=honest()), notes(10, of=other())) == [SAME_SIZE]


def test_an_old_checkpoint_that_a_copy_does_not_continue_is_a_contradiction() -> None:
    assert found(notes(9, of=honest()), whole(other(), 10)) == [PREFIX]
    assert found(whole(other(), 10), notes(9, of=honest())) == [PREFIX]


def test_checkpoints_of_one_history_agree() -> None:
    compared = compare.compare(notes(8, 11, of=honest()), whole(honest(), 9, 11))

    assert compared.contradictions == ()
    assert compared.joined == (8, 9, 11)
    assert compared.apart == ()


def test_two_checkpoints_of_different_sizes_say_nothing_of_each_other_without_a_tree() -> None:
    compared = compare.compare(notes(9, of=honest()), notes(10, of=other()))

    assert compared.contradictions == ()
    assert compared.joined == ()
    assert compared.apart == (9, 10)


def test_what_nobody_signed_contradicts_nothing() -> None:
    compared = compare.compare(notes(9, of=honest()), whole(other()))

    assert compared.contradictions == ()
    assert compared.apart == (9,)


def test_a_tree_counts_only_as_far_as_a_checkpoint_it_leads_to() -> None:
    altered = Side("copy", (note(honest(), 11), note(honest(), 8)), tree=whole(other()).tree)

    assert found(altered, notes(9, of=honest())) == []
    assert altered.backed is not None
    assert altered.backed.said.size == 8


def test_the_empty_tree_is_the_beginning_of_every_other() -> None:
    empty = Side("notes", (note(TestLedger(), 0),))

    compared = compare.compare(empty, whole(honest(), 11))

    assert compared.contradictions == ()
    assert 0 in compared.joined


def test_two_receipts_of_one_index_are_a_contradiction() -> None:
    assert found(receipts(honest(), 7, 8), receipts(other(), 8)) == [SAME_INDEX]


def test_a_receipt_contradicts_a_copy_in_which_another_paper_stands() -> None:
    assert found(receipts(honest(), 7, 8), whole(other(), 10)) == [SAME_INDEX]
    assert found(receipts(honest(), 10), whole(other(), 10)) == []


def test_one_box_handed_over_twice_is_proved_by_those_who_signed() -> None:
    one, two = Side("passport", pieces=pieces(honest())), Side("passport", pieces=pieces(other()))

    compared = compare.compare(one, two)

    (proved,) = (clash.open_contradiction(bytes(each), trust()) for each in compared.contradictions)
    assert proved.sort == SAME_AFTER
    assert proved.facts["box"] == DPD
    assert {signer.officer for shown in proved.shown for signer in shown.vouched.known} == {ANI, BUDI, WATI}


def test_a_release_counts_once_it_was_accepted() -> None:
    ledger, elsewhere = founded(), TestLedger()
    for paper in ledger.papers:
        elsewhere.record(paper)
    release = elsewhere.release(DPD, by=ANI, to=PPK)
    ledger.hand_over(DPD, by=ANI, to=BUDI)
    held = pieces(ledger)

    assert list(twice.find((*held, *pieces(elsewhere)))) == []
    elsewhere.accept(release.digest, DPD, by=CITRA)

    (clashing,) = twice.find((*held, *pieces(elsewhere)))
    proved = clash.prove(clashing, pocket.cosigned_trust(ledger.name))
    assert {one.excerpt.document.kind for one in proved.shown} == {"release", "handover"}


def test_the_same_chain_held_by_two_people_is_no_contradiction() -> None:
    assert list(twice.find((*pieces(honest()), *pieces(honest())))) == []


def test_papers_without_the_keys_of_their_signers_prove_nothing() -> None:
    moved = pieces(honest())[-4:], pieces(other())[-2:]
    (clashing,) = twice.find((*moved[0], *moved[1]))

    with pytest.raises(Malformed, match="does not show whose the keys of"):
        clash.prove(clashing, trust())


@pytest.mark.parametrize("sort", [SAME_SIZE, PREFIX, SAME_INDEX, SAME_AFTER])
def test_a_sort_without_members_is_no_contradiction(sort: str) -> None:
    with pytest.raises(Malformed, match="has the members"):
        contradiction.read(f"kotak-contradiction/v1\n{sort}\n".encode())


def _same(one: TestLedger, two: TestLedger, size: int) -> tuple[bytes, ...]:
    return tuple(sorted((pocket.published(one, size), pocket.published(two, size))))


def _prefix() -> tuple[bytes, ...]:
    (made,) = compare.compare(notes(9, of=honest()), whole(other(), 10)).contradictions
    return made.members


def _index() -> tuple[bytes, ...]:
    return tuple(sorted((pocket.of_paper(honest(), 8), pocket.of_paper(other(), 8))))


def _after() -> tuple[bytes, ...]:
    (made,) = twice.find((*pieces(honest()), *pieces(other())))
    return made.members


def _honest_prefix() -> tuple[bytes, ...]:
    path = merkle.prove_consistency(9, 11, pocket.nodes(honest().papers))
    root = merkle.root([paper.leaf for paper in honest().papers[:9]])
    return (pocket.published(honest(), 9), pocket.published(honest(), 11), root, *path)


def _manifest() -> list[bytes]:
    lines = [one.content for one in pieces(honest()) if one.shown.document.kind == "manifest"]
    return lines[:2]


def _two_of_the_same() -> tuple[bytes, ...]:
    lines = [one.content for one in pieces(honest()) if one.shown.index in {7, 8}]
    return (*sorted(lines), *_after()[2:])


NOTHING: dict[str, tuple[str, Callable[[], tuple[bytes, ...]]]] = {
    "one checkpoint twice": (SAME_SIZE, lambda: (pocket.published(honest(), 9),) * 2),
    "one root cosigned by more": (
        SAME_SIZE,
        lambda: tuple(sorted((pocket.published(honest(), 9), pocket.published(honest(), 9, by=["p1"])))),
    ),
    "two sizes": (SAME_SIZE, lambda: tuple(sorted((pocket.published(honest(), 9), pocket.published(honest(), 10))))),
    "the wrong way round": (SAME_SIZE, lambda: _same(honest(), other(), 10)[::-1]),
    "receipts the wrong way round": (SAME_INDEX, lambda: _index()[::-1]),
    "papers the wrong way round": (SAME_AFTER, lambda: (_after()[1], _after()[0], *_after()[2:])),
    "an honest continuation": (PREFIX, _honest_prefix),
    "the larger first": (PREFIX, lambda: (_prefix()[1], _prefix()[0], *_prefix()[2:])),
    "one size as its own beginning": (
        PREFIX,
        lambda: (pocket.published(honest(), 9), pocket.published(other(), 9), note(other(), 9).said.root),
    ),
    "another root than the proof leads to": (PREFIX, lambda: (*_prefix()[:2], bytes(32), *_prefix()[3:])),
    "a proof cut short": (PREFIX, lambda: _prefix()[:-1]),
    "the empty tree": (
        PREFIX,
        lambda: (pocket.published(TestLedger(), 0), pocket.published(honest(), 9), bytes(32)),
    ),
    "one receipt under two checkpoints": (
        SAME_INDEX,
        lambda: tuple(sorted((pocket.of_paper(honest(), 7), pocket.of_paper(other(), 7)))),
    ),
    "receipts of two indexes": (
        SAME_INDEX,
        lambda: tuple(sorted((pocket.of_paper(honest(), 7), pocket.of_paper(honest(), 8)))),
    ),
    "links that follow one another": (SAME_AFTER, _two_of_the_same),
    "lines of a manifest": (SAME_AFTER, lambda: (*sorted(_manifest()), *_after()[2:])),
    "a paper without a line": (SAME_AFTER, lambda: (pieces(honest())[0].content, *_after()[1:])),
    "keys without genesis": (SAME_AFTER, lambda: (*_after()[:2], *_after()[3:])),
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_does_not_contradict_proves_nothing(name: str) -> None:
    sort, members = NOTHING[name]

    with pytest.raises(LedgerError):
        clash.open_contradiction(bytes(Contradiction(sort, members())), trust())


@pytest.mark.parametrize("make_members", [_prefix, _index, _after])
def test_a_contradiction_of_another_log_proves_nothing_here(make_members: Callable[[], tuple[bytes, ...]]) -> None:
    sort = {_prefix: PREFIX, _index: SAME_INDEX, _after: SAME_AFTER}[make_members]
    elsewhere = pocket.cosigned_trust("5" * 64) if sort == SAME_AFTER else _another_log()

    with pytest.raises(LedgerError):
        clash.open_contradiction(bytes(Contradiction(sort, make_members())), elsewhere)


def _another_log() -> Trust:
    return policy.read(policy.trust_text(ORIGIN, honest().name, private("another log").public).encode())


def test_check_reports_a_contradiction_as_something_found() -> None:
    data = bytes(Contradiction(SAME_SIZE, _same(honest(), other(), 10)))

    (report,) = examine.examine([data], trust(), KeyList())

    assert isinstance(report, Report)
    assert report.sort == "contradiction"
    assert [one.reason.code for one in report.findings] == ["RE-066"]
    assert report.status == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kotak-contradiction/v1\n",
        b"kotak-contradiction/v2\nsame-size\n",
        b"kotak-contradiction/v1\nsame-size",
        b"kotak-contradiction/v1\nother\nnote AA==\n",
        b"kotak-contradiction/v1\nsame-size\nnote AA==\n",
        b"kotak-contradiction/v1\nsame-size\nnote\nnote\n",
        b"kotak-contradiction/v1\nsame-size\nnote AA==\nnote AA==\nnote AA==\n",
        b"kotak-contradiction/v1\nsame-size\nnote AA==\nproof AA==\n",
        b"kotak-contradiction/v1\nsame-size\nnote AA==\nnote AB==\n",
        b"kotak-contradiction/v1\nsame-size\nnote AA==\nnote \xc3\xa9\n",
        b"kotak-contradiction/v1\nsame-size\nnote AA==\nnote  AA==\n",
        b"kotak-contradiction/v1\nprefix\nnote AA==\nnote AA==\n",
        b"kotak-contradiction/v1\nsame-after\n" + b"paper AA==\n" * 2_000,
        b"kotak-contradiction/v1\nsame-after\n" + b"A" * (4 * 2**20) + b"\n",
    ],
)
def test_what_is_not_printed_as_a_contradiction_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        contradiction.read(data)


@pytest.mark.slow
@pytest.mark.parametrize("sort", [SAME_SIZE, PREFIX, SAME_INDEX, SAME_AFTER])
def test_no_byte_of_a_contradiction_can_be_changed(sort: str) -> None:
    """Signature lines of witnesses, whom it does not ask, left aside."""
    data = bytes(Contradiction(sort, _BARE[sort]()))
    assert clash.open_contradiction(data, trust()).sort == sort

    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        for wrong in (changed, data[:at] + data[at + 1 :], data[:at] + data[at : at + 1] + data[at:]):
            with pytest.raises(LedgerError):
                clash.open_contradiction(wrong, trust())


def _bare_same_size() -> tuple[bytes, ...]:
    return tuple(sorted(pocket.published(one, 10, by=()) for one in (honest(), other())))


def _bare_prefix() -> tuple[bytes, ...]:
    return (pocket.published(honest(), 9, by=()), pocket.published(other(), 10, by=()), *_prefix()[2:])


def _bare_index() -> tuple[bytes, ...]:
    made = [
        make.of_paper(one.papers[8], 8, pocket.published(one, by=()), pocket.nodes(one.papers))
        for one in (honest(), other())
    ]
    return tuple(sorted(made))


_BARE = {SAME_SIZE: _bare_same_size, PREFIX: _bare_prefix, SAME_INDEX: _bare_index, SAME_AFTER: _after}
