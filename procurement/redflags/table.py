"""Flags as an Ibis table, their columns named and described."""

from __future__ import annotations

from dataclasses import asdict

import ibis

from procurement.redflags.flagging import RedFlags
from procurement.schema import Column, Columns
from procurement.tables import in_memory

FLAGS: Columns = {
    "code": Column("string", "The indicator, R003 … R058."),
    "group": Column("string", "What is flagged: OCID, Buyer, ProcuringEntity or Tenderer."),
    "subject": Column("string", "Its identifier: the ocid, or the organisation's id."),
    "value": Column("float64", "The indicator's value, as in Cardinal's results."),
    "title_en": Column("string", "Name of the indicator in English."),
    "title_fr": Column("string", "Name of the indicator in French."),
    "reason_en": Column("string", "The facts the flag rests on, in English."),
    "reason_fr": Column("string", "The facts the flag rests on, in French."),
    "innocent_en": Column("string", "What else explains such a flag, in English."),
    "innocent_fr": Column("string", "What else explains such a flag, in French."),
    "ocid": Column("string", "The release the flag stands on."),
    "line": Column("int64", "Its line in the file, counted from 1."),
}


def flags_table(found: RedFlags) -> ibis.Table:
    """FLAGS: a row for each flag and each release it stands on; in the order of the file.

    A flag of a buyer or tenderer over many releases has as many rows. No money columns: amounts
    are in the words of the reason, with their currency. Raises Unreadable when the file is gone.
    """
    types = {name: column.type for name, column in FLAGS.items()}
    return in_memory((asdict(flag) for flag in found.flags()), types)
