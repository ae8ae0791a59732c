"""
What somebody holds of a log, opened as what it is by its first bytes.

    a ledger, a copy, a folder of tiles      its entries, and the checkpoints beside it
    a checkpoint, a file of checkpoints      what the log signed
    a receipt, a passport, a paper           what was promised, and what people signed
"""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commands.evidence import reference
from commands.evidence.tilefolder import TileFolder
from commands.program import files
from commands.program.context import Context
from commands.program.language import _
from commands.program.terminal import progress
from ledger import merkle
from ledger import paper as papers
from ledger.errors import Malformed, Reason
from ledger.export import Export, read_checkpoints
from ledger.log import checkpoint, tiles
from ledger.log.policy import Trust
from ledger.log.proof import Proof
from ledger.paper import Paper
from ledger.receipt import content, examine, excerpt
from ledger.receipt.check import Receipt
from ledger.receipt.compare import Note, Promise, Side, Tree
from ledger.receipt.content import Content, Quoted
from ledger.receipt.examine import CheckpointFile, PaperFile
from ledger.receipt.excerpt import UNPLACED
from ledger.receipt.passport import OpenedPassport
from ledger.receipt.twice import Piece

NOT_TAKEN = Reason("EX-090", "{source} cannot be compared: {problem}", "kotak check {source}")

_SQLITE: Final = b"SQLite format 3\0"
_ANOTHER: Final = b'\n{"payload'


def open_side(source: str, trust: Trust, context: Context) -> Side:
    """Whatever is there, for `-` on stdin. Raises Malformed, or Unavailable for a ledger that cannot be opened."""
    try:
        return _open(_laid_down(context) if source == "-" else source, trust, context)
    except Malformed as error:
        raise Malformed(NOT_TAKEN, source=source, problem=error) from error


def _laid_down(context: Context) -> str:
    """Stdin in a file until the end of this run: a copy is read more than once."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - only for stdin

    path = str(Path(context.closing.enter_context(TemporaryDirectory(prefix="kotak-"))) / "stdin")
    files.write(path, files.pieces(sys.stdin.buffer), mode=0o600)
    return path


def _open(source: str, trust: Trust, context: Context) -> Side:
    if "://" not in source and Path(source).is_dir():
        return _tiles(source, trust)
    beginning = b"" if "://" in source else _begins(source, papers.MAX_PAPER + 1)
    if "://" in source or beginning.startswith(_SQLITE):
        return _ledger(source, trust, context)
    if beginning.startswith(b'{"payload') and (_ANOTHER in beginning or len(beginning) > papers.MAX_PAPER):
        return _copy(source, trust, context)
    if beginning.startswith(b"\0"):
        notes = read_checkpoints(io.BytesIO(files.read(source)), source)
        return Side(source, tuple(_note(data, trust) for data in notes))
    return of_file(source, beginning, trust)


def _ledger(source: str, trust: Trust, context: Context) -> Side:
    from ledger.persistence.journal import open_journal  # noqa: PLC0415 - brings SQLAlchemy

    journal = open_journal(source, read_only=True)
    context.closing.callback(journal.close)

    def paper(index: int) -> Paper:
        return papers.read(next(journal.entries(index, index + 1)).data)

    return Side(source, _published(source, trust, context), tree=Tree(journal.size(), journal.nodes_at, paper))


def _copy(source: str, trust: Trust, context: Context) -> Side:
    """An exported copy is read once; of its papers only the leaves and where each begins are kept."""
    leaves, begins = [], [0]
    with Path(source).open("rb") as stream:
        for entry in progress(Export(stream, source).entries(), _("reading papers")):
            if len(entry.data) > papers.MAX_PAPER:
                papers.read(entry.data)
            leaves.append(merkle.leaf_hash(entry.data.partition(b"\n")[0]))
            begins.append(begins[-1] + len(entry.data))

    def paper(index: int) -> Paper:
        with Path(source).open("rb") as stream:
            stream.seek(begins[index])
            return papers.read(stream.read(begins[index + 1] - begins[index]))

    return Side(source, _published(source, trust, context), tree=Tree(len(leaves), merkle.nodes_of(leaves), paper))


def _tiles(source: str, trust: Trust) -> Side:
    folder = TileFolder(Path(source))
    size = folder.size

    def paper(index: int) -> Paper:
        return papers.read(tiles.entry(index, size, folder.open))

    notes = tuple(_note(one.data, trust) for one in folder.published())
    return Side(source, notes, tree=Tree(size, tiles.nodes(size, folder.open), paper))


def of_file(source: str, data: bytes, trust: Trust) -> Side:
    """A file that is read whole: a checkpoint, a receipt, a passport, a paper."""
    match examine.open_file(data, trust):
        case CheckpointFile(promise):
            return Side(source, (Note(data, promise.checkpoint),))
        case Receipt() as receipt:
            return _promises(source, [receipt.proof], trust)
        case OpenedPassport(passport):
            return _promises(source, [Proof(part, passport.note) for part in passport.parts], trust)
        case PaperFile():
            return Side(source, pieces=tuple(_pieces(papers.read(data))))
    raise Malformed(examine.NO_SUCH_SORT)


def _promises(source: str, proofs: Sequence[Proof], trust: Trust) -> Side:
    """Receipts, all under one checkpoint."""
    read = [(one, content.read(one.inclusion.extra)) for one in proofs]
    return Side(
        source,
        (_note(proofs[0].note, trust),),
        tuple(Promise(one.inclusion.index, merkle.leaf_hash(about.cover), bytes(one)) for one, about in read),
        tuple(Piece(excerpt.of_content(about, one.inclusion.index), one.inclusion.extra) for one, about in read),
    )


def _pieces(paper: Paper) -> Iterator[Piece]:
    """What a paper says of each box on its list."""
    leaves = [merkle.leaf_hash(line) for line in paper.printed]
    nodes = merkle.nodes_of(leaves)
    for number, line in enumerate(paper.printed):
        path = tuple(merkle.prove_inclusion(number, len(leaves), nodes))
        about = Content(paper.cover, Quoted(number, line, path))
        yield Piece(excerpt.of_content(about, UNPLACED), bytes(about))


def _published(source: str, trust: Trust, context: Context) -> tuple[Note, ...]:
    held = reference.signed(reference.published(source, context), trust)
    return tuple(Note(data, opened.checkpoint) for data, opened in held)


def _note(data: bytes, trust: Trust) -> Note:
    return Note(data, checkpoint.open_checkpoint(data, trust).checkpoint)


def _begins(source: str, size: int) -> bytes:
    try:
        with Path(source).open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise files.FileTrouble(files.NOT_READ, path=source, why=error.strerror) from error
