from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from procurement.redflags import RedFlags, red_flags
from procurement.redflags.settings import settings_from

from .releases import in_file

Flagged = Callable[..., RedFlags]
Results = Callable[..., Any]


@pytest.fixture
def flagged(tmp_path: Path) -> Flagged:
    """The flags of these releases; without an ini, every indicator with its defaults."""

    def ask(*lines: Any, ini: str | None = None, **options: Any) -> RedFlags:
        settings = None if ini is None else settings_from(ini)
        return red_flags(in_file(tmp_path / "releases.jsonl", *lines), settings, **options)

    return ask


@pytest.fixture
def results(flagged: Flagged) -> Results:
    return lambda *lines, ini: flagged(*lines, ini=ini).results()
