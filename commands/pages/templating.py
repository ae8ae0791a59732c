"""How templates are filled: everything is escaped and shown without control characters; a missing name is refused."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from commands.looking import broken, covered, dated, linked
from commands.pages import drawing
from commands.program import language
from commands.program.refusal import translated
from commands.program.spoken import words


def environment(templates: Path) -> Environment:
    """Of the templates in a folder, with the words that all of them know."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=drawing.inert,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(
        _=language._,
        counted=language.counted,
        number=language.number,
        short=language.short_moment,
        translated=translated,
        words=words,
        broken=broken,
        covered=covered,
        linked=linked,
        outside=dated.told,
        scrolling=drawing.scrolling,
        swatch=drawing.swatch,
    )
    return made
