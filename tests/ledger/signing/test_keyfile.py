"""Key files: how they lie on the disk, who can read them, and what is never done to them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ledger.errors import KeyProblem
from ledger.signing import keyfile, pkcs8
from ledger.signing.keyfile import export_for_openssl, is_encrypted, mode_problem, read_key, write_demo_key, write_key
from ledger.signing.keys import ED25519, P256, PrivateKey

PASSPHRASE = b"durian runtuh"
FLOOR = 2**14


@pytest.fixture
def key() -> PrivateKey:
    return PrivateKey.generate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ani.pem"


def refused(path: Path, passphrase: bytes | None = PASSPHRASE) -> str:
    with pytest.raises(KeyProblem) as error:
        read_key(path, passphrase)
    assert str(error.value)
    assert error.value.remedy
    return error.value.code


@pytest.mark.parametrize("alg", [ED25519, P256])
def test_a_key_file_opens_with_its_passphrase(path: Path, alg: str) -> None:
    key = PrivateKey.generate(alg)

    write_key(path, key, PASSPHRASE, cost=FLOOR)

    assert read_key(path, PASSPHRASE).public == key.public
    assert is_encrypted(path)
    assert refused(path, b"durian") == "KF-005"
    assert refused(path, b"") == "KF-001"
    assert refused(path, None) == "KF-007"


def test_the_cost_of_a_guess_is_that_of_the_specification(path: Path, key: PrivateKey) -> None:
    write_key(path, key, PASSPHRASE)

    kdf, _, _ = pkcs8._read(keyfile._parse(path)[2])
    assert kdf == pkcs8.Scrypt(kdf.salt, n=2**17, r=8, p=1)
    assert len(kdf.salt) == 16


@pytest.mark.parametrize("alg", [ED25519, P256])
def test_the_library_reads_our_files(path: Path, alg: str) -> None:
    key = PrivateKey.generate(alg)

    write_key(path, key, PASSPHRASE)

    assert PrivateKey(load_pem_private_key(path.read_bytes(), PASSPHRASE)).public == key.public  # type: ignore[arg-type]  # the library knows more kinds


def test_openssl_reads_an_export_and_a_demo_key(tmp_path: Path, key: PrivateKey) -> None:
    openssl = shutil.which("openssl") or pytest.skip("There is no openssl program here.")
    export_for_openssl(tmp_path / "ani.pem", key, PASSPHRASE)
    write_demo_key(tmp_path / "demo.pem", key)

    for name in ("ani.pem", "demo.pem"):
        command = [openssl, "pkey", "-in", str(tmp_path / name), "-passin", f"pass:{PASSPHRASE.decode()}", "-pubout"]
        assert subprocess.run(command, check=True, capture_output=True).stdout == key.public.pem


def test_we_read_what_openssl_encrypts(tmp_path: Path, path: Path, key: PrivateKey) -> None:
    openssl = shutil.which("openssl") or pytest.skip("There is no openssl program here.")
    write_demo_key(path, key)

    for name, protection in {"a.pem": ["-scrypt"], "b.pem": ["-iter", "600000"]}.items():
        words = [
            "pkcs8",
            "-topk8",
            *protection,
            "-in",
            str(path),
            "-out",
            str(tmp_path / name),
            "-passout",
            "pass:durian",
        ]
        subprocess.run([openssl, *words], check=True)
        assert read_key(tmp_path / name, b"durian").public == key.public


def test_an_export_opens_here_too(path: Path, key: PrivateKey) -> None:
    export_for_openssl(path, key, PASSPHRASE)

    assert read_key(path, PASSPHRASE).public == key.public


def test_a_simulated_officers_key_says_so_and_opens_without_a_passphrase(path: Path, key: PrivateKey) -> None:
    write_demo_key(path, key)

    assert path.read_text("ascii").startswith("# Key of a simulated officer, unencrypted.")
    assert not is_encrypted(path)
    assert read_key(path, None).public == key.public
    assert read_key(path, PASSPHRASE).public == key.public


def test_an_open_key_that_is_not_marked_is_refused(path: Path, key: PrivateKey) -> None:
    write_demo_key(path, key)
    path.write_bytes(path.read_bytes().partition(b"\n")[2])

    assert refused(path) == "KF-008"
    assert refused(path, None) == "KF-008"


def test_nobody_puts_a_file_under_an_empty_passphrase(path: Path, key: PrivateKey) -> None:
    for write in (write_key, export_for_openssl):
        with pytest.raises(KeyProblem, match="passphrase is empty"):
            write(path, key, b"")

    assert not path.exists()


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_a_key_file_is_for_its_owners_eyes(path: Path, key: PrivateKey, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_demo_key(path, key)
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == 0o600
    assert mode_problem(path) is None


@pytest.mark.parametrize("link", [False, True])
def test_a_key_file_is_never_overwritten_nor_written_through_a_link(tmp_path: Path, path: Path, *, link: bool) -> None:
    if link:
        path.symlink_to(tmp_path / "elsewhere.pem")
    else:
        path.write_bytes(b"somebody's only key")

    with pytest.raises(KeyProblem, match="never overwritten"):
        write_demo_key(path, PrivateKey.generate())

    assert link or path.read_bytes() == b"somebody's only key"
    assert not (tmp_path / "elsewhere.pem").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, key: PrivateKey) -> None:
    with pytest.raises(KeyProblem, match="No such file or directory") as error:
        write_demo_key(tmp_path / "keys" / "ani.pem", key)

    assert error.value.code == "KF-010"
    assert refused(tmp_path / "keys" / "ani.pem") == "KF-011"


def test_a_disk_that_fails_leaves_no_half_key(path: Path, key: PrivateKey, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)

    with pytest.raises(KeyProblem, match="Input/output error"):
        write_demo_key(path, key)

    assert not path.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n",
        b"-----BEGIN PRIVATE KEY-----\nMCow\n-----END ENCRYPTED PRIVATE KEY-----\n",
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nM===\n-----END ENCRYPTED PRIVATE KEY-----\n",
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + b"M" * 76 + b"\n",
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + (b"M" * 64 + b"\n") * 100
        + b"-----END ENCRYPTED PRIVATE KEY-----\n",
    ],
    ids=["empty", "binary", "a public key", "two labels", "bad base64", "no end", "too long"],
)
def test_another_file_is_not_a_key_file(path: Path, data: bytes) -> None:
    path.write_bytes(data)

    assert refused(path) == "KF-006"


def test_a_key_file_that_went_through_windows_is_read(path: Path, key: PrivateKey) -> None:
    write_key(path, key, PASSPHRASE, cost=FLOOR)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert read_key(path, PASSPHRASE).public == key.public


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_the_doctor_sees_a_key_that_others_can_read(path: Path, key: PrivateKey, mode: int) -> None:
    write_demo_key(path, key)
    path.chmod(mode)

    problem = mode_problem(path)

    assert problem is not None
    assert f"mode {mode:04o}" in str(problem)
    assert problem.remedy == f"chmod 600 {path}"
    assert read_key(path, None).public == key.public


def test_the_doctor_sees_a_link_and_the_key_behind_it_is_read(tmp_path: Path, path: Path, key: PrivateKey) -> None:
    write_demo_key(tmp_path / "elsewhere.pem", key)
    path.symlink_to(tmp_path / "elsewhere.pem")

    assert "symbolic link" in str(mode_problem(path))
    assert read_key(path, None).public == key.public


def test_the_doctor_sees_a_key_of_another_user(path: Path, key: PrivateKey, monkeypatch: pytest.MonkeyPatch) -> None:
    write_demo_key(path, key)

    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)

    assert "belongs to another user" in str(mode_problem(path))


def test_the_doctor_sees_a_key_that_is_not_there(path: Path) -> None:
    assert "No such file" in str(mode_problem(path))
