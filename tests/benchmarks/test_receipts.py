"""
How long it takes to check a receipt after start-up, beside the signatures it holds verified one by one, and how long a
passport takes beside its parts.

    python -m pytest -s -m slow tests/benchmarks
"""

from hashlib import sha256

import pytest

from ledger.receipt import check
from ledger.receipt.examine import examine
from ledger.receipt.keylist import KeyList
from ledger.receipt.passport import open_passport
from ledger.receipt.vouching import Vouchers
from tests.benchmarks.measuring import milliseconds
from tests.harness import BOXES, private
from tests.ledger.dishonest import story
from tests.ledger.receipt import large, pocket
from tests.ledger.receipt.pocket import cosigned_trust

pytestmark = pytest.mark.slow
TIMES = 51


def test_a_receipt_takes_little_longer_than_its_signatures() -> None:
    ledger = large.hand_over()
    trust, data = cosigned_trust(ledger.name), large.receipt(ledger)

    receipt = milliseconds(lambda: check.open_receipt(data, trust), TIMES)
    signatures = (1 + len(large.ENOUGH)) * _one_signature()

    print(f"\n{len(data)} bytes: {receipt:.2f} ms; its {1 + len(large.ENOUGH)} signatures alone {signatures:.2f} ms")
    assert receipt < 5 * signatures


def test_a_passport_grows_with_its_parts_and_no_faster() -> None:
    trust = cosigned_trust(story().name)
    one, five = pocket.passport(story(), BOXES[0]), pocket.passport(story(), *BOXES)

    opened = open_passport(five, trust)
    alone = milliseconds(lambda: examine([one], trust, KeyList()), TIMES)
    together = milliseconds(lambda: examine([five], trust, KeyList()), TIMES)
    vouched = milliseconds(lambda: Vouchers(opened.entries, KeyList()), TIMES)

    print(f"\none box {alone:.1f} ms, five {together:.1f} ms ({len(five)} bytes), of which signatures {vouched:.1f} ms")
    assert together < 5 * alone


def _one_signature() -> float:
    key, message = private("somebody"), sha256(b"a checkpoint").digest()
    signature = key.sign(message)
    return milliseconds(lambda: key.public.verify(message, signature), TIMES)
