"""Attaches a source of tokens to an httpx client."""

from __future__ import annotations

from collections.abc import Sequence

import httpx

from ..exchange.renewal import Token
from ..exchange.token_source import AsyncTokenSource, TokenSource
from .api_failure import FailureForms
from .calls import Calls
from .httpx_auth import AnyClient, attach_async_calls, attach_calls


def attach_source(
    client: AnyClient,
    source: TokenSource[Token] | AsyncTokenSource[Token],
    hosts: Sequence[str],
    forms: FailureForms,
) -> AnyClient:
    """Attach source, and return the client; without hosts, its issuer is the only one.

    Raises a TypeError if one of the two is for threads and the other for tasks.
    """
    calls = Calls(hosts or (source.issuer,), forms)
    if isinstance(client, httpx.Client) and isinstance(source, TokenSource):
        attach_calls(client, calls, source)
    elif isinstance(client, httpx.AsyncClient) and isinstance(source, AsyncTokenSource):
        attach_async_calls(client, calls, source)
    else:
        raise TypeError(
            "an httpx.Client takes a TokenSource, and an httpx.AsyncClient takes an "
            f"AsyncTokenSource, not {type(client).__name__} and {type(source).__name__}"
        )
    return client
