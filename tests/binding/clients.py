"""One call through each library, the same way for all: redirects followed, no proxy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import requests
from imagen_oauth import AccessToken, httpx_auth, requests_auth

SECRET = "canary-2YotnFZFEjr1zCsicMWpAA"
KEY = "canary-key-1b2c3d"
CREDENTIALS = (KEY, f"Bearer {SECRET}")
NONE = (None, None)
LIMIT = 30.0
"""Seconds after which a call that hangs fails a test."""


@dataclass(frozen=True)
class Got:
    """What came back in the end."""

    status: int
    text: str


Call = Callable[..., Got]
"""Takes a token, an address, and the hosts; method, content and follow by name."""


def token_of(domain: str, expires_in: int | None = None) -> AccessToken:
    """Return a token that domain issued."""
    return AccessToken.from_value(
        SECRET, domain=domain, client_id=KEY, expires_in=expires_in
    )


def by_httpx(
    token: AccessToken,
    url: str,
    *hosts: str,
    method: str = "GET",
    content: bytes | None = None,
    follow: bool = True,
) -> Got:
    """Call with an httpx.Client."""
    with httpx.Client(
        follow_redirects=follow, trust_env=False, timeout=LIMIT
    ) as client:
        httpx_auth.attach(client, token, *hosts)
        response = client.request(method, url, content=content)
        return Got(response.status_code, response.text)


def by_async_httpx(
    token: AccessToken,
    url: str,
    *hosts: str,
    method: str = "GET",
    content: bytes | None = None,
    follow: bool = True,
) -> Got:
    """Call with an httpx.AsyncClient."""

    async def call() -> Got:
        async with httpx.AsyncClient(
            follow_redirects=follow, trust_env=False, timeout=LIMIT
        ) as client:
            httpx_auth.attach(client, token, *hosts)
            response = await client.request(method, url, content=content)
            return Got(response.status_code, response.text)

    return asyncio.run(call())


def by_requests(
    token: AccessToken,
    url: str,
    *hosts: str,
    method: str = "GET",
    content: bytes | None = None,
    follow: bool = True,
) -> Got:
    """Call with a requests.Session."""
    with requests.Session() as session:
        session.trust_env = False
        requests_auth.attach(session, token, *hosts)
        response = session.request(
            method, url, data=content, allow_redirects=follow, timeout=LIMIT
        )
        return Got(response.status_code, response.text)


CALLS: dict[str, Call] = {
    "httpx": by_httpx,
    "async httpx": by_async_httpx,
    "requests": by_requests,
}
