"""The word lists of `lists/`, loaded once."""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from procurement.suppliers.keys import LEGAL_FORMS

Phrase = tuple[str, ...]
FIRMS = {"JSC", "LLC", "LP", "GP", "LLP", "SP"}  # legal forms of companies, not of associations
LONGEST_PHRASE = 5
PERSON = "a person's name"  # stands for one that is all a firm's name says of who
AS_COMMON_AS = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """What is known about words of names; see words.toml and making.py."""

    trading: frozenset[Phrase]
    together: frozenset[Phrase]
    filler: frozenset[str]
    places: frozenset[Phrase]
    regions: frozenset[Phrase]  # of places, those that are no towns
    bound: frozenset[str]
    lodging: frozenset[Phrase]  # in hotels' names, which are bound, too
    branches: frozenset[str]
    kinds: dict[Phrase, str]
    neutral: frozenset[str]
    legal: frozenset[Phrase]
    persons: frozenset[str]
    of_many: frozenset[str]  # words that many firms have: acme, premier
    counts: dict[str, int]
    names: int

    def count(self, word: str) -> int:
        """How many published names have the word, or its plural; at least one."""
        if word == PERSON:
            return AS_COMMON_AS
        return max(self.counts.get(word, 1), self.counts.get(f"{word}s", 1))

    def share(self, word: str) -> float:
        """Which part of all published names has it."""
        return self.count(word) / self.names


@lru_cache(maxsize=1)
def words() -> Words:
    lists = tomllib.loads(_text("words.toml"))
    counted = {row["word"]: int(row["names"]) for row in _rows("counts.csv.gz")}
    cities = [row["place"] for row in _rows("places.csv")]
    kinds = {_phrase(word): kind for kind, listed in lists["kinds"].items() for word in listed}
    filler = frozenset(lists["filler"]["words"])
    regions = _phrases(lists["places"]["words"])
    geography = _phrases([*lists["places"]["words"], *cities])
    taken = set(kinds) | geography | {(word,) for word in filler}
    return Words(
        trading=_phrases(lists["trading"]["as"]),
        together=_phrases(lists["together"]["words"]),
        filler=filler,
        places=geography - set(kinds),
        regions=regions,
        bound=frozenset(lists["bound"]["words"]),
        lodging=_phrases(lists["lodging"]["words"]),
        branches=frozenset(lists["branches"]["words"]),
        kinds=kinds,
        neutral=frozenset(lists["neutral"]["kinds"]),
        legal=_phrases([*LEGAL_FORMS, *lists["misspelt"]["forms"]]) | (_rigour() - taken),
        persons=_persons(frozenset(lists["brands"]["words"])),
        of_many=frozenset(row["word"] for row in _rows("many_firms.csv")),
        names=counted.pop(""),
        counts=counted,
    )


def _persons(brands: frozenset[str]) -> frozenset[str]:
    listed = frozenset(row["word"] for row in _rows("person_names.csv")) - brands
    return listed | {word[:-1] for word in listed if word.endswith("s")}


def _rigour() -> frozenset[Phrase]:
    """The companies' forms; short ones in single letters (`a d`) are more often initials."""
    listed = [row["form"] for row in _rows("legal_forms.csv") if row["kind"] in FIRMS]
    return _phrases(form for form in listed if len(form.replace(" ", "")) > 2 or " " not in form)


def _phrases(listed: Iterator[str] | list[str]) -> frozenset[Phrase]:
    return frozenset(_phrase(text) for text in listed)


def _phrase(text: str) -> Phrase:
    return tuple(text.split())


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(name))))


def _text(name: str) -> str:
    content = (files("procurement.suppliers") / "lists" / name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
