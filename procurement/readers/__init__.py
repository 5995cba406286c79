"""One module a format. A format is found by its header, never by its name or position."""

from __future__ import annotations

from pathlib import Path

from procurement.errors import Unreadable, shown
from procurement.readers import (
    buyandsell_tenders,
    canadabuys_awards,
    canadabuys_tenders,
    federal_disclosure,
    federal_history,
    ocds,
    seao_xml,
    toronto_awards,
    toronto_non_competitive,
    toronto_solicitations,
)
from procurement.readers.format import Format, header_key
from procurement.readers.items import opened

FORMATS: tuple[Format, ...] = (
    toronto_awards.FORMAT,
    toronto_non_competitive.FORMAT,
    toronto_solicitations.FORMAT,
    federal_history.FORMAT,
    federal_disclosure.FORMAT,
    federal_disclosure.DERIVED,
    canadabuys_awards.HISTORY,
    canadabuys_awards.NOTICES,
    canadabuys_tenders.FORMAT,
    canadabuys_tenders.JSON,
    buyandsell_tenders.FORMAT,
    seao_xml.FORMAT,
    ocds.SEAO,
    ocds.RELEASES,
    ocds.RECORDS,
)


def detect(path: str | Path) -> Format:
    """The format of a file. Raises Unreadable: missing, empty, unknown or wrong header."""
    with opened(Path(path)) as records:
        return format_of(records.header, Path(path).name)


def format_of(header: list[str], file: str) -> Format:
    present = [header_key(name) for name in header]
    for known in FORMATS:
        if known.required <= set(present):
            _refuse_duplicates(known, present, file)
            return known
    nearest = max(FORMATS, key=lambda known: len(known.required & set(present)))
    if not nearest.required & set(present):
        raise Unreadable("unknown_header", file=file, found=shown(", ".join(header)))
    missing = [name for name in nearest.columns if header_key(name) not in present]
    raise Unreadable("wrong_header", file=file, nearest=nearest.source, missing=", ".join(missing))


def _refuse_duplicates(known: Format, present: list[str], file: str) -> None:
    for name in known.columns:
        if present.count(header_key(name)) > 1:
            raise Unreadable("duplicate_column", file=file, column=name)
