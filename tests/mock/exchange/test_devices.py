"""The device grant of a mock server (RFC 8628)."""

from __future__ import annotations

from threading import Thread
from typing import Any

import httpx
import pytest

from tests.mock.exchange.client import CLIENT_ID, REDIRECT, SECRET, Answer, Client
from tests.mock.http import send

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def public(server: Any) -> Client:
    return Client(server, "PUBLIC")


def begin(client: Client, **form: str) -> dict[str, Any]:
    answer = client.post("/device_authorization", {"scope": "read", **form})
    assert answer.status == 200, answer.text
    return dict(answer.json)


def poll(client: Client, device_code: str) -> Answer:
    """Poll after the interval."""
    client.server.advance(5)
    return client.post("/token", {"grant_type": DEVICE, "device_code": device_code})


def test_device_gets_a_token_after_the_user_approved(public: Client) -> None:
    device = begin(public)
    user_code, device_code = device.pop("user_code"), device.pop("device_code")
    page = f"{public.server.url}/_mock/device"
    assert device == {
        "verification_uri": page,
        "verification_uri_complete": f"{page}?user_code={user_code}",
        "expires_in": 600,
        "interval": 5,
    }
    assert poll(public, device_code).error == (400, "authorization_pending")
    public.server.approve_device(user_code)
    token = poll(public, device_code).json
    assert public.call(token["access_token"]).json["user"] == "demo"
    assert token["scope"] == "read"
    assert public.refresh(token["refresh_token"]).status == 200
    # A device code works once.
    assert poll(public, device_code).error == (400, "invalid_grant")


def test_user_denies(public: Client) -> None:
    device = begin(public)
    public.server.deny_device(device["user_code"])
    assert poll(public, device["device_code"]).error == (400, "access_denied")


def test_device_code_expires(public: Client) -> None:
    device = begin(public)
    public.server.advance(600)
    assert poll(public, device["device_code"]).error == (400, "expired_token")
    with pytest.raises(Exception, match="This code has expired."):
        public.server.approve_device(device["user_code"])


def test_device_that_polls_too_fast_is_slowed_down(public: Client) -> None:
    device = begin(public)
    form = {"grant_type": DEVICE, "device_code": device["device_code"]}
    assert public.post("/token", form).error == (400, "authorization_pending")
    assert public.post("/token", form).error == (400, "slow_down")
    public.server.approve_device(device["user_code"])
    # The interval is ten seconds now, and each poll that is too early adds five.
    public.server.advance(9)
    assert public.post("/token", form).error == (400, "slow_down")
    public.server.advance(15)
    assert public.post("/token", form).status == 200


def test_interval_can_be_shorter(public: Client) -> None:
    public.server.configure(interval=1)
    device = begin(public)
    assert device["interval"] == 1
    form = {"grant_type": DEVICE, "device_code": device["device_code"]}
    assert public.post("/token", form).error == (400, "authorization_pending")
    public.server.advance(1)
    assert public.post("/token", form).error == (400, "authorization_pending")
    assert public.post("/token", form).error == (400, "slow_down")
    public.server.advance(6)
    assert public.post("/token", form).error == (400, "authorization_pending")
    with pytest.raises(ValueError, match="the interval must be between 1 and "):
        public.server.configure(interval=0)


def test_device_code_belongs_to_its_client(client: Client, public: Client) -> None:
    device = begin(public)
    public.server.approve_device(device["user_code"])
    assert poll(client, device["device_code"]).error == (400, "invalid_grant")
    assert poll(public, device["device_code"]).status == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_id": ""}, (400, "invalid_request")),
        ({"client_id": "unknown"}, (400, "invalid_request")),
        ({"client_id": "YOUR_CLIENT_ID"}, (401, "invalid_client")),
        ({"scope": "admin"}, (400, "invalid_scope")),
    ],
)
def test_wrong_request_of_a_device(
    public: Client, form: dict[str, str], error: tuple[int, str]
) -> None:
    answer = public.post("/device_authorization", {"scope": "read", **form})
    assert answer.error == error


@pytest.mark.parametrize("form", [{}, {"client_secret": SECRET}])
def test_device_with_a_secret(client: Client, form: dict[str, str]) -> None:
    if form:
        client.headers, form = {}, {"client_id": "YOUR_CLIENT_ID", **form}
    device = begin(client, **form)
    client.server.approve_device(device["user_code"])
    request = {"grant_type": DEVICE, "device_code": device["device_code"], **form}
    assert client.post("/token", request).status == 200


@pytest.mark.parametrize("missing", ["", "nope"])
def test_unknown_device_code(public: Client, missing: str) -> None:
    error = "invalid_grant" if missing else "invalid_request"
    assert poll(public, missing).error == (400, error)


