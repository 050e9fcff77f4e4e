"""How a client authenticates at the token endpoint (RFC 6749 §2.3)."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable
from typing import NamedTuple

from .. import messages as core
from ..checks import require_items, require_text, wrong_type
from ..encoding import percent_encode
from ..errors import OAuthError
from ..hosts import check_host
from . import messages


class Basic(NamedTuple):
    """What Basic authentication sends: texts in which the two names stand for the values."""

    username: str = "client_id"
    password: str = "client_secret"
    is_raw: bool = False
    """Whether the server compares the values without decoding them."""


class Authentication(NamedTuple):
    """The methods that an endpoint accepts, and the names of the two parameters."""

    methods: tuple[str, ...] = ()
    """Values of RFC 8414 §2; empty if the provider does not say."""
    client_id: str = "client_id"
    client_secret: str = "client_secret"
    basic: Basic = Basic()

    def method(self, has_secret: bool) -> str:
        """Return the method for a client. Raises OAuthError: ``client_secret_missing``."""
        if not has_secret:
            if self.methods and "none" not in self.methods:
                raise OAuthError(messages.CLIENT_SECRET_MISSING, "client_secret")
            return "none"
        with_secret = [one for one in self.methods if one != "none"]
        if not self.methods:
            return "client_secret_basic"
        return with_secret[0] if with_secret else "none"

    def left_out(self, method: str) -> tuple[str, ...]:
        """Return the names of the parameters that a request with the method does not have."""
        if method == "client_secret_post":
            return ()
        if method == "none":
            return (self.client_secret,)
        return (self.client_id, self.client_secret)


def check_client_secret(client_secret: str | None) -> str | None:
    """Return client_secret (RFC 6749 App. A.2). Raises OAuthError: ``invalid_client_secret``."""
    if client_secret is None:
        return None
    text = require_text(client_secret, "client_secret")
    if not (text and text.isascii() and text.isprintable()):
        raise OAuthError(messages.INVALID_CLIENT_SECRET, "client_secret")
    return text


def check_allowed_domain(
    domain: str,
    name: str,
    scheme: str,
    allowed_domains: Iterable[str],
    *,
    has_secret: bool,
) -> None:
    """Raise OAuthError unless the client's secrets may go to the host that the caller chose.

    domain is normalized, and name is what errors call it. The codes are
    ``allowed_domains_missing``, ``domain_not_allowed``, and those of `check_host`.
    Without a secret, any host is accepted.
    """
    if isinstance(allowed_domains, str):
        raise wrong_type(core.ONE_NAME, "allowed_domains", allowed_domains)
    items = require_items(allowed_domains, "allowed_domains", core.NOT_NAMES)
    allowed: list[str] = []
    for index, item in enumerate(items):
        argument = f"allowed_domains[{index}]"
        allowed.append(check_host(require_text(item, argument), scheme, argument))
    if not has_secret:
        return
    if not allowed:
        raise OAuthError(messages.ALLOWED_DOMAINS_MISSING, "allowed_domains")
    if domain not in allowed:
        raise OAuthError(messages.DOMAIN_NOT_ALLOWED, name)


def basic_header(basic: Basic, client_id: str, client_secret: str) -> str:
    """Return the value of the header Authorization.

    Both parts are form-encoded first (§2.3.1), with a space as ``%20``, unless the server
    compares them raw. Then the first one must not contain a colon (RFC 7617 §2). Raises
    OAuthError: ``invalid_client_id``.
    """
    values = {"client_id": client_id, "client_secret": client_secret}
    parts = [values.get(one, one) for one in (basic.username, basic.password)]
    if not basic.is_raw:
        parts = [percent_encode(one).replace(":", "%3A") for one in parts]
    elif ":" in parts[0]:
        raise OAuthError(messages.INVALID_CLIENT_ID_COLON, basic.username)
    pair = ":".join(parts).encode()
    return f"Basic {b2a_base64(pair, newline=False).decode('ascii')}"
