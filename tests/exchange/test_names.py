"""Parameters of token requests with the names that a method could use itself."""

from __future__ import annotations

from urllib.parse import parse_qsl

from tests.exchange.begun import client_of, code_of, token_of
from tests.exchange.conftest import Load

ISSUED = b'{"access_token": "AT", "token_type": "bearer", "refresh_token": "RT"}'


def test_names_of_locals(load: Load) -> None:
    """Each parameter is sent once, with the value that the caller gave."""
    client = client_of(load("avocet"))
    given = {"text": "T", "extra": "E", "requested": "R", "verifier": "V"}
    code = code_of(client)
    body = dict(parse_qsl(client.token_request(code, **given).body.decode()))
    assert {name: body[name] for name in given} == given
    assert body["code"] == code.reveal()
    assert "T" not in (body["code"], body["code_verifier"])
    request = client.client_credentials_request(scopes=["read"], **given)
    body = dict(parse_qsl(request.body.decode()))
    assert {name: body[name] for name in ("scope", *given)} == {
        "scope": "read",
        **given,
    }
    kept = {"text": "T", "requested": "R"}
    request = client.refresh_request(token_of(client, ISSUED), scopes=["read"], **kept)
    body = dict(parse_qsl(request.body.decode()))
    sent = {name: body[name] for name in ("refresh_token", "scope", *kept)}
    assert sent == {"refresh_token": "RT", "scope": "read", **kept}
