"""Trust files: what our own line says, what is made from them, and what an attacker would like to stand in one."""

import json
import re
from hashlib import sha256

import pytest

from ledger.errors import Malformed
from ledger.log import policy
from ledger.log.lines import read_lines
from ledger.log.policy import extended, read, succeeded, trust_text
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import WITNESS, VerifierKey
from tests.ledger.log.policies import (
    GENESIS,
    ORIGIN,
    log,
    public,
    trust,
    witness,
)
from tests.vectors import vectors


def test_a_trust_file_says_who_is_trusted_for_what() -> None:
    data = trust(
        "# saksi",
        witness("bawaslu") + " https://bawaslu.example/",
        witness("pkb"),
        "group g all bawaslu pkb",
        "quorum g",
    )

    found = read(data)

    assert (found.origin, found.genesis, str(found.log.key)) == (ORIGIN, GENESIS, log())
    assert [(each.name, each.url) for each in found.quorum.witnesses] == [
        ("bawaslu", "https://bawaslu.example/"),
        ("pkb", ""),
    ]
    assert found.quorum.met_by({"bawaslu", "pkb"})
    assert not found.quorum.met_by({"bawaslu"})


def test_the_hash_of_a_trust_file_is_that_of_the_file_with_its_comments() -> None:
    plain, commented = trust("quorum none"), trust("# mine", "quorum none")

    assert read(plain) == read(commented)
    assert read(commented).hash == sha256(commented).hexdigest()
    assert read(plain).hash != read(commented).hash


def test_a_trust_file_prints_to_a_file_that_says_the_same() -> None:
    lines = [witness("bawaslu"), "#", "", witness("pkb"), "group g any pkb", "\tgroup  h 2 g bawaslu ", "quorum h"]
    found = read(trust(*lines))

    again = read(str(found).encode())

    assert again == found
    assert str(again) == str(found)
    assert "group h all g bawaslu\n" in str(found)


def test_without_our_own_line_a_trust_file_is_a_policy_for_other_tools() -> None:
    data = trust(witness("bawaslu"), "quorum bawaslu")

    others = [line for line in data.decode().splitlines() if re.match(r"(log|witness|group|quorum) ", line)]

    assert [line.split()[0] for line in others] == ["log", "witness", "quorum"]
    assert read_lines("\n".join([*others, ""]).encode()).quorum == read(data).quorum


def test_a_new_log_has_a_trust_file_without_witnesses() -> None:
    text = trust_text(ORIGIN, GENESIS, public(ORIGIN))

    found = read(text.encode())

    assert text == f"log {log()}\ngenesis {GENESIS}\nquorum none\n"
    assert (found.origin, found.genesis, found.quorum.met_by(())) == (ORIGIN, GENESIS, True)


def test_another_trust_file_is_made_from_one_and_prints_back() -> None:
    name = b"saksi-\xe9".decode(errors="surrogateescape")
    held = read(trust(witness("a"), "quorum none"))
    more = [witness("b"), witness("x").replace(" x ", f" {name} "), f"group all 3 a b {name}"]

    made = extended(held, more, "all")

    assert str(made).encode(errors="surrogateescape") == made.data
    assert made.data == trust(
        *[
            witness("a"),
            witness("b"),
            "witness NAME " + witness("x").split(" ")[2],
            "group all all a b NAME",
            "quorum all",
        ]
    ).replace(b"NAME", b"saksi-\xe9")
    assert (made.quorum.strength, made.origin, made.genesis) == ((3, 1), held.origin, held.genesis)


def test_no_trust_file_is_made_that_could_be_met_twice() -> None:
    held = read(trust(witness("a"), "quorum a"))

    with pytest.raises(Malformed, match="can be met twice without a common witness"):
        extended(held, [witness("b"), "group g any a b"], "g")


