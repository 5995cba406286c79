"""Who changed since the register was last looked through.

Of everybody a mark is kept: a keyed digest of what is compared, from which nothing can be read.
Whoever's mark is another tonight is compared anew with everybody; two who are as they were have
been compared.
"""

from __future__ import annotations

from array import array
from dataclasses import astuple
from hashlib import blake2b

from django.conf import settings

from reclaim.people.queries.same.faces import Known

WIDTH = 8  # bytes of a mark


class Marks:
    """`before`: numbers of people and their marks, by turns, the lower numbers first. Asked of
    people in that order."""

    def __init__(self, before: bytes = b"") -> None:
        self.before = array("q", before)
        self.at = 0
        self.now = array("q")
        self.fresh = array("q")
        self.key = blake2b(settings.SECRET_KEY.encode()).digest()

    def is_fresh(self, pk: int, known: Known) -> bool:
        mark = self.mark(known)
        self.now.extend((pk, mark))
        while self.at < len(self.before) and self.before[self.at] < pk:
            self.at += 2
        is_fresh = self.before[self.at : self.at + 2] != array("q", (pk, mark))
        if is_fresh:
            self.fresh.append(pk)
        return is_fresh

    def mark(self, known: Known) -> int:
        text = repr(astuple(known)).encode()
        digest = blake2b(text, digest_size=WIDTH, key=self.key).digest()
        return int.from_bytes(digest, "little", signed=True)
