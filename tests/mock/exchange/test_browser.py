"""The pages for a device, as a user sees them in a real browser; and what a foreign page cannot do."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import node
from tests.browser import watched
from tests.mock.exchange.client import Client
from tests.page.test_places import SCHEMES, violations

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Code that your device shows").fill(code)
    page.keyboard.press("Enter")


def decide(page: Page, button: str, password: str = "demo") -> None:
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize(
    ("button", "done", "status"),
    [("Approve", "Approved", 200), ("Deny", "Denied", 400)],
)
def test_user_types_the_code_and_decides_without_javascript(
    browser: Browser, server: Any, button: str, done: str, status: int
) -> None:
    client = Client(server, "PUBLIC")
    device = client.post("/device_authorization", {"scope": "read"}).json
    context = browser.new_context(java_script_enabled=False)
    page, seen = context.new_page(), watched(context)
    page.goto(device["verification_uri"])
    type_code(page, "BBBB-BBBB")
    expect(page.get_by_role("alert")).to_contain_text("No device shows this code.")
    typed = page.get_by_label("Code that your device shows")
    expect(typed).to_have_value("BBBB-BBBB")
    expect(typed).to_have_attribute("aria-describedby", "wrong")
    type_code(page, device["user_code"].replace("-", "").lower())
    expect(page.locator("main")).to_contain_text(device["user_code"])
    decide(page, button, "wrong")
    expect(page.get_by_role("alert")).to_have_text("Incorrect username or password")
    decide(page, button)
    expect(page.get_by_role("heading")).to_have_text(done)
    page.goto(device["verification_uri_complete"])
    expect(page.get_by_role("alert")).to_contain_text("This code was already used.")
    context.close()
    form = {"grant_type": DEVICE, "device_code": device["device_code"]}
    assert client.post("/token", form).status == status
    assert seen.said == []


BACKGROUNDS = {"light": "rgb(244, 245, 247)", "dark": "rgb(20, 23, 28)"}


def problems(page: Page) -> list[str]:
    """Return what is wrong with a page in a narrow and a wide window, and in both color schemes."""
    page.wait_for_load_state()
    found: list[str] = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        if page.evaluate("document.documentElement.scrollWidth") != width:
            found.append(f"wider than {width}")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        color = page.evaluate("getComputedStyle(document.body).backgroundColor")
        if color != BACKGROUNDS[scheme]:
            found.append(f"{scheme}: {color}")
    return [*found, *violations(page)]


def test_pages_of_a_device_fit_and_are_accessible(tab: Page, server: Any) -> None:
    node.required()
    device = Client(server, "PUBLIC").post("/device_authorization", {}).json
    page = tab
    page.goto(device["verification_uri"])
    assert problems(page) == []
    type_code(page, "W" * 60)
    expect(page.get_by_role("alert")).to_be_visible()
    assert problems(page) == []
    page.goto(device["verification_uri_complete"])
    assert problems(page) == []
    decide(page, "Approve", "wrong")
    expect(page.get_by_role("alert")).to_be_visible()
    assert problems(page) == []
    decide(page, "Approve")
    expect(page.get_by_role("heading")).to_have_text("Approved")
    assert problems(page) == []


ATTEMPTS = """async (url) => {
    const failed = [];
    const json = {"Content-Type": "application/json"};
    for (const options of [
        {method: "POST", body: "{}", headers: json},
        {method: "POST", body: "{}", headers: json, mode: "no-cors"},
        {method: "POST", body: "{}", mode: "no-cors"},
        {method: "POST", body: new Blob(["{}"], {type: "application/json"}), mode: "no-cors"},
    ]) {
        try { const got = await fetch(`${url}/_mock/reset`, options); failed.push(got.type); }
        catch { failed.push("error"); }
    }
    try { failed.push((await fetch(`${url}/_mock/issued`)).type); } catch { failed.push("error"); }
    return failed;
}"""


def test_page_of_another_origin_changes_and_reads_nothing(
    tab: Page, server: Any
) -> None:
    server.fault(status=503)
    server.issue()
    page = tab
    page.goto(server.resource_url)
    assert page.evaluate(ATTEMPTS, server.url) == [
        *("error", "opaque", "opaque", "opaque", "error"),
    ]
    page.set_content(
        f'<form method="post" enctype="text/plain" action="{server.url}/_mock/reset">'
        """<input name='{"everything": true, "a": "' value='"}'><button>Go</button></form>"""
    )
    with page.expect_navigation():
        page.get_by_role("button").click()
    expect(page.locator("body")).to_contain_text("pages in a browser cannot use")
    assert Client(server).post("/token", {}).status == 503
    assert len(server.issued()) == 2
