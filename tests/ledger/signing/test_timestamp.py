"""Time stamps of an authority made with the openssl program, and what is refused of them."""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc3161_client
from cryptography.x509 import load_pem_x509_certificate

from ledger.errors import LedgerError, Malformed
from ledger.signing import der, timestamp
from ledger.signing.timestamp import Request
from tests.authority import POLICY, SINCE, UNTIL, Authority, authority, granted, openssl
from tests.refusals import refused

TEXT = "kpu.example/test/kota-batu\n5\nnND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=\n"
YEARS_AGO = datetime(2024, 2, 14, 17, 8, tzinfo=UTC)
_SHA512 = bytes.fromhex("608648016503040203")


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("time") / "tsa")


@pytest.fixture(scope="module")
def roots(tsa: Authority) -> bytes:
    return tsa.roots.read_bytes()


@pytest.fixture(scope="module")
def stamped(tsa: Authority) -> bytes:
    """A stamp of some years ago that carries all it should."""
    return tsa.stamp_at(YEARS_AGO, TEXT, timestamp._SHA256_IN_DER, tsa.folder / "chain.pem")


def test_an_authority_is_asked_and_its_stamp_says_the_time(tsa: Authority, roots: bytes) -> None:
    asked = timestamp.request(TEXT)

    answer = tsa.answer(bytes(asked))
    timestamp.check_answer(asked, answer)
    stamp = timestamp.verify(TEXT, answer, roots)

    assert abs(datetime.now(UTC) - stamp.time) < timedelta(minutes=1)
    assert (stamp.authority, stamp.policy) == ("CN=Penera Waktu Uji", POLICY)
    assert timestamp.imprint(answer) == timestamp.hash_of(TEXT)


def test_openssl_accepts_the_same_stamp(tsa: Authority, stamped: bytes, tmp_path: Path) -> None:
    (tmp_path / "text").write_text(TEXT)
    (tmp_path / "stamp").write_bytes(stamped)

    said = openssl("ts", "-verify", "-data", tmp_path / "text", "-in", tmp_path / "stamp", "-CAfile", tsa.roots)

    assert b"Verification: OK" in said


def test_a_request_is_what_openssl_and_the_library_print() -> None:
    library = rfc3161_client.TimestampRequestBuilder(TEXT.encode(), rfc3161_client.HashAlgorithm.SHA256).build()
    assert library.nonce is not None

    ours = Request(timestamp.hash_of(TEXT), library.nonce)

    assert bytes(ours) == library.as_bytes()
    assert timestamp.read_request(bytes(ours)) == ours
    assert b"Certificate required: yes" in openssl("ts", "-query", "-in", "-", "-text", input=bytes(ours))


def test_no_two_requests_are_alike() -> None:
    assert timestamp.request(TEXT) != timestamp.request(TEXT)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x00",
        bytes(Request(bytes(31), 7)),
        bytes(Request(bytes(32), 7)) + b"\0",
        bytes(Request(bytes(32), 7))[:-1] + b"\x01",
        bytes(Request(bytes(32), 7)).replace(timestamp._SHA256_IN_DER, _SHA512),
    ],
)
def test_what_we_did_not_write_is_no_request(data: bytes) -> None:
    assert refused(lambda: timestamp.read_request(data)) == "TS-002"


def test_a_stamp_holds_after_the_certificates_have_expired(tmp_path: Path) -> None:
    """Valid in 2024 alone, as a chain that was archived."""
    past = authority(tmp_path / "past", datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC))
    answer = past.stamp_at(YEARS_AGO, TEXT)

    stamp = timestamp.verify(TEXT, answer, past.root.pem + past.between.pem)

    assert stamp.time == YEARS_AGO


