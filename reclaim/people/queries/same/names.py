"""Names made comparable, whatever they are written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from django.conf import settings

LATIN_MARKS = range(0x300, 0x370)  # accents; the vowel signs of other scripts are letters
ASCII = {number: None if chr(number) == "'" else " " for number in range(128)
         if not chr(number).isalnum()}  # fmt: skip
# Words beside a name that tell a rank or only join: they are no one's name.
_BESIDE = """
    of the de la le du des van von der den da dos mr mrs ms mme mlle m dr rev hon sir lord lady
    st jr sr junior senior 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th baron baronet bart earl
    viscount duke marquess countess captain major general colonel prince
"""
BESIDE = frozenset(_BESIDE.split())


def words_of(text: str) -> list[str]:
    """`Éloïse O'Brien-Roy` → `eloise`, `obrien`, `roy`."""
    if text.isascii():  # most texts, in a tenth of the time
        return text.casefold().translate(ASCII).split()
    spread = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")).casefold()
    plain = (letter for letter in spread if ord(letter) not in LATIN_MARKS)
    return "".join(letter if is_of_a_word(letter) else " " for letter in plain).split()


def is_of_a_word(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN"


def named(text: str) -> list[str]:
    """The words that are a name; where there is nothing else, all of them."""
    words = words_of(text)
    return [word for word in words if word not in BESIDE] or words


@cache
def short_forms() -> dict[str, str]:
    """Every form of `data/names/short_forms.txt` to the name it stands for."""
    forms: dict[str, str] = {}
    text = (settings.ROOT / "data" / "names" / "short_forms.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            same = words_of(line)
            forms.update({form: same[0] for form in same if form not in forms})
    return forms


def whole(word: str) -> str:
    """`Bill` is `william`."""
    return short_forms().get(word, word)


def joined(words: Iterable[str]) -> str:
    """The words in one order, short forms made whole: equal for `Bill Roy` and `ROY, William`."""
    return " ".join(sorted({whole(word) for word in words}))


def skeleton(word: str) -> str:
    """What hardly changes when a name is misheard: its first letter and the consonants."""
    return re.sub(r"(?<!^)[aeiouyhw]|(.)(?=\1)", "", word)
