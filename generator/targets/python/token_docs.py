"""A spec to the table of what a token has in Python."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.token_requests import RequestKind
from generator.targets.encoders.markdown import markdown_code, markdown_table
from generator.targets.encoders.words import joined

_SECRETS = (
    ("headers()", "The headers of a call, which contain the token."),
    ("reveal()", "The access token, which is a secret."),
)
_SCOPES = (
    (
        "scopes",
        "The granted scopes; those of the request if the response has none. `None` if neither has any.",
    ),
    ("missing_scopes", "The scopes that were requested and not granted."),
    ("extra_scopes", "The scopes that were granted and not requested."),
)
_TIMES = (
    (
        "is_expired(at=None, leeway=60)",
        "Whether the token expires within `leeway` seconds of a Unix time, by default now; `None` if unknown.",
    ),
    ("expires_at", "The expiry in Unix seconds; `None` if unknown."),
    (
        "expires_in",
        "The lifetime in seconds at the time of the response; `None` if unknown.",
    ),
)
_REFRESH = (
    ("has_refresh_token", "Whether the token can be refreshed."),
    (
        "reveal_refresh_token()",
        "The refresh token, which is a secret. Raises `no_refresh_token` if there is none.",
    ),
)
_ORIGIN = (
    ("domain", "The `host[:port]` that issued the token."),
    ("scheme", "`https`, or `http` for a server on this machine."),
    ("client_id", "The client ID that the token was issued to."),
    ("token_type", "Always `Bearer`."),
)


def token_table(provider: Provider) -> tuple[Code, ...]:
    """Return the table of the attributes and methods of a token."""
    rows = [(markdown_code(name), Code(meaning)) for name, meaning in _rows(provider)]
    return markdown_table(("member", "value"), rows)


def _rows(provider: Provider) -> Iterator[tuple[str, str]]:
    yield from _SECRETS
    yield from _SCOPES
    yield from _TIMES
    if provider.request(RequestKind.REFRESH):
        yield from _REFRESH
    endpoint = provider.token_endpoint
    if endpoint is not None and endpoint.response.members:
        listed = joined([markdown_code(one) for one in endpoint.response.members])
        yield "members", f"Further values of the response, by their paths: {listed}."
    yield from _ORIGIN
    if provider.browser_grants and provider.authorization_endpoint.has_state:
        yield "state_verified", "Whether the response had the state of the request."
