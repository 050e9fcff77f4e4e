"""The endpoints that only clients call: tokens, devices, revocation, and metadata."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from oauthlib import oauth2
from oauthlib.oauth2 import (
    ClientCredentialsGrant,
    DeviceAuthorizationEndpoint,
    RefreshTokenGrant,
    RevocationEndpoint,
)
from oauthlib.oauth2.rfc6749.errors import OAuth2Error
from oauthlib.oauth2.rfc8628.grant_types import DeviceCodeGrant

from ..decisions import Decisions
from ..http_messages import FORM, Request, Response, json_response
from ..provider import Provider, template
from ..registry import Registry
from ..tokens import Clock
from .credentials import credentials_of
from .device_page import PATH as DEVICE_PATH
from .facts import DEVICE_CODE, Exchange, TokenRequest
from .grants import bearer_token, code_grant, keep_refresh_token_quiet
from .issued import DEVICE_SECONDS, IssuedValues, new_user_code
from .metadata import metadata, metadata_path
from .pkce import check_verifier
from .token_requests import MalformedRequestError, standard_request
from .token_responses import other_response, provider_error, provider_response
from .validator import ExchangeValidator

_URI = "https://mock-server.invalid/"
_NO_STORE = (("Pragma", "no-cache"),)
Outcome = tuple[int, str]
"""The status of a response, and its body."""


class ClientEndpoints:
    """Handles the requests of clients. `url` is the server's own.

    `within` is where tokens are, and `token_type` and `format` are those of a token response.
    """

    def __init__(
        self,
        provider: Provider,
        registry: Registry,
        exchange: Exchange,
        issued: IssuedValues,
        clock: Clock,
        url: str,
        decisions: Decisions,
    ) -> None:
        self._provider = provider
        self._registry = registry
        self._exchange = exchange
        self._issued = issued
        self._clock = clock
        self._decisions = decisions
        self.within = exchange.response.within[0]
        self.token_type = exchange.response.token_types[0]
        self.format = "json"
        self._known = {
            "token": exchange.requests,
            "device_authorization": (exchange.device,) if exchange.device else (),
            "revocation": (exchange.revocation,) if exchange.revocation else (),
        }
        has_refresh = exchange.request("refresh_token") is not None
        self._oauthlib = {
            one: _oauthlib_endpoint(
                name, one, url, self._validator(registry, one), has_refresh
            )
            for name, requests in self._known.items()
            for one in requests
        }
        self._metadata = metadata(provider, exchange, url)
        self._metadata_path = metadata_path(provider)

    def _validator(self, registry: Registry, one: TokenRequest) -> ExchangeValidator:
        provider, exchange = self._provider, self._exchange
        return ExchangeValidator(
            provider, registry, self._issued, exchange, one.auth_methods, one.scopes
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the endpoints, without that of the metadata."""
        return tuple(name for name, requests in self._known.items() if requests)

    def endpoint(self, path: str) -> str | None:
        """Return the name of the endpoint with this path, or None if clients do not call it."""
        if path == self._metadata_path:
            return "metadata"
        for name, requests in self._known.items():
            if _at(path, requests):
                return name
        return None

    def respond(self, endpoint: str, request: Request) -> Response:
        """Return the response of an endpoint, whose name is also its route in the log."""
        if endpoint == "metadata":
            if request.method != "GET":
                return _only("GET", endpoint)
            return json_response(200, self._metadata, endpoint)
        if request.method != "POST":
            return _only("POST", endpoint)
        try:
            with self._issued.lock:
                status, body = self._handled(endpoint, request)
        except MalformedRequestError as error:
            failed = {"error": "invalid_request", "error_description": str(error)}
            return self.failed(400, failed, endpoint)
        if status != 200:
            return self.failed(status, json.loads(body), endpoint)
        if endpoint == "token" and self.format == "form":
            body = urlencode(json.loads(body))
            return Response(200, body, FORM, _NO_STORE, endpoint)
        return Response(200, body, "application/json", _NO_STORE, endpoint)

    def failed(self, status: int, error: Mapping[str, Any], endpoint: str) -> Response:
        """Return an error response in the provider's form."""
        is_own = endpoint in self._known
        body = provider_error(self._exchange.response, error) if is_own else dict(error)
        # RFC 6749 §5.2: a client that failed to authenticate learns how to.
        challenge = (("WWW-Authenticate", 'Basic realm="mock server"'),)
        headers = (*_NO_STORE, *(challenge if status == 401 else ()))
        return Response(status, json.dumps(body), "application/json", headers, endpoint)

    def _handled(self, endpoint: str, request: Request) -> Outcome:
        """Return what oauthlib answers to the request in its standard form."""
        known, separator = self._known[endpoint], self._provider.separator
        one, pairs = standard_request(request, _at(request.path, known), separator)
        sent, header = dict(pairs), request.headers.get("authorization")
        body = (sent.get("client_id"), sent.get("client_secret"))
        client_id = credentials_of(header, body, self._exchange.basic).client_id
        if "client_id" not in sent and client_id is not None:
            # oauthlib expects it in the body, even if the header authenticates the client.
            pairs.append(("client_id", client_id))
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if header is not None:
            headers["Authorization"] = header
        given = {"body": urlencode(pairs), "headers": headers}
        respond = self._oauthlib[one]
        if endpoint == "token":
            return self._tokens(*respond(_URI, **given))
        if endpoint == "revocation":
            _, text, status = respond(_URI, **given)
            if status == 200 and self._exchange.response.success:
                text = json.dumps(other_response(self._exchange.response, {}))
            return status, text
        try:
            _, found, _ = respond(_URI, **given)
        except OAuth2Error as error:
            return error.status_code, error.json
        found["interval"] = self._issued.interval
        scopes = tuple(found.pop("scope", "").split())
        codes = found["device_code"], found["user_code"]
        decision = self._decisions.value
        user = self._registry.first_user if decision == "approve" else None
        self._issued.add_device(
            client_id or "", scopes, *codes, user, decision == "deny"
        )
        return 200, json.dumps(other_response(self._exchange.response, found))

    def _tokens(self, _: object, text: str, status: int) -> Outcome:
        """Return a token response in the form of the provider."""
        if status != 200:
            return status, text
        return 200, json.dumps(self.token_members(json.loads(text)))

    def token_members(self, token: Mapping[str, Any]) -> dict[str, Any]:
        """Return a token response in the form of the provider."""
        form, now = self._exchange.response, self._clock.time
        return provider_response(form, token, now, self.within, self.token_type)


