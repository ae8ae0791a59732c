"""What papers say, in the short spelling that is typed on the command line: `ties:2,papers:2/1`."""

from ledger.domain.documents.base import Seal, Seals, SeenLine


def seals(on: Seals | None) -> str:
    """`ties:2,papers:2/1`; serials behind a sort in brackets, `ties:2(A1+A2)`."""
    sorts = [(name, getattr(on, name)) for name in Seals.__struct_fields__]
    return ",".join(f"{name}:{_seal(seal)}" for name, seal in sorts if seal is not None)


def seen(line: SeenLine) -> str:
    """Seals and condition: `ties:1,papers:1,came-off,transport`."""
    return ",".join(filter(None, (seals(line.seals), condition(line))))


def condition(line: SeenLine) -> str:
    """`wet,rain`; nothing of what is whole."""
    state = "" if line.state == "intact" else line.state
    return ",".join(filter(None, (state, line.cause)))


def _seal(seal: Seal) -> str:
    bad = f"/{seal.bad}" if seal.bad else ""
    serials = f"({'+'.join(seal.serials)})" if seal.serials else ""
    return f"{seal.on}{bad}{serials}"
