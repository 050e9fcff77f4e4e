"""A login at an OAuth server that this project did not write: Authlib with Flask."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import ClientMixin, ImplicitGrant
from flask import Flask, Response, request
from imagen_oauth import (
    AccessToken,
    AuthorizationError,
    AuthorizationRequest,
    OAuthError,
    Scope,
)
from werkzeug.serving import make_server

from tests.mock.http import send

REDIRECT_URI = "http://127.0.0.1:8/back"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ASSIGNED = ("readUsersData", "modifyUsersData")


class Client(ClientMixin):
    """An application in the form that Authlib requires, with two scopes."""

    def get_client_id(self) -> str:
        return "KEY"

    def get_allowed_scope(self, scope: Collection[str] | str) -> str:
        asked = scope.split() if isinstance(scope, str) else scope
        return " ".join(one for one in asked if one in ASSIGNED)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == REDIRECT_URI

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "none"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "token"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "implicit"


def authorization_server(app: Flask, given: list[str]) -> Any:
    """Return Authlib's server, which has no type for its responses."""

    def query_client(client_id: str) -> Client | None:
        return Client() if client_id == "KEY" else None

    def save_token(token: dict[str, Any], _: object) -> None:
        given.append(token["access_token"])

    server = AuthorizationServer(app, query_client, save_token)
    server.register_grant(ImplicitGrant)
    return server


def application(given: list[str]) -> Flask:
    """Return a page that shows the scopes and handles the decision; tokens go to a list."""
    app = Flask(__name__)
    app.config["OAUTH2_SCOPES_SUPPORTED"] = [*ASSIGNED, "roles"]
    server = authorization_server(app, given)

    def authorize() -> Response:
        user = SimpleNamespace(name="ada")
        response: Response
        try:
            grant = server.get_consent_grant(end_user=user)
        except OAuth2Error as error:
            response = server.handle_response(*error())
            return response
        if request.method == "GET":
            return Response(f"Approve {grant.request.payload.scope}?")
        decided_by = user if request.form["decision"] == "approve" else None
        response = server.create_authorization_response(
            grant=grant, grant_user=decided_by
        )
        return response

    app.add_url_rule("/oauth/authorize", view_func=authorize, methods=["GET", "POST"])
    return app


@pytest.fixture
def given() -> list[str]:
    """Return the tokens that the server issued, in order."""
    return []


@pytest.fixture
def domain(given: list[str]) -> Iterator[str]:
    """Yield the `host:port` of the server."""
    server = make_server("127.0.0.1", 0, application(given), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def requested(
    domain: str, *scopes: Scope, client_id: str = "KEY"
) -> AuthorizationRequest:
    return AuthorizationRequest(
        domain,
        client_id,
        scopes or (Scope.READ_USERS_DATA,),
        redirect_uri=REDIRECT_URI,
        scheme="http",
    )


def decided(asked: AuthorizationRequest, decision: str) -> str:
    """Open the URL, decide, and return the redirect."""
    page = send(asked.url)
    assert page.status == 200, page.text
    answer = send(asked.url, FORM, {"decision": decision})
    assert answer.status == 302, answer.text
    return answer.location


def test_approval_issues_a_token_with_the_requested_scopes(
    domain: str, given: list[str]
) -> None:
    asked = requested(domain, Scope.READ_USERS_DATA, Scope.MODIFY_USERS_DATA)
    token = asked.parse_redirect(decided(asked, "approve"))
    assert [token.reveal()] == given
    assert described(token) == {
        "scopes": {"readUsersData", "modifyUsersData"},
        "missing": set(),
        "expires_in": 3600,
        "state_verified": True,
    }


def test_scope_that_the_server_does_not_grant_is_missing(domain: str) -> None:
    asked = requested(domain, Scope.READ_USERS_DATA, Scope.ROLES)
    token = asked.parse_redirect(decided(asked, "approve"))
    assert described(token) == {
        "scopes": {"readUsersData"},
        "missing": {"roles"},
        "expires_in": 3600,
        "state_verified": True,
    }


def described(token: AccessToken) -> dict[str, object]:
    return {
        "scopes": set(token.scopes or ()),
        "missing": set(token.missing_scopes),
        "expires_in": token.expires_in,
        "state_verified": token.state_verified,
    }


def test_response_is_also_read_from_a_paste(domain: str, given: list[str]) -> None:
    asked = requested(domain)
    token = asked.parse_pasted(f"  {decided(asked, 'approve')}\n")
    assert [token.reveal()] == given


def test_denial_is_access_denied(domain: str, given: list[str]) -> None:
    asked = requested(domain)
    with pytest.raises(AuthorizationError) as caught:
        asked.parse_redirect(decided(asked, "deny"))
    assert (caught.value.error, given) == ("access_denied", [])
    assert caught.value.state_verified


def test_response_to_another_request_is_rejected(domain: str) -> None:
    asked, other = requested(domain), requested(domain)
    with pytest.raises(OAuthError) as caught:
        asked.parse_redirect(decided(other, "approve"))
    assert caught.value.code == "state_mismatch"


def test_scope_that_the_server_does_not_have_is_invalid_scope(domain: str) -> None:
    asked = requested(domain, Scope.MANAGE_JOBS)
    answer = send(asked.url)
    with pytest.raises(AuthorizationError) as caught:
        asked.parse_redirect(answer.location)
    assert (answer.status, caught.value.error) == (302, "invalid_scope")
    assert caught.value.state_verified
