"""
Answers that are made once, however many threads ask for them at the same time.

Who asks first makes the answer, the others wait for it; who asks for something else waits for nobody. If making it
fails, the next one tries.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Generic, TypeVar, overload
from weakref import WeakValueDictionary

Answer = TypeVar("Answer")


class Once:
    """Whoever gives such answers."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._asked = WeakValueDictionary[tuple[Hashable, ...], Any]()
        """A lock for each question while somebody is at it: there is no end of what can be asked."""

    @contextmanager
    def alone(self, *question: Hashable) -> Iterator[None]:
        """One thread at a time for each question."""
        with self._guard:
            lock = self._asked.setdefault(question, Lock())
        with lock:
            yield


class once(Generic[Answer]):  # noqa: N801 - used as a decorator, as `cached_property` is
    """An attribute that is made when it is asked for first, and kept."""

    def __init__(self, make: Callable[[Any], Answer]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type[Once], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, asked: None, owner: type[Once]) -> "once[Answer]": ...

    @overload
    def __get__(self, asked: Once, owner: type[Once]) -> Answer: ...

    def __get__(self, asked: Once | None, owner: type[Once]) -> "once[Answer] | Answer":
        """What is kept stands before this in the object itself, so that it is found without any lock."""
        if asked is None:
            return self
        with asked.alone(self._name):
            kept = vars(asked)
            if self._name not in kept:
                kept[self._name] = self._make(asked)
        answer: Answer = kept[self._name]
        return answer
