"""Texts kept in English and in French, read in the reader's language."""

from django.utils.translation import get_language


def in_french() -> bool:
    return (get_language() or "en").startswith("fr")


class Bilingual:
    """`name = Bilingual("name")` reads `name_fr` in French, else `name_en`; never an empty one."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, thing: object, owner: type | None = None) -> str:
        if thing is None:
            return self.stem
        english: str = getattr(thing, f"{self.stem}_en")
        french: str = getattr(thing, f"{self.stem}_fr")
        return (french or english) if in_french() else (english or french)
