"""What witnesses dated: cosigned checkpoints beside the ledger and kept here, where a trust file says whose count."""

from typing import TYPE_CHECKING, Any

from commands.program.context import Context, NotSaid
from commands.program.language import _, short_moment
from ledger.log.bracket import Bracket, Marks
from ledger.log.quorum import Quorum

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal


def marks(context: Context, journal: "Journal") -> Marks:
    """What can be dated here; nothing without a trust file, for nobody else says which witnesses count."""
    from commands.evidence import reference  # noqa: PLC0415 - brings the cryptography of keys
    from projections import desk  # noqa: PLC0415 - with SQLAlchemy

    try:
        trust = context.trust()
    except NotSaid:
        return Marks((), Quorum())
    paths = reference.published(context.ledger, context), reference.kept(trust, context)
    opened = [one for path in paths for one in reference.opened(path, trust)]
    return desk.marks(journal, opened, trust.quorum)


def plain(bracket: Bracket, like: str) -> dict[str, Any]:
    """As `--json` shows it, in the zone of the paper."""
    return {"not_before": instant(bracket.not_before, like), "not_after": instant(bracket.not_after, like)}


def told(bracket: Bracket, like: str) -> str:
    """Between which two times; empty where neither is known."""
    first, last = instant(bracket.not_before, like), instant(bracket.not_after, like)
    if first and last:
        return _("between {first} and {last}").format(first=short_moment(first), last=short_moment(last))
    if last:
        return _("not after {last}").format(last=short_moment(last))
    return _("not before {first}").format(first=short_moment(first)) if first else ""


def instant(seconds: int | None, like: str) -> str | None:
    """Seconds as papers write them, with the offset of another time."""
    from projections.clocks import in_zone  # noqa: PLC0415 - with SQLAlchemy

    return None if seconds is None else in_zone(seconds, like)
