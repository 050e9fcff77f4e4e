"""Attaches a token to a requests session: sets headers for each hop, and raises API errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import requests
from requests.adapters import BaseAdapter
from requests.auth import AuthBase
from requests.utils import select_proxy

from ..protocol import MAX_FAILURE_BYTES
from .calls import Calls
from .hosts import plain_host
from .masking import MASK
from .proxies import covers_http, environment_proxies, proxy_in_between

AnySession = TypeVar("AnySession", bound=requests.Session)


def attach_calls(session: AnySession, calls: Calls) -> AnySession:
    """Set the session's auth and mount adapters for calls, and return the session.

    An earlier attachment is replaced. The other adapters stay.
    """
    if not _is_session(session):
        raise TypeError(
            f"session must be a requests.Session, not {type(session).__name__}"
        )
    session.auth = CallAuth(session, calls)
    _mount(session, calls)
    return session


class CallAuth(AuthBase):
    """Checks the first host of each call, and marks the request as one of the calls.

    It sets no header: requests copies headers to the request of a redirect, and
    removes only Authorization. The adapters set them for each hop.
    """

    def __init__(self, session: requests.Session, calls: Calls) -> None:
        """Store the session, whose adapters may change, and the calls."""
        self._session = session
        self._calls = calls

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._calls!r}>"

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Mark r as one of the calls; raise OAuthError if it may not have the headers."""
        self._calls.check(r.url or "")
        _mount(self._session, self._calls)
        for name in self._calls.header_names():
            r.headers.pop(name, None)
        # A redirect copies the hooks of a request, so they mark each of its hops.
        r.register_hook("response", _Refusals(self._calls))
        return r


class _Refusals:
    """A hook for responses that raises the error if the API rejects one of the calls."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls

    def __call__(self, response: requests.Response, **_: object) -> requests.Response:
        if self.calls.is_refused(response.request.url or "", response.status_code):
            body = _read(response)
            response.close()
            challenges = response.headers.get("WWW-Authenticate")
            raise self.calls.refusal(response.status_code, body, challenges)
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
        calls = _calls_of(request)
        own = self._adapter(url)
        if calls is None or not calls.is_named(url):
            return own.send(request, stream, timeout, verify, cert, proxies)
        self._refuse_proxy(url, proxies or {})
        sent = _with_headers(request, calls)
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
    request: requests.PreparedRequest, calls: Calls
) -> requests.PreparedRequest:
    sent = request.copy()
    for name, value in calls.headers().items():
        sent.headers[name] = _Hidden(value)
    return sent


def _calls_of(request: requests.PreparedRequest) -> Calls | None:
    hooks = request.hooks.get("response", [])
    return next((one.calls for one in hooks if isinstance(one, _Refusals)), None)


def _is_session(session: object) -> bool:
    return isinstance(session, requests.Session)


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
