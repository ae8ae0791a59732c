import ast
import gettext
import io
import re
from pathlib import Path

import commands
from tests.commands import catalogue

PLACEHOLDER = re.compile(r"\{(\w+)")


def _translated() -> set[object]:
    return {message.id for message in catalogue.read() if message.string and not message.fuzzy}


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(catalogue.read())))

    with catalogue.COMPILED.open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert compiled._catalog == written._catalog  # type: ignore[attr-defined] # it has no other window


def test_every_text_is_in_indonesian_too() -> None:
    missing = catalogue.ours() - _translated()

    assert not missing, "Run python -m tests.commands.catalogue and write the translations into kotak.po"


def test_every_refusal_is_in_indonesian_too() -> None:
    missing = catalogue.reasons() - _translated()

    assert not missing, "Run python -m tests.commands.catalogue and write the translations into kotak.po"


def test_every_text_within_a_sentence_is_in_indonesian_too() -> None:
    phrases = catalogue.phrases()

    assert "Line {line} of the annex" in phrases
    assert phrases <= _translated()


def test_the_refusals_of_the_commands_are_in_indonesian_too() -> None:
    missing = catalogue.reasons("commands") - _translated()

    assert not missing


def test_a_translation_speaks_of_the_same_facts() -> None:
    single = [each for each in catalogue.read() if isinstance(each.id, str) and each.id and each.string]

    strange = [each.id for each in single if _facts(each.string) != _facts(each.id)]

    assert not strange


def test_no_text_hides_within_a_formatted_string_where_it_is_not_found() -> None:
    hidden = [
        f"{path.name}: {ast.unparse(call)}"
        for path in Path(commands.__file__ or "").parent.rglob("*.py")
        for formatted in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "_" and isinstance(call.args[0], ast.Constant)
    ]

    assert not hidden


def _facts(text: object) -> set[str]:
    return set(PLACEHOLDER.findall(str(text)))
