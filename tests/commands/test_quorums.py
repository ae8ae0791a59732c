"""Trust files that name witnesses: made from another, and said in words."""

from itertools import combinations
from pathlib import Path

import pytest

from commands.founding import quorums
from commands.program import language
from ledger.log import policy
from ledger.log.quorum import Group, Quorum
from ledger.signing import mldsa
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import WITNESS, VerifierKey, witness_key
from tests.commands.evidence import Kotak, speaking
from tests.harness import private
from tests.ledger.dishonest import trust
from tests.ledger.log.quorums import BAWASLU_AND_PARTIES, TWO_OF_THREE_PAIRS, UNEVEN, quorum

KEY = VerifierKey("witness.example", WITNESS, PrivateKey.generate().public)
PARTIES = [f"saksi-{number:02}" for number in range(1, 6)]


def vkey(name: str) -> str:
    return str(VerifierKey(f"{name}.example/saksi", WITNESS, private(f"witness {name}").public))


@pytest.mark.parametrize(
    ("rule", "asked", "split", "stopped"),
    [
        (quorum("a", "ab"), "a", "a", "a"),
        (quorum("g", "ab", Group("g", 2, ("a", "b"))), "a and b", "a and b", "a or b"),
        (quorum("g", "abc", Group("g", 2, tuple("abc"))), "2 of 3 g (a, b, c)", "a, b or c", "2 of 3 g (a, b, c)"),
        (
            BAWASLU_AND_PARTIES,
            "b and 4 of 5 parties (p, q, r, s, t)",
            "b and 3 of 5 parties (p, q, r, s, t)",
            "b or 2 of 5 parties (p, q, r, s, t)",
        ),
        (
            TWO_OF_THREE_PAIRS,
            "2 of 3 top (a and b, c and d, e and f)",
            "(a and b), (c and d) or (e and f)",
            "2 of 3 top (a or b, c or d, e or f)",
        ),
        (UNEVEN, "e and (d or 2 of 3 x (a, b, c))", "e", "e or (d and 2 of 3 x (a, b, c))"),
    ],
)
def test_a_quorum_is_said_in_words(rule: Quorum, asked: str, split: str, stopped: str) -> None:
    assert (quorums.asked(rule), quorums.splitting(rule), quorums.stalling(rule)) == (asked, split, stopped)


def test_the_words_for_bawaslu_and_four_of_five_parties_say_what_counting_all_sets_says() -> None:
    names = "bpqrst"
    enough = [set(found) for n in range(7) for found in combinations(names, n) if BAWASLU_AND_PARTIES.met_by(found)]

    shared = {frozenset(one & other) for one in enough for other in enough}
    smallest = {found for found in shared if not any(other < found for other in shared)}

    assert smallest == {frozenset({"b", *three}) for three in combinations("pqrst", 3)}


def test_a_rule_is_said_in_indonesian() -> None:
    language.speak("id")

    assert quorums.asked(BAWASLU_AND_PARTIES) == "b dan 4 dari 5 parties (p, q, r, s, t)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "batu"
    made.mkdir()
    (made / "trust.txt").write_bytes(b"# kept by an auditor\n" + trust().data)
    return made


