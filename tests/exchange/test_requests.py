"""The requests to the token endpoint: the whole method, URL, headers, and body.

The figures are those of the examples of RFC 6749. The others were worked out by hand.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.exchange.begun import (
    CODE,
    JSON,
    STATE,
    VERIFIER,
    client_of,
    code_of,
    token_of,
)
from tests.exchange.conftest import Load

FORM = "application/x-www-form-urlencoded"
ACCEPTED = {"Accept": "application/json", "Content-Type": FORM}
BASIC = {**ACCEPTED, "Authorization": "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"}
ISSUED = b'{"access_token": "AT", "token_type": "bearer", "refresh_token": "tGzv3JOkF0XG5Qx2TlKWIA"}'


def sent(request: Any) -> tuple[str, str, dict[str, str], bytes]:
    return request.method, request.url, dict(request.headers), request.body


def test_code(load: Load) -> None:
    """RFC 6749 §4.1.3."""
    client = client_of(load("wren"))
    request = client.token_request(code_of(client))
    body = (
        b"grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA"
        b"&redirect_uri=https:%2F%2Fclient.example.com%2Fcb"
    )
    assert sent(request) == ("POST", "https://server.example.com/token", BASIC, body)
    example = (
        "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA"
        "&redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb"
    )
    assert parse_qsl(request.body.decode()) == parse_qsl(example)


def test_client_credentials(load: Load) -> None:
    """RFC 6749 §4.4.2."""
    request = client_of(load("wren")).client_credentials_request()
    url = "https://server.example.com/token"
    assert sent(request) == ("POST", url, BASIC, b"grant_type=client_credentials")


def test_refresh(load: Load) -> None:
    """RFC 6749 §6."""
    client = client_of(load("wren"))
    request = client.refresh_request(token_of(client, ISSUED))
    body = b"grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA"
    assert sent(request) == ("POST", "https://server.example.com/token", BASIC, body)


def test_secret_in_the_body(load: Load) -> None:
    """RFC 6749 §2.3.1, whose two examples have another secret."""
    secret = "7Fjfp0ZBr1KtDRbnfVdmIw"
    client = client_of(load("plover"), client_secret=secret)
    request = client.refresh_request(token_of(client, ISSUED))
    body = (
        b"grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA"
        b"&client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw"
    )
    assert sent(request) == ("POST", "https://plover.example/token", ACCEPTED, body)
    client = client_of(load("wren"), client_secret=secret)
    header = client.client_credentials_request().headers["Authorization"]
    assert header == "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"


def test_basic_is_form_encoded_with_a_space_as_20(load: Load) -> None:
    client = client_of(load("wren"), client_id="app/1 x", client_secret="p+q:r/s=%")
    header = client.client_credentials_request().headers["Authorization"]
    # app%2F1%20x:p%2Bq%3Ar%2Fs%3D%25
    assert header == "Basic YXBwJTJGMSUyMHg6cCUyQnElM0FyJTJGcyUzRCUyNQ=="


def test_unencoded_basic(load: Load) -> None:
    package = load("egret")
    client = client_of(package, client_id="id", client_secret="a$b=:")
    header = client.client_credentials_request().headers["Authorization"]
    # id:a$b=:
    assert header == "Basic aWQ6YSRiPTo="
    client = client_of(package, client_id="app:1")
    with pytest.raises(package.OAuthError) as caught:
        client.client_credentials_request()
    assert (caught.value.code, caught.value.argument) == (
        "invalid_client_id",
        "client_id",
    )


def test_public_client_sends_its_id_and_no_header(load: Load) -> None:
    client = client_of(load("robin"), client_secret=None)
    request = client.token_request(code_of(client, scopes=["read"]))
    body = (
        f"grant_type=authorization_code&code={CODE}"
        "&redirect_uri=https:%2F%2Fclient.example.com%2Fcb"
        f"&code_verifier={VERIFIER}&client_id=s6BhdRkqt3"
    ).encode()
    assert sent(request) == ("POST", "https://robin.example/token", ACCEPTED, body)
    request = client.refresh_request(token_of(client, ISSUED))
    body = (
        b"grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA"
        b"&client_id=s6BhdRkqt3"
    )
    assert sent(request) == ("POST", "https://robin.example/token", ACCEPTED, body)


def test_code_is_decoded_once_and_encoded_once(load: Load) -> None:
    client = client_of(load("wren"))
    request = client.authorization_request(state=STATE)
    uri = f"https://client.example.com/cb?code=4%2F0Ab%2Bd%3D&state={STATE}"
    body = client.token_request(request.parse_redirect(uri)).body
    assert b"&code=4%2F0Ab%2Bd%3D&" in body


def test_redirect_uri_is_that_of_the_first_request(load: Load) -> None:
    redirect = "http://127.0.0.1:51000/cb?a=%41"
    client = client_of(load("wren"), redirect_uri=redirect)
    body = client.token_request(code_of(client)).body
    assert dict(parse_qsl(body.decode()))["redirect_uri"] == redirect
    client = client_of(load("robin"), redirect_uri=None)
    assert b"redirect_uri" not in client.token_request(code_of(client)).body


def test_json_with_other_names(load: Load) -> None:
    client = client_of(load("finch"))
    request = client.authorization_request(state=STATE, code_verifier=VERIFIER)
    code = request.parse_query({"auth_code": CODE, "state": STATE})
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    body = (
        '{"grant_type":"authorization_code",'
        f'"code":"{CODE}","code_verifier":"{VERIFIER}",'
        '"client_key":"s6BhdRkqt3","secret":"gX1fBat3bV","app":"2"}'
    ).encode()
    url = "https://open.finch.example/token?v=1"
    first = client.token_request(code)
    assert sent(first) == ("POST", url, headers, body)
    answer = b'{"code": 0, "data": {"token": {"value": "AT"}, "refresh_token": "RT"}}'
    token = first.parse_response(200, JSON, answer)
    url = "https://open.finch.example/token/refresh"
    body = b'{"refresh_token":"RT","client_key":"s6BhdRkqt3","version":"3"}'
    assert sent(client.refresh_request(token)) == ("POST", url, headers, body)


def test_query_header_and_secret_as_username(load: Load) -> None:
    client = client_of(load("heron"), shop="Acme", api_key="k 1")
    headers = {
        "Accept": "application/json",
        "x-api-key": "k 1",
        # gX1fBat3bV:
        "Authorization": "Basic Z1gxZkJhdDNiVjo=",
    }
    url = (
        "https://acme.heron.example/token?locale=en-US&grant_type=authorization_code"
        f"&code={CODE}&redirect_uri=https:%2F%2Fclient.example.com%2Fcb"
    )
    assert sent(client.token_request(code_of(client))) == ("POST", url, headers, b"")


@pytest.mark.parametrize("value", ["a\r\nX-Admin: 1", "a\nb", "ключ", "a\x7f"])
def test_value_that_a_header_cannot_contain(load: Load, value: str) -> None:
    package = load("heron")
    client = client_of(package, shop="acme", api_key=value)
    code = code_of(client)
    with pytest.raises(package.OAuthError) as caught:
        client.token_request(code)
    assert (caught.value.code, caught.value.argument) == (
        "invalid_header_value",
        "x-api-key",
    )


def test_client_credentials_with_their_own_scopes(load: Load) -> None:
    client = client_of(load("plover"))
    end = "&client_id=s6BhdRkqt3&client_secret=gX1fBat3bV"
    url = "https://machine.plover.example/token"
    for given, scope in (((), "reports"), (["bills", "reports"], "bills%20reports")):
        body = f"grant_type=client_credentials&scope={scope}{end}&audience=machine"
        request = client.client_credentials_request(scopes=given)
        assert sent(request) == ("POST", url, ACCEPTED, body.encode())


def test_parameter_that_the_caller_sets(load: Load) -> None:
    package = load("plover")
    client = client_of(package)
    code = code_of(client)
    assert client.token_request(code).body.endswith(b"&audience=general")
    body = client.token_request(code, kind="long", extra_parameters={"a": "b c"}).body
    assert body.endswith(b"&audience=general&kind=long&a=b%20c")
    with pytest.raises(package.OAuthError) as caught:
        client.token_request(code, kind="other")
    assert (caught.value.code, caught.value.argument) == ("unknown_value", "kind")
    with pytest.raises(package.OAuthError) as caught:
        client.token_request(code, extra_parameters={"client_secret": "x"})
    assert caught.value.code == "reserved_param"


def test_omitted_parameters(load: Load) -> None:
    package = load("dipper")
    client = package.OAuthClient(client_id="k")
    request = client.authorization_request(code_verifier=VERIFIER)
    code = request.parse_query({"code": CODE})
    body = f"grant_type=authorization_code&code={CODE}&code_verifier={VERIFIER}"
    request = client.token_request(code)
    assert request.body.decode() == f"{body}&client_id=k"
    assert not hasattr(client, "refresh_request")
    assert request.parse_response(200, JSON, ISSUED).state_verified is False


def test_refresh_for_some_of_the_scopes(load: Load) -> None:
    client = client_of(load("robin"))
    token = token_of(client, ISSUED, scopes=["read", "write"])
    request = client.refresh_request(token, scopes=["read"])
    body = b"grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA&scope=read"
    assert request.body == body
    narrow = request.parse_response(200, JSON, b'{"access_token": "AT2"}')
    assert narrow.scopes == {"read"}


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("wren", "client_credentials_request"),
        ("wren", "token_request"),
        ("plover", "token_request"),
    ],
)
def test_request_that_requires_a_secret(load: Load, name: str, method: str) -> None:
    package = load(name)
    client = client_of(package, client_secret=None)
    given = [code_of(client)] if method == "token_request" else []
    with pytest.raises(package.OAuthError) as caught:
        getattr(client, method)(*given)
    assert (caught.value.code, caught.value.argument) == (
        "client_secret_missing",
        "client_secret",
    )


@pytest.mark.parametrize("secret", ["", "a\n", "sécret", "a\x00"])
def test_secret_that_is_not_printable_ascii(load: Load, secret: str) -> None:
    package = load("robin")
    with pytest.raises(package.OAuthError) as caught:
        client_of(package, client_secret=secret)
    assert caught.value.code == "invalid_client_secret"


def outcome(package: Any, **values: Any) -> str:
    try:
        client_of(package, **values)
    except package.OAuthError as error:
        return f"{error.code} {error.argument}"
    return "accepted"


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("eagle", {"domain": "a.example"}, "allowed_domains_missing allowed_domains"),
        (
            "eagle",
            {"domain": "evil.example", "allowed_domains": ["a.example"]},
            "domain_not_allowed domain",
        ),
        (
            "eagle",
            {"domain": "a.example", "allowed_domains": ["b.example", "A.Example:443"]},
            "accepted",
        ),
        (
            "eagle",
            {"domain": "a.example", "allowed_domains": ["https://a.example"]},
            "domain_has_scheme allowed_domains[0]",
        ),
        (
            "eagle",
            {
                "domain": "localhost:80",
                "scheme": "http",
                "allowed_domains": ["localhost"],
            },
            "accepted",
        ),
        ("eagle", {"domain": "a.example", "client_secret": None}, "accepted"),
        # Only the host of the token endpoint is a variable here.
        ("raven", {"server": "a.example"}, "allowed_domains_missing allowed_domains"),
        (
            "raven",
            {"server": "evil.example/x", "allowed_domains": ["a.example"]},
            "domain_not_allowed server",
        ),
        (
            "raven",
            {"server": "a.example/x", "allowed_domains": ("a.example",)},
            "accepted",
        ),
        ("raven", {"server": "evil.example", "client_secret": None}, "accepted"),
        # Its API key is a secret, too.
        (
            "serin",
            {"api_key": "k", "server": "a.example", "client_secret": None},
            "allowed_domains_missing allowed_domains",
        ),
        (
            "serin",
            {"api_key": "k", "server": "a.example"},
            "allowed_domains_missing allowed_domains",
        ),
        (
            "serin",
            {
                "api_key": "k",
                "server": "evil.example",
                "client_secret": None,
                "allowed_domains": ["a.example"],
            },
            "domain_not_allowed server",
        ),
        (
            "serin",
            {
                "api_key": "k",
                "server": "a.example",
                "client_secret": None,
                "allowed_domains": ["a.example"],
            },
            "accepted",
        ),
        # A label is not a free choice of the host.
        ("heron", {"api_key": "k", "shop": "a"}, "accepted"),
    ],
)
def test_only_a_named_host_gets_the_secret(
    load: Load, name: str, values: dict[str, Any], expected: str
) -> None:
    assert outcome(load(name), **values) == expected


def test_allowed_domains_is_not_a_text(load: Load) -> None:
    with pytest.raises(TypeError):
        client_of(load("eagle"), domain="a.example", allowed_domains="a.example")


def test_code_and_token_of_another_client(load: Load) -> None:
    package = load("robin")
    client, other = client_of(package), client_of(package, client_id="other")
    with pytest.raises(package.OAuthError) as caught:
        other.token_request(code_of(client))
    assert (caught.value.code, caught.value.argument) == (
        "code_of_another_client",
        "code",
    )
    with pytest.raises(package.OAuthError) as caught:
        other.refresh_request(token_of(client, ISSUED))
    assert (caught.value.code, caught.value.argument) == (
        "token_of_another_client",
        "token",
    )
    # A client with another redirect URI would send another one than the login had.
    moved = client_of(package, redirect_uri="https://client.example.com/other")
    with pytest.raises(package.OAuthError) as caught:
        moved.token_request(code_of(client))
    assert caught.value.code == "code_of_another_client"
    with pytest.raises(TypeError):
        client.token_request(CODE)
    with pytest.raises(TypeError):
        client.refresh_request("tGzv3JOkF0XG5Qx2TlKWIA")


def test_token_without_a_refresh_token(load: Load) -> None:
    package = load("robin")
    client = client_of(package)
    token = token_of(client, b'{"access_token": "AT"}')
    assert token.has_refresh_token is False
    with pytest.raises(package.OAuthError) as caught:
        client.refresh_request(token)
    assert (caught.value.code, caught.value.argument) == ("no_refresh_token", "token")


def test_refresh_keeps_the_refresh_token_and_the_scope(load: Load) -> None:
    client = client_of(load("robin"))
    first = token_of(
        client, ISSUED[:-1] + b', "scope": "read"}', scopes=["read", "write"]
    )
    request = client.refresh_request(first)
    kept = request.parse_response(200, JSON, b'{"access_token": "AT2"}')
    assert (kept.reveal(), kept.reveal_refresh_token(), kept.scopes) == (
        "AT2",
        "tGzv3JOkF0XG5Qx2TlKWIA",
        {"read"},
    )
    rotated = request.parse_response(
        200, JSON, b'{"access_token": "AT2", "refresh_token": "RT2", "scope": "write"}'
    )
    assert (rotated.reveal_refresh_token(), rotated.scopes) == ("RT2", {"write"})


def test_request_shows_only_its_host(load: Load) -> None:
    client = client_of(load("heron"), shop="acme", api_key="k")
    request = client.token_request(code_of(client))
    assert repr(request) == "<TokenRequest to acme.heron.example>"
