"""What this library says when a file or a row can't be read.

Every refusal has a stable `code` and its `facts`, so that a house with readers in several
languages can say it in theirs; `str()` of it is the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

FILE_SENTENCES = {
    "missing_file": "There is no file at {file}.",
    "empty_file": "{file} is empty: there is nothing to read.",
    "wrong_header": (
        "The first line of {file} is not the header of any feed we read. "
        "The nearest is {nearest}, which also needs: {missing}."
    ),
    "unknown_header": "The first line of {file} is not the header of any feed we read: {found}",
    "duplicate_column": "{file} has the column {column} twice, so its rows can't be told apart.",
    "is_folder": "{file} is a folder: name the files in it.",
    "closed_file": "{file} can't be opened: {what}",
    "wrong_kind": (
        "{file} is {kind}, not CSV, JSON or XML, whatever its name says: download it again, or "
        "save it as CSV."
    ),
    "broken_archive": "{file} is packed (.gz or .zip) but can't be unpacked: download it again.",
    "packed_twice": "{file} is packed twice: unpack it once and read the file that comes out.",
    "several_files": "{file} holds several files: unpack it and read each of them: {found}",
    "missing_column": "{file} has no column {column}. Its columns are: {found}.",
    "forbidden_xml": (
        "{file} defines entities of its own (a DTD), which may unfold to gigabytes: it was refused."
    ),
    "unknown_encoding": "{file} says it is written in {encoding}, an encoding nobody knows.",
    "unreadable_settings": "The settings {file} can't be used: {what}",
    "changed_file": "{file} changed while it was read; nothing of it was kept.",
    "unwritable_file": "{file} can't be written: {what}",
}


class Unreadable(Exception):
    """A whole file that can't be read; nothing of it was kept."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts: Mapping[str, object] = facts
        super().__init__(FILE_SENTENCES[code].format(**facts))


def shown(found: str) -> str:
    """The beginning of what stands in a file, fit to be shown: no letters that steer a terminal."""
    return "".join(one if one.isprintable() else "�" for one in found[:200].strip())


ROW_SENTENCES = {
    "wrong_cells": "The row has {found} cells where the header has {expected}.",
    "open_quote": "A quotation mark in the row is never closed, or closes in the wrong place.",
    "stray_return": "The row has a line end where none can be.",
    "too_many_rows": "The record has {found} awards and bids, more than can be kept as rows.",
    "too_long": "The row is longer than {limit} characters.",
    "no_supplier_no_document": "The row names neither a supplier nor a document.",
    "no_document_no_description": "The row has neither a document number nor a description.",
    "unreadable_amount": "“{value}” can't be read as one amount of money.",
    "unreadable_date": "“{value}” can't be read as a date ({column}).",
    "absurd_date": "{value} is no date a contract can have ({column}).",
    "open_record": "The record breaks off before its end.",
    "no_json": "The record is not JSON that can be read.",
    "no_call_no_award": "The release tells of no call and no award.",
    "no_call_number": "The record doesn't say which call it belongs to.",
    "no_tender": "The row doesn't say which tender the bid belongs to.",
    "no_bid": "The row has no bid.",
    "negative_bid": "{value} is less than nothing: no bid can be compared with it.",
    "superseded": "The call was published again later; that publication counts.",
    "not_submitted": "The bid was not handed in: the firm was only invited, or withdrew.",
    "other_unit": "The bid is a figure in another unit than money.",
    "several_bids": "A firm bids more than once in this call and lots aren't told apart.",
    "other_currency": "The bid is in {currency}, the others are in {expected}.",
}


class SetAside(Exception):
    """One row that can't be read as a record. It is kept beside the others with this reason."""

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code = code
        self.facts: Mapping[str, str | int] = facts
        super().__init__(ROW_SENTENCES[code].format(**facts))
