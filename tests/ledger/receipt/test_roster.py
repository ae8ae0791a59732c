"""Whose keys are whose, when those who hand out receipts would have it otherwise."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.documents import base, government, people
from ledger.errors import LedgerError
from ledger.paper import Paper
from ledger.receipt import keylist
from ledger.receipt.examine import examine
from ledger.receipt.keylist import KeyList
from ledger.receipt.report import Report
from tests.harness import (
    ANI,
    BAWASLU_REGISTRAR,
    BUDI,
    DEWI,
    DPD,
    KPU,
    KPU_REGISTRAR,
    PPS,
    RINA,
    TestLedger,
    founded,
    key,
    private,
)
from tests.ledger import attacks, dishonest
from tests.ledger.dishonest import FOUNDED, HANDED, LAST, SEALED, story
from tests.ledger.domain.custody.stories import revoke
from tests.ledger.receipt.pocket import cosigned_trust, of_box, of_line, of_paper, of_roster


def with_entry(*forged: Paper, ledger: TestLedger | None = None) -> TestLedger:
    """A log that took in what no honest one would."""
    whole = ledger or story()
    return TestLedger(papers=[*whole.papers, *forged], custody=whole.custody)


def examined(ledger: TestLedger, *files: bytes, pinned: KeyList | None = None) -> list[Report | LedgerError]:
    return examine(files, cosigned_trust(ledger.name), pinned or KeyList())


def said(ledger: TestLedger, *files: bytes) -> list[str]:
    """Of the first file what is reported, or why it is refused."""
    first = examined(ledger, *files, *of_roster(ledger))[0]
    return [first.code] if isinstance(first, LedgerError) else [found.reason.code for found in first.findings]


def signed(ledger: TestLedger) -> dict[str, bool]:
    """Of the last entry's signers who is known to have signed it."""
    last = len(ledger.papers) - 1
    report = examined(ledger, of_paper(ledger, last), *of_roster(ledger))[0]
    assert isinstance(report, Report)
    [shown] = report.shown
    return {one.officer: one in shown.vouched.known for one in shown.excerpt.document.signers}


def read(data: bytes) -> Paper:
    return papers.read(data)


# Signatures.


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (dishonest.without_a_signature, "EN-008"),
        (dishonest.without_signatures, "EN-008"),
        (dishonest.with_one_more_signature, "EN-009"),
        (lambda data: dishonest.with_the_signature_of(data, bytes(story().papers[SEALED])), "KE-009"),
    ],
)
def test_exactly_those_who_are_named_signed(forge: Callable[[bytes], bytes], code: str) -> None:
    ledger = with_entry(read(forge(bytes(story().papers[HANDED]))))

    assert said(ledger, of_box(ledger, LAST + 1, DPD)) == [code]


def test_a_missing_signature_is_seen_by_who_knows_no_key() -> None:
    ledger = with_entry(read(dishonest.without_a_signature(bytes(story().papers[HANDED]))))

    [refused] = examined(ledger, of_box(ledger, LAST + 1, DPD))

    assert isinstance(refused, LedgerError)
    assert refused.code == "EN-008"


def test_nobody_signs_with_the_key_of_another() -> None:
    thief = TestLedger(papers=story().papers, custody=story().custody)
    thief.private[ANI] = thief.key_of(BUDI)
    ledger = with_entry(read(attacks.sealed(ANI)(thief)))

    assert said(ledger, of_paper(ledger, LAST + 1)) == ["RE-032"]


def test_a_strangers_key_is_that_of_nobody() -> None:
    ledger = with_entry(read(attacks.with_a_strangers_key(story())))

    assert signed(ledger) == {ANI: False}


def test_a_key_replaced_before_counts_only_for_who_had_not_seen_that() -> None:
    ledger = with_entry(read(attacks.with_the_old_key(story())))

    assert said(ledger, of_paper(ledger, LAST + 1)) == ["RO-003"]