def _at(path: str, requests: Sequence[TokenRequest]) -> list[TokenRequest]:
    """Return the requests that go to a path."""
    return [one for one in requests if template(one.path).fullmatch(path)]


def _oauthlib_endpoint(
    name: str,
    one: TokenRequest,
    url: str,
    validator: ExchangeValidator,
    has_refresh: bool,
) -> Any:
    """Return the function of oauthlib that answers one kind of request."""
    if name == "revocation":
        return RevocationEndpoint(validator).create_revocation_response
    if name == "device_authorization":
        device: Any = DeviceAuthorizationEndpoint
        return device(
            validator,
            verification_uri=f"{url}{DEVICE_PATH}",
            verification_uri_complete=f"{url}{DEVICE_PATH}?user_code={{user_code}}",
            expires_in=DEVICE_SECONDS,
            user_code_generator=new_user_code,
        ).create_device_authorization_response
    grants: Mapping[str, Callable[[], object]] = {
        "authorization_code": lambda: code_grant(validator, pre_token=[check_verifier]),
        "client_credentials": lambda: ClientCredentialsGrant(validator),
        "refresh_token": lambda: RefreshTokenGrant(
            validator, pre_token=[keep_refresh_token_quiet]
        ),
        DEVICE_CODE: lambda: DeviceCodeGrant(validator),
    }
    grant: Any = grants[one.grant_type]()
    grant.refresh_token = has_refresh
    endpoint: Any = oauth2.TokenEndpoint
    bearer, name = bearer_token(validator), one.grant_type
    return endpoint(name, bearer, {name: grant}).create_token_response


def _only(method: str, route: str) -> Response:
    return Response(405, headers=(("Allow", method),), route=route)
