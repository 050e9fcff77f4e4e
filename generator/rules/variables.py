"""Rules for the variables of URLs: each is used, and has a type and values that fit it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.endpoints import VariableType
from generator.model.provider import Provider
from generator.rules.endpoint import (
    HOST,
    LABEL,
    PLACEHOLDER,
    is_port,
    type_at,
    urls,
    values,
)
from generator.rules.finding import Finding
from generator.rules.redirects import OCTET

_IPV4 = re.compile(rf"{OCTET}(?:\.{OCTET}){{3}}")
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+")
# A host whose last label is one of these is read as an IPv4 address (WHATWG URL §3.5).
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def unused_variable(provider: Provider) -> Iterator[Finding]:
    """A declared variable is not used."""
    texts = [text for _, text in (*urls(provider), *values(provider))]
    used = {
        found.partition(".")[0] for text in texts for found in PLACEHOLDER.findall(text)
    }
    endpoint = provider.authorization
    used |= {
        one.variable
        for one in (endpoint.response_parameters if endpoint else ())
        if one.variable
    }
    for one in provider.variables:
        if one.name not in used | set(provider.used_elsewhere):
            hint = f"add {{{one.name}}} to a URL or a value, or remove the variable"
            path, message = ("variables", one.name), f'nothing uses "{one.name}"'
            yield Finding(path, message, hint, at_key=True)


def variable_without_type(provider: Provider) -> Iterator[Finding]:
    """A variable has neither a type nor values, or has both."""
    for one in provider.variables:
        if (one.type is VariableType.CHOICE) != bool(one.choices):
            message = f'"{one.name}" has no type'
            hint = f"add type: {_type_of(one.name, provider)}, or list its values"
            if one.choices:
                message = f'"{one.name}" has both a type and values'
                hint = "remove one of the two"
            yield Finding(("variables", one.name), message, hint, at_key=True)


def _type_of(name: str, provider: Provider) -> str:
    """Return the type that a variable needs at the first place that uses it."""
    texts = (text for _, text in (*urls(provider), *values(provider)))
    used = (type_at(text, name) for text in texts if f"{{{name}}}" in text)
    return next(used, VariableType.TEXT.value)


def secret_variable(provider: Provider) -> Iterator[Finding]:
    """A variable is secret, but it is in a host name or has documented values."""
    for one in provider.variables:
        if not one.is_secret or one.type in (VariableType.PATH, VariableType.TEXT):
            continue
        message = f'"{one.name}" cannot be secret, because a host name is public'
        if one.type is VariableType.CHOICE:
            message = (
                f'"{one.name}" cannot be secret, because its values are documented'
            )
        yield Finding(("variables", one.name, "secret"), message, "remove secret")


def variable_example(provider: Provider) -> Iterator[Finding]:
    """The example or the default of a variable is not a value that it can have."""
    for one in provider.variables:
        for key, value in (("default", one.default), ("example", one.example)):
            if value is None:
                continue
            problem = _unsuitable(one.type, value, [each.name for each in one.choices])
            if problem:
                yield Finding(("variables", one.name, key), *problem)


def _unsuitable(
    type: VariableType, value: str, choices: list[str]
) -> tuple[str, str] | None:
    """Return what is wrong with a value of a variable, and what to do, or None."""
    # Another rule reports a variable without values.
    if type is VariableType.CHOICE and choices and value not in choices:
        return (
            f'"{value}" is not one of the values',
            f"write one of {', '.join(choices)}",
        )
    if type is VariableType.LABEL and not re.fullmatch(LABEL, value):
        return (
            f'"{value}" is not one part of a host name',
            "write lowercase letters, digits, and hyphens",
        )
    if type is VariableType.PATH and (
        value in (".", "..") or re.search(r"[/\\]", value)
    ):
        return (
            f'"{value}" is not one part of a path',
            "write the part between two slashes",
        )
    if type is VariableType.HOST:
        return _unsuitable_host(value)
    if type is VariableType.BASE:
        return _unsuitable_base(value)
    return None


def _unsuitable_base(value: str) -> tuple[str, str] | None:
    host, *segments = value.removesuffix("/").split("/")
    if any(one in (".", "..") or not _SEGMENT.fullmatch(one) for one in segments):
        return (
            f'"{value}" is not a valid host with a path',
            "write only letters, digits, and - . _ ~ between two slashes",
        )
    return _unsuitable_host(host)


def _unsuitable_host(value: str) -> tuple[str, str] | None:
    host, colon, port = value.partition(":")
    labels = host.split(".")
    hint = ""
    if not HOST.fullmatch(host) or "." not in host or host != host.lower():
        hint = (
            "write a host name with lowercase letters, digits, hyphens, and at least one dot, "
            "and a port if it is not the default"
        )
        if max(map(len, labels)) > 63:
            hint = "write at most 63 characters between two dots"
    elif _NUMBER.fullmatch(labels[-1]) and not _IPV4.fullmatch(host):
        hint = "write an IPv4 address as four numbers from 0 to 255, or end with a name"
    elif port == "443":
        message = f'a request sends "{value}" without its port'
        return message, f"write {host}; 443 is the default port"
    elif colon and not is_port(port):
        hint = "write a port from 1 to 65535"
    return (f'"{value}" is not a valid host in a request', hint) if hint else None
