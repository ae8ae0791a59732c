"""An operator keeps the checkpoint of another ledger in this one, as a province does with those of its regencies."""

from pathlib import Path

import pytest

from ledger import paper as papers
from ledger.domain.documents.remarks import Anchor
from ledger.export import frame
from ledger.log import checkpoint, policy
from ledger.log.checkpoint import Checkpoint
from ledger.merkle import leaf_hash
from ledger.persistence.journal import open_journal
from ledger.signing import armour
from tests.commands.cli import Result
from tests.commands.office import Laptop, Office, facts
from tests.commands.operators import codes
from tests.harness import BUDI, KPU_REGISTRAR, private

pytestmark = pytest.mark.slow

OPERATOR = "kpu/35.79#8"
MALANG = "kpu.example/test/malang"
YES = ("--confirm", "yes")


def signed(size: int, data: bytes = b"malang", name: str = MALANG) -> bytes:
    return checkpoint.sign(Checkpoint(MALANG, size, leaf_hash(data)), private(name))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.ledger.enrol(OPERATOR, by={KPU_REGISTRAR: "registers"}, roles=("operator",))
    office.sync()
    (tmp_path / "malang.trust").write_text(policy.trust_text(MALANG, "5f" * 32, private(MALANG).public))
    return office


@pytest.fixture
def operator(office: Office) -> Laptop:
    return office.laptop(OPERATOR)


def given(office: Office, data: bytes) -> str:
    (office.folder / "given").write_bytes(data)
    return str(office.folder / "given")


def anchor(operator: Laptop, file: str, *arguments: str) -> Result:
    return operator("anchor", file, *YES, "--json", *arguments)


def anchored(office: Office, index: int) -> bytes:
    with open_journal(office.path, read_only=True) as journal:
        document = papers.read(next(journal.entries(index, index + 1)).data).document
    assert isinstance(document, Anchor)
    return armour.decode(document.note)


def test_an_operator_anchors_the_checkpoint_of_another_ledger(office: Office, operator: Laptop) -> None:
    trust = str(office.folder / "malang.trust")

    said = anchor(operator, given(office, signed(40)), "--of", trust)

    assert facts(said)["index"] == office.size - 1
    assert said.json["warnings"] == []
    assert anchored(office, office.size - 1) == signed(40)


def test_anchoring_twice_says_where_it_is(office: Office, operator: Laptop) -> None:
    first = facts(anchor(operator, given(office, signed(40))))
    size = office.size

    again = facts(anchor(operator, given(office, signed(40))))

    assert (again["index"], again["already"], again["digest"]) == (first["index"], True, first["digest"])
    assert office.size == size


def test_of_many_checkpoints_the_largest_is_anchored(office: Office, operator: Laptop) -> None:
    many = given(office, frame(signed(40)) + frame(signed(90)) + frame(signed(60)))

    for arguments in ((), ("--of", str(office.folder / "malang.trust"))):
        index = facts(anchor(operator, many, *arguments))["index"]
        assert anchored(office, index) == signed(90)


def test_without_the_trust_file_of_that_ledger_nobody_checked_who_signed(office: Office, operator: Laptop) -> None:
    said = anchor(operator, given(office, signed(40, name="an impostor")))

    assert said.status == 0
    assert "--of" in said.json["warnings"][0]


def test_what_the_log_of_that_trust_file_did_not_sign_is_not_anchored(office: Office, operator: Laptop) -> None:
    said = anchor(operator, given(office, signed(40, name="an impostor")), "--of", str(office.folder / "malang.trust"))

    assert (said.status, codes(said)) == (4, ["NT-008"])


def test_another_root_of_the_same_size_is_not_anchored_beside_the_first(office: Office, operator: Laptop) -> None:
    anchor(operator, given(office, signed(40)))

    said = anchor(operator, given(office, signed(40, b"another history")))

    assert (said.status, codes(said)) == (6, ["LO-071"])


def test_an_anchor_that_keeps_something_else_is_passed_over(office: Office, operator: Laptop) -> None:
    office.ledger.put("anchor", {OPERATOR: "operates"}, note=armour.encode(b"Dear Sir\n"))
    office.sync()

    assert anchor(operator, given(office, signed(40))).status == 0


def test_without_the_ledger_it_waits_to_be_recorded(office: Office) -> None:
    laptop = office.laptop(OPERATOR, online=False, catalogue=True)

    said = anchor(laptop, given(office, signed(40)))

    assert facts(said)["index"] is None
    assert len(laptop.unsent) == 1


def test_only_an_operator_anchors(office: Office) -> None:
    assert office.laptop(BUDI)("anchor", given(office, signed(40)), *YES).status == 12


@pytest.mark.parametrize(
    "data",
    [b"", b"hello\n", b"\xff\xfe", b"x\ny\n\n\xe2\x80\x94 x AAAAAAAA\n", signed(40).replace(b" kpu", b" kpx")],
    ids=["nothing", "a letter", "no text", "a note of something else", "another name"],
)
def test_what_is_no_checkpoint_is_not_anchored(office: Office, operator: Laptop, data: bytes) -> None:
    size = office.size

    said = anchor(operator, given(office, data))

    assert said.status == 4
    assert office.size == size


def test_a_note_with_more_signatures_than_a_paper_keeps_is_not_anchored(office: Office, operator: Laptop) -> None:
    crowded = signed(40) + "".join(f"— x{number} {'A' * 100}\n" for number in range(90)).encode()

    said = anchor(operator, given(office, crowded))

    assert (said.status, codes(said)) == (4, ["SU-111"])
