"""The look keeps its promises: readable, right to left, light, and each part shown."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

ROOT = Path(settings.ROOT) / "reclaim"
TEMPLATES = sorted(ROOT.rglob("*.html"))
PARTS = sorted(path.stem for path in (ROOT / "web/templates/parts").glob("*.html"))
SHEET = (ROOT / "web/static/web/look.css").read_text()
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width"
    r"|height|(?:min|max)-(?:width|height)|text-align\s*:\s*(?:left|right)|float)\s*:(?!\s*hover)"
)
# What is written in which colour, on what.
PAIRS = [
    ("ink", "paper sheet wash-red wash-held wash-watch"),
    ("soft", "paper sheet wash-red wash-held wash-watch"),
    ("red", "paper sheet wash-red"),
    ("on-red", "red"),
    ("held", "paper sheet wash-held"),
    ("watch", "paper sheet wash-watch"),
    ("paper", "ink"),
]
# The edge of something to type in or to tap.
EDGES = [("edge", "paper sheet"), ("ink", "paper sheet"), ("red", "paper sheet")]

Tokens = dict[str, str]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tokens(selector: str) -> Tokens:
    """The colours one scheme sets."""
    block = SHEET.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block))


SCHEMES = {
    "light": tokens(':root, [data-scheme="light"] {'),
    "dark": tokens('[data-scheme="dark"] {'),
    "dark by the device": tokens(":root:not([data-scheme]) {"),
    "print": tokens('[data-scheme="print"] {'),
}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it: from 1 (the same) to 21 (black on white)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def combinations(pairs: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [
        (scheme, front, back)
        for scheme in SCHEMES
        for front, backs in pairs
        for back in backs.split()
    ]


class TestColours:
    def test_black_on_white_is_21(self):
        assert contrast("#000", "#ffffff") == pytest.approx(21)

    @pytest.mark.parametrize(("scheme", "front", "back"), combinations(PAIRS))
    def test_words_can_be_read(self, scheme: str, front: str, back: str):
        colours = SCHEMES[scheme]
        assert contrast(colours[front], colours[back]) >= 4.5

    @pytest.mark.parametrize(("scheme", "front", "back"), combinations(EDGES))
    def test_edges_can_be_seen(self, scheme: str, front: str, back: str):
        colours = SCHEMES[scheme]
        assert contrast(colours[front], colours[back]) >= 3

    def test_dark_is_the_same_whether_asked_for_or_found(self):
        assert SCHEMES["dark"] == SCHEMES["dark by the device"]

    def test_paper_prints_as_the_sheet_shows_it(self):
        printed = SHEET.split("@media print", 1)[1].split("}", 1)[0]
        found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", printed))
        assert found == {key: SCHEMES["print"][key] for key in found}
        assert len(found) == len(SCHEMES["light"])

    def test_no_colour_stands_outside_the_tokens(self):
        rules = re.sub(r"--[a-z-]+:[^;]+;", "", SHEET)
        assert set(re.findall(r"#[0-9a-f]{3,6}\b", rules)) <= {"#fff", "#000"}  # paper, QR codes


class TestStylesheet:
    def test_it_knows_no_left_and_no_right(self):
        rules = re.sub(r"/\*.*?\*/|@media[^{]+|@page[^}]+}", "", SHEET, flags=re.DOTALL)
        assert [found.group() for found in PHYSICAL.finditer(rules)] == []

    def test_a_left_margin_would_be_noticed(self):
        assert PHYSICAL.search("a { margin-left: 1rem; }")
        assert not PHYSICAL.search("a { margin-inline-start: 1rem; border-block-end-width: 1px; }")

    def test_its_brackets_close(self):
        assert SHEET.count("{") == SHEET.count("}")


class Inline(HTMLParser):
    """Collects what the content security policy would not run or draw."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_json = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_json):
            self.found.append(f"<{tag}>")
        self.found += [key for key in given if key == "style" or key.startswith("on")]


def inline(source: str) -> list[str]:
    parser = Inline()
    parser.feed(re.sub(r"{[%#].*?[%#]}", "", source, flags=re.DOTALL))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_style_and_no_script(path: Path):
    assert inline(path.read_text()) == []


@pytest.mark.parametrize(
    "source", ["<p style='x'>", "<style>", "<script>", "<a onclick='x'>", "<style media='print'>"]
)
def test_a_style_or_script_in_a_template_would_be_noticed(source: str):
    assert inline(source)


KEPT: list[str] = []


@pytest.fixture
def drawn(request: pytest.FixtureRequest) -> str:
    """The style page as Ana sees it; the same for every test, so it is drawn once."""
    if not KEPT:
        ana, client_of = request.getfixturevalue("ana"), request.getfixturevalue("client_of")
        KEPT.append(client_of(ana).get(reverse("style")).text)
    return KEPT[0]


