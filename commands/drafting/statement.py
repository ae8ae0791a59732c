"""What a command wants to have signed before it is a paper: the statement, the hands that sign it, the way to do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commands.drafting import beside
from ledger.domain.documents.base import Line, Part


@dataclass(frozen=True)
class Hand:
    """
    Somebody about to sign: his part, the key file if it is not the one under his name, and the key's id where the
    statement itself says which key it has to be.
    """

    officer: str
    part: Part
    path: Path | None = None
    key: str | None = None


@dataclass(frozen=True)
class Statement:
    """
    What is to be said. `members` are those of the kind; `files` are bound by the paper and kept beside it. What cannot
    be undone is confirmed by typing `typed`.
    """

    kind: str
    hands: Sequence[Hand]
    lines: Sequence[Line] = ()
    members: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[beside.Attached] = ()
    typed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """How the paper is to be made, as the command line says."""

    output: str | None = None
    force: bool = False
    dry_run: bool = False
    at: str | None = None
    anyway: str | None = None
    confirmed: str | None = None
    offline: bool = False
