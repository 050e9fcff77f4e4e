"""A request as values that a web application keeps until the user returns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, TypeGuard

from ..client import ClientBase
from ..encoding import is_utf8, percent_encode
from ..errors import OAuthError
from ..pkce import code_challenge
from ..request import RequestBase
from . import messages
from .client import ExchangeClient
from .json_values import is_array, is_object

_VERSION = 1


class PendingRequest(NamedTuple):
    """The values of a pending request."""

    url: str
    scopes: tuple[str, ...]
    extra_parameters: tuple[tuple[str, str], ...]
    state: str
    code_verifier: str
    nonce: str

    def __repr__(self) -> str:
        return "<PendingRequest, values not shown>"


def to_pending(
    request: RequestBase[ClientBase],
    server: str,
    redirect_uri: str | None,
    random: Mapping[str, str],
) -> dict[str, object]:
    """Return the values of a request that JSON can represent. They are secret.

    server is what the tokens of the client belong to.
    """
    return {
        "version": _VERSION,
        "server": server,
        "client_id": request.client_id,
        "redirect_uri": redirect_uri,
        "url": request.url,
        "scopes": list(request.scopes),
        "extra_parameters": [list(pair) for pair in request.extra_parameters],
        **{name: value for name, value in random.items() if value},
    }


def from_pending(
    pending: object,
    client: ExchangeClient,
    redirect_uri: str | None,
    random: Collection[str],
) -> PendingRequest:
    """Return the values of a request of this client with this redirect URI.

    random has the names of the random values of its requests; the URL contains each, or
    its hash. Raises OAuthError: ``invalid_pending``.
    """
    values: Mapping[str, object] = pending if is_object(pending) else {}
    kept = _kept(values, random)
    if kept is None:
        raise OAuthError(messages.INVALID_PENDING_FORM, "pending")
    endpoint = client.authorization_endpoint
    start = f"{endpoint}{'&' if '?' in endpoint else '?'}"
    given = tuple(values.get(one) for one in ("server", "client_id", "redirect_uri"))
    ours = (client.token_server, client.client_id, redirect_uri)
    if given != ours or not kept.url.startswith(start):
        raise OAuthError(messages.INVALID_PENDING_CLIENT, "pending")
    return kept


def _kept(
    values: Mapping[str, object], random: Collection[str]
) -> PendingRequest | None:
    """Return the values, or None if one is absent, or is not that of the URL."""
    url, scopes = values.get("url"), values.get("scopes")
    extra = values.get("extra_parameters")
    found = {name: values.get(name) for name in random}
    if values.get("version") != _VERSION or not isinstance(url, str):
        return None
    if not (_are_texts(scopes) and _are_pairs(extra)):
        return None
    sent = {piece.partition("=")[2] for piece in url.partition("?")[2].split("&")}
    texts: dict[str, str] = {}
    for name, value in found.items():
        if not isinstance(value, str) or _in_url(name, value) not in sent:
            return None
        texts[name] = value
    return PendingRequest(
        url,
        tuple(scopes),
        tuple([(name, value) for name, value in extra]),
        texts.get("state", ""),
        texts.get("code_verifier", ""),
        texts.get("nonce", ""),
    )


def _in_url(name: str, value: str) -> str | None:
    """Return what the URL contains for a random value, or None if it is not valid."""
    if not (value and is_utf8(value)):
        return None
    if name != "code_verifier":
        return percent_encode(value)
    return code_challenge(value) if value.isascii() else None


def _are_texts(values: object) -> TypeGuard[Sequence[str]]:
    return is_array(values) and all(isinstance(one, str) for one in values)


def _are_pairs(values: object) -> TypeGuard[Sequence[tuple[str, str]]]:
    return is_array(values) and all(_are_texts(one) and len(one) == 2 for one in values)
