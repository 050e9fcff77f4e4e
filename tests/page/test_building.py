"""The page builds the same URL as the Python package, and shows each error next to its field."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager

from imagen_oauth import AuthorizationRequest, Scope
from playwright.sync_api import Locator, Page, expect

from tests.page.opened import (
    CLIENT_ID,
    DOMAIN,
    box,
    fill,
    press,
    scope_box,
    tab_to,
    taken,
    text_field,
    url,
)
from tests.scopes import PERMITTING, tasks_of

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


def _type_over(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_documented_url_can_be_built_by_keyboard(page: Page) -> None:
    _type_over(page, "domain", DOMAIN)
    _type_over(page, "Client ID", CLIENT_ID)
    tab_to(page, tasks_of("modifyUsersData")[0])
    page.keyboard.press("Space")
    tab_to(page, "readUsersData See records, media, and collections.")
    page.keyboard.press("Space")
    tab_to(page, "Advanced")
    page.keyboard.press("Enter")
    _type_over(page, "State", "1")
    tab_to(page, "Copy the URL")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("The URL is copied.")
    scopes = [Scope.READ_USERS_DATA, Scope.MODIFY_USERS_DATA]
    request = AuthorizationRequest(DOMAIN, CLIENT_ID, scopes, state="1")
    assert page.evaluate("navigator.clipboard.readText()") == request.url


def test_every_field_can_be_filled_in_by_keyboard(page: Page) -> None:
    _type_over(page, "domain", "LocalHost:08080")
    _type_over(page, "Client ID", "key &=+~%/")
    tab_to(page, "Advanced")
    page.keyboard.press("Enter")
    _type_over(page, "Redirect URI", "http://127.0.0.1:9/a?b=c")
    _type_over(page, "State", "s p/a?")
    _type_over(page, "Undocumented scopes", "files databases")
    _type_over(page, "Extra parameters", "prompt=ja ü=\nlogin hint=x&y")
    tab_to(page, "Scheme")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Copy the URL")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("The URL is copied.")
    request = AuthorizationRequest(
        "LocalHost:08080",
        "key &=+~%/",
        redirect_uri="http://127.0.0.1:9/a?b=c",
        state="s p/a?",
        undocumented_scopes=["files", "databases"],
        extra_parameters=[("prompt", "ja ü="), ("login hint", "x&y")],
        scheme="http",
    )
    assert page.evaluate("navigator.clipboard.readText()") == request.url


def test_url_without_a_scope_has_a_warning(page: Page) -> None:
    status = page.locator("#status")
    fill(page)
    expect(status).to_have_text(
        "The URL is ready, but it requests no scope, so the server may grant every scope. "
        "Select a task or a scope."
    )
    scope_box(page, "roles").check()
    expect(status).to_have_text("The URL is ready.")
    scope_box(page, "roles").uncheck()
    page.locator("summary").click()
    text_field(page, "Undocumented scopes").fill("files")
    expect(status).to_have_text("The URL is ready.")


def test_parts_grow_with_the_url_and_are_explained(page: Page) -> None:
    parts = page.locator("#parts > li:visible code")
    expect(parts).to_have_text(
        [
            "https://{domain}/oauth/authorize",
            "?response_type=token",
            "&client_id=…",
            "&redirect_uri=urn:ietf:wg:oauth:2.0:oob",
            f"&state={text_field_value(page, 'state')}",
        ]
    )
    fill(page, client_id="a b")
    scope_box(page, "roles").check()
    assert url(page) == "".join(parts.all_inner_texts())
    expect(page.locator("#parts > li:visible").last).to_have_text(
        "&scope=rolesOnly the scopes that the application needs."
    )


def text_field_value(page: Page, option: str) -> str:
    return page.locator(f"[data-option={option}]").input_value()


def test_state_is_random_and_can_be_replaced(page: Page) -> None:
    first = text_field_value(page, "state")
    page.get_by_text("Advanced").click()
    press(page, "New random state")
    second = text_field_value(page, "state")
    assert [len(bytes.fromhex(one)) for one in (first, second)] == [16, 16]
    assert first != second


def test_task_selects_the_only_scope_that_permits_it(page: Page) -> None:
    task = tasks_of("modifyRoles")[0]
    fill(page)
    box(page, task).check()
    expect(scope_box(page, "modifyRoles")).to_be_checked()
    expect(page.locator("#help-modifyRoles .use")).to_have_text(f"To {task}.")
    assert url(page).endswith("&scope=modifyRoles")
    scope_box(page, "modifyRoles").uncheck()
    expect(box(page, task)).not_to_be_checked()
    assert "scope=" not in url(page)


def test_user_chooses_between_scopes_that_permit_a_task(page: Page) -> None:
    shared = (one for one in PERMITTING.values() if len(one) > 1)
    scopes = next(one for one in shared if len(tasks_of(*one)) > 1)
    tasks = tasks_of(*scopes)[:2]
    fill(page)
    for task in tasks:
        box(page, task).check()
    assert url(page) == ""
    question = page.get_by_role("group", name="Choose a scope for")
    expect(question.locator("legend")).to_have_text(
        f"Choose a scope for: {tasks[0]}, {tasks[1]}"
    )
    press(page, "Copy the URL")
    expect(question.get_by_role("radio").first).to_be_focused()
    expect(page.locator("#status")).to_have_text(
        f"Not ready. Choose a scope for this task: {tasks[0]}"
    )
    page.keyboard.press("Space")
    assert url(page).endswith(f"&scope={scopes[0]}")
    # Another scope does not change the choice.
    scope_box(page, scopes[1]).check()
    assert url(page).endswith(f"&scope={scopes[0]}%20{scopes[1]}")
    for task in tasks:
        box(page, task).uncheck()
    expect(question).to_be_hidden()
    assert url(page).endswith(f"&scope={scopes[1]}")


def test_scope_that_is_requested_anyway_is_proposed(page: Page) -> None:
    fill(page)
    box(page, tasks_of("modifyUsersData")[0]).check()
    box(page, "view records").check()
    question = page.get_by_role("group", name="Choose a scope for")
    expect(question.locator("input[value=modifyUsersData]")).to_be_checked()
    question.locator("input[value=readUsersData]").check()
    assert url(page).endswith("&scope=readUsersData%20modifyUsersData")


ERRORS = [
    ("domain", "https://media.example.com/", "domain_has_scheme"),
    ("domain", "media.example.com/oauth", "domain_has_path"),
    ("domain", "bücher.example", "domain_not_ascii"),
    ("clientId", "schlüssel", "invalid_client_id"),
    ("clientId", " key", "invalid_client_id"),
    ("redirectUri", "https://bücher.example/", "invalid_redirect_uri"),
    ("redirectUri", "http://app.example.com/", "insecure_transport"),
    ("redirectUri", "https://app.example.com/#a", "redirect_uri_fragment"),
    ("state", "", "state_empty"),
    ("undocumentedScopes", 'a "b"', "invalid_scope_token"),
    ("extraParameters", "state=1", "reserved_param"),
    ("extraParameters", "prompt", "param_empty"),
]
NAMES = [
    ("domain", "", "Domain is "),
    ("clientId", "", "Client ID is "),
    ("undocumentedScopes", 'a "b"', "Item 2 of Undocumented scopes is "),
    ("extraParameters", "state=1", "An item of Extra parameters has the name state"),
]


@contextmanager
def _entered(page: Page, option: str, value: str) -> Generator[Locator]:
    """Enter a value that is not valid, yield the field, and correct the value."""
    field = page.locator(f"[data-option={option}]")
    before = field.input_value()
    field.fill(value)
    field.blur()
    yield field
    field.fill(before)
    expect(page.locator("p.error:visible")).to_have_count(0)
    assert url(page) != ""


def test_error_is_next_to_its_field(page: Page) -> None:
    fill(page)
    page.get_by_text("Advanced").click()
    for option, value, code in ERRORS:
        field = page.locator(f"[data-option={option}]")
        expect(field).to_have_attribute("aria-invalid", "false")
        with _entered(page, option, value) as field:
            expect(field).to_have_attribute("aria-invalid", "true")
            described = (field.get_attribute("aria-describedby") or "").split()
            expect(page.locator(f"#{described[-1]} code")).to_have_text(code)
            assert url(page) == ""


def test_error_names_the_field_by_its_label(page: Page) -> None:
    fill(page)
    page.get_by_text("Advanced").click()
    for option, value, start in NAMES:
        with _entered(page, option, value):
            error = page.locator(f"#field-{option}-error")
            expect(error.locator("strong")).to_have_text(re.compile(f"^{start}.*\\. $"))
            expect(error.locator("span")).to_have_text(re.compile(r"^[A-Z].*\. $"))
            expect(page.locator("#status")).to_contain_text(f"Not ready. {start}")


def test_hint_for_a_url_of_this_machine_names_the_place_of_the_scheme(
    page: Page,
) -> None:
    fill(page, domain="http://localhost:8080/")
    expect(page.locator("#field-domain-error span")).to_have_text(
        "Write localhost:8080, and choose http as the scheme under Advanced. "
    )
    text_field(page, "domain").fill("localhost:8080")
    page.locator("summary", has_text="Advanced").click()
    page.get_by_label("Scheme").select_option("http")
    assert url(page).startswith("http://localhost:8080/oauth/authorize?")


def test_all_errors_show_at_once_and_the_first_takes_the_focus(page: Page) -> None:
    expect(page.locator("p.error:visible")).to_have_count(0)
    page.locator("[data-option=extraParameters]").evaluate(
        "one => { one.value = 'a=1\\na=2'; one.dispatchEvent(new Event('input')); }"
    )
    press(page, "Copy the URL")
    expect(page.locator("p.error:visible code")).to_have_text(
        ["domain_empty", "client_id_empty"]
    )
    expect(text_field(page, "domain")).to_be_focused()
    fill(page)
    expect(page.locator("p.error:visible")).to_have_count(0)
    page.get_by_role("link", name="Open the URL").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-option=extraParameters]")).to_be_focused()
    expect(page.locator("p.error:visible code")).to_have_text(["duplicate_param"])


def test_http_is_only_for_this_machine(page: Page) -> None:
    fill(page)
    page.get_by_text("Advanced").click()
    page.get_by_label("Scheme").select_option("http")
    expect(page.locator("#field-scheme-error code")).to_have_text("insecure_transport")
    text_field(page, "domain").fill("127.0.0.1:8080")
    expect(page.locator("#field-scheme-error")).to_be_hidden()
    assert url(page).startswith("http://127.0.0.1:8080/oauth/authorize?")


def test_url_that_is_too_long_is_reported(page: Page) -> None:
    fill(page, client_id="k" * 8_000)
    assert url(page) == ""
    expect(page.locator("#status")).to_contain_text("more than 8,000 characters")
    fill(page)
    assert url(page) != ""


def test_markup_typed_into_every_field_stays_text(page: Page) -> None:
    page.get_by_text("Advanced").click()
    count = page.locator("script, img").count()
    fields = page.locator("input[data-option], textarea:not([readonly])")
    for index in range(fields.count()):
        fields.nth(index).fill(f"{SCRIPT}={SCRIPT}")
        fields.nth(index).blur()
    press(page, "Read the response")
    fill(page, client_id=SCRIPT)
    for option in ("redirectUri", "undocumentedScopes"):
        page.locator(f"[data-option={option}]").fill("")
    page.locator("[data-option=redirectUri]").fill("urn:ietf:wg:oauth:2.0:oob")
    expect(page.locator("#extra-parts code")).to_contain_text("script%3E")
    pair = (f"{SCRIPT}={SCRIPT}").split("=", 1)
    request = AuthorizationRequest(
        DOMAIN,
        SCRIPT,
        state=f"{SCRIPT}={SCRIPT}",
        extra_parameters=[(pair[0], pair[1])],
    )
    assert taken(page) == request.url
    press(page, "Read the response")
    expect(page.locator("#response-error code")).to_be_visible()
    assert page.locator("script, img").count() == count


def test_enter_in_a_field_sends_nothing(page: Page) -> None:
    fill(page)
    before = url(page)
    text_field(page, "domain").press("Enter")
    assert url(page) == before


def test_link_opens_the_url_without_a_referrer(
    page: Page,
) -> None:
    fill(page)
    link = page.get_by_role("link", name="Open the URL")
    expect(link).to_have_attribute("href", url(page))
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")


def test_reloaded_page_has_forgotten_everything(page: Page) -> None:
    fill(page)
    state = text_field_value(page, "state")
    page.reload()
    assert [text_field_value(page, one) for one in ("domain", "clientId")] == ["", ""]
    assert text_field_value(page, "state") != state
