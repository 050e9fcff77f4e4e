"""The page for a device, as a user sees it in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.mock.exchange.client import Client

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.mark.parametrize(
    ("button", "done", "status"),
    [("Approve", "Approved", 200), ("Deny", "Denied", 400)],
)
def test_user_types_the_code_and_decides(
    browser: Browser, server: Any, button: str, done: str, status: int
) -> None:
    client = Client(server, "PUBLIC")
    device = client.post("/device_authorization", {"scope": "read"}).json
    page = browser.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(device["verification_uri"])
    page.get_by_label("Code that your device shows").fill("BBBB-BBBB")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_have_text("Unknown or expired code")
    typed = device["user_code"].replace("-", "").lower()
    page.get_by_label("Code that your device shows").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(device["user_code"])
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_have_text("Incorrect username or password")
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading")).to_have_text(done)
    page.close()
    form = {"grant_type": DEVICE, "device_code": device["device_code"]}
    assert client.post("/token", form).status == status
    assert messages == []
