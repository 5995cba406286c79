"""What the demonstration is made of, read from `data/demo/`."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from typing import Any

from django.conf import settings

PASSWORD = "public services are ours"  # noqa: S105 (invented accounts, printed for all to read)


@cache
def tables(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((settings.DATA / "demo" / f"{name}.toml").read_text())


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (settings.DATA / "demo" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))
