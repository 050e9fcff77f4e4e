"""Rules for the URLs of endpoints: https, known variables, and nothing that a request adds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl

from generator.model.endpoints import Parameter, VariableType
from generator.model.provider import Provider
from generator.reading.diagnostics import Path, near_or
from generator.rules.finding import Finding

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_OTHER_NOTATIONS = re.compile(r"(?:\$\{|\$?\{\{) *(\w+) *\}+|<(\w+)>")
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(\.{LABEL})*", re.IGNORECASE)
_PORT = re.compile(r":([0-9]+)$")
_ALWAYS = ("client_id",)
"""The placeholders that need no declaration."""


def insecure_endpoint(provider: Provider) -> Iterator[Finding]:
    """An endpoint's URL does not use https (RFC 6749 §3.1)."""
    for path, url in urls(provider):
        if not url.startswith("https://"):
            hint = f"write https://{_after_scheme(url)} (RFC 6749 §3.1)"
            if not _authority(url):
                hint = "write the whole URL, with https:// and the host (RFC 6749 §3.1)"
            yield Finding(path, "the URL does not start with https://", hint)


def endpoint_user_info(provider: Provider) -> Iterator[Finding]:
    """An endpoint's URL contains a username or password."""
    for path, url in urls(provider):
        if "@" in _authority(url):
            message = "the URL contains a username or password"
            hint = "remove everything between the // and the host, including the @"
            yield Finding(path, message, hint)


def endpoint_host(provider: Provider) -> Iterator[Finding]:
    """An endpoint's host is not a valid host name. Variables can be parts of it."""
    for path, url in urls(provider):
        authority = _authority(url).rpartition("@")[2]
        # Other rules report a variable of the wrong type, a port, and a URL without a host.
        filled = PLACEHOLDER.sub("x", _PORT.sub("", authority))
        if (authority or url.startswith("https://")) and not HOST.fullmatch(filled):
            hint = (
                "write a host name, optionally with variables such as {shop} as parts"
            )
            hint = _in_single_braces(authority) or hint
            yield Finding(path, f'"{authority}" is not a valid host', hint)


def endpoint_port(provider: Provider) -> Iterator[Finding]:
    """The port of an endpoint or of the issuer is not a number from 1 to 65535."""
    issuer = [(("issuer",), provider.issuer)] if provider.issuer else []
    for path, url in (*urls(provider), *issuer):
        found = _PORT.search(_authority(url))
        if found and not is_port(found[1]):
            hint = "write a number from 1 to 65535, or remove it for the default, 443"
            yield Finding(path, f'"{found[1]}" is not a valid port', hint)


def is_port(text: str) -> bool:
    """Return whether a text is a port of a URL, without leading zeros."""
    return bool(re.fullmatch("[1-9][0-9]{0,4}", text)) and int(text) <= 65535


def _in_single_braces(text: str) -> str:
    """Return a hint for a variable in another notation, or an empty text."""
    found = _OTHER_NOTATIONS.sub(lambda one: f"{{{one[1] or one[2]}}}", text)
    return "" if found == text else f"write {found}; a variable is in single braces"


def variable_in_host(provider: Provider) -> Iterator[Finding]:
    """A variable is at a place in an endpoint's URL that its type does not allow."""
    types = {one.name: one.type for one in provider.variables}
    for path, url in urls(provider):
        authority = _authority(url)
        host = authority.rpartition("@")[2]
        for found in PLACEHOLDER.finditer(url):
            name = found[1].partition(".")[0]
            is_whole = host == found[0]
            in_host = found.end() <= len("https://") + len(authority)
            in_query = "?" in url[: found.start()]
            problem = _misplaced(types.get(name), is_whole, in_host, in_query)
            if problem:
                yield Finding(path, f'"{{{name}}}" {problem[0]}', problem[1])


def _misplaced(
    type: VariableType | None, is_whole: bool, in_host: bool, in_query: bool
) -> tuple[str, str] | None:
    """Return what is wrong with the place of a variable, and what to do, or None."""
    if type and type in (VariableType.HOST, VariableType.BASE) and not is_whole:
        what = f"has type: {type.value}, but it is not the whole host"
        return (
            what,
            "use type: label for a part of a host, or type: path for a part of a path",
        )
    if type is VariableType.LABEL and not in_host:
        return "has type: label, but it is not in the host", "use type: path"
    if type is VariableType.PATH and (in_host or in_query):
        return "has type: path, but it is not in the path", "use type: label in a host"
    if type is VariableType.TEXT and not in_query:
        what = "has type: text, which is only for a query, a parameter, or a header"
        return what, "use type: label in a host, or type: path in a path"
    return None


