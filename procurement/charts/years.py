"""Time from left to right: years, and the red line of the day the world is seen from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from procurement.charts.canvas import LABEL, Canvas
from procurement.charts.look import BOLD, width_of

MOST_YEARS = 10


class Years:
    """Whole years around the days; `x` says where a day is."""

    def __init__(self, days: Iterable[date], as_of: date, width: float) -> None:
        placed = [*days, as_of]
        self.first, self.last = min(placed).year, max(placed).year + 1
        self.as_of, self.width = as_of, width

    def x(self, day: date) -> float:
        """Without time zones: 2024-07-01 is about 2024.5."""
        return self._x(day.year + (day.timetuple().tm_yday - 1) / 366)

    def _x(self, year: float) -> float:
        return (year - self.first) / (self.last - self.first) * self.width

    def draw(self, canvas: Canvas, top: float, bottom: float) -> None:
        """The grid, its years under it, and under them the day; before what stands on it."""
        for year in range(self.first, self.last + 1, 1 + (self.last - self.first) // MOST_YEARS):
            x = self._x(year)
            canvas.rule((x, top), (x, bottom))
            align = "left" if x < 12 else "right" if x > self.width - 12 else "center"
            canvas.text(x, bottom + 12, str(year), color=canvas.palette.soft, align=align)
        x, day = self.x(self.as_of), self.as_of.isoformat()
        red = canvas.palette.red
        canvas.rule((x, top), (x, bottom), color=red, strokeWidth=2)
        is_left = x < width_of(day, LABEL, BOLD)
        canvas.text(
            x, bottom + 30, day, color=red, weight=BOLD, align="left" if is_left else "right"
        )
        canvas.y = bottom + 38
