"""Turn the requests of clients into test vectors, built with urllib and base64."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from generator.model.endpoints import Parameter, Role
from generator.model.provider import Provider
from generator.model.reference import VERIFIER, filled, made_up, typed
from generator.model.response_vectors import response_vectors
from generator.model.token_requests import (
    RequestKind,
    TokenEndpoint,
    TokenRequest,
)

Vector = Mapping[str, Any]
_SECRET, _CODE, _REFRESH = "p+q:r/s=%", "4/0Ab+d=", "tGzv3JOkF0XG5Qx2TlKWIA"
_DEVICE_CODE = "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"
"""The device code of RFC 8628 §3.2."""


def token_vectors(provider: Provider) -> Iterator[Vector]:
    """Yield vectors of a provider whose redirects, if any, contain a code, with all that they need."""
    endpoint = provider.token_endpoint
    if endpoint is None or provider.returns_token or provider.callback_variables:
        return
    for request in provider.requests:
        if request.kind in _OPERATIONS:
            for secret in _secrets(provider, request):
                yield _request(provider, endpoint, request, secret)
    code = endpoint.request(RequestKind.CODE)
    if code is not None:
        given = _inputs(provider, _secrets(provider, code)[0])
        given["callback"] = _callback(provider, given)
        yield from response_vectors(provider, endpoint.response, given)


_OPERATIONS = {
    RequestKind.CODE: "token_request",
    RequestKind.CLIENT_CREDENTIALS: "token_request",
    RequestKind.DEVICE_CODE: "token_request",
    RequestKind.REFRESH: "refresh_request",
    RequestKind.DEVICE_AUTHORIZATION: "device_request",
}
"""The operation of each request that has vectors."""
_OF_DEVICES = (RequestKind.DEVICE_CODE, RequestKind.DEVICE_AUTHORIZATION)


def _secrets(provider: Provider, request: TokenRequest) -> list[str]:
    """Return the secrets of clients that can make the request; an empty one is a public client."""
    methods, endpoint = request.auth_methods, provider.token_endpoint
    # A colon ends the username of unencoded Basic.
    is_raw = endpoint is not None and endpoint.basic.is_raw
    secret = _SECRET.replace(":", "") if is_raw else _SECRET
    is_public = not methods or "none" in methods
    # Without PKCE, a code is only for clients with a secret.
    has_proof = provider.pkce != "none" or request.kind in _OF_DEVICES
    can_be_public = is_public and has_proof
    with_secret = [secret] if not methods or set(methods) != {"none"} else []
    return [*with_secret, *([""] if can_be_public else [])] or [secret]


def _inputs(provider: Provider, secret: str) -> dict[str, Any]:
    """Return the inputs of a client and of its authorization request."""
    given = {**_variables(provider), **dict(made_up(provider))}
    # Without an authorization request, nothing else has a client ID.
    given.setdefault("client_id", "YOUR_CLIENT_ID")
    for one in provider.authorization_endpoint.parameters:
        if one.is_of_the_caller and one.name in given:
            given[one.name] = typed(one, given[one.name])
    endpoint = provider.authorization_endpoint
    if endpoint.requires_scope and not provider.default_scopes:
        given["scopes"] = [provider.scopes[0].name if provider.scopes else "a"]
    return _with_secret(provider, given, secret)


def _variables(provider: Provider) -> dict[str, Any]:
    return {one.name: one.example for one in provider.client_variables}


def _with_secret(
    provider: Provider, given: dict[str, Any], secret: str
) -> dict[str, Any]:
    if secret:
        given["client_secret"] = secret
    if provider.secret_hosts and (secret or provider.always_sends_secrets):
        given["allowed_domains"] = provider.secret_host_examples
    return given


def _device_inputs(
    provider: Provider, request: TokenRequest, secret: str
) -> dict[str, Any]:
    """Return the inputs of a client and of its device request, or of the poll after it."""
    made = dict(made_up(provider))
    given = {
        **_variables(provider),
        "client_id": made.get("client_id", "YOUR_CLIENT_ID"),
    }
    if "redirect_uri" in made:
        given["redirect_uri"] = made["redirect_uri"]
    given = _with_secret(provider, given, secret)
    for one in _of_devices(provider):
        if one.is_of_the_caller and one.is_required:
            value = one.example or next(iter(one.values), "value")
            given[one.name] = typed(one, value)
    if request.kind is RequestKind.DEVICE_CODE:
        return {**given, "device_code": _DEVICE_CODE}
    if request.takes_scopes and request.scopes:
        given["scopes"] = [request.scopes[-1].name]
    return given


def _of_devices(provider: Provider) -> Iterator[Parameter]:
    """Yield the parameters of both requests of a device login."""
    for request in provider.requests:
        if request.kind in _OF_DEVICES:
            yield from request.parameters


def _callback(provider: Provider, given: Mapping[str, Any]) -> list[list[str]]:
    """Return the parameters of the redirect with the code."""
    names = {
        one.role: one.name
        for one in provider.authorization_endpoint.response_parameters
    }
    pairs = [[names.get("code", "code"), _CODE]]
    if "state" in given:
        pairs.append([names.get("state", "state"), given["state"]])
    if provider.requires_iss:
        pairs.append([names.get("iss", "iss"), provider.issuer or ""])
    return pairs


def _request(
    provider: Provider, endpoint: TokenEndpoint, request: TokenRequest, secret: str
) -> Vector:
    is_device = request.kind in _OF_DEVICES
    given = (
        _device_inputs(provider, request, secret)
        if is_device
        else _inputs(provider, secret)
    )
    more: dict[str, Any] = {}
    if request.kind is RequestKind.CODE:
        more = {"callback": _callback(provider, given)}
    elif request.kind is RequestKind.REFRESH:
        more = {"refresh_token": _REFRESH}
    kind = request.kind.value.replace("_", "-")
    return {
        "id": f"spec-{kind}-{'secret' if secret else 'public'}",
        "op": _OPERATIONS[request.kind],
        "group": "token/request",
        "input": {**given, **more},
        "expect": _expected(provider, endpoint, request, given, secret),
        "basis": f"the {'device' if is_device else 'token'} endpoint in the spec; "
        f"RFC {'8628 3.1, 3.4' if is_device else '6749 2.3.1, 4.1.3, 4.4.2, 6'}",
        "basis_kind": "rfc",
    }


def _expected(
    provider: Provider,
    endpoint: TokenEndpoint,
    request: TokenRequest,
    given: Mapping[str, Any],
    secret: str,
) -> dict[str, Any]:
    """Return the whole request: its method, URL, headers, and body."""
    if request.kind is RequestKind.CLIENT_CREDENTIALS and not secret:
        return {"error": "client_secret_missing", "argument": "client_secret"}
    method = _method(request, secret)
    placed: dict[str, list[tuple[str, str]]] = {"body": [], "query": [], "header": []}
    for one in request.parameters:
        value = _value(provider, request, one, given, secret)
        if value and not _is_left_out(one, method):
            placed[one.place].append((one.name, value))
    headers = {"Accept": "application/json", **dict(placed["header"])}
    if method == "client_secret_basic":
        headers["Authorization"] = _basic(endpoint, given, secret)
    body = ""
    if request.body == "query":
        placed["query"] += placed["body"]
    elif request.body == "json":
        headers["Content-Type"] = "application/json"
        body = json.dumps(dict(placed["body"]), separators=(",", ":"))
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = _form(placed["body"])
    url = filled(request.url, provider, given, in_url=True)
    if placed["query"]:
        url = f"{url}{'&' if '?' in url else '?'}{_form(placed['query'])}"
    return {"method": "POST", "url": url, "headers": headers, "body": body}


def _method(request: TokenRequest, secret: str) -> str:
    if not secret or set(request.auth_methods) == {"none"}:
        return "none"
    methods = request.auth_methods or ("client_secret_basic",)
    return next(one for one in methods if one != "none")


def _is_left_out(one: Parameter, method: str) -> bool:
    in_header = method == "client_secret_basic"
    if one.role is Role.CLIENT_ID:
        return in_header
    return one.role is Role.CLIENT_SECRET and method != "client_secret_post"


def _value(
    provider: Provider,
    request: TokenRequest,
    one: Parameter,
    given: Mapping[str, Any],
    secret: str,
) -> str:
    if one.constant is not None:
        return filled(one.constant, provider, given, in_url=False)
    separator = provider.authorization_endpoint.scope_separator
    redirect = provider.authorization_endpoint.parameter(Role.REDIRECT_URI)
    default = redirect.default if redirect is not None else None
    values = {
        Role.CODE: _CODE,
        Role.REFRESH_TOKEN: _REFRESH,
        Role.DEVICE_CODE: _DEVICE_CODE,
        Role.CODE_VERIFIER: VERIFIER if "code_verifier" in given else "",
        Role.REDIRECT_URI: str(given.get("redirect_uri", default or "")),
        Role.CLIENT_ID: str(given["client_id"]),
        Role.CLIENT_SECRET: secret,
        Role.SCOPE: separator.join(given.get("scopes", request.default_scopes)),
    }
    if request.kind not in _OF_DEVICES:
        values[Role.SCOPE] = separator.join(request.default_scopes)
    elif one.name in given and one.is_of_the_caller:
        found = given[one.name]
        return (
            "true" if found is True else found if isinstance(found, str) else found[0]
        )
    return values.get(one.role, one.default or "")


def _basic(endpoint: TokenEndpoint, given: Mapping[str, Any], secret: str) -> str:
    values = {"client_id": str(given["client_id"]), "client_secret": secret}
    basic = endpoint.basic
    pair = [values.get(one, one) for one in (basic.username, basic.password)]
    if not basic.is_raw:
        pair = [quote(one, safe="~") for one in pair]
    return f"Basic {b64encode(':'.join(pair).encode()).decode('ascii')}"


def _form(pairs: list[tuple[str, str]]) -> str:
    return "&".join(
        [f"{quote(name, safe=':~')}={quote(value, safe=':~')}" for name, value in pairs]
    )
