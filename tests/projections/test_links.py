"""The chain of one box: every paper once, as what became of it."""

from collections.abc import Iterator

import pytest

from ledger.domain.documents.base import seconds
from ledger.errors import CheckFailed
from ledger.persistence.journal import Journal
from projections import looking, officers, shelf
from projections.links import Link, Signer, as_at, of_box
from projections.looking import View
from tests.harness import ANI, BAWASLU, BOXES, BUDI, DEWI, DPD, KPPS, PPK, PPS, WATI, TestLedger
from tests.projections.moved import change_places
from tests.projections.story import TORN

NOTED = "2029-02-15T09:00:00+07:00"


@pytest.fixture
def view(journal: Journal) -> Iterator[View]:
    with looking.look(journal, NOTED) as seen:
        yield seen


def _kinds(links: list[Link]) -> list[str]:
    return [each.kind for each in links]


def test_every_link_and_remark_stands_in_it(view: View) -> None:
    links = of_box(view, DPD)

    assert _kinds(links) == ["manifest", "sealing", "handover", "release", "finding", "hold"]
    assert [each.verdict for each in links] == ["link"] * 4 + ["remark"] * 2
    assert [each.index for each in links] == [6, 7, 8, 9, 13, 14]
    assert {each.recorded_at for each in links} == {NOTED}
    assert links[5].giver == BAWASLU


def test_a_hand_over_says_who_gave_whom_what_where_and_who_signed(view: View, told: TestLedger) -> None:
    handed = of_box(view, DPD)[2]

    assert (handed.giver, handed.receiver, handed.place, handed.outcome) == (KPPS, PPS, f"{PPS}/1", "accepted")
    assert set(handed.signers) == {Signer(ANI, "releases"), Signer(BUDI, "receives")}
    assert (handed.at, handed.digest) == ("2029-02-14T18:30:00+07:00", told.papers[8].digest)
    assert (handed.seals, handed.flags) == (TORN, ("IR-01",))


def test_a_witness_who_signs_later_betters_the_grade_and_is_named(view: View, told: TestLedger) -> None:
    handed = of_box(view, DPD)[2]

    (later,) = handed.later
    assert (later.index, later.signers) == (15, (Signer(DEWI, "witnesses"),))
    assert handed.grade == later.grade == told.effects[15].regraded[0].grade


def test_a_line_that_waited_stands_where_it_took_effect(view: View) -> None:
    links = of_box(view, BOXES[3])

    assert _kinds(links)[-2:] == ["release", "acceptance"]
    accepted = links[-1]
    assert (accepted.index, accepted.took, accepted.before, accepted.verdict) == (11, 12, "waiting", "link")


def test_a_contested_line_is_marked_and_leaves_no_seals(view: View) -> None:
    contested = of_box(view, BOXES[4])[-1]

    assert (contested.verdict, contested.code, contested.seals) == ("contested", "overtaken", None)
    assert (contested.giver, contested.receiver, contested.custodian) == (KPPS, PPK, PPS)


def test_a_line_that_still_waits_is_shown_waiting(journal: Journal) -> None:
    shelf.catch_up(journal)
    change_places(journal, BOXES[3], lambda moves: [move for move in moves if move[0] not in {12, 13}])

    with looking.look(journal) as view:
        waiting = of_box(view, BOXES[3])[-1]

    assert (waiting.verdict, waiting.before, waiting.seals) == ("waiting", None, None)


def test_a_chain_that_leads_elsewhere_is_not_followed(journal: Journal) -> None:
    shelf.catch_up(journal)
    change_places(journal, DPD, lambda moves: [[10, *move[1:]] if move[0] == 8 else move for move in moves])

    with looking.look(journal) as view, pytest.raises(CheckFailed, match=f"entry 10 did something about box {DPD}"):
        of_box(view, DPD)


def test_a_chain_that_leads_to_no_entry_is_not_followed(journal: Journal) -> None:
    shelf.catch_up(journal)
    change_places(journal, DPD, lambda moves: [[99, *move[1:]] if move[0] == 8 else move for move in moves])

    with looking.look(journal) as view, pytest.raises(CheckFailed, match="what entry 99 did"):
        of_box(view, DPD)


def test_a_chain_nobody_can_read_is_not_followed(journal: Journal) -> None:
    shelf.catch_up(journal)
    change_places(journal, DPD, lambda moves: [["soon", *move[1:]] for move in moves])

    with looking.look(journal) as view, pytest.raises(CheckFailed, match=f"of box {DPD} what nobody can read"):
        of_box(view, DPD)


def test_without_a_note_nobody_knows_when_it_was_read(journal: Journal) -> None:
    shelf.catch_up(journal)

    with looking.look(journal, NOTED) as view:
        assert {each.recorded_at for each in of_box(view, DPD)} == {None}


def test_a_box_nobody_named_has_no_chain(view: View) -> None:
    assert of_box(view, f"{DPD}.2") == []


def test_officers_leads_to_who_signed_on_which_device_and_what_became_of_keys(view: View, told: TestLedger) -> None:
    signed, keys = view.tables["officers"]
    of_ani = view.connection.execute(signed.select().where(signed.c.officer == ANI).order_by(signed.c.paper)).all()
    did = view.did(paper for _, paper, _ in of_ani)
    as_what = [did[paper].signers[nth] for _, paper, nth in of_ani]
    of_wati = view.connection.execute(keys.select().where(keys.c.officer == WATI)).mappings().all()

    assert [(each, one.part) for each, one in zip(did, as_what, strict=True)] == [
        (7, "acts"),
        (8, "releases"),
        (10, "releases"),
    ]
    assert {one.device for one in did.values()} == {told.device}
    assert {(one.officer, one.key) for one in as_what} == {(ANI, told.key_of(ANI).public.id)}
    assert [(each["event"], each["why"], each["roles"]) for each in of_wati] == [
        ("enrolled", None, "chair"),
        ("revoked", "lost", ""),
    ]
    assert of_wati[0]["until"] == "2029-12-31T23:59:59+07:00"
    assert officers.OFFICERS.name == "officers"


def test_as_at_a_time_no_later_signature_betters_a_grade(view: View, told: TestLedger) -> None:
    attested = told.papers[15].document.at

    before, then = (as_at(view, DPD, None, seconds(attested) - ago)[2] for ago in (1, 0))

    assert (before.later, before.grade) == ((), "D")
    assert [one.index for one in then.later] == [15]
    assert then.grade == told.effects[15].regraded[0].grade
