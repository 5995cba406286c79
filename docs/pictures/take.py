"""Take the pictures of this folder, of a demonstration that is being served.

    make demo && .venv/bin/reclaim serve &   then   make pictures

Needs Chromium and the development requirements.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
HOST = os.environ.get("RECLAIM_BASE_URL", "http://localhost:8000")
PASSWORD = "public services are ours"  # noqa: S105 (invented accounts)
PHONE, DESKTOP = (390, 844), (1280, 900)

# name, who looks, address, screen, scheme
PICTURES = [
    ("home-desktop-light", "ana", "/", DESKTOP, "light"),
    ("home-phone-dark-fr", "ana", "/fr/", PHONE, "dark"),
    ("campaign-room-desktop-light", "ana", "room", DESKTOP, "light"),
    ("campaign-room-desktop-dark", "ana", "room", DESKTOP, "dark"),
    ("campaign-room-phone-light", "ana", "room", PHONE, "light"),
    ("public-page-phone-fr", None, "/fr/write/care-kitchens/", PHONE, "light"),
    ("public-page-desktop-light", None, "/write/care-kitchens/", DESKTOP, "light"),
    ("conversation-phone-dark", "simran", "conversation", PHONE, "dark"),
    ("threats-desktop-light", "ana", "/watch/", DESKTOP, "light"),
    ("evidence-desktop-light", "ana", "/evidence/", DESKTOP, "light"),
    ("scoreboard-desktop-light", "ana", "/wins/", DESKTOP, "light"),
]


def open_page(browser: Browser, size: tuple[int, int], scheme: str) -> Page:
    return browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        device_scale_factor=1 if size == DESKTOP else 2,
    )


def sign_in(page: Page, key: str) -> None:
    page.goto(f"{HOST}/accounts/login/")
    page.fill("input[name=login]", f"{key}@local4120.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def go(page: Page, address: str) -> None:
    """`room` and `conversation` are reached as a person reaches them: by clicking."""
    if address == "room":
        page.goto(f"{HOST}/campaigns/")
        page.click("a:has-text('Bring shelter security back in house')")
    elif address == "conversation":
        page.goto(f"{HOST}/outreach/")
        page.click("main a[href*='/people/']")
    else:
        page.goto(f"{HOST}{address}")
    page.wait_for_load_state("networkidle")


def take(browser: Browser, wanted: list[str]) -> None:
    for name, key, address, size, scheme in PICTURES:
        if wanted and not any(word in name for word in wanted):
            continue
        page = open_page(browser, size, scheme)
        if key:
            sign_in(page, key)
        go(page, address)
        page.screenshot(path=HERE / f"{name}.png", full_page=size == DESKTOP)
        page.close()
        print(name)


def take_dossier() -> None:
    """The dossier's first pages, as they print."""
    documents = sorted((HERE.parents[1] / "var/documents").rglob("shelter-security-en-*.pdf"))
    for document in documents[:1]:
        pages = ["-f", "1", "-l", "2", str(document), str(HERE / "dossier")]
        subprocess.run(["pdftoppm", "-r", "70", "-png", *pages], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        take(chromium, sys.argv[1:])
        chromium.close()
    take_dossier()
