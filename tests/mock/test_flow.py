"""From the authorization URL to an API call, with a simulated user over HTTP."""

from __future__ import annotations

import pytest
from imagen_oauth import AuthorizationError, Scope
from imagen_oauth_mock import StandIn, StandInError
from imagen_oauth_mock.fixtures import stand_in

from tests.mock.http import request_of, send

__all__ = ["stand_in"]

ERRORS = [
    *("invalid_request", "unauthorized_client", "access_denied"),
    *("unsupported_response_type", "invalid_scope", "server_error"),
    "temporarily_unavailable",
]


def test_approval_issues_a_token_for_the_resource(stand_in: StandIn) -> None:
    request = request_of(stand_in, Scope.READ_USERS_DATA, Scope.MANAGE_JOBS)
    token = request.parse_pasted(stand_in.approve(request.url))
    assert token.scopes == frozenset(("readUsersData", "manageJobs"))
    assert (token.expires_in, token.state_verified) == (3600, True)
    called = send(f"{stand_in.resource_url}/needs/manageJobs", token.headers())
    assert called.status == 200


def test_response_is_the_out_of_band_uri_with_a_fragment(
    stand_in: StandIn,
) -> None:
    request = request_of(stand_in)
    response = stand_in.approve(request.url)
    token = request.parse_pasted(response)
    assert response == (
        f"urn:ietf:wg:oauth:2.0:oob#access_token={token.reveal()}&expires_in=3600"
        f"&token_type=Bearer&scope=readUsersData&state={request.state}"
    )


def test_response_to_a_loopback_redirect_uri_is_read_strictly(
    stand_in: StandIn,
) -> None:
    request = request_of(stand_in, redirect_uri="http://127.0.0.1:8/back?x=1")
    response = stand_in.approve(request.url)
    assert response.startswith("http://127.0.0.1:8/back?x=1#access_token=")
    assert request.parse_redirect(response).scopes == frozenset({"readUsersData"})


def test_denial_is_access_denied_with_the_state(stand_in: StandIn) -> None:
    request = request_of(stand_in)
    response = stand_in.user().deny(request.url)
    assert response == (
        f"urn:ietf:wg:oauth:2.0:oob#error=access_denied&state={request.state}"
    )
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(response)
    assert (caught.value.error, caught.value.state_verified) == ("access_denied", True)


def test_unassigned_scope_is_invalid_scope(stand_in: StandIn) -> None:
    scopes = (Scope.READ_USERS_DATA, Scope.ROLES)
    request = request_of(stand_in, *scopes, client_id="ONE_SCOPE")
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(stand_in.approve(request.url))
    assert (caught.value.error, caught.value.state_verified) == ("invalid_scope", True)


def test_undocumented_scope_is_invalid_scope(stand_in: StandIn) -> None:
    url = request_of(stand_in).url.replace("readUsersData", "databases")
    response = stand_in.approve(url)
    assert response.startswith("urn:ietf:wg:oauth:2.0:oob#error=invalid_scope&state=")


def test_request_without_scopes_gets_all_assigned_scopes(stand_in: StandIn) -> None:
    request = request_of(stand_in, client_id="ONE_SCOPE")
    url = request.url.partition("&scope=")[0]
    assert request.parse_pasted(stand_in.approve(url)).scopes == frozenset(
        {"readUsersData"}
    )


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_code_can_be_returned(stand_in: StandIn, code: str) -> None:
    request = request_of(stand_in)
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(stand_in.user().fail(request.url, code))
    assert (caught.value.error, caught.value.state_verified) == (code, True)


def test_wrong_password_is_rejected_with_a_message(stand_in: StandIn) -> None:
    for name, password in (("demo", "wrong"), ("nobody", "demo"), ("nobody", "")):
        with pytest.raises(StandInError) as caught:
            stand_in.user(name, password).approve(request_of(stand_in).url)
        assert str(caught.value) == "Incorrect username or password"


def test_two_approvals_issue_two_tokens(stand_in: StandIn) -> None:
    request = request_of(stand_in)
    tokens = {
        request.parse_pasted(stand_in.approve(request.url)).reveal() for _ in range(2)
    }
    assert len(tokens) == 2
