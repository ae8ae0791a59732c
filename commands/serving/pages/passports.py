"""All proofs of one box, made anew from the ledger, to be checked by anybody without it."""

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commands.evidence import passports
from commands.program.language import _
from commands.serving.visit import Visit
from ledger.domain import names


def passport(visit: Visit, box: str) -> Response:
    """As `kotak passport BOX` makes it. Where something is not in it or does not agree, that is said first."""
    names.parse("a box", box)
    if box not in visit.reading.boxes:
        raise NotFound
    with visit.reading.lookout.view() as view:
        made = passports.made(visit.keeper.context, visit.keeper.journal, view, [box])
    warnings = passports.warnings(made)
    if warnings and visit.word("told") is None:
        title = _("Passport of {box}").format(box=box)
        return visit.page("passport.html.j2", title=title, box=box, warnings=warnings)
    response = Response(made.data, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=f"{box.replace('/', '_')}.passport")
    return response
