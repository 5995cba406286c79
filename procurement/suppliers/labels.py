"""Files of labelled and of unlabelled names, and which half of the labels parameters come from."""

from __future__ import annotations

import csv
import gzip
import hashlib
from pathlib import Path
from typing import IO

from procurement.errors import Unreadable
from procurement.suppliers.keys import supplier_key

LABELLED = ("firm", "original_name")
Name = tuple[str, str, str]  # as published, cleaned, label


def labelled(source: Path) -> list[Name]:
    """Reads a CSV of firm and original_name. Raises Unreadable without these columns."""
    if not source.is_file():
        raise Unreadable("missing_file", file=source.name)
    with _opened(source) as stream:
        rows = csv.DictReader(stream)
        for column in LABELLED:
            if column not in (rows.fieldnames or ()):
                found = ", ".join(rows.fieldnames or ())
                raise Unreadable("missing_column", file=source.name, column=column, found=found)
        named = [(row["original_name"], row["firm"]) for row in rows]
    return [(name, supplier_key(name) or "", firm) for name, firm in named]


def published(source: Path) -> list[str]:
    """The cleaned names of a CSV's last column, each once."""
    with _opened(source) as stream:
        found = {supplier_key(row[-1]) for row in list(csv.reader(stream))[1:]}
    return sorted(key for key in found if key)


def _opened(source: Path) -> IO[str]:
    if source.suffix == ".gz":
        return gzip.open(source, "rt", encoding="utf-8", newline="")
    return source.open(encoding="utf-8", newline="")


def is_development(firm: str) -> bool:
    """Half of the firms, by their hash: the half that parameters are computed from."""
    return int(hashlib.sha256(firm.encode()).hexdigest(), 16) % 2 == 0
