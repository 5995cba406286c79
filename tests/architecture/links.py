"""Rules about the shape of the models that the import linter cannot see."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
FLOORS = [name.strip("()") for name in CONTRACTS["contracts"][0]["layers"]]


def floor(model: type[Model]) -> int:
    """How high the model lives: core is 0."""
    return len(FLOORS) - 1 - FLOORS.index(model.__module__.split(".")[1])


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("reclaim.")]


def own_links(model: type[Model]) -> Iterator[tuple[Any, type[Model]]]:
    """The model's own links to models of ours, with what they point to."""
    ours = our_models()
    for field in model._meta.get_fields():
        if not field.auto_created and field.related_model in ours:
            yield field, field.related_model


def links_up(models: Iterable[type[Model]]) -> list[str]:
    return [
        f"{field} points up to {target._meta.label}"
        for model in models
        for field, target in own_links(model)
        if floor(target) > floor(model)
    ]


def ways_back(models: Iterable[type[Model]]) -> list[str]:
    """Otherwise `service.campaigns` would reach private plans with no import."""
    return [
        f'{field} needs related_name="+"'
        for model in models
        for field, target in own_links(model)
        if floor(target) < floor(model) and not field.remote_field.hidden
    ]
