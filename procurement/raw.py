"""Keeps the file as it came, by its hash; where it names persons to write to, without them."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from procurement.cleaning import raw_without_contacts, without_contacts
from procurement.errors import SetAside
from procurement.readers.format import Format, header_key
from procurement.readers.items import opened, without_people
from procurement.warehouse import Warehouse


def keep_raw(
    path: Path, warehouse: Warehouse, sha256: str, with_contacts: Format | None
) -> dict[str, Any]:
    """Copies the file into raw/. `with_contacts` is its format when it holds contacts: they are
    left out and the copy says so in its name. Gives the facts to record about the copy."""
    suffix = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    if with_contacts:
        suffix = ".without-contacts.jsonl" if with_contacts.is_text else ".without-contacts.csv"
    suffix = suffix or ".csv"
    target = warehouse.path / "raw" / f"{sha256}{suffix}"
    if not target.exists():
        with warehouse.written(target) as partial:
            if with_contacts:
                _copy_without_contacts(path, partial, with_contacts)
            else:
                shutil.copyfile(path, partial)
    with target.open("rb") as stream:
        return {"raw": target.name, "raw_sha256": hashlib.file_digest(stream, "sha256").hexdigest()}


def _copy_without_contacts(path: Path, target: Path, known: Format) -> None:
    """JSON becomes one record a line; a CSV file stays one, with the private cells empty."""
    with opened(path) as records, target.open("w", encoding="utf-8", newline="") as out:
        if known.is_text:
            out.writelines(f"{without_people(raw)}\n" for _, raw in records)
            return
        private = [known.hides(header_key(name)) for name in records.header]
        out.write(csv_line(records.header))
        for cells, raw in records:
            out.write(_line(cells, raw, private))


def _line(cells: list[str] | SetAside, raw: str, private: list[bool]) -> str:
    if isinstance(cells, SetAside) or len(cells) != len(private):
        return raw_without_contacts(raw)
    pairs = zip(cells, private, strict=True)
    return csv_line("" if hidden else without_contacts(cell) for cell, hidden in pairs)


def csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