@pytest.mark.parametrize(
    "origin", ["Kpu.example", "kpu.example/kota+batu", "cosignature/v1", "subtree/v1", "DSSEv1 x", "a/"]
)
def test_an_origin_cannot_look_like_something_else_that_is_signed(origin: str) -> None:
    with pytest.raises(Malformed):
        trust_text(origin, GENESIS, public(origin))
    with pytest.raises(Malformed, match="is not the origin of a log"):
        policy.check_origin(origin)


def test_no_trust_file_is_written_that_could_not_be_read() -> None:
    with pytest.raises(Malformed, match=r"Line 2 .* does not read like: genesis <64 hex digits>"):
        trust_text(ORIGIN, GENESIS.upper(), public(ORIGIN))


def test_names_are_octets_and_are_kept() -> None:
    name = b"saksi-\xe9\xff"
    data = trust(witness("NAME"), "quorum NAME").replace(b"NAME", name, 1).replace(b"quorum NAME", b"quorum " + name)

    found = read(data)

    assert str(found).encode(errors="surrogateescape") == data
    assert found.quorum.met_by({name.decode(errors="surrogateescape")})


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["quorum none", "quorum none"], "has 2 lines that begin with quorum; it has exactly one"),
        ([], "has 0 lines that begin with quorum"),
        ([f"genesis {GENESIS}", "quorum none"], "has 2 lines that begin with genesis"),
        ([f"log {log('other.example')}", "quorum none"], "has 2 lines that begin with log"),
        (["genesis", "quorum none"], "Line 3 of the trust file does not read like: genesis <64 hex digits>"),
        (["quorum"], "Line 3 of the trust file does not read like: quorum <name>|none"),
        (["quorum none none"], "does not read like: quorum <name>|none"),
        (["group g all"], "does not read like: group"),
        (["witness w"], "does not read like: witness <name> <vkey>"),
        ([witness("w") + " https://w.example # mine"], "does not read like: witness"),
        ([f"log {log()} https://l.example # mine"], "does not read like: log"),
        (["Quorum none"], "Line 3 of the trust file begins with Quorum, which is none of log, witness, group"),
        (["quorum\u00a0none"], "which is none of"),
        (["quorum\vnone"], "Line 3 of the trust file holds the control character 0b"),
        (["quorum none\r"], "holds the control character 0d"),
        (["quorum w"], "Line 3 of the trust file: w is not defined on a line above"),
        (["quorum w", witness("w")], "w is not defined on a line above"),
        ([witness("w"), witness("w"), "quorum w"], "Line 4 of the trust file: the name w is taken"),
        ([witness("w"), "group w any w", "quorum w"], "the name w is taken"),
        ([witness("none"), "quorum none"], "the name none is taken"),
        ([witness("w"), witness("w").replace(" w ", " v "), "quorum w"], "the key of w.example stands there a second"),
        ([f"log {log()}", "quorum none"], f"the key of {ORIGIN} stands there a second time"),
        ([witness("w"), "group g any w w", "quorum g"], "w is already a member of a group"),
        ([witness("w"), "group g any w", "group h any w", "quorum g"], "w is already a member of a group"),
        ([witness("w"), "group g any none", "quorum g"], "none is not defined"),
        ([witness("w"), "group g any g", "quorum g"], "g is not defined"),
        ([witness("w"), "group g 0 w", "quorum g"], "0 is not all, any, or a number from 1 to 1"),
        ([witness("w"), "group g 2 w", "quorum g"], "2 is not all, any, or a number from 1 to 1"),
        ([witness("w"), "group g 01 w", "quorum g"], "01 is not all, any, or a number"),
        ([witness("w"), "group g \u0661 w", "quorum g"], "is not all, any, or a number"),
        ([witness("w"), "group g ALL w", "quorum g"], "ALL is not all, any, or a number"),
        ([witness("a"), witness("b"), "group g any a b", "quorum g"], "The quorum g can be met twice without a common"),
        ([witness("a"), witness("b"), witness("c"), witness("d"), "group g 2 a b c d", "quorum g"], "can be met twice"),
    ],
)
def test_what_does_not_stand_in_a_trust_file(lines: list[str], complaint: str) -> None:
    with pytest.raises(Malformed, match=re.escape(complaint)):
        read(trust(*lines))


