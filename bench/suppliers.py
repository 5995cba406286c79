"""110,309 published supplier names, linked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.result import Result, timed
from procurement.suppliers import supplier_key
from procurement.suppliers.command import names_of
from procurement.suppliers.labels import labelled, published
from procurement.suppliers.linking import link
from procurement.suppliers.measuring import measure
from procurement.tables import records

FOLDER = Path(__file__).parents[1] / "data" / "suppliers"
LIMIT = 120.0


def run() -> Iterator[Result | str]:
    """Linking all names, against merely cleaning them and putting equal ones together."""
    file = FOLDER / "federal_vendor_names_unlabelled.csv.gz"

    def clean() -> None:
        supplier_key.cache_clear()
        published(file)

    cleaning = timed(clean)
    linking = timed(lambda: link(names_of(published(file))))
    names = labelled(FOLDER / "federal_vendor_names.csv.gz")
    found = link(names_of(key for _, key, _ in names))
    for row in records(measure(names, found.keys())):
        yield (
            f"labelled names, {row['part']}: precision {row['precision']:.4f}, "
            f"recall {row['recall']:.4f}, of the same name {row['recall_same_name']:.4f}"
        )
    yield Result("110,309 names linked", linking, "cleaning them", cleaning, LIMIT)
