"""Turn the values of the token endpoint into the model, with the defaults of OAuth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from generator.model.build_endpoints import Values, parameter, scopes
from generator.model.endpoints import GrantType, Parameter, Path, Role
from generator.model.facts import Citation, Scope
from generator.model.standard import Standard
from generator.model.token_requests import (
    AT_THE_TOKEN_ENDPOINT,
    STANDARD,
    Basic,
    RequestKind,
    TokenEndpoint,
    TokenRequest,
    TokenResponse,
)

Listed = Sequence[tuple[Values, Path]]
"""The listed parameters, each with its place in the spec."""
Kinds = tuple[RequestKind, ...]

_ENDPOINT: Path = ("token_endpoint",)
_SHARED: Path = (*_ENDPOINT, "parameters")
"""The list of parameters for all requests to the token endpoint."""
_PATHS = (
    *("access_token", "refresh_token", "token_type", "scope", "expires_in"),
    *("expires_at", "error", "error_description"),
)


def token_endpoint(
    spec: Values, source: Citation | None, standard: Standard
) -> TokenEndpoint | None:
    """Return the token endpoint of a spec, or None if it has none."""
    one = spec.get("token_endpoint")
    if one is None:
        return None
    refresh: Values = {} if one.get("refresh") == "none" else one.get("refresh", {})
    return TokenEndpoint(
        url=one["url"],
        auth_methods=tuple(one.get("auth_methods", ())),
        basic=_basic(one.get("basic", {})),
        requests=tuple(_requests(spec, one, standard)),
        response=_response(spec, one.get("response", {})),
        scope_separator=spec.get("scope_separator", " "),
        rotates=refresh.get("rotates"),
        grace=refresh.get("grace", 0),
        errors=standard.token_errors,
        source=source,
    )


def _basic(one: Values) -> Basic:
    return Basic(
        one.get("username", "client_id"),
        one.get("password", "client_secret"),
        one.get("encoding") == "raw",
    )


def _requests(
    spec: Values, endpoint: Values, standard: Standard
) -> Iterator[TokenRequest]:
    """Yield the requests of the spec's grants in their order, and then the refresh."""
    for index, grant in enumerate(spec["grants"]):
        if grant["name"] in {one.value for one in AT_THE_TOKEN_ENDPOINT}:
            kind = RequestKind(grant["name"])
            yield _for_grant(spec, endpoint, grant, index, kind, standard)
    has_refresh = endpoint.get("refresh") != "none" and any(
        GrantType(grant["name"]) is not GrantType.CLIENT_CREDENTIALS
        and GrantType(grant["name"]) is not GrantType.IMPLICIT
        for grant in spec["grants"]
    )
    if has_refresh:
        yield _refresh(spec, endpoint, endpoint.get("refresh", {}), standard)


def _for_grant(
    spec: Values,
    endpoint: Values,
    grant: Values,
    index: int,
    kind: RequestKind,
    standard: Standard,
) -> TokenRequest:
    own = _at(grant.get("parameters", ()), ("grants", index, "parameters"))
    shared = _at(endpoint.get("parameters", ()), _SHARED)
    listed = [*_others(shared, own), *own]
    omitted = {*endpoint.get("omit", ()), *grant.get("omit", ())}
    methods = grant.get("auth_methods", endpoint.get("auth_methods", ()))
    has_all_scopes = kind is RequestKind.CLIENT_CREDENTIALS
    listed_scopes, default_scopes = scopes_of(
        spec, grant, spec if has_all_scopes else {}
    )
    return TokenRequest(
        kind=kind,
        url=grant.get("token_endpoint", endpoint["url"]),
        auth_methods=tuple(methods),
        body=endpoint.get("body", "form"),
        parameters=tuple(request_parameters(spec, kind, listed, omitted, standard)),
        scopes=listed_scopes,
        default_scopes=default_scopes,
        path=(
            ("grants", index, "token_endpoint")
            if "token_endpoint" in grant
            else (*_ENDPOINT, "url")
        ),
    )


def _refresh(
    spec: Values, endpoint: Values, refresh: Values, standard: Standard
) -> TokenRequest:
    """Return the refresh: a role of the endpoint applies to it, but not a static parameter."""
    own = _at(refresh.get("parameters", ()), (*_ENDPOINT, "refresh", "parameters"))
    listed = [*_others(_renamed(endpoint), own), *own]
    methods = refresh.get("auth_methods", endpoint.get("auth_methods", ()))
    omitted = set(refresh.get("omit", ()))
    return TokenRequest(
        kind=RequestKind.REFRESH,
        url=refresh.get("url", endpoint["url"]),
        auth_methods=tuple(methods),
        body=endpoint.get("body", "form"),
        parameters=tuple(
            request_parameters(spec, RequestKind.REFRESH, listed, omitted, standard)
        ),
        scopes=(),
        default_scopes=(),
        path=(
            (*_ENDPOINT, "refresh", "url") if "url" in refresh else (*_ENDPOINT, "url")
        ),
    )


