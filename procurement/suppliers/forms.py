"""What a supplier's name says, part by part.

`9006-9311 Québec inc. o/a Les Services Neige Plus Ltée (Lévis)` says a number (90069311), a trade
name, what it does (service), a place (Lévis), and, less all that, the words that tell who: neige
plus. Names are compared by these parts (`model`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from procurement.suppliers.spelling import spelt
from procurement.suppliers.words import LONGEST_PHRASE, PERSON, Phrase, Words, words

_ADDRESS = re.compile(
    r" (?:po box|p o box|cp|suite|unit|\d+ (?:\w+ ){1,3}(?:st|street|rue|ave|avenue|blvd|road|rd)"
    r"|[a-z]\d[a-z] ?\d[a-z]\d)\b.*"
)
_QUEBEC = re.compile(r"\b(\d{4}) ?(\d{4})(?= quebec| qc)")
COMMON = 100
COUNTRY = {("canada",), ("can",), ("ca",), ("cda",)}
_ENDINGS = {"co", "company", "cie", "associates", "associes", "sons", "fils", "its", "or"}
_REGISTERED = re.compile(r"\b0*([1-9]\d{4,9})\b")


@dataclass(frozen=True, slots=True)
class Form:
    """One face of a name: what stands before `o/a`, or what stands after it."""

    words: tuple[str, ...]  # all that tells who or what, in their order, well spelt
    published: tuple[str, ...]  # the same, as published
    bare: tuple[str, ...]  # the words that tell who
    kinds: tuple[str, ...]
    place: str | None
    numbers: tuple[str, ...]
    is_together: bool  # several firms together
    is_lodging: bool  # a hotel

    @property
    def rarest(self) -> str:
        known = words()
        if len(self.bare) == 1 and self.bare[0] in known.persons:
            return PERSON
        named = self.bare if "-" not in self.bare[0] else self.words
        return min(named, key=lambda word: (known.count(word), -len(word), word))


def faces(key: str) -> list[Form]:
    """The faces of a cleaned name (`supplier_key`): one, or one more for each trade name."""
    known = words()
    text, numbers = _numbers(_ADDRESS.sub("", key) or key)
    parts = [part for part in _parts(text.split(), known.trading) if part]
    return [_form(part, numbers, known) for part in parts] or [_form([], numbers, known)]


def _numbers(text: str) -> tuple[str, tuple[str, ...]]:
    """A registration number of five digits and more; Québec writes two times four."""
    text = _QUEBEC.sub(r"\1\2", text)
    found = tuple(sorted(set(_REGISTERED.findall(text))))
    return (_REGISTERED.sub(" ", text) if found else text), found


def _parts(listed: list[str], marks: frozenset[Phrase]) -> Iterator[list[str]]:
    part: list[str] = []
    at = 0
    while at < len(listed):
        mark = _phrase_at(listed, at, marks) if at else ()
        if mark:
            yield part
            part = []
        else:
            part.append(listed[at])
        at += len(mark) or 1
    yield part


def _phrase_at(listed: list[str], at: int, phrases: Iterable[Phrase]) -> Phrase:
    """The longest of these phrases that begins here."""
    for length in range(min(LONGEST_PHRASE, len(listed) - at), 0, -1):
        phrase = tuple(listed[at : at + length])
        if phrase in phrases:
            return phrase
    return ()


def _form(part: list[str], numbers: tuple[str, ...], known: Words) -> Form:
    is_together = _is_together(part, known)
    part = _without(part, known.together) or part
    right = [spelt(word) for word in part]
    is_lodging = any(_phrase_at(right, at, known.lodging) for at in range(len(right)))
    is_bound = is_lodging or not known.bound.isdisjoint(right)
    kept, place = _without_end(right, known, is_bound)
    wanted = [word for word in kept if word not in known.filler] or kept
    kinds, bare = _kinds(wanted, known)
    if numbers and all((word,) in known.places for word in bare):
        wanted, kinds, bare = [], [], []
    published = [word for word in part[: len(kept)] if word not in known.filler]
    if not bare and kinds:  # nothing but lines of work: all of them together are its name
        bare, kinds = ["-".join(sorted(set(kinds)))], []
    return Form(
        words=tuple(wanted),
        published=tuple(published),
        bare=tuple(dict.fromkeys(bare)),
        kinds=tuple(sorted(set(kinds) - known.neutral)),
        place=place,
        numbers=numbers,
        is_together=is_together,
        is_lodging=is_lodging,
    )


def _is_together(part: list[str], known: Words) -> bool:
    """It says so, or goes on after a legal form: `Altis Inc and Excel Inc`."""
    if any(_phrase_at(part, at, known.together) for at in range(1, len(part))):
        return True
    threes = zip(part[1:], part[2:], part[3:], strict=False)
    return any((form,) in known.legal and tie in ("and", "et", "or") and after not in _ENDINGS
               for form, tie, after in threes)  # fmt: skip


def _without(listed: list[str], phrases: frozenset[Phrase]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(listed):
        phrase = _phrase_at(listed, at, phrases)
        kept += [] if phrase else [listed[at]]
        at += len(phrase) or 1
    return kept


def _without_end(listed: list[str], known: Words, is_bound: bool) -> tuple[list[str], str | None]:
    """Without the legal forms and places at the end; never without the first word."""
    place: list[str] = []
    kept = [word for at, word in enumerate(listed) if not at or not _is_legal(word, known)]
    while True:
        legal = _phrase_before_end(kept, known.legal)
        where = _place_before_end(kept, known, is_bound)
        last = kept[-1:] if len(kept) > 1 and kept[-1] in known.filler else []
        ending = len(legal) or len(where) or len(last)
        if not ending:
            return kept, " ".join(place) or None
        if where and not legal:
            place[:0] = where
        kept = kept[:-ending]


def _place_before_end(listed: list[str], known: Words, is_bound: bool) -> Phrase:
    """A bound name keeps its town, not its country: Ford Canada, University of Toronto."""
    where = _phrase_before_end(listed, known.places)
    left = listed[: len(listed) - len(where)]
    if is_bound and (len(listed) < 3 or where not in COUNTRY):
        return ()
    if len(left) == 1 and where not in known.regions and known.count(left[0]) > COMMON:
        return ()  # `James Taylor` is no James of Taylor, British Columbia
    return where


def _is_legal(word: str, known: Words) -> bool:
    return len(word) > 2 and (word,) in known.legal and known.counts.get(word, 0) < 1000


def _phrase_before_end(listed: list[str], phrases: frozenset[Phrase]) -> Phrase:
    for length in range(min(LONGEST_PHRASE, len(listed) - 1), 0, -1):
        if tuple(listed[-length:]) in phrases:
            return tuple(listed[-length:])
    return ()


def _kinds(listed: list[str], known: Words) -> tuple[list[str], list[str]]:
    """What it does, and the words that tell who (without the `s` of a plural)."""
    kinds: list[str] = []
    bare: list[str] = []
    at = 0
    while at < len(listed):
        phrase = _phrase_at(listed, at, known.kinds)
        if phrase:
            kinds.append(known.kinds[phrase])
        else:
            bare.append(_singular(listed[at]))
        at += len(phrase) or 1
    return kinds, bare


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and word[-2] != "s" else word
