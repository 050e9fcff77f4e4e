"""How a request authenticates its client (RFC 6749 §2.3.1)."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from .facts import Basic


@dataclass(frozen=True)
class Credentials:
    """The client's ID and secret; `method` is a value of RFC 8414 §2, or empty if they are not valid."""

    method: str
    client_id: str | None
    client_secret: str | None = field(default=None, repr=False)


def credentials_of(
    header: str | None, body: tuple[str | None, str | None], basic: Basic
) -> Credentials:
    """Return the credentials in the header Authorization, or those in the body.

    A request that uses both has no valid ones (RFC 6749 §2.3).
    """
    client_id, secret = body
    if header is None:
        return Credentials("client_secret_post" if secret else "none", *body)
    pair = _decoded(header, basic)
    if pair is None or secret is not None:
        return Credentials("", client_id)
    values = dict(zip((basic.username, basic.password), pair, strict=True))
    expected = {"client_id", "client_secret"}
    if any(values[name] != name for name in values if name not in expected):
        return Credentials("", client_id)
    found = values.get("client_id", client_id)
    return Credentials("client_secret_basic", found, values.get("client_secret"))


def _decoded(header: str, basic: Basic) -> tuple[str, str] | None:
    """Return the two parts of Basic credentials (RFC 7617 §2), or None."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    first, colon, second = text.partition(":")
    if not colon:
        return None
    if basic.is_raw:
        return first, second
    try:
        return (
            unquote_plus(first, errors="strict"),
            unquote_plus(second, errors="strict"),
        )
    except UnicodeDecodeError:
        return None
