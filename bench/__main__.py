"""`python -m bench [NAME…]`: runs the benchmarks beside this file and prints one line each.

A benchmark is a module with `run()`, which gives Results, and texts that go with them. What is
printed is also kept in `bench/results/NAME.txt`, with the machine it was measured on. Ends with 1
when a limit is exceeded.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import bench
from bench.result import Result

RESULTS = Path(__file__).with_name("results")
PARTS = ("duckdb", "ibis-framework", "pyarrow", "splink", "msgspec", "numpy")


def main(asked: list[str]) -> int:
    names = [found.name for found in pkgutil.iter_modules(bench.__path__) if not found.ispkg]
    modules = {
        name: importlib.import_module(f"bench.{name}") for name in names if name != "__main__"
    }
    known = {name: module.run for name, module in modules.items() if hasattr(module, "run")}
    if unknown := set(asked) - set(known):
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there are: {', '.join(known)}.")
    print("\n".join(machine()))
    kept = [measured(name, known[name]) for name in asked or known]
    return 0 if all(kept) else 1


def measured(name: str, run: Callable[[], Iterable[Result | str]]) -> bool:
    """Whether every limit is kept. What was measured before stays until all is measured again."""
    lines, is_within = machine(), True
    print(f"\n{name}")
    for result in run():
        print(result, flush=True)
        lines.append(str(result))
        is_within = is_within and (isinstance(result, str) or result.is_within)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return is_within


def machine() -> list[str]:
    """What a reader must know to judge a number."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    commit = _said("git", "rev-parse", "--short", "HEAD") or "no commit"
    parts = ", ".join(f"{name} {version(name)}" for name in PARTS)
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, {commit}",
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}",
        f"Python {platform.python_version()}, {parts}",
    ]


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*:\s*(.+)", told.read_text("utf-8")) if told.is_file() else None
    return named[1] if named else platform.machine()


def _said(*command: str) -> str:
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
