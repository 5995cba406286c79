"""Keeps the file as it came, by its hash; where it names persons to write to, without them."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from procurement.cleaning import raw_without_contacts, without_contacts
from procurement.errors import SetAside
from procurement.readers.format import Format, header_key
from procurement.readers.items import opened, without_people
from procurement.warehouse import Warehouse

WITHOUT = ".without-contacts"


def keep_raw(
    path: Path, warehouse: Warehouse, sha256: str, with_contacts: Format | None
) -> dict[str, Any]:
    """Copies the file into raw/. `with_contacts` is its format when it holds contacts: they are
    left out and the copy says so in its name. Gives the facts to record about the copy."""
    suffix = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    if with_contacts:
        suffix = f"{WITHOUT}.jsonl" if with_contacts.is_text else f"{WITHOUT}.csv"
    target = warehouse.path / "raw" / f"{sha256}{suffix or '.csv'}"
    if not target.exists():
        with warehouse.written(target) as partial:
            if with_contacts:
                _copy_without_contacts(path, partial, with_contacts)
            else:
                shutil.copyfile(path, partial)
    with target.open("rb") as stream:
        return {"raw": target.name, "raw_sha256": hashlib.file_digest(stream, "sha256").hexdigest()}


class PublicCopy:
    """A CSV file's copy without contacts, written while it is read; kept when `keep` is said."""

    def __init__(self, warehouse: Warehouse, name: str, header: Sequence[str]) -> None:
        self._warehouse, self._name = warehouse, name
        folder = warehouse.path / "raw"
        folder.mkdir(parents=True, exist_ok=True)
        self._partial = folder / f".{name}{WITHOUT}.csv"
        self._hash = hashlib.sha256()
        self._out: IO[bytes] = self._partial.open("wb")
        self.put([csv_line(header).encode()])

    def put(self, parts: Iterable[Any]) -> None:
        for part in parts:
            self._out.write(part)
            self._hash.update(part)

    def keep(self, sha256: str) -> dict[str, Any]:
        """The facts to record about the copy."""
        self._out.close()
        target = self._partial.with_name(f"{sha256}{WITHOUT}.csv")
        self._partial.replace(target)
        return {"raw": target.name, "raw_sha256": self._hash.hexdigest()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._out.close()
        self._partial.unlink(missing_ok=True)


def _copy_without_contacts(path: Path, target: Path, known: Format) -> None:
    """JSON becomes one record a line; a CSV file stays one, with the private cells empty."""
    with opened(path) as records, target.open("w", encoding="utf-8", newline="") as out:
        if known.is_text:
            out.writelines(f"{without_people(raw)}\n" for _, raw in records)
            return
        private = [known.hides(header_key(name)) for name in records.header]
        out.write(csv_line(records.header))
        for cells, raw in records:
            out.write(public_line(cells, raw, private))


def public_line(cells: list[str] | SetAside, raw: str, private: Sequence[bool]) -> str:
    """The text of a record without private cells and contacts, ending its line."""
    if isinstance(cells, SetAside) or len(cells) != len(private):
        line = raw_without_contacts(raw)
        return line if line.endswith("\n") else f"{line}\n"
    pairs = zip(cells, private, strict=True)
    return csv_line("" if hidden else without_contacts(cell) for cell, hidden in pairs)


def csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def says_something(cell: str) -> bool:
    """Neither blank nor `NA`, which some publishers write for nothing."""
    return cell.strip() not in ("", "NA")
