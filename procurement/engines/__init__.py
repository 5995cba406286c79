"""Where questions are computed: DuckDB in this process, or Spark.

    Warehouse("warehouse")                                # DuckDB, or what PROCUREMENT_ENGINE says
    Warehouse("warehouse", engine="local[2]")             # Spark, two threads of this machine
    Warehouse("warehouse", engine="spark://host:7077")    # a cluster; any Spark master will do

The questions are the same Ibis expressions on both, and their answers are equal row by row
(tests/procurement/spark). docs/how-to/spark.md says how to set it up and what its limits are.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import unquote

import duckdb
import ibis

VARIABLE = "PROCUREMENT_ENGINE"
DUCKDB = "duckdb"
MEMORY = "PROCUREMENT_MEMORY"
ENOUGH = "1300MB"  # a nation's rows, with the process under 2 GB
OLDEST_JAVA = 17
_MASTER = re.compile(r"local(\[.+\])?|local-cluster\[\d+,\d+,\d+\]|spark://.+|k8s://.+|yarn")


_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+")


class NoEngine(Exception):
    """The engine or the place asked for is not known, or not here; the sentence says what to do."""


def folder(path: str | Path) -> Path:
    """The folder of a warehouse: a path, or a file:// address. Raises NoEngine for others."""
    address = _ADDRESS.match(str(path))
    if address is None:
        return Path(path)
    if address[1].lower() != "file":
        raise NoEngine(
            f"{path} is not a folder of this machine. A warehouse is one (a path or file://…), "
            "on a disk that every worker sees too; mount an object store to keep it there."
        )
    return Path("/", unquote(str(path)[address.end() :]))


def chosen(engine: str | None = None) -> str:
    """The engine asked for, else that of PROCUREMENT_ENGINE, else DuckDB. Raises NoEngine."""
    name = (engine or os.environ.get(VARIABLE, "")).strip() or DUCKDB
    if name.lower() == DUCKDB:
        return DUCKDB
    if not _MASTER.fullmatch(name):
        raise NoEngine(
            f"There is no engine “{name}”. Use {DUCKDB}, or a Spark master: local[2], "
            "local-cluster[2,1,1024], spark://host:port, k8s://…, yarn."
        )
    return name


def connected(engine: str | None = None) -> Any:
    """An Ibis connection to the engine. Raises NoEngine when it can't be had here."""
    name = chosen(engine)
    if name == DUCKDB:
        return _duckdb()
    reason = why_no_spark()
    if reason:
        raise NoEngine(reason)
    return import_module("procurement.engines.spark").connected(name)


def _duckdb() -> Any:
    """In this process. What needs more memory than it may take goes to the disk, where temporary
    files belong (DuckDB's own choice is the folder one happens to stand in)."""
    memory = os.environ.get(MEMORY, "").strip() or ENOUGH
    try:
        connection = ibis.duckdb.connect(
            memory_limit=memory, temp_directory=str(Path(gettempdir()) / f"duckdb-{os.getpid()}")
        )
    except duckdb.Error:
        raise NoEngine(f"{MEMORY} is “{memory}”; write it like {ENOUGH} or 4GB.") from None
    without_bar(connection.con)
    # the answers say their order themselves; without it, less is held in memory
    connection.con.execute("SET preserve_insertion_order = false")
    return connection


def too_little_memory() -> str:
    """What to say when DuckDB had not enough, even with the disk."""
    memory = os.environ.get(MEMORY, "").strip() or ENOUGH
    return (
        f"That needs more memory than the {memory} DuckDB may take here. Nothing is lost: give it "
        f"more ({MEMORY}=4GB), or narrow the question."
    )


def without_bar(connection: duckdb.DuckDBPyConnection) -> None:
    """DuckDB's own progress bar would stand among the answers. In a notebook it can be neither
    shown nor switched off where ipywidgets is missing."""
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")


def why_no_spark() -> str:
    """The sentence that says what is missing for Spark; empty when all is there."""
    if find_spec("pyspark") is None:
        return "Spark needs pyspark: pip install 'reclaim[spark]' (or pip install 'pyspark>=4.1')."
    version = java_version()
    if version is None:
        return (
            f"Spark needs Java {OLDEST_JAVA} or later and none was found: "
            f"apt install openjdk-{OLDEST_JAVA}-jre-headless, or set JAVA_HOME."
        )
    if version < OLDEST_JAVA:
        return (
            f"Spark needs Java {OLDEST_JAVA} or later; the one found is {version}. "
            "Set JAVA_HOME to a later one."
        )
    return ""


def java_version() -> int | None:
    """The main version of the Java that Spark would start; null when there is none."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(found[1]) if found else None
