"""What may happen to one box, and what the format says of its chain: `ok`, or `finding` if it is broken or forked."""

import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any, Final

from tests.verifiers.registering import BOX, BUDI, CITRA, PPK, PPS, REGISTRAR, Story

OTHER: Final = f"{BOX}.2"
STRANGER, LOST, OTHER_LOST = "ab" * 32, "cd" * 32, "ce" * 32
SCAN: Final = [{"bytes": 9, "hash": "ab" * 32, "what": "scan"}]


class Moves(Story):
    """One box from its listing on. Each act gives the digest of its paper."""

    def __init__(self) -> None:
        """Officers, and the box with Budi."""
        super().__init__()
        self.registrar()
        self.officers()
        self.listed = self.list()

    def list(self, **members: Any) -> str:
        """The manifest."""
        line = {"box": BOX} if members else {"box": BOX, "place": f"{PPS}/1", "type": "dpd", "unit": PPS}
        return self.add("manifest", [line], (REGISTRAR, "registers"), **members).digest

    def act(self, kind: str, after: str | None, *signers: tuple[str, str], line: Any = None, **members: Any) -> str:
        """A link at the office of Budi."""
        said = {"box": BOX, "seals": {}, "state": "intact", **({"after": after} if after else {}), **(line or {})}
        return self.add(kind, [said], *signers, **{"place": f"{PPS}/1", "unit": PPS} | members).digest

    def seal(self, after: str | None, **members: Any) -> str:
        """By Budi alone."""
        return self.act("sealing", after, (BUDI, "acts"), purpose="results", **members)

    def hand_over(self, after: str | None, outcome: str = "accepted", *, box: str = BOX, **members: Any) -> str:
        """Budi to Citra at one table."""
        signers = members.pop("signers", ((BUDI, "releases"), (CITRA, "receives")))
        return self.act("handover", after, *signers, line={"box": box, "outcome": outcome}, to=PPK, **members)

    def release(self, after: str, **members: Any) -> str:
        """Budi, on its way to Citra."""
        return self.act("release", after, (BUDI, "releases"), to=PPK, **members)

    def accept(self, of: str, outcome: str = "accepted", part: str = "receives") -> str:
        """Citra, of what Budi did."""
        return self.act("acceptance", of, (CITRA, part), line={"outcome": outcome}, of=of, unit=PPK)

    def deposit(self, after: str, *keeper: tuple[str, str]) -> str:
        """Budi leaves it with the PPK."""
        return self.act("deposit", after, (BUDI, "acts"), *keeper, keeper=PPK)

    def later(self, after: str) -> str:
        """The digest of a sealing that is recorded only when the next paper was."""
        self.seal(after)
        late = self.entries.pop()
        self.hand_over(late.digest)
        self.entries.append(late)
        return late.digest


def written(stands_for: str) -> dict[str, Any]:
    """A transcript of a form."""
    said = {"form": "ba", "number": "7", "signed_on_paper": [PPK], "stands_for": stands_for}
    return {"files": SCAN, "transcribed": {**said, "written_at": "2029-02-14T17:08:00+07:00"}}


def together(*acts: Callable[[Moves, str], Any]) -> Callable[[Moves], Any]:
    """All of them after the listing."""

    def told(moves: Moves) -> None:
        for act in acts:
            act(moves, moves.listed)

    return told


def handed(moves: Moves, after: str) -> str:
    """The honest act."""
    return moves.hand_over(after)


def accepted(moves: Moves, after: str) -> str:
    """The other honest way."""
    return moves.accept(moves.release(after))


