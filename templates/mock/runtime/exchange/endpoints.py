"""The endpoints that only clients call: tokens, devices, revocation, and metadata."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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

from ..http_messages import Request, Response, json_response
from ..provider import Provider, template
from ..registry import Registry
from ..tokens import Clock
from .credentials import credentials_of
from .facts import DEVICE_CODE, Exchange, TokenRequest
from .grants import bearer_token, code_grant, keep_refresh_token_quiet
from .issued import DEVICE_SECONDS, INTERVAL, Issued
from .metadata import PATH as METADATA_PATH
from .metadata import metadata
from .pkce import check_verifier
from .token_requests import MalformedRequestError, standard_form, standard_request
from .token_responses import provider_error, provider_response
from .validator import ExchangeValidator

_URI = "https://mock-server.invalid/"
_NO_STORE = (("Pragma", "no-cache"),)
Outcome = tuple[int, str]
"""The status of a response, and its body."""


class ClientEndpoints:
    """Handles the requests of clients. `url` is the server's own."""

    def __init__(
        self,
        provider: Provider,
        registry: Registry,
        exchange: Exchange,
        issued: Issued,
        clock: Clock,
        url: str,
    ) -> None:
        self._provider = provider
        self._exchange = exchange
        self._issued = issued
        self._clock = clock
        self._token_endpoints = [
            (one, _token_endpoint(one, self._validator(provider, registry, one)))
            for one in exchange.requests
        ]
        # The methods of the token endpoint apply there as well (RFC 7009 §2.1, RFC 8628 §3.1).
        first = exchange.requests[0]
        validator = self._validator(provider, registry, first)
        self._revocation: Any = RevocationEndpoint(validator)
        device: Any = DeviceAuthorizationEndpoint
        self._device = device(
            validator,
            verification_uri=f"{url}/device",
            verification_uri_complete=f"{url}/device?user_code={{user_code}}",
            expires_in=DEVICE_SECONDS,
            interval=INTERVAL,
            user_code_generator=issued.new_user_code,
        )
        self._metadata = metadata(provider, exchange, url)

    def _validator(
        self, provider: Provider, registry: Registry, one: TokenRequest
    ) -> ExchangeValidator:
        methods = one.auth_methods
        return ExchangeValidator(
            provider, registry, self._issued, self._exchange, methods
        )

    def endpoint(self, path: str) -> str | None:
        """Return the name of the endpoint with this path, or None if clients do not call it."""
        if path == METADATA_PATH:
            return "metadata"
        exchange = self._exchange
        others = (
            ("device_authorization", exchange.device_path),
            ("revocation", exchange.revocation_path),
        )
        for name, known in others:
            if template(known).fullmatch(path):
                return name
        is_token = any(template(one.path).fullmatch(path) for one in exchange.requests)
        return "token" if is_token else None

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
        return Response(200, body, "application/json", _NO_STORE, endpoint)

    def failed(self, status: int, error: Mapping[str, Any], endpoint: str) -> Response:
        """Return an error response, in the provider's form at the token endpoint."""
        form = self._exchange.response
        body = provider_error(form, error) if endpoint == "token" else dict(error)
        # RFC 6749 §5.2: a client that failed to authenticate learns how to.
        challenge = (("WWW-Authenticate", 'Basic realm="mock server"'),)
        headers = (*_NO_STORE, *(challenge if status == 401 else ()))
        return Response(status, json.dumps(body), "application/json", headers, endpoint)

    def _handled(self, endpoint: str, request: Request) -> Outcome:
        if endpoint == "token":
            return self._token(request)
        separator, like = self._provider.separator, self._exchange.requests[0]
        pairs = standard_form(request, like, separator)
        sent = dict(pairs)
        header = request.headers.get("authorization")
        body = (sent.get("client_id"), sent.get("client_secret"))
        client_id = credentials_of(header, body, self._exchange.basic).client_id
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if header is not None:
            headers["Authorization"] = header
        if "client_id" not in sent and client_id is not None:
            # oauthlib expects it in the body, even if the header authenticates the client.
            pairs.append(("client_id", client_id))
        form = urlencode(pairs)
        if endpoint == "device_authorization":
            return self._device_codes(form, headers, client_id or "")
        _, text, status = self._revocation.create_revocation_response(
            _URI, body=form, headers=headers
        )
        return status, text

    def _token(self, request: Request) -> Outcome:
        path = request.path
        known = [
            one for one in self._exchange.requests if template(one.path).fullmatch(path)
        ]
        found, body = standard_request(request, known, self._provider.separator)
        endpoint = next(each for one, each in self._token_endpoints if one is found)
        header = request.headers.get("authorization")
        _, text, status = endpoint.create_token_response(
            _URI, body=body, headers={} if header is None else {"Authorization": header}
        )
        if status != 200:
            return status, text
        members = provider_response(
            self._exchange.response, json.loads(text), self._clock.time
        )
        return 200, json.dumps(members)

    def _device_codes(
        self, body: str, headers: Mapping[str, str], client_id: str
    ) -> Outcome:
        try:
            _, found, _ = self._device.create_device_authorization_response(
                _URI, body=body, headers=headers
            )
        except OAuth2Error as error:
            return error.status_code, error.json
        scopes = tuple(found.pop("scope", "").split())
        codes = found["device_code"], found["user_code"]
        self._issued.add_device(client_id, scopes, *codes)
        return 200, json.dumps(found)


def _token_endpoint(one: TokenRequest, validator: ExchangeValidator) -> Any:
    """Return oauthlib's endpoint for one kind of request."""
    grants: Mapping[str, Callable[[], object]] = {
        "authorization_code": lambda: code_grant(validator, pre_token=[check_verifier]),
        "client_credentials": lambda: ClientCredentialsGrant(validator),
        "refresh_token": lambda: RefreshTokenGrant(
            validator, pre_token=[keep_refresh_token_quiet]
        ),
        DEVICE_CODE: lambda: DeviceCodeGrant(validator),
    }
    endpoint: Any = oauth2.TokenEndpoint
    grant = grants[one.grant_type]()
    return endpoint(one.grant_type, bearer_token(validator), {one.grant_type: grant})


def _only(method: str, route: str) -> Response:
    return Response(405, headers=(("Allow", method),), route=route)
