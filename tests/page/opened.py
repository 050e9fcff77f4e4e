"""What a user does on the page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

DOMAIN, CLIENT_ID = "media.example.com", "YOUR_API_KEY"
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0];
  return (label?.textContent ?? one.textContent).replace(/\\s+/g, " ").trim();
}"""


def text_field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def box(page: Page, label: str) -> Locator:
    """Return the box of a task or a scope."""
    return page.get_by_role("checkbox", name=label, exact=True)


def scope_box(page: Page, scope: str) -> Locator:
    return page.locator(f"#scopes input[value='{scope}']")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, domain: str = DOMAIN, client_id: str = CLIENT_ID) -> None:
    """Fill in the two fields that a URL requires."""
    text_field(page, "domain").fill(domain)
    text_field(page, "Client ID").fill(client_id)


def url(page: Page) -> str:
    return text_field(page, "The URL").input_value()


def taken(page: Page) -> str:
    """Return the URL, copied by its button."""
    press(page, "Copy the URL")
    expect(page.locator("#status")).to_have_text("The URL is copied.")
    return str(page.evaluate("navigator.clipboard.readText()"))


def paste(page: Page, text: str) -> None:
    """Paste a text as the response, with the keys that a user presses."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    response = text_field(page, "Paste the whole response")
    response.fill("")
    response.focus()
    page.keyboard.press("Control+V")


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the focus is on the element with that label."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == label:
            return
    raise AssertionError(f"no Tab leads to {label}")
