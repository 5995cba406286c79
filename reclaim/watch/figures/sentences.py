"""What the library says about files and rows, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FILES = {
    "missing_file": gettext_lazy("There is no file at %(file)s."),
    "empty_file": gettext_lazy("%(file)s is empty: there is nothing to read."),
    "wrong_header": gettext_lazy(
        "The first line of %(file)s is not the header we know. The nearest is %(nearest)s, "
        "which also needs: %(missing)s."
    ),
    "unknown_header": gettext_lazy(
        "The first line of %(file)s is not the header of any feed we read: %(found)s"
    ),
    "duplicate_column": gettext_lazy(
        "%(file)s has the column %(column)s twice, so its rows can't be told apart."
    ),
    "is_folder": gettext_lazy("%(file)s is a folder: name the files in it."),
    "closed_file": gettext_lazy("%(file)s can't be opened: %(what)s"),
    "wrong_kind": gettext_lazy(
        "%(file)s is %(kind)s, not CSV, JSON or XML, whatever its name says: download it again, "
        "or save it as CSV."
    ),
    "broken_archive": gettext_lazy(
        "%(file)s is packed (.gz or .zip) but can't be unpacked: download it again."
    ),
    "packed_twice": gettext_lazy(
        "%(file)s is packed twice: unpack it once and read the file that comes out."
    ),
    "several_files": gettext_lazy(
        "%(file)s holds several files: unpack it and read each of them: %(found)s"
    ),
    "forbidden_xml": gettext_lazy(
        "%(file)s defines entities of its own (a DTD), which may unfold to gigabytes: "
        "it was refused."
    ),
    "unknown_encoding": gettext_lazy(
        "%(file)s says it is written in %(encoding)s, an encoding nobody knows."
    ),
}

ROWS = {
    "wrong_cells": gettext_lazy("The row has %(found)s cells where the header has %(expected)s."),
    "open_quote": gettext_lazy(
        "A quotation mark in the row is never closed, or closes in the wrong place."
    ),
    "stray_return": gettext_lazy("The row has a line end where none can be."),
    "too_many_rows": gettext_lazy(
        "The record has %(found)s awards and bids, more than can be kept as rows."
    ),
    "too_long": gettext_lazy("The row is longer than %(limit)s characters."),
    "no_supplier_no_document": gettext_lazy("The row names neither a supplier nor a document."),
    "no_document_no_description": gettext_lazy(
        "The row has neither a document number nor a description."
    ),
    "unreadable_amount": gettext_lazy("“%(value)s” can't be read as one amount of money."),
    "unreadable_date": gettext_lazy("“%(value)s” can't be read as a date (%(column)s)."),
    "absurd_date": gettext_lazy("%(value)s is no date a contract can have (%(column)s)."),
    "open_record": gettext_lazy("The record breaks off before its end."),
    "no_json": gettext_lazy("The record is not JSON that can be read."),
    "no_call_no_award": gettext_lazy("The release tells of no call and no award."),
    "no_call_number": gettext_lazy("The record doesn't say which call it belongs to."),
}

REASONS = {
    "wrong_cells": gettext_lazy("too few or too many cells"),
    "open_quote": gettext_lazy("a quotation mark left open"),
    "stray_return": gettext_lazy("a line end where none can be"),
    "too_many_rows": gettext_lazy("more awards and bids than can be kept"),
    "too_long": gettext_lazy("longer than a row can be"),
    "no_supplier_no_document": gettext_lazy("neither supplier nor document"),
    "no_document_no_description": gettext_lazy("neither document number nor description"),
    "unreadable_amount": gettext_lazy("an amount that can't be read"),
    "unreadable_date": gettext_lazy("a date that can't be read"),
    "absurd_date": gettext_lazy("a date no contract can have"),
    "open_record": gettext_lazy("a record that breaks off"),
    "no_json": gettext_lazy("a record that is not JSON"),
    "no_call_no_award": gettext_lazy("neither call nor award"),
    "no_call_number": gettext_lazy("no number of the call"),
}

NOTES = {
    "amount_blank": gettext_lazy("no amount published"),
    "amount_none": gettext_lazy("“None” published as the amount"),
    "amount_rate": gettext_lazy("a unit price or rate instead of a total"),
    "amount_zero": gettext_lazy("an amount of zero published"),
    "amount_negative": gettext_lazy("a negative amount published"),
    "amount_ceiling": gettext_lazy("a standing offer or supply arrangement: no price"),
    "amount_unit": gettext_lazy("a figure in another unit than money"),
    "total_added": gettext_lazy("the total is the first amount and the supplements since"),
    "amount_rounded": gettext_lazy("more than two decimals, rounded to cents"),
    "date_blank": gettext_lazy("no date of award published"),
    "supplier_blank": gettext_lazy("no supplier published"),
    "supplier_withheld": gettext_lazy("supplier's name withheld"),
    "division_blank": gettext_lazy("no division published"),
    "document_blank": gettext_lazy("no document number published"),
    "description_blank": gettext_lazy("no description published"),
    "end_before_award": gettext_lazy("the end is before the award"),
    "identifiers_swapped": gettext_lazy("numbers of contract and disclosure in each other's place"),
    "suffix_removed": gettext_lazy("a suffix taken off the contract's number"),
    "bids_unreadable": gettext_lazy("a number of bids that can't be read"),
    "end_too_far": gettext_lazy("the end is more than 40 years away: taken as unknown"),
}


def about_file(code: str, facts: Mapping[str, object]) -> str:
    """Why a file as a whole could not be read."""
    if code not in FILES:
        return _("The file can't be read (%(code)s).") % {"code": code}
    return str(FILES[code]) % facts


def about_row(code: str, facts: Mapping[str, object]) -> str:
    """Why one row was set aside."""
    return str(ROWS[code]) % facts if code in ROWS else about_reason(code)


def about_reason(code: str) -> str:
    """The kind of trouble, for a count."""
    return str(REASONS.get(code, code))


def about_note(code: str) -> str:
    """What is not known of a kept row, for a count."""
    return str(NOTES.get(code, code))