Told = tuple[str, Callable[[Moves], Any]]
STORIES: Final[dict[str, Told]] = {
    "handed over": ("ok", together(handed)),
    "released and accepted": ("ok", together(accepted)),
    "follows nothing": ("finding", lambda moves: moves.hand_over(None)),
    "follows a stranger": ("finding", lambda moves: moves.hand_over(STRANGER)),
    "follows a paper about another box": (
        "finding",
        lambda moves: moves.hand_over(moves.hand_over(moves.listed, box=OTHER)),
    ),
    "follows genesis": ("finding", lambda moves: moves.hand_over(moves.name)),
    "follows what refused it": ("ok", lambda moves: moves.hand_over(moves.hand_over(moves.listed, "refused"))),
    "an extra one follows nothing": ("ok", lambda moves: moves.hand_over(None, "extra")),
    "recorded before what it follows": ("ok", lambda moves: moves.later(moves.listed)),
    "struck from the manifest": ("finding", lambda moves: moves.hand_over(moves.list(withdrawn="twice"))),
    "listed again, then follows nothing": (
        "finding",
        lambda moves: (moves.list(withdrawn="twice"), moves.seal(None), moves.list()),
    ),
    "handed over twice": ("finding", together(handed, handed)),
    "handed over, and released": ("ok", together(handed, lambda moves, after: moves.release(after))),
    "handed over, and released and accepted": ("finding", together(handed, accepted)),
    "handed over, and released and refused": (
        "ok",
        together(handed, lambda moves, after: moves.accept(moves.release(after), "refused")),
    ),
    "handed over, and accepted by nobody who receives": (
        "ok",
        together(handed, lambda moves, after: moves.accept(moves.release(after), part="acts")),
    ),
    "handed over, and refused": ("ok", together(handed, lambda moves, after: moves.hand_over(after, "refused"))),
    "handed over, and signed by the giver alone": (
        "ok",
        together(handed, lambda moves, after: moves.hand_over(after, signers=((BUDI, "releases"),), **written(LOST))),
    ),
    "handed over, and left with a keeper": (
        "finding",
        together(handed, lambda moves, after: moves.deposit(after, (CITRA, "keeps"))),
    ),
    "handed over, and left with who did not sign": ("ok", together(handed, lambda moves, after: moves.deposit(after))),
    "handed over, and sealed": ("ok", together(handed, lambda moves, after: moves.seal(after))),
    "handed over, and sealed as accepted": (
        "finding",
        together(handed, lambda moves, after: moves.accept(moves.seal(after))),
    ),
    "a release accepted twice": ("ok", lambda moves: [moves.accept(of) for of in [moves.release(moves.listed)] * 2]),
    "two forms of one paper": (
        "ok",
        together(*[lambda moves, after: moves.hand_over(after, **written(LOST))] * 2),
    ),
    "forms of two papers": (
        "finding",
        together(*[lambda moves, after, of=of: moves.hand_over(after, **written(of)) for of in (LOST, OTHER_LOST)]),
    ),
    "a form that stands for what it follows": ("finding", lambda moves: moves.hand_over(LOST, **written(LOST))),
    "what a form stands for is accepted": (
        "finding",
        together(handed, lambda moves, after: (moves.release(after, **written(LOST)), moves.accept(LOST))),
    ),
}


def unlisted() -> Moves:
    """A box no manifest lists: its first line follows nothing."""
    moves = Moves()
    moves.entries.pop()
    moves.seal(None)
    return moves


def listed_later() -> Moves:
    """As before, and a manifest comes after all."""
    moves = unlisted()
    moves.list()
    return moves


def clash(moves: Moves) -> bytes | None:
    """The two lines after the listing as a contradiction, with all that proves it; None if there are not two."""
    extras = [
        moves.part(index, 0 if paper.lines else None).split("\n")[1].removeprefix("extra ")
        for index, paper in enumerate(moves.entries)
    ]
    officers = [moves.part(2, line).split("\n")[1].removeprefix("extra ") for line in (0, 1)]
    moved = [(extra, json.loads(paper.lines[0])) for extra, paper in list(zip(extras, moves.entries, strict=True))[4:]]
    pair = sorted((extra for extra, line in moved if line.get("after") == moves.listed), key=b64decode)
    others = [extra for extra, _ in moved if extra not in pair]
    papers = "".join(f"paper {one}\n" for one in [*pair, *others, *extras[:2], *officers])
    return f"kotak-contradiction/v1\nsame-after\n{papers}".encode() if len(pair) == 2 else None
