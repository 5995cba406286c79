"""Amounts and shares from left to right, with round ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import floor, log10

from procurement.charts.canvas import Canvas

Told = Callable[[float], str]


class Scale:
    """From `least` (0 or below) to `most`, over `room` points from `left`."""

    def __init__(self, values: Iterable[float], room: float, left: float = 0) -> None:
        placed = [0.0, *values]
        self.least, self.most = min(placed), max(placed)
        if self.most == self.least:
            self.most = self.least + 1
        self.room, self.left = room, left

    def x(self, value: float) -> float:
        return self.left + (value - self.least) / (self.most - self.least) * self.room

    def ticks(self, about: int = 5) -> list[float]:
        """Round numbers: 1, 2 or 5 and zeros apart."""
        rough = (self.most - self.least) / about
        size = 10 ** floor(log10(rough))
        step = next(one * size for one in (1, 2, 5, 10) if one * size >= rough)
        first = -floor(-self.least / step)
        return [step * place for place in range(first, floor(self.most / step) + 1)]

    def draw(self, canvas: Canvas, top: float, bottom: float, told: Told) -> None:
        for tick in self.ticks():
            x = self.x(tick)
            canvas.rule((x, top), (x, bottom))
            align = "left" if x < 14 else "right" if x > canvas.width - 24 else "center"
            canvas.text(x, bottom + 12, told(tick), color=canvas.palette.soft, align=align)
        canvas.y = bottom + 20
