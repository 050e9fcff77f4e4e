"""From the authorization URL to an API call, with a simulated user over HTTP."""

from __future__ import annotations

import pytest
from imagen_oauth import AuthorizationError, Scope
from imagen_oauth_mock import MockServer, MockServerError
from imagen_oauth_mock.fixtures import imagen_mock_server, mock_server

from tests.mock.http import request_of, send

__all__ = ["imagen_mock_server", "mock_server"]

ERRORS = [
    *("invalid_request", "unauthorized_client", "access_denied"),
    *("unsupported_response_type", "invalid_scope", "server_error"),
    "temporarily_unavailable",
]


def test_approval_issues_a_token_for_the_resource(mock_server: MockServer) -> None:
    request = request_of(mock_server, Scope.READ_USERS_DATA, Scope.MANAGE_JOBS)
    token = request.parse_pasted(mock_server.approve(request.url))
    assert token.scopes == frozenset(("readUsersData", "manageJobs"))
    assert (token.expires_in, token.state_verified) == (3600, True)
    called = send(f"{mock_server.resource_url}/needs/manageJobs", token.headers())
    assert called.status == 200


def test_response_is_the_out_of_band_uri_with_a_fragment(
    mock_server: MockServer,
) -> None:
    request = request_of(mock_server)
    response = mock_server.approve(request.url)
    token = request.parse_pasted(response)
    assert response == (
        f"urn:ietf:wg:oauth:2.0:oob#access_token={token.reveal()}&expires_in=3600"
        f"&token_type=Bearer&scope=readUsersData&state={request.state}"
    )


def test_response_to_a_loopback_redirect_uri_is_read_strictly(
    mock_server: MockServer,
) -> None:
    request = request_of(mock_server, redirect_uri="http://127.0.0.1:8/back?x=1")
    response = mock_server.approve(request.url)
    assert response.startswith("http://127.0.0.1:8/back?x=1#access_token=")
    assert request.parse_redirect(response).scopes == frozenset({"readUsersData"})


def test_denial_is_access_denied_with_the_state(mock_server: MockServer) -> None:
    request = request_of(mock_server)
    response = mock_server.user().deny(request.url)
    assert response == (
        f"urn:ietf:wg:oauth:2.0:oob#error=access_denied&state={request.state}"
    )
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(response)
    assert (caught.value.error, caught.value.state_verified) == ("access_denied", True)


def test_unassigned_scope_is_invalid_scope(mock_server: MockServer) -> None:
    scopes = (Scope.READ_USERS_DATA, Scope.ROLES)
    request = request_of(mock_server, *scopes, client_id="ONE_SCOPE")
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(mock_server.approve(request.url))
    assert (caught.value.error, caught.value.state_verified) == ("invalid_scope", True)


def test_undocumented_scope_is_invalid_scope(mock_server: MockServer) -> None:
    url = request_of(mock_server).url.replace("readUsersData", "databases")
    response = mock_server.approve(url)
    assert response.startswith("urn:ietf:wg:oauth:2.0:oob#error=invalid_scope&state=")


def test_request_without_scopes_gets_all_assigned_scopes(
    mock_server: MockServer,
) -> None:
    request = request_of(mock_server, client_id="ONE_SCOPE")
    url = request.url.partition("&scope=")[0]
    assert request.parse_pasted(mock_server.approve(url)).scopes == frozenset(
        {"readUsersData"}
    )


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_code_can_be_returned(mock_server: MockServer, code: str) -> None:
    request = request_of(mock_server)
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(mock_server.user().fail(request.url, code))
    assert (caught.value.error, caught.value.state_verified) == (code, True)


def test_wrong_password_is_rejected_with_a_message(mock_server: MockServer) -> None:
    for name, password in (("demo", "wrong"), ("nobody", "demo"), ("nobody", "")):
        with pytest.raises(MockServerError) as caught:
            mock_server.user(name, password).approve(request_of(mock_server).url)
        assert str(caught.value) == "Incorrect username or password"


def test_two_approvals_issue_two_tokens(mock_server: MockServer) -> None:
    request = request_of(mock_server)
    tokens = {
        request.parse_pasted(mock_server.approve(request.url)).reveal()
        for _ in range(2)
    }
    assert len(tokens) == 2
