"""Canadian postal codes in what people write on envelopes."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

# Canada Post uses no D, F, I, O, Q or U, and begins with neither W nor Z.
_CODE = re.compile(
    r"(?<![A-Z0-9])([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[ \u00a0-]?(\d[ABCEGHJ-NPRSTV-Z]\d)"
    r"(?![A-Z0-9])"
)
_BEGINS = re.compile(r"[ABCEGHJ-NPRSTVXY](\d([A-Z](\d([A-Z]\d?)?)?)?)?")
LENGTH = 6


def code_in(address: str) -> str:
    """`M4C1A1` in “12 Elm St, Toronto ON m4c 1a1, Canada”; the last one if there are several."""
    found = _CODE.findall(address.upper())
    return "".join(found[-1]) if found else ""


def prefix(typed: str) -> str:
    """The beginning of a code as it is kept, or nothing if no code begins so."""
    plain = "".join(typed.upper().replace("-", "").split())
    return plain if len(plain) <= LENGTH and _BEGINS.fullmatch(plain) else ""


class PostalCodeField(models.CharField[str | None, str | None]):
    """The postal code in a postal address, kept beside it by every way of saving one.

    Null until it was looked for: rows written without the model are read by the daily job.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        point = vars(model_instance)
        code = code_in(point["value"]) if point["kind"] == "address" else ""
        setattr(model_instance, self.attname, code)
        return code
