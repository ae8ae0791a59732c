"""What lies in a journal is read again as it was read first, without being judged a second time."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ledger import recorded
from ledger.domain.canonical import encode
from ledger.domain.custody import effects
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import LinkLine, Seals
from ledger.domain.documents.reread import reread
from ledger.errors import Malformed
from ledger.paper import Paper
from ledger.recorded import Recorded
from tests.harness import ANI, BOXES, BUDI, DPD, STATION, TestLedger
from tests.ledger.domain import made
from tests.ledger.forging import assemble, parts, release

GOLDEN = Path(__file__).with_name("golden")
QUICK = settings(max_examples=10, suppress_health_check=list(HealthCheck))
NOT_A_BOX = f"{STATION}/PPWP-2"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_paper_of_any_kind_says_the_same_again(kind: str) -> None:
    @QUICK
    @given(made.drafts(kind))
    def reading(paper: Paper) -> None:
        again = Recorded(bytes(paper))

        assert encode(again.document) == paper.envelope.payload
        assert again.digest == paper.digest
        assert [encode(line) for line in again.lines] == paper.printed
        assert isinstance(again.document, KINDS[kind])
        assert all(isinstance(line, KINDS[kind].line) for line in again.lines)  # type: ignore[arg-type]  # it has lines

    reading()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_its_signers_had_seen_is_told_without_reading_the_rest(kind: str) -> None:
    data = (GOLDEN / f"{kind}.paper").read_bytes()
    seen = recorded.seen_by(data)

    assert encode(seen) == encode(getattr(Recorded(data).document, "seen", None))


def test_one_line_is_read_without_the_others() -> None:
    payload, lines = parts(release())
    lines[1] = {"box": BOXES[1], "state": "of no kind"}
    paper = Recorded(assemble(payload, list(lines)))
    line = paper.about(DPD)

    assert isinstance(line, LinkLine)
    assert line.box == DPD
    assert type(line.seals) is Seals
    assert paper.about(NOT_A_BOX) is None
    with pytest.raises(Malformed, match="not of the form"):
        _ = paper.lines


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}\n",
        b'{"payload":"!"}\n',
        assemble(b'{"kind":"of-none"}', []),
        assemble(b"{", []),
        assemble(b"\xff", []),
    ],
)
def test_what_cannot_be_read_at_all_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Recorded(data)
    if b"payloadType" not in data or data == assemble(b"{", []):
        with pytest.raises(Malformed):
            recorded.seen_by(data)


def test_instants_are_looked_at_and_other_texts_are_not() -> None:
    payload, lines = parts(release())

    assert Recorded(assemble(payload | {"unit": "\u202e no unit"}, list(lines))).document.kind == "release"
    with pytest.raises(Malformed, match="not of the form"):
        Recorded(assemble(payload | {"at": "yesterday"}, list(lines)))


def test_a_form_that_is_read_again_is_made_once() -> None:
    assert reread(LinkLine) is reread(LinkLine)


def test_what_entries_did_is_read_again_as_it_was_kept(ledger: TestLedger) -> None:
    ledger.seal(*BOXES)
    ledger.hand_over(by=ANI, to=BUDI)

    for did in ledger.effects:
        kept = effects.encode(did)
        gathered = effects.decode_gathered(kept)
        assert encode(gathered) == kept
        assert effects.gather(did) == effects.gather(effects.decode(kept))
        assert sum(len(one.boxes) for one in gathered.together) == len(did.changes)
