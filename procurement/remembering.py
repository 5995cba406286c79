"""Caches for cells that repeat. They are emptied as a file is read, because a cache of texts as
long as a file may hold would grow without end."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

READ_BETWEEN = 64_000_000  # characters read before the caches are emptied

P = ParamSpec("P")
T = TypeVar("T")
_EMPTY: list[Callable[[], None]] = []


def remembered(maxsize: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps the answers of a function of text for as long as a file repeats itself."""

    def wrap(function: Callable[P, T]) -> Callable[P, T]:
        cached = lru_cache(maxsize=maxsize)(function)
        _EMPTY.append(cached.cache_clear)
        return cached  # type: ignore[return-value]

    return wrap


def forget() -> None:
    """Empties every cache of texts."""
    for empty in _EMPTY:
        empty()