@pytest.mark.parametrize("time", [SINCE - timedelta(seconds=1), UNTIL + timedelta(seconds=1)])
def test_a_stamp_of_a_time_when_the_certificates_did_not_hold_is_refused(
    tsa: Authority, roots: bytes, time: datetime
) -> None:
    answer = tsa.stamp_at(time, TEXT, timestamp._SHA256_IN_DER, tsa.folder / "chain.pem")

    assert refused(lambda: timestamp.verify(TEXT, answer, roots)) == "TS-008"


def test_certificates_count_in_any_order(tsa: Authority, roots: bytes, stamped: bytes) -> None:
    """The library reads sorted ones alone; openssl and many authorities write them from the signer to the root."""
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        rfc3161_client.decode_timestamp_response(tsa.answer(bytes(timestamp.request(TEXT))))

    assert timestamp.verify(TEXT, stamped, roots).time == YEARS_AGO


def test_a_stamp_over_another_text_is_refused(roots: bytes, stamped: bytes) -> None:
    with pytest.raises(Malformed, match=f"not over this one with {timestamp.hash_of(f'{TEXT}x').hex()}") as other:
        timestamp.verify(f"{TEXT}x", stamped, roots)

    assert other.value.code == "TS-005"


def test_a_stamp_with_another_hash_is_refused(tsa: Authority, roots: bytes) -> None:
    answer = tsa.stamp_at(YEARS_AGO, TEXT, _SHA512)

    assert refused(lambda: timestamp.verify(TEXT, answer, roots)) == "TS-005"


def test_an_authority_nobody_named_is_not_believed(tmp_path: Path, stamped: bytes) -> None:
    """The other root has the same name, and another key."""
    other = authority(tmp_path / "other")

    assert refused(lambda: timestamp.verify(TEXT, stamped, other.roots.read_bytes())) == "TS-008"


def test_what_stands_between_is_no_root_by_being_named(tmp_path: Path, tsa: Authority, stamped: bytes) -> None:
    other = authority(tmp_path / "other")

    assert refused(lambda: timestamp.verify(TEXT, stamped, tsa.between.pem)) == "TS-009"
    assert refused(lambda: timestamp.verify(TEXT, stamped, tsa.between.pem + other.root.pem)) == "TS-008"


