"""Validates authorization requests with oauthlib, and builds the authorization responses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from oauthlib import oauth2
from oauthlib.common import Request, add_params_to_uri
from oauthlib.oauth2 import BearerToken, ImplicitGrant, RequestValidator
from oauthlib.oauth2.rfc6749.errors import (
    AccessDeniedError,
    CustomOAuth2Error,
    FatalClientError,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
)

from .protocol import OUT_OF_BAND_URI
from .provider import Provider
from .registry import Application, Registry
from .tokens import IssuedTokens

_LOOPBACK = re.compile(
    r"http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?(/[!-~]*)?", re.ASCII
)
"""A loopback redirect URI, with any port and any path (RFC 8252 §7.3)."""


class FatalRequestError(Exception):
    """The client ID or redirect URI is not valid: only the user sees the error (RFC 6749 §4.2.2.1)."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description


class RejectedRequestError(Exception):
    """The request is not valid; `response` is the redirect URI with the error."""

    def __init__(self, response: str) -> None:
        super().__init__("the request is not valid")
        self.response = response


@dataclass(frozen=True)
class AuthorizationRequest:
    """A valid authorization request, which waits for the user's decision."""

    uri: str = field(repr=False)
    application: Application
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None


class AuthorizationEndpoint:
    """Validates requests, builds their responses, and stores the tokens that it issues."""

    def __init__(
        self, provider: Provider, registry: Registry, tokens: IssuedTokens
    ) -> None:
        self._provider = provider
        self._registry = registry
        # oauthlib splits scopes at spaces. For a provider with another separator, the two characters
        # are swapped in the request and swapped back in the response.
        self._swapped = str.maketrans(
            {provider.separator: " ", " ": provider.separator}
        )
        validator = _Validator(provider, registry, tokens)
        grant = ImplicitGrant(validator, pre_auth=[self._check_documented])
        grant.register_token_modifier(self._with_separator)
        bearer = BearerToken(validator, expires_in=tokens.lifetime)
        endpoint: Any = oauth2.AuthorizationEndpoint
        self._endpoint = endpoint("token", bearer, {"token": grant})

    def validate(self, query: str) -> AuthorizationRequest:
        """Return the request of a query. Only `approve` rejects a scope that is not assigned.

        Raises FatalRequestError and RejectedRequestError.
        """
        uri = self._uri(query)
        try:
            _, found = self._endpoint.validate_authorization_request(uri)
        except FatalClientError as error:
            raise FatalRequestError(str(error.error), error.description) from None
        except InvalidScopeError as error:
            return self._request(uri, error)
        except OAuth2Error as error:
            response = _with_error(str(error.redirect_uri), error)
            raise RejectedRequestError(self._with_state(response)) from None
        return self._request(uri, found["request"])

    def approve(self, request: AuthorizationRequest, user: str) -> str:
        """Return the redirect URI with a new token, or with an error if a scope is not assigned."""
        headers, _, _ = self._endpoint.create_authorization_response(
            request.uri, scopes=list(request.scopes), credentials={"user": user}
        )
        return self._with_state(str(headers["Location"]))

    def deny(self, request: AuthorizationRequest) -> str:
        """Return the redirect URI with `access_denied`."""
        error = AccessDeniedError(state=request.state)
        return self._with_state(_with_error(request.redirect_uri, error))

    def fail(self, request: AuthorizationRequest, code: str) -> str:
        """Return the redirect URI with an error code that the user chose."""
        error = CustomOAuth2Error(code, state=request.state)
        return self._with_state(_with_error(request.redirect_uri, error))

    def _with_state(self, uri: str) -> str:
        """Return a redirect URI with the state in the component that the provider uses."""
        base, _, fragment = uri.partition("#")
        pairs = fragment.split("&")
        states = [pair for pair in pairs if pair.startswith("state=")]
        if not self._provider.state_in_query or not states:
            return uri
        others = "&".join(pair for pair in pairs if pair not in states)
        return f"{base}{'&' if '?' in base else '?'}{states[0]}#{others}"

    def _request(self, uri: str, found: Any) -> AuthorizationRequest:
        """Return the request that oauthlib parsed, which is in its errors as well."""
        application = self._registry.application(found.client_id)
        assert application is not None  # the validator has checked the client ID
        scopes = tuple(dict.fromkeys(found.scopes or ()))
        return AuthorizationRequest(
            uri, application, found.redirect_uri, scopes, found.state
        )

    def _uri(self, query: str) -> str:
        """Return a URI with only the documented parameters (RFC 6749 §3.1), and swapped separators."""
        try:
            pairs = parse_qsl(
                query, errors="strict", keep_blank_values=True, max_num_fields=64
            )
        except ValueError:
            raise FatalRequestError(
                "invalid_request", "The query cannot be decoded."
            ) from None
        names = {one.name for one in self._provider.parameters}
        known = [
            (name, value.translate(self._swapped) if name == "scope" else value)
            for name, value in pairs
            if name in names
        ]
        return f"https://mock-server.invalid/?{urlencode(known)}"

    def _check_documented(self, request: Request) -> dict[str, Any]:
        """Reject a request without a parameter or constant that only this provider requires."""
        given = dict(request.uri_query_params)
        for one in self._provider.parameters:
            value = given.get(one.name)
            if one.name == "response_type":
                continue
            if one.required and not value:
                raise InvalidRequestError(f"Missing {one.name}.", request=request)
            if one.constant is not None and value != one.constant:
                raise InvalidRequestError(f"Unexpected {one.name}.", request=request)
        return {}

    def _with_separator(
        self, token: dict[str, Any], handler: object, request: object
    ) -> dict[str, Any]:
        token["scope"] = token["scope"].translate(self._swapped)
        return token


class _Validator(RequestValidator):
    """Looks up in the registry what oauthlib asks for."""

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
        return redirect_uri in known or bool(_LOOPBACK.fullmatch(redirect_uri))

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
        return response_type == "token"

    def get_default_scopes(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> list[str]:
        application = self._registry.application(client_id)
        return list(application.scopes) if application else []

    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: object,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        assigned = self.get_default_scopes(client_id, request)
        return bool(scopes) and set(scopes) <= set(assigned)

    def save_bearer_token(
        self, token: Mapping[str, Any], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        found: Any = request
        self._tokens.add(
            token["access_token"], found.user, found.client_id, tuple(found.scopes)
        )


def _with_error(redirect_uri: str, error: OAuth2Error) -> str:
    pairs = [(name, value or "") for name, value in error.twotuples]
    return add_params_to_uri(redirect_uri, pairs, fragment=True)
