"""Validates authorization requests with oauthlib, and builds the authorization responses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from oauthlib import oauth2
from oauthlib.common import Request, add_params_to_uri
from oauthlib.oauth2 import BearerToken, ImplicitGrant
from oauthlib.oauth2.rfc6749.errors import (
    AccessDeniedError,
    CustomOAuth2Error,
    FatalClientError,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
)

from .provider import Parameter, Provider, template
from .registry import Application, Registry
from .validator import Validator


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
class RedirectChanges:
    """What a test changes in a redirect: parameters by their standard names, and where it leads."""

    values: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    omitted: tuple[str, ...] = ()
    location: str | None = None

    def parameters(self, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the parameters of a redirect with the changes. A new one is the last."""
        values = dict(self.values)
        kept = [
            (name, values.pop(name, value))
            for name, value in found
            if name not in self.omitted
        ]
        return [*kept, *values.items()]


NO_CHANGES = RedirectChanges()


@dataclass(frozen=True)
class AuthorizationRequest:
    """A valid authorization request, which waits for the user's decision.

    The response is in the fragment of the redirect URI if it contains a token, or else in the query.
    `changes` are those that a test made to it.
    """

    uri: str = field(repr=False)
    application: Application
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None
    in_fragment: bool = True
    changes: RedirectChanges = NO_CHANGES


class AuthorizationEndpoint:
    """Validates requests, builds their responses, and stores what it issues.

    `grants` are oauthlib's grants by the value of `response_type`.
    """

    def __init__(
        self,
        provider: Provider,
        registry: Registry,
        grants: Mapping[str, object],
        bearer: BearerToken,
    ) -> None:
        self._provider = provider
        self._registry = registry
        endpoint: Any = oauth2.AuthorizationEndpoint
        self._endpoint = endpoint(next(iter(grants), None), bearer, grants)

    def validate(
        self, query: str, changes: RedirectChanges = NO_CHANGES
    ) -> AuthorizationRequest:
        """Return the request of a query. Only `approve` rejects a scope that is not assigned.

        `changes` are those of its response. Raises FatalRequestError and RejectedRequestError.
        """
        uri = self._uri(query)
        try:
            _, found = self._endpoint.validate_authorization_request(uri)
        except FatalClientError as error:
            raise FatalRequestError(str(error.error), error.description) from None
        except InvalidScopeError as error:
            return self._request(uri, error, changes)
        except OAuth2Error as error:
            base, in_fragment = str(error.redirect_uri), self._in_fragment(error)
            response = _with_error(base, error, in_fragment)
            raise RejectedRequestError(
                self._finished(response, base, in_fragment, changes)
            ) from None
        return self._request(uri, found["request"], changes)

    def approve(self, request: AuthorizationRequest, user: str) -> str:
        """Return the redirect URI with a token or a code, or with an error if a scope is not assigned."""
        headers, _, _ = self._endpoint.create_authorization_response(
            request.uri, scopes=list(request.scopes), credentials={"user": user}
        )
        return self._response(request, str(headers["Location"]))

    def deny(self, request: AuthorizationRequest) -> str:
        """Return the redirect URI with `access_denied`."""
        return self._failed(request, AccessDeniedError(state=request.state))

    def fail(self, request: AuthorizationRequest, code: str) -> str:
        """Return the redirect URI with an error code that the user chose."""
        return self._failed(request, CustomOAuth2Error(code, state=request.state))

    def _failed(self, request: AuthorizationRequest, error: OAuth2Error) -> str:
        base, in_fragment = request.redirect_uri, request.in_fragment
        return self._response(request, _with_error(base, error, in_fragment))

    def _response(self, request: AuthorizationRequest, uri: str) -> str:
        base, in_fragment = request.redirect_uri, request.in_fragment
        return self._finished(uri, base, in_fragment, request.changes)

    def _finished(
        self, uri: str, base: str, in_fragment: bool, changes: RedirectChanges
    ) -> str:
        """Return a redirect URI whose parameters have the provider's names and are in its component.

        `base` is the URI without them. RFC 9207 §2 adds the issuer to each response.
        """
        provider, names = self._provider, dict(self._provider.redirect_names)
        found = _added(uri, base, in_fragment)
        if "error" not in dict(found):
            found += provider.redirect_values
        if provider.issuer is not None:
            found.append(("iss", provider.issuer))
        found = changes.parameters(found)
        base = base if changes.location is None else changes.location
        named = [(names.get(name, name), value) for name, value in found]
        if not in_fragment:
            return _with(base, "&" if "?" in base else "?", named)
        if provider.state_in_query:
            state = [pair for pair in named if pair[0] == names.get("state", "state")]
            named = [pair for pair in named if pair not in state]
            base = _with(base, "&" if "?" in base else "?", state)
        return _with(base, "#", named)

    def _request(
        self, uri: str, found: Any, changes: RedirectChanges
    ) -> AuthorizationRequest:
        """Return the request that oauthlib parsed, which is in its errors as well."""
        application = self._registry.application(found.client_id)
        assert application is not None  # the validator has checked the client ID
        scopes = tuple(dict.fromkeys(found.scopes or ()))
        return AuthorizationRequest(
            uri,
            application,
            found.redirect_uri,
            scopes,
            found.state,
            self._in_fragment(found),
            changes,
        )

    def _in_fragment(self, found: Any) -> bool:
        """Return whether the response to a request is in the fragment (RFC 6749 §4.2.2)."""
        known = self._provider.response_types
        is_known = found.response_type in known
        return (found.response_type if is_known else known[0]) == "token"

    def _uri(self, query: str) -> str:
        """Return a URI with only the documented parameters (RFC 6749 §3.1), under their standard names.

        oauthlib splits scopes at spaces. For a provider with another separator, the two characters are
        swapped here, and swapped back in the response.
        """
        try:
            pairs = parse_qsl(
                query, errors="strict", keep_blank_values=True, max_num_fields=64
            )
        except ValueError:
            raise FatalRequestError(
                "invalid_request", "The query cannot be decoded."
            ) from None
        provider = self._provider
        roles = {one.name: one.role or one.name for one in provider.parameters}
        roles.update({name: name for name in provider.rejected})
        known = [(roles[name], value) for name, value in pairs if name in roles]
        known = [
            (role, swapped(provider, value) if role == "scope" else value)
            for role, value in known
        ]
        if provider.parameter("response_type") is None:
            known.append(("response_type", provider.response_types[0]))
        return f"https://mock-server.invalid/?{urlencode(known)}"


