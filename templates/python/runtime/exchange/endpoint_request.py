"""A request to an endpoint that clients call, as values that any HTTP library can send."""

from __future__ import annotations

import json
import time
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from ..encoding import percent_encode
from ..errors import OAuthError
from . import messages
from .client import ExchangeClient
from .credentials import Authentication
from .repeat import NEVER
from .unpicklable import Unpicklable

_Result_co = TypeVar("_Result_co", covariant=True)


class Sent(NamedTuple):
    """A parameter of a request, and its place: ``body``, ``query``, or ``header``.

    An empty value is not sent.
    """

    name: str
    value: str
    place: str = "body"

    def __repr__(self) -> str:
        return f"<Sent {self.name}, value not shown>"


class EndpointRequest(Unpicklable, Generic[_Result_co]):
    """A request that is not sent yet. Its headers and body contain secrets.

    Send it once, over https, without following redirects.
    """

    __slots__ = ("_body", "_created_at", "_headers", "_repeat", "_url")

    method = "POST"
    """The method of the request."""

    def __init__(
        self,
        url: str,
        parameters: Iterable[Sent],
        authentication: Authentication,
        client: ExchangeClient,
        form: str = "form",
        repeat: str = NEVER,
    ) -> None:
        """Build the request; form is ``form``, ``json``, or ``query``.

        repeat says whether it may be sent again. Raises OAuthError:
        ``client_secret_missing``, ``invalid_client_id``, and ``invalid_header_value``.
        """
        authorization, left_out = client.authorization(authentication)
        sent = [one for one in parameters if one.value and one.name not in left_out]
        in_body = [one for one in sent if one.place == "body"]
        in_query = [one for one in sent if one.place == "query"]
        headers = {"Accept": "application/json"}
        headers |= dict(_header(one) for one in sent if one.place == "header")
        if authorization is not None:
            headers["Authorization"] = authorization
        if form == "query":
            in_query, in_body = [*in_query, *in_body], []
        elif form == "json":
            headers["Content-Type"] = "application/json"
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._url = _with_query(url, in_query)
        self._headers = headers
        self._body = _body(in_body, form)
        self._created_at = time.time()
        self._repeat = repeat

    @abstractmethod
    def parse_response(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        sent_at: float | None = None,
    ) -> _Result_co:
        """Return what the response says; `sent_at` is when the request was sent."""

    @property
    def repeat(self) -> str:
        """Whether the request may be sent again: `never`, `unprocessed`, or `always`."""
        return self._repeat

    @property
    def url(self) -> str:
        """The URL of the endpoint."""
        return self._url

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, which can contain the client secret."""
        return dict(self._headers)

    @property
    def body(self) -> bytes:
        """The body, which contains the code or another secret."""
        return self._body

    def __repr__(self) -> str:
        # The path and the query can contain secret values; a host cannot.
        return f"<{type(self).__name__} to {self._url.split('/', 3)[2]}>"


def _header(sent: Sent) -> tuple[str, str]:
    # A line break would start another header, and libraries write other characters differently.
    if not (sent.value.isascii() and sent.value.isprintable()):
        raise OAuthError(messages.INVALID_HEADER_VALUE, sent.name)
    return sent.name, sent.value


def _encoded(sent: Iterable[Sent]) -> str:
    return "&".join(
        [f"{percent_encode(one.name)}={percent_encode(one.value)}" for one in sent]
    )


def _with_query(url: str, sent: list[Sent]) -> str:
    if not sent:
        return url
    return f"{url}{'&' if '?' in url else '?'}{_encoded(sent)}"


def _body(sent: list[Sent], form: str) -> bytes:
    if form == "query":
        return b""
    if form == "json":
        values: dict[str, str | list[str]] = {}
        for name in dict.fromkeys([one.name for one in sent]):
            found = [one.value for one in sent if one.name == name]
            values[name] = found if len(found) > 1 else found[0]
        return json.dumps(values, separators=(",", ":")).encode("ascii")
    return _encoded(sent).encode("ascii")
