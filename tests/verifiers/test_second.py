"""The second verifier: one readable file that needs nothing, held to published vectors and to hostile files."""

import ast
import json
import subprocess
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from commands.verifiers import kotak_verify
from commands.verifiers.kotak_verify import Checkpoint, Refused, Trust
from tests.commands.cli import kotak
from tests.vectors import vectors
from tests.verifiers import corpus
from tests.verifiers.conftest import Election

FILE = Path(kotak_verify.__file__)
GENESIS = "ab" * 32


def run(*arguments: str | Path, program: Path = FILE) -> subprocess.CompletedProcess[str]:
    """As a stranger runs it: alone, without anything that is installed."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def holds(check: Any, *arguments: Any) -> bool:
    """Whether it returns at all."""
    try:
        check(*arguments)
    except (Refused, ValueError):
        return False
    return True


def trusted(log: str, *witnesses: str) -> Trust:
    """A trust file with these keys."""
    lines = [f"log {log}", f"genesis {GENESIS}", *(f"witness w{at} {key}" for at, key in enumerate(witnesses))]
    return Trust("\n".join([*lines, "quorum none", ""]).encode())


def test_it_needs_nothing_but_python_and_can_be_read_at_one_sitting() -> None:
    tree = ast.parse(FILE.read_text(), feature_version=(3, 9))

    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert imported <= sys.stdlib_module_names
    assert len(FILE.read_text().splitlines()) < 500


def test_a_stranger_checks_what_he_was_given(election: Election) -> None:
    trust = election.folder / "trust.txt"

    said = run("--trust", trust, election.passport, election.receipt)
    in_indonesian = run("--trust", trust, "--lang", "id", election.receipt)

    assert (said.returncode, said.stderr) == (0, "")
    assert f"{election.passport}: agrees: passport" in said.stdout
    assert "final; cosigned by bawaslu, " in said.stdout
    assert "Not checked: signatures of kpu/35.79#" in said.stdout
    assert f"{election.receipt}: sesuai: receipt" in in_indonesian.stdout


def test_the_worst_of_several_files_decides(election: Election, tmp_path: Path) -> None:
    broken = tmp_path / "\x1b[31mbroken.passport"
    broken.write_bytes(election.passport.read_bytes()[:-9])

    said = run("--trust", election.folder / "trust.txt", election.receipt, broken, election.passport)

    assert said.returncode == 4
    assert "\\x1b[31mbroken.passport: REFUSED: passport" in said.stdout
    assert said.stdout.count("agrees") == 2


def test_a_file_that_is_not_there_or_no_trust_file_is_said_in_a_sentence(election: Election) -> None:
    absent = run("--trust", election.folder / "trust.txt", election.folder / "absent")
    distrusted = run("--trust", election.receipt, election.receipt)

    assert (absent.returncode, distrusted.returncode) == (2, 4)
    assert "Traceback" not in absent.stderr + distrusted.stderr


def test_a_paper_signed_with_a_key_that_was_stolen_is_found(election: Election) -> None:
    (passport,) = corpus.passports(election.folder, "revocation")

    report = kotak_verify.check(passport, Trust(election.trust))

    assert report["under"].final
    assert len(report["problems"]) == 1
    assert report["problems"][0].endswith("(stolen)")


def test_what_is_given_away_is_the_same_everywhere_and_runs(election: Election, tmp_path: Path) -> None:
    one, two = tmp_path / "one.pyz", tmp_path / "two.pyz"

    said = kotak("verifier", "python", "-o", str(one), "--json").json["data"]
    kotak("pemeriksa", "python", "-o", str(two))
    dry = kotak("verifier", "python", "-o", str(tmp_path / "three"), "--dry-run")

    assert one.read_bytes() == two.read_bytes()
    assert said["sha256"] == sha256(one.read_bytes()).hexdigest()
    assert said["sha256"] in dry.out
    assert not (tmp_path / "three").exists()
    assert run("--trust", election.folder / "trust.txt", election.receipt, program=one).returncode == 0


def test_without_a_file_it_says_what_to_type() -> None:
    assert "kotak verifier python -o kotak-verify.pyz" in kotak("verifier", "python").err


def test_hostile_files_end_in_a_sentence(election: Election, tmp_path: Path) -> None:
    files = []
    for at, (_, _, file) in enumerate(corpus.huge(b"", election.receipt.read_bytes(), election.passport.read_bytes())):
        files.append(tmp_path / f"{at}")
        files[-1].write_bytes(file)

    said = run("--trust", election.folder / "trust.txt", *files)

    assert (said.returncode, said.stderr) == (4, "")
    assert said.stdout.count("REFUSED") == len(files)


def test_ed25519_as_wycheproof_has_it() -> None:
    groups = json.loads(vectors("wycheproof", "ed25519_test.json").read_text())["testGroups"]
    cases = [(group["publicKey"]["pk"], each) for group in groups for each in group["tests"]]

    wrong = [
        each["tcId"]
        for key, each in cases
        if holds(kotak_verify.ed25519, *(bytes.fromhex(one) for one in (key, each["msg"], each["sig"])))
        != (each["result"] == "valid")
    ]

    assert len(cases) > 100
    assert wrong == []


def test_no_key_and_no_commitment_is_of_small_order() -> None:
    p, small = 2**255 - 19, (0, 1, -1, *(y for y in kotak_verify.SMALL if y > 1))
    encodings = {
        (y % p + more * p | sign << 255).to_bytes(32, "little")
        for y in small
        for more in (0, 1)
        for sign in (0, 1)
        if y % p + more * p < 2**255
    }

    assert len(encodings) == 14
    assert not any(holds(kotak_verify.point, one) for one in encodings)


def test_p256_says_what_the_library_says_and_refuses_the_high_half() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    key = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    for message in (b"", "Dèwi".encode(), b"x" * 999):
        r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256())))
        low, high = sorted((s, kotak_verify.N - s))
        signed = [r.to_bytes(32, "big") + one.to_bytes(32, "big") for one in (low, high)]

        assert holds(kotak_verify.p256, key, message, signed[0])
        assert not holds(kotak_verify.p256, key, message, signed[1])
        assert not holds(kotak_verify.p256, key, message + b"x", signed[0])


def test_the_published_probes_of_inclusion() -> None:
    probes = [json.loads(path.read_text()) for path in sorted(vectors("merkle", "inclusion").rglob("*.json"))]

    for probe in probes:
        path, root = [b64decode(one) for one in probe["proof"] or []], b64decode(probe["root"] or "")
        leaf, size = b64decode(probe["leafHash"] or ""), probe["treeSize"]
        fits = len(leaf) == len(root) == 32 and 0 <= probe["leafIdx"] < size

        accepted = fits and holds(_leads, probe["leafIdx"], size - 1, path, leaf, root)
        assert accepted is not probe["wantErr"], probe["desc"]
    assert len(probes) > 90


def _leads(index: int, last: int, path: list[bytes], leaf: bytes, root: bytes) -> None:
    kotak_verify.need(kotak_verify.climb(index, last, path, leaf)[0] == root, "elsewhere")


def test_the_published_probes_of_consistency() -> None:
    """Equal sizes are no proof of a contradiction, so that here they are refused; see also the readings there."""
    probes = [json.loads(path.read_text()) for path in sorted(vectors("merkle", "consistency").rglob("*.json"))]

    for probe in probes:
        roots, path = [b64decode(probe[one] or "") for one in ("root1", "root2")], map(b64decode, probe["proof"] or [])
        accepted = holds(kotak_verify.consistent, probe["size1"], probe["size2"], list(path), *roots)
        assert accepted is not (probe["wantErr"] or probe["size1"] == probe["size2"]), probe["desc"]
    assert len(probes) > 90


def test_checkpoints_are_read_strictly() -> None:
    read = json.loads(vectors("derived", "strict-reading.json").read_text())
    trust = trusted(read["vkey"])

    for case in read["cases"]:
        opened = holds(Checkpoint, b64decode(case["note_b64"]), trust)
        assert opened is (case["expect"] == "ok" and case["desc"] != "extension line"), case["desc"]


def test_real_checkpoints_verify() -> None:
    """Those whose key has the name of their log, as ours do."""
    cases = json.loads(vectors("checkpoint", "real-checkpoints.json").read_text())["cases"]
    ours = [one for one in cases if one["vkeys"][0].partition("+")[0] == one["checkpoint"].partition("\n")[0]]

    for case in ours:
        opened = Checkpoint(case["checkpoint"].encode(), trusted(case["vkeys"][0]))
        assert opened.by == {""}
        assert not holds(Checkpoint, case["checkpoint"].replace("\n", "\n1", 1).encode(), trusted(case["vkeys"][0]))
    assert len(ours) > 10


def test_published_cosignatures_have_their_verdicts() -> None:
    cases = json.loads(vectors("cosignature", "cosignature-v1.json").read_text())["cases"]

    for case in cases:
        found = Checkpoint.__new__(Checkpoint)
        text, _, lines = case["checkpoint"].rpartition("\n\n")
        found.text, found.by, found.unchecked = f"{text}\n".encode(), set(), set()
        key = kotak_verify.read_vkey(case["vkey"])
        raw = [b64decode(line.split(" ")[2]) for line in lines.splitlines() if line.split(" ")[1] == key[0]]
        own = [one[4:] for one in raw if one[:4] == key[1]]
        assert [holds(found.verify, "w", key, one) for one in own] == [case["valid"]] * len(own), case["desc"]
        assert own or not case["valid"]


def test_ml_dsa_is_said_not_to_be_checked() -> None:
    """A type 06 line of a known key, under a checkpoint that the log signed."""
    case = json.loads(vectors("derived", "mldsa44-cosignature.json").read_text())
    found = Checkpoint.__new__(Checkpoint)
    found.text, found.by, found.unchecked = b"", set(), set()
    (line,) = [one for one in case["checkpoint"].splitlines() if one.startswith("— witness.example/pq")]

    found.verify("pq", kotak_verify.read_vkey(case["vkey"]), b64decode(line.split(" ")[2])[4:])

    assert (found.by, found.unchecked) == (set(), {"pq"})


@pytest.mark.parametrize("name", ["derived/policy.json", "policy/policy.json"])
def test_policies_have_their_verdicts(name: str) -> None:
    """Ours also need a genesis, an origin, one log and a quorum that cannot be met twice."""
    read = json.loads(vectors(*name.split("/")).read_text())

    for case in read.get("cases", read.get("c2sp")):
        taken = holds(Trust, f"{case['policy']}\ngenesis {GENESIS}\n".encode(errors="surrogateescape"))
        assert not taken or case["valid"], case["desc"]
        for asked in case.get("quorum", []) if taken else []:
            trust = Trust(f"{case['policy']}\ngenesis {GENESIS}\n".encode())
            assert trust.met(set(asked["cosigners"])) is asked["ok"], case["desc"]


def test_published_verifier_keys_are_read_or_refused() -> None:
    read = json.loads(vectors("note", "vkeys.json").read_text())
    base = read["invalid_generated"]["base"]
    mangled = {base[a:b] for a in range(len(base)) for b in range(a + 1, len(base) + 1)} - {base}

    good = [one["vkey"] for one in read["valid"] if not holds(kotak_verify.read_vkey, one["vkey"])]
    bad = [one["vkey"] for one in read["invalid"] if holds(kotak_verify.read_vkey, one["vkey"])]

    assert (good, bad) == ([], [])
    assert not any(holds(kotak_verify.read_vkey, one) for one in mangled)
