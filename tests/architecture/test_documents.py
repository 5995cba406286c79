"""The documents tell the truth about settings, commands and words."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands

from tests.architecture import links

SETTINGS = (links.ROOT / "reclaim/web/settings.py").read_text()
VARIABLES = sorted(set(re.findall(r'(?:variable|is_on)\("([A-Z_]+)"', SETTINGS)))
COMMANDS = sorted(name for name, app in get_commands().items() if app.startswith("reclaim."))
DOCUMENTS = sorted([*links.ROOT.glob("*.md"), *(links.ROOT / "docs").rglob("*.md")])
GLOSSARY = (links.ROOT / "GLOSSARY.md").read_text()


def read(path: str) -> str:
    return (links.ROOT / path).read_text()


def test_there_are_settings_and_commands_to_check():
    assert "REAL_DELIVERY" in VARIABLES
    assert "demo" in COMMANDS


@pytest.mark.parametrize("name", VARIABLES)
def test_a_setting_is_documented(name: str):
    assert f"`RECLAIM_{name}`" in read("docs/reference/settings.md")


def test_no_setting_is_documented_that_does_not_exist():
    told = set(
        re.findall(r"^\| `RECLAIM_([A-Z_]+)`", read("docs/reference/settings.md"), re.MULTILINE)
    )
    assert told == set(VARIABLES)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented(name: str):
    assert f"`reclaim {name}" in read("docs/reference/commands.md")


@pytest.mark.parametrize("model", links.our_models(), ids=lambda model: model._meta.label)
def test_a_model_is_in_the_glossary(model: type):
    assert f"| {model.__name__} |" in GLOSSARY


def test_the_glossary_is_in_order_and_says_each_word_once():
    words = re.findall(r"^\| ([A-Z][^|]+?) \|", GLOSSARY, re.MULTILINE)[1:]
    assert words == sorted(set(words), key=str.casefold)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(links.ROOT)))
def test_links_between_documents_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), f"{path.name}: {target}"
