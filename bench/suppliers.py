"""All 111,524 cleaned supplier names of `data/suppliers`, linked and measured."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

from bench.result import Result, timed
from procurement.remembering import forget
from procurement.suppliers.command import names_of
from procurement.suppliers.labels import Name, labelled, published
from procurement.suppliers.linkage import Linkage
from procurement.suppliers.linking import link
from procurement.suppliers.measuring import measure
from procurement.tables import records

FOLDER = Path(__file__).parents[1] / "data" / "suppliers"
LIMIT = 120.0


def run() -> Iterator[Result | str]:
    """Linking all names, against merely cleaning them and putting equal ones together."""
    names = labelled(FOLDER / "federal_vendor_names.csv.gz")
    known = {key for _, key, _ in names}
    file = FOLDER / "federal_vendor_names_unlabelled.csv.gz"

    def clean() -> None:
        forget()
        published(file)

    cleaning = timed(clean)
    together = names_of(known.union(published(file)))
    found: list[Linkage] = []
    started = _cpu()
    linking = timed(lambda: found.append(link(together)))
    used, most = _cpu() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"linking took {used:.0f} s of processors; most memory {most:,.0f} MB"
    yield from _told("with all others", names, found[0])
    yield from _told("by themselves", names, link(names_of(known)))
    yield Result("111,524 names linked", linking, "cleaning them", cleaning, LIMIT)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _told(how: str, names: list[Name], linkage: Linkage) -> Iterator[str]:
    for row in records(measure(names, linkage.keys())):
        yield (
            f"labelled names {how}, {row['part']}: {row['pairs_found']:,} pairs, "
            f"precision {row['precision']:.4f}, recall {row['recall']:.4f}, "
            f"of the same name {row['recall_same_name']:.4f}"
        )
