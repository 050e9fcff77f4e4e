"""Sends requests to the token endpoint through an httpx client."""

from __future__ import annotations

import time
from typing import TypeVar

import anyio
import httpx

from ..errors import without_frames
from ..exchange.delivery import (
    CONNECT_SECONDS,
    LONGEST_WAIT,
    READ_SECONDS,
    TOTAL_SECONDS,
    Received,
    deliver,
    deliver_async,
    response_lost,
    unreachable,
)
from ..exchange.endpoint_request import EndpointRequest
from ..exchange.frames import without_frames_async
from ..protocol import MAX_BODY_BYTES
from .time_limit import in_time

_Result = TypeVar("_Result")

_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_TIMEOUT = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)


@without_frames
def send_request(
    request: EndpointRequest[_Result],
    client: httpx.Client,
    *,
    longest_wait: float = LONGEST_WAIT,
) -> _Result:
    """Send request through client, and return what the response says: a token, if the request is for one.

    The client's proxies, certificates, transports, and event hooks apply. Its headers,
    cookies, and authentication do not, and no redirect is followed. A code is sent once;
    other requests are repeated if that is safe, after a Retry-After of at most
    longest_wait seconds.

    Raises OAuthError: what `parse_response` raises, and a DeliveryError if there is no
    readable response.
    """
    return deliver(
        request,
        lambda: in_time(lambda: _once(request, client), TOTAL_SECONDS),
        longest_wait,
    )


@without_frames_async
async def send_request_async(
    request: EndpointRequest[_Result],
    client: httpx.AsyncClient,
    *,
    longest_wait: float = LONGEST_WAIT,
) -> _Result:
    """Do the same as send_request."""
    return await deliver_async(
        request, lambda: _in_time(request, client), anyio.sleep, longest_wait
    )


async def _in_time(
    request: EndpointRequest[_Result], client: httpx.AsyncClient
) -> Received:
    """Send the request, and limit the time of all its parts together."""
    try:
        with anyio.fail_after(TOTAL_SECONDS):
            return await _once_async(request, client)
    except TimeoutError:
        raise response_lost() from None


def _prepared(
    request: EndpointRequest[_Result], client: httpx.Client | httpx.AsyncClient
) -> httpx.Request:
    """Return the request with nothing of the client but its name."""
    agent = client.headers.get("User-Agent", "")
    return httpx.Request(
        request.method,
        request.url,
        headers={**request.headers, "User-Agent": agent},
        content=request.body,
        extensions={"timeout": _TIMEOUT.as_dict()},
    )


def _once(request: EndpointRequest[_Result], client: httpx.Client) -> Received:
    deadline = time.monotonic() + TOTAL_SECONDS
    body = b""
    try:
        response = client.send(
            _prepared(request, client), auth=None, follow_redirects=False, stream=True
        )
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() > deadline:
                    raise response_lost()
                if len(body) > MAX_BODY_BYTES:
                    break
        finally:
            response.close()
    except _NOT_SENT:
        raise unreachable() from None
    except httpx.HTTPError:
        raise response_lost() from None
    return Received(response.status_code, response.headers, body)


async def _once_async(
    request: EndpointRequest[_Result], client: httpx.AsyncClient
) -> Received:
    body = b""
    try:
        response = await client.send(
            _prepared(request, client), auth=None, follow_redirects=False, stream=True
        )
        try:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    break
        finally:
            await response.aclose()
    except _NOT_SENT:
        raise unreachable() from None
    except httpx.HTTPError:
        raise response_lost() from None
    return Received(response.status_code, response.headers, body)
