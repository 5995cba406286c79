"""Sealed facts: unreadable in the database file, readable with a key, and keys rotate."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@cache
def _seals(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seals() -> MultiFernet:
    """Seals with the newest key, opens with any."""
    return _seals(tuple(settings.SEALING_KEYS))


def seal(text: str) -> str:
    return seals().encrypt(text.encode()).decode()


def opened(sealed: str) -> str | None:
    """What was sealed; None when it was never sealed here, or somebody changed it."""
    try:
        return seals().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def resealed(sealed: str) -> str:
    """The same fact under the newest key."""
    return seals().rotate(sealed.encode()).decode()


def digest(about: str, text: str) -> str:
    """Tells whether a text is the same again, and nothing else. It holds through every rotation,
    because it is made with the first key ever."""
    key = f"{about}:{settings.SEALING_KEYS[-1]}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class SealedField(Text):
    """A text that is sealed in the database and plain in the program. It can't be searched."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else seal(str(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value is None else opened(value)


class SealedSerializer:
    """Sessions too are unreadable in the database file: one may hold a code that signs in."""

    def dumps(self, kept: Any) -> bytes:
        return seal(json.dumps(kept)).encode()

    def loads(self, sealed: bytes) -> Any:
        return json.loads(opened(sealed.decode()) or "{}")
