"""The rules of custody: one fold, its states and its effects."""

from ledger.domain.custody.effects import Effects
from ledger.domain.custody.fold import Custody
from ledger.domain.custody.slate import Statement

__all__ = ["Custody", "Effects", "Statement"]
