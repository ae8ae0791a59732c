"""Options and arguments that several everyday commands take, said once."""

from typing import Final

import click

from commands.program.frame import option

BOXES: Final = click.argument("words", nargs=-1, metavar="[BOX]...")
FROM_FILE: Final = option("--from-file", metavar="FILE", help="Read boxes, one a line; - is stdin or a scanner.")
SEEN: Final = option(
    "--seen", multiple=True, metavar="[BOX=]SEALS,STATE", help="What you see: 004/DPD=ties:2,papers:2/1,torn@PHOTO."
)
EXCEPT: Final = option(
    "--except", "exceptions", multiple=True, metavar="BOX=refused|missing[:REASON]", help="A box not taken over."
)
KEEPER: Final = option("--keeper", metavar="UNIT", help="Who keeps the boxes, if not the receiver.")
LATE: Final = option("--late", metavar="REASON", help="Why it was late, in one word.")
