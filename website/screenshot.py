"""`python -m website.screenshot` takes the README's picture of the page that `make docs` built."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from demo.chromium import NAMES, chromium, launch
from website.__main__ import PAGE, SITE

PICTURE = Path(__file__).with_name("authorize.png")
STATE = "0f3c9a1e5b7d42860f3c9a1e5b7d4286"
"""Replaces a random state, so that the same page gives the same picture."""


def main() -> int:
    """Take the picture; return 1 if no browser is found."""
    executable = chromium()
    if executable is None:
        missing = f"none of {', '.join(NAMES)} is installed"
        print(missing, file=sys.stderr)
        return 1
    with sync_playwright() as playwright, launch(playwright, executable) as browser:
        context = browser.new_context(
            viewport={"width": 1080, "height": 760}, color_scheme="light"
        )
        page = context.new_page()
        page.goto((SITE / PAGE).as_uri())
        page.locator("[data-option=state]").evaluate(
            "(one, state) => { one.value = state; }", STATE
        )
        fields = page.locator("#form > section:first-child input")
        for field in fields.all():
            field.fill(field.get_attribute("placeholder") or "")
        page.locator("#tasks input").first.check()
        choice = page.locator("#questions fieldset:not([hidden]) input")
        if choice.count():
            choice.first.check()
        page.locator("#status").filter(has_text="ready.").wait_for()
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
        page.screenshot(path=PICTURE)
    print(f"{PICTURE.name}: {PICTURE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
