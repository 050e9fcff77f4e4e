"""No secret is in what a program shows, copies, or writes by itself, whatever was rejected."""

from __future__ import annotations

import copy
import importlib
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.exchange.begun import JSON, REDIRECT, STATE, client_of
from tests.exchange.conftest import Load

CANARIES = {
    "code": "canary-code-1",
    "verifier": "canary-verifier-" + "v" * 40,
    "secret": "canary-secret-1",
    "refresh": "canary-refresh-1",
    "access": "canary-access-1",
    "key": "canary-key-1",
    "device": "canary-device-1",
    "user": "CANARY-USER-1",
}


class Given:
    """Hands a secret to a call without keeping it in a variable of the test."""

    def __init__(self, name: str, form: str = "{}") -> None:
        self._name, self._form = name, form

    def __repr__(self) -> str:
        return f"<{self._name}>"

    def __call__(self) -> str:
        return self._form.replace("{}", CANARIES[self._name])

    def bytes(self) -> bytes:
        return self().encode()


def shown(value: object) -> str:
    """Return what every usual way of showing a value shows."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.emit(logging.makeLogRecord({"msg": "%r %s", "args": (value, value)}))
    texts = [repr(value), str(value), f"{value}", ascii(value), stream.getvalue()]
    texts.append(repr([value]) + repr({"a": (value,)}))
    texts.append(repr(getattr(value, "__dict__", {})))
    return "\n".join(texts)


def leaked(text: str) -> list[str]:
    return [name for name, secret in CANARIES.items() if secret in text]


class Login:
    """Every value of a login that contains a secret."""

    def __init__(self, package: Any, **values: Any) -> None:
        secret = CANARIES["secret"]
        self.client = client_of(package, client_secret=secret, **values)
        self.request = self.client.authorization_request(
            state=STATE, code_verifier=CANARIES["verifier"]
        )
        query = {"code": CANARIES["code"], "state": STATE}
        self.code = self.request.parse_query(query)
        self.sent = self.client.token_request(self.code)
        self.token = self.sent.parse_response(
            200, JSON, Given("access", BODY).bytes() % CANARIES["refresh"].encode()
        )
        self.refresh = self.client.refresh_request(self.token)

    def values(self) -> Iterator[Any]:
        yield from (self.client, self.request, self.code, self.sent)
        yield from (self.token, self.refresh, self.request._expected())
        yield from (self.token._response, self.sent._client)


BODY = '{"access_token": "{}", "refresh_token": "%s"}'


def test_no_value_shows_a_secret(load: Load) -> None:
    for value in Login(load("robin")).values():
        assert leaked(shown(value)) == [], type(value)


def test_values_have_no_dictionary(load: Load) -> None:
    login = Login(load("robin"))
    for value in (login.client, login.request, login.code, login.sent, login.token):
        with pytest.raises(TypeError):
            vars(value)


def test_no_value_is_pickled(load: Load) -> None:
    login = Login(load("robin"))
    for value in (login.client, login.request, login.code, login.sent, login.token):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot be pickled") as caught:
                pickle.dumps(value, protocol)
            assert leaked(str(caught.value)) == []
        # Until Python 3.10, object has no __getstate__.
        with pytest.raises(TypeError):
            value.__getstate__()


def test_copy_is_the_value_itself(load: Load) -> None:
    login = Login(load("robin"))
    for value in (login.client, login.request, login.code, login.sent, login.token):
        assert copy.copy(value) is value
        assert copy.deepcopy(value) is value


def test_attributes_that_are_secret_are_named_so(load: Load) -> None:
    """What a program prints of every public attribute contains only the expected secrets."""
    login = Login(load("robin"))
    found = {
        f"{type(value).__name__}.{name}": leaked(repr(getattr(value, name)))
        for value in (login.client, login.request, login.code, login.sent, login.token)
        for name in dir(value)
        if not name.startswith("_") and not callable(getattr(value, name))
    }
    assert {name: secrets for name, secrets in found.items() if secrets} == {
        "AuthorizationRequest.code_verifier": ["verifier"],
        "AuthorizationCode.code_verifier": ["verifier"],
        "TokenRequest.body": ["code", "verifier"],
    }


def test_hash_is_not_made_of_the_secret(load: Load) -> None:
    package = load("robin")
    one, other = client_of(package), client_of(package, client_secret="other")
    assert hash(one) == hash(other)
    assert one != other
    assert one == client_of(package)
    assert one != client_of(package, client_secret=None)


def _reading(request: Any, given: Given) -> Callable[[], object]:
    return lambda: request.parse_redirect(given())


def _pasting(request: Any, given: Given) -> Callable[[], object]:
    return lambda: request.parse_pasted(given())


def _sent(sent: Any, status: int, given: Given) -> Callable[[], object]:
    return lambda: sent.parse_response(status, JSON, given.bytes())


def calls(package: Any, login: Login) -> Iterator[Callable[[], object]]:
    """Yield calls that are rejected, each with a secret in an argument or in the object."""
    client, request, sent, token = login.client, login.request, login.sent, login.token
    taken = {"code": "x", "grant_type": "x", "refresh_token": "x"}
    new = package.OAuthClient
    yield lambda: new(client_id="k", client_secret=Given("secret", "{}\n")())
    yield lambda: new(client_id="", client_secret=Given("secret")())
    yield lambda: new(client_id="k", client_secret=Given("secret").bytes())
    yield lambda: client.authorization_request(code_verifier=Given("verifier", "{}!")())
    yield lambda: client.authorization_request(
        code_verifier=Given("verifier")(), scopes=["unknown"]
    )
    yield lambda: client.authorization_request(
        code_verifier=Given("verifier")(), state=""
    )
    yield lambda: package.AuthorizationRequest(
        "k", client_secret=Given("secret")(), code_verifier="x"
    )
    yield lambda: package.AuthorizationRequest(
        "k", client_secret=Given("secret")(), scopes=["unknown"]
    )
    for text in ("{} more", "{}…", "{}!", "{}\nmore", "{}&code=x", " "):
        yield _pasting(request, Given("code", f"state={STATE}&code={text}"))
    for form in (
        "{}?code=CODE&state=other",
        "{}?code=CODE",
        "{}?code=CODE&code=CODE",
        "{}?code=CODE&error=x",
        "{}?code=CODE&state=%zz",
        "{}?code=CODE%zz&state=s",
        "{}?code=CODE%FF&state=s",
        f"{{}}?code=CODE%00&state={STATE}",
        f"{{}}?code=CODE&state={STATE}#code=CODE",
        f"https://evil.example/?code=CODE&state={STATE}",
        f"{{}}?code=CODE&state={STATE} ",
        "CODE",
    ):
        redirect = form.replace("{}", REDIRECT).replace("CODE", "{}")
        yield _reading(request, Given("code", redirect))
    yield lambda: request.parse_redirect(Given("code").bytes())
    yield lambda: request.parse_query({"code": Given("code")(), "state": "other"})
    yield lambda: request.parse_query({"code": Given("code", "{}\n")(), "state": STATE})
    yield lambda: request.parse_query({"code": [Given("code")()]})
    yield lambda: client.resume({**request.pending(), "state": "other"})
    yield lambda: client.resume({**request.pending(), "version": 2})
    yield lambda: client_of(package, client_id="other").resume(request.pending())
    yield lambda: client.token_request(login.code, extra_parameters=taken)
    yield lambda: client.token_request(Given("code")())
    yield lambda: client_of(package, client_id="other").token_request(login.code)
    yield lambda: client.refresh_request(token, extra_parameters=taken)
    yield lambda: client.refresh_request(token, scopes=["a b"])
    yield lambda: client.refresh_request(Given("refresh")())
    yield lambda: client_of(package, client_id="other").refresh_request(token)
    for status, form in (
        (200, '{"access_token": "{}", "token_type": "mac"}'),
        (200, '{"access_token": "{} {}"}'),
        (200, '{"access_token": "{}", "access_token": "{}"}'),
        (200, '{"access_token": ["{}"]}'),
        (200, '{"access_token": "a", "refresh_token": "{}\\n"}'),
        (200, '{"access_token": "{}", "refresh_token": 7}'),
        (200, '{"access_token": "{}", "error": "x"}'),
        (200, '{"access_token": "{}"'),
        (200, '{"token": "{}"}'),
        (200, "access_token={}"),
        (400, '{"access_token": "{}"}'),
        (400, '{"error": "x", "error_uri": "https://a.example/{}\\n"}'),
        (502, "<html>{}"),
    ):
        yield _sent(sent, status, Given("access", form))
    yield lambda: sent.parse_response(
        307, {"Location": Given("code", "https://a.example/?code={}")()}, b""
    )
    yield lambda: sent.parse_response(200, JSON, Given("access")())
    yield lambda: sent.parse_response(
        200, JSON, Given("access", BODY).bytes(), sent_at=-1
    )
    yield lambda: package.AccessToken.from_value(
        Given("access")(), domain="a.example", client_id="k", refresh_token="\n"
    )
    yield lambda: package.AccessToken.from_value(
        "a", domain="a.example", client_id="k", refresh_token=Given("refresh", "{}\n")()
    )


def traced(call: Callable[[], object]) -> str:
    """Return the traceback of a call that fails, with variables, and all that the error says."""
    try:
        call()
    except Exception as error:  # noqa: BLE001
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        more = (error.args, vars(error), error.__cause__, error.__context__)
        assert error.__context__ is None
        return f"{type(error)} {''.join(told.format())} {more!r} {shown(error)}"
    pytest.fail("the call was accepted")


def test_no_traceback_shows_a_secret(load: Load) -> None:
    package = load("robin")
    login = Login(package)
    texts = [traced(call) for call in calls(package, login)]
    assert len(texts) > 50
    assert {text[:300]: leaked(text) for text in texts if leaked(text)} == {}


def test_no_header_is_in_a_traceback(load: Load) -> None:
    package = load("heron")
    values = {"shop": "acme", "client_secret": CANARIES["secret"]}
    client = client_of(package, api_key=Given("key", "{}\n")(), **values)
    del values
    request = client.authorization_request(state=STATE)
    code = request.parse_query({"code": "c", "state": STATE})
    assert leaked(shown(client)) == []
    text = traced(lambda: client.token_request(code))
    assert (leaked(text), "invalid_header_value" in text) == ([], True)


def test_the_check_itself_sees_a_leak() -> None:
    assert leaked(shown({"a": CANARIES["code"]})) == ["code"]

    def fail(code: str) -> None:
        raise ValueError("no")

    assert leaked(traced(lambda: fail(Given("code")()))) == ["code"]


class DeviceLogin:
    """Every value of a login on another device that contains a secret."""

    def __init__(self, package: Any) -> None:
        self.client = package.OAuthClient(client_id="k")
        self.begin = self.client.device_request(scopes=["read"])
        members = {"device_code": CANARIES["device"], "user_code": CANARIES["user"]}
        page = "https://siskin.example/"
        more = {"verification_uri": page, "expires_in": 9}
        complete = {"verification_uri_complete": f"{page}?c={CANARIES['user']}"}
        sent = json.dumps({**members, **more, **complete}).encode()
        self.login = self.begin.parse_response(200, JSON, sent)
        self.poll = self.login.poll_request()
        self.token = self.poll.parse_response(
            200, JSON, Given("access", BODY).bytes() % CANARIES["refresh"].encode()
        )
        self.revocation = self.client.revocation_request(self.token)

    def values(self) -> tuple[Any, ...]:
        return (self.begin, self.login, self.poll, self.token, self.revocation)


def test_no_value_of_a_device_login_shows_a_secret(load: Load) -> None:
    login = DeviceLogin(load("siskin"))
    for value in (*login.values(), login.login._response, login.login._poll):
        assert leaked(shown(value)) == [], type(value)
    assert repr(login.login) == (
        "<DeviceAuthorization at siskin.example, codes not shown>"
    )


def test_no_value_of_a_device_login_is_pickled(load: Load) -> None:
    for value in DeviceLogin(load("siskin")).values():
        assert copy.copy(value) is value
        assert copy.deepcopy(value) is value
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot be pickled") as caught:
                pickle.dumps(value, protocol)
            assert leaked(str(caught.value)) == []


def test_attributes_of_a_device_login_that_are_secret_are_known(load: Load) -> None:
    found = {
        f"{type(value).__name__}.{name}": leaked(repr(getattr(value, name)))
        for value in DeviceLogin(load("siskin")).values()
        for name in dir(value)
        if not name.startswith("_") and not callable(getattr(value, name))
    }
    assert {name: secrets for name, secrets in found.items() if secrets} == {
        "DeviceAuthorization.user_code": ["user"],
        "DeviceAuthorization.verification_uri_complete": ["user"],
        "PollRequest.body": ["device"],
        "RevocationRequest.body": ["refresh"],
    }


def device_calls(package: Any, login: DeviceLogin) -> Iterator[Callable[[], object]]:
    """Yield calls that are rejected, each with a secret in an argument or in the object."""
    begin, poll, client, token = login.begin, login.poll, login.client, login.token
    for status, form in (
        (200, '{"device_code": "{}"}'),
        (200, '{"device_code": "{}", "device_code": "{}"}'),
        (200, '{"device_code": ["{}"]}'),
        (200, '{"device_code": "{}\\n", "user_code": "{}"}'),
        (200, '{"device_code": "{}", "user_code": "{}", "verification_uri": "{}"}'),
        (200, '{"device_code": "{}", "error": "x"}'),
        (200, '{"device_code": "{}"'),
        (502, "<html>{}"),
    ):
        yield _sent(begin, status, Given("device", form))
    for status, form in (
        (400, '{"error": "authorization_pending", "x": "{}"}'),
        (400, '{"error": "slow_down", "x": "{}"}'),
        (400, '{"error": "access_denied", "x": "{}"}'),
        (400, '{"error": "expired_token", "x": "{}"}'),
        (400, '{"error": "invalid_grant", "x": "{}"}'),
        (200, '{"access_token": "{} {}"}'),
        (502, "<html>{}"),
    ):
        yield _sent(poll, status, Given("access", form))
    for status, form in (
        (503, "{}"),
        (400, '{"error": "unsupported_token_type", "x": "{}"}'),
        (400, '{"error": "invalid_request", "x": "{}"}'),
        (404, "<html>{}"),
    ):
        yield _sent(login.revocation, status, Given("access", form))
    yield lambda: client.revocation_request(token, token_type_hint="other")
    yield lambda: client.revocation_request(token, extra_parameters={"token": "x"})
    yield lambda: client.revocation_request(Given("access")())
    yield lambda: package.OAuthClient(client_id="o").revocation_request(token)
    yield lambda: client.device_request(extra_parameters={"client_id": "x"})
    yield lambda: begin.parse_response(200, JSON, Given("device")())
    yield lambda: poll.parse_response(200, JSON, b"{}", sent_at=-1)


def test_no_traceback_of_a_device_login_shows_a_secret(load: Load) -> None:
    package = load("siskin")
    calls = device_calls(package, DeviceLogin(package))
    texts = [traced(call) for call in calls]
    assert len(texts) == 26
    assert {text[:300]: leaked(text) for text in texts if leaked(text)} == {}


@pytest.mark.parametrize("status", [400, 302, 200])
def test_no_traceback_of_a_wait_shows_a_secret(
    load: Load, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    package = load("siskin")
    module = importlib.import_module(f"{package.__name__}.httpx_auth")
    waits = importlib.import_module(f"{package.__name__}._runtime.exchange.device_wait")
    slept: list[float] = []
    clock = type("Time", (), {"time": lambda: 0.0, "sleep": slept.append})
    monkeypatch.setattr(waits, "time", clock)
    login = DeviceLogin(package)
    respond = httpx.MockTransport(lambda _: httpx.Response(status, text="<p>"))
    with httpx.Client(transport=respond) as http:
        text = traced(lambda: module.wait_for_token(login.login, http))
    assert leaked(text) == []
