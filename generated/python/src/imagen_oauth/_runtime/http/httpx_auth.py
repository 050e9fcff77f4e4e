"""Attaches a token to an httpx client: sets headers for each hop, and raises API errors."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator, Sequence
from typing import Generic, TypeVar

import httpx

from ..errors import ApiError
from ..protocol import MAX_FAILURE_BYTES
from ..token import BearerToken
from .api_failure import FailureForms
from .calls import Calls, is_invalid_token
from .hosts import plain_host
from .proxies import covers_http, environment_proxies, proxy_in_between
from .tokens import AsyncOneToken, AsyncTokens, OneToken, Token, Tokens

AnyClient = TypeVar("AnyClient", bound="httpx.Client | httpx.AsyncClient")
AnySyncClient = TypeVar("AnySyncClient", bound=httpx.Client)
AnyAsyncClient = TypeVar("AnyAsyncClient", bound=httpx.AsyncClient)

_SAFE = ("GET", "HEAD", "OPTIONS")
_ATTEMPT = "oauth.attempt"
"""The extension of a request that says which call it is a hop of."""


def attach_calls(client: httpx.Client, calls: Calls, tokens: Tokens[Token]) -> None:
    """Set the client's auth and event hooks for calls with tokens.

    An earlier attachment is replaced. The other hooks stay.
    """
    client.auth = SyncCallAuth(client, calls, tokens)
    _place_hooks(client)


def attach_async_calls(
    client: httpx.AsyncClient, calls: Calls, tokens: AsyncTokens[Token]
) -> None:
    """Do the same as attach_calls."""
    client.auth = AsyncCallAuth(client, calls, tokens)
    _place_hooks(client)


def attach_token(
    client: AnyClient,
    token: BearerToken,
    hosts: Sequence[str],
    forms: FailureForms,
    leeway: float,
) -> AnyClient:
    """Attach one token, and return the client; without hosts, its domain is the only one."""
    if not _is_client(client):
        raise TypeError(
            "client must be an httpx.Client or httpx.AsyncClient, "
            f"not {type(client).__name__}"
        )
    one = OneToken(token, leeway)
    calls = Calls(hosts or (one.issuer,), forms)
    if isinstance(client, httpx.Client):
        attach_calls(client, calls, one)
    else:
        attach_async_calls(client, calls, AsyncOneToken(one))
    return client


class CallAuth(httpx.Auth):
    """Checks the first host of each call, and raises the error if the API rejects it.

    It sets no header: httpx copies headers to the request of a redirect, and removes
    only Authorization. The event hooks set them for each hop.
    """

    def __init__(self, client: httpx.Client | httpx.AsyncClient, calls: Calls) -> None:
        """Store the calls, and the proxies that the client was created with."""
        self._client = client
        self._calls = calls
        self._proxies = environment_proxies(trusted=client.trust_env)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._calls!r}>"

    def refuse_proxy(self, url: str) -> None:
        """Raise OAuthError if the environment names a proxy for a plain http url.

        httpx reads the environment when a client is created, so the environment at the
        time of the attachment counts, too.
        """
        host = plain_host(url)
        now = environment_proxies(trusted=self._client.trust_env)
        if host and any(covers_http(one, host) for one in (self._proxies, now)):
            raise proxy_in_between(host)

    def _begin(self, request: httpx.Request, token: BearerToken) -> _Attempt:
        _place_hooks(self._client)
        attempt = _Attempt(self, self._calls, token)
        request.extensions = {**request.extensions, _ATTEMPT: attempt}
        return attempt

    def _is_refused(self, response: httpx.Response) -> bool:
        return self._calls.is_refused(_url(response.request), response.status_code)

    def _is_invalid_token(self, response: httpx.Response) -> bool:
        challenges = response.headers.get("WWW-Authenticate")
        says_so = is_invalid_token(response.status_code, challenges)
        return says_so and self._is_refused(response)

    def _refusal(
        self, response: httpx.Response, token: BearerToken, body: bytes
    ) -> ApiError:
        challenges = response.headers.get("WWW-Authenticate")
        return self._calls.refusal(token, response.status_code, body, challenges)


class SyncCallAuth(CallAuth, Generic[Token]):
    """Sends calls with a token, for threads."""

    def __init__(
        self, client: httpx.Client, calls: Calls, tokens: Tokens[Token]
    ) -> None:
        """Store the values."""
        super().__init__(client, calls)
        self._tokens = tokens

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Send request; raise OAuthError before that or if the API rejects it.

        If the API says that the token is invalid, renew it and send the request once more.
        """
        self._calls.check(_url(request))
        token = self._tokens.token()
        attempt = self._begin(request, token)
        try:
            response = yield request
            if self._is_invalid_token(response):
                renewed = self._tokens.renew(token)
                if renewed is not token and _can_repeat(request, response):
                    attempt.token = token = renewed
                    response = yield request
            if self._is_refused(response):
                raise self._refusal(response, token, _read(response))
        finally:
            attempt.end()