# Entries that would show keys.


def enrolled(
    ledger: TestLedger, by: dict[str, str], *officers: str, roles: tuple[people.Role, ...] = ("chair",)
) -> Paper:
    return ledger.write("enrolment", by, [ledger.enrolment(officer, roles) for officer in officers])


FRIEND, CLERK = f"{PPS}#7", f"{KPU}#7"


@pytest.mark.parametrize(
    ("by", "officer", "roles", "code"),
    [
        ({ANI: "registers"}, FRIEND, ("chair",), "RO-010"),
        ({KPU_REGISTRAR: "registers"}, "ptps/35.79.02.2009/004#7", ("chair",), "RO-011"),
        ({KPU_REGISTRAR: "registers"}, CLERK, ("registrar",), "GO-003"),
        ({RINA: "authorises"}, FRIEND, ("chair",), "RO-010"),
        ({KPU_REGISTRAR: "registers"}, ANI, ("chair",), "RO-014"),
        ({DEWI: "registers"}, FRIEND, ("chair",), "RO-010"),
    ],
)
def test_nobody_is_enrolled_by_who_may_not(
    by: dict[str, str], officer: str, roles: tuple[people.Role, ...], code: str
) -> None:
    ledger = with_entry(enrolled(story(), by, officer, roles=roles))
    use = with_entry(
        story().write("sealing", {officer: "acts"}, [dishonest.line(story())], unit=PPS, purpose="results"),
        ledger=ledger,
    )

    assert said(ledger, of_line(ledger, LAST + 1, 0)) == [code]
    assert officer == ANI or signed(use) == {officer: False}


def test_the_authorities_enrol_whom_the_format_says() -> None:
    ledger = with_entry(enrolled(story(), {RINA: "authorises"}, CLERK, roles=("registrar",)))

    assert said(ledger, of_line(ledger, LAST + 1, 0)) == []


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (attacks.with_a_key_for_everybody, "KE-004"),
        (attacks.with_a_key_that_is_none, "KE-003"),
        (attacks.with_a_key_of_somebody_else, "KE-009"),
    ],
)
def test_an_enrolment_proves_that_its_keys_are_held(forge: Callable[[TestLedger], bytes], code: str) -> None:
    ledger = with_entry(read(forge(story())))

    assert said(ledger, of_line(ledger, LAST + 1, 0)) == [code]


def test_nobody_appoints_himself_an_authority() -> None:
    usurper = TestLedger(papers=story().papers, custody=story().custody)
    usurper.private[RINA] = private("a usurper")
    held = (government.AuthorityKey(officer=RINA, key=key(usurper.key_of(RINA))),)
    authority = government.Authority(threshold=1, keys=held)
    forged = usurper.write(
        "authorities", {RINA: "authorises"}, replaces=story().name, family="custody", authority=authority
    )

    ledger = with_entry(forged)

    assert said(ledger, of_paper(ledger, LAST + 1)) == ["RO-007"]


def test_a_replaced_authority_governs_no_longer() -> None:
    ledger = founded()
    old = ledger.key_of(RINA)
    dishonest.replace_authority(ledger)
    ledger.private[RINA] = old
    late = with_entry(enrolled(ledger, {RINA: "authorises"}, CLERK, roles=("registrar",)), ledger=ledger)

    assert signed(late) == {RINA: False}


def test_a_key_is_not_replaced_without_the_old_one() -> None:
    new = private("a thief")
    line = people.RotationLine(id=BUDI, old=story().key_of(BUDI).public.id, new=key(new))
    drafted = story().draft("rotation", {BUDI: "proves"}, [line])
    alone = (base.Signer(officer=BUDI, key=new.public.id, part="proves", shown="id/1"),)
    stolen = papers.sign(papers.draft(replace(drafted.document, signers=alone, annex=None), [line]), [new])
    ledger = with_entry(stolen)

    assert said(ledger, of_line(ledger, LAST + 1, 0)) == ["RO-016"]


