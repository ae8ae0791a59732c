"""What stories of tiles are made of: what is published, which files there are, steps that fail."""

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from commands.main import main
from ledger.export import frame
from tests.commands.evidence import Said
from tests.ledger.dishonest import LAST, note, shown

SIZE = LAST + 1
OLD = 5
ROWS = ("0", "annex", "entries")


Export = Callable[..., Said]


def publish(folder: Path, *sizes: int) -> None:
    (folder / "checkpoints").write_bytes(b"".join(frame(note(shown(), size)) for size in sizes))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def partial_of(width: int) -> set[str]:
    return {f"tile/{row}/000.p/{width}" for row in ROWS}


STEPS = ("rename", "fsync", "unlink", "mkdir", "rmdir", "open")


class Counting:
    """Does something instead of the step of this number that changes the disk."""

    def __init__(self, when: int, act: Callable[[], None]) -> None:
        self.left, self.act = when, act

    def before(self, step: Callable[..., object]) -> Callable[..., object]:
        def stepping(*arguments: object, **named: object) -> object:
            if step.__name__ != "open" or any(isinstance(one, int) and one & os.O_CREAT for one in arguments[1:2]):
                self.left -= 1
                if not self.left:
                    self.act()
            return step(*arguments, **named)

        return stepping

    def watch(self, monkeypatch: pytest.MonkeyPatch, steps: Iterable[str] = STEPS) -> None:
        for name in steps:
            monkeypatch.setattr(os, name, self.before(getattr(os, name)))


def killed_at(when: int, *arguments: str, steps: Iterable[str] = STEPS) -> bool:
    """Run it in a process of its own, which is killed before its step of that number."""
    child = os.fork()
    if not child:
        with pytest.MonkeyPatch.context() as patch:
            Counting(when, lambda: os.kill(os.getpid(), signal.SIGKILL)).watch(patch, steps)
            os._exit(main(arguments))
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
