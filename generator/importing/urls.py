"""URLs of a document: the base of relative ones, and what an import accepts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from generator.importing.faults import Remark
from generator.importing.node import Node

_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Base:
    """The base of relative URLs, or why there is none and what to do; and a remark about it."""

    url: str = ""
    missing: str = ""
    remark: Remark | None = None
    hint: str = "use --server URL"


def absolute(node: Node, base_of: Callable[[], Base]) -> str:
    """Return the https URL in a node, resolved against the base (RFC 3986 §5.2).

    `base_of` is called only for a relative URL. Raises ImportFault for one that is not a text or
    a URL, is relative without a base, has another scheme, or contains a username or a password.
    """
    text, hint = node.text().strip(), "write an https URL in the document"
    _check(text, node)
    if not _scheme(text):
        base = base_of()
        if not base.url:
            message = f'the URL "{text}" is relative, and {base.missing}'
            raise node.fault("relative-url", message, base.hint)
        # A base without a path has the path / (RFC 3986 §5.2.3).
        text, hint = urljoin(base.url, text), "use --server URL with an https URL"
        _check(text, node)
    scheme, _, rest = text.partition(":")
    if scheme.lower() != "https" or not re.match("//[^/?#]", rest):
        message = f'the URL "{text}" does not start with https:// (RFC 6749 §3.1)'
        raise node.fault("insecure-url", message, hint)
    return f"https:{rest}"


def is_relative(node: Node) -> bool:
    """Return whether a text is a URL without a scheme."""
    return isinstance(node.value, str) and not _scheme(node.value.strip())


def given_base(url: str) -> Base:
    """Return the base that the user named. Raises ImportFault if it is not an https URL."""
    node = Node("--server", url, url)
    _check(url, node)
    if _scheme(url) != "https" or not urlsplit(url).netloc:
        message = f'"{url}" is not an https URL'
        hint = "write, for example, --server https://api.acme.example/v1"
        raise node.fault("bad-url", message, hint)
    return Base(url)


def of_servers(document: Node) -> Base:
    """Return the first server of an OpenAPI 3 description, with its variables replaced (§4.6)."""
    listed = document.get("servers")
    servers = listed.entries() if listed is not None else []
    if not servers:
        return Base(missing="the document has no server")
    url = _filled(servers[0])
    others = [each.text() for one in servers[1:] if (each := one.get("url"))]
    _check(url, servers[0])
    remark = None
    if others:
        text = f"relative URLs are resolved against {url}, the first server; to use another, add --server: {', '.join(others)}"
        remark = Remark(servers[0].place, text)
    if not _scheme(url):
        return Base(
            missing=f'the server "{url}" is relative to the document', remark=remark
        )
    return Base(url, remark=remark)


def of_host(document: Node) -> Base:
    """Return the server of an OpenAPI 2 description, whose schemes are https unless it says otherwise."""
    host, path = document.get("host"), document.get("basePath")
    if host is None:
        return Base(missing="the document has no host")
    listed = document.get("schemes")
    schemes = [one.text() for one in listed.entries()] if listed is not None else []
    scheme = "https" if "https" in schemes or not schemes else schemes[0]
    url = f"{scheme}://{host.text()}/{path.text().lstrip('/') if path is not None else ''}"
    _check(url, host)
    if not host.text() or urlsplit(url).netloc != host.text():
        message = f'"{host.text()}" is not a valid host'
        raise host.fault("bad-url", message, "write only a host name in host")
    text = f"relative URLs are resolved against {url}; OpenAPI 2.0 does not define this"
    return Base(url, remark=Remark(host.place, text))


def _filled(server: Node) -> str:
    """Return the URL of a server with the default of each variable."""
    url = server.required("url").text().strip()
    known = server.get("variables")
    variables: Mapping[str, Node] = known.members() if known is not None else {}

    def value(found: re.Match[str]) -> str:
        variable = variables.get(found[1])
        default = variable.get("default") if variable is not None else None
        if default is None or "{" in default.text():
            message = f'the variable "{found[1]}" of the server has no default'
            hint = "use --server URL"
            raise server.fault("relative-url", message, hint)
        return default.text()

    return _VARIABLE.sub(value, url)


def _check(text: str, node: Node) -> None:
    """Raise ImportFault for a text that is not a URL, or for one with a username or a password."""
    if not text:
        raise node.fault("bad-url", "the URL is empty", "correct the document")
    if not re.fullmatch(r"[!-~]+", text):
        message = f'the URL "{text}" contains spaces, controls, or non-ASCII characters'
        hint = "percent-encode them, or write the host in its ASCII form"
        raise node.fault("bad-url", message, hint)
    try:
        host = urlsplit(text).netloc
        if urlsplit(_VARIABLE.sub("0", text)).port == 0:
            raise ValueError
    except ValueError:
        message = f'the host or the port of the URL "{text}" is not valid'
        raise node.fault("bad-url", message, "correct the URL") from None
    if "@" in host:
        message = "the URL contains a username or a password"
        raise node.fault("bad-url", message, "remove what is between // and the host")


def _scheme(text: str) -> str:
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", text)
    return found[1].lower() if found else ""


def host_name(url: str) -> str:
    """Return the label of the host that most likely names the provider: `Acme` for `auth.acme.co.uk`."""
    labels = (urlsplit(url).hostname or "").split(".")[:-1]
    while len(labels) > 1 and len(labels[-1]) <= 3:
        labels.pop()
    label = labels[-1] if labels else ""
    return "" if "{" in label else label.capitalize()


# Variables in the URLs of a flow


def variable_types(urls: Sequence[str]) -> dict[str, str]:
    """Return the type in a spec of each variable in braces, by its name in the document.

    OpenAPI has no variables in these URLs, but documents use them. The type is the one that the
    place in the URL allows.
    """
    found: dict[str, str] = {}
    for url in urls:
        for name, type in _types(url):
            found.setdefault(name, type)
    return found


def _types(url: str) -> Iterator[tuple[str, str]]:
    for one in _VARIABLE.finditer(url):
        before = url[: one.start()]
        authority = url.partition("://")[2].partition("/")[0].partition("?")[0]
        if "?" in before:
            yield one[1], "text"
        elif "/" in before.partition("://")[2]:
            yield one[1], "path"
        else:
            yield one[1], "host" if authority == one[0] else "label"


def renamed(url: str, names: dict[str, str]) -> str:
    """Return a URL with other names of its variables."""
    return _VARIABLE.sub(lambda one: f"{{{names[one[1]]}}}", url)
