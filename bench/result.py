"""One measurement beside its baseline."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """In seconds, unless `unit` says otherwise. `limit` is None when only the ratio counts."""

    what: str
    seconds: float
    baseline: str
    baseline_seconds: float
    limit: float | None = None
    unit: str = "s"

    @property
    def is_within(self) -> bool:
        return self.limit is None or self.seconds <= self.limit

    def __str__(self) -> str:
        ratio = self.seconds / self.baseline_seconds
        said = f"{self.what}: {self.seconds:.2f} {self.unit}, {ratio:.1f} × {self.baseline}"
        said += f" ({self.baseline_seconds:.2f} {self.unit})"
        if self.limit is not None:
            said += f"; limit {self.limit:g} {self.unit}" + ("" if self.is_within else ", EXCEEDED")
        return said


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
