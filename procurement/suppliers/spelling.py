"""Misspelt words, put right by the words of 110,000 published names.

A word that hardly any name has is taken for a frequent word one slip away (a letter left out,
added, changed, or two in each other's place), if there is one. The frequent words are stored, so
that a name is spelt the same whatever other names are linked with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from procurement.suppliers.words import words

RARE = 4  # a word of so many names is no slip
FREQUENT = 10
SHORTEST = 5


@lru_cache(maxsize=200_000)
def spelt(word: str) -> str:
    """`consutling` → `consulting`; a word it isn't sure of stays what it is."""
    counts = words().counts
    if len(word) < SHORTEST or counts.get(word, 0) > RARE or not word.isalpha():
        return word
    near = {
        frequent
        for left in (word, *_less(word))
        for frequent in _frequent().get(left, ())
        if is_one_slip(word, frequent) and _is_likely(word, frequent)
    }
    return min(near, key=lambda found: (-counts.get(found, 0), found), default=word)


def _is_likely(word: str, frequent: str) -> bool:
    """The first letter is seldom wrong, and of a short word too little is left to be sure."""
    swapped = sorted(word[:2]) == sorted(frequent[:2])
    return swapped and (len(word) > SHORTEST or sorted(word) == sorted(frequent))


def is_one_slip(one: str, other: str) -> bool:
    """One letter left out, added or changed, or two neighbours in each other's place."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((i for i, letter in enumerate(one) if letter != other[i]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]


@lru_cache(maxsize=1)
def _frequent() -> dict[str, list[str]]:
    """Frequent words by themselves and by themselves less a letter."""
    found: dict[str, list[str]] = {}
    for word, count in words().counts.items():
        if count >= FREQUENT and len(word) >= SHORTEST and word.isalpha():
            for left in {word, *_less(word)}:
                found.setdefault(left, []).append(word)
    return found


def _less(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))
