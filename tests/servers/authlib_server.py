"""Authlib's authorization server with Flask: code with PKCE, refresh, client credentials, devices,
revocation, `iss`."""

from __future__ import annotations

import threading
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import httpx
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin
from authlib.oauth2.rfc6749.grants import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    RefreshTokenGrant,
)
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import Flask, Response, request
from werkzeug.serving import make_server

from tests.servers.application import SECRET, Server
from tests.servers.authlib_devices import Devices

ISSUER = "https://idp.example"
CLIENTS = {"basic": "app/1 x", "post": "app-post", "public": "app-public"}
METHODS = ["client_secret_basic", "client_secret_post", "none"]
ENDPOINTS = {"/token/revocation": "revocation", "/device/auth": "device_authorization"}
USER = SimpleNamespace(name="ada")


@dataclass
class Client(ClientMixin):
    """An application in the form that Authlib requires."""

    client_id: str
    method: str
    redirect_uris: Sequence[str]

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uris[0]

    def get_allowed_scope(self, scope: Collection[str] | str) -> str:
        asked = scope.split() if isinstance(scope, str) else scope
        return " ".join(one for one in asked if one in ("read", "write"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return True


@dataclass
class Code(AuthorizationCodeMixin):
    """A code that was issued."""

    code: str
    redirect_uri: str
    scope: str
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


@dataclass
class Token(TokenMixin):
    """A token that was issued."""

    client: Client
    values: dict[str, Any]
    is_gone: bool = False

    def check_client(self, client: object) -> bool:
        return client is self.client

    def get_scope(self) -> str:
        return str(self.values.get("scope", ""))

    def get_expires_in(self) -> int:
        return int(self.values["expires_in"])

    def is_expired(self) -> bool:
        return False

    def is_revoked(self) -> bool:
        return self.is_gone


@dataclass
class Issued:
    """What the server remembers."""

    clients: dict[str, Client]
    codes: dict[str, Code] = field(default_factory=dict[str, Code])
    tokens: list[Token] = field(default_factory=list[Token])

    def find(self, name: str, value: str) -> Token | None:
        """Return the token with a value that was not revoked."""
        alive = (one for one in self.tokens if not one.is_gone)
        return next((one for one in alive if one.values.get(name) == value), None)


def grants(issued: Issued) -> tuple[type, type, type]:
    """Return the grants and the endpoint, which remember what they issue."""

    class CodeGrant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = METHODS

        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            issued.codes[code] = Code(
                code,
                request.payload.redirect_uri,
                request.payload.scope,
                data.get("code_challenge"),
                data.get("code_challenge_method"),
            )

        def query_authorization_code(self, code: str, client: object) -> Code | None:
            return issued.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del issued.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: object) -> object:
            return USER

    class Refresh(RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = METHODS
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, refresh_token: str) -> Any:
            return issued.find("refresh_token", refresh_token)

        def authenticate_user(self, refresh_token: object) -> object:
            return USER

        def revoke_old_credential(self, refresh_token: Any) -> None:
            refresh_token.is_gone = True

    class Revocation(RevocationEndpoint):
        CLIENT_AUTH_METHODS = METHODS

        def query_token(self, token_string: str, token_type_hint: str) -> Token | None:
            names = ("access_token", "refresh_token")
            found = (issued.find(name, token_string) for name in names)
            return next((one for one in found if one), None)

        def revoke_token(self, token: Token, request: object) -> None:
            token.is_gone = True

    return CodeGrant, Refresh, Revocation


class Issuer(IssuerParameter):
    """Adds `iss` to each redirect (RFC 9207)."""

    def get_issuer(self) -> str:
        return ISSUER


class OwnToken(ClientCredentialsGrant):
    """Client credentials, with a secret in either place."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS[:2]


def application(issued: Issued, devices: Devices) -> Flask:
    """Return the application, where every user approves unless the query says otherwise."""
    app = Flask(__name__)
    app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": 600}

    def save_token(token: dict[str, Any], asked: Any) -> None:
        issued.tokens.append(Token(asked.client, token))

    server: Any = AuthorizationServer(app, issued.clients.get, save_token)
    code, refresh, revocation = grants(issued)
    server.register_grant(code, [CodeChallenge(required=True)])
    server.register_grant(refresh)
    server.register_grant(OwnToken)
    server.register_endpoint(revocation)
    devices.register(server, USER)
    server.register_extension(Issuer())

    def authorize() -> Response:
        response: Response
        try:
            grant = server.get_consent_grant(end_user=USER)
        except OAuth2Error as error:
            response = server.handle_response(*error())
            return response
        user = None if request.headers.get("X-Decision") == "cancel" else USER
        response = server.create_authorization_response(grant=grant, grant_user=user)
        return response

    def call() -> Response:
        kind, _, value = request.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer" and issued.find("access_token", value):
            return Response("welcome")
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return Response(status=401, headers=challenge)

    app.add_url_rule("/auth", view_func=authorize)
    app.add_url_rule("/token", "token", server.create_token_response, methods=["POST"])
    for path, name in ENDPOINTS.items():
        respond = partial(server.create_endpoint_response, name)
        app.add_url_rule(path, name, respond, methods=["POST"])
    app.add_url_rule("/me", view_func=call)
    return app


@contextmanager
def running(redirect_uris: Sequence[str]) -> Generator[Server]:
    """Run the server in a thread."""
    methods = zip(CLIENTS.values(), METHODS, strict=True)
    issued = Issued({one: Client(one, how, redirect_uris) for one, how in methods})
    devices = Devices()
    app = application(issued, devices)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        host = f"127.0.0.1:{server.server_port}"
        yield Server(host, CLIENTS, "read", 600, False, _decided, devices.decide)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _decided(url: str, decision: str) -> str:
    redirect = httpx.get(url, headers={"X-Decision": decision})
    assert redirect.status_code == 302, redirect.text
    return str(redirect.headers["Location"])
