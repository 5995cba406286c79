"""How well firms are told: pairwise precision and recall against labelled names.

The labels of the public federal table mix two things: names of one firm, and names of its owner,
brands and subsidiaries (`Maxxam` under Bureau Veritas). So labelled pairs are told apart by one
rule: two names are *of the same name* when their faces share a word that tells who, or the letters
of one (four and more) stand within the other's; all other pairs are *ownership*, which no name can
show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import ibis

from procurement.schema import Column, Columns
from procurement.suppliers.forms import faces
from procurement.suppliers.labels import Name, is_development
from procurement.tables import in_memory

MEASURES: Columns = {
    "part": Column("string", "all, development (parameters were trained on it), or held out."),
    "names": Column("int64", "Labelled names."),
    "pairs_found": Column("int64", "Pairs of names said to be one firm."),
    "pairs_right": Column("int64", "Of these, with the same label."),
    "pairs_labelled": Column("int64", "Pairs of names with the same label."),
    "pairs_same_name": Column("int64", "Of these, of the same name: see measuring."),
    "precision": Column("float64", "pairs_right by pairs_found."),
    "recall": Column("float64", "pairs_right by pairs_labelled: ownership counts as missed."),
    "recall_same_name": Column("float64", "The same, of pairs of the same name."),
}


def measure(names: Sequence[Name], firms: Mapping[str, str]) -> ibis.Table:
    """Labelled names and firm_key by supplier_key to columns MEASURES, three rows."""
    parts = {
        "all": list(names),
        "development": [name for name in names if is_development(name[2])],
        "held out": [name for name in names if not is_development(name[2])],
    }
    rows = [{"part": part, **_measured(listed, firms)} for part, listed in parts.items()]
    return in_memory(rows, {name: column.type for name, column in MEASURES.items()})


def _measured(names: Sequence[Name], firms: Mapping[str, str]) -> dict[str, float | None]:
    told = Counter((firms.get(key, name), label) for name, key, label in names)
    right = sum(map(_pairs, told.values()))
    found = sum(map(_pairs, Counter(firms.get(key, name) for name, key, _ in names).values()))
    labelled_pairs = sum(map(_pairs, Counter(label for _, _, label in names).values()))
    same, same_right = _of_same_name(names, firms)
    return {
        "names": len(names),
        "pairs_found": found,
        "pairs_right": right,
        "pairs_labelled": labelled_pairs,
        "pairs_same_name": same,
        "precision": right / found if found else None,
        "recall": right / labelled_pairs if labelled_pairs else None,
        "recall_same_name": same_right / same if same else None,
    }


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _of_same_name(names: Sequence[Name], firms: Mapping[str, str]) -> tuple[int, int]:
    """Labelled pairs of the same name, and how many of them were found."""
    by_label: dict[str, Counter[str]] = {}
    for _, key, label in names:
        by_label.setdefault(label, Counter())[key] += 1
    same = right = 0
    for keys in by_label.values():
        alike = sum(_pairs(count) for count in keys.values())
        same, right = same + alike, right + alike
        for one, other in combinations(keys, 2):
            if is_same_name(one, other):
                pairs = keys[one] * keys[other]
                same += pairs
                right += pairs if firms.get(one) == firms.get(other) else 0
    return same, right


def is_same_name(one: str, other: str) -> bool:
    """Two cleaned names share a word that tells who, or one's letters stand in the other's."""
    mine, theirs = _words(one), _words(other)
    if not mine.isdisjoint(theirs):
        return True
    return _stands(mine, other) or _stands(theirs, one)


def _stands(listed: frozenset[str], key: str) -> bool:
    letters = key.replace(" ", "")
    return any(len(word) >= 4 and word in letters for word in listed)


@lru_cache(maxsize=200_000)
def _words(key: str) -> frozenset[str]:
    return frozenset(word for form in faces(key) for word in form.bare)
