"""The page reads responses only on this machine, and never loads or sends anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Watched
from tests.node import MODULES
from tests.page.opened import box, fill, press, scope_box, taken, url

SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")
AXE = MODULES / "axe-core" / "axe.min.js"
BLOCKED = """async () => {
  const refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    refused.push(event.effectiveDirective);
  });
  await fetch("https://a.example/").catch(() => 0);
  navigator.sendBeacon("https://a.example/", "x");
  const image = new Image();
  image.src = "https://a.example/x.png";
  const form = document.createElement("form");
  form.action = "https://a.example/";
  document.body.append(form);
  form.submit();
  const markup = () => { document.body.innerHTML = "<b>x</b>"; };
  try { markup(); } catch (error) { refused.push(error.name); }
  await new Promise((done) => setTimeout(done, 200));
  return refused.sort();
}"""


def _serve(page: Page, file: Path, base: str) -> None:
    body = file.read_text(encoding="utf-8")
    page.context.route(
        f"{base}/**",
        lambda route: route.fulfill(body=body, content_type="text/html"),
    )
    page.goto(f"{base}/authorize.html")


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:8123", "http://localhost:8123", "http://[::1]:8123"]
)
def test_page_on_this_machine_reads_responses(tab: Page, file: Path, base: str) -> None:
    page = tab
    _serve(page, file, base)
    expect(page.get_by_label("Paste the whole response")).to_be_visible()
    expect(page.locator("#no-reading")).to_be_hidden()


@pytest.mark.parametrize(
    "base",
    [
        "https://docs.example.com",
        "http://docs.example.com",
        "https://localhost.example.com",
        "http://10.0.0.1:8123",
    ],
)
def test_page_of_a_website_has_no_field_for_responses(
    tab: Page, file: Path, seen: Watched, base: str
) -> None:
    page = tab
    _serve(page, file, base)
    fill(page)
    assert url(page).startswith("https://media.example.com/oauth/authorize?")
    for selector in (
        "#response",
        "#token",
        "#reading",
        "template",
        "#allow-missing-state",
    ):
        expect(page.locator(selector)).to_have_count(0)
    assert "Paste the whole response" not in page.locator("body").inner_html()
    expect(page.locator("#no-reading")).to_be_visible()
    assert seen.said == []
    assert seen.asked == [f"{base}/authorize.html"]


def test_page_in_a_frame_has_no_field_for_responses(tab: Page, file: Path) -> None:
    page = tab
    _serve(page, file, "http://127.0.0.1:8123")
    page.context.route(
        "http://127.0.0.1:9/",
        lambda route: route.fulfill(
            body="<iframe src='http://127.0.0.1:8123/x'></iframe>",
            content_type="text/html",
        ),
    )
    page.goto("http://127.0.0.1:9/")
    frame = page.frame_locator("iframe")
    expect(
        frame.get_by_role("heading", name="Build an authorization URL")
    ).to_be_visible()
    expect(frame.locator("#response")).to_have_count(0)


def test_without_a_clipboard_the_url_is_selected(tab: Page, file: Path) -> None:
    page = tab
    _serve(page, file, "http://docs.example.com")
    fill(page)
    press(page, "Copy the URL")
    expect(page.locator("#status")).to_contain_text("Select the text")
    selected = page.locator("#url").evaluate(
        "one => one.value.slice(one.selectionStart, one.selectionEnd)"
    )
    assert selected == url(page)


def test_policy_blocks_every_request(tab: Page, file: Path) -> None:
    page = tab
    page.goto(file.as_uri())
    assert set(page.evaluate(BLOCKED)) == {
        *("connect-src", "img-src", "form-action"),
        *("TypeError", "require-trusted-types-for"),
    }
    assert page.url == file.as_uri()


def test_binding_is_reachable_through_the_bundle(page: Page) -> None:
    built = page.evaluate("""() => new authorize.AuthorizationRequest({
            domain: "a.example", clientId: "k", state: "1"}).url""")
    assert built == (
        "https://a.example/oauth/authorize?response_type=token&client_id=k"
        "&redirect_uri=urn:ietf:wg:oauth:2.0:oob&state=1"
    )


_RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}"""


def violations(page: Page) -> list[str]:
    """Return the violations that axe rates serious or critical, each with its element.

    The page is rated in both color schemes, and is left in the light one. Its context must reduce
    motion.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in page.evaluate(_RUN)]
    page.emulate_media(color_scheme="light")
    return found


def test_axe_reports_nothing_serious(page: Page) -> None:
    assert violations(page) == []
    press(page, "Copy the URL")
    box(page, "view records").check()
    page.locator("summary").click()
    press(page, "Read the response")
    assert violations(page) == []
    box(page, "view records").uncheck()
    scope_box(page, "roles").check()
    fill(page)
    state = taken(page).split("state=")[1].split("&")[0]
    response = f"#access_token=a&token_type=bearer&state={state}&expires_in=60"
    page.locator("#response").fill(response)
    press(page, "Read the response")
    expect(page.locator("#granted")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nothing_is_wider_than_the_screen(tab: Page, file: Path, width: int) -> None:
    page = tab
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(file.as_uri())
    fill(page, client_id="k" * 500)
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