@pytest.mark.parametrize("pem", [b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_who_is_believed_has_to_be_said_in_certificates(stamped: bytes, pem: bytes) -> None:
    assert refused(lambda: timestamp.verify(TEXT, stamped, pem)) == "TS-009"


def test_a_certificate_that_is_not_for_time_stamping_alone_stamps_nothing(tmp_path: Path) -> None:
    """RFC 3161, 2.3: the extended key usage is critical."""
    lax = authority(tmp_path / "lax", critical=False)
    answer = lax.stamp_at(YEARS_AGO, TEXT, timestamp._SHA256_IN_DER, lax.folder / "chain.pem")

    assert refused(lambda: timestamp.verify(TEXT, answer, lax.roots.read_bytes())) == "TS-008"


def test_a_stamp_that_carries_no_certificate_of_its_signer_is_refused(roots: bytes, tsa: Authority) -> None:
    asked = openssl("ts", "-query", "-digest", timestamp.hash_of(TEXT).hex(), "-sha256")

    answer = tsa.answer(asked)

    assert refused(lambda: timestamp.verify(TEXT, answer, roots)) == "TS-007"


def test_a_second_certificate_in_the_signers_name_is_refused(tsa: Authority, roots: bytes, tmp_path: Path) -> None:
    """Otherwise one of them could verify and the other be shown."""
    signer = load_pem_x509_certificate((tsa.folder / "signer.pem").read_bytes())
    forged = ("-subj", "/CN=Pengadilan", "-key", tsa.folder / "signer.key", "-set_serial", signer.serial_number)
    request = openssl("req", "-new", *forged[:4])
    (tmp_path / "middle.key").write_bytes((tsa.folder / "signer.key").read_bytes())
    made = openssl("req", "-x509", "-new", "-subj", "/CN=Perantara Uji", *forged[2:])
    (tmp_path / "issuer.pem").write_bytes(made)
    signing = ("-CA", tmp_path / "issuer.pem", "-CAkey", tmp_path / "middle.key", *forged[4:])
    (tmp_path / "forged.pem").write_bytes(openssl("x509", "-req", *signing, input=request))

    answer = tsa.stamp_at(YEARS_AGO, TEXT, timestamp._SHA256_IN_DER, tmp_path / "forged.pem")

    assert refused(lambda: timestamp.verify(TEXT, answer, roots)) == "TS-007"


def test_an_answer_to_another_request_is_not_taken_for_ours(tsa: Authority) -> None:
    """An old answer about the same text, played again."""
    before, now = timestamp.request(TEXT), timestamp.request(TEXT)
    answer = tsa.answer(bytes(before))

    with pytest.raises(Malformed, match=f"has the nonce {before.nonce}, and the request {now.nonce}"):
        timestamp.check_answer(now, answer)
    assert refused(lambda: timestamp.check_answer(timestamp.request("other"), answer)) == "TS-005"


def test_a_refusal_of_the_authority_is_told_with_its_status(tsa: Authority) -> None:
    """SHA-1 is no hash this authority stamps."""
    asked = openssl("ts", "-query", "-digest", "00" * 20, "-sha1")

    with pytest.raises(Malformed, match="the status 2") as told:
        timestamp.imprint(tsa.answer(asked))

    assert told.value.code == "TS-004"


def test_what_is_granted_has_to_be_a_stamp(tsa: Authority) -> None:
    status = der.sequence(der.sequence(der.integer(0)))
    other_sort = tsa.sign(b"\x30\x00", kind="1.2.840.113549.1.7.1")

    assert {refused(lambda: timestamp.imprint(status)), refused(lambda: timestamp.imprint(other_sort))} == {"TS-003"}
    assert refused(lambda: timestamp.imprint(tsa.sign(b"\x30\x00"))) == "TS-003"


def test_a_certificate_nobody_can_read_is_refused(roots: bytes, stamped: bytes) -> None:
    version_3 = bytes.fromhex("a003020102")

    damaged = stamped.replace(version_3, bytes.fromhex("a003020109"))

    assert refused(lambda: timestamp.verify(TEXT, damaged, roots)) == "TS-003"


@pytest.mark.slow
def test_no_flipped_bit_changes_what_a_stamp_says(roots: bytes, stamped: bytes) -> None:
    """A few bits stand under no signature: version numbers, names of algorithms. None of them is told."""
    stamp = timestamp.verify(TEXT, stamped, roots)

    for at in range(8 * len(stamped)):
        flipped = bytearray(stamped)
        flipped[at // 8] ^= 1 << at % 8
        try:
            assert timestamp.verify(TEXT, bytes(flipped), roots) == stamp
        except LedgerError as error:
            assert error.code.startswith("TS-")  # noqa: PT017 - any other exception is the surprise


def test_garbage_is_refused_and_nothing_else_happens(roots: bytes, stamped: bytes) -> None:
    dice = random.Random(1)  # noqa: S311 - the same garbage each time
    garbage = [dice.randbytes(dice.randrange(200)) for _ in range(300)]
    garbage += [stamped[:at] for at in range(0, len(stamped), 7)]
    garbage += [b"\x30\x80" * 10_000, b"\x30\x84\xff\xff\xff\xff", granted(b""), granted(b"\x30"), granted(stamped)]

    codes = {refused(lambda data=data: timestamp.verify(TEXT, data, roots)) for data in garbage}  # type: ignore[misc] # it is called at once

    assert codes <= {"TS-003", "TS-004"}


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, stamped: bytes) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)

    assert refused(lambda: timestamp.imprint(stamped)) == "TS-001"
    assert timestamp.read_request(bytes(timestamp.request(TEXT)))
