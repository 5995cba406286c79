"""How pictures look: paper and ink with one red, and how much room a text takes."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap


@dataclass(frozen=True, slots=True)
class Palette:
    """`paper` is what lies behind; with `heads` a picture says its own title and source."""

    ink: str
    soft: str
    line: str
    red: str
    font: str
    paper: str = "transparent"
    heads: bool = False


PAGE = Palette("var(--ink)", "var(--soft)", "var(--line)", "var(--red)", "inherit")
PRINT = Palette(
    "#1c1a16",
    "#5d574c",
    "#ddd3c0",
    "#a8201a",
    "Inter, Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif",
    "#fffdf8",
    heads=True,
)
PLAIN, BOLD = 400, 600

_NARROW = frozenset("iljtfrI.,:;'’|!()[]/-·\u00a0 ")
_WIDE = frozenset("mwMW%@—…")


def width_of(text: str, size: float, weight: int = PLAIN) -> float:
    """Roughly, in the widths of Helvetica; a little more than less."""
    ems = sum(
        0.32 if one in _NARROW else 0.88 if one in _WIDE else 0.69 if one.isupper() else 0.56
        for one in text
    )
    return ems * size * (1.06 if weight >= BOLD else 1.0)


def cut(text: str, room: float, size: float, weight: int = PLAIN) -> str:
    """The text, or as much as there is room for and …; empty when there is none to speak of."""
    if width_of(text, size, weight) <= room:
        return text
    while text and width_of(f"{text}…", size, weight) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;·')}…" if len(text) > 2 else ""


def lines_of(text: str, room: float, size: float, weight: int = PLAIN) -> list[str]:
    """The text in lines that fit."""
    letters = int(room / max(width_of(text, size, weight) / max(len(text), 1), 1))
    while letters > 10:
        lines = wrap(text, letters, break_on_hyphens=False)
        if all(width_of(line, size, weight) <= room for line in lines):
            return lines
        letters -= 2
    return wrap(text, 10)