class TestStylePage:
    @pytest.mark.parametrize("part", PARTS)
    def test_it_shows_every_part(self, drawn: str, part: str):
        if part == "htmx":  # no part to see: the page itself loads it
            assert "htmx-2.min.js" in drawn
        else:
            shown = re.split(rf'id="shown-(?:light|dark|rtl|print)-{part}"', drawn)[1:]
            assert len(shown) == 4
            assert all('class="state"' in one for one in shown)

    def test_a_name_is_given_once(self, drawn: str):
        ids = re.findall(r'\sid="([^"]+)"', drawn)
        assert sorted(ids) == sorted(set(ids))

    def test_it_shows_right_to_left(self, drawn: str):
        assert 'lang="ar"\n               dir="rtl"' in drawn
        assert "أعيدوا حراسة الملاجئ" in drawn

    def test_in_french_the_samples_are_french(self, client_of, ana):
        page = client_of(ana).get("/fr/style/").text
        assert "Ramenons à l’interne la sécurité des refuges" in page
        assert "Bring shelter security" not in page

    def test_a_choice_is_kept_in_its_form(self, client_of, ana):
        page = client_of(ana).get(reverse("style"), {"name": "Zoé"}).text
        assert 'value="Zoé"' in page

    def test_it_answers_only_to_looking(self, client_of, ana):
        assert client_of(ana).post(reverse("style")).status_code == 405

    def test_a_member_sees_it_too(self, client_of, ben):
        assert client_of(ben).get(reverse("style")).status_code == 200

    def test_a_member_of_another_local_sees_it_too(self, client_of, cleo):
        assert client_of(cleo).get(reverse("style")).status_code == 200

    def test_a_visitor_is_asked_to_sign_in(self, client, db):
        answer = client.get(reverse("style"))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


class TestWeight:
    """The first page on a slow phone: under 100 KB, before anything is compressed."""

    def weight(self, page: str) -> int:
        files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
        return len(page.encode()) + sum(
            Path(str(finders.find(file))).stat().st_size for file in files
        )

    @pytest.mark.parametrize("address", ["account_login", "home"])
    def test_a_first_page_is_light(self, client_of, client, ana, address: str):
        browser = client if address == "account_login" else client_of(ana)
        assert 20_000 < self.weight(browser.get(reverse(address)).text) < 100_000

    def test_even_a_page_with_htmx_and_its_own_hundred_parts_stays_light(self, client_of, ana):
        page = client_of(ana).get(reverse("style")).text
        files = self.weight(page) - len(page.encode())
        assert files < 100_000


class TestErrorPages:
    @pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "404.html"])
    @pytest.mark.parametrize("signed_in", [False, True])
    def test_it_says_what_to_do(self, rf, ana, template: str, signed_in: bool):
        request = rf.get("/")
        request.user = ana
        page = render_to_string(template, {"user": ana if signed_in else None}, request)
        assert page.count("<h1>") == 1
        assert "<p>" in page.split("<h1>")[1]

    def test_nothing_there_and_nothing_you_may_see_look_the_same(self, client_of, ana, cleo, local):
        gone = client_of(cleo).get("/people/organizations/nowhere-at-all/")
        hidden = client_of(cleo).get(local.get_absolute_url())
        assert gone.status_code == hidden.status_code == 404
        assert gone.text.split("<main")[1] == hidden.text.split("<main")[1]

    def test_a_broken_page_needs_nothing_that_may_be_broken(self, django_assert_num_queries, db):
        with django_assert_num_queries(0):
            page = render_to_string("500.html")
        assert "What was saved before is safe" in page
        assert "en sûreté" in page


class TestForms:
    """One drawing for every form of the house."""

    @pytest.fixture
    def wrong(self, drawn: str) -> str:
        before, after = drawn.split('name="light-wrong-name"')
        return before.rsplit("<form", 1)[1] + after.split("</form>", 1)[0]

    def test_what_is_wrong_is_counted_above(self, wrong: str):
        assert "5 answers need another look" in wrong

    def test_an_error_is_told_to_those_who_do_not_see_it(self, wrong: str):
        field = re.search(r'<input[^>]*name="light-wrong-address"[^>]*>', wrong)
        assert field
        told = re.search(r'aria-describedby="([^"]+)"', field.group())
        assert 'aria-invalid="true"' in field.group()
        assert told
        assert all(f'id="{one}"' in wrong for one in told.group(1).split())

    def test_what_was_typed_is_kept(self, wrong: str):
        assert 'value="ana at home"' in wrong

    def test_what_may_stay_empty_says_so(self, wrong: str):
        assert wrong.count("(optional)") == 4

    def test_choices_on_a_scale_carry_their_number(self, wrong: str):
        scale = wrong.split('class="scale">', 1)[1].split("</fieldset>", 1)[0]
        assert re.findall(r"<b[^>]*>(\d)</b>", scale) == ["1", "2", "3"]


def test_headings_go_down_one_step_at_a_time(client_of, ana):
    page = client_of(ana).get(reverse("mfa_index")).text
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
