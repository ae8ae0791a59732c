"""Options and arguments that several everyday commands take, said once."""

from collections.abc import Callable
from typing import Final, TypeVar

import click

from commands.program.frame import option
from ledger.domain import names

Named = TypeVar("Named", str | None, tuple[str, ...])


def naming(what: str) -> Callable[[click.Context, click.Parameter, Named], Named]:
    """Callback of an option that names `a unit`, `a place`, or several: what is none is refused as it is read."""

    def check(_context: click.Context, _parameter: click.Parameter, said: Named) -> Named:
        for name in said if isinstance(said, tuple) else filter(None, (said,)):
            names.parse(what, name)
        return said

    return check


BOXES: Final = click.argument("words", nargs=-1, metavar="[BOX]...")
FROM_FILE: Final = option("--from-file", metavar="FILE", help="Read boxes, one a line; - is stdin or a scanner.")
SEEN: Final = option(
    "--seen", multiple=True, metavar="[BOX=]SEALS,STATE", help="What you see: 004/DPD=ties:2,papers:2/1,torn@PHOTO."
)
EXCEPT: Final = option(
    "--except", "exceptions", multiple=True, metavar="BOX=refused|missing[:REASON]", help="A box not taken over."
)
KEEPER: Final = option(
    "--keeper", metavar="UNIT", callback=naming("a unit"), help="Who keeps the boxes, if not the receiver."
)
LATE: Final = option("--late", metavar="REASON", help="Why it was late, in one word.")
