"""What can't be known, each thing in a sentence with its count."""

from __future__ import annotations

from django.utils.translation import ngettext

from reclaim.core.money import count
from reclaim.evidence.models import Finding


def unknown(finding: Finding) -> list[str]:
    """A sentence for each thing that can't be known, with its count."""
    return [about_unknown(finding.kind, what, n) for what, n in finding.unknown.items()]


def about_unknown(kind: str, what: str, n: int) -> str:
    told = {"n": count(n)}
    match what:
        case "amounts":
            sentence = ngettext(
                "%(n)s amount is not published and is in no sum.",
                "%(n)s amounts are not published and are in no sum.",
                n,
            )
        case "ends" if kind == "holders":
            sentence = ngettext(
                "For %(n)s firm no end ahead is published: it may have stopped.",
                "For %(n)s firms no end ahead is published: they may have stopped.",
                n,
            )
        case "ends":
            sentence = ngettext(
                "The end of %(n)s contract is not published.",
                "The ends of %(n)s contracts are not published.",
                n,
            )
        case "purpose":
            sentence = ngettext(
                "Of %(n)s contract the file does not say what was bought.",
                "Of %(n)s contracts the file does not say what was bought.",
                n,
            )
        case _:
            sentence = about_rows(kind, what, n)
    return sentence % told


def about_rows(kind: str, what: str, n: int) -> str:
    match what:
        case "undescribed" if kind == "direct":
            return ngettext(
                "%(n)s direct contract of these divisions says nothing of what was bought.",
                "%(n)s direct contracts of these divisions say nothing of what was bought.",
                n,
            )
        case "undescribed":
            return ngettext(
                "%(n)s award of these divisions has no description: it may be this work.",
                "%(n)s awards of these divisions have no description: some may be this work.",
                n,
            )
        case "succession":
            return ngettext(
                "For %(n)s change the end before it is not published.",
                "For %(n)s changes the end before them is not published.",
                n,
            )
        case "dates":
            return ngettext(
                "%(n)s award has no published day.", "%(n)s awards have no published day.", n
            )
    return f"{what}: %(n)s"
