"""
Making receipts: of a whole paper, or of one box on its list, under a checkpoint that covers it.

Of the tree only the nodes on the path are read, of the annex all lines. Whoever hands a receipt out opens it first
(`check`), so that nothing is made that nobody can verify.
"""

from ledger import merkle
from ledger.errors import Reason, Unknown
from ledger.log import checkpoint
from ledger.log.proof import Inclusion, Proof
from ledger.merkle import Nodes
from ledger.paper import Paper
from ledger.receipt.content import Content, Quoted
from ledger.signing import note as notes

NOT_ON_THE_LIST = Reason(
    "RE-027",
    "Box {box} does not stand in the paper at index {index}.",
    "See which papers are about it: kotak chain {box}",
)
NOT_COVERED = Reason(
    "RE-028",
    "The checkpoint of {size} entries does not cover index {index}.",
    "Have a checkpoint published, then ask again: kotak checkpoint publish",
)


def of_paper(paper: Paper, index: int, note: bytes, nodes: Nodes) -> bytes:
    """The receipt of a whole paper."""
    return _print(Content(paper.cover), index, note, nodes)


def of_box(paper: Paper, box: str, index: int, note: bytes, nodes: Nodes) -> bytes:
    """The receipt of what a paper says of one box. Raises Unknown if it says nothing."""
    return _print(Content(paper.cover, quote(paper, line_of(paper, box, index))), index, note, nodes)


def line_of(paper: Paper, box: str, index: int) -> int:
    """The number of a box's line. Raises Unknown."""
    for number, line in enumerate(paper.lines):
        if getattr(line, "box", None) == box:
            return number
    raise Unknown(NOT_ON_THE_LIST, box=box, index=index)


def quote(paper: Paper, number: int) -> Quoted:
    """A line of the annex with its path."""
    printed = paper.printed
    leaves = merkle.nodes_of([merkle.leaf_hash(line) for line in printed])
    return Quoted(number, printed[number], tuple(merkle.prove_inclusion(number, len(printed), leaves)))


def include(content: Content, index: int, size: int, nodes: Nodes) -> Inclusion:
    """The place of an entry among the first `size`. Raises Unknown if it is not there."""
    if index >= size:
        raise Unknown(NOT_COVERED, size=size, index=index)
    return Inclusion(index, tuple(merkle.prove_inclusion(index, size, nodes)), bytes(content))


def size_of(note: bytes) -> int:
    """How many entries the checkpoint covers."""
    return checkpoint.read(notes.read(note).text).size


def _print(content: Content, index: int, note: bytes, nodes: Nodes) -> bytes:
    return bytes(Proof(include(content, index, size_of(note), nodes), note))
