"""oauthlib's grants and tokens, without the secrets in its log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from oauthlib.common import Request, generate_token
from oauthlib.oauth2 import AuthorizationCodeGrant, BearerToken

from .validator import ExchangeValidator


class _Secret(str):
    """A secret that log messages do not show, because oauthlib logs it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"

    def __str__(self) -> str:
        return "…"


class _CodeGrant(AuthorizationCodeGrant):
    def create_authorization_code(self, request: Request) -> dict[str, str]:
        """Return a new code, and the state."""
        state = {"state": request.state} if request.state else {}
        return {"code": _Secret(generate_token()), **state}


def code_grant(
    validator: ExchangeValidator,
    pre_auth: Sequence[Callable[[Request], object]] = (),
    pre_token: Sequence[Callable[[Request], object]] = (),
) -> Any:
    """Return the grant of codes, with checks of authorization requests and of token requests."""
    grant: Any = _CodeGrant
    return grant(validator, pre_auth=list(pre_auth), pre_token=list(pre_token))


def bearer_token(validator: ExchangeValidator) -> BearerToken:
    """Return what makes access tokens and refresh tokens, with the lifetime of the moment."""

    def token(request: Request) -> str:
        return _Secret(generate_token())

    def lifetime(request: Request) -> int:
        return validator.lifetime

    bearer: Any = BearerToken
    made: BearerToken = bearer(validator, token_generator=token, expires_in=lifetime)
    return made


def keep_refresh_token_quiet(request: Request) -> None:
    """Keep the refresh token of a request out of the log."""
    if request.refresh_token is not None:
        request.refresh_token = _Secret(request.refresh_token)
