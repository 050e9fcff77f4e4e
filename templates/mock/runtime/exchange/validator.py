"""Decides what oauthlib asks about requests to the endpoints that only clients call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oauthlib.common import Request

from ..provider import Provider
from ..redirect_uris import is_same
from ..registry import Registry
from .authentication import AuthenticatingValidator
from .facts import DEVICE_CODE, Exchange
from .issued import CODE_SECONDS, INTERVAL, Code, Device, Grant, IssuedValues

_AUTHORIZED = "authorized"
"""What oauthlib calls a device that the user has approved; its other statuses are error codes."""


class ExchangeValidator(AuthenticatingValidator):
    """Knows codes, devices, and tokens. `scopes` are the only ones of the grant, or empty."""

    def __init__(
        self,
        provider: Provider,
        registry: Registry,
        issued: IssuedValues,
        exchange: Exchange,
        methods: tuple[str, ...] = (),
        scopes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(provider, registry, issued.tokens, exchange.basic, methods)
        self._issued = issued
        self._exchange = exchange
        self._scopes = scopes

    @property
    def lifetime(self) -> int:
        """The lifetime of a new access token, in seconds."""
        return self._tokens.lifetime

    def validate_redirect_uri(
        self,
        client_id: str,
        redirect_uri: str,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        application = self._registry.application(client_id)
        registered = application.redirect_uris if application else ()
        default = self._provider.default_redirect
        known = (*registered, default) if default else registered
        return any(is_same(one, redirect_uri) for one in known)

    def get_default_redirect_uri(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> str:
        if request.grant_type is not None:
            # `validate_code` has compared what a token request has; oauthlib needs some URI.
            return super().get_default_redirect_uri(client_id, request)
        if self._provider.default_redirect is not None:
            return self._provider.default_redirect
        application = self._registry.application(client_id)
        registered = application.redirect_uris if application else ()
        # RFC 6749 §3.1.2.3: it is required unless exactly one is registered.
        can_omit = self._provider.parameter("redirect_uri") is None
        return registered[0] if registered and can_omit or len(registered) == 1 else ""

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        if self._exchange.pkce == "used":
            # RFC 9700 §2.1.1: public clients must use it.
            application = self._registry.application(client_id)
            return application is None or application.client_secret is None
        return self._exchange.pkce == "required"

    def get_default_scopes(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> list[str]:
        found = super().get_default_scopes(client_id, request)
        return [one for one in found if not self._scopes or one in self._scopes]

    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: object,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        application = self._registry.application(client_id)
        has_any = application is not None and application.scopes is None
        if self._scopes and not has_any and not {*scopes} <= {*self._scopes}:
            return False
        return super().validate_scopes(client_id, scopes, client, request)

    def validate_grant_type(
        self,
        client_id: str,
        grant_type: str,
        client: object,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        return True

    def save_authorization_code(
        self,
        client_id: str,
        code: Any,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        found: Any = request
        exchange = self._exchange.request("authorization_code")
        is_bound = exchange is not None and exchange.parameter("redirect_uri")
        given = None if found.using_default_redirect_uri else found.redirect_uri
        self._issued.add_code(
            code["code"],
            Code(
                client_id,
                found.user,
                tuple(found.scopes),
                given if is_bound else None,
                found.code_challenge,
                self._issued.now() + CODE_SECONDS,
            ),
        )

    def validate_code(
        self,
        client_id: str,
        code: str,
        client: Any,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        found = self._issued.code(code)
        if found is None or found.client_id != client.client_id:
            return False
        if found.grant is not None:
            # RFC 6749 §4.1.2: a code that is used twice also ends the tokens that it gave.
            self._issued.reuses += 1
            self._issued.revoke(found.grant)
            return False
        if found.expires_at <= self._issued.now():
            return False
        if (
            found.redirect_uri is not None
            and found.redirect_uri != request.redirect_uri
        ):
            return False
        if found.challenge is None and request.code_verifier is not None:
            # RFC 9700 §2.1.1: someone may have removed the challenge.
            return False
        request.user, request.scopes = found.user, list(found.scopes)
        return True

    def get_code_challenge(self, code: str, request: Request) -> Any:
        found = self._issued.code(code)
        return found.challenge if found else None

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        return "S256"

    def confirm_redirect_uri(
        self,
        client_id: str,
        code: str,
        redirect_uri: str,
        client: object,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        # `validate_code` has compared it, because RFC 6749 §5.2 asks for invalid_grant.
        return True

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        # `save_bearer_token` has marked the code.
        return None

    def validate_refresh_token(
        self,
        refresh_token: str,
        client: Any,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        if not self._issued.accepts_refresh(refresh_token, client.client_id):
            return False
        grant = self._issued.grant(refresh_token)
        request.user = grant.user if grant else None
        return True

    def get_original_scopes(
        self, refresh_token: str, request: Request, *args: Any, **kwargs: Any
    ) -> list[str]:
        grant = self._issued.grant(refresh_token)
        return list(grant.scopes) if grant else []

    def rotate_refresh_token(self, request: Request) -> bool:
        return self._issued.rotates

    def validate_device_code(
        self, client_id: str, code: str, request: Request, *args: Any, **kwargs: Any
    ) -> str | None:
        device = self._issued.device(code)
        if device is None or device.client_id != client_id or device.is_used:
            return None
        status = _status(device, self._issued.now())
        if status == _AUTHORIZED:
            request.user, request.scopes = device.user, list(device.scopes)
        return status

    def save_bearer_token(
        self, token: Mapping[str, Any], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        found: Any = request
        grant = self._grant(found)
        refresh = token.get("refresh_token")
        if found.grant_type == "refresh_token" and refresh != found.refresh_token:
            self._issued.replace_refresh(found.refresh_token)
        self._issued.add_tokens(grant, found.scopes, token["access_token"], refresh)

    def _grant(self, request: Any) -> Grant:
        """Return the grant that new tokens belong to, and mark the code that they are for.

        A token in a redirect has a grant without a grant_type.
        """
        if request.grant_type == "refresh_token":
            found = self._issued.grant(request.refresh_token)
            assert found is not None  # the refresh token was checked
            return found
        user = request.user or ""
        grant = Grant(request.client_id, user, tuple(request.scopes))
        if request.grant_type == "authorization_code":
            code = self._issued.code(request.code)
            assert code is not None  # the code was checked
            code.grant = grant
        if request.grant_type == DEVICE_CODE:
            device = self._issued.device(request.device_code)
            assert device is not None  # the device code was checked
            device.is_used = True
        return grant

    def revoke_token(
        self,
        token: str,
        token_type_hint: str,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        # RFC 7009 §2.1: the hint only helps to find the token, and here none needs help.
        grant = self._issued.grant(token)
        if grant is None or grant.client_id != request.client_id:
            return
        if token in grant.refresh_tokens:
            self._issued.revoke(grant)
        self._issued.tokens.remove(token)


def _status(device: Device, now: float) -> str:
    """Return the status of a device that polls (RFC 8628 §3.5)."""
    before, device.polled_at = device.polled_at, now
    if device.expires_at <= now:
        return "expired_token"
    if device.is_denied:
        return "access_denied"
    if before is not None and now < before + device.interval:
        device.interval += INTERVAL
        return "slow_down"
    if device.user is None:
        return "authorization_pending"
    return _AUTHORIZED
