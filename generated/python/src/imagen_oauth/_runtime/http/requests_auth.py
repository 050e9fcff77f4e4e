"""Attaches a token to a requests session: sets headers for each hop, and raises API errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import requests
from requests.adapters import BaseAdapter
from requests.auth import AuthBase
from requests.utils import select_proxy

from ..protocol import MAX_FAILURE_BYTES
from ..token import BearerToken
from .api_failure import FailureForms
from .calls import Calls, is_invalid_token
from .hosts import plain_host
from .masking import MASK
from .proxies import covers_http, environment_proxies, proxy_in_between
from .tokens import OneToken, Token, Tokens

AnySession = TypeVar("AnySession", bound=requests.Session)


def attach_calls(
    session: requests.Session, calls: Calls, tokens: Tokens[Token]
) -> None:
    """Set the session's auth and mount adapters for calls with tokens.

    An earlier attachment is replaced. The other adapters stay.
    """
    session.auth = CallAuth(session, calls, tokens)
    _mount(session, calls)


def attach_token(
    session: AnySession,
    token: BearerToken,
    hosts: Sequence[str],
    forms: FailureForms,
    leeway: float,
) -> AnySession:
    """Attach one token, and return the session; without hosts, its domain is the only one."""
    check_session(session)
    one = OneToken(token, leeway)
    attach_calls(session, Calls(hosts or (one.issuer,), forms), one)
    return session


def check_session(session: object) -> None:
    """Raise a TypeError if session is not a session of requests."""
    if not isinstance(session, requests.Session):
        raise TypeError(
            f"session must be a requests.Session, not {type(session).__name__}"
        )


class CallAuth(AuthBase, Generic[Token]):
    """Checks the first host of each call, and marks the request as one of the calls.

    It sets no header: requests copies headers to the request of a redirect, and
    removes only Authorization. The adapters set them for each hop.
    """

    def __init__(
        self, session: requests.Session, calls: Calls, tokens: Tokens[Token]
    ) -> None:
        """Store the session, whose adapters may change, and the rest."""
        self._session = session
        self._calls = calls
        self._tokens = tokens

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._calls!r}>"

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Mark r as one of the calls; raise OAuthError if it may not have the headers."""
        self._calls.check(r.url or "")
        call = _Call(self._session, self._calls, self._tokens)
        _mount(self._session, self._calls)
        for name in call.token.headers():
            r.headers.pop(name, None)
        # A redirect copies the hooks of a request, so they mark each of its hops.
        r.register_hook("response", call)
        return r


