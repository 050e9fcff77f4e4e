"""Calls with a token through httpx: its headers, and a refusal as an exception."""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    Callable,
    Generator,
    ItemsView,
    KeysView,
    ValuesView,
)

import httpx

from .api_failure import MAX_BODY
from .call_hosts import origin_of
from .calls import Calls
from .errors import ApiError


class CallAuth(httpx.Auth):
    """What httpx does with each request of the calls; it keeps no state."""

    def __init__(self, calls: Calls) -> None:
        """Keep the calls."""
        self._calls = calls

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._calls!r}>"

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Send request with the headers; raise OAuthError, before or for a refusal."""
        response = yield self._prepared(request)
        while self._lacked_headers(response):
            response = yield self._prepared(response.request)
        if self._calls.is_refused(_url(response.request), response.status_code):
            raise self._refusal(response, _read(response))

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Do as sync_auth_flow."""
        response = yield self._prepared(request)
        while self._lacked_headers(response):
            response = yield self._prepared(response.request)
        if self._calls.is_refused(_url(response.request), response.status_code):
            raise self._refusal(response, await _aread(response))

    def _prepared(self, request: httpx.Request) -> httpx.Request:
        self._calls.check(_url(request))
        request.headers = _CallHeaders(request.headers, self._calls.headers)
        return request

    def _lacked_headers(self, response: httpx.Response) -> bool:
        """Return whether it refuses a call for want of headers that it may have.

        A redirect is followed without them; where it stayed at its origin, they may
        come along.
        """
        if response.status_code not in (401, 403) or _had_headers(response):
            return False
        origins = {
            origin_of(_url(one.request)) for one in (*response.history, response)
        }
        return len(origins) == 1 and self._calls.is_named(_url(response.request))

    def _refusal(self, response: httpx.Response, body: bytes) -> ApiError:
        return self._calls.refusal(
            response.status_code, body, had_headers=_had_headers(response)
        )


class _CallHeaders(httpx.Headers):
    """Headers that show those of a call, while a copy does not have them.

    To follow a redirect, httpx copies the headers of a request and takes out no
    other than Authorization. Here the others are added as they are read, so that they
    stand in no copy, and in nothing that is kept of the request.
    """

    def __init__(
        self, headers: httpx.Headers, added: Callable[[], dict[str, str]]
    ) -> None:
        """Keep the headers of a request without those that are added."""
        own = httpx.Headers(headers)
        for name in added():
            own.pop(name, None)
        super().__init__(own)
        self._added = added

    def _whole(self) -> httpx.Headers:
        whole = httpx.Headers(self)
        whole.update(self._added())
        return whole

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        return self._whole().raw

    def keys(self) -> KeysView[str]:
        return self._whole().keys()

    def values(self) -> ValuesView[str]:
        return self._whole().values()

    def items(self) -> ItemsView[str, str]:
        return self._whole().items()

    def multi_items(self) -> list[tuple[str, str]]:
        return self._whole().multi_items()

    def get_list(self, key: str, split_commas: bool = False) -> list[str]:
        return self._whole().get_list(key, split_commas)

    def __getitem__(self, key: str) -> str:
        return self._whole()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._whole()

    def __len__(self) -> int:
        return len(self._whole())

    def __repr__(self) -> str:
        return f"{httpx.Headers(self)!r} and those of a call, not shown"


def _url(request: httpx.Request) -> str:
    """Return the address that httpx connects to, and the path."""
    url = request.url
    return f"{url.scheme}://{url.netloc.decode('ascii')}{url.raw_path.decode('ascii')}"


def _had_headers(response: httpx.Response) -> bool:
    return isinstance(response.request.headers, _CallHeaders)


def _read(response: httpx.Response) -> bytes:
    """Return the body, as far as it takes to see that it is too long."""
    body = b""
    try:
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_BODY:
                break
    except httpx.HTTPError:
        return b""  # The status says that it is a refusal; the reason is lost.
    return body


async def _aread(response: httpx.Response) -> bytes:
    body = b""
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > MAX_BODY:
                break
    except httpx.HTTPError:
        return b""
    return body