def implicit_grant(provider: Provider, validator: Validator) -> ImplicitGrant:
    """Return oauthlib's implicit grant, with the provider's own rules."""

    def with_separator(
        token: dict[str, Any], handler: object, request: object
    ) -> dict[str, Any]:
        token["scope"] = swapped(provider, token["scope"])
        return token

    grant = ImplicitGrant(validator, pre_auth=[documented_check(provider)])
    grant.register_token_modifier(with_separator)
    return grant


def documented_check(provider: Provider) -> Callable[[Request], dict[str, Any]]:
    """Return what rejects a request without a value that only this provider requires."""

    def check(request: Request) -> dict[str, Any]:
        pairs: list[tuple[str, str]] = request.uri_query_params
        for name in provider.rejected:
            if name in dict(pairs):
                raise InvalidRequestError(f"Unexpected {name}.", request=request)
        for one in provider.parameters:
            if one.role in _CHECKED_BY_OAUTHLIB:
                continue
            given = [value for name, value in pairs if name == (one.role or one.name)]
            wrong = _wrong(one, given)
            if wrong:
                raise InvalidRequestError(f"{wrong} {one.name}.", request=request)
            named = given[0].split(provider.separator) if given and given[0] else []
            if one.scopes and not {*named} <= {*one.scopes}:
                raise InvalidScopeError(f"Unknown {one.name}.", request=request)
        return {}

    return check


def _wrong(one: Parameter, given: list[str]) -> str:
    """Return what is wrong with the values of a parameter, or an empty text."""
    if one.required and not any(given):
        return "Missing"
    # RFC 6749 §3.1: a parameter appears once, unless the provider says otherwise.
    if len(given) > 1 and not one.is_repeated:
        return "Repeated"
    if one.constant is not None:
        pattern = template(one.constant)
        is_valid = bool(given) and all(pattern.fullmatch(value) for value in given)
    else:
        is_valid = not one.values or {*filter(None, given)} <= {*one.values}
    return "" if is_valid else "Unexpected"


_CHECKED_BY_OAUTHLIB = ("response_type", "code_challenge", "code_challenge_method")


def swapped(provider: Provider, scope: str) -> str:
    """Return a scope whose spaces are the provider's separators, and the reverse."""
    separator = provider.separator
    return scope.translate(str.maketrans(f"{separator} ", f" {separator}"))


def _with_error(redirect_uri: str, error: OAuth2Error, in_fragment: bool) -> str:
    pairs = [(name, value or "") for name, value in error.twotuples]
    return add_params_to_uri(redirect_uri, pairs, fragment=in_fragment)


def _added(uri: str, base: str, in_fragment: bool) -> list[tuple[str, str]]:
    """Return the parameters that oauthlib added to a redirect URI."""
    if in_fragment:
        return parse_qsl(uri.partition("#")[2], keep_blank_values=True)
    own = parse_qsl(base.partition("?")[2], keep_blank_values=True)
    return parse_qsl(uri.partition("?")[2], keep_blank_values=True)[len(own) :]


def _with(uri: str, separator: str, pairs: list[tuple[str, str]]) -> str:
    return f"{uri}{separator}{urlencode(pairs)}" if pairs else uri
