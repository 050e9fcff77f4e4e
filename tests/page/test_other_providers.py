"""The page of specs with other parameters: a second variable, no state, constants, and defaults."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator import pipeline
from tests.browser import Watched
from tests.golden.cases import case
from tests.node import required
from tests.page.opened import FOCUSED, paste, press, scope_box, taken
from website.page import page as built_page


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skip or fail each test of this module if Node.js is missing."""
    required()


def _opened(page: Page, folder: Path, name: str) -> None:
    """Open the page of a case's spec."""
    for path, data in pipeline.tree(case(name), ["docs", "typescript"]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    file = folder / "authorize.html"
    file.write_bytes(built_page(folder / "docs" / "page"))
    page.goto(file.as_uri())


def test_each_of_two_variables_has_a_field(
    tab: Page, seen: Watched, tmp_path: Path
) -> None:
    page = tab
    _opened(page, tmp_path, "two-variables")
    fields = page.locator("#form > section:first-child input")
    variables = [one.get_attribute("data-option") for one in fields.all()]
    assert variables == ["domain", "site", "clientId"]
    for field in fields.all():
        field.fill("a/b")
    press(page, "Copy the URL")
    codes = page.locator("p.error:visible code")
    # Each error is next to its field; a client ID can contain a slash.
    assert codes.all_inner_texts() == ["domain_has_path", "invalid_path_segment"]
    assert seen.said == []


def test_provider_without_state(tab: Page, seen: Watched, tmp_path: Path) -> None:
    page = tab
    _opened(page, tmp_path, "no-state")
    expect(page.locator("#new-state")).to_have_count(0)
    expect(page.locator("#allow-missing-state")).to_be_hidden()
    for field in page.locator("#form > section:first-child input").all():
        field.fill("login.example.org")
    scope_box(page, "notes:read").check()
    asked = taken(page)
    assert asked.startswith("https://login.example.org/")
    assert "state=" not in asked
    assert asked.endswith("scope=notes:read")
    paste(page, "#access_token=abc&token_type=bearer")
    expect(page.locator("#granted-scopes li")).to_have_text(["notes:read Read notes."])
    assert seen.said == []


def test_provider_that_requires_a_scope(
    tab: Page, seen: Watched, tmp_path: Path
) -> None:
    page = tab
    _opened(page, tmp_path, "required-scope")
    page.locator("[data-option=domain]").fill("login.example.org")
    page.locator("[data-option=clientId]").fill("KEY")
    page.locator("summary").click()
    page.locator("[data-option=state]").fill("1")
    press(page, "Copy the URL")
    expect(page.locator("#status")).to_have_text(
        "Not ready. At least one scope is required."
    )
    expect(page.locator("[data-part=scope] code")).to_have_text("&scope=…")
    assert page.evaluate(FOCUSED) == "read notes"
    page.locator("[data-option=undocumentedScopes]").fill("other")
    base = "https://login.example.org/auth?response_type=token&client_id=KEY&state=1"
    assert taken(page) == f"{base}&scope=other"
    page.locator("[data-option=undocumentedScopes]").fill("")
    scope_box(page, "notes:write").check()
    assert taken(page) == f"{base}&scope=notes:write"
    assert seen.said == []


def test_constants_and_defaults_are_in_the_url(
    tab: Page, seen: Watched, tmp_path: Path
) -> None:
    page = tab
    _opened(page, tmp_path, "constants-and-defaults")
    page.locator("[data-option=domain]").fill("login.example.org")
    page.locator("[data-option=clientId]").fill("KEY")
    page.locator("summary").click()
    page.locator("[data-option=state]").fill("1")
    scope_box(page, "notes:read").check()
    assert taken(page) == (
        "https://login.example.org/auth?response_type=token&client_id=KEY"
        "&redirect_uri=http:%2F%2Flocalhost:8765%2Fback&state=1"
        "&audience=https:%2F%2Fapi.example.org%2Fv1&scope=notes:read"
    )
    expect(page.locator("[data-part=audience]")).to_have_text(
        "&audience=https:%2F%2Fapi.example.org%2Fv1For whom."
    )
    assert seen.said == []


def test_empty_field_omits_an_optional_redirect_uri(
    tab: Page, seen: Watched, tmp_path: Path
) -> None:
    page = tab
    _opened(page, tmp_path, "optional-redirect-uri")
    page.locator("[data-option=domain]").fill("login.example.org")
    page.locator("[data-option=clientId]").fill("KEY")
    page.locator("summary").click()
    page.locator("[data-option=state]").fill("1")
    scope_box(page, "notes:read").check()
    assert taken(page) == (
        "https://login.example.org/auth?response_type=token&client_id=KEY"
        "&state=1&scope=notes:read"
    )
    redirect = page.locator("[data-option=redirectUri]")
    redirect.fill("https://app.example.com/a")
    assert taken(page) == (
        "https://login.example.org/auth?response_type=token&client_id=KEY"
        "&redirect_uri=https:%2F%2Fapp.example.com%2Fa&state=1&scope=notes:read"
    )
    redirect.fill("/a")
    press(page, "Copy the URL")
    codes = page.locator("p.error:visible code").all_inner_texts()
    assert codes == ["invalid_redirect_uri"]
    assert seen.said == []
