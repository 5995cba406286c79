"""A question that is not put to both engines is not proven: this fails when one is missing."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import procurement
from procurement import Warehouse

from .questions import QUESTIONS

NEEDS_PYSPARK = "procurement.engines.spark"


def questions() -> Iterator[Callable[..., Any]]:
    """Every public function of the library from a table, or a warehouse, to a table."""
    for module in pkgutil.walk_packages(procurement.__path__, "procurement."):
        if module.name != NEEDS_PYSPARK and not module.name.endswith("__main__"):
            found = vars(importlib.import_module(module.name)).values()
            ours = (one for one in found if getattr(one, "__module__", "") == module.name)
            yield from (one for one in ours if _is_question(one))
    yield from (one for one in vars(Warehouse).values() if _gives_a_table(one))


def _is_question(one: object) -> bool:
    kinds = dict(getattr(one, "__annotations__", {}))
    kinds.pop("return", None)
    return _gives_a_table(one) and bool({"ibis.Table", "Warehouse"} & set(kinds.values()))


def _gives_a_table(one: object) -> bool:
    is_public = inspect.isfunction(one) and not one.__name__.startswith("_")
    given = getattr(one, "__annotations__", {}).get("return")
    return is_public and given in ("ibis.Table", "BidFile")


def test_there_are_questions_to_prove() -> None:
    assert {"contracts", "growth", "rows"} <= {one.__name__ for one in questions()}


def test_every_public_question_is_proven_on_both_engines() -> None:
    proven = {function for function, _ in QUESTIONS.values()}
    missing = [f"{one.__module__}.{one.__qualname__}" for one in questions() if one not in proven]
    assert missing == []
