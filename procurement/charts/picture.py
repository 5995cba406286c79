"""A picture as SVG, and what files are made of it."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import vl_convert

from procurement.printing import no_place, whole

SCALE = 2
LANGUAGES = ("en", "fr")
KINDS = (".svg", ".png", ".html")


class Picture(str):
    """SVG text: one image with its words, no style, no script, so that a strict content policy
    lets it through. It remembers what it was drawn from, for files of other kinds."""

    spec: dict[str, Any]
    heading: str
    said: str
    language: str

    def __repr__(self) -> str:
        return f"<Picture: {self.heading}>"

    def _repr_svg_(self) -> str:
        """A notebook shows the picture."""
        return str(self)

    @classmethod
    def of(cls, spec: dict[str, Any], title: str, said: str, language: str) -> Picture:
        svg = vl_convert.vegalite_to_svg(spec)
        svg = re.sub(r' (?:role|aria-[a-z]+|class)="[^"]*"', "", svg)
        made = cls(svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(said)} ', 1))
        made.spec, made.heading, made.said, made.language = spec, title, said, language
        return made


def add_chart(parser: ArgumentParser) -> None:
    """The options of a command that draws: --chart and --language."""
    parser.add_argument(
        "--chart", type=Path, metavar="FILE", help="also draw it: FILE.svg, .png or .html"
    )
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the chart")


def misuse(path: Path | None) -> str:
    """Why no picture can be written there; empty when one can."""
    if path is None:
        return ""
    if path.suffix.lower() not in KINDS:
        return f"{path} is no picture: end the name given to --chart with .svg, .png or .html."
    return no_place(path, "--chart")


def write(picture: Picture, path: str | Path) -> None:
    """The picture as a file: .svg, .png (two dots a point) or .html, by its name.

    The HTML is one file that needs no network: the picture is there without scripts too, with
    them its marks say their exact values. ValueError for another ending; Unreadable when it
    can't be written.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise ValueError(f"{path}: a picture ends with .svg, .png or .html.")
    with whole(path) as partial:
        if kind == ".png":
            partial.write_bytes(vl_convert.vegalite_to_png(picture.spec, scale=SCALE))
        else:
            partial.write_text(_page(picture) if kind == ".html" else picture, "utf-8")


def _page(picture: Picture) -> str:
    """Names in the data are published by others: none may end the script they stand in."""
    spec, said = _in_script(picture.spec), _in_script(picture.said)
    return f"""<!DOCTYPE html>
<html lang="{picture.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(picture.heading)}</title>
<style>body {{ margin: 1rem; background: #fffdf8 }} svg {{ max-width: 100%; height: auto }}</style>
</head>
<body>
<div id="picture">{picture}</div>
<script>{_scripts()}</script>
<script>
const options = {{ renderer: "svg", actions: false, ast: false }};
vegaEmbed("#picture", {spec}, options).then(() => {{
  const drawn = document.querySelector("#picture svg");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", {said});
}});
</script>
</body>
</html>
"""


def _in_script(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "img-src data: blob:"
)


@cache
def _scripts() -> str:
    made: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return made.replace("</script", "<\\/script")
