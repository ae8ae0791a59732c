"""Policies that were published elsewhere, and those made from the text: each answers as it says."""

import re

import pytest

from ledger.errors import Malformed
from ledger.log.lines import read_lines
from ledger.log.policy import read
from tests.ledger.log.policies import (
    GENESIS,
    LAXER,
    cases,
    log,
    with_keys,
    with_witness_keys,
)


def test_published_policies_answer_as_published() -> None:
    for case in cases("policy", "policy.json", of="sigsum_valid"):
        quorum = read_lines(with_keys(case["policy"]).encode()).quorum

        for question in case["quorum"]:
            assert quorum.met_by(question["cosigners"]) == question["ok"], question


def test_policies_made_from_the_text_answer_as_it_says() -> None:
    for case in cases("derived", "policy.json"):
        if case["valid"]:
            quorum = read_lines(case["policy"].encode()).quorum

            assert all(quorum.met_by(each["cosigners"]) == each["ok"] for each in case["quorum"]), case["desc"]


def test_policies_that_break_the_text_are_no_trust_files() -> None:
    broken = [case["policy"] for case in cases("derived", "policy.json") if not case["valid"]]
    c2sp = cases("policy", "policy.json", of="c2sp")
    broken += [with_witness_keys(case["policy"]) for case in c2sp if not case["valid"]]
    broken += [with_keys(case["policy"]) for case in cases("policy", "policy.json", of="sigsum_invalid")]

    for text in broken:
        head = "" if re.search(r"^\s*log ", text, re.MULTILINE) else f"log {log()}\n"
        with pytest.raises(Malformed):
            read(f"{head}genesis {GENESIS}\n{text}".encode())


def test_policies_of_a_laxer_reader_are_refused_for_what_they_allow() -> None:
    published = {case["desc"]: case["policy"] for case in cases("policy", "policy.json", of="c2sp")}
    head = f"log {log()}\ngenesis {GENESIS}\n"

    tidy = read((head + with_witness_keys(published["tidy"])).encode())

    assert [tidy.quorum.met_by(names) for names in (["w1", "w2"], ["w1"], ["w2"])] == [True, False, False]
    for desc, complaint in LAXER.items():
        with pytest.raises(Malformed, match=complaint):
            read((head + with_witness_keys(published[desc])).encode())


def test_a_witness_does_not_sign_as_a_log_signs() -> None:
    published = cases("policy", "policy.json", of="c2sp")[0]["policy"]

    with pytest.raises(Malformed, match="Line 4 of the trust file: the key of a witness is of type 04, 06, not 01"):
        read(f"log {log()}\ngenesis {GENESIS}\n{published}".encode())
