"""A nation's disclosure read and asked, against DuckDB merely copying the same file to Parquet.

Time and memory grow with the rows: 100,000, 1,000,000 and 4,000,000 of them (some four minutes).
`python -m bench.nation ROWS…` measures others.
"""

from __future__ import annotations

import json
import os
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
from procurement import engines

ROWS = 1_000_000
LIMIT = 20.0  # seconds on two cores for a million rows, all together
MEMORY = 2.0  # GB at the peak
ENOUGH = 1300.0  # MB of these for DuckDB, as it is without being told
BASELINE = "DuckDB merely copying the file to Parquet"
STEADY = "the million's time in proportion"
SWING = 1.2  # as much may a machine differ from itself
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
    million = 0.0
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            published = Path(folder) / "disclosure.csv"
            write_disclosure(published, rows)
            os.sync()  # the disk is not to be at work on one thing while another is measured
            copying = timed(partial(copy, published))
            os.sync()
            told = chain(published, Path(folder) / "warehouse", share(rows, ENOUGH))
            what = f"{rows:,} rows of the federal disclosure: all of it"
            limit = LIMIT if rows == ROWS else None
            yield Result(what, told["seconds"], BASELINE, copying, limit=limit)
            if rows == ROWS:
                million = told["seconds"]
            elif rows > ROWS and million:
                alike = million * rows / ROWS
                yield Result("  the same", told["seconds"], STEADY, alike, limit=SWING * alike)
            parts = {"read and cleaned": told["reading"], **told["parts"]}
            yield "  " + ", ".join(f"{name} {spent:.1f} s" for name, spent in parts.items())
            yield (
                f"  {told['kept']:,.0f} kept, {told['aside']:,.0f} set aside; processor "
                f"{told['cpu']:.1f} s"
            )
            yield memory(
                f"{rows:,} rows: memory at the peak", told["gigabytes"], share(rows, MEMORY)
            )


def share(rows: int, of_a_million: float) -> float:
    """More rows may take more, in proportion."""
    return of_a_million * max(1.0, rows / ROWS)


def memory(what: str, gigabytes: float, most: float) -> Result:
    return Result(what, gigabytes, f"{most:g} GB", most, limit=most, unit="GB")


def copy(path: Path) -> None:
    """All cells as text; rows DuckDB can't read are left out."""
    target = path.with_suffix(".parquet")
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        rows = connection.read_csv(str(path), all_varchar=True, ignore_errors=True, header=True)
        rows.write_parquet(str(target))
    target.unlink()


def chain(path: Path, warehouse: Path, megabytes: float = ENOUGH) -> dict[str, Any]:
    """Reads and asks in a process of its own, whose DuckDB may take so much: seconds, and gigabytes
    at the peak."""
    asked = [sys.executable, "-c", _CHAIN, str(path), str(warehouse)]
    allowed = {**os.environ, engines.MEMORY: f"{megabytes:.0f}MB"}
    done = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True, env=allowed)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    for result in run(tuple(map(int, sys.argv[1:]))):
        print(result)
