"""
Templates filled with what was read. What a ledger holds is escaped, and shown without control and bidirectional
characters, whatever it is. A name that is none, which only a changed read model can hold, stands as it is written.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from commands.looking import crowd, moments, told, whereabouts
from commands.pages import drawing
from commands.pages.templating import environment
from commands.program import verdicts
from commands.program.spoken import tongue, words
from ledger.domain import names
from ledger.domain.sentences import things
from projections import codes

TEMPLATES: Final = Path(__file__).with_name("templates")


def render(template: str, **said: Any) -> str:
    """A page, in the language of the request."""
    return _environment().get_template(template).render(tongue=tongue(), **said)


def prepare() -> None:
    """Read the templates before anybody waits for them."""
    for name in _environment().list_templates(extensions=["j2"]):
        _environment().get_template(name)


@cache
def _environment() -> Environment:
    made = environment(TEMPLATES)
    made.globals.update(
        codes=codes,
        briefly=crowd.briefly,
        moments=moments,
        flagged=verdicts.named,
        seals=things.seals,
        sentence=told.sentence,
        whereabouts=whereabouts,
    )
    made.filters.update(area=_area, kind=kind, officer=_officer, parted=_parted, place=_place, unit=_unit)
    return made


@pass_context
def _unit(context: Context, name: str) -> str:
    """`PPK Junrejo (35.79.03)` where the area has a name here."""
    if not names.is_unit(name):
        return name
    plain, named = tongue().unit(name), context["areas"].unit(name)
    return plain if plain == named else f"{named} ({names.area_of(name)})"


def _place(name: str) -> str:
    return tongue().place(name) if name == names.NOWHERE or names.is_unit(names.unit_of_place(name)) else name


def _officer(name: str) -> str:
    return tongue().officer(name) if names.is_unit(names.unit_of(name)) else name


@pass_context
def _area(context: Context, name: str) -> str:
    said: str = context["about"].area(name)
    return said


def _parted(name: str) -> Markup:
    """The name of a box, which a narrow screen may break after a stroke and not within a word."""
    return Markup("/<wbr>").join(drawing.inert(part) for part in name.split("/"))


def kind(name: str) -> str:
    """What papers of a kind are called."""
    return tongue().word(words.TITLES, name) if name in words.TITLES else name
