"""The authorization endpoint and its pages, request by request."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from imagen_oauth import Scope
from imagen_oauth_mock import MockServer
from imagen_oauth_mock.fixtures import imagen_mock_server, mock_server

from tests.mock.http import Response, request_of, send

__all__ = ["imagen_mock_server", "mock_server"]

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
LOGIN = {"name": "demo", "password": "demo"}
SCRIPT = '"><script>alert(1)</script>'


def url_with(mock_server: MockServer, **changes: str | None) -> str:
    """Return an authorization URL with changed parameters; None omits one."""
    parameters: dict[str, str | None] = {
        "response_type": "token",
        "client_id": "YOUR_API_KEY",
        "redirect_uri": OUT_OF_BAND,
        "state": "s",
        "scope": "roles",
    }
    parameters.update(changes)
    pairs = (f"{name}={quote(value)}" for name, value in parameters.items() if value)
    return f"{mock_server.url}/oauth/authorize?{'&'.join(pairs)}"


def page_of(mock_server: MockServer, url: str) -> Response:
    """Return the page that an authorization URL leads to, in a new browser."""
    begun = send(url)
    assert begun.status == 303
    return send(mock_server.url + begun.location, begun.cookie)


def field_of(page: Response) -> str:
    """Return the response in the field of the out-of-band page."""
    return page.text.partition('spellcheck="false">')[2].partition("</textarea>")[0]


def test_each_step_redirects_to_the_url_of_the_request(
    mock_server: MockServer,
) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    assert begun.status == 303
    logged_in = send(address, begun.cookie, LOGIN)
    decided = send(address, begun.cookie, {"decision": "approve"})
    for step in (logged_in, decided):
        assert (step.status, step.location, step.text) == (303, begun.location, "")


def test_pages_share_one_url(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    titles: list[str] = []
    for form in ({}, LOGIN, {"decision": "deny"}):
        if form:
            send(address, begun.cookie, form)
        text = send(address, begun.cookie).text
        titles.append(text.partition("<h1>")[2].partition("</h1>")[0])
    assert titles == [
        "Log in",
        "Approve Example application?",
        "The response is an error",
    ]


def test_second_decision_changes_nothing(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, LOGIN)
    send(address, begun.cookie, {"decision": "approve"})
    first = field_of(send(address, begun.cookie))
    assert "access_token=" in first
    for decision in ("approve", "deny"):
        send(address, begun.cookie, {"decision": decision})
        assert field_of(send(address, begun.cookie)) == first


def test_redirected_response_is_not_shown_afterwards(mock_server: MockServer) -> None:
    redirect = "http://localhost:8/"
    begun = send(request_of(mock_server, redirect_uri=redirect).url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, LOGIN)
    sent = send(address, begun.cookie, {"decision": "approve"})
    assert sent.location.startswith(f"{redirect}#access_token=")
    again = send(address, begun.cookie)
    assert "Request completed" in again.text
    assert "access_token" not in again.text


@pytest.mark.parametrize("form", [{"decision": "approve"}, {}, {"name": "demo"}])
def test_decision_requires_login(mock_server: MockServer, form: dict[str, str]) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, form)
    assert "<h1>Log in</h1>" in send(address, begun.cookie).text


@pytest.mark.parametrize(
    "form", [{"decision": "maybe"}, {"decision": "fail", "error": "no_such"}, {}]
)
def test_unknown_decision_is_ignored(
    mock_server: MockServer, form: dict[str, str]
) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, LOGIN)
    send(address, begun.cookie, form)
    assert "Approve Example application?" in send(address, begun.cookie).text


def test_request_belongs_to_the_browser_that_opened_it(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server).url)
    other = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    assert [send(address, one).status for one in ({}, other.cookie)] == [404, 404]
    rejected = send(address, other.cookie, LOGIN)
    assert rejected.status == 404
    assert send(address, begun.cookie).status == 200


def test_browser_keeps_its_id_across_requests(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server).url)
    again = send(request_of(mock_server).url, begun.cookie)
    assert again.cookie == begun.cookie
    forged = send(
        request_of(mock_server).url, {"Cookie": f"{_cookie_name(begun)}=a; Path=/x"}
    )
    assert _cookie_value(forged) != "a"


def _cookie_name(response: Response) -> str:
    return response.headers["Set-Cookie"].partition("=")[0]


def _cookie_value(response: Response) -> str:
    return response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def test_cookie_is_hidden_from_scripts_and_other_sites(mock_server: MockServer) -> None:
    cookie = send(request_of(mock_server).url).headers["Set-Cookie"]
    port = mock_server.domain.rpartition(":")[2]
    assert cookie.startswith(f"mock-server-{port}=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"client_id": None}, "Missing client_id parameter."),
        ({"client_id": "NOBODY"}, "Invalid client_id parameter value."),
        ({"redirect_uri": "/back"}, "Invalid redirect URI."),
        ({"redirect_uri": "https://evil.example/"}, "Mismatching redirect URI."),
        ({"redirect_uri": "http://192.0.2.1/"}, "Mismatching redirect URI."),
        ({"redirect_uri": "http://127.0.0.1.evil.example/"}, "Mismatching"),
        ({"redirect_uri": "http://localhost@evil.example/"}, "Invalid redirect URI."),
        ({"redirect_uri": "http://localhost:8/#x"}, "Invalid redirect URI."),
        ({"redirect_uri": "http://localhost:8/\r\nX-Evil: 1"}, "Invalid redirect URI."),
        ({"redirect_uri": "javascript:alert(1)"}, "Mismatching redirect URI."),
    ],
)
def test_invalid_client_or_redirect_uri_is_shown_only_to_the_user(
    mock_server: MockServer, changes: dict[str, str | None], message: str
) -> None:
    page = send(url_with(mock_server, **changes))
    assert page.status == 400
    assert page.headers["Location"] is None
    assert "invalid_request: " in page.text
    assert message in page.text


@pytest.mark.parametrize(
    "name", ["response_type", "client_id", "redirect_uri", "state", "scope"]
)
def test_duplicate_parameter_is_rejected(mock_server: MockServer, name: str) -> None:
    page = send(f"{url_with(mock_server)}&{name}=x")
    assert page.status == 400
    assert f"invalid_request: Duplicate {name} parameter." in page.text


def test_undecodable_query_is_rejected(mock_server: MockServer) -> None:
    for wrong in ("%FF", "&".join(["x=1"] * 100)):
        page = send(f"{url_with(mock_server, state=None)}&state={wrong}")
        assert page.status == 400
        assert "invalid_request: The query cannot be decoded." in page.text


@pytest.mark.parametrize(
    ("changes", "response"),
    [
        (
            {"response_type": None},
            (
                "error=invalid_request&amp;error_description="
                "Missing+response_type+parameter.&amp;state=s"
            ),
        ),
        ({"response_type": "code"}, "error=unsupported_response_type&amp;state=s"),
        (
            {"response_type": "code", "state": None},
            "error=unsupported_response_type",
        ),
    ],
)
def test_malformed_request_gets_an_error_at_once(
    mock_server: MockServer, changes: dict[str, str | None], response: str
) -> None:
    page = page_of(mock_server, url_with(mock_server, **changes))
    assert field_of(page) == f"{OUT_OF_BAND}#{response}"
    redirect = {"redirect_uri": "http://127.0.0.1:8/", **changes}
    sent = send(url_with(mock_server, **redirect))
    assert sent.status == 303
    assert sent.location == f"http://127.0.0.1:8/#{response.replace('&amp;', '&')}"


@pytest.mark.parametrize(
    "state", ["1", "a b+c%20&=#", "~!*'();:@,/?[]", "ä€😀", SCRIPT, "x" * 5_000]
)
def test_state_comes_back_exactly(mock_server: MockServer, state: str) -> None:
    url = url_with(mock_server, redirect_uri="http://127.0.0.1:8/", state=None)
    response = mock_server.user().deny(f"{url}&state={quote(state, safe='')}")
    _, _, sent = response.partition("#error=access_denied&state=")
    assert quote(state, safe="") == sent.replace("+", "%20")


def test_undocumented_parameter_is_ignored(mock_server: MockServer) -> None:
    url = f"{url_with(mock_server)}&response_mode=query&access_token=x&foo=%0d%0aX: 1"
    assert mock_server.approve(url.replace(" ", "%20")).startswith(
        f"{OUT_OF_BAND}#access_token="
    )


@pytest.mark.parametrize(
    "name", ["response_type", "client_id", "redirect_uri", "state", "scope", "other"]
)
def test_script_in_a_parameter_stays_text(mock_server: MockServer, name: str) -> None:
    url = url_with(mock_server, **{name: SCRIPT})
    begun = send(url)
    pages = [begun]
    if begun.status == 303:
        address = mock_server.url + begun.location
        for form in ({}, LOGIN, {"decision": "approve"}):
            if form:
                send(address, begun.cookie, form)
            pages.append(send(address, begun.cookie))
    assert [page for page in pages if "<script>alert" in page.text] == []


def test_incorrect_username_is_not_shown(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, {"name": SCRIPT, "password": SCRIPT})
    assert "alert(1)" not in send(address, begun.cookie).text


def test_unassigned_scope_is_marked(mock_server: MockServer) -> None:
    scopes = (Scope.READ_USERS_DATA, Scope.ROLES)
    begun = send(request_of(mock_server, *scopes, client_id="ONE_SCOPE").url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, LOGIN)
    text = send(address, begun.cookie).text
    assert "<code>readUsersData</code></h2>" in text
    assert '<code>roles</code> <span class="mark">not assigned</span></h2>' in text
    assert "the response is the error <code>invalid_scope</code>" in text


def test_consent_page_describes_each_scope(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server, Scope.MODIFY_ROLES, Scope.ROLES).url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, LOGIN)
    text = send(address, begun.cookie).text
    for words in (
        "Change users and send them email.",
        "modify users, email users",
        "Users whom the application&#39;s creator has permission to modify.",
        "Look up users and groups.",
        "search for users, search for groups",
    ):
        assert f">{words}<" in text
    assert "not assigned" not in text


def test_title_and_field_contain_the_whole_response(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server, Scope.READ_USERS_DATA, Scope.ROLES).url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, LOGIN)
    send(address, begun.cookie, {"decision": "approve"})
    page = send(address, begun.cookie)
    title = page.text.partition("<title>")[2].partition("</title>")[0]
    assert title == field_of(page)
    assert "&amp;scope=readUsersData+roles&amp;" in title


def test_every_page_has_the_notice_and_a_strict_policy(
    mock_server: MockServer,
) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    pages = [send(mock_server.url), send(f"{mock_server.url}/none")]
    pages += [send(f"{mock_server.url}/oauth/authorize"), send(address)]
    for form in ({}, LOGIN, {"decision": "approve"}):
        if form:
            send(address, begun.cookie, form)
        pages.append(send(address, begun.cookie))
    assert [page.status for page in pages] == [200, 404, 400, 404, 200, 200, 200]
    for page in pages:
        assert "<strong>Mock server.</strong> This is not Imagen." in page.text
        assert "The real pages are not documented and may look different." in page.text
        assert page.headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_form_can_redirect_only_to_the_redirect_uri(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server, redirect_uri="http://[::1]:8/back?x=1").url)
    address = mock_server.url + begun.location
    send(address, begun.cookie, LOGIN)
    policy = send(address, begun.cookie).headers["Content-Security-Policy"]
    assert "; form-action 'self' http://[::1]:8; " in policy


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/oauth/authorize", "POST", 405), ("/", "POST", 405), ("/", "DELETE", 405)],
)
def test_other_method_is_rejected(
    mock_server: MockServer, path: str, method: str, status: int
) -> None:
    assert send(mock_server.url + path, method=method).status == status


def test_too_large_form_is_rejected(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server).url)
    huge = {"name": "x" * 70_000}
    assert send(mock_server.url + begun.location, begun.cookie, huge).status == 413
    assert send(f"{mock_server.url}/?{'x' * 70_000}").status == 414


def test_undecodable_form_is_empty(mock_server: MockServer) -> None:
    begun = send(request_of(mock_server).url)
    address = mock_server.url + begun.location
    sent = send(address, begun.cookie, {f"x{index}": "" for index in range(100)})
    assert (sent.status, sent.location) == (303, begun.location)


def test_request_with_another_host_name_is_rejected(mock_server: MockServer) -> None:
    for url in (mock_server.url, mock_server.resource_url):
        response = send(url, {"Host": "rebound.example"})
        assert response.status == 421
        assert response.text == f"Unexpected host name; use {url}.\n"


def test_oldest_requests_are_removed_if_there_are_too_many(
    mock_server: MockServer,
) -> None:
    begun = [send(request_of(mock_server).url) for _ in range(1_001)]
    statuses = [
        send(mock_server.url + one.location, one.cookie).status
        for one in (begun[0], begun[1], begun[-1])
    ]
    assert statuses == [404, 200, 200]