def scopes_of(
    spec: Values, grant: Values, general: Values
) -> tuple[tuple[Scope, ...], tuple[str, ...]]:
    """Return the scopes and the default scopes of a grant, or else those of `general`."""
    listed = grant.get("scopes", general.get("scopes", ()))
    defaults = grant.get("default_scopes", general.get("default_scopes", ()))
    return scopes(listed, spec["source"]), tuple(defaults)


def _renamed(endpoint: Values) -> Listed:
    """Return the parameters of the token endpoint that other requests have under the same name."""
    return [
        (one, path)
        for one, path in _at(endpoint.get("parameters", ()), _SHARED)
        if role_of(one) is not Role.PROVIDER and not is_fixed_scope(one)
    ]


def other_listed(spec: Values, kind: RequestKind, key: str) -> Listed:
    """Return what a spec lists for the endpoint with that key, and what the token endpoint renames."""
    own = _at(spec[key].get("parameters", ()), (key, "parameters"))
    taken = {_identity(one, (kind,)) for one, _ in own}
    shared = [
        (one, path)
        for one, path in _renamed(spec.get("token_endpoint") or {})
        if role_of(one) in STANDARD[kind] and role_of(one) not in taken
    ]
    return [*shared, *own]


def _others(shared: Listed, own: Listed) -> Listed:
    """Return the shared parameters that a request does not replace by its own."""
    taken = {_identity(one) for one, _ in own}
    return [each for each in shared if _identity(each[0]) not in taken]


def _identity(one: Values, kinds: Kinds = AT_THE_TOKEN_ENDPOINT) -> Role | str:
    """Return what makes two parameters the same: the role, or else the name."""
    role = role_of(one, kinds)
    return one["name"] if role is Role.PROVIDER else role


def _at(listed: Sequence[Values], path: Path) -> list[tuple[Values, Path]]:
    return [(one, (*path, index)) for index, one in enumerate(listed)]


def request_parameters(
    spec: Values,
    kind: RequestKind,
    listed: Listed,
    omitted: Collection[str],
    standard: Standard,
    endpoint: Path = _ENDPOINT,
) -> Iterator[Parameter]:
    """Yield the standard parameters that are not listed, and then the listed ones."""
    is_token = kind in AT_THE_TOKEN_ENDPOINT
    kinds = AT_THE_TOKEN_ENDPOINT if is_token else (kind,)
    roles = [role_of(one, kinds) for one, _ in listed]
    for role in STANDARD[kind]:
        if role in roles or role.value in omitted or not _is_sent(spec, kind, role):
            continue
        added = {"name": role.value, **_constant(kind, role)}
        yield parameter(added, role, None, standard, (*endpoint, "parameters"), "body")
    for (one, path), role in zip(listed, roles):
        # In a list for all requests, a role of another grant means nothing here.
        is_own = path[: len(_SHARED)] != _SHARED or role is Role.PROVIDER
        if is_own or role in STANDARD[kind] or is_fixed_scope(one):
            given: Values = {**_constant(kind, role), **one}
            yield parameter(given, role, spec["source"], standard, path, "body")


def _is_sent(spec: Values, kind: RequestKind, role: Role) -> bool:
    endpoint: Values = spec.get("authorization_endpoint") or {}
    if role is Role.CODE_VERIFIER:
        return spec.get("pkce") != "none"
    if role is Role.REDIRECT_URI:
        return "redirect_uri" not in endpoint.get("omit", ())
    if role is Role.SCOPE and kind is not RequestKind.CLIENT_CREDENTIALS:
        return "scope" not in endpoint.get("omit", ())
    return True


def is_fixed_scope(one: Values) -> bool:
    """Return whether a parameter is a scope with a constant, which is a static parameter."""
    return role_of(one) is Role.SCOPE and "value" in one


def role_of(one: Values, kinds: Kinds = AT_THE_TOKEN_ENDPOINT) -> Role:
    """Return the role that a parameter of such requests has by its key or by its name."""
    named = {role.value: role for kind in kinds for role in STANDARD[kind]}
    if "role" in one:
        return Role(one["role"])
    return named.get(one["name"], Role.PROVIDER)


def _constant(kind: RequestKind, role: Role) -> Mapping[str, Any]:
    return {"value": kind.grant_type} if role is Role.GRANT_TYPE else {}


def _response(spec: Values, one: Values) -> TokenResponse:
    within = one.get("within", "")
    # Anything else is a path.
    expires_in: Any = one.get("expires_in")
    fixed: Values = {} if isinstance(expires_in, str | None) else expires_in
    paths = [
        (name, one[name])
        for name in _PATHS
        if isinstance(one.get(name), str) and one[name] != name
    ]
    if "expires_at" in one and ("expires_at", one["expires_at"]) not in paths:
        paths.append(("expires_at", one["expires_at"]))
    types = spec.get("token_type", {}).get("accept", ("bearer",))
    return TokenResponse(
        within=(within,) if isinstance(within, str) else tuple(within),
        paths=tuple(paths),
        lifetime=fixed.get("value"),
        success=tuple(one.get("success", {}).items()),
        members=tuple(one.get("members", ())),
        scope_separator=one.get("scope_separator", spec.get("scope_separator", " ")),
        token_types=tuple(dict.fromkeys(types)),
    )
