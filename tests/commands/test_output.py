import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.program import language
from commands.program.output import Answer, Finding, Styled, csv_row, print_json, safe, say, table, worst
from tests.commands.cli import kotak

UNSAFE = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}


@given(st.text(st.characters()))
def test_no_control_or_bidirectional_character_reaches_a_terminal(text: str) -> None:
    shown = safe(text)

    assert not {unicodedata.category(char) for char in shown} & UNSAFE


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]0;title\x07", r"\u001b]0;title\u0007"),
        ("a\rb\x08", r"a\u000db\u0008"),
        ("\x9b2J\x7f", r"\u009b2J\u007f"),
        ("\u202egpj", r"\u202egpj"),
        ("\u2028\u2029\ue000\ud800", r"\u2028\u2029\ue000\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("Gumulyo – Désa ‘Ñ’", "Gumulyo – Désa ‘Ñ’"),  # noqa: RUF001 - names are written so
        ("\u00a0", "\u00a0"),
    ],
)
def test_the_escapes_known_to_pass_through_pipes_are_shown_and_not_obeyed(hostile: str, shown: str) -> None:
    assert safe(hostile) == shown


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\n="])  # noqa: RUF001
def test_no_cell_of_a_csv_is_a_formula(start: str) -> None:
    row = csv_row([f"{start}cmd|' /C calc'!A0", 'a "b"', -5])

    assert row.startswith("\"'")
    assert row.endswith('","a ""b""","-5"')


def test_whole_numbers_stand_right_in_a_table_and_headings_are_strong() -> None:
    heading, *rows = table(("place", "boxes"), [("Punten", 3055), ("\x1bSumbergondo", 5)])

    assert isinstance(heading, Styled)
    assert rows == ["Punten             3,055", r"\u001bSumbergondo      5"]


def test_a_table_of_nothing_is_its_headings() -> None:
    assert list(table(("place", "boxes"), [])) == ["place  boxes"]


@pytest.mark.parametrize(
    ("statuses", "serious"),
    [((), 0), ((0, 9), 9), ((9, 3), 3), ((3, 12), 12), ((12, 6), 6), ((6, 13), 13), ((13, 4), 4), ((4, 1), 1)],
)
def test_the_worst_of_several_statuses_counts(statuses: tuple[int, ...], serious: int) -> None:
    assert worst(*statuses) == serious


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_table_wider_than_the_terminal_is_a_paragraph_for_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("004/DPD", "kpps/004", "", "SEALED"), ("005/DPD", "kpps/005", "x", "SEALED")]
    monkeypatch.setattr("sys.stdout", _Terminal())

    monkeypatch.setenv("COLUMNS", "32")
    fits = list(table(("box", "custodian", "x", "marks"), rows))
    monkeypatch.setenv("COLUMNS", "25")
    narrow = list(table(("box", "custodian", "x", "marks"), rows))

    assert fits[1] == "004/DPD  kpps/004      SEALED"
    assert narrow[:4] == ["004/DPD", "  custodian  kpps/004", "  marks      SEALED", "005/DPD"]


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    line = Styled.of("bad", "✗ fail")
    wanted, pipe, unwanted = _Terminal(), io.StringIO(), _Terminal()

    monkeypatch.delenv("NO_COLOR", raising=False)
    say(line, wanted)
    say(line, pipe)
    monkeypatch.setenv("NO_COLOR", "1")
    say(line, unwanted)

    assert wanted.getvalue() == "\x1b[31m✗ fail\x1b[0m\n"
    assert pipe.getvalue() == unwanted.getvalue() == "✗ fail\n"


def test_json_is_ascii_and_leaves_out_what_does_not_apply(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(data={"é": "\x7f\u202e"}, findings=[Finding("IR-01", "torn", box="B")], status=3)

    print_json(answer, "breaks")

    assert capsys.readouterr().out == (
        '{"schema":"kotak/1","command":"breaks","ok":false,"exit_code":3,"data":{"\\u00e9":"\\u007f\\u202e"},'
        '"findings":[{"code":"IR-01","box":"B","message":"torn"}],"warnings":[],"next":[]}\n'
    )


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_is_not_utf8_gets_ascii_marks(encoding: str) -> None:
    result = kotak("doctor", env={"PYTHONIOENCODING": encoding})

    assert result.status == 0
    assert result.out.startswith("+ ok")
    assert "✓" not in result.out


def test_help_does_not_crash_where_nothing_but_ascii_can_be_shown() -> None:
    result = kotak("--lang", "id", "--help", env={"PYTHONIOENCODING": "ascii"})

    assert result.status == 0


def test_warnings_and_next_steps_go_to_stderr() -> None:
    result = kotak("config", "set", "lang", "id", "--dry-run", "--lang", "en")

    assert result.out == "lang is now id.\n"
    assert result.err == "Warning: This was a dry run: nothing was changed.\n"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    language.speak("id")

    lines = list(table(("n",), [(3055,)]))

    assert lines[1] == "3.055"
