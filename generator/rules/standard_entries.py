"""Rules for entries about standard parameters: a request has what a spec omits or renames."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.endpoints import AUTHORIZATION, PKCE, GrantType, Path, Role
from generator.model.provider import Provider
from generator.model.token_requests import STANDARD, RequestKind
from generator.rules.finding import Finding
from generator.rules.token_parameters import MORE


def entry_without_effect(provider: Provider) -> Iterator[Finding]:
    """A spec omits or renames a standard parameter that no request to the endpoint has."""
    for one in provider.standard_entries:
        known = _sent(provider, one.path)
        if not known or one.role in known:
            continue
        name, path, hint = one.role.value, one.path, "remove it"
        if path[-2] == "parameters":
            message = f'no grant of this spec sends "{name}", so its name has no effect'
            path = (*path, "name")
        else:
            message = f'no request here has "{name}", so omitting it has no effect'
            if one.role is Role.SCOPE:
                hint = f"remove it, or write it under {_with_scope(provider)}"
        yield Finding(path, message, hint)


def _sent(provider: Provider, path: Path) -> set[Role]:
    """Return the standard parameters of the requests at the place of an entry; empty without requests."""
    requests = provider.requests
    match path:
        case ("authorization_endpoint", *_):
            has_code = provider.offers(GrantType.AUTHORIZATION_CODE)
            return {*AUTHORIZATION} - (set() if has_code else {*PKCE})
        case ("token_endpoint", "refresh", *_):
            kinds = [RequestKind.REFRESH]
        case ("token_endpoint", "parameters", *_):
            kinds = [one.kind for one in requests]
        case ("token_endpoint", *_):
            own = provider.token_endpoint.requests if provider.token_endpoint else ()
            kinds = [one.kind for one in own if one.kind is not RequestKind.REFRESH]
        case ("grants", int(index), *_):
            name = provider.grants[index].type.value
            kinds = [one.kind for one in requests if one.kind.value == name]
        case _:
            others = [one for one in provider.other_endpoints if one.kind == path[0]]
            kinds = [each.kind for one in others for each in one.requests]
    return {role for kind in kinds for role in (*STANDARD[kind], *MORE.get(kind, ()))}


def _with_scope(provider: Provider) -> str:
    """Return the places where a spec can omit the scope of a request."""
    places = ["authorization_endpoint"] if provider.authorization is not None else []
    if provider.request(RequestKind.CLIENT_CREDENTIALS) is not None:
        places.append("its grant")
    if provider.request(RequestKind.REFRESH) is not None:
        places.append("token_endpoint.refresh")
    if provider.request(RequestKind.DEVICE_AUTHORIZATION) is not None:
        places.append("device_authorization_endpoint")
    return " or ".join(places)
