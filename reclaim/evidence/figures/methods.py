"""How each answer was made, in words, and by which version."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from django.utils.translation import gettext_lazy as _

WORDS = {
    "holders": _(
        "Awards that use our words are gathered by document and supplier. Names are compared "
        "without case, punctuation or legal form; names the publisher cut short are mended. A firm "
        "holds the work if a known end lies on or after the day; where no end is published it may "
        "hold it, and is counted and marked. An award is not a payment."
    ),
    "awarded": _(
        "The known amounts of every award that uses our words, up to the day, are added: as "
        "awarded, not as paid. Rows equal in every cell are counted once. An unknown amount is "
        "left out and counted, never taken for zero."
    ),
    "flips": _(
        "Awards of the same work are put in order of time. An award follows those whose known end "
        "lies from 180 days before to 90 days after it; where ends are not published, the last "
        "award made at least 90 days before stands in, and the succession is marked as not known. "
        "A change is an award to a firm that was not there before while one that was is gone."
    ),
    "direct": _(
        "Contracts published as awarded without competition: those whose text uses our words, and "
        "those the same divisions gave to firms that were awarded this work. The city's file does "
        "not say what such a contract was for, so each may be for other work of the same firm."
    ),
    "renewals": _(
        "Ends are taken from the published column, or read out of the description where it gives "
        "two dates, or a length from the date of award. Options to extend are not counted in. "
        "Contracts without a known end can't be listed by day; they are counted."
    ),
}


def method_in_words(kind: str) -> str:
    return str(WORDS[kind])


def version() -> str:
    """Of the library, which is released with the house."""
    try:
        return version_of("reclaim")
    except PackageNotFoundError:
        return "0"
