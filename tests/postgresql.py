"""Tests of the usual run that need PostgreSQL: every connection goes there for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections


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
