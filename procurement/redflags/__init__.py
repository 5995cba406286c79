"""Red flags of public procurement, exactly as OCDS Cardinal defines them, with their reasons.

    from procurement.redflags import flags_table, read_settings, red_flags

    found = red_flags(Path("releases.jsonl"), read_settings(Path("settings.ini")))
    found.results(meta=True)         # Cardinal's JSON
    flags_table(found)               # Ibis: a row for each flag and release it stands on

Method and settings: Open Contracting Partnership, OCDS Cardinal (MIT), version 0.0.8,
https://cardinal.readthedocs.io, read and written anew. A flag is a reason to look, not a verdict.
"""

from __future__ import annotations

from procurement.redflags.coverage import coverage
from procurement.redflags.flagging import Flag, RedFlags, red_flags
from procurement.redflags.preparing import prepare
from procurement.redflags.settings import Settings, every_indicator, read_settings
from procurement.redflags.table import FLAGS, flags_table

__all__ = [
    "FLAGS",
    "Flag",
    "RedFlags",
    "Settings",
    "coverage",
    "every_indicator",
    "flags_table",
    "prepare",
    "read_settings",
    "red_flags",
]
