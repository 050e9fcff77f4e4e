"""The web applications of the recipes, at servers that this project did not write."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from socket import socket

import httpx
import pytest

from tests.servers.application import SECRET
from tests.servers.recipe_application import Running, application, expire


@pytest.fixture(
    scope="module",
    params=[("flask_app", "oidc"), ("fastapi_app", "authlib")],
    ids=["flask", "fastapi"],
)
def app(
    request: pytest.FixtureRequest,
    package: object,
    recipes: str,
    listening: socket,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    """Run each application, at one server each."""
    name, kind = request.param
    folder = tmp_path_factory.mktemp(name)
    server = request.getfixturevalue(kind)
    with application(name, recipes, server, listening, folder) as running:
        yield running


class Browser(httpx.Client):
    """A browser, which like others sends secure cookies to its own machine without TLS."""

    def __init__(self, app: Running) -> None:
        super().__init__(base_url=app.url, timeout=30)
        self.event_hooks["request"].append(self._with_cookies)
        self.event_hooks["response"].append(self._keep_cookies)
        self.app = app
        self.kept: dict[str, str] = {}

    def _with_cookies(self, request: httpx.Request) -> None:
        if self.kept:
            cookies = (f"{name}={value}" for name, value in self.kept.items())
            request.headers["Cookie"] = "; ".join(cookies)

    def _keep_cookies(self, response: httpx.Response) -> None:
        for header in response.headers.get_list("Set-Cookie"):
            for name, one in SimpleCookie(header).items():
                self.kept[name] = one.value
                if one["max-age"] == "0":
                    del self.kept[name]

    def begin(self) -> str:
        """Return the URL of a new login."""
        return self.get("/login").headers["Location"]

    def redirect(self, url: str, decision: str = "approve") -> str:
        """Return the redirect of a user who decides."""
        return self.app.server.decide(url, decision)

    def log_in(self) -> None:
        assert self.get(self.redirect(self.begin())).status_code == 303

    @property
    def session(self) -> str:
        return self.kept[self.app.logins.SESSION]

    def title(self, path: str) -> tuple[int, str]:
        """Return the status of a page, and its heading."""
        page = self.get(path)
        return page.status_code, page.text.partition("<h1>")[2].partition("</h1>")[0]


@pytest.fixture
def browser(app: Running) -> Iterator[Browser]:
    with Browser(app) as opened:
        yield opened


@pytest.fixture
def other_browser(app: Running) -> Iterator[Browser]:
    with Browser(app) as opened:
        yield opened


UNKNOWN = (400, "This login cannot be finished")
USED = (400, "This login was already used")
LOGGED_OUT = (401, "You are not logged in")
PROFILE = (200, "Profile")


def test_user_logs_in_calls_and_logs_out(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "logins")
    assert browser.title("/profile") == LOGGED_OUT
    redirect = browser.redirect(browser.begin())
    returned = browser.get(redirect)
    assert (returned.status_code, returned.headers["Location"]) == (303, "/")
    cookie = returned.headers["Set-Cookie"]
    name, _, attributes = cookie.partition(";")
    assert name.startswith("__Host-session=")
    assert sorted(attributes.lower().replace(" ", "").split(";")) == [
        *("httponly", "path=/", "samesite=lax", "secure")
    ]
    session, store = browser.session, browser.app.logins.store
    record = store.read(session)
    shown = [browser.get("/"), browser.get("/profile")]
    assert shown[0].headers["Referrer-Policy"] == "no-referrer"
    assert shown[0].headers["Cache-Control"] == "no-store"
    assert browser.title("/profile") == PROFILE
    api = f"http://{browser.app.server.host}/me"
    bearer = {"Authorization": f"Bearer {record['access_token']}"}
    assert httpx.get(api, headers=bearer).status_code == 200
    assert browser.post("/logout").status_code == 303
    assert httpx.get(api, headers=bearer).status_code == 401
    assert browser.title("/profile") == LOGGED_OUT
    assert store.read(session) is None
    browser.kept[browser.app.logins.SESSION] = session
    assert browser.title("/profile") == LOGGED_OUT
    secrets = (record["access_token"], record["refresh_token"], SECRET)
    text = caplog.text + "".join(one.text for one in shown)
    assert not any(one in text for one in secrets)


def test_expired_token_is_renewed(browser: Browser) -> None:
    browser.log_in()
    assert browser.title("/profile") == PROFILE
    store, session = browser.app.logins.store, browser.session
    before = dict(store.read(session))
    expire(browser.app, session)
    assert browser.title("/profile") == PROFILE
    after = store.read(session)
    assert after["refresh_token"] != before["refresh_token"]
    assert after["expires_at"] > time.time() + 500


def test_login_that_cannot_be_renewed_has_ended(browser: Browser) -> None:
    browser.log_in()
    session = browser.session
    expire(browser.app, session, refresh_token="unknown")
    assert browser.title("/profile") == (401, "Your login has ended")
    assert browser.app.logins.store.read(session) is None
    assert "You are not logged in." in browser.get("/").text
    assert browser.title("/profile") == LOGGED_OUT


def test_logout_says_if_the_token_was_not_revoked(browser: Browser) -> None:
    browser.log_in()
    session, logins = browser.session, browser.app.logins

    def unavailable(request: httpx.Request) -> None:
        raise httpx.ConnectError("refused", request=request)

    logins.http.event_hooks = {"request": [unavailable]}
    try:
        shown = browser.post("/logout")
    finally:
        logins.http.event_hooks = {}
    assert shown.status_code == 502
    assert "<h1>You are logged out</h1>" in shown.text
    assert "The provider did not confirm that it revoked" in shown.text
    assert "The access may last until it expires." in shown.text
    assert logins.store.read(session) is None
    assert logins.SESSION not in browser.kept
    assert browser.title("/profile") == LOGGED_OUT


def test_redirect_with_another_state_is_rejected(browser: Browser) -> None:
    redirect = browser.redirect(browser.begin())
    state = httpx.URL(redirect).params["state"]
    for wrong in ("", "wrong", state[:-1], "%FF%00", f"{state}&state=other"):
        assert browser.title(redirect.replace(state, wrong)) == UNKNOWN
    assert browser.title(redirect.replace("state=", "other=")) == UNKNOWN
    assert browser.get(redirect).status_code == 303


def test_redirect_in_another_browser_is_rejected(
    browser: Browser, other_browser: Browser
) -> None:
    redirect = browser.redirect(browser.begin())
    assert other_browser.title(redirect) == UNKNOWN
    other_browser.begin()
    assert other_browser.title(redirect) == UNKNOWN
    assert browser.get(redirect).status_code == 303


def test_redirect_works_once(browser: Browser) -> None:
    redirect = browser.redirect(browser.begin())
    assert browser.get(redirect).status_code == 303
    assert browser.title(redirect) == USED
    assert browser.title("/profile") == PROFILE


def test_two_redirects_at_once_send_one_token_request(browser: Browser) -> None:
    redirect = browser.redirect(browser.begin())
    cookies = {"Cookie": f"__Host-browser={browser.kept['__Host-browser']}"}
    sent: list[str] = []

    def slowly(request: httpx.Request) -> None:
        sent.append(str(request.url))
        time.sleep(0.2)

    browser.app.logins.http.event_hooks = {"request": [slowly]}
    found: list[int] = []

    def visit() -> None:
        found.append(httpx.get(redirect, headers=cookies, timeout=30).status_code)

    threads = [threading.Thread(target=visit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    browser.app.logins.http.event_hooks = {}
    assert sorted(found) == [303, 400]
    assert len(sent) == 1


def test_canceled_login_is_explained(browser: Browser) -> None:
    redirect = browser.redirect(browser.begin(), "cancel")
    assert browser.title(redirect) == (400, "You canceled the login")
    assert browser.title(redirect) == USED
    assert browser.title("/profile") == LOGGED_OUT


def test_code_that_the_server_rejects_is_explained(browser: Browser) -> None:
    redirect = browser.redirect(browser.begin())
    code = httpx.URL(redirect).params["code"]
    wrong = redirect.replace(code, f"{code}x")
    assert browser.title(wrong) == (400, "The login did not work")


def test_two_tabs_log_in(browser: Browser) -> None:
    first, second = browser.begin(), browser.begin()
    assert browser.get(browser.redirect(first)).status_code == 303
    session = browser.session
    assert browser.get(browser.redirect(second)).status_code == 303
    assert browser.session != session
    assert browser.title("/profile") == PROFILE
    # Nobody can reach the first session any more.
    assert browser.app.logins.store.read(session) is None


def test_unfinished_logins_are_limited(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser.app.pending_logins, "LIMIT", 3)
    urls = [browser.begin() for _ in range(4)]
    assert browser.title(browser.redirect(urls[0])) == UNKNOWN
    for url in urls[1:]:
        assert browser.get(browser.redirect(url)).status_code == 303


def test_login_expires(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    redirect = browser.redirect(browser.begin())
    monkeypatch.setattr(browser.app.pending_logins, "LIFETIME", 0)
    assert browser.title(redirect) == UNKNOWN


def test_threads_take_each_login_once(app: Running) -> None:
    pending, found = app.logins.pending, list[str]()
    logins = [f"login-{number}" for number in range(15)]
    for login in logins:
        pending.add(login, "browser", {"login": login})
    start = threading.Barrier(4)

    def take() -> None:
        start.wait()
        taken = [pending.take(login, "browser") for login in logins]
        found.extend(one["login"] for one in taken if one)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(logins)
