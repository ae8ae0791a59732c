from collections.abc import Callable
from pathlib import Path

import pytest

from commands.program.frame import Entry, unfolded

Run = Callable[..., int]


def test_a_command_below_another_answers_to_its_alias(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a"

    assert run("box", "simpan", "-o", str(path)) == 0
    assert path.read_bytes() == b"saved\n"
    assert run("box", "save", "-o", str(path)) == 2
    assert run("box", "save", "-o", str(path), "--force") == 0


def test_a_file_and_a_json_document_do_not_share_stdout(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("box", "save", "-o", "-", "--json") == 2
    assert '"exit_code":2' in capsys.readouterr().out


def test_an_entry_of_the_table_leads_to_the_command_it_names() -> None:
    entry = Entry("doctor", "", "reads", "commands.machine.help:explain", "")

    with pytest.raises(TypeError, match="not the command doctor"):
        entry.load()


def test_wrapping_a_docstring_anew_loses_no_translation() -> None:
    assert unfolded("\n    One\n    two.\n\n    Three.\n    ") == "One two.\n\nThree."
    assert unfolded("One.\n\n\b\n  a  b\n  c  d") == "One.\n\n\b\na  b\nc  d"


def test_a_flood_of_lines_is_not_gathered_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("flood") == 0
    assert capsys.readouterr().out.count("\n") == 1_000_000
