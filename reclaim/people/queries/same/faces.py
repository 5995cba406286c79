"""What is known of people, as the columns that are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from reclaim.people.queries.same.names import joined, named, skeleton, whole, words_of

BATCH = 20_000  # rows in memory as Python objects
DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TEXTS = (
    "given whole family joined initial skeleton beginning birth year day postal area place job "
    "street local"
)
_LISTS = "words families places emails phones numbers locals"
SCHEMA = pa.schema(
    [
        ("nth", pa.int32()),
        ("unique_id", pa.string()),
        ("is_fresh", pa.bool_()),
        ("label", pa.string()),
    ]
    + [(name, pa.string()) for name in _TEXTS.split()]
    + [(name, pa.list_(pa.string())) for name in _LISTS.split()]
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person; empty is unknown.

    `numbers` hold for one place: whoever makes them says which (`12:4711`). `is_fresh` counts
    when only what is new is to be compared. `label` tells the true person, to measure by.
    """

    key: str
    name: str = ""
    birth: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    postal: str = ""
    place: str = ""
    street: str = ""
    job: str = ""
    local: str = ""
    locals: tuple[str, ...] = ()
    is_fresh: bool = True
    label: str = ""


def face_batches(people: Iterable[Known]) -> Iterator[pa.RecordBatch]:
    """Each person with the number they came in at."""
    rows = enumerate(people)
    while chunk := list(islice(rows, BATCH)):
        faces = [{"nth": nth, **face(known)} for nth, known in chunk]
        yield pa.RecordBatch.from_pylist(faces, SCHEMA)


def face(known: Known) -> dict[str, object]:
    columns = {**name_columns(known.name), **birth_columns(known.birth)}
    columns |= {**home_columns(known), "job": " ".join(words_of(known.job))}
    columns |= {"emails": known.emails, "phones": known.phones, "numbers": known.numbers}
    columns |= {"local": known.local, "locals": known.locals, "label": known.label}
    kept: dict[str, object] = {name: value or None for name, value in columns.items()}
    return {"unique_id": known.key, "is_fresh": known.is_fresh, **kept}


def name_columns(name: str) -> dict[str, object]:
    """The first word is the given name and the last the family name; the others may be either."""
    words = named(name)
    given, family = words[0] if words else "", words[-1] if len(words) > 1 else ""
    return {
        "given": given,
        "whole": whole(given),
        "family": family,
        "joined": joined(words) if family else "",
        "initial": given[:1],
        "skeleton": skeleton(family),
        "beginning": family[:3],
        "words": sorted(set(words)),
        "families": sorted(set(words[1:])),
    }


def birth_columns(birth: str) -> dict[str, object]:
    on = birth if DATE.fullmatch(birth) else ""
    return {"birth": on, "year": on[:4], "day": on[5:]}


def home_columns(known: Known) -> dict[str, object]:
    postal = "".join(words_of(known.postal))
    return {
        "postal": postal,
        "area": area(postal),
        "place": " ".join(words_of(known.place)),
        "places": named(known.place),
        "street": " ".join(words_of(known.street)),
    }


def area(postal: str) -> str:
    """The district: what stands before the last three (`K1A`, `TQ13`); of digits, the first three."""
    return postal[:3] if postal.isdigit() else postal[:-3]