def endpoint_path(provider: Provider) -> Iterator[Finding]:
    """An endpoint's path or query contains unsupported characters."""
    for path, url in urls(provider):
        rest = _after_scheme(url)[len(_authority(url)) :]
        wrong = re.sub(r"[A-Za-z0-9._~:@!$&()*+,;=%/?-]", "", PLACEHOLDER.sub("", rest))
        if path[0] == "authorization_endpoint":
            # A page can handle its request in the browser. No request is sent to a fragment.
            wrong = wrong.replace("#", "")
        if wrong:
            listed = " ".join(dict.fromkeys(wrong))
            hint = _in_single_braces(rest) or "percent-encode them"
            yield Finding(
                path, f"the URL contains unsupported characters: {listed}", hint
            )


def parameter_in_the_url(provider: Provider) -> Iterator[Finding]:
    """The query of an endpoint's URL has a parameter that its requests have (RFC 6749 §3.1, §3.2)."""
    endpoint = provider.authorization
    sent: list[tuple[Path, str, Sequence[Parameter]]] = [
        (one.path, one.url, one.parameters) for one in provider.requests
    ]
    if endpoint is not None:
        path = ("authorization_endpoint", "url")
        sent.insert(0, (path, endpoint.url, endpoint.parameters))
    reported = set[tuple[Path, str]]()
    for place, url, parameters in sent:
        given = parse_qsl(
            url.partition("#")[0].partition("?")[2], keep_blank_values=True
        )
        names = {one.name for one in parameters if one.place != "header"}
        for name in dict.fromkeys(name for name, _ in given if name in names):
            if (place, name) not in reported:
                reported.add((place, name))
                message = f'the URL has "{name}", so a request would have it twice'
                yield Finding(place, message, "remove it from the URL")


def undeclared_variable(provider: Provider) -> Iterator[Finding]:
    """A URL or a value contains a variable, or a member of one, that is not declared."""
    declared = [one.name for one in provider.variables]
    members = {
        one.name: {key for choice in one.choices for key, _ in choice.members}
        for one in provider.variables
    }
    for path, text in (*urls(provider), *values(provider)):
        for found in dict.fromkeys(PLACEHOLDER.findall(text)):
            name, _, member = found.partition(".")
            if name not in (*declared, *_ALWAYS):
                message = f'the variable "{{{name}}}" is not declared'
                added = f"{name}: {{type: {type_at(text, found)}}}"
                hint = f"add variables: {{{added}}}, or list its values"
                if declared:
                    hint = f"add {added} to variables, or list its values"
                yield Finding(path, message, near_or(name, declared, hint))
            elif bool(member) != bool(members.get(name)) or (
                member and member not in members[name]
            ):
                known = [f"{{{name}.{one}}}" for one in sorted(members.get(name, ()))]
                hint = f"write {' or '.join(known or [f'{{{name}}}'])}"
                yield Finding(path, f'"{{{found}}}" has no value', hint)


def type_at(text: str, found: str) -> str:
    """Return the type that a variable needs at its place in a URL or a value."""
    start = text.index(f"{{{found}}}")
    authority = _authority(text)
    if not text.startswith("https://") or "?" in text[:start]:
        return VariableType.TEXT.value
    if authority == f"{{{found}}}":
        return VariableType.HOST.value
    in_host = start < len("https://") + len(authority)
    return VariableType.LABEL.value if in_host else VariableType.PATH.value


def urls(provider: Provider) -> Iterator[tuple[Path, str]]:
    """Yield the URL of each endpoint, with its path."""
    if provider.authorization is not None:
        yield ("authorization_endpoint", "url"), provider.authorization.url
    if provider.token_endpoint is not None:
        yield ("token_endpoint", "url"), provider.token_endpoint.url
        for request in provider.token_endpoint.requests:
            if request.path != ("token_endpoint", "url"):
                yield request.path, request.url
    for one in provider.other_endpoints:
        yield (one.kind, "url"), one.url


def values(provider: Provider) -> Iterator[tuple[Path, str]]:
    """Yield each constant that the spec gives, with its path, each once."""
    endpoint = provider.authorization
    parameters = [*(endpoint.parameters if endpoint else ())]
    for request in provider.requests:
        parameters += request.parameters
    found = {
        one.path: one.constant
        for one in parameters
        if one.constant is not None and isinstance(one.path[-1], int)
    }
    for path, constant in found.items():
        yield (*path, "value"), constant


def _after_scheme(url: str) -> str:
    return re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*:(//)?", "", url)


def _authority(url: str) -> str:
    """Return the authority. A backslash ends it too, because browsers treat it as a slash."""
    return re.split(r"[/?#\\]", _after_scheme(url))[0]
