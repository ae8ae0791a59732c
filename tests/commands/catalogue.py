"""
The catalogue of texts: what must be in it, and how the compiled one is made from the written one.

    python -m tests.commands.catalogue      adds missing texts to kotak.po, drops unused ones, compiles kotak.mo
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import ledger
import projections
from commands.machine import doctor
from commands.machine import help as explanations
from commands.machine.reasons import REASONS
from commands.main import kotak
from commands.program import glossary, language, layout, topics
from commands.simulation import planted
from commands.table import SECTIONS
from ledger.audit.report import STEPS
from ledger.errors import Reason
from ledger.receipt import report
from projections import codes
from projections.codes import lines
from tests.commands.tree import walk

FOLDER = language.LOCALE / "id" / "LC_MESSAGES"
WRITTEN, COMPILED = FOLDER / "kotak.po", FOLDER / "kotak.mo"

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "counted": (1, 2),
    "Check": (1,),
    "_of_error": (1,),
    "Phrase": (1,),
}
# Windows and pagers, which nobody who runs this program sees; developers' mistakes.
_CLICK = ("core.py", "decorators.py", "exceptions.py", "formatting.py", "parser.py", "types.py")

_COMMAND = re.compile(r"(?:kotak|ls|chmod)(?: [-\w.{}#/@]+)*|\{\w+\}(?: --help)?")
_HEADER = """\
# Indonesian texts of kotak.
# A text is added by using it and running the module tests.commands.catalogue; its translation is written here by hand.
msgid ""
msgstr ""
"Project-Id-Version: kotak\\n"
"POT-Creation-Date: 2026-11-23 00:00+0000\\n"
"Language: id\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Message = str | tuple[str, ...]


@cache
def ours() -> set[Message]:
    """Every text of the commands, as the key of its translation. A bare command needs none."""
    return _sentences((*_calls(), *_help(), *_tables()))


@cache
def reasons(package: str = "") -> set[Message]:
    """Every sentence and remedy of a refusal."""
    return _sentences(_reasons(package))


@cache
def phrases() -> set[Message]:
    """Every text that stands as a fact within a sentence."""
    return _sentences(text for package in (ledger, projections) for text in _called(package.__path__[0]))


def _sentences(found: Iterable[Message]) -> set[Message]:
    return {text for text in found if text and (isinstance(text, tuple) or not _COMMAND.fullmatch(text))}


def _calls() -> Iterator[Message]:
    yield from _called(language.LOCALE.parent)
    yield from _called(language.LOCALE.parent, ("**.j2", "jinja2"))


def _called(folder: str | Path, written: tuple[str, str] = ("**.py", "python")) -> Iterator[Message]:
    for _file, _line, text, *_rest in extract_from_dir(folder, [written], keywords=_KEYWORDS):
        yield text


def _of_click() -> Iterator[Message]:
    for name in _CLICK:
        for _line, text, *_rest in extract_from_file(
            "python", Path(click.__file__).with_name(name), keywords=_KEYWORDS
        ):
            yield text


def _reasons(package: str) -> Iterator[Message]:
    for module in map(import_module, filter(lambda name: name.startswith(package), REASONS)):
        for reason in filter(lambda each: isinstance(each, Reason), vars(module).values()):
            yield reason.text
            yield reason.remedy


def _help() -> Iterator[Message]:
    yield kotak.english or ""
    for _path, command in (("", kotak), *walk()):
        yield getattr(command, "english", None) or ""
        yield from (getattr(option, "english", None) or "" for option in command.params)


def _tables() -> Iterator[Message]:
    yield from explanations.STATUSES.values()
    yield from ("[OPTIONS]", "COMMAND [ARGS]...", layout.AROUND, layout.SIGNING)
    yield from doctor.MARKS
    yield from (*STEPS.values(), *report.STEPS.values())
    yield from codes.texts()
    yield from (*codes.SEVERITIES, lines.UNKNOWN.sentence, *planted.HAPPENINGS.values())
    yield from (topic.summary for topic in topics.TOPICS.values())
    yield from (text for word in glossary.WORDS for text in (word.name, word.means))
    for section in SECTIONS:
        yield section.title
        yield from (entry.summary for entry in section.entries)


def read() -> Catalog:
    """The catalogue as it is written."""
    with WRITTEN.open("rb") as file:
        return read_po(file, locale="id", domain=language.DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """What the program reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    """Bring both files up to date."""
    before, after = read(), Catalog("id", domain=language.DOMAIN)
    after.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    for text in sorted({*ours(), *reasons(), *phrases(), *_of_click()}, key=str):
        known = before.get(text[0] if isinstance(text, tuple) else text)
        # Indonesian has one plural form.
        after.add(text, known.string if known else ("",) if isinstance(text, tuple) else "")
    body = io.BytesIO()
    write_po(body, after, width=110, omit_header=True, sort_output=True)
    WRITTEN.write_bytes(_HEADER.encode() + body.getvalue())
    COMPILED.write_bytes(compiled(read()))
    missing = [message.id for message in after if message.id and not any(message.string or ())]
    sys.stdout.writelines(f"not translated: {text}\n" for text in missing)


if __name__ == "__main__":
    main()
