"""Texts kept in English and in French, read in the reader's language."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# The languages most spoken at home in Canada, and those of its first peoples with most speakers.
SPOKEN = (
    "en fr pa zh yue ar es fil hi ur ta gu fa pt ru it ko vi de pl uk so ti am bn ht te ml ne ro "
    "cr iu oj"
)


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


def language_name(code: str) -> str:
    """What a language is called in the reader's language; an unknown code stays as it is."""
    return named_in("fr" if in_french() else "en", code)


@lru_cache(maxsize=1_000)
def named_in(language: str, code: str) -> str:
    """Kept: a list of a million people asks for the same few a million times."""
    reader = Locale.parse(language)
    try:
        name = Locale.parse(code, sep="-").get_display_name(reader)
    except (UnknownLocaleError, ValueError):
        name = reader.languages.get(code)
    return str(name or code)


def spoken_languages() -> list[tuple[str, str]]:
    """What to offer where a person says which language they prefer: ours first, then by name."""
    english, french, *others = SPOKEN.split()
    named = sorted(((code, language_name(code)) for code in others), key=lambda pair: pair[1])
    return [(code, language_name(code)) for code in (english, french)] + named
