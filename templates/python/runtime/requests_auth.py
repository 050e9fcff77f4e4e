"""Calls with a token through requests: its headers, and a refusal as an exception."""

from __future__ import annotations

import requests
from requests.auth import AuthBase

from .api_failure import MAX_BODY
from .call_hosts import stays_at_origin
from .calls import Calls

_PLACEHOLDER = "(not shown)"


class CallAuth(AuthBase):
    """What requests does with each request of the calls; it keeps no state."""

    def __init__(self, calls: Calls) -> None:
        """Keep the calls."""
        self._calls = calls

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._calls!r}>"

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return r with the headers; raise OAuthError where it may not have them."""
        self._calls.check(r.url or "")
        for name, value in self._calls.headers().items():
            r.headers[name] = _Hidden(value)
        r.register_hook("response", self._answered)
        return r

    def _answered(self, response: requests.Response, **_: object) -> requests.Response:
        request = response.request
        url = request.url or ""
        if response.is_redirect:
            # To follow it, requests copies the headers of this request and takes out
            # no other than Authorization.
            if not stays_at_origin(url, response.headers["location"]):
                for name in self._calls.headers():
                    request.headers.pop(name, None)
        elif self._calls.is_refused(url, response.status_code):
            body = _read(response)
            response.close()
            had_headers = all(name in request.headers for name in self._calls.headers())
            raise self._calls.refusal(
                response.status_code, body, had_headers=had_headers
            )
        return response


class _Hidden(str):
    """A value that is sent as it is, and is not shown or stored.

    A traceback with the locals of urllib3 would show it, and a pickled response has
    the headers of its request.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(_PLACEHOLDER)

    def __reduce_ex__(self, protocol: object) -> tuple[type[str], tuple[str]]:
        return str, (_PLACEHOLDER,)


def _read(response: requests.Response) -> bytes:
    """Return the body, as far as it takes to see that it is too long."""
    body = b""
    try:
        for chunk in response.iter_content(MAX_BODY + 1):
            body += chunk
            if len(body) > MAX_BODY:
                break
    except requests.RequestException:
        return b""  # The status says that it is a refusal; the reason is lost.
    return body
