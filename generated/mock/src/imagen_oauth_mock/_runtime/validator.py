"""Looks up in the registry what oauthlib asks about an authorization request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from .protocol import OUT_OF_BAND_URI
from .provider import Provider
from .redirect_uris import is_loopback
from .registry import Registry
from .tokens import IssuedTokens


class Validator(RequestValidator):
    """Knows the applications, their redirect URIs, and their scopes."""

    def __init__(
        self, provider: Provider, registry: Registry, tokens: IssuedTokens
    ) -> None:
        self._provider = provider
        self._registry = registry
        self._tokens = tokens

    def validate_client_id(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return self._registry.application(client_id) is not None

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
        known = (OUT_OF_BAND_URI, self._provider.default_redirect, *registered)
        return redirect_uri in known or is_loopback(redirect_uri)

    def get_default_redirect_uri(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> str:
        application = self._registry.application(client_id)
        registered = application.redirect_uris if application else ()
        # RFC 6749 §3.1.2.3: a request can omit the redirect URI if only one is registered.
        only = registered[0] if len(registered) == 1 else OUT_OF_BAND_URI
        return self._provider.default_redirect or only

    def validate_response_type(
        self,
        client_id: str,
        response_type: str,
        client: object,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        return response_type in self._provider.response_types

    def get_default_scopes(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> list[str]:
        application = self._registry.application(client_id)
        return list(application.scopes or ()) if application else []

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
        if application is None or application.scopes is None:
            return application is not None
        return bool(scopes) and not application.unassigned(scopes)

    def save_bearer_token(
        self, token: Mapping[str, Any], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        found: Any = request
        self._tokens.add(
            token["access_token"], found.user, found.client_id, tuple(found.scopes)
        )
