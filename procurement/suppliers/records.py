"""The faces of names as a table: what Splink compares, one row a face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from procurement.suppliers.forms import Form, faces
from procurement.suppliers.words import words

CUT_AT = (30, 35)
MOST_SHARED = 200  # a word of more names than that finds no candidates by itself
FACES = pa.schema(
    {
        "unique_id": pa.int64(),
        "supplier_key": pa.string(),
        "joined": pa.string(),
        "who": pa.string(),
        "who_joined": pa.string(),
        "bare": pa.list_(pa.string()),
        "rare": pa.list_(pa.string()),
        "rarest": pa.string(),
        "held": pa.string(),  # the same, where the first words differ
        "first": pa.string(),
        "branch": pa.string(),
        "digits": pa.string(),
        "initials": pa.string(),
        "short": pa.string(),  # a word that may be initials
        "skeleton": pa.string(),
        "number": pa.string(),
        "kinds": pa.list_(pa.string()),
        "place": pa.string(),
        "is_together": pa.string(),
        "is_cut": pa.bool_(),
        "business_number": pa.string(),
        "postal_code": pa.string(),
    }
)
Row = dict[str, Any]


def face_table(names: Iterable[Mapping[str, Any]]) -> pa.Table:
    """`names`: supplier_key, and where known is_cut, business_number, postal_code."""
    rows = [row for name in names for row in _rows(name)]
    for at, row in enumerate(rows):
        row["unique_id"] = at
    return pa.Table.from_pylist(rows, schema=FACES)


def frequencies(table: pa.Table, column: str, scale: float) -> pa.Table:
    """By chance two names agree in this column as often as they share the rarest word, by scale."""
    word = "first" if column == "first" else "rarest"
    rarest = dict(zip(table[column].to_pylist(), table[word].to_pylist(), strict=True))
    listed = sorted(value for value in rarest if value is not None)
    shares = [words().share(rarest[value]) * scale for value in listed]
    return pa.table({column: listed, f"tf_{column}": shares})


def _rows(name: Mapping[str, Any]) -> list[Row]:
    shared = {
        "supplier_key": name["supplier_key"],
        "is_cut": bool(name.get("is_cut")),
        "business_number": name.get("business_number"),
        "postal_code": name.get("postal_code"),
    }
    return [{**shared, **_columns(form)} for form in faces(name["supplier_key"])]


def _columns(form: Form) -> Row:
    known = words()
    who = sorted(set(form.bare))
    joined = "".join(form.bare)
    rare = [word for word in who if known.count(word) <= MOST_SHARED]
    return {
        "joined": "".join(form.words) or None,
        "who": " ".join(who) or None,
        "who_joined": joined or None,
        "bare": who,
        "rare": rare,
        "rarest": form.rarest if who else None,
        "held": form.rarest if who else None,
        "first": form.bare[0] if who else None,
        "branch": " ".join(word for word in who if word in known.branches),
        "digits": "".join(letter for letter in joined if letter.isdigit()),
        "initials": _initials(form),
        "short": _short(form),
        "skeleton": _skeleton(joined),
        "number": " ".join(form.numbers) or None,
        "kinds": list(form.kinds) or None,
        "place": form.place,
        "is_together": "together" if form.is_together else "alone",
    }


def _initials(form: Form) -> str | None:
    """Of three words and more."""
    return "".join(word[0] for word in form.words) if len(form.words) >= 3 else None


def _short(form: Form) -> str | None:
    return form.bare[0] if form.bare and 3 <= len(form.bare[0]) <= 5 else None


def _skeleton(joined: str) -> str | None:
    """Consonants in the order of the alphabet, each once: most slips leave them as they are."""
    kept = "".join(sorted(set(joined) - set("aeiouy")))
    return kept if len(joined) >= 7 and len(kept) >= 4 else None
