"""Sends requests to the token endpoint through a requests session."""

from __future__ import annotations

import ssl
import time
from typing import TypeVar

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from ..errors import without_frames
from ..exchange.delivery import (
    CONNECT_SECONDS,
    LONGEST_WAIT,
    READ_SECONDS,
    TOTAL_SECONDS,
    Received,
    deliver,
    response_lost,
    unreachable,
)
from ..exchange.endpoint_request import EndpointRequest
from ..protocol import MAX_BODY_BYTES
from .time_limit import in_time

_Result = TypeVar("_Result")

_CHUNK = 16_384
_NOT_SENT = (
    requests.exceptions.ConnectTimeout,
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
)
# A broken TLS record can follow a request. A rejected certificate cannot.
_NO_CONNECTION = (ConnectTimeoutError, NewConnectionError, ssl.SSLCertVerificationError)
_DEPTH = 6
"""How many errors of other libraries are looked through."""


@without_frames
def send_request(
    request: EndpointRequest[_Result],
    session: requests.Session,
    *,
    longest_wait: float = LONGEST_WAIT,
) -> _Result:
    """Send request through session, and return what the response says: a token, if the request is for one.

    The session's proxies, certificates, and adapters apply. Its headers, cookies, and
    authentication do not, and no redirect is followed. A code is sent once, unless an
    adapter repeats it; other requests are repeated if that is safe, after a Retry-After
    of at most longest_wait seconds.

    Raises OAuthError: what `parse_response` raises, and a DeliveryError if there is no
    readable response.
    """
    return deliver(
        request,
        lambda: in_time(lambda: _once(request, session), TOTAL_SECONDS),
        longest_wait,
    )


def _once(request: EndpointRequest[_Result], session: requests.Session) -> Received:
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
    except _NOT_SENT:
        raise unreachable() from None
    except requests.exceptions.RequestException as error:
        raise (unreachable() if _is_unsent(error) else response_lost()) from None
    return Received(response.status_code, response.headers, body)


def _is_unsent(error: BaseException) -> bool:
    """Return whether a connection was never made: requests has the same error for both."""
    seen: object = error
    for _ in range(_DEPTH):
        if isinstance(seen, _NO_CONNECTION):
            return True
        reason = getattr(seen, "reason", None) or getattr(seen, "original_error", None)
        arguments = getattr(seen, "args", ())
        seen = reason or (arguments[0] if arguments else None)
    return False
