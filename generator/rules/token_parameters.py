"""Rules for the parameters of the requests of clients: their names, their places, and their values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.endpoints import Parameter, Role, is_listed
from generator.model.provider import Provider
from generator.model.token_requests import STANDARD, RequestKind
from generator.rules.finding import Finding

_OF_THE_CLIENT = (
    *(Role.CLIENT_ID, Role.CLIENT_SECRET, Role.REDIRECT_URI),
    *(Role.CODE, Role.CODE_VERIFIER, Role.REFRESH_TOKEN),
    *(Role.DEVICE_CODE, Role.TOKEN, Role.TOKEN_TYPE_HINT),
)
"""Roles whose value the client has, so that a constant would be wrong for every other client."""

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""A header's name (RFC 9110 §5.6.2)."""

_SET = ("accept", "authorization", "content-type", "content-length", "host")
"""The headers that each request has by itself, in lowercase."""


def _listed(provider: Provider) -> list[Parameter]:
    """Return the parameters that the spec lists for the requests of clients, each once."""
    found = [one for each in provider.requests for one in each.parameters]
    return list({one.path: one for one in found if is_listed(one.path)}.values())


def duplicate_token_parameter(provider: Provider) -> Iterator[Finding]:
    """Two parameters of a token request have the same name (RFC 6749 §3.2)."""
    reported = set[tuple[str | int, ...]]()
    for request in provider.requests:
        first: dict[tuple[bool, str], Parameter] = {}
        for one in request.parameters:
            in_header = one.place == "header"
            name = one.name.lower() if in_header else one.name
            earlier = first.setdefault((in_header, name), one)
            if earlier is one:
                continue
            # A standard parameter is not in the list.
            at, before = (one, earlier) if is_listed(one.path) else (earlier, one)
            if at.path not in reported and is_listed(at.path):
                reported.add(at.path)
                message = f'a token request has "{one.name}" twice'
                where = (*before.path, "name") if is_listed(before.path) else None
                hint = "keep one of them, or use omit for the standard parameter"
                yield Finding((*at.path, "name"), message, hint, first=where)


def constant_of_the_client(provider: Provider) -> Iterator[Finding]:
    """A parameter of a token request has a constant, but the client provides its value."""
    for one in _listed(provider):
        for key, value in (("value", one.constant), ("default", one.default)):
            if value is not None and one.role in _OF_THE_CLIENT:
                message = f'the client provides the value of "{one.name}"'
                yield Finding((*one.path, key), message, f"remove {key}")


def redirect_uri_of_no_request(provider: Provider) -> Iterator[Finding]:
    """A token request has a redirect URI that the authorization request omits (RFC 6749 §4.1.3)."""
    endpoint = provider.authorization
    if endpoint is not None and endpoint.parameter(Role.REDIRECT_URI) is not None:
        return
    message, hint = "no authorization request sends a redirect URI", "remove it"
    if endpoint is not None:
        message = "the authorization request has no redirect URI to repeat"
        hint = "remove it here, or remove it from omit of authorization_endpoint"
    for one in _listed(provider):
        if one.role is Role.REDIRECT_URI:
            yield Finding((*one.path, "name"), message, hint)


MORE = {RequestKind.REFRESH: (Role.REDIRECT_URI,)}
"""What some servers require in addition to the standard parameters of a request."""


def parameter_of_another_request(provider: Provider) -> Iterator[Finding]:
    """A request lists a standard parameter that only other requests have."""
    for request in provider.requests:
        known = (Role.PROVIDER, *STANDARD[request.kind], *MORE.get(request.kind, ()))
        for one in request.parameters:
            is_constant = one.role is Role.SCOPE and one.constant is not None
            if one.role not in known and not is_constant:
                kind = request.kind.value
                message = f'the request for {kind} cannot have "{one.role.value}"'
                yield Finding((*one.path, "name"), message, "remove it")


_ESSENTIAL = {
    RequestKind.CODE: Role.CODE,
    RequestKind.REFRESH: Role.REFRESH_TOKEN,
    RequestKind.DEVICE_CODE: Role.DEVICE_CODE,
    RequestKind.REVOCATION: Role.TOKEN,
}
"""The parameter that each kind of request is about."""


def omitted_token_parameter(provider: Provider) -> Iterator[Finding]:
    """A request does not send what it is about, such as the token that it revokes."""
    for request in provider.requests:
        role = _ESSENTIAL.get(request.kind)
        if role is not None and request.parameter(role) is None:
            message = f'the request for {request.kind.value} lacks "{role.value}"'
            hint = f"remove {role.value} from omit; to rename it, list a parameter with role: {role.value}"
            yield Finding(request.path, message, hint)


def header_name(provider: Provider) -> Iterator[Finding]:
    """A parameter in a header has a name that a header cannot have, or that requests already set."""
    for one in _listed(provider):
        if one.place != "header":
            continue
        if one.name.lower() in _SET:
            message = f'each request sets the header "{one.name}" itself'
            hint = "remove it; auth_methods, basic, and body decide what is sent"
            yield Finding((*one.path, "name"), message, hint)
        elif not _TOKEN.fullmatch(one.name):
            message = f'"{one.name}" is not the name of a header (RFC 9110 §5.1)'
            hint = "write letters, digits, and hyphens, such as X-Api-Key"
            yield Finding((*one.path, "name"), message, hint)
