"""What finds the next page of a list: a comparison of whole rows, and a way past an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Value

Edge = tuple[Any, ...]


class Beyond(models.Func):
    """`(a, b) > (1, 2)`: one comparison of a row, which an index answers whole."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, fields: Sequence[str], edge: Edge, sign: str) -> None:
        texts = [Value(one) for one in edge]
        super().__init__(*map(F, fields), *texts)
        self.extra["sign"] = sign

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, list[Any]]:
        compiled = [compiler.compile(part) for part in self.source_expressions]
        half = len(compiled) // 2
        left, right = (
            ", ".join(sql for sql, _given in part) for part in (compiled[:half], compiled[half:])
        )
        given = [one for _sql, some in compiled for one in some]
        return f"({left}) {self.extra['sign']} ({right})", given


class Apart(models.Func):
    """The column's value, but no index of the column: rows that few are sorted as they are."""

    template = "COALESCE(%(expressions)s, NULL)"
