"""Turn the values of the device authorization and revocation endpoints into the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.build_endpoints import Values, citation
from generator.model.build_token import other_listed, request_parameters, scopes_of
from generator.model.endpoints import GrantType
from generator.model.standard import Standard
from generator.model.token_requests import OtherEndpoint, RequestKind, TokenRequest

_KINDS = {
    "device_authorization_endpoint": RequestKind.DEVICE_AUTHORIZATION,
    "revocation_endpoint": RequestKind.REVOCATION,
}


def other_endpoints(spec: Values, standard: Standard) -> tuple[OtherEndpoint, ...]:
    """Return the endpoints that only clients call, besides the token endpoint."""
    return tuple(
        OtherEndpoint(
            kind=key,
            url=spec[key]["url"],
            source=citation(spec[key], spec["source"]),
            requests=tuple(_requests(spec, key, standard)),
            auth_methods=tuple(spec[key].get("auth_methods", ())),
        )
        for key in _KINDS
        if key in spec
    )


def _requests(spec: Values, key: str, standard: Standard) -> Iterator[TokenRequest]:
    """Yield the request to an endpoint, if clients can use what it returns."""
    kind, token, endpoint = _KINDS[key], spec.get("token_endpoint"), spec[key]
    grant: Values = {}
    if kind is RequestKind.DEVICE_AUTHORIZATION:
        device = GrantType.DEVICE_CODE.value
        several: Sequence[Values] = spec["grants"]
        grant = next((one for one in several if one["name"] == device), grant)
    if token is None or (kind is RequestKind.DEVICE_AUTHORIZATION and not grant):
        return
    listed = other_listed(spec, kind, key)
    methods = endpoint.get("auth_methods", token.get("auth_methods", ()))
    omitted = set(endpoint.get("omit", ()))
    is_device = kind is RequestKind.DEVICE_AUTHORIZATION
    scopes, defaults = scopes_of(spec, grant, spec if is_device else {})
    yield TokenRequest(
        kind=kind,
        url=endpoint["url"],
        auth_methods=tuple(methods),
        body="form",
        parameters=tuple(
            request_parameters(spec, kind, listed, omitted, standard, (key,))
        ),
        scopes=scopes,
        default_scopes=defaults,
        path=(key, "url"),
    )
