"""A real PostgreSQL of our own: a server that lives as long as a block.

`python -m tests.cluster [pytest arguments]` runs the tests with the register on it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path

from port_for import select_random


def programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them off the path."""
    known = [shutil.which("pg_ctl"), *sorted(glob("/usr/lib/postgresql/*/bin/pg_ctl"))]
    return next((Path(found).resolve().parent for found in known if found), None)


@contextmanager
def cluster(bin_: Path, *settings: str) -> Iterator[int]:
    """The port of a server that lives as long as this block; `settings` as `shared_buffers=2GB`."""
    folder, port = tempfile.mkdtemp(prefix="reclaim-"), select_random()
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run:  # PostgreSQL refuses to be run by root
        shutil.chown(folder, "postgres")
    options = " ".join(
        [f"-p {port} -h 127.0.0.1 -k {folder} -F", *(f"-c {one}" for one in settings)]
    )

    def call(*command: str) -> None:
        subprocess.run([*run, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")

    call(
        str(bin_ / "initdb"), "-D", f"{folder}/db", "--auth=trust", "-U", "reclaim", "-N", "-E=UTF8"
    )
    call(
        str(bin_ / "pg_ctl"),
        "-D",
        f"{folder}/db",
        "-w",
        "-l",
        f"{folder}/log",
        "-o",
        options,
        "start",
    )
    try:
        yield port
    finally:
        call(str(bin_ / "pg_ctl"), "-D", f"{folder}/db", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    bin_ = programs()
    if bin_ is None:
        print("PostgreSQL is not installed: nothing was tested on it.", file=sys.stderr)
        return 1
    with cluster(bin_) as port, tempfile.TemporaryDirectory() as store:
        environment = os.environ | {
            "RECLAIM_DATABASE_URL": f"postgresql://reclaim@127.0.0.1:{port}/postgres",
            "RECLAIM_STORE": store,
        }
        # The register is behind a socket now, so the tests may use this machine's.
        tests = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(tests, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
