"""All proofs of one box, made anew from the ledger, to be checked by anybody without it."""

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commands.evidence import pocket
from commands.serving.visit import Visit
from ledger.domain import names
from ledger.receipt import gather
from projections import links


def passport(visit: Visit, box: str) -> Response:
    """As `kotak passport BOX` makes it, under the largest published checkpoint."""
    names.parse("a box", box)
    if box not in visit.reading.boxes:
        raise NotFound
    context, journal = visit.keeper.context, visit.keeper.journal
    trust = context.trust()
    with visit.reading.lookout.view() as view:
        about = {link.index for link in links.of_boxes(view, [box], view.size)[box]}
    promise = pocket.largest_over(pocket.published(context, trust), about)
    chosen = gather.choose(journal, [box], about, promise.size)
    made = gather.make([box], chosen, promise.note, journal.nodes_at)
    response = Response(made, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=f"{box.replace('/', '_')}.passport")
    return response
