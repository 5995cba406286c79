"""Asking for thousands of keys at once, as one value rather than as thousands of them.

A database reads, plans and keeps a question with five thousand marks in it anew each time; SQLite
keeps the last hundred of them in memory, a megabyte each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func

from reclaim.people.models.name_key import folded


class Among(Func):
    """`filter(Among("key", keys))` is `filter(key__in=keys)`, of texts or of whole numbers."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, name: str, keys: Iterable[str] | Iterable[int]) -> None:
        super().__init__(F(name))
        self.keys = list(keys)

    def as_sql(  # type: ignore[override]  # no template is filled in
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        field, _params = compiler.compile(self.source_expressions[0])
        if connection.vendor == "postgresql":
            # As smaller numbers they would be compared one by one, rather than looked up.
            kind = "::bigint[]" if any(isinstance(key, int) for key in self.keys[:1]) else ""
            return f"{field} = ANY(%s{kind})", [self.keys]
        among = "IN (SELECT value FROM json_each(%s))"
        return f"{field} {among}", [json.dumps(self.keys)]


class AmongNames(Among):
    """`filter(AmongNames("name_key", names))`: who stands in a list as one of these, each a family
    and a given name, would. Others may stand there too."""

    def __init__(self, name: str, names: Iterable[tuple[str, str]]) -> None:
        super().__init__(name, ())
        self.names = sorted(names)

    def as_sql(  # type: ignore[override]  # no template is filled in
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        field, _params = compiler.compile(self.source_expressions[0])
        key = folded(connection.vendor, "said.family", "said.given", "''")
        if connection.vendor == "postgresql":
            said = "unnest(%s::text[], %s::text[]) AS said (family, given)"
            among = f'= ANY (ARRAY(SELECT {key} COLLATE "C" FROM {said}))'  # noqa: S608
            return f"{field} {among}", [list(some) for some in zip(*self.names, strict=True)]
        parts = "json_extract(value, '$[0]') AS family, json_extract(value, '$[1]') AS given"
        said = f"(SELECT {parts} FROM json_each(%s)) AS said"  # noqa: S608
        return f"{field} IN (SELECT {key} FROM {said})", [json.dumps(self.names)]  # noqa: S608
