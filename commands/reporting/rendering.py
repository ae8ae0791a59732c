"""
The page itself: templates filled with what was gathered, style and drawings inside it, nothing from anywhere else.

A policy in the page forbids everything but its own style sheet, which it names by its hash; a browser that keeps to it
runs no script and asks no network, whatever a ledger holds.
"""

import hashlib
import re
from base64 import b64encode
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup, escape

from commands.evidence.evidence import missing_numbers
from commands.looking import told
from commands.pages import drawing
from commands.pages.templating import environment
from commands.program import glossary, language
from commands.program.spoken import tongue

TEMPLATES: Final = Path(__file__).with_name("templates")
_APART: Final = re.compile(r"(<svg\b.*?</svg>|<style\b.*?</style>|<title\b.*?</title>)", re.DOTALL)
"""Each to its own end: a drawing holds titles, and goes on after them."""
_TEXT: Final = re.compile(r">[^<]*(?:--|\(\d)[^<]*<")
_WHOLE: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]*|\(\d\d(?:\.\d+)+(?:/\d+)?\)")


def page(**said: Any) -> str:
    """The page, in the language of this run."""
    style = Markup((TEMPLATES / "report.css").read_text("utf-8"))  # noqa: S704 - a file of ours
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made = _environment()
    made.globals["sentence"] = partial(told.sentence, called=said["areas"])
    template = made.get_template("report.html.j2")
    return _unbroken(template.render(style=style, allowed=allowed, **said))


def _linked(said: str) -> Markup:
    """`entry 172 / 256` with each number leading to its paper in the list."""
    before, _gap, after = language._("entry {index}").partition("{index}")
    cited = re.compile(rf"\b{re.escape(before)}(\d+(?: / \d+)*){re.escape(after)}")
    link = r'<a href="#p\g<0>">\g<0></a>'
    told = str(escape(drawing.inert(said)))
    return Markup(cited.sub(lambda one: re.sub(r"\d+", link, one[0]), told))  # noqa: S704 - it was escaped


def _unbroken(made: str) -> str:
    """`--holding` and `(35.79.01.1001/031)` on one line: browsers break after a hyphen or stroke. Not in drawings."""
    parts = _APART.split(made)
    parts[::2] = (
        _TEXT.sub(lambda text: _WHOLE.sub(r'<span class="o">\g<0></span>', text[0]), one) for one in parts[::2]
    )
    return "".join(parts)


def _environment() -> Environment:
    made = environment(TEMPLATES)
    made.globals.update(
        lang=language.spoken(),
        missing_numbers=missing_numbers,
        tongue=tongue(),
        explained=glossary.explained,
    )
    made.filters["entries"] = _linked
    return made
