"""Decision 4, checked with every paper of every story: what a paper reads is all that decides about it."""

from collections.abc import Mapping

from ledger.domain.custody import Custody, Effects, effects, states
from ledger.domain.custody.states import State
from ledger.errors import LedgerError
from ledger.paper import Paper


def apply_both_ways(custody: Custody, paper: Paper, index: int) -> Effects:
    """Apply a paper to a fold that knows everything and to one that learned only what the paper reads."""
    local, before = learned(custody, paper), dict(custody.states)
    reads, expected = local.reads(paper), _outcome(local, paper, index)
    try:
        made, written = custody.apply(paper, index)
    except LedgerError as refused:
        _agree(expected, _refusal(refused))
        _agree(custody.states, before)
        raise
    _agree(expected, _printed(made, written))
    _agree(written.keys() - reads, set())
    _agree(effects.decode(effects.encode(made)), made)
    _agree({name: states.decode(name, states.encode(one)) for name, one in written.items()}, written)
    return made


def _agree(found: object, expected: object) -> None:
    assert found == expected


def learned(custody: Custody, paper: Paper) -> Custody:
    """A fold that was told only what the paper asks for, from the bytes a journal would keep."""
    local = Custody()
    while missing := local.missing(paper):
        found = {subject: custody.states.get(subject) for subject in missing}
        kept = {subject: states.encode(state) for subject, state in found.items() if state is not None}
        local.learn(missing, {subject: states.decode(subject, value) for subject, value in kept.items()})
    return local


def _outcome(custody: Custody, paper: Paper, index: int) -> tuple[object, ...]:
    try:
        return _printed(*custody.apply(paper, index))
    except LedgerError as refused:
        return _refusal(refused)


def _printed(made: Effects, written: Mapping[str, State]) -> tuple[object, ...]:
    return effects.encode(made), {name: states.encode(one) for name, one in written.items()}


def _refusal(refused: LedgerError) -> tuple[object, ...]:
    return type(refused), refused.code, str(refused)
