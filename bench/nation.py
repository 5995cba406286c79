"""A nation's disclosure read, against DuckDB merely copying the same file to Parquet.

`python -m bench.nation` also measures that time and memory grow with the rows: 100,000, 1,000,000
and 4,000,000 of them (some three minutes). `python -m bench` leaves the last of these out.
The questions asked of these rows are measured in bench.questions.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb

from bench.disclosure import write_disclosure
from bench.result import Result, timed

ROWS = 1_000_000
LIMIT = 11.0  # seconds on two cores; with the questions (9) at most 20
MEMORY = 2.0  # GB at the peak, in any number of rows
BASELINE = "DuckDB merely copying the file to Parquet"
# in a process of its own, because a process never tells of less memory than it once had
_READING = """
import json, resource, sys, time
from procurement import Warehouse, read
started = time.perf_counter()
report = read(sys.argv[1], into=Warehouse(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": time.perf_counter() - started, "kept": report.rows_kept,
  "aside": report.rows_set_aside, "cpu": used.ru_utime + used.ru_stime,
  "gigabytes": used.ru_maxrss / 1e6}))
"""


def run(sizes: tuple[int, ...] = (ROWS // 10, ROWS)) -> Iterator[Result]:
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            published = Path(folder) / "disclosure.csv"
            write_disclosure(published, rows)
            copying = timed(partial(copy, published))
            told = reading(published, Path(folder) / "warehouse")
            what = f"{rows:,} rows of the federal disclosure read, cleaned and written"
            limit = LIMIT * rows / ROWS if rows >= ROWS else None
            yield Result(what, told["seconds"], BASELINE, copying, limit=limit)
            print(
                f"  {told['kept']:,.0f} kept, {told['aside']:,.0f} set aside; processor "
                f"{told['cpu']:.1f} s; peak memory {told['gigabytes']:.2f} GB of {MEMORY:g}"
            )


def copy(path: Path) -> None:
    """All cells as text; rows DuckDB can't read are left out."""
    target = path.with_suffix(".parquet")
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        rows = connection.read_csv(str(path), all_varchar=True, ignore_errors=True, header=True)
        rows.write_parquet(str(target))
    target.unlink()


def reading(path: Path, warehouse: Path) -> dict[str, float]:
    """Reads in a process of its own: seconds, cpu, gigabytes at the peak, rows kept and aside."""
    asked = [sys.executable, "-c", _READING, str(path), str(warehouse)]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    for result in run((ROWS // 10, ROWS, 4 * ROWS)):
        print(result)
