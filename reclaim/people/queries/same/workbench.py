"""Where people are compared: a DuckDB file in a folder of its own, within its memory.

It holds names, so it is erased when the work is over, also when it fails; what a process that was
killed left behind is erased by the next one.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
from django.conf import settings

from reclaim.people.queries.same.faces import SCHEMA, Known, face_batches

MEMORY = "600MB"  # DuckDB puts what is more than this on the disk
FOLDER = "comparing"  # in the store
HELD = "held"  # locked for as long as somebody works in the folder


class Workbench:
    """The faces of people, as a table that statements are run on."""

    def __init__(self, folder: Path) -> None:
        import duckdb  # noqa: PLC0415 -- half a second that no page should pay
        from splink import DuckDBAPI  # noqa: PLC0415

        logging.getLogger("splink").setLevel(logging.ERROR)
        self.store = duckdb.connect(
            str(folder / "faces.duckdb"),
            config={
                "memory_limit": MEMORY,
                "temp_directory": str(folder / "more"),
                "preserve_insertion_order": False,
            },
        )
        self.store.execute("SET enable_progress_bar = false")
        self.engine: Any = DuckDBAPI(connection=self.store)
        self.rows = 0

    def lay_out(self, people: Iterable[Known]) -> None:
        """In batches: never everybody in memory."""
        self.run("CREATE TABLE faces AS SELECT * FROM arrived", arrived=SCHEMA.empty_table())
        for batch in face_batches(people):
            table = pa.Table.from_batches([batch])
            self.run("INSERT INTO faces SELECT * FROM arrived", arrived=table)
            self.rows += batch.num_rows

    def run(self, statement: str, **tables: Any) -> Any:
        """`tables` are Arrow's, and stand beside those of the file meanwhile."""
        for name, table in tables.items():
            self.store.register(name, table)
        try:
            return self.store.execute(statement)
        finally:
            for name in tables:
                self.store.unregister(name)

    def count(self, table: str) -> int:
        found: tuple[int] = self.run(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        return found[0]


@contextmanager
def laid_out(people: Iterable[Known]) -> Iterator[Workbench]:
    with scratch() as folder:
        bench = Workbench(folder)
        try:
            bench.lay_out(people)
            yield bench
        finally:
            bench.store.close()


@contextmanager
def scratch() -> Iterator[Path]:
    top = settings.STORE / FOLDER
    top.mkdir(mode=0o700, exist_ok=True)
    with (top / ".door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        erase_left(top)
        folder = Path(tempfile.mkdtemp(dir=top))
        held = (folder / HELD).open("w")
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        held.close()


def erase_left(top: Path) -> None:
    """The folders nobody works in: their process was killed."""
    for folder in filter(Path.is_dir, top.iterdir()):
        held = folder / HELD
        if not held.exists():
            shutil.rmtree(folder)
            continue
        with held.open("a") as door:
            if is_free(door):
                shutil.rmtree(folder)


def is_free(door: IO[str]) -> bool:
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
