"""What a spec declares of requests is what the mock server requires."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.mock.exchange.client import CHALLENGE, CLIENT_ID, FORM, SECRET, Client
from tests.mock.http import send

CALLBACK = "https://app.example.com/callback"
CREDENTIALS = {"client_id": CLIENT_ID, "client_secret": SECRET}
Pairs = list[tuple[str, str]]


@pytest.fixture
def ibis(package: Any) -> Iterator[Any]:
    with package("ibis_oauth_mock").MockServer(
        configuration={"decision": "approve"}
    ) as server:
        yield server


def redirect(server: Any, further: Pairs, **changes: str) -> dict[str, str]:
    """Return the parameters of the redirect, or an empty dictionary for an error page."""
    values = {
        "realm": "main",
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": CALLBACK,
        **changes,
    }
    query = urlencode([*values.items(), *further])
    response = send(f"{server.url}/authorize?{query}")
    return dict(parse_qsl((response.headers["Location"] or "").partition("?")[2]))


@pytest.mark.parametrize(
    "further",
    [
        [],
        [("prompt", "login"), ("offline", "false")],
        [("hint[]", "a"), ("hint[]", "b")],
        [("display", "any text")],
        [("undocumented", "x"), ("undocumented", "y")],
    ],
)
def test_documented_values_are_accepted(ibis: Any, further: Pairs) -> None:
    assert redirect(ibis, further).keys() == {"code"}


@pytest.mark.parametrize(
    ("further", "description"),
    [
        ([("prompt", "consent")], "Unexpected prompt."),
        ([("prompt", "login"), ("prompt", "none")], "Repeated prompt."),
        ([("offline", "1")], "Unexpected offline."),
        ([("display", "a"), ("display", "a")], "Repeated display."),
        ([("code_challenge", CHALLENGE)], "Unexpected code_challenge."),
        ([("code_challenge_method", "S256")], "Unexpected code_challenge_method."),
    ],
)
def test_other_values_are_rejected(ibis: Any, further: Pairs, description: str) -> None:
    assert redirect(ibis, further) == {
        "error": "invalid_request",
        "error_description": description,
    }


@pytest.mark.parametrize(
    ("realm", "error"), [("other", "Unexpected realm."), ("", "Missing realm.")]
)
def test_query_of_the_url_is_required(ibis: Any, realm: str, error: str) -> None:
    assert redirect(ibis, [], realm=realm)["error_description"] == error


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_redirect_to_this_machine_is_not_accepted(ibis: Any, host: str) -> None:
    assert redirect(ibis, [], redirect_uri=f"http://{host}/callback") == {}


def test_redirect_to_this_machine_can_be_registered(package: Any) -> None:
    uri = "http://127.0.0.1/other"
    with package("ibis_oauth_mock").MockServer(
        redirect_uris=[uri], configuration={"decision": "approve"}
    ) as server:
        assert redirect(server, [], redirect_uri=uri).keys() == {"code"}


@pytest.mark.parametrize(
    ("query", "further", "error"),
    [
        ("?realm=main", "&size=long&part=1&part=2", None),
        ("?realm=main", "&size=huge", "size does not have a documented value."),
        ("?realm=main", "&size=long&size=long", "size appears twice."),
        ("", "", "realm is missing."),
        ("?realm=other", "", "realm does not have its documented value."),
        ("?realm=main&realm=main", "", "realm appears twice."),
    ],
)
def test_token_request_has_documented_values(
    ibis: Any, query: str, further: str, error: str | None
) -> None:
    form = urlencode({"grant_type": "client_credentials", **CREDENTIALS})
    headers = {"Content-Type": FORM}
    answer = Client(ibis).send(f"/token{query}", form + further, headers)
    assert answer.json.get("error_description") == error


@pytest.mark.parametrize(
    ("scope", "granted", "error"),
    [
        ({}, "reports", None),
        ({"scope": "reports"}, "reports", None),
        ({"scope": "read"}, None, "invalid_scope"),
        ({"scope": "reports read"}, None, "invalid_scope"),
    ],
)
def test_grant_has_its_own_scopes(
    ibis: Any, scope: dict[str, str], granted: str | None, error: str | None
) -> None:
    form = {"grant_type": "client_credentials", **CREDENTIALS, **scope}
    headers = {"Content-Type": FORM}
    answer = Client(ibis).send("/token?realm=main", urlencode(form), headers).json
    assert (answer.get("scope"), answer.get("error")) == (granted, error)


def test_application_without_a_list_can_request_any_scope(
    package: Any, tmp_path: Any
) -> None:
    file = tmp_path / "users.json"
    file.write_text(
        '{"users": [], "applications": [{"client_id": "a", "name": "A", "client_secret": "b"}]}'
    )
    with package("ibis_oauth_mock").MockServer(users=file) as server:
        form = {"client_id": "a", "client_secret": "b", "scope": "other"}
        body = urlencode({"grant_type": "client_credentials", **form})
        headers = {"Content-Type": FORM}
        answer = Client(server).send("/token?realm=main", body, headers)
        assert answer.json["scope"] == "other"


def test_client_of_the_spec_sends_what_is_required(package: Any) -> None:
    module = package("ibis_oauth")
    with package("ibis_oauth_mock").MockServer() as server:
        client = module.OAuthClient(
            client_id=CLIENT_ID, client_secret=SECRET, redirect_uri=CALLBACK
        )
        request = client.authorization_request(
            prompt="none", offline=True, scopes=["read"]
        )
        code = request.parse_redirect(server.approve(request.url))
        send_with = package("ibis_oauth.httpx_auth").send
        transport = package("ibis_oauth_mock.httpx_transport").MockTransport(server)
        import httpx

        http = httpx.Client(transport=transport)
        assert send_with(client.token_request(code), http).scopes == {"read"}
        own = send_with(client.client_credentials_request(), http)
        assert own.scopes == {"reports"}
