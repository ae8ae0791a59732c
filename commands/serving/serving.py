"""`kotak serve`: the ledger as pages for the browser of this machine, until it is stopped."""

import gc
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from threading import Event, Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import click

from commands.looking import looking
from commands.program import listening
from commands.program.context import Context
from commands.program.frame import Whole, command, option
from commands.program.language import _
from commands.program.output import Answer
from commands.program.settings import WrongSetting
from commands.serving.reasons import NOT_LISTENING
from ledger.errors import NotInstalled

if TYPE_CHECKING:
    from commands.serving.application import Site
    from commands.serving.keeping import Keeper
    from commands.serving.visit import About
    from ledger.persistence.journal import Journal

HOST: Final = "127.0.0.1"
_PORTS: Final = Whole(0, 2**16 - 1)
_SETTINGS: Final[Mapping[str, Any]] = {
    "threads": 4,
    "connection_limit": 50,
    "channel_timeout": 30,
    "cleanup_interval": 10,
    "max_request_header_size": 8192,
    "max_request_body_size": 1024,
    "ident": None,
    "clear_untrusted_proxy_headers": True,
}


@command("serve")
@option("--port", metavar="N", type=_PORTS, default=7390, help="Where the browser finds it; 7390 unless told.")
@option("--areas", metavar="FILE", help="Names of areas, CSV with code and name; else areas.csv in KOTAK_HOME.")
@option("--open", "opens", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def serve(context: Context, *, port: int, areas: str | None, opens: bool) -> Answer:
    """
    Show the ledger as pages in the browser of this machine, read-only, until it is stopped.

    Areas, stations, boxes and papers; what does not agree, who was not there in time, findings; search, and what comes
    in meanwhile. Nobody else is answered. Pages are made from read models, on which no verdict rests: kotak verify.
    """
    waitress = listening.waitress()
    keeping = _keeping()
    journal = context.journal(read_only=not looking.is_writable(context.ledger))
    keeper = keeping.Keeper(context, journal)
    context.closing.callback(keeper.lookout.close)
    server = _server(waitress, _site(keeper, areas), port)
    # What was read stays for long: it is not looked through again whenever memory is tidied up.
    gc.freeze()
    address = f"http://{HOST}:{server.effective_port}/"
    _follow(context, keeper)
    if opens:
        click.launch(address)
    # Ctrl-C is how a desk is closed, and interrupts nothing.
    with suppress(KeyboardInterrupt):
        listening.run(server, _("The desk is at {address} – to stop it: Ctrl-C").format(address=address))  # noqa: RUF001
    return Answer(data={"address": address, "entries": keeper.now.moment.entries})


def _follow(context: Context, keeper: "Keeper") -> None:
    """What comes in is read beside the pages. It ends before the journal is closed."""
    stop = Event()
    thread = Thread(target=keeper.keep_up, args=(stop,), name="keep up", daemon=True)
    context.closing.callback(thread.join)
    context.closing.callback(stop.set)
    thread.start()


def _server(waitress: ModuleType, site: "Site", port: int) -> Any:
    try:
        return waitress.create_server(site, host=HOST, port=port, **_SETTINGS)
    except OSError as error:
        raise WrongSetting(NOT_LISTENING, port=port, why=error.strerror) from error


def _site(keeper: "Keeper", areas: str | None) -> "Site":
    from commands.pages.areas import read  # noqa: PLC0415 - as below
    from commands.serving.application import Site  # noqa: PLC0415 - brings Werkzeug and Jinja

    return Site(keeper, replace(_about(keeper.context, keeper.journal), areas=read(keeper.context, areas)))


def _about(context: Context, journal: "Journal") -> "About":
    """Of the genesis, or while there is none of the trust file."""
    from commands.everyday import simulated  # noqa: PLC0415 - with the papers
    from commands.serving.visit import About  # noqa: PLC0415 - as above
    from ledger import paper as papers  # noqa: PLC0415 - as above
    from ledger.domain.documents.government import Genesis  # noqa: PLC0415 - as above

    first = journal.data([0]).get(0)
    found = papers.read(first) if first else None
    if found is not None and isinstance(found.document, Genesis):
        home = simulated.of_genesis(found.digest, found.document)
        return About(found.document.origin, home.genesis, home.mark)
    trusted = simulated.of_trust(context)
    return About("", trusted.genesis if trusted else "", trusted.mark if trusted else "")


def _keeping() -> ModuleType:
    try:
        from commands.serving import application, keeping  # noqa: F401, PLC0415 - brings Werkzeug, Jinja and SQLAlchemy
    except ModuleNotFoundError as error:
        raise NotInstalled(listening.NOT_INSTALLED) from error
    return keeping
