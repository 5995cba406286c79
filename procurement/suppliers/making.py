"""How the lists in `lists/` were made, so that anybody can make them again.

python -m procurement.suppliers.making legal-forms rigour/data/names/org_types.py
python -m procurement.suppliers.making places geonames_ca_places_500plus.csv
python -m procurement.suppliers.making counts NAMES.csv[.gz] …
python -m procurement.suppliers.making person-names rigour/data/names/persons.txt
python -m procurement.suppliers.making many-firms NAMES.csv[.gz] …
"""

from __future__ import annotations

import ast
import csv
import gzip
import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import IO

from procurement.suppliers.forms import faces
from procurement.suppliers.keys import plain, supplier_key
from procurement.suppliers.words import words

LISTS = Path(__file__).parent / "lists"
_LATIN = re.compile(r"[\x00-\u024f\u1e00-\u1eff’–]+")
LEAST_PEOPLE = 10_000
LEAST_COUNT = 3
MANY = 25
LEAST_NAMES = 10  # of fewer names too little can be said
ALIKE = 0.06  # `stantec` 0.4; `premier` 0.04, `acme` 0.02
MOST_COMPARED = 200
Beside = tuple[frozenset[str], tuple[str, ...]]  # a name's other words, and its lines of work


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


def many_firms(sources: Iterable[Path]) -> list[tuple[str, int, float]]:
    """Words that many firms have, with their names and how often two of these are alike.

    Two names with the word are alike when they share another word that tells who, or have none
    and the same line of work. Most names with a firm's own word are that firm's (`stantec`), and alike; a word many
    firms choose (`acme`, `premier`) stands beside something else each time.
    """
    beside: dict[str, list[Beside]] = defaultdict(list)
    for key in sorted(
        {supplier_key(name) or "" for path in sources for name in _last_column(path)}
    ):
        form = faces(key)[0]
        for word in form.bare:
            beside[word].append((frozenset(form.bare) - {word}, form.kinds))
    enough = {word: found for word, found in beside.items() if len(found) >= LEAST_NAMES}
    rows = [(word, len(found), _alike(found)) for word, found in sorted(enough.items())]
    return [row for row in rows if row[2] < ALIKE]


def _alike(beside: Sequence[Beside]) -> float:
    drawn = beside[:: -(-len(beside) // MOST_COMPARED)]
    pairs = [
        bool(one & other) or (not one | other and kinds == other_kinds)
        for (one, kinds), (other, other_kinds) in combinations(drawn, 2)
    ]
    return round(sum(pairs) / len(pairs), 3)


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
    elif what == "many-firms":
        write(LISTS / "many_firms.csv", ("word", "names", "alike"), many_firms(paths))
    else:
        write(LISTS / "counts.csv.gz", ("word", "names"), counts(paths))


if __name__ == "__main__":
    main(sys.argv[1:])
