"""Each message about codes and the token endpoint is raised by the package of a small spec."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest

from generator import pipeline
from generator.pipeline import PROTOCOL
from generator.reading.protocol import load
from tests.rows import each_row
from tests.shared import tree_to_run

SPEC = """\
format: 2
provider: {id: quill, name: Quill}
packages: {python: {module: quill_of_messages}}
issuer: https://quill.example
iss: required
variables: {site: {type: host}}
authorization_endpoint: https://{site}/authorize
token_endpoint: https://{site}/token
device_authorization_endpoint: https://{site}/device
revocation_endpoint: https://{site}/revoke
grants: [authorization_code, client_credentials, device_code]
"""
TABLE = load(PROTOCOL)
MESSAGES = {one.key: one for one in TABLE.messages("exchange")}
ID, SECRET, SITE = "s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw", "quill.example"
REDIRECT_URI = "https://client.example.org/cb"
JSON = {"Content-Type": "application/json"}
TOKEN = b'{"access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "bearer"}'

Raise = Callable[["Quill"], object]


class Quill:
    """The package, with shorthands for what each message needs."""

    def __init__(self) -> None:
        self.package: Any = importlib.import_module("quill_of_messages")

    def client(self, **changed: Any) -> Any:
        """Return a confidential client, with other arguments."""
        given = {
            "site": SITE,
            "client_id": ID,
            "client_secret": SECRET,
            "redirect_uri": REDIRECT_URI,
            "allowed_domains": [SITE],
            **changed,
        }
        return self.package.OAuthClient(**given)

    def code(self, **changed: Any) -> Any:
        """Return a code of a client."""
        request = self.client(**changed).authorization_request()
        pairs = {"code": "SplxlOBeZQQYbYS6WxSbIA", "state": request.state}
        return request.parse_query({**pairs, "iss": "https://quill.example"})

    def token(self, **changed: Any) -> Any:
        given = {"domain": SITE, "client_id": ID, "refresh_token": "r", **changed}
        return self.package.AccessToken.from_value("2YotnFZFEjr1zCsicMWpAA", **given)

    def redirect(self, query: str, state: str = "xyz") -> Any:
        """Read a redirect that ends with that text, to a request with that state."""
        request = self.client().authorization_request(state=state)
        return request.parse_redirect(f"{REDIRECT_URI}{query}")

    def pasted(self, text: str) -> Any:
        """Read text that a user copied."""
        return self.client().authorization_request().parse_pasted(text)

    def resume(self, **changed: Any) -> Any:
        """Resume a request whose values were changed."""
        kept = self.client().authorization_request().pending()
        return self.client().resume({**kept, **changed})

    def response(
        self, body: bytes, status: int = 200, headers: Mapping[str, str] = JSON
    ) -> Any:
        """Read a token response."""
        request = self.client().client_credentials_request()
        return request.parse_response(status, headers, body)

    def device(self, **changed: object) -> Any:
        """Read the response that begins a login on another device."""
        members = {
            "device_code": SECRET,
            "user_code": "WDJB-MJHT",
            "verification_uri": "https://quill.example/device",
            "expires_in": 600,
            **changed,
        }
        request = self.client().device_request()
        return request.parse_response(200, JSON, json.dumps(members).encode())

    def poll(self, error: str) -> Any:
        """Read the response to a poll, which is an error."""
        sent = json.dumps({"error": error}).encode()
        return self.device().poll_request().parse_response(400, JSON, sent)

    def revoked(self, status: int, body: bytes) -> Any:
        """Read the response of the revocation endpoint."""
        request = self.client().revocation_request(self.token())
        return request.parse_response(status, JSON, body)

    def sent(self, error: type[Exception]) -> Any:
        """Send a request through a transport that fails. A code is sent only once."""

        def fail(request: httpx.Request) -> httpx.Response:
            raise error(SECRET)

        send = importlib.import_module("quill_of_messages.httpx_auth").send
        with httpx.Client(transport=httpx.MockTransport(fail)) as http:
            return send(self.client().token_request(self.code()), http)


RAISED: Mapping[str, Raise] = {
    "invalid_client_secret": lambda one: one.client(client_secret="a\nb"),
    "client_secret_missing": lambda one: one.client(
        client_secret=None
    ).client_credentials_request(),
    "allowed_domains_missing": lambda one: one.client(allowed_domains=()),
    "domain_not_allowed": lambda one: one.client(allowed_domains=["other.example"]),
    "code_of_another_client": lambda one: one.client().token_request(
        one.code(client_id="another")
    ),
    "token_of_another_client": lambda one: one.client().refresh_request(
        one.token(client_id="another")
    ),
    "invalid_pending.form": lambda one: one.resume(version=0),
    "invalid_pending.client": lambda one: one.resume(client_id="another"),
    "no_refresh_token": lambda one: one.client().refresh_request(
        one.token(refresh_token=None)
    ),
    "ambiguous_response.error_and_code": lambda one: one.redirect(
        "?code=a&error=access_denied"
    ),
    "ambiguous_response.query_and_fragment": lambda one: one.redirect(
        "?code=a#access_token=b"
    ),
    "missing_code.redirect": lambda one: one.redirect(""),
    "missing_code.token": lambda one: one.redirect("#access_token=b"),
    "missing_code.pasted": lambda one: one.pasted("x"),
    "missing_code.encoded": lambda one: one.pasted(r"?code=x\u0026state=y"),
    "missing_code.request": lambda one: one.pasted("?client_id=x"),
    "ambiguous_response.request_and_code": lambda one: one.pasted(
        "?client_id=x&code=a"
    ),
    "missing_code.query": lambda one: (
        one.client().authorization_request().parse_query({})
    ),
    "state_missing.code": lambda one: one.redirect("?code=a"),
    "redirect_mismatch": lambda one: one.redirect("/other?code=a"),
    "issuer_missing": lambda one: one.redirect("?code=a&state=xyz"),
    "issuer_mismatch": lambda one: one.redirect(
        "?code=a&state=xyz&iss=https%3A%2F%2Fother.example"
    ),
    "invalid_code": lambda one: one.redirect(
        "?code=a%00&state=xyz&iss=https%3A%2F%2Fquill.example"
    ),
    "response_too_large": lambda one: one.response(b" " * 2_000_000),
    "endpoint_redirect": lambda one: one.response(
        b"", 302, {"Location": "https://other.example/"}
    ),
    "unexpected_response.unavailable": lambda one: one.response(b"<p>", 503, {}),
    "unexpected_response.other": lambda one: one.response(b"<p>", 200, {}),
    "endpoint_unreachable": lambda one: one.sent(httpx.ConnectError),
    "response_lost": lambda one: one.sent(httpx.ReadError),
    "malformed_response": lambda one: one.response(b'{"access_token": 1}'),
    "missing_token.token_endpoint": lambda one: one.response(b"{}"),
    "invalid_access_token.token_endpoint": lambda one: one.response(
        b'{"access_token": "a b"}'
    ),
    "invalid_device_response.missing": lambda one: one.device(user_code=None),
    "invalid_device_response.characters": lambda one: one.device(user_code="a\n"),
    "invalid_device_response.lifetime": lambda one: one.device(expires_in=0),
    "insecure_verification_uri": lambda one: one.device(
        verification_uri="http://quill.example/"
    ),
    "authorization_pending": lambda one: one.poll("authorization_pending"),
    "slow_down": lambda one: one.poll("slow_down"),
    "access_denied": lambda one: one.poll("access_denied"),
    "expired_token": lambda one: one.poll("expired_token"),
    "revocation_unavailable": lambda one: one.revoked(503, b""),
    "revocation_unsupported": lambda one: one.revoked(
        400, b'{"error": "unsupported_token_type"}'
    ),
    "invalid_refresh_token": lambda one: one.response(
        TOKEN.replace(b"}", b', "refresh_token": "a\\n"}')
    ),
}


@pytest.fixture(scope="module", name="quill")
def _quill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quill]:
    """Write the package of the spec, and let it be imported."""
    folder = tmp_path_factory.mktemp("quill")
    (folder / "spec.yaml").write_text(SPEC, encoding="utf-8")
    tree = tree_to_run(pipeline.load(folder / "spec.yaml"), ["python"])
    for path, data in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    sys.path.insert(0, str(folder / "python" / "src"))
    yield Quill()
    sys.path.remove(str(folder / "python" / "src"))


OTHERS = {
    # Of a header, and of Basic authentication that is not encoded, which this spec does not have.
    *("invalid_client_id.colon", "invalid_header_value"),
    # Of a renewal.
    *("login_required.no_token", "login_required.no_refresh_token"),
    *("login_required.rejected", "login_required.result_unknown"),
    *("record_damaged", "store_busy"),
    # Of a login that the command stored; tests/login raises them.
    *("login_required.none_stored", "secret_missing", "several_logins"),
    *(f"environment_unusable.{one}" for one in ("certificates", "mock_server")),
    *(f"environment_unusable.{one}" for one in ("proxy", "silent_mock_server")),
}


def test_each_message_has_a_way_to_raise_it() -> None:
    assert sorted(RAISED) == sorted(set(MESSAGES) - OTHERS)


@each_row("key", RAISED)
def test_package_raises_the_message(key: str, quill: Quill) -> None:
    with pytest.raises(quill.package.OAuthError) as caught:
        RAISED[key](quill)
    _, arguments = caught.value.__reduce__()
    assert arguments[0][0] == key
    wording = MESSAGES[key].wording
    for shown, text in (
        (caught.value.message, wording.message),
        (caught.value.hint, wording.hint),
    ):
        spelled = text.spelled(lambda kind, name: "\0")
        pattern = re.sub(
            r"\\\{\w+\\\}|\0", ".+", re.escape(spelled).replace("\\\0", "\0")
        )
        assert re.fullmatch(pattern, shown), (shown, pattern)
    assert SECRET not in f"{caught.value} {caught.value!r}"
