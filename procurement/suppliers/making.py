"""How the lists in `lists/` were made, so that anybody can make them again.

python -m procurement.suppliers.making legal-forms rigour/data/names/org_types.py
python -m procurement.suppliers.making places geonames_ca_places_500plus.csv
python -m procurement.suppliers.making counts NAMES.csv[.gz] …
python -m procurement.suppliers.making person-names rigour/data/names/persons.txt
"""

from __future__ import annotations

import ast
import csv
import gzip
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from procurement.suppliers.keys import plain, supplier_key
from procurement.suppliers.words import words

LISTS = Path(__file__).parent / "lists"
_LATIN = re.compile(r"[\x00-\u024f\u1e00-\u1eff’–]+")
LEAST_PEOPLE = 10_000
LEAST_COUNT = 3
MANY = 25


def legal_forms(source: Path) -> list[tuple[str, str, str]]:
    """Form, kind and usual abbreviation of every legal form rigour knows in Latin letters.

    `source` is rigour/data/names/org_types.py of rigour 1.8.2 (MIT, OpenSanctions), the last
    release whose list can be read as text. It is read, never run.
    """
    tree = ast.parse(source.read_text("utf-8"))
    lists = (node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.value)
    found: dict[str, tuple[str, str]] = {}
    for spec in ast.literal_eval(next(lists)):
        display = spec.get("display") or ""
        for alias in (display, *spec["aliases"]):
            form = plain(alias) if _LATIN.fullmatch(alias) else ""
            if form:
                found.setdefault(form, (spec.get("generic") or "", display))
    return [(form, *found[form]) for form in sorted(found)]


def places(source: Path) -> list[tuple[str]]:
    """Names of Canadian communities of 10,000 people and more, from GeoNames (CC BY 4.0)."""
    with source.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if int(row["population"]) >= LEAST_PEOPLE]
    named = {plain(row["name"]) for row in rows}
    return [(name,) for name in sorted(named) if len(name) > 2]


def counts(sources: Iterable[Path]) -> list[tuple[str, int]]:
    """How many cleaned names have a word; the first row counts the names themselves."""
    names = {supplier_key(name) for source in sources for name in _last_column(source)}
    names.discard(None)
    counted: Counter[str] = Counter()
    for name in names:
        counted.update(set((name or "").split()))
    kept = sorted((word, count) for word, count in counted.items() if count >= LEAST_COUNT)
    return [("", len(names)), *kept]


def person_names(source: Path) -> list[tuple[str]]:
    """Words of many published names that are also names of persons, as rigour lists them.

    `source` is rigour/data/names/persons.txt of rigour 1.8.2 (MIT, OpenSanctions; from Wikidata).
    """
    listed = source.read_text("utf-8").splitlines()
    spelt = (name for line in listed for name in line.rpartition("=>")[0].split(","))
    persons = {plain(name) for name in spelt if _LATIN.fullmatch(name)}
    counted = words().counts
    return [(word,) for word in sorted(persons) if counted.get(word, 0) > MANY]


def _last_column(source: Path) -> Iterator[str]:
    with _opened(source) as stream:
        rows = csv.reader(stream)
        next(rows)
        yield from (row[-1] for row in rows)


def _opened(source: Path) -> IO[str]:
    if source.suffix == ".gz":
        return gzip.open(source, "rt", encoding="utf-8", newline="")
    return source.open(encoding="utf-8", newline="")


def write(target: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    packed = text.getvalue().encode()
    target.write_bytes(gzip.compress(packed, mtime=0) if target.suffix == ".gz" else packed)


def main(arguments: list[str]) -> None:
    what, *sources = arguments
    paths = [Path(source) for source in sources]
    if what == "legal-forms":
        write(LISTS / "legal_forms.csv", ("form", "kind", "short"), legal_forms(paths[0]))
    elif what == "places":
        write(LISTS / "places.csv", ("place",), places(paths[0]))
    elif what == "person-names":
        write(LISTS / "person_names.csv", ("word",), person_names(paths[0]))
    else:
        write(LISTS / "counts.csv.gz", ("word", "names"), counts(paths))


if __name__ == "__main__":
    main(sys.argv[1:])