def test_the_log_cannot_be_its_own_witness() -> None:
    same = VerifierKey("bawaslu.example", WITNESS, public(ORIGIN))

    with pytest.raises(Malformed, match="The witness bawaslu has the key of the log"):
        read(trust(f"witness bawaslu {same}", "quorum bawaslu"))


def test_a_trust_file_that_was_cut_off_is_refused() -> None:
    data = trust(witness("p"), witness("parties"), "quorum parties")

    for length in range(len(data)):
        with pytest.raises(Malformed):
            read(data[:length])


def test_a_witness_may_have_a_post_quantum_key_that_counts_nowhere() -> None:
    vkey = json.loads(vectors("derived", "mldsa44-cosignature.json").read_text())["vkey"]
    data = trust(witness("bawaslu"), f"witness bawaslu-pq {vkey}", "quorum bawaslu")

    found = read(data)

    assert str(found).encode() == data
    assert found.quorum.met_by({"bawaslu"})
    assert not found.quorum.met_by({"bawaslu-pq"})


@pytest.mark.parametrize("lines", [["quorum pq"], ["group g any pq", "quorum none"], ["group g all b pq", "quorum g"]])
def test_a_quorum_never_rests_on_a_key_that_not_every_reader_can_check(lines: list[str]) -> None:
    vkey = json.loads(vectors("derived", "mldsa44-cosignature.json").read_text())["vkey"]

    with pytest.raises(Malformed, match="pq signs with ML-DSA-44, which not every reader can check"):
        read(trust(witness("b"), f"witness pq {vkey}", *lines))


def test_no_log_has_a_post_quantum_key_and_none_stands_there_twice() -> None:
    vkey = json.loads(vectors("derived", "mldsa44-cosignature.json").read_text())["vkey"]

    with pytest.raises(Malformed, match="the key of a log is of type 01, not 06"):
        read(f"log {vkey}\ngenesis {GENESIS}\nquorum none\n".encode())
    with pytest.raises(Malformed, match="stands there a second time"):
        read(trust(f"witness one {vkey}", f"witness two {vkey}", "quorum none"))


def test_a_trust_file_has_room_for_its_parties_and_is_not_endless() -> None:
    names = [f"partai-{number}" for number in range(32)]
    groups = [f"group g{number} all {name}" for number, name in enumerate(names)]
    asked = "group rule all " + " ".join(f"g{number}" for number in range(32))

    found = read(trust(*map(witness, names), *groups, asked, "quorum rule"))

    assert (len(found.quorum.witnesses), len(found.quorum.groups)) == (32, 33)
    with pytest.raises(Malformed, match="has at most 65536"):
        read(trust("#" * 2**16, "quorum none"))


def test_a_log_key_cannot_stand_as_a_witness() -> None:
    with pytest.raises(Malformed, match="type"):
        read(trust(f"witness one {log('other.example/log')}", "quorum none"))


def test_the_trust_file_of_the_next_log_keeps_ledger_witnesses_and_quorum() -> None:
    before = read(
        trust(witness("bawaslu"), "quorum bawaslu")
        .replace(b" bawaslu ", b" p\xe9ngawas ")
        .replace(b"quorum bawaslu", b"quorum p\xe9ngawas")
    )
    key = PrivateKey.generate().public

    after = succeeded(before, f"{ORIGIN}-2", key)

    assert (after.genesis, after.quorum) == (before.genesis, before.quorum)
    assert (after.origin, after.log.key.public, after.log.url) == (f"{ORIGIN}-2", key, "")
    assert read(after.data) == after
