"""Rules for the endpoint: it is an https URL with only a host variable and a path."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.endpoints import AuthorizationEndpoint, VariableType
from generator.model.provider import Provider
from generator.reading.diagnostics import Path, near_or
from generator.rules.finding import Finding
from generator.rules.redirects import OCTET

URL: Path = ("authorization_endpoint", "url")

_IPV4 = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}")
# A host whose last label is one of these is read as an IPv4 address (WHATWG URL §3.5).
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def insecure_endpoint(provider: Provider) -> Iterator[Finding]:
    """The endpoint's URL does not use https (RFC 6749 §3.1)."""
    if not provider.authorization_endpoint.url.startswith("https://"):
        host = next(iter(_hosts(provider)), "domain")
        message = "the URL does not start with https://"
        yield Finding(URL, message, f"write https://{{{host}}}/… (RFC 6749 §3.1)")


def endpoint_user_info(provider: Provider) -> Iterator[Finding]:
    """The endpoint's URL contains a username or password."""
    if "@" in _authority(provider.authorization_endpoint):
        message = "the URL contains a username or password"
        hint = "remove everything between the // and the host, including the @"
        yield Finding(URL, message, hint)


def endpoint_host(provider: Provider) -> Iterator[Finding]:
    """The endpoint's host is not a variable, but each tenant has its own host."""
    host = _authority(provider.authorization_endpoint).rpartition("@")[2]
    names = _PLACEHOLDER.findall(host)
    variables = [one.name for one in provider.variables]
    is_variable = len(names) == 1 and host == f"{{{names[0]}}}"
    # Another rule reports a variable that is not declared.
    if not is_variable or (names[0] in variables and names[0] not in _hosts(provider)):
        message = f'the host is "{host}", but it must be one variable with type: host'
        hint = "write https://{domain}/… and declare domain under variables"
        yield Finding(URL, message, hint)


def endpoint_query(provider: Provider) -> Iterator[Finding]:
    """The endpoint's URL has a query or a fragment."""
    found = re.search(r"[?#]", provider.authorization_endpoint.url)
    if found:
        rest = provider.authorization_endpoint.url[found.start() :]
        message = f'the URL has a query or a fragment: "{rest}"'
        hint = "remove it, and declare its parameters under authorization_endpoint.parameters"
        yield Finding(URL, message, hint)


def endpoint_path(provider: Provider) -> Iterator[Finding]:
    """The endpoint's path contains unsupported characters."""
    rest = _after_scheme(provider.authorization_endpoint)[
        len(_authority(provider.authorization_endpoint)) :
    ]
    path = re.split(r"[?#]", rest)[0]
    wrong = re.sub(r"[A-Za-z0-9._~/-]", "", _PLACEHOLDER.sub("", path))
    if wrong:
        listed = " ".join(dict.fromkeys(wrong))
        hint = "use only letters, digits, . _ ~ - and slashes"
        yield Finding(URL, f"the path contains unsupported characters: {listed}", hint)


def undeclared_variable(provider: Provider) -> Iterator[Finding]:
    """The endpoint's URL contains a variable that is not declared."""
    declared = [one.name for one in provider.variables]
    for name in dict.fromkeys(
        _PLACEHOLDER.findall(provider.authorization_endpoint.url)
    ):
        if name not in declared:
            message = f'the variable "{{{name}}}" is not declared'
            hint = near_or(name, declared, "declare it under variables")
            yield Finding(URL, message, hint)


def unused_variable(provider: Provider) -> Iterator[Finding]:
    """A declared variable is not in the endpoint's URL."""
    used = {*_PLACEHOLDER.findall(provider.authorization_endpoint.url)}
    for one in provider.variables:
        if one.name not in used:
            path = ("variables", one.name)
            hint = f"add {{{one.name}}} to authorization_endpoint.url, or remove the variable"
            yield Finding(path, f'the URL does not use "{one.name}"', hint)


def variable_example(provider: Provider) -> Iterator[Finding]:
    """The example of a variable is not a valid host, or is not in the form that a request sends."""
    for one in provider.variables:
        host, _, port = one.example.partition(":")
        labels = host.split(".")
        hint = ""
        if max(map(len, labels)) > 63:
            hint = "write at most 63 characters between two dots"
        elif _NUMBER.fullmatch(labels[-1]) and not _IPV4.fullmatch(host):
            hint = "write an IPv4 address as four numbers from 0 to 255, or end with a name"
        elif port == "443":
            hint = f"write {host}; 443 is the default port"
        elif port and int(port) > 65535:
            hint = "write a port from 1 to 65535"
        if hint:
            message = f'a request cannot send "{one.example}" as a host'
            if port == "443":
                message = f'a request sends "{one.example}" without its port'
            path = ("variables", one.name, "example")
            yield Finding(path, message, hint)


def _hosts(provider: Provider) -> list[str]:
    return [one.name for one in provider.variables if one.type is VariableType.HOST]


def _after_scheme(endpoint: AuthorizationEndpoint) -> str:
    return re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*:(//)?", "", endpoint.url)


def _authority(endpoint: AuthorizationEndpoint) -> str:
    """Return the authority. A backslash ends it too, because browsers treat it as a slash."""
    return re.split(r"[/?#\\]", _after_scheme(endpoint))[0]
