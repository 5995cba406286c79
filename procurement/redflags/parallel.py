"""One file read by several processes, each a part of whole lines; put together in their order.

The result is what one process would have found. A part whose helper failed, or that can't be put
together with what came before, is simply read on here.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

from procurement.redflags.lines import LineCount, Part, WarnOfLine, opened

WORTH_SHARING = 16 * 1024 * 1024  # bytes; below, starting a process costs more than it saves
MOST_WORKERS = 2
_STEP = 64 * 1024


class Reader(Protocol):
    @property
    def count(self) -> LineCount: ...

    def take_in(self, part: Part, warn: WarnOfLine) -> None: ...

    def can_absorb(self, other: Self) -> bool: ...

    def absorb(self, other: Self) -> None: ...


R = TypeVar("R", bound=Reader)


def parts_of(path: Path, workers: int | None) -> list[Part]:
    """The file in as many parts as workers, fewer for a small one. Raises Unreadable."""
    with opened(path) as stream:
        size = stream.seek(0, os.SEEK_END)
        starts = [0]
        wanted = workers or _fitting(size)
        for number in range(1, wanted):
            stream.seek(start := max(size * number // wanted, starts[-1]))
            while (step := stream.read(_STEP)) and b"\n" not in step:
                start += len(step)
            start += step.find(b"\n") + 1
            if starts[-1] < start < size:
                starts.append(start)
    ends = [*starts[1:], None]
    return [Part(path, start, end) for start, end in zip(starts, ends, strict=True)]


def _fitting(size: int) -> int:
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if size < WORTH_SHARING or not can_fork:
        return 1
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)))


def read_together(make: Callable[[], R], parts: list[Part], warn: WarnOfLine) -> R:
    """A reader that took in all parts; warnings come in the order of the lines."""
    helpers = [_Helper(make, part) for part in parts[1:]]
    found = make()
    found.take_in(parts[0], warn)
    for part, helper in zip(parts[1:], helpers, strict=True):
        other, warnings = helper.result()
        if other is None or not found.can_absorb(other):
            found.take_in(part, warn)
            continue
        for number, what in warnings:
            warn(found.count.lines + number, what)
        found.absorb(other)
    return found


class _Helper(Generic[R]):
    """Another process reading one part."""

    def __init__(self, make: Callable[[], R], part: Part) -> None:
        context = multiprocessing.get_context("fork")
        self._ours, theirs = context.Pipe(duplex=False)
        self._worker = context.Process(target=_read, args=(theirs, make, part), daemon=True)
        self._worker.start()
        theirs.close()

    def result(self) -> tuple[R | None, list[tuple[int, str]]]:
        try:
            found: tuple[R, list[tuple[int, str]]] = self._ours.recv()
            return found
        except (EOFError, OSError):
            return None, []
        finally:
            self._ours.close()
            self._worker.join()


def _read(theirs: Connection, make: Callable[[], Reader], part: Part) -> None:
    warnings: list[tuple[int, str]] = []
    found = make()
    found.take_in(part, lambda number, what: warnings.append((number, what)))
    theirs.send((found, warnings))
    theirs.close()
