"""A query to the answer that it gets. What is well formed, and which error it gets, oauthlib says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from oauthlib.common import Request, add_params_to_uri
from oauthlib.oauth2 import (
    AuthorizationEndpoint,
    BearerToken,
    ImplicitGrant,
    RequestValidator,
)
from oauthlib.oauth2.rfc6749.errors import (
    AccessDeniedError,
    CustomOAuth2Error,
    FatalClientError,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
)

from .facts import Facts
from .registry import Application, Registry
from .tokens import Tokens

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_LOOPBACK = re.compile(
    r"http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?(/[!-~]*)?", re.ASCII
)
"""A redirect to this machine: any port, any path (RFC 8252 §7.3)."""


class Unanswerable(Exception):
    """A request that is told to the person alone: nothing says where its answer could go."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description


class Refused(Exception):
    """A request that gets an error at once; `answer` is the redirect URI with that error."""

    def __init__(self, answer: str) -> None:
        super().__init__("the request is refused")
        self.answer = answer


@dataclass(frozen=True)
class Asked:
    """A request that a person is asked about."""

    uri: str = field(repr=False)
    application: Application
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None


class Judge:
    """Says what becomes of authorization requests, and keeps the tokens that it gives."""

    def __init__(self, facts: Facts, registry: Registry, tokens: Tokens) -> None:
        self._facts = facts
        self._registry = registry
        # oauthlib splits scopes at blanks; where the provider has another separator, the two
        # change places on the way in and on the way out.
        self._swapped = str.maketrans({facts.separator: " ", " ": facts.separator})
        validator = _Validator(facts, registry, tokens)
        grant = ImplicitGrant(validator, pre_auth=[self._check_documented])
        grant.register_token_modifier(self._with_separator)
        bearer = BearerToken(validator, expires_in=tokens.lifetime)
        endpoint: Any = AuthorizationEndpoint
        self._endpoint = endpoint("token", bearer, {"token": grant})

    def examine(self, query: str) -> Asked:
        """Return what a query asks for. A scope that is not assigned is left to `approve` to refuse.

        Raises Unanswerable, and Refused.
        """
        uri = self._uri(query)
        try:
            _, found = self._endpoint.validate_authorization_request(uri)
        except FatalClientError as error:
            raise Unanswerable(str(error.error), error.description) from None
        except InvalidScopeError as error:
            return self._asked(uri, error)
        except OAuth2Error as error:
            refused = _with_error(str(error.redirect_uri), error)
            raise Refused(self._with_state(refused)) from None
        return self._asked(uri, found["request"])

    def approve(self, asked: Asked, user: str) -> str:
        """Return the redirect URI with a new token, or with the error where it may not be given."""
        headers, _, _ = self._endpoint.create_authorization_response(
            asked.uri, scopes=list(asked.scopes), credentials={"user": user}
        )
        return self._with_state(str(headers["Location"]))

    def deny(self, asked: Asked) -> str:
        """Return the redirect URI with the person's refusal."""
        error = AccessDeniedError(state=asked.state)
        return self._with_state(_with_error(asked.redirect_uri, error))

    def fail(self, asked: Asked, code: str) -> str:
        """Return the redirect URI with an error of one's choice."""
        error = CustomOAuth2Error(code, state=asked.state)
        return self._with_state(_with_error(asked.redirect_uri, error))

    def _with_state(self, uri: str) -> str:
        """Return a redirect URI whose state is in the component that this provider uses."""
        base, _, fragment = uri.partition("#")
        pairs = fragment.split("&")
        states = [pair for pair in pairs if pair.startswith("state=")]
        if not self._facts.state_in_query or not states:
            return uri
        others = "&".join(pair for pair in pairs if pair not in states)
        return f"{base}{'&' if '?' in base else '?'}{states[0]}#{others}"

    def _asked(self, uri: str, found: Any) -> Asked:
        """Return what oauthlib made of a request, which is in its errors as well."""
        application = self._registry.application(found.client_id)
        assert application is not None  # the validator has found it
        scopes = tuple(dict.fromkeys(found.scopes or ()))
        return Asked(uri, application, found.redirect_uri, scopes, found.state)

    def _uri(self, query: str) -> str:
        """Return the request with the documented parameters alone (RFC 6749 §3.1), blanks swapped."""
        try:
            pairs = parse_qsl(
                query, errors="strict", keep_blank_values=True, max_num_fields=64
            )
        except ValueError:
            raise Unanswerable(
                "invalid_request", "The query cannot be decoded."
            ) from None
        names = {one.name for one in self._facts.parameters}
        known = [
            (name, value.translate(self._swapped) if name == "scope" else value)
            for name, value in pairs
            if name in names
        ]
        return f"https://stand-in.invalid/?{urlencode(known)}"

    def _check_documented(self, request: Request) -> dict[str, Any]:
        """Refuse a request that lacks what this provider asks for besides what the grant does."""
        given = dict(request.uri_query_params)
        for one in self._facts.parameters:
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
    """Answers what oauthlib asks of the registry."""

    def __init__(self, facts: Facts, registry: Registry, tokens: Tokens) -> None:
        self._facts = facts
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
        known = (OUT_OF_BAND, self._facts.default_redirect, *registered)
        return redirect_uri in known or bool(_LOOPBACK.fullmatch(redirect_uri))

    def get_default_redirect_uri(
        self, client_id: str, request: Request, *args: Any, **kwargs: Any
    ) -> str:
        application = self._registry.application(client_id)
        registered = application.redirect_uris if application else ()
        # RFC 6749 §3.1.2.3: the only registered address may be left out of a request.
        only = registered[0] if len(registered) == 1 else OUT_OF_BAND
        return self._facts.default_redirect or only

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
        self._tokens.keep(
            token["access_token"], found.user, found.client_id, tuple(found.scopes)
        )


def _with_error(redirect_uri: str, error: OAuth2Error) -> str:
    pairs = [(name, value or "") for name, value in error.twotuples]
    return add_params_to_uri(redirect_uri, pairs, fragment=True)
