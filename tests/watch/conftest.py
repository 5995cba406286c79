"""A data folder and a warehouse of this test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from tests import builders


@pytest.fixture
def published(settings: Settings, tmp_path: Path) -> Callable[..., Path]:
    """`published(call_line(), call_line(number="77"))` is what the city publishes today."""
    settings.DATA = tmp_path / "data"
    settings.WAREHOUSE = tmp_path / "warehouse"

    def write(
        *lines: str, slug: str = "toronto-solicitations", header: str = builders.CALLS_HEADER
    ) -> Path:
        builders.make_source(slug)
        return builders.write_file(settings.DATA / f"{slug}.csv", header, *lines)

    return write
