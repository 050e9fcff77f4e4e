"""Uses the page that `make docs` bundles, and reports what runs."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from website.page import page as built

HOST = "login.example.org"
ANSWERS = (
    "#access_token=abc&token_type=bearer&expires_in=60&state={state}",
    "#error=other&error_description=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&state={state}",
)
"""Responses of a server: a token, and an error whose text is markup."""

_CLICK = "all => all.forEach(one => one.click())"


def used(folder: Path, browser: Browser, watch: str, seen: str) -> list[str]:
    """Fill in the form of a tree's page and read responses; return the problems.

    `watch` runs before the script of the page, and `seen` returns what ran.
    """
    file = folder / "authorize.html"
    file.write_bytes(built(folder / "docs" / "page"))
    problems: list[str] = []

    def ask(request: Request) -> None:
        if request.url != file.as_uri():
            problems.append(f"the built page asked for {request.url[:80]}")

    def say(message: ConsoleMessage) -> None:
        problems.append(f"the built page said {message.text[:80]}")

    context = browser.new_context()
    try:
        page = context.new_page()
        page.add_init_script(watch)
        page.on("request", ask)
        page.on("console", say)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(file.as_uri())
        problems += [*_asked(page), *map(str, page.evaluate(seen))]
    finally:
        context.close()
    return problems


def _asked(page: Page) -> list[str]:
    """Build a URL with every task and scope, and read each response to it."""
    for field in page.locator("#form > section:first-child input").all():
        is_key = field.get_attribute("data-option") == "clientId"
        field.fill("KEY" if is_key else HOST)
    for boxes in ("#tasks input", "#questions input", "#scopes input:not(:checked)"):
        page.locator(boxes).evaluate_all(_CLICK)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    url = page.locator("#url").input_value()
    state = parse_qs(urlsplit(url).query).get("state", [""])[0]
    if not state:
        return [f"the built page gives {url[:80]!r} for a URL"]
    shown: list[bool] = []
    for answer in ANSWERS:
        page.locator("#response").fill(answer.format(state=state))
        page.locator("#read").click()
        shown += [page.locator(f"#{id}").is_visible() for id in ("granted", "denial")]
    if shown != [True, False, False, True]:
        return ["the built page does not read its responses"]
    page.locator("#new-state, #copy").evaluate_all(_CLICK)
    return []
