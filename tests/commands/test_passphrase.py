import os
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.program.passphrase import Passphrases
from commands.program.terminal import Terminal
from ledger.errors import AnswerNeeded, KeyProblem
from tests.commands.office import on_a_terminal

ANI, BUDI = "ppk/35.79.02#1", "pps/35.79.02.2009#2"


class _Typing(Terminal):
    """A terminal at which somebody types these words."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = list(words)

    def ask_hidden(self, question: str, option: str) -> str:
        del question, option
        return self.words.pop(0)


def _nobody() -> Terminal:
    return Terminal(no_input=True)


@pytest.fixture
def descriptor(tmp_path: Path) -> Callable[[bytes], int]:
    def opened(data: bytes) -> int:
        path = tmp_path / data.hex()
        path.write_bytes(data)
        return os.open(path, os.O_RDONLY)

    return opened


def test_a_descriptor_serves_one_officer_or_a_line_for_each(descriptor: Callable[[bytes], int]) -> None:
    one, each = Passphrases(_nobody(), descriptor(b"frasa\n")), Passphrases(_nobody(), descriptor(b"satu\r\ndua\r\n"))

    assert (one.of(ANI), one.of(BUDI)) == (b"frasa", b"frasa")
    assert (each.of(ANI), each.of(BUDI), each.of(ANI)) == (b"satu", b"dua", b"satu")


def test_a_descriptor_that_is_not_open_is_a_problem_of_the_passphrase() -> None:
    with pytest.raises(KeyProblem, match="Bad file descriptor"):
        Passphrases(_nobody(), 999).of(ANI)


def test_a_file_serves_if_nobody_else_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes("kunci – é".encode())  # noqa: RUF001 - people choose such
    monkeypatch.setenv("KOTAK_PASSPHRASE_FILE", str(path))

    path.chmod(0o644)
    with pytest.raises(KeyProblem, match="Others may read"):
        Passphrases(_nobody()).of(ANI)
    path.chmod(0o600)

    assert Passphrases(_nobody()).of(ANI) == path.read_bytes()


def test_a_file_that_is_not_there_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOTAK_PASSPHRASE_FILE", "/nonexistent/passphrase")

    with pytest.raises(KeyProblem, match="No such file"):
        Passphrases(_nobody()).of(ANI)


def test_a_command_is_told_whose_passphrase_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOTAK_PASSPHRASE_COMMAND", "printenv KOTAK_OFFICER")

    passphrases = Passphrases(_nobody())

    assert (passphrases.of(ANI), passphrases.of(BUDI)) == (ANI.encode(), BUDI.encode())


@pytest.mark.parametrize(
    ("command", "why"),
    [("false", "status 1"), ("/nonexistent/x", "cannot be run"), ("'", "cannot be run"), ("true", "empty")],
)
def test_a_command_that_gives_nothing_is_a_problem(command: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOTAK_PASSPHRASE_COMMAND", command)

    with pytest.raises(KeyProblem, match=why):
        Passphrases(_nobody()).of(ANI)


def test_a_new_passphrase_is_typed_twice() -> None:
    assert Passphrases(_Typing("frasa", "frasa")).new(ANI) == b"frasa"
    with pytest.raises(KeyProblem, match="differ"):
        Passphrases(_Typing("frasa", "fraza")).new(ANI)


def test_an_empty_one_is_refused() -> None:
    with pytest.raises(KeyProblem, match="empty"):
        Passphrases(_Typing("")).of(ANI)


def test_without_terminal_and_source_an_answer_is_needed() -> None:
    with pytest.raises(AnswerNeeded):
        Passphrases(_nobody()).of(ANI)


def test_every_signing_command_takes_it_from_a_descriptor(
    run: Callable[..., int], descriptor: Callable[[bytes], int], capsys: pytest.CaptureFixture[str]
) -> None:
    status = run("sign", ANI, "--passphrase-fd", str(descriptor(b"frasa")))

    assert (status, capsys.readouterr().out) == (0, "frasa\n")


def test_without_a_passphrase_a_signing_command_ends_with_8(run: Callable[..., int]) -> None:
    assert run("sign", ANI, "--no-input") == 8


def test_whoever_types_ctrl_d_for_a_passphrase_leaves_and_no_key_is_made(home: Path) -> None:
    words = ("--as", "pps/35.79.02.2009#1", "key", "new")

    left = on_a_terminal(words, {"KOTAK_HOME": str(home)}, ("\x04",))

    assert (left.status, "CL-003" in left.err) == (130, True)
    assert not (home / "keys").exists()
