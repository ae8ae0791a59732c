"""
The page itself: templates filled with what was gathered, style and drawings inside it, nothing from anywhere else.

A policy in the page forbids everything but its own style sheet, which it names by its hash; a browser that keeps to it
runs no script and asks no network, whatever a ledger holds.
"""

import hashlib
from base64 import b64encode
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from commands.evidence.evidence import missing_numbers
from commands.looking import covered, dated, linked, told
from commands.program import language
from commands.program.refusal import translated
from commands.program.spoken import tongue, words
from commands.reporting import drawing

TEMPLATES: Final = Path(__file__).with_name("templates")


def page(**said: Any) -> str:
    """The page, in the language of this run."""
    style = Markup((TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704 - a file of ours
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made = _environment()
    made.globals["sentence"] = partial(told.sentence, called=said["areas"])
    template = made.get_template("report.html.j2")
    return template.render(style=style, allowed=allowed, **said)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
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
        lang=language.spoken(),
        number=language.number,
        short=language.short_moment,
        missing_numbers=missing_numbers,
        translated=translated,
        tongue=tongue(),
        words=words,
        covered=covered,
        linked=linked,
        outside=dated.told,
        swatch=drawing.swatch,
    )
    return made
