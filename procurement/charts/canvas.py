"""A sheet to draw on: marks in points from the top left, put together as one Altair chart.

Places are worked out before anything is drawn, so it is known which label has room and which is
cut. There is no legend: what a mark is stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from procurement.charts.look import BOLD, PLAIN, Palette, lines_of
from procurement.charts.picture import Picture

EDGE = 18
TITLE, UNDER, LABEL = 17, 12, 12


class Canvas:
    """`y` is how far down has been drawn."""

    def __init__(self, palette: Palette, width: int) -> None:
        self.palette, self.width = palette, width - 2 * EDGE
        self.y = 4.0
        self._layers: dict[tuple[Any, ...], list[dict[str, Any]]] = {}

    def head(self, title: str, under: Iterable[str]) -> None:
        """The title and the lines under it; on a page the page says them."""
        if not self.palette.heads:
            return
        self.y = EDGE
        for line in lines_of(title, self.width, TITLE, BOLD):
            self.text(0, self.y, line, size=TITLE, weight=BOLD)
            self.y += TITLE + 5
        self.y += 1
        for text in under:
            for line in lines_of(text, self.width, UNDER):
                self.text(0, self.y, line, size=UNDER, color=self.palette.soft)
                self.y += UNDER + 5
        self.y += 14

    def foot(self, notes: Iterable[str]) -> None:
        self.y += 12
        for text in notes:
            for line in lines_of(text, self.width, UNDER):
                self.text(0, self.y, line, size=UNDER, color=self.palette.soft)
                self.y += UNDER + 5

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = LABEL,
        weight: int = PLAIN,
        color: str = "",
        align: str = "left",
    ) -> None:
        """`y` is the middle of the line. In print it keeps lines behind it at a distance."""
        if not text:
            return
        style: dict[str, Any] = {"fontSize": size, "fontWeight": weight, "align": align}
        style["baseline"] = "middle"
        place = {"x": x, "y": y, "text": text}
        if self.palette.heads:
            paper = self.palette.paper
            around = {"color": paper, "stroke": paper, "strokeWidth": 3, "strokeJoin": "round"}
            self._put("text", style | around, place)
        self._put("text", style | {"color": color or self.palette.ink}, place)

    def bar(
        self,
        x: float,
        x2: float,
        y: float,
        thick: float,
        *,
        color: str = "",
        hollow: bool = False,
        said: str = "",
    ) -> None:
        """Around the middle `y`; never thinner than can be seen."""
        color = color or self.palette.ink
        if abs(x2 - x) < 2:
            x2 = x + 2 if x2 >= x else x - 2
        outline = {"fill": None, "stroke": color, "strokeWidth": 1.5}
        style: dict[str, Any] = outline if hollow else {"color": color}
        sides = {"x": x, "x2": x2, "y": y - thick / 2, "y2": y + thick / 2}
        self._put("rect", style, sides, said)

    def rule(self, start: tuple[float, float], end: tuple[float, float], **style: Any) -> None:
        style = {"color": self.palette.line, "strokeWidth": 1} | style
        sides = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
        self._put("rule", style, sides)

    def dot(self, x: float, y: float, *, color: str = "", said: str = "", **style: Any) -> None:
        given = {"filled": True, "size": 60, "opacity": 1, "color": color or self.palette.ink}
        self._put("point", given | style, {"x": x, "y": y}, said)

    def _put(
        self, mark: str, style: Mapping[str, Any], sides: dict[str, Any], said: str = ""
    ) -> None:
        drawn = {name: tuple(one) if isinstance(one, list) else one for name, one in style.items()}
        key = (mark, bool(said), *drawn.items())
        self._layers.setdefault(key, []).append(sides | ({"said": said} if said else {}))

    def picture(self, title: str, said: str, language: str) -> Picture:
        """All of it as one image; `said` are its words for who can't see it."""
        height = self.y + 4
        behind_first = sorted(self._layers.items(), key=lambda one: _depth(one[0]))
        layers = [self._layer(key, values, height) for key, values in behind_first]
        chart: Any = alt.layer(*layers).properties(width=self.width, height=height)
        chart = chart.properties(padding={"left": EDGE, "right": EDGE, "top": 2, "bottom": 6})
        chart = chart.properties(autosize=alt.AutoSizeParams(type="none"))
        chart = chart.configure(background=self.palette.paper, font=self.palette.font)
        return Picture.of(
            chart.configure_view(stroke=None).to_dict(validate=False), title, said, language
        )

    def _layer(self, key: tuple[Any, ...], values: list[dict[str, Any]], height: float) -> Any:
        mark, is_said, *style = key
        data: Any = alt.Chart(alt.Data(values=values))  # type: ignore[no-untyped-call]
        marked = getattr(data, f"mark_{mark}")(
            **{name: list(one) if isinstance(one, tuple) else one for name, one in style}
        )
        encoded: dict[str, Any] = {
            "x": alt.X("x:Q", axis=None, scale=_points(self.width)),
            "y": alt.Y("y:Q", axis=None, scale=_points(height)),
        }
        encoded |= {side: f"{side}:Q" for side in ("x2", "y2") if side in values[0]}
        encoded |= {"text": "text:N"} if mark == "text" else {}
        return marked.encode(**encoded, **({"tooltip": "said:N"} if is_said else {}))


def _depth(key: tuple[Any, ...]) -> int:
    """Lines lie behind marks, marks behind what keeps a text clear, and that behind the text."""
    mark, _, *style = key
    if mark == "text":
        return 2 if "stroke" in dict(style) else 3
    return 0 if mark == "rule" else 1


def _points(length: float) -> alt.Scale:
    return alt.Scale(domain=[0, length], range=[0, length], nice=False, zero=False)
