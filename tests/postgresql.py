"""A real PostgreSQL of our own, for what SQLite can't show: two senders at the same moment."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from port_for import select_random


def programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them off the path."""
    known = [shutil.which("pg_ctl"), *sorted(glob("/usr/lib/postgresql/*/bin/pg_ctl"))]
    return next((Path(found).resolve().parent for found in known if found), None)


@contextmanager
def cluster(bin_: Path) -> Iterator[int]:
    """The port of a server that lives as long as this block."""
    folder, port = tempfile.mkdtemp(prefix="reclaim-"), select_random()
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run:  # PostgreSQL refuses to be run by root
        shutil.chown(folder, "postgres")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F"

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


@contextmanager
def in_use(port: int) -> Iterator[None]:
    """Every connection of this process, in every thread, goes to that server instead."""
    usual, connection = connections.settings["default"], connections["default"]
    connections.settings["default"] = {**usual, **address(port)}
    connections["default"] = connections.create_connection("default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = usual
        connections["default"] = connection
        ContentType.objects.clear_cache()


def address(port: int) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "reclaim",
        "HOST": "127.0.0.1",
        "PORT": port,
        "OPTIONS": {},
    }