def test_page_shows_what_the_device_asks_for(public: Client) -> None:
    device = begin(public)
    asking = send(f"{public.server.url}/_mock/device")
    shown = send(device["verification_uri_complete"])
    typed = device["user_code"].replace("-", " ").lower()
    again = send(
        f"{public.server.url}/_mock/device?user_code={typed.replace(' ', '+')}"
    )
    assert 'name="user_code"' in asking.text
    assert "Example without a secret" in shown.text
    assert "<code>read</code>" in shown.text
    assert again.text == shown.text
    wrong = send(f"{public.server.url}/_mock/device?user_code=%3Cb%3E")
    assert "No device shows this code." in wrong.text
    assert 'value="&lt;b&gt;"' in wrong.text
    assert "<b>" not in wrong.text


def test_login_on_the_page_is_checked(public: Client) -> None:
    device = begin(public)
    url = device["verification_uri_complete"]
    form = {"name": "demo", "password": "x", "decision": "approve"}
    assert "Incorrect username or password" in send(url, form=form).text
    assert poll(public, device["device_code"]).error == (400, "authorization_pending")


def test_page_says_why_a_code_does_not_work(public: Client) -> None:
    url = f"{public.server.url}/_mock/device?user_code="
    old, denied, done = (begin(public) for _ in range(3))
    public.server.advance(599)
    assert "Example without a secret" in send(old["verification_uri_complete"]).text
    public.server.deny_device(denied["user_code"])
    public.server.approve_device(done["user_code"])
    assert poll(public, done["device_code"]).error == (400, "expired_token")
    reasons = {
        "BCDF-GHJK": "No device shows this code.",
        "x" * 5_000: "No device shows this code.",
        denied["user_code"]: "This code has expired.",
        begin_and_deny(public): "This code was already used.",
    }
    for code, reason in reasons.items():
        for form in (None, {"name": "demo", "password": "demo", "decision": "approve"}):
            page = send(url + code, form=form)
            assert reason in page.text
            assert len(page.text) < 3_000
            assert 'name="user_code"' in page.text
    assert "alert" not in send(url).text
    assert "alert" not in send(f"{url}+").text


def test_first_page_leads_to_the_page_for_a_device(
    public: Client, package: Any
) -> None:
    link = '<a href="/_mock/device">connect the device</a>'
    assert link in send(public.server.url).text
    with package("robin_oauth_mock").MockServer() as server:
        assert "connect the device" not in send(server.url).text


def begin_and_deny(public: Client) -> str:
    code = str(begin(public)["user_code"])
    public.server.deny_device(code)
    return code


def test_new_code_of_two_that_are_equal_counts(public: Client) -> None:
    issued = public.server._issued
    issued.add_device("PUBLIC", (), "first", "BBBB-BBBB")
    public.server.deny_device("BBBB-BBBB")
    issued.add_device("PUBLIC", (), "second", "BBBB-BBBB")
    public.server.approve_device("bbbb bbbb")
    assert issued.device("second").progress == "approved"


@pytest.mark.parametrize("decision", ["approve_device", "deny_device"])
def test_decision_waits_until_a_request_is_handled(
    public: Client, decision: str
) -> None:
    user_code = begin(public)["user_code"]
    decide = Thread(target=getattr(public.server, decision), args=(user_code,))
    with public.server._issued.lock:
        decide.start()
        decide.join(0.3)
        assert decide.is_alive()
    decide.join(30)
    assert not decide.is_alive()


def test_server_without_the_grant_has_no_page(package: Any) -> None:
    with package("robin_oauth_mock").MockServer() as server:
        assert send(f"{server.url}/_mock/device").status == 404
        answer = Client(server).post("/token", {"grant_type": DEVICE})
    assert answer.error == (400, "unsupported_grant_type")


def test_grant_has_its_own_methods(package: Any) -> None:
    """A device needs no secret, and sends none, but a login in a browser needs one."""
    module, send_with = package("pipit_oauth"), package("pipit_oauth.httpx_auth").send
    transport = package("pipit_oauth_mock.httpx_transport").MockTransport
    with package("pipit_oauth_mock").MockServer() as server:
        path = "/.well-known/oauth-authorization-server"
        metadata = Client(server).send(path, "", {}, "GET").json
        http = httpx.Client(transport=transport(server))
        for client_id, secret in (("PUBLIC", None), (CLIENT_ID, SECRET)):
            client = module.OAuthClient(
                client_id=client_id, redirect_uri=REDIRECT, client_secret=secret
            )
            login = send_with(client.device_request(), http)
            server.approve_device(login.user_code)
            assert "Authorization" not in login.poll_request().headers
            token = send_with(login.poll_request(), http)
            assert send_with(client.refresh_request(token), http).reveal()
            request = client.authorization_request()
            code = request.parse_redirect(server.approve(request.url))
            if secret:
                assert send_with(client.token_request(code), http).reveal()
            else:
                with pytest.raises(module.OAuthError, match="client_secret_missing"):
                    client.token_request(code)
    assert metadata["token_endpoint_auth_methods_supported"] == [
        *("none", "client_secret_basic")
    ]
