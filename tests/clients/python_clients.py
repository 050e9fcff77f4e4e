"""Each grant with the clients of PyPI that others wrote, which know only URLs, an ID, and a secret."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.integrations.httpx_client import OAuth2Client
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from httpx_oauth.oauth2 import BaseOAuth2
from oauthlib.oauth2 import BackendApplicationClient, WebApplicationClient
from oauthlib.oauth2.rfc8628.clients.device import DeviceClient
from requests_oauthlib import OAuth2Session

from tests.mock.exchange.client import CHALLENGE, VERIFIER

REDIRECT = "http://127.0.0.1:4321/callback"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
Token = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """A running mock server, and the application that logs in. `method` is a value of RFC 8414 §2."""

    server: Any
    metadata: Mapping[str, str]
    client_id: str
    secret: str | None
    method: str

    def url(self, name: str) -> str:
        """Return the URL of an endpoint."""
        return self.metadata[f"{name}_endpoint"]

    def begin(self) -> Mapping[str, Any]:
        """Return the codes of a device that the user has approved."""
        form = {"client_id": self.client_id, "scope": "read"}
        auth = (self.client_id, self.secret) if self.secret else None
        url = self.url("device_authorization")
        codes: Mapping[str, Any] = httpx.post(url, data=form, auth=auth).json()
        self.server.approve_device(codes["user_code"])
        return codes


Grants = Mapping[str, Callable[[Token], Any]]


def authlib(make: Any, target: Target) -> Grants:
    """Return the grants of Authlib, with its client for httpx or for requests."""
    client: Any = make(
        target.client_id,
        target.secret,
        token_endpoint_auth_method=target.method,
        revocation_endpoint_auth_method=target.method,
        redirect_uri=REDIRECT,
        scope="read",
        code_challenge_method="S256",
    )
    endpoint = target.url("token")

    def code(_: Token) -> Token:
        begun, state = client.create_authorization_url(
            target.url("authorization"), code_verifier=VERIFIER
        )
        redirect = target.server.approve(begun)
        token: Token = client.fetch_token(
            endpoint,
            authorization_response=redirect,
            code_verifier=VERIFIER,
            state=state,
        )
        return token

    def device(_: Token) -> Token:
        codes = target.begin()
        token: Token = client.fetch_token(
            endpoint,
            grant_type=DEVICE,
            device_code=codes["device_code"],
        )
        return token

    return {
        "code": code,
        "refresh": lambda token: client.refresh_token(
            endpoint, refresh_token=token["refresh_token"]
        ),
        "client_credentials": lambda _: client.fetch_token(
            endpoint, grant_type="client_credentials"
        ),
        "device": device,
        "revocation": lambda token: client.revoke_token(
            target.url("revocation"), token=token["refresh_token"]
        ).raise_for_status(),
    }


def requests_oauthlib(target: Target) -> Grants:
    """Return the grants of requests-oauthlib, whose requests oauthlib makes."""
    endpoint = target.url("token")
    secret = {"client_secret": target.secret} if target.secret else {}
    in_body = target.method != "client_secret_basic"

    def session(kind: Any) -> Any:
        client = kind(target.client_id, scope=["read"])
        return OAuth2Session(client=client, redirect_uri=REDIRECT, scope=["read"])

    def code(_: Token) -> Token:
        with session(WebApplicationClient) as client:
            begun, _state = client.authorization_url(
                target.url("authorization"),
                code_challenge=CHALLENGE,
                code_challenge_method="S256",
            )
            token: Token = client.fetch_token(
                endpoint,
                authorization_response=target.server.approve(begun),
                code_verifier=VERIFIER,
                include_client_id=in_body,
                **secret,
            )
            return token

    def refresh(token: Token) -> Token:
        with session(WebApplicationClient) as client:
            given: Any = {"client_id": target.client_id, **secret} if in_body else {}
            auth = None if in_body else (target.client_id, target.secret)
            renewed: Token = client.refresh_token(
                endpoint, refresh_token=token["refresh_token"], auth=auth, **given
            )
            return renewed

    def client_credentials(_: Token) -> Token:
        with session(BackendApplicationClient) as client:
            token: Token = client.fetch_token(
                endpoint, include_client_id=in_body, **secret
            )
            return token

    def device(_: Token) -> Token:
        with session(DeviceClient) as client:
            token: Token = client.fetch_token(
                endpoint,
                device_code=target.begin()["device_code"],
                include_client_id=True,
                **secret,
            )
            return token

    def revocation(token: Token) -> None:
        client: Any = WebApplicationClient(target.client_id)
        url, headers, body = client.prepare_token_revocation_request(
            target.url("revocation"), token["refresh_token"], "refresh_token"
        )
        auth = (target.client_id, target.secret) if target.secret else None
        if auth is None:
            body += f"&client_id={target.client_id}"
        httpx.post(url, content=body, headers=headers, auth=auth).raise_for_status()

    return {
        "code": code,
        "refresh": refresh,
        "client_credentials": client_credentials,
        "device": device,
        "revocation": revocation,
    }


def httpx_oauth(target: Target) -> Grants:
    """Return the grants of httpx-oauth, which has codes, refreshes, and revocation."""
    method: Any = target.method
    client: BaseOAuth2[Any] = BaseOAuth2(
        target.client_id,
        target.secret or "",
        target.url("authorization"),
        target.url("token"),
        refresh_token_endpoint=target.url("token"),
        revoke_token_endpoint=target.url("revocation"),
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
    )

    def code(_: Token) -> Token:
        async def exchange() -> Token:
            url = await client.get_authorization_url(
                REDIRECT,
                state="s",
                scope=["read"],
                code_challenge=CHALLENGE,
                code_challenge_method="S256",
            )
            redirect: str = await asyncio.to_thread(target.server.approve, url)
            (value,) = parse_qs(urlsplit(redirect).query)["code"]
            return await client.get_access_token(value, REDIRECT, VERIFIER)

        return asyncio.run(exchange())

    return {
        "code": code,
        "refresh": lambda token: asyncio.run(
            client.refresh_token(token["refresh_token"])
        ),
        "revocation": lambda token: asyncio.run(
            client.revoke_token(token["refresh_token"])
        ),
    }


CLIENTS: Mapping[str, Callable[[Target], Grants]] = {
    "Authlib with httpx": lambda target: authlib(OAuth2Client, target),
    "Authlib with requests": lambda target: authlib(AuthlibSession, target),
    "requests-oauthlib": requests_oauthlib,
    "httpx-oauth": httpx_oauth,
}
