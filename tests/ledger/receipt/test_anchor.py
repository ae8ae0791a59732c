"""A box of one ledger, proved through the ledger above it and the one above that."""

import pytest

from ledger.domain.documents import remarks
from ledger.errors import BadProof, Malformed
from ledger.receipt import anchor, check
from ledger.receipt.check import Receipt
from tests.harness import DPD, TestLedger
from tests.ledger.dishonest import HANDED, LAST, story
from tests.ledger.receipt import pocket
from tests.ledger.receipt.anchored import nation, province
from tests.ledger.receipt.pocket import cosigned_trust


def opened(ledger: TestLedger, data: bytes) -> Receipt:
    return check.open_receipt(data, cosigned_trust(ledger.name))


def test_a_box_is_proved_through_its_ledger_the_province_and_the_nation() -> None:
    box = opened(story(), pocket.of_box(story(), HANDED, DPD))

    one = anchor.open_anchor(pocket.of_paper(province(), 8), cosigned_trust(province().name), box.promise.checkpoint)
    two = anchor.open_anchor(pocket.of_paper(nation(), 8), cosigned_trust(nation().name), one.promise.checkpoint)

    assert isinstance(two.excerpt.document, remarks.Anchor)
    assert two.promise.quorum_met


def test_another_checkpoint_is_not_anchored() -> None:
    earlier = opened(story(), pocket.of_paper(TestLedger(papers=story().papers[:LAST]), HANDED))

    with pytest.raises(BadProof) as refused:
        anchor.open_anchor(pocket.of_paper(province(), 8), cosigned_trust(province().name), earlier.promise.checkpoint)

    assert refused.value.code == "RE-037"


def test_a_paper_that_is_no_anchor_anchors_nothing() -> None:
    box = opened(story(), pocket.of_box(story(), HANDED, DPD))

    with pytest.raises(Malformed) as refused:
        anchor.open_anchor(pocket.of_paper(province(), 7), cosigned_trust(province().name), box.promise.checkpoint)

    assert refused.value.code == "RE-036"


def test_an_anchor_counts_only_in_the_ledger_of_its_trust_file() -> None:
    box = opened(story(), pocket.of_box(story(), HANDED, DPD))

    with pytest.raises(Malformed) as refused:
        anchor.open_anchor(pocket.of_paper(province(), 8), cosigned_trust(nation().name), box.promise.checkpoint)

    assert refused.value.code == "VE-004"