@pytest.fixture
def kotak(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    return speaking(folder, capfd, monkeypatch)


def witnesses(*names: str) -> list[str]:
    return [word for name in names for word in ("--witness", f"{name}={vkey(name)}@https://{name}.example/log")]


def everybody() -> list[str]:
    groups = [f"parties=4:{','.join(PARTIES)}", "rule=all:bawaslu,parties"]
    return [*witnesses("bawaslu", *PARTIES), *(word for group in groups for word in ("--group", group))]


def test_bawaslu_and_four_of_five_parties_are_asked_for_in_a_new_file(kotak: Kotak, folder: Path) -> None:
    before = (folder / "trust.txt").read_bytes()

    made = kotak("trust", "make", *everybody(), "--quorum", "rule", "-o", folder / "new.txt")

    data = (folder / "new.txt").read_bytes()
    found = policy.read(data)
    assert str(found).encode() == data
    assert (found.quorum.strength, found.quorum.asked) == ((4, 1), "rule")
    assert found.quorum.witnesses[0].url == "https://bawaslu.example/log"
    assert (made.json["data"]["split_by"], made.json["data"]["stalled_by"]) == (4, 1)
    assert (folder / "trust.txt").read_bytes() == before


def test_what_lies_together_and_what_stays_away_is_said_before_anybody_relies_on_it(kotak: Kotak, folder: Path) -> None:
    kotak("trust", "make", *everybody(), "--quorum", "rule", "-o", folder / "new.txt")

    said = kotak("--trust", folder / "new.txt", "trust", "show", json=False).out

    listed = ", ".join(PARTIES)
    assert f"asked for  bawaslu and 4 of 5 parties ({listed})" in said
    assert f"two histories need 4 who sign both: bawaslu and 3 of 5 parties ({listed})" in said
    assert f"1 who stay away stop the log: bawaslu or 2 of 5 parties ({listed})" in said


def test_witnesses_come_one_after_the_other_into_new_files(kotak: Kotak, folder: Path) -> None:
    kotak("trust", "make", *witnesses("bawaslu"), "--quorum", "bawaslu", "-o", folder / "one.txt")

    more = kotak("--trust", folder / "one.txt", "trust", "make", *witnesses("saksi-01"), "-o", folder / "two.txt")

    assert more.json["data"]["witnesses"] == ["bawaslu", "saksi-01"]
    assert more.json["data"]["quorum"] == "bawaslu"


def test_no_file_is_replaced_by_another(kotak: Kotak, folder: Path) -> None:
    before = (folder / "trust.txt").read_bytes()

    make = ("trust", "make", "--quorum", "none", "-o", folder / "trust.txt")

    made, tried = kotak(*make), kotak(*make, "--dry-run")

    assert (made.status, made.codes) == (tried.status, tried.codes) == (2, ["CL-022"])
    assert (folder / "trust.txt").read_bytes() == before


def test_a_dry_run_and_a_pipe_write_no_file(kotak: Kotak, folder: Path) -> None:
    tried = kotak("trust", "make", *witnesses("b"), "--quorum", "b", "--dry-run", "-o", folder / "new.txt")
    piped = kotak("trust", "make", *witnesses("b"), "--quorum", "b", "-o", "-", json=False)

    assert (tried.status, tried.json["data"]["quorum"]) == (0, "b")
    assert policy.read(piped.out.encode()).quorum.asked == "b"
    assert [path.name for path in folder.iterdir()] == ["trust.txt"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--quorum", "nobody"], "TR-008"),
        ([*witnesses("b", "c"), "--group", "g=any:b,c", "--quorum", "g"], "TR-014"),
        ([*witnesses("b"), "--group", "g=2:b", "--quorum", "g"], "TR-010"),
        ([*witnesses("b"), *witnesses("b"), "--quorum", "b"], "TR-007"),
        ([*witnesses("b"), "--witness", f"c={vkey('b')}", "--quorum", "b"], "TR-006"),
        (["--witness", f"b={vkey('b')[:-4]}", "--quorum", "b"], "KE-003"),
        (["--witness", vkey("b")], "TR-016"),
        (["--witness", f"b c={vkey('b')}"], "TR-016"),
        (["--group", "g=most:b"], "TR-016"),
        (["--group", "g=1:"], "TR-016"),
        (["--group", "g=1:b,,c"], "TR-016"),
        (["--witness", f"b={vkey('b')}\ngenesis x"], "TR-016"),
    ],
)
def test_a_policy_that_proves_nothing_or_is_misspelt_is_not_written(
    words: list[str], code: str, kotak: Kotak, folder: Path
) -> None:
    said = kotak("trust", "make", *words, "-o", folder / "new.txt")

    assert (said.status, said.codes) == (4, [code])
    assert not (folder / "new.txt").exists()


def test_a_key_that_not_every_reader_can_check_is_named_and_not_counted(kotak: Kotak, folder: Path) -> None:
    pq = witness_key("b.example/saksi", mldsa.PrivateKey.generate().public)
    both = [*witnesses("b"), "--witness", f"b-mldsa={pq}"]

    named = kotak("trust", "make", *both, "--quorum", "b", "-o", folder / "named.txt")
    counted = kotak("trust", "make", *both, "--group", "g=all:b,b-mldsa", "--quorum", "g", "-o", folder / "counted.txt")

    assert named.json["data"]["witnesses"] == ["b", "b-mldsa"]
    assert (counted.status, counted.codes) == (4, ["TR-015"])
