"""Verifier keys: the published ones, every mangled one, and the types that are not verified."""

import json
from typing import Any

import pytest

from ledger.errors import KeyProblem, LedgerError, Malformed
from ledger.signing import armour
from ledger.signing.keys import P256, PrivateKey
from ledger.signing.vkey import LOG, WITNESS, WITNESS_MLDSA, VerifierKey, read_key, witness_key
from tests.vectors import vectors


def published(part: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads(vectors("note", "vkeys.json").read_text())[part]
    return cases


def test_published_keys_print_back_to_the_same_text() -> None:
    for case in published("valid"):
        key = read_key(case["vkey"])

        assert (key.kind, str(key)) == (case["type"], case["vkey"])


def test_published_mistakes_are_refused() -> None:
    for case in published("invalid"):
        with pytest.raises(Malformed):
            read_key(case["vkey"])


def test_a_key_of_another_type_is_refused_by_its_type() -> None:
    for case in published("other_types"):
        with pytest.raises(Malformed, match=f"is of type 0{case['type']}; what is verified here"):
            read_key(case["vkey"])


def test_the_key_of_a_cosigner_with_ml_dsa_44_reads_back() -> None:
    vkey = json.loads(vectors("derived", "mldsa44-cosignature.json").read_text())["vkey"]

    key = read_key(vkey)

    assert (key.kind, len(key.public.public), str(key)) == (WITNESS_MLDSA, 1312, vkey)


@pytest.mark.parametrize("length", [0, 32, 1311, 1313])
def test_a_key_for_ml_dsa_44_has_one_length(length: int) -> None:
    with pytest.raises(Malformed, match=f"has 1312 bytes; this one has {length}"):
        read_key(f"w.example+00000000+{armour.encode(bytes([WITNESS_MLDSA, *bytes(length)]))}")


def test_no_piece_and_no_misspelling_of_a_key_is_a_key() -> None:
    whole = json.loads(vectors("note", "vkeys.json").read_text())["invalid_generated"]["base"]
    pieces = {whole[i:j] for i in range(len(whole)) for j in range(i, len(whole) + 1)} - {whole}
    misspelt = {whole[:i] + chr(ord(whole[i]) + 1) + whole[i + 1 :] for i in range(len(whole))}

    for text in pieces | misspelt:
        with pytest.raises(Malformed):
            read_key(text)


@pytest.mark.parametrize("kind", [LOG, WITNESS])
@pytest.mark.parametrize("name", ["kpu.example/pemilu-2029/kota-batu", "saksi.example/Śāstrī", "日本"])
def test_a_new_key_reads_back(kind: int, name: str) -> None:
    key = VerifierKey(name, kind, PrivateKey.generate().public)

    again = read_key(str(key))

    assert again == key
    assert hash(again) == hash(key)


@pytest.mark.parametrize(
    "name", ["", "kota batu", "kota+batu", "kota\u2003batu", "kota\x85", "kota\n", "k\x7f", "\udcff"]
)
def test_a_name_that_could_not_stand_on_a_line_is_refused(name: str) -> None:
    public = PrivateKey.generate().public

    with pytest.raises(Malformed, match="cannot name a key"):
        VerifierKey(name, LOG, public)


def test_a_hostile_name_is_not_shown_whole() -> None:
    with pytest.raises(LedgerError) as caught:
        read_key("x " * 5000 + "+00000000+AQ==")

    assert len(str(caught.value)) < 200


def test_an_id_in_capitals_is_another_spelling() -> None:
    name, key_id, encoded = ["PeterNeumann", "c74f20a3", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]

    with pytest.raises(Malformed, match="says its ID is C74F20A3; from name and key follows c74f20a3"):
        read_key(f"{name}+{key_id.upper()}+{encoded}")


def test_a_key_under_which_anybody_can_sign_names_no_witness() -> None:
    with pytest.raises(Malformed, match="anybody can sign"):
        read_key("witness.example+00000000+BAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")


def test_a_token_key_does_not_sign_notes() -> None:
    token = PrivateKey.generate(P256)

    with pytest.raises(KeyProblem, match="is p256-sha256; a key of type 01 is ed25519"):
        VerifierKey("kpu.example/batu", LOG, token.public)
    with pytest.raises(KeyProblem, match="a key of type 04 is ed25519"):
        witness_key("bawaslu.example/saksi", token.public)


def test_what_has_no_three_parts_or_another_type_is_no_key() -> None:
    whole = str(VerifierKey("kpu.example/test", LOG, PrivateKey.generate().public))
    name, id_, _ = whole.split("+", 2)

    for text in (name, f"{name}+{id_}", f"{name}+{id_}+", f"{name}+{id_}+Bg=="):
        with pytest.raises(Malformed):
            read_key(text)
