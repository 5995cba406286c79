"""A nation's disclosure read and asked, against DuckDB merely copying the same file to Parquet.

Time and memory grow with the rows: 100,000, 1,000,000 and 4,000,000 of them (some four minutes).
`python -m bench.nation ROWS…` measures others.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from bench.disclosure import write_disclosure
from bench.result import Result, timed

ROWS = 1_000_000
LIMIT = 20.0  # seconds on two cores for a million rows, all together
MEMORY = 2.0  # GB at the peak
BASELINE = "DuckDB merely copying the file to Parquet"
# in a process of its own, because a process never tells of less memory than it once had
_CHAIN = """
import json, resource, sys, time
from bench.questions import ask
from procurement import Warehouse, read
began = time.perf_counter()
warehouse = Warehouse(sys.argv[2])
report = read(sys.argv[1], into=warehouse)
middle = time.perf_counter()
parts = ask(warehouse.awards())
ended = time.perf_counter()
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": ended - began, "reading": middle - began, "parts": parts,
  "kept": report.rows_kept, "aside": report.rows_set_aside,
  "cpu": used.ru_utime + used.ru_stime, "gigabytes": used.ru_maxrss / 1e6}))
"""


def run(sizes: tuple[int, ...] = (ROWS // 10, ROWS, 4 * ROWS)) -> Iterator[Result | str]:
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            published = Path(folder) / "disclosure.csv"
            write_disclosure(published, rows)
            copying = timed(partial(copy, published))
            told = chain(published, Path(folder) / "warehouse")
            what = f"{rows:,} rows of the federal disclosure: all of it"
            limit = LIMIT * rows / ROWS if rows >= ROWS else None
            yield Result(what, told["seconds"], BASELINE, copying, limit=limit)
            parts = {"read and cleaned": told["reading"], **told["parts"]}
            yield "  " + ", ".join(f"{name} {spent:.1f} s" for name, spent in parts.items())
            yield (
                f"  {told['kept']:,.0f} kept, {told['aside']:,.0f} set aside; processor "
                f"{told['cpu']:.1f} s"
            )
            yield memory(f"{rows:,} rows: memory at the peak", told["gigabytes"])


def memory(what: str, gigabytes: float) -> Result:
    limit = f"{MEMORY:g} GB"
    return Result(what, gigabytes, limit, MEMORY, limit=MEMORY, unit="GB")


def copy(path: Path) -> None:
    """All cells as text; rows DuckDB can't read are left out."""
    target = path.with_suffix(".parquet")
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        rows = connection.read_csv(str(path), all_varchar=True, ignore_errors=True, header=True)
        rows.write_parquet(str(target))
    target.unlink()


def chain(path: Path, warehouse: Path) -> dict[str, Any]:
    """Reads and asks in a process of its own: what it took, and gigabytes at the peak."""
    asked = [sys.executable, "-c", _CHAIN, str(path), str(warehouse)]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    for result in run(tuple(map(int, sys.argv[1:]))):
        print(result)
