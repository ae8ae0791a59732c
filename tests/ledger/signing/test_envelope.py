"""Covers: one spelling, exactly the signers that are named, each once."""

import json
import timeit

import pytest

from ledger.errors import BadSignature, KeyProblem, LedgerError, Malformed
from ledger.signing import armour
from ledger.signing.envelope import LONGEST, PAYLOAD_TYPE, Envelope, Signature, add, check, read, sign
from ledger.signing.keys import P256, PrivateKey, PublicKey

PAYLOAD = '{"kind":"handover","place":"Pos é 004"}'.encode()
ANI, BUDI, CITRA = sorted((PrivateKey.generate() for _ in range(3)), key=lambda key: key.public.id)


def of(*keys: PrivateKey) -> dict[str, PublicKey]:
    return {key.public.id: key.public for key in keys}


def refusal(line: bytes) -> str:
    with pytest.raises(Malformed) as refused:
        read(line)
    return refused.value.code


def cover(*signatures: tuple[str, str], payload: str = "e30=", payload_type: str = PAYLOAD_TYPE) -> bytes:
    """Write a cover with the test oracle, json."""
    listed = [{"keyid": keyid, "sig": sig} for keyid, sig in signatures]
    value = {"payload": payload, "payloadType": payload_type, "signatures": listed}
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def test_a_cover_is_read_as_it_was_printed() -> None:
    envelope = sign(PAYLOAD, [BUDI, ANI])

    again = read(bytes(envelope))

    assert again == envelope
    assert again.payload == PAYLOAD
    assert str(again).encode() == bytes(again) == bytes(envelope)
    check(again, of(ANI, BUDI))


def test_a_cover_is_the_canonical_json_of_the_oracle() -> None:
    envelope = sign(PAYLOAD, [CITRA, ANI, BUDI])

    listed = [(each.keyid, armour.encode(each.sig)) for each in envelope.signatures]

    assert listed == sorted(listed)
    assert bytes(envelope) == cover(*listed, payload=armour.encode(PAYLOAD))


def test_a_draft_is_a_cover_without_signatures() -> None:
    draft = sign(PAYLOAD, [])

    assert read(bytes(draft)) == Envelope(PAYLOAD)
    with pytest.raises(Malformed, match=f"signature of key {ANI.public.id} is missing"):
        check(draft, of(ANI))


def test_signing_one_after_another_gives_the_cover_of_signing_together() -> None:
    together = sign(PAYLOAD, [ANI, BUDI, CITRA])

    one_by_one = add(add(add(sign(PAYLOAD, []), CITRA), ANI), BUDI)

    assert one_by_one == together


def test_nobody_signs_twice() -> None:
    envelope = sign(PAYLOAD, [ANI])

    with pytest.raises(KeyProblem, match="already signed"):
        add(envelope, ANI)
    with pytest.raises(Malformed, match="stands twice"):
        sign(PAYLOAD, [ANI, BUDI, ANI])


def test_missing_extra_double_and_bad_signatures_are_told_apart() -> None:
    signed = sign(PAYLOAD, [ANI, BUDI])
    first, second = signed.signatures
    bad = Envelope(PAYLOAD, (first, Signature(second.keyid, first.sig)))

    def code(envelope: Envelope, keys: dict[str, PublicKey]) -> str:
        with pytest.raises(Malformed) as refused:
            check(envelope, keys)
        return refused.value.code

    assert code(signed, of(ANI, BUDI, CITRA)) == "EN-008"
    assert code(signed, of(ANI)) == "EN-009"
    assert code(Envelope(PAYLOAD, (first, first, second)), of(ANI, BUDI)) == "EN-006"
    assert code(Envelope(PAYLOAD, (second, first)), of(ANI, BUDI)) == "EN-005"
    assert code(bad, of(ANI, BUDI)) == "KE-009"
    assert code(signed, {}) == "EN-007"


def test_no_signature_is_looked_at_while_the_list_of_signers_is_wrong() -> None:
    forged = Envelope(PAYLOAD, (Signature(ANI.public.id, b"forged"), Signature(BUDI.public.id, b"forged")))

    with pytest.raises(Malformed, match="does not name it"):
        check(forged, of(ANI))


