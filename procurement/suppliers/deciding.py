"""Which pairs bring names together, and why others don't."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from procurement.suppliers.clusters import Clusters
from procurement.suppliers.corrections import DIFFERENT, SAME, Correction
from procurement.suppliers.forms import Form
from procurement.suppliers.pairs import GROUP_ONLY, UNSURE, Pair
from procurement.suppliers.words import words

ITS_OWN = 45  # a word of so few names is one firm's own, whatever it does
OTHER_WORK = "other lines of work"
KNOWN_FROM = 10  # of a word of fewer names it isn't known whether it is one firm's own
SAME_BUT = "the same words but for order, place and line of work"
HOLDING = frozenset(
    {"one begins like the other and holds all its words", "one holds all words of the other"}
)
CUT = "one is cut short by the publisher"
SAME_WORDS = frozenset({"the same words", SAME_BUT, "the same letters, spaced otherwise"})
MORE = frozenset({"the same number", "the same business number"})
Outcome = tuple[Pair, str, str]  # the pair, what became of it, and because of what


def decided(
    found: Sequence[Pair],
    forms: Mapping[str, list[Form]],
    said: Sequence[Correction],
    same_from: float,
) -> tuple[Clusters, list[Outcome]]:
    """The firms that pairs (the surest first) and persons make, and what became of each pair."""
    doubts = _doubts(found, forms, same_from)
    likely: dict[str, set[str]] = defaultdict(set)
    for pair in found:
        if pair not in doubts:
            likely[pair.one].add(pair.other)
            likely[pair.other].add(pair.one)
    clusters = _clusters(forms, said, likely)
    return clusters, [(pair, *_outcome(pair, clusters, doubts.get(pair))) for pair in found]


def _doubts(
    found: Sequence[Pair], forms: Mapping[str, list[Form]], same_from: float
) -> dict[Pair, tuple[str, str]]:
    """Pairs that bring nothing together by themselves: what they are, and why."""
    several = _of_several([pair for pair in found if pair.probability >= same_from], forms)
    doubts = {pair: why for pair in found if (why := _doubt(pair, forms, same_from))}
    return doubts | dict.fromkeys(several, ("maybe", "a name of several firms"))


def _doubt(pair: Pair, forms: Mapping[str, list[Form]], same_from: float) -> tuple[str, str] | None:
    if pair.who in GROUP_ONLY:
        return "maybe same group", pair.who
    if pair.probability < same_from:
        return "maybe", "not sure enough"
    if _is_unsure_lodging(pair, forms):
        return "maybe same group", "hotels of one name are several firms"
    why = _too_little(pair, forms)
    return ("maybe", why) if why else None


def _too_little(pair: Pair, forms: Mapping[str, list[Form]]) -> str:
    """Why this likeness says too little by itself; empty when it says enough."""
    if pair.who in UNSURE:
        return pair.who
    if pair.who == CUT and not _is_beginning(pair):
        return "one may be cut short, but the other begins differently"
    if pair.who not in HOLDING | {SAME_BUT} or any(said in MORE for _, said, _ in pair.levels):
        return ""
    return _one_word(pair, forms)


def _one_word(pair: Pair, forms: Mapping[str, list[Form]]) -> str:
    """The names share one word that tells who, and no line of work: is it one firm's own?"""
    shared = _shared(pair, forms)
    if len(shared) != 1 or _is_any_same_work(pair, forms):
        return ""
    if shared[0] in words().of_many:
        return f"all they share is “{shared[0]}”, a word of many firms"
    is_other = pair.who in HOLDING or any(said == OTHER_WORK for _, said, _ in pair.levels)
    if is_other and words().count(shared[0]) < KNOWN_FROM:
        return f"all they share is “{shared[0]}”, a word of too few names to know"
    return ""


def _shared(pair: Pair, forms: Mapping[str, list[Form]]) -> list[str]:
    """The words that tell who in both names."""
    mine = {word for form in forms[pair.one] for word in form.bare}
    return sorted(mine & {word for form in forms[pair.other] for word in form.bare})


