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
    """Indonesian has one text for one and for several: it speaks of the facts of several."""
    messages = [(_forms(each.id), _forms(each.string or "")) for each in catalogue.read() if each.id]

    strange = [said for said, translated in messages for one in translated if one and _facts(one) != _facts(said[-1])]

    assert any(len(said) > 1 for said, _translated in messages)
    assert not strange


def test_a_text_for_one_thing_names_no_fact_that_the_text_for_several_lacks() -> None:
    several = [text for text in catalogue.ours() if isinstance(text, tuple)]

    assert several
    assert [(one, more) for one, more in several if not _facts(one) <= _facts(more)] == []


def test_no_text_speaks_of_a_man_or_a_woman() -> None:
    """What is asked and found is about papers and keys; who it was is not said by a word for a man."""
    gendered = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
    texts = [text for each in catalogue.read() for text in _forms(each.id)]

    assert len(texts) > len(catalogue.ours())
    assert [text for text in texts if gendered.search(text)] == []


def test_in_indonesian_a_ledger_has_one_name() -> None:
    said = [text for each in catalogue.read() for text in _forms(each.string or "")]

    assert [text for text in said if "buku besar" in text] == []


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


def _forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """A text, or its texts for one and for several."""
    return (text,) if isinstance(text, str) else tuple(text)


def _facts(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