class _Call:
    """One call with all its hops, which is a hook for their responses."""

    def __init__(
        self, session: requests.Session, calls: Calls, tokens: Tokens[Any]
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._is_repeated = False
        self.calls = calls
        self.token: BearerToken = tokens.token()

    def current(self) -> BearerToken:
        """Return the token of the next hop: a request can be sent long after it was prepared."""
        if not self._is_repeated:
            self.token = self._tokens.token()
        return self.token

    def __call__(
        self, response: requests.Response, **settings: Any
    ) -> requests.Response:
        """Return the response; raise the error if the API rejects the call.

        If the API says that the token is invalid, renew it and send the request of this
        hop once more.
        """
        if self._is_invalid_token(response):
            renewed = self._tokens.renew(self.token)
            if renewed is not self.token and _is_whole(response.request):
                self.token = renewed
                response = self._again(response, settings)
        if self.calls.is_refused(response.request.url or "", response.status_code):
            body = _read(response)
            response.close()
            self._is_repeated = False
            challenges = response.headers.get("WWW-Authenticate")
            status = response.status_code
            raise self.calls.refusal(self.token, status, body, challenges)
        if not response.is_redirect:
            self._is_repeated = False
        return response

    def _is_invalid_token(self, response: requests.Response) -> bool:
        challenges = response.headers.get("WWW-Authenticate")
        says_so = is_invalid_token(response.status_code, challenges)
        is_ours = self.calls.is_named(response.request.url or "")
        return says_so and is_ours and not self._is_repeated

    def _again(
        self, rejected: requests.Response, settings: dict[str, Any]
    ) -> requests.Response:
        self._is_repeated = True
        rejected.close()
        request = rejected.request
        adapter = self._session.get_adapter(request.url or "")
        response = adapter.send(request, **settings)
        response.history = [*rejected.history, rejected]
        return response


class CallAdapter(BaseAdapter):
    """Sends a copy of each request with the headers, through the session's own adapter.

    The copy is not stored: the session, a redirect, a response, and an exception refer to
    the request without the headers.
    """

    def __init__(
        self, session: requests.Session, own: BaseAdapter | None = None
    ) -> None:
        """Store the adapter that was mounted here; None if there was none."""
        super().__init__()
        self._session = session
        self._own = own

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send request, with the headers if it is one of the calls to a named host."""
        url = request.url or ""
        call = _call_of(request)
        own = self._adapter(url)
        if call is None or not call.calls.is_named(url):
            return own.send(request, stream, timeout, verify, cert, proxies)
        self._refuse_proxy(url, proxies or {})
        sent = _with_headers(request, call.current())
        try:
            response = own.send(sent, stream, timeout, verify, cert, proxies)
        except requests.RequestException as error:
            error.request = request
            raise
        response.request = request
        return response

    def close(self) -> None:
        """Close the adapter that was mounted here; the session closes the others."""
        if self._own is not None:
            self._own.close()

    def _adapter(self, url: str) -> BaseAdapter:
        """Return the adapter that the session would use, as Session.get_adapter does."""
        for prefix, adapter in self._session.adapters.items():
            if url.lower().startswith(prefix.lower()):
                own = adapter._own if isinstance(adapter, CallAdapter) else adapter
                if own is not None:
                    return own
        raise requests.exceptions.InvalidSchema(
            f"No connection adapters were found for {url!r}"
        )

    def _refuse_proxy(self, url: str, proxies: Mapping[str, str]) -> None:
        """Raise OAuthError if any proxy is set for a plain http url."""
        host = plain_host(url)
        if host is None:
            return
        environment = environment_proxies(trusted=self._session.trust_env)
        if covers_http(environment, host, proxies.get("no_proxy") or ""):
            raise proxy_in_between(host)
        proxy = select_proxy(url, dict(proxies))
        if proxy:
            raise proxy_in_between(host, given=proxy not in environment.values())


class _Hidden(str):
    """A value that is sent unchanged, but is neither shown nor pickled.

    A traceback with the variables of urllib3 would show it.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)

    def __reduce_ex__(self, protocol: object) -> tuple[type[str], tuple[str]]:
        return str, (MASK,)


def _mount(session: requests.Session, calls: Calls) -> None:
    """Mount an adapter in front of each one that the session may use for a named host.

    requests compares prefixes as text. Our adapter checks the origin itself.
    """
    prefixes = calls.prefixes()
    for prefix in prefixes:
        if prefix not in session.adapters:
            session.mount(prefix, CallAdapter(session))
    for prefix, adapter in list(session.adapters.items()):
        is_ours = isinstance(adapter, CallAdapter)
        if not is_ours and prefix.lower().startswith(prefixes):
            session.adapters[prefix] = CallAdapter(session, adapter)


def _with_headers(
    request: requests.PreparedRequest, token: BearerToken
) -> requests.PreparedRequest:
    sent = request.copy()
    for name, value in token.headers().items():
        sent.headers[name] = _Hidden(value)
    return sent


def _call_of(request: requests.PreparedRequest) -> _Call | None:
    hooks = request.hooks.get("response", [])
    return next((one for one in hooks if isinstance(one, _Call)), None)


def _is_whole(request: requests.PreparedRequest) -> bool:
    """Return whether the body can be sent again; a stream has been read."""
    return request.body is None or isinstance(request.body, (str, bytes))


def _read(response: requests.Response) -> bytes:
    """Return the body; stop reading if it is too long."""
    body = b""
    try:
        for chunk in response.iter_content(MAX_FAILURE_BYTES + 1):
            body += chunk
            if len(body) > MAX_FAILURE_BYTES:
                break
    except requests.RequestException:
        return b""  # The status shows that the call was rejected; the reason is lost.
    return body