def _is_beginning(pair: Pair) -> bool:
    one, other = pair.one.replace(" ", ""), pair.other.replace(" ", "")
    return one.startswith(other) or other.startswith(one)


def _is_any_same_work(pair: Pair, forms: Mapping[str, list[Form]]) -> bool:
    return any(_is_same_work(one, other) for one in forms[pair.one] for other in forms[pair.other])


def _is_same_work(one: Form, other: Form) -> bool:
    """A line of work beside the word tells more: `Imperial Oil`; of a school (`École de
    langues`) it doesn't."""
    if not words().bound.isdisjoint(one.bare) and one.bare != other.bare:
        return False
    return bool(set(one.kinds) & set(other.kinds))


def _is_unsure_lodging(pair: Pair, forms: Mapping[str, list[Form]]) -> bool:
    """Hotels of one name (`Days Inn`) are as many firms as places, and the name alone is none.

    Only the same words speak of one hotel; and of names with the brand as a trade name, the owner.
    """
    mine, theirs = forms[pair.one], forms[pair.other]
    if not any(form.is_lodging for form in (*mine, *theirs)):
        return False
    if any(said in MORE for _, said, _ in pair.levels):
        return False
    is_traded = len(mine) > 1 or len(theirs) > 1
    return pair.who not in SAME_WORDS or (is_traded and mine[0].bare != theirs[0].bare)


def _outcome(pair: Pair, clusters: Clusters, doubt: tuple[str, str] | None) -> tuple[str, str]:
    """Joins the two when they are one firm; else says why a person should look."""
    if clusters.head(pair.one) == clusters.head(pair.other):
        return "same", pair.who
    if doubt:
        return doubt
    if why := clusters.why_not(pair.one, pair.other):
        return "refused", why
    clusters.join(pair.one, pair.other)
    return "same", pair.who


def _clusters(
    forms: Mapping[str, list[Form]],
    said: Sequence[Correction],
    likely: Mapping[str, set[str]],
) -> Clusters:
    """With what persons said already in it: first the same, then never the different."""
    apart: dict[str, set[str]] = defaultdict(set)
    for one in said:
        if one.kind == DIFFERENT:
            apart[one.one].add(one.other)
            apart[one.other].add(one.one)
    clusters = Clusters(
        {key: frozenset(n for form in found for n in form.numbers) for key, found in forms.items()},
        likely={key: frozenset(others) for key, others in likely.items()},
        kinds={key: _works(found) for key, found in forms.items()},
        different={key: frozenset(others) for key, others in apart.items()},
    )
    for one in said:
        if one.kind == SAME and one.one in forms and one.other in forms:
            clusters.join(one.one, one.other, is_said=True)
    return clusters


def _works(found: Sequence[Form]) -> frozenset[str]:
    """Lines of work that tell firms apart: those of names whose rarest word is not very rare."""
    return frozenset(
        kind
        for form in found
        if form.bare and words().count(form.rarest) > ITS_OWN
        for kind in form.kinds
    )


def _of_several(found: Iterable[Pair], forms: Mapping[str, list[Form]]) -> set[Pair]:
    """Likenesses through a name of several firms (`Tenaquip Fastenal Grainger`).

    A name that holds the words of two others which share no word is taken for the one it begins
    with, or for none of them.
    """
    whole: dict[str, list[tuple[Pair, str, frozenset[str]]]] = defaultdict(list)
    for pair in found:
        if pair.who in HOLDING:
            for part, held, words in _held(pair, forms):
                whole[held].append((pair, part, words))
    return {
        pair
        for held, parts in whole.items()
        if any(a.isdisjoint(b) for _, _, a in parts for _, _, b in parts)
        for pair, _, words in parts
        if words.isdisjoint(form.bare[0] for form in forms[held] if form.bare)
    }


def _held(pair: Pair, forms: Mapping[str, list[Form]]) -> list[tuple[str, str, frozenset[str]]]:
    """Which of the two is held in which, and by which words."""
    found = []
    for part, held in ((pair.one, pair.other), (pair.other, pair.one)):
        for form in forms[part]:
            words = frozenset(form.bare)
            if words and any(words < set(other.bare) for other in forms[held]):
                found.append((part, held, words))
    return found
