"""A small valid file of every format that is read, for tests that spoil it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

from procurement.readers import FORMATS, format_of
from procurement.readers.format import Format
from procurement.readers.items import opened

from .canadabuys import AWARDS, BASE, HISTORY
from .conftest import AWARDS_FILE, CALLS_FILE, CONTRACTS, DIRECT_FILE, FEDERAL_FILE, ROOT
from .seao_files import HEAD, call

SAMPLES = ROOT / "data" / "samples"
ROWS = 4
RELEASE = {
    "ocid": "ocds-1-a",
    "id": "1",
    "tag": ["tender", "award"],
    "date": "2026-07-01T00:00:00Z",
    "buyer": {"id": "b", "name": "Ville de Laval"},
    "tender": {"id": "T1", "title": "Entretien", "contactPoint": {"email": "jordan@roe.example"}},
    "awards": [{"id": "1", "suppliers": [{"name": "Éclair inc."}], "value": {"amount": 12.5}}],
    "contracts": [{"id": "1", "awardID": "1", "period": {"endDate": "2027-07-01"}}],
}


def name_of(known: Format) -> str:
    return f"{known.source} {FORMATS.index(known)}"


def head_of(path: Path, rows: int = ROWS) -> bytes:
    """The header and the first records of a CSV file, packed or not."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""))
    return table([next(reader) for _ in range(rows + 1)])


def table(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _canadabuys(columns: list[str]) -> bytes:
    row = [BASE.get(name, "") for name in columns]
    return "\ufeff".encode() + table([columns, row, row])


def _json(*found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


def _contents() -> list[bytes]:
    notices = json.loads((SAMPLES / "canadabuys" / "notices.json").read_text("utf-8"))
    listed = notices if isinstance(notices, list) else next(iter(notices.values()))
    pilot = gzip.decompress((CONTRACTS / "pwgsc_tender_notices_2014.json.gz").read_bytes())
    first = json.loads(pilot)
    return [
        head_of(AWARDS_FILE),
        head_of(DIRECT_FILE),
        head_of(CALLS_FILE),
        head_of(FEDERAL_FILE),
        *(head_of(path) for path in sorted((SAMPLES / "federal_disclosure").glob("*.csv"))),
        _canadabuys(AWARDS),
        _canadabuys(HISTORY),
        head_of(SAMPLES / "canadabuys" / "canadabuys_sample.csv", 3),
        _json(*listed[:ROWS]),
        _json(*(first if isinstance(first, list) else first["releases"])[:ROWS]),
        (HEAD.format(encoding="utf-8") + call() * 3 + "</export>").encode(),
        (SAMPLES / "seao" / "seao_releases.json").read_bytes(),
        _json(RELEASE, RELEASE | {"id": "2"}),
        _json({"ocid": "ocds-1-a", "compiledRelease": RELEASE}),
    ]


@cache
def samples(folder: Path) -> dict[str, bytes]:
    """A small file of each format, by the format's name."""
    found = {}
    for content in _contents():
        path = folder / "sample"
        path.write_bytes(content)
        with opened(path) as records:
            found[name_of(format_of(records.header, path.name))] = content
    return found
