"""By which letters a person stands in a list. The database works it out whoever writes the row."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

# What stands in a list as if it were the plain letter: Émond beside Emond. SQLite takes no more
# than some two dozen calls in one another, so these are the letters our members' names have most.
FOLDED = dict(zip("éèêëàâáçîïíñôöóùûüÉÈÇ", "eeeeaaaciiinooouuueec", strict=True))
APOSTROPHE = "''''"  # as SQL writes one


class KeyField(models.CharField[str, str]):
    """Compared letter by letter on both databases, so that a prefix is a range."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        found = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found


class NameKey(models.Func):
    """`NameKey("family_name", "given_name", "email")`: the names in small plain letters, the
    family's first; the address of somebody who has no name."""

    named = "COALESCE(NULLIF(TRIM({0} || ' ' || {1}), ''), {2})"

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, list[Any]]:
        folded = f"LOWER({self.named.format(*self.columns(compiler))})"
        for letter, plain in FOLDED.items():
            folded = f"REPLACE({folded}, '{letter}', '{plain}')"
        return f"REPLACE({folded}, {APOSTROPHE}, '')", []

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        named = self.named.format(*[f"{column}::text" for column in self.columns(compiler)])
        kept, plain = "".join(FOLDED), "".join(FOLDED.values())
        folded = f"TRANSLATE(LOWER({named}), '{kept}', '{plain}')"
        return f"REPLACE({folded}, {APOSTROPHE}, '')", []

    def columns(self, compiler: Any) -> list[str]:
        return [compiler.compile(part)[0] for part in self.source_expressions]
