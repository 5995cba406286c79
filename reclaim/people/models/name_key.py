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


NAMED = "COALESCE(NULLIF(TRIM({} || ' ' || {}), ''), {})"


def folded(vendor: str, *columns: str) -> str:
    """In SQL, the key of the family name, the given name and the address in these columns."""
    if vendor == "postgresql":
        named = NAMED.format(*[f"{column}::text" for column in columns])
        kept, plain = "".join(FOLDED), "".join(FOLDED.values())
        text = f"TRANSLATE(LOWER({named}), '{kept}', '{plain}')"
    else:
        text = f"LOWER({NAMED.format(*columns)})"
        for letter, plain in FOLDED.items():
            text = f"REPLACE({text}, '{letter}', '{plain}')"
    return f"REPLACE({text}, {APOSTROPHE}, '')"


class NameKey(models.Func):
    """`NameKey("family_name", "given_name", "email")`: the names in small plain letters, the
    family's first; the address of somebody who has no name."""

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, list[Any]]:
        columns = [compiler.compile(part)[0] for part in self.source_expressions]
        return folded(connection.vendor, *columns), []