def test_a_signature_cannot_be_moved_under_another_payload() -> None:
    signatures = sign(PAYLOAD, [ANI]).signatures

    with pytest.raises(BadSignature, match=ANI.public.id):
        check(Envelope(PAYLOAD + b" ", signatures), of(ANI))


def test_a_token_may_sign_beside_a_file() -> None:
    token = PrivateKey.generate(P256)

    envelope = read(bytes(sign(PAYLOAD, [ANI, token])))

    check(envelope, of(ANI, token))


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (b'":"', b'": "'),
        (b'{"payload"', b'{"payload":"","payload"'),
        (b'{"payload"', b' {"payload"'),
        (b"]}", b"]}\n"),
        (b"vnd", b"\\u0076nd"),
        (b"application/", b"application\\/"),
        (b"e30=", b"e30"),
        (b"e30=", b"e31="),
        (b',"payloadType":"application/vnd.kotak.paper.v1+json"', b""),
        (b',"signatures":[]', b""),
    ],
)
def test_a_second_spelling_of_a_cover_is_refused(find: bytes, put: bytes) -> None:
    line = cover()
    assert read(line).payload == b"{}"

    assert refusal(line.replace(find, put, 1)) in {"EN-002", "EN-003"}


def test_members_in_another_order_are_refused() -> None:
    line = b'{"payloadType":"application/vnd.kotak.paper.v1+json","payload":"e30=","signatures":[]}'

    assert refusal(line) == "EN-003"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * LONGEST,
        b'{"x":' + b"[" * (LONGEST - 5),
        b'{"signatures":' + b"[" * (LONGEST - 14),
        b"\xef\xbb\xbf" + cover(),
        cover().decode().encode("utf-16"),
        cover()[:-1] + b',"x":1}',
        cover()[:-1],
        cover() + cover(),
        cover(payload="e30-"),
        cover(payload="e3\n0="),
        cover().replace(b"vnd", b"\xff"),
        cover().replace(b"e30=", b"\xff30="),
        cover().replace(b"e30=", b"\\ud800"),
        cover().replace(b'"e30="', b"1" * 5000),
        cover(("a" * 63, "")),
        cover(("A" * 64, "")),
        cover(("a" * 64 + "\n", "")),
        b'{"box":"35.79.02.2009/004/DPD","state":"ok"}',
    ],
)
def test_what_is_no_cover_is_refused_in_one_sentence(line: bytes) -> None:
    assert refusal(line) == "EN-002"


def test_a_cover_has_its_signatures_in_order_and_each_key_once() -> None:
    assert refusal(cover(("b" * 64, ""), ("a" * 64, ""))) == "EN-005"
    assert refusal(cover(("a" * 64, ""), ("a" * 64, "QQ=="))) == "EN-006"
    assert len(read(cover(("a" * 64, ""), ("b" * 64, ""))).signatures) == 2


def test_a_cover_of_another_type_is_named() -> None:
    line = cover(payload_type="application/vnd.kotak.paper.v2+json")

    with pytest.raises(Malformed, match=r"vnd\.kotak\.paper\.v2") as refused:
        read(line)

    assert refused.value.code == "EN-004"


def test_a_cover_has_at_most_16_kib() -> None:
    fits = (LONGEST - len(cover(payload=""))) // 4 * 3
    whole = sign(b"x" * fits, [])

    assert LONGEST - 4 < len(bytes(whole)) <= LONGEST
    assert read(bytes(whole)) == whole
    assert refusal(bytes(Envelope(b"x" * (fits + 3)))) == "EN-001"
    with pytest.raises(Malformed, match=f"at most {LONGEST}"):
        add(whole, ANI)


def test_one_changed_bit_anywhere_in_a_cover_is_found() -> None:
    line = bytes(sign(PAYLOAD, [ANI, BUDI]))

    for place in range(len(line)):
        for bit in range(8):
            flipped = line[:place] + bytes([line[place] ^ 1 << bit]) + line[place + 1 :]
            with pytest.raises(LedgerError):
                check(read(flipped), of(ANI, BUDI))


def test_reading_a_cover_costs_a_few_microseconds() -> None:
    line = bytes(sign(b"x" * 600, [ANI, BUDI]))

    best = min(timeit.repeat(lambda: read(line), number=200, repeat=10)) / 200

    assert best < 30e-6
