"""Sends requests to the token endpoint through a requests session."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

import requests
from urllib3.exceptions import NewConnectionError

from ..errors import OAuthError, without_frames
from ..exchange.delivery import (
    CONNECT_SECONDS,
    READ_SECONDS,
    TOTAL_SECONDS,
    response_lost,
    unreachable,
    wait_before_retry,
)
from ..exchange.issued_token import IssuedToken
from ..exchange.token_request import TokenRequest
from ..protocol import MAX_BODY_BYTES

_Token = TypeVar("_Token", bound=IssuedToken)

_CHUNK = 16_384


class _Response(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


@without_frames
def send_request(request: TokenRequest[_Token], session: requests.Session) -> _Token:
    """Send request through session, and return the token in the response.

    The session's proxies, certificates, and adapters apply. Its headers, cookies, and
    authentication do not, and no redirect is followed. A code is sent once; other requests
    are repeated if that is safe.

    Raises OAuthError: what `parse_response` raises, and a DeliveryError if there is no
    readable response.
    """
    attempt = 0
    while True:
        attempt += 1
        sent_at = time.time()
        try:
            response = _once(request, session)
            return request.parse_response(*response, sent_at=sent_at)
        except OAuthError as error:
            wait = wait_before_retry(request.repeat, error, attempt)
            if wait is None:
                raise
        time.sleep(wait)


def _once(request: TokenRequest[_Token], session: requests.Session) -> _Response:
    deadline = time.monotonic() + TOTAL_SECONDS
    headers = {
        **request.headers,
        "User-Agent": str(session.headers.get("User-Agent", "")),
    }
    prepared = requests.Request(
        request.method, request.url, headers=headers, data=request.body
    ).prepare()
    settings = session.merge_environment_settings(
        request.url, {}, stream=True, verify=None, cert=None
    )
    body = b""
    try:
        response = session.send(
            prepared,
            allow_redirects=False,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            **settings,
        )
        try:
            for chunk in response.iter_content(_CHUNK):
                body += chunk
                if time.monotonic() > deadline:
                    raise response_lost()
                if len(body) > MAX_BODY_BYTES:
                    break
        finally:
            response.close()
    except (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError):
        raise unreachable() from None
    except requests.exceptions.ConnectionError as error:
        raise (unreachable() if _is_unsent(error) else response_lost()) from None
    except requests.exceptions.RequestException:
        raise response_lost() from None
    return _Response(response.status_code, response.headers, body)


def _is_unsent(error: requests.exceptions.ConnectionError) -> bool:
    """Return whether the connection was never made: requests has one error for both."""
    reason: object = error.args[0] if error.args else None
    cause = getattr(reason, "reason", reason)
    is_tls = isinstance(error, requests.exceptions.SSLError)
    return is_tls or isinstance(cause, NewConnectionError)
