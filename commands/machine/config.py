"""`kotak config`: what is set, and who set it."""

import click

from commands.program import settings
from commands.program.context import Context
from commands.program.frame import group, writes
from commands.program.language import _
from commands.program.output import NOWHERE, Answer, table


@group("config")
def config() -> None:
    """
    Settings, and where each comes from.

    A flag comes before a KOTAK_ variable, and that before config.toml in KOTAK_HOME. The trust file is not a setting.
    """


@config.command("list")
@click.pass_obj
def show_all(context: Context) -> Answer:
    """Every setting, its value and its origin."""
    found = {name: context.setting(name) for name in settings.NAMES}
    return Answer(
        table(
            (_("setting"), _("value"), _("origin")),
            [(name, value.shown or NOWHERE, _(value.origin)) for name, value in found.items()],
        ),
        {
            "home": str(context.home),
            "settings": [{"name": n, "value": v.shown, "origin": v.origin} for n, v in found.items()],
        },
    )


@config.command("get")
@click.argument("name")
@click.pass_obj
def get(context: Context, name: str) -> Answer:
    """One value, alone on its line; of a database's URL the password is left out."""
    value = context.setting(settings.known(name))
    return Answer([value.shown or ""], {"name": name, "value": value.shown, "origin": value.origin})


@config.command("set")
@click.argument("name")
@click.argument("value")
@writes
def set_one(name: str, value: str, *, dry_run: bool) -> Answer:
    """Write a value into config.toml."""
    settings.check(settings.known(name), settings.Value(value, str(settings.config_path())))
    if not dry_run:
        settings.store(name, value)
    return _stored(name, value, dry_run=dry_run)


@config.command("unset")
@click.argument("name")
@writes
def unset(name: str, *, dry_run: bool) -> Answer:
    """Remove a value from config.toml."""
    if not dry_run:
        settings.store(name, None)
    return _stored(name, None, dry_run=dry_run)


def _stored(name: str, value: str | None, *, dry_run: bool) -> Answer:
    line = _("{name} is not set any more.") if value is None else _("{name} is now {value}.")
    path = str(settings.config_path())
    shown = settings.Value(value, path).shown
    return Answer(
        [line.format(name=name, value=shown)],
        {"name": name, "value": shown, "path": path, "dry_run": dry_run},
        warnings=[_("This was a dry run: nothing was changed.")] if dry_run else [],
    )
