from ledger.log import proof
from ledger.receipt import check, content
from tests.ledger.receipt import large
from tests.ledger.receipt.pocket import cosigned_trust


def test_a_receipt_of_one_box_of_five_hundred_in_a_ledger_of_sixty_million_stays_under_five_kilobytes() -> None:
    ledger = large.hand_over()

    data = large.receipt(ledger)

    held = check.open_receipt(data, cosigned_trust(ledger.name))
    quoted = content.read(proof.read(data).inclusion.extra).quoted
    assert quoted is not None
    assert (len(held.proof.inclusion.path), len(quoted.path), len(held.excerpt.document.signers)) == (26, 9, 2)
    assert set(held.promise.times) == set(large.ENOUGH)
    assert held.promise.quorum_met
    assert len(data) < 5_000
