"""Texts in two languages with no system tools: found, kept and compiled by Babel.

Each room keeps its own `locale/fr/LC_MESSAGES/django.po`, so that a room's words move with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.utils.translation.template import templatize

LANGUAGES = ("fr",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

# No dates and no tool names, which would make every refresh a change.
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: {plural}\n"

"""


@dataclass(frozen=True)
class Room:
    """A room of the house with the catalogues it keeps."""

    label: str
    folder: Path

    def catalogue(self, language: str) -> Path:
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"


def rooms() -> list[Room]:
    ours = [app for app in apps.get_app_configs() if app.name.startswith("reclaim.")]
    return [Room(app.label, Path(app.path)) for app in ours]


def sources(room: Room) -> Iterator[tuple[Path, bytes]]:
    """Every text file of a room that may hold words, as something Babel can read."""
    for path in sorted(room.folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_bytes()
    for pattern in ("*.html", "*.txt"):
        for path in sorted(room.folder.rglob(pattern)):
            readable = templatize(path.read_text(), origin=path.name)
            # Babel's tokenizer minds indentation, which means nothing here.
            yield path, "\n".join(line.strip() for line in readable.splitlines()).encode()


def found(room: Room) -> Catalog:
    """The room's messages as they stand in its files now."""
    catalogue = Catalog(charset="utf-8")
    for _path, content in sources(room):
        for _line, message, comments, context in extract(
            "python", BytesIO(content), keywords=KEYWORDS, comment_tags=["Translators:"]
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def kept(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def refresh(room: Room, language: str) -> Catalog | None:
    """Bring the catalogue up to date with the files; what is no longer used is dropped."""
    current = found(room)
    path = room.catalogue(language)
    if not len(current):
        return None
    catalogue = kept(path, language)
    catalogue.update(current, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=language, plural=catalogue.plural_forms).encode())
        write_po(file, catalogue, width=100, sort_output=True, no_location=True, omit_header=True)
    return catalogue


def gaps(room: Room, language: str) -> Iterator[str]:
    """What keeps the catalogue from being complete, a sentence each."""
    catalogue = kept(room.catalogue(language), language)
    for message in found(room):
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        if translated is None or not is_whole(translated):
            yield f"{room.label} ({language}): not translated: {message.id!r}"
        else:
            for error in translated.check(catalogue):
                yield f"{room.label} ({language}): {message.id!r}: {error}"


def is_whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(texts) and all(texts) and not message.fuzzy


def contradictions(language: str) -> Iterator[str]:
    """The same words said in two ways: Django would take one for both."""
    said: dict[tuple[object, object], tuple[str, object]] = {}
    for room in rooms():
        for message in kept(room.catalogue(language), language):
            key = (message.id, message.context)
            label, string = said.setdefault(key, (room.label, message.string))
            if message.id and string != message.string:
                yield f"{label} and {room.label} ({language}) translate {message.id!r} differently"


def compile_stale() -> int:
    """Compile every catalogue that is newer than its compiled form; return how many were."""
    compiled = 0
    for room in rooms():
        for language in LANGUAGES:
            path = room.catalogue(language)
            target = path.with_suffix(".mo")
            if path.exists() and (
                not target.exists() or target.stat().st_mtime < path.stat().st_mtime
            ):
                with target.open("wb") as file:
                    write_mo(file, kept(path, language))
                compiled += 1
    return compiled
