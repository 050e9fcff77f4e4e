"""The authorization endpoint and its pages, request by request."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from imagen_oauth import Scope
from imagen_oauth_mock import StandIn
from imagen_oauth_mock.fixtures import stand_in

from tests.mock.http import Answer, request_of, send

__all__ = ["stand_in"]

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SIGN_IN = {"name": "demo", "password": "demo"}
SCRIPT = '"><script>alert(1)</script>'


def url_with(stand_in: StandIn, **changes: str | None) -> str:
    """Return an authorize URL with other parameters; None leaves one out."""
    parameters: dict[str, str | None] = {
        "response_type": "token",
        "client_id": "YOUR_API_KEY",
        "redirect_uri": OUT_OF_BAND,
        "state": "s",
        "scope": "roles",
    }
    parameters.update(changes)
    pairs = (f"{name}={quote(value)}" for name, value in parameters.items() if value)
    return f"{stand_in.url}/oauth/authorize?{'&'.join(pairs)}"


def page_of(stand_in: StandIn, url: str) -> Answer:
    """Return the page that an authorize URL leads to, in a browser of its own."""
    begun = send(url)
    assert begun.status == 303
    return send(stand_in.url + begun.location, begun.cookie)


def field_of(page: Answer) -> str:
    """Return the answer in the field of the out-of-band page."""
    return page.text.partition('spellcheck="false">')[2].partition("</textarea>")[0]


def test_each_step_is_a_redirect_to_the_address_of_the_request(
    stand_in: StandIn,
) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    assert begun.status == 303
    signed_in = send(address, begun.cookie, SIGN_IN)
    decided = send(address, begun.cookie, {"decision": "approve"})
    for step in (signed_in, decided):
        assert (step.status, step.location, step.text) == (303, begun.location, "")


def test_pages_follow_each_other_at_one_address(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    titles: list[str] = []
    for form in ({}, SIGN_IN, {"decision": "deny"}):
        if form:
            send(address, begun.cookie, form)
        text = send(address, begun.cookie).text
        titles.append(text.partition("<h1>")[2].partition("</h1>")[0])
    assert titles == [
        "Sign in",
        "Approve Example application?",
        "The answer is an error",
    ]


def test_second_decision_changes_nothing(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, SIGN_IN)
    send(address, begun.cookie, {"decision": "approve"})
    first = field_of(send(address, begun.cookie))
    assert "access_token=" in first
    for decision in ("approve", "deny"):
        send(address, begun.cookie, {"decision": decision})
        assert field_of(send(address, begun.cookie)) == first


def test_answer_that_went_elsewhere_is_not_shown_afterwards(stand_in: StandIn) -> None:
    redirect = "http://localhost:8/"
    begun = send(request_of(stand_in, redirect_uri=redirect).url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, SIGN_IN)
    sent = send(address, begun.cookie, {"decision": "approve"})
    assert sent.location.startswith(f"{redirect}#access_token=")
    again = send(address, begun.cookie)
    assert "This request is answered" in again.text
    assert "access_token" not in again.text


@pytest.mark.parametrize("form", [{"decision": "approve"}, {}, {"name": "demo"}])
def test_nobody_decides_without_signing_in(
    stand_in: StandIn, form: dict[str, str]
) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, form)
    assert "<h1>Sign in</h1>" in send(address, begun.cookie).text


@pytest.mark.parametrize(
    "form", [{"decision": "maybe"}, {"decision": "fail", "error": "no_such"}, {}]
)
def test_decision_that_the_page_does_not_offer_is_none(
    stand_in: StandIn, form: dict[str, str]
) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, SIGN_IN)
    send(address, begun.cookie, form)
    assert "Approve Example application?" in send(address, begun.cookie).text


def test_request_belongs_to_the_browser_that_opened_it(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in).url)
    other = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    assert [send(address, one).status for one in ({}, other.cookie)] == [404, 404]
    refused = send(address, other.cookie, SIGN_IN)
    assert refused.status == 404
    assert send(address, begun.cookie).status == 200


def test_browser_keeps_its_name_over_two_requests(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in).url)
    again = send(request_of(stand_in).url, begun.cookie)
    assert again.cookie == begun.cookie
    forged = send(request_of(stand_in).url, {"Cookie": f"{_name(begun)}=a; Path=/x"})
    assert _value(forged) != "a"


def _name(answer: Answer) -> str:
    return answer.headers["Set-Cookie"].partition("=")[0]


def _value(answer: Answer) -> str:
    return answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]


def test_cookie_is_kept_from_scripts_and_from_other_sites(stand_in: StandIn) -> None:
    cookie = send(request_of(stand_in).url).headers["Set-Cookie"]
    port = stand_in.domain.rpartition(":")[2]
    assert cookie.startswith(f"stand-in-{port}=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")


@pytest.mark.parametrize(
    ("changes", "said"),
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
def test_request_with_nowhere_to_answer_to_is_told_to_the_person(
    stand_in: StandIn, changes: dict[str, str | None], said: str
) -> None:
    page = send(url_with(stand_in, **changes))
    assert page.status == 400
    assert page.headers["Location"] is None
    assert "invalid_request: " in page.text
    assert said in page.text


@pytest.mark.parametrize(
    "name", ["response_type", "client_id", "redirect_uri", "state", "scope"]
)
def test_repeated_parameter_is_refused(stand_in: StandIn, name: str) -> None:
    page = send(f"{url_with(stand_in)}&{name}=x")
    assert page.status == 400
    assert f"invalid_request: Duplicate {name} parameter." in page.text


def test_query_that_cannot_be_decoded_is_refused(stand_in: StandIn) -> None:
    for wrong in ("%FF", "&".join(["x=1"] * 100)):
        page = send(f"{url_with(stand_in, state=None)}&state={wrong}")
        assert page.status == 400
        assert "invalid_request: The query cannot be decoded." in page.text


@pytest.mark.parametrize(
    ("changes", "answer"),
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
def test_request_that_is_not_well_formed_gets_its_error_at_once(
    stand_in: StandIn, changes: dict[str, str | None], answer: str
) -> None:
    page = page_of(stand_in, url_with(stand_in, **changes))
    assert field_of(page) == f"{OUT_OF_BAND}#{answer}"
    redirect = {"redirect_uri": "http://127.0.0.1:8/", **changes}
    sent = send(url_with(stand_in, **redirect))
    assert sent.status == 303
    assert sent.location == f"http://127.0.0.1:8/#{answer.replace('&amp;', '&')}"


@pytest.mark.parametrize(
    "state", ["1", "a b+c%20&=#", "~!*'();:@,/?[]", "ä€😀", SCRIPT, "x" * 5_000]
)
def test_state_comes_back_exactly(stand_in: StandIn, state: str) -> None:
    url = url_with(stand_in, redirect_uri="http://127.0.0.1:8/", state=None)
    answer = stand_in.person().deny(f"{url}&state={quote(state, safe='')}")
    _, _, sent = answer.partition("#error=access_denied&state=")
    assert quote(state, safe="") == sent.replace("+", "%20")


def test_parameter_that_is_not_documented_is_ignored(stand_in: StandIn) -> None:
    url = f"{url_with(stand_in)}&response_mode=query&access_token=x&foo=%0d%0aX: 1"
    assert stand_in.approve(url.replace(" ", "%20")).startswith(
        f"{OUT_OF_BAND}#access_token="
    )


@pytest.mark.parametrize(
    "name", ["response_type", "client_id", "redirect_uri", "state", "scope", "other"]
)
def test_script_in_a_parameter_stays_text(stand_in: StandIn, name: str) -> None:
    url = url_with(stand_in, **{name: SCRIPT})
    answer = send(url)
    pages = [answer]
    if answer.status == 303:
        address = stand_in.url + answer.location
        for form in ({}, SIGN_IN, {"decision": "approve"}):
            if form:
                send(address, answer.cookie, form)
            pages.append(send(address, answer.cookie))
    assert [page for page in pages if "<script>alert" in page.text] == []


def test_name_that_is_typed_wrongly_is_shown_nowhere(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, {"name": SCRIPT, "password": SCRIPT})
    assert "alert(1)" not in send(address, begun.cookie).text


def test_scope_that_is_not_assigned_is_marked(stand_in: StandIn) -> None:
    scopes = (Scope.READ_USERS_DATA, Scope.ROLES)
    begun = send(request_of(stand_in, *scopes, client_id="ONE_SCOPE").url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, SIGN_IN)
    text = send(address, begun.cookie).text
    assert "<code>readUsersData</code></h2>" in text
    assert '<code>roles</code> <span class="mark">not assigned</span></h2>' in text
    assert "the answer is the error <code>invalid_scope</code>" in text


def test_consent_explains_each_scope(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in, Scope.MODIFY_ROLES, Scope.ROLES).url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, SIGN_IN)
    text = send(address, begun.cookie).text
    for words in (
        "Change users and send them email.",
        "modify users, email users",
        "Users whom the creating user has permission to modify.",
        "Look up users and groups.",
        "search for users, search for groups",
    ):
        assert f">{words}<" in text
    assert "not assigned" not in text


def test_title_and_field_hold_the_whole_answer(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in, Scope.READ_USERS_DATA, Scope.ROLES).url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, SIGN_IN)
    send(address, begun.cookie, {"decision": "approve"})
    page = send(address, begun.cookie)
    title = page.text.partition("<title>")[2].partition("</title>")[0]
    assert title == field_of(page)
    assert "&amp;scope=readUsersData+roles&amp;" in title


def test_every_page_says_that_it_is_a_stand_in_and_lets_nothing_in(
    stand_in: StandIn,
) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    pages = [send(stand_in.url), send(f"{stand_in.url}/none")]
    pages += [send(f"{stand_in.url}/oauth/authorize"), send(address)]
    for form in ({}, SIGN_IN, {"decision": "approve"}):
        if form:
            send(address, begun.cookie, form)
        pages.append(send(address, begun.cookie))
    assert [page.status for page in pages] == [200, 404, 400, 404, 200, 200, 200]
    for page in pages:
        assert "<strong>Stand-in server.</strong> This is not Imagen." in page.text
        assert "What its real pages look like is not documented." in page.text
        assert page.headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_form_may_lead_on_to_the_redirect_uri_and_no_further(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in, redirect_uri="http://[::1]:8/back?x=1").url)
    address = stand_in.url + begun.location
    send(address, begun.cookie, SIGN_IN)
    policy = send(address, begun.cookie).headers["Content-Security-Policy"]
    assert "; form-action 'self' http://[::1]:8; " in policy


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/oauth/authorize", "POST", 405), ("/", "POST", 405), ("/", "DELETE", 501)],
)
def test_other_method_is_refused(
    stand_in: StandIn, path: str, method: str, status: int
) -> None:
    assert send(stand_in.url + path, method=method).status == status


def test_form_that_is_too_large_is_refused(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in).url)
    huge = {"name": "x" * 70_000}
    assert send(stand_in.url + begun.location, begun.cookie, huge).status == 413
    assert send(f"{stand_in.url}/?{'x' * 70_000}").status == 414


def test_form_that_cannot_be_decoded_is_empty(stand_in: StandIn) -> None:
    begun = send(request_of(stand_in).url)
    address = stand_in.url + begun.location
    sent = send(address, begun.cookie, {f"x{index}": "" for index in range(100)})
    assert (sent.status, sent.location) == (303, begun.location)


def test_server_under_another_name_answers_nothing(stand_in: StandIn) -> None:
    for url in (stand_in.url, stand_in.resource_url):
        answer = send(url, {"Host": "rebound.example"})
        assert (answer.status, answer.text) == (421, f"This is {url}; use that name.\n")


def test_oldest_requests_are_forgotten_when_there_are_too_many(
    stand_in: StandIn,
) -> None:
    begun = [send(request_of(stand_in).url) for _ in range(1_001)]
    statuses = [
        send(stand_in.url + one.location, one.cookie).status
        for one in (begun[0], begun[1], begun[-1])
    ]
    assert statuses == [404, 200, 200]