def test_a_revocation_by_the_other_family_is_reported_and_ends_no_key() -> None:
    line = people.RevocationLine(id=BUDI, keys=(story().key_of(BUDI).public.id,), why="stolen")
    by_dewi = story().write("revocation", {BAWASLU_REGISTRAR: "registers"}, [line])
    after = story().write("sealing", {BUDI: "acts"}, [dishonest.line(story())], unit=PPS, purpose="results")
    ledger = with_entry(by_dewi, after)

    assert said(ledger, of_line(ledger, LAST + 1, 0)) == ["RO-011"]
    assert said(ledger, of_paper(ledger, LAST + 2)) == []


def test_a_revocation_of_somebody_whose_enrolment_is_not_shown_says_nothing() -> None:
    ledger = founded()
    revoke(ledger, ANI)
    shown = [of_paper(ledger, 0), of_line(ledger, 2, 0), of_line(ledger, FOUNDED, 0)]

    reports = examined(ledger, *shown)

    assert [one.findings for one in reports if isinstance(one, Report)] == [[], [], []]


def test_the_receipt_of_a_whole_enrolment_shows_no_key() -> None:
    shown = [of_paper(story(), index) for index in (0, 2, 4)]

    [report, *_] = examined(story(), of_box(story(), HANDED, DPD), *shown)

    assert isinstance(report, Report)
    assert not report.shown[0].vouched.known


def test_who_is_only_pinned_registers_nobody() -> None:
    registrar = story().key_of(KPU_REGISTRAR).public
    pinned = keylist.read(f"{KPU_REGISTRAR} {registrar.alg} {registrar.base64}\n".encode())
    enrolments = [of_line(story(), 4, number) for number in range(5)]

    for first in ([], [of_paper(story(), 0)]):
        report, enrolment, *_ = examined(story(), of_box(story(), HANDED, DPD), *enrolments, *first, pinned=pinned)

        assert isinstance(report, Report)
        assert isinstance(enrolment, Report)
        assert not report.shown[0].vouched.known
        assert enrolment.shown[0].vouched.known


def test_an_enrolment_shows_no_key_while_one_of_its_signers_is_unknown() -> None:
    ledger = founded()
    ledger.put("enrolment", {KPU_REGISTRAR: "registers", BUDI: "registers"}, [ledger.enrolment(FRIEND)])
    ledger.put("sealing", {FRIEND: "acts"}, [dishonest.line(ledger, DPD)], unit=PPS, purpose="results")
    known = [data for data in of_roster(ledger) if data != of_line(ledger, 4, numbers(ledger)[BUDI])]

    report = examined(ledger, of_paper(ledger, FOUNDED + 1), *known)[0]

    assert isinstance(report, Report)
    assert not report.shown[0].vouched.known


def numbers(ledger: TestLedger) -> dict[str, int]:
    """In which line of the enrolment each officer of custody stands."""
    return {getattr(line, "id", ""): number for number, line in enumerate(ledger.papers[4].lines)}


# Two histories.


def test_two_papers_promised_at_one_index_are_reported_under_both() -> None:
    first, second = story(), TestLedger(papers=[*story().papers[:HANDED], story().papers[LAST]])

    one, other, *_ = examined(story(), of_paper(first, HANDED), of_paper(second, HANDED))

    assert [found.reason.code for each in (one, other) if isinstance(each, Report) for found in each.findings] == [
        "RE-034",
        "RE-034",
    ]


def test_of_two_papers_at_one_index_one_that_nobody_signed_is_still_refused() -> None:
    draft = read(dishonest.without_signatures(bytes(story().papers[LAST])))
    second = TestLedger(papers=[*story().papers[:HANDED], draft])

    one, other = examined(story(), of_paper(story(), HANDED), of_paper(second, HANDED))

    assert isinstance(one, Report)
    assert isinstance(other, LedgerError)
    assert other.code == "EN-008"