class AsyncCallAuth(CallAuth, Generic[Token]):
    """Sends calls with a token, for tasks."""

    def __init__(
        self, client: httpx.AsyncClient, calls: Calls, tokens: AsyncTokens[Token]
    ) -> None:
        """Store the values."""
        super().__init__(client, calls)
        self._tokens = tokens

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Do the same as the flow for threads."""
        self._calls.check(_url(request))
        token = await self._tokens.token()
        attempt = self._begin(request, token)
        try:
            response = yield request
            if self._is_invalid_token(response):
                renewed = await self._tokens.renew(token)
                if renewed is not token and _can_repeat(request, response):
                    attempt.token = token = renewed
                    response = yield request
            if self._is_refused(response):
                raise self._refusal(response, token, await _aread(response))
        finally:
            attempt.end()


class _Attempt:
    """One call with all its hops, and the request that has the headers now."""

    __slots__ = ("_auth", "_calls", "_is_over", "_request", "token")

    def __init__(self, auth: CallAuth, calls: Calls, token: BearerToken) -> None:
        self._auth = auth
        self._calls = calls
        self.token = token
        self._is_over = False
        self._request: httpx.Request | None = None

    def prepare(self, request: httpx.Request) -> None:
        """Set the headers if the request goes to a named host; otherwise, remove them."""
        url = _url(request)
        self._remove(request)
        if self._calls.is_named(url) and not self._is_over:
            self._auth.refuse_proxy(url)
            request.headers.update(self.token.headers())
            self._request = request

    def withdraw(self) -> None:
        """Remove the headers from the request that was sent, before it is copied."""
        if self._request is not None:
            self._remove(self._request)
            self._request = None

    def end(self) -> None:
        """Stop setting headers: the next request of a response is another call."""
        self.withdraw()
        self._is_over = True

    def _remove(self, request: httpx.Request) -> None:
        for name in self.token.headers():
            request.headers.pop(name, None)


def _before(request: httpx.Request) -> None:
    attempt = request.extensions.get(_ATTEMPT)
    if isinstance(attempt, _Attempt):
        attempt.prepare(request)


def _after(response: httpx.Response) -> None:
    attempt = response.request.extensions.get(_ATTEMPT)
    if isinstance(attempt, _Attempt):
        attempt.withdraw()


async def _abefore(request: httpx.Request) -> None:
    _before(request)


async def _aafter(response: httpx.Response) -> None:
    _after(response)


def _place_hooks(client: httpx.Client | httpx.AsyncClient) -> None:
    """Put our request hook last and our response hook first, each once.

    A later request hook could send the headers to another host. If the hooks of the
    client were replaced, no headers would be sent.
    """
    is_async = isinstance(client, httpx.AsyncClient)
    before, after = (_abefore, _aafter) if is_async else (_before, _after)
    hooks = client.event_hooks
    requests, responses = hooks["request"], hooks["response"]
    client.event_hooks = {
        "request": [*(one for one in requests if one is not before), before],
        "response": [after, *(one for one in responses if one is not after)],
    }


def _is_client(client: object) -> bool:
    return isinstance(client, (httpx.Client, httpx.AsyncClient))


def _can_repeat(request: httpx.Request, response: httpx.Response) -> bool:
    """Return whether sending request again does the same, and nothing twice.

    A body that was a stream has been read. Before a redirect, a server has acted.
    """
    is_whole = isinstance(request.stream, httpx.ByteStream)
    return is_whole and (not response.history or request.method in _SAFE)


def _url(request: httpx.Request) -> str:
    """Return the address that httpx connects to, and the path."""
    url = request.url
    return f"{url.scheme}://{url.netloc.decode('ascii')}{url.raw_path.decode('ascii')}"


def _read(response: httpx.Response) -> bytes:
    """Return the body; stop reading if it is too long."""
    body = b""
    try:
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_FAILURE_BYTES:
                break
    except httpx.HTTPError:
        return b""  # The status shows that the call was rejected; the reason is lost.
    return body


async def _aread(response: httpx.Response) -> bytes:
    body = b""
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > MAX_FAILURE_BYTES:
                break
    except httpx.HTTPError:
        return b""
    return body
