"""A third-party client, which knows only the metadata of the server and the RFCs."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from tests.mock.exchange.client import CLIENT_ID, SECRET, VERIFIER


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_uses_each_grant(server: Any, method: str) -> None:
    url = f"{server.url}/.well-known/oauth-authorization-server"
    metadata = httpx.get(url).json()
    made: Any = OAuth2Session(
        CLIENT_ID,
        SECRET,
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        redirect_uri="http://127.0.0.1:7/callback",
        scope="read",
        code_challenge_method="S256",
    )
    with made as client:
        begun, state = client.create_authorization_url(
            metadata["authorization_endpoint"], code_verifier=VERIFIER
        )
        token = client.fetch_token(
            metadata["token_endpoint"],
            authorization_response=server.approve(begun),
            code_verifier=VERIFIER,
            state=state,
        )
        assert client.get(server.resource_url).json()["user"] == "demo"
        renewed = client.refresh_token(metadata["token_endpoint"])
        assert renewed["refresh_token"] != token["refresh_token"]
        assert client.get(server.resource_url).status_code == 200
        revoked = client.revoke_token(
            metadata["revocation_endpoint"], token=renewed["refresh_token"]
        )
        assert revoked.status_code == 200
        assert client.get(server.resource_url).status_code == 401
        with pytest.raises(OAuthError, match="invalid_grant"):
            client.refresh_token(metadata["token_endpoint"])
        own = client.fetch_token(
            metadata["token_endpoint"], grant_type="client_credentials"
        )
        assert own["scope"] == "read"
        assert "refresh_token" not in own
