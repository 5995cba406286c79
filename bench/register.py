"""A register of its own for a measurement, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def told_by(code: str, *arguments: object, store: Path, address: str) -> dict[str, Any]:
    """What `code` prints as JSON in its last line, run on the database at `address`."""
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "reclaim.web.settings",
        "RECLAIM_STORE": str(store),
        "RECLAIM_DATABASE_URL": address,
    }
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(  # noqa: S603
        command, env=surroundings, check=True, capture_output=True, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
